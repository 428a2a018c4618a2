"""A hand-off on this machine alone, and a phone that speaks to it as a browser would."""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fieldaudit.sync.phone import Address, Received, Server, Target

HERE = Address("127.0.0.1")


@dataclass
class Laptop:
    """Opens a hand-off; what arrives is listed in `got`, `then` says what becomes of it."""

    folder: Path
    then: Callable[[Received], None] = lambda photo: photo.taken()
    got: list[tuple[str, bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server = Server(self._photo, Target("示例养老院", "消防车道"), self.folder, [HERE])
        self.server.start()
        self.url = self.server.urls[HERE]

    def _photo(self, photo: Received) -> None:
        self.got.append((photo.name, photo.read()))
        self.then(photo)

    @property
    def port(self) -> int:
        return int(self.url.split("/")[2].rpartition(":")[2])

    @property
    def root(self) -> str:
        return "/" + self.url.split("/", 3)[3]

    def left(self) -> list[Path]:
        """Files of photos that nobody needs any more should be none."""
        return [each for each in self.folder.rglob("*") if each.is_file()]


class Phone:
    """One phone's browser, with its cookie."""

    def __init__(self, laptop: Laptop, *, meets: bool = True) -> None:
        self.laptop, self.cookie = laptop, ""
        if meets:
            self.open()

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any, Any]:
        """Status, answer, headers of one request."""
        line = http.client.HTTPConnection("127.0.0.1", self.laptop.port, timeout=20)
        given = {"Cookie": self.cookie} if self.cookie else {}
        line.request(method, path, body, {**given, **{name.replace("_", "-"): value for name, value in headers.items()}})
        answer = line.getresponse()
        data, kind = answer.read(), answer.headers.get("Content-Type", "")
        line.close()
        return answer.status, json.loads(data) if "json" in kind else data, answer.headers

    def open(self) -> int:
        """The page, as one opens the link; the cookie is kept. Gives the status of its first question."""
        _, _, headers = self.ask("GET", self.laptop.root)
        self.cookie = headers.get("Set-Cookie", self.cookie).partition(";")[0]
        return self.state()[0]

    def state(self) -> tuple[int, Any]:
        status, told, _ = self.ask("GET", self.laptop.root + "state")
        return status, told

    def send(self, id_: str, data: Any, name: str = "a.jpg", **headers: str) -> tuple[int, Any]:
        status, told, _ = self.ask("PUT", f"{self.laptop.root}photos/{id_}?name={name}&changed=1790000000000", data, **headers)
        return status, told

    def begin(self, id_: str, size: int, first: bytes) -> socket.socket:
        """Say that so much comes, and send the first of it."""
        line = socket.create_connection(("127.0.0.1", self.laptop.port), timeout=20)
        head = f"PUT {self.laptop.root}photos/{id_}?name=a.jpg HTTP/1.1\r\nHost: 127.0.0.1:{self.laptop.port}\r\n"
        line.sendall(f"{head}Cookie: {self.cookie}\r\nContent-Length: {size}\r\n\r\n".encode() + first)
        return line


def until(true: Callable[[], bool], most: float = 20.0) -> None:
    """Wait for what another thread does."""
    end = time.monotonic() + most
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)
