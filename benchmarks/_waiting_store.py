"""An object store as it is across a network: it keeps bytes in memory, and answers each call only after a pause.

Run as `_waiting_store.py MILLISECONDS`; speaks as much of S3 as a hub asks for, signatures unseen. moto's server would not
do: 100 laptops took 2.5 s with one hub process and 2.8 s with two, and moto itself computed all that time, on one core.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import socket
import sys
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, unquote

from _hub import child, s3_options

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Answer = tuple[int, dict[str, str], bytes]

_STAMP = "2026-11-30T00:00:00.000Z"
_ABSENT: Answer = (404, {}, b"")


class WaitingStore:
    """One bucket, as an ASGI application."""

    def __init__(self, wait: float) -> None:
        self._wait, self._held = wait, dict[str, bytes]()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        body = b""
        while (message := await receive()).get("more_body"):
            body += message["body"]
        body += message.get("body", b"")
        await asyncio.sleep(self._wait)
        name = unquote(scope["path"]).split("/", 2)[2] if scope["path"].count("/") > 1 else ""
        headers = {key.decode(): value.decode() for key, value in scope["headers"]}
        query = dict(parse_qsl(scope["query_string"].decode(), keep_blank_values=True))
        status, told, said = self._answer(scope["method"], name, headers, query, body)
        told = {"content-length": str(len(said)), **told}
        await send(
            {"type": "http.response.start", "status": status, "headers": [(k.encode(), v.encode()) for k, v in told.items()]}
        )
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else said})

    def _answer(self, method: str, name: str, headers: dict[str, str], query: dict[str, str], body: bytes) -> Answer:
        if method == "PUT":
            if headers.get("if-none-match") == "*" and name in self._held:
                return 412, {}, b""
            self._held[name] = body
            return 200, {"etag": _tag(body)}, b""
        if method == "DELETE":
            self._held.pop(name, None)
            return 204, {}, b""
        if not name:
            return 200, {"content-type": "application/xml"}, self._listed(query.get("prefix", ""), query)
        return self._object(name, headers) if name in self._held else _ABSENT

    def _object(self, name: str, headers: dict[str, str]) -> Answer:
        data = self._held[name]
        told = {"etag": _tag(data), "last-modified": "Mon, 30 Nov 2026 00:00:00 GMT"}
        if "range" not in headers:
            return 200, told, data
        first, last = headers["range"].removeprefix("bytes=").split("-")
        piece = data[int(first) : int(last) + 1]
        return 206, told | {"content-range": f"bytes {first}-{int(first) + len(piece) - 1}/{len(data)}"}, piece

    def _listed(self, prefix: str, query: dict[str, str]) -> bytes:
        names = [name for name in sorted(self._held) if name.startswith(prefix) and name > query.get("start-after", "")]
        folders: set[str] = set()
        if query.get("delimiter"):
            folders = {prefix + name[len(prefix) :].split("/")[0] + "/" for name in names if "/" in name[len(prefix) :]}
            names = [name for name in names if "/" not in name[len(prefix) :]]
        found = "".join(
            f"<Contents><Key>{name}</Key><Size>{len(self._held[name])}</Size><LastModified>{_STAMP}</LastModified></Contents>"
            for name in names
        )
        found += "".join(f"<CommonPrefixes><Prefix>{each}</Prefix></CommonPrefixes>" for each in sorted(folders))
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{found}</ListBucketResult>".encode("ascii")


def _tag(data: bytes) -> str:
    return f'"{hashlib.sha256(data[:4096]).hexdigest()[:32]}"'


@contextmanager
def waiting(milliseconds: int) -> Iterator[tuple[str, ...]]:
    """The options of `hub serve` for a store, running, that waits so long before each answer."""
    with child([sys.executable, __file__, str(milliseconds)]) as (_, told):
        yield s3_options(told["address"])


def main() -> None:
    import uvicorn

    listening = socket.create_server(("127.0.0.1", 0))
    print(json.dumps({"address": f"http://127.0.0.1:{listening.getsockname()[1]}"}), flush=True)
    store: Any = WaitingStore(int(sys.argv[1]) / 1000)
    config = uvicorn.Config(store, http="httptools", lifespan="off", log_config=None, access_log=False)
    uvicorn.Server(config).run([listening])


if __name__ == "__main__":
    main()
