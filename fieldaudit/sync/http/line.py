"""One hub over HTTP: each request signed, repeated while that may help, its answer checked to be the hub's.

Owns the one HTTP client, its time limits, the bandwidth and the hub's clock. A redirect is never followed, nothing is
decompressed, and an answer without the hub's name on it is nobody's.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.request import getproxies

from ...errors import FieldauditError, MachineError
from ...i18n import tr
from ...wire.hub import NONCE_SIZE, Asked
from ...wire.keys import DeviceKeys
from .crew import HANDS, Crew
from .faults import PROXY_NAME, Again, bounded, foreign, machine, of_transport, refusal, wrong
from .pace import Bucket, wait_before
from .settings import SLOWEST, Settings, shown

if TYPE_CHECKING:
    import httpx

CONNECT, READ, WRITE = 10.0, 60.0, 60.0  # s without a sign of life
TRIES, FIRST_TRIES = 6, 2  # attempts at a request; at the first one, when nobody may be there
ANSWER_MAX = 8_000_000  # bytes of an answer that is no object
_SLICE = 256 * 1024  # bytes between two looks at whether to stop
_THIN_SLICE = 16 * 1024  # the same with a limit of the bandwidth
_LONGEST_ASKED = 60.0  # s; the longest wait that a hub may ask for
_GATEWAY = (502, 503, 504)  # a proxy before the hub, which is away
_PROXY_WANTS_A_NAME, _TOO_LARGE = 407, 413
_NAMELESS = tr("代理服务器要求用户名和密码，或不认可给出的", "the proxy wants a name and a password, or others than were given")
_GLANCE = 0.05  # s between two looks whether it is a body's turn
_ABSENT = frozenset(("absent",))


class Stopped(Exception):
    """The exchange is over while a thread of it still works."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the hub said."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def good(self) -> bool:
        """Is it what was asked for?"""
        return 200 <= self.status < 300

    @property
    def code(self) -> str:
        """Why the hub refuses, or ""."""
        said = self.said
        return str(said.get("error", "")) if not self.good and isinstance(said, dict) else ""

    @property
    def said(self) -> Any:
        """What the body holds as JSON, None for anything else."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


class Line:
    """Requests to one hub, from any thread. `breathe` is called while the thread that made it waits; it may raise."""

    def __init__(self, settings: Settings, device: int = 0, keys: DeviceKeys | None = None) -> None:
        self.settings, self.hub, self.chunk = settings, 0, _SLICE
        self._device, self._keys = device, keys
        self.ahead = 0.0  # s that this laptop's clock is ahead of the hub's
        self.breathe: Callable[[], None] = lambda: None
        self.over = threading.Event()
        self._slow, self._turn = False, threading.Lock()  # the hub waited in vain for a body; from then on they go one by one
        self._lost = False  # all attempts of one request failed, and nothing went well since
        self._bucket = Bucket(settings.limit)
        self._owner = threading.get_ident()
        self.crew = Crew(lambda: self.breathe(), 1 if 0 < settings.limit < HANDS * SLOWEST * 2 else HANDS)  # the owner breathes
        self._client = _client(settings)
        self._sockets: set[socket.socket] = set()

    def close(self) -> None:
        """Let threads that wait give up, and hang up: also on a hub that says nothing. Who connects just now is waited for."""
        self.over.set()
        for connected in tuple(self._sockets):
            with contextlib.suppress(OSError):
                socket.socket.shutdown(connected, socket.SHUT_RDWR)  # closing it would not wake who reads from it
        try:
            self._client.close()
        finally:
            self.crew.close()

    def ask(
        self, method: str, path: str, body: bytes = b"", *, digest: bytes | None = None, signed: bool = True,
        hub: int = 0, tries: int = TRIES, most: int = ANSWER_MAX, accept: Set[str] = _ABSENT, **headers: str,
    ) -> Answer:  # fmt: skip
        """The hub's answer: 2xx, or a refusal with a code of `accept`. `digest`: SHA-256 of the body, if known; `hub`: the one
        that is meant, while it is not known who answers; `most`: bytes of the answer.

        Raises MachineError, NotAllowed or Damaged, saying what was wrong the last time.
        """
        digest = digest if digest is not None else hashlib.sha256(body).digest()

        def once() -> Answer:
            with self._turn_of(len(body)):  # in the thread that sends: whoever has the turn never waits for a thread
                proof = self._proof(hub or self.hub, method, path, digest) if signed else {}
                return self._once(method, path, body, {**headers, **proof}, most, accept)

        for attempt in range(1, tries + 1):
            try:
                answer = self.crew.soon(once)() if threading.get_ident() == self._owner else once()
                self._lost = False
                return answer
            except Again as again:
                if attempt == tries or self._lost:
                    self._lost = self._lost or tries > 1  # the other threads need not find out each for itself
                    raise again.fault from again
                self.rest(min(again.after, _LONGEST_ASKED) if again.after is not None else wait_before(attempt))
        raise MachineError(tr("没有尝试", "nothing was tried"), where=self.settings.url)

    @contextlib.contextmanager
    def _turn_of(self, size: int) -> Iterator[None]:
        """Wait until a body may go: on a slow network several at once would all come too late."""
        if not self._slow or size <= _THIN_SLICE:
            yield
            return
        while not self._turn.acquire(blocking=False):
            self.rest(_GLANCE)
        try:
            yield
        finally:
            self._turn.release()

    def _proof(self, hub: int, method: str, path: str, digest: bytes) -> dict[str, str]:
        """The headers that show who asks, for this one attempt."""
        assert self._keys is not None  # whoever asks as nobody says so
        at, nonce = round((time.time() - self.ahead) * 1000), os.urandom(NONCE_SIZE)
        asked = Asked(self._device, hub, method, path, at, nonce, digest)
        return {
            "Fieldaudit-Device": str(self._device), "Fieldaudit-At": str(at), "Fieldaudit-Nonce": nonce.hex(),
            "Fieldaudit-Body": digest.hex(), "Fieldaudit-Signature": asked.signed(self._keys.sign).hex(),
        }  # fmt: skip

    def _once(self, method: str, path: str, body: bytes, headers: dict[str, str], most: int, accept: Set[str]) -> Answer:
        """One attempt. Raises Again where another may help."""
        import httpx

        if self.over.is_set():
            raise Stopped
        large = len(body) > _SLICE or (self._bucket.limit and body)
        content = self._slices(body) if large else body
        sized = {"Content-Length": str(len(body))} if large else {}
        try:
            request = self._client.build_request(
                method, self.settings.url + path, content=content, headers={**headers, **sized}, extensions={"trace": self._note}
            )
            response = self._client.send(request, stream=True)
            with contextlib.closing(response):
                self._demand_hub(response)
                most = most if response.is_success else ANSWER_MAX
                answer = Answer(response.status_code, response.headers, self._read(response, most))
        except (httpx.TransportError, httpx.InvalidURL, UnicodeError) as error:
            fault = of_transport(error, self.settings.url)
            raise fault from error
        if not answer.good and answer.code not in accept:
            raise self._refusal(answer)
        return answer

    def _note(self, event: str, info: Mapping[str, Any]) -> None:
        """Remember the sockets that httpx opens."""
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            self._sockets.add(info["return_value"].get_extra_info("socket"))
            if self.over.is_set():
                info["return_value"].close()  # nobody else has it yet
                raise Stopped

    def _slices(self, body: bytes) -> Iterator[bytes]:
        size = _THIN_SLICE if self._bucket.limit else _SLICE
        for start in range(0, len(body), size):
            self._pay(min(size, len(body) - start))
            if self.over.is_set():
                raise Stopped
            yield body[start : start + size]

    def _pay(self, size: int) -> None:
        owed = self._bucket.take(size)
        if owed:
            self.rest(owed)

    def _read(self, response: httpx.Response, most: int) -> bytes:
        parts, size = [], 0
        for part in response.iter_raw(_THIN_SLICE if self._bucket.limit else None):
            size += len(part)
            if size > most:
                raise wrong(self.settings.url, tr("太长", "too long"))
            self._pay(len(part))
            if self.over.is_set():
                raise Stopped
            parts.append(part)
        return b"".join(parts)

    def _demand_hub(self, response: httpx.Response) -> None:
        """Raise unless it is the hub that answers."""
        said = response.headers.get("Fieldaudit-Hub")
        if said is None and response.status_code in _GATEWAY:
            raise Again(machine(tr("集中站暂时不在（代理答复）", "the hub is away for the moment, says a proxy"), self.settings.url,
                                tr("过一会儿再试。", "Try again later.")), _seconds(response))  # fmt: skip
        if said is None and response.status_code == _TOO_LARGE:
            raise bounded(self.settings.url)
        if said is None and response.status_code == _PROXY_WANTS_A_NAME:
            raise machine(_NAMELESS, self.settings.url, PROXY_NAME)
        if said is None or not said.isascii() or not said.isdigit() or len(said) > 10 or response.is_redirect:
            raise foreign(self.settings.url, f"HTTP {response.status_code}")
        if self.hub not in (0, int(said)):
            raise foreign(self.settings.url, f"device {said}")
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise foreign(self.settings.url, "Content-Encoding")

    def _refusal(self, answer: Answer) -> Again | FieldauditError:
        if not answer.code:
            return wrong(self.settings.url, tr(f"HTTP {answer.status}", f"HTTP {answer.status}"))
        if answer.code == "clock" and type(at := answer.said.get("at")) is int:
            self.ahead = time.time() - at / 1000
            return refusal(answer.code, self.settings.url, 0.0)
        self._slow = self._slow or answer.code == "slow"
        return refusal(answer.code, self.settings.url, _seconds(answer))

    def rest(self, seconds: float) -> None:
        """Wait, ready to stop; the thread that made the line breathes meanwhile."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            owner = threading.get_ident() == self._owner
            if self.over.wait(min(left, 0.01 if owner else 0.2)):
                raise Stopped
            if owner:
                self.breathe()


def _seconds(answer: Answer | httpx.Response) -> float | None:
    """What the answer asks to wait; None: nothing."""
    said = answer.headers.get("Retry-After", "")
    return float(said) if said.isascii() and said.isdigit() and len(said) < 6 else None


def _client(settings: Settings) -> httpx.Client:
    import ssl

    import httpx

    try:
        verify: ssl.SSLContext | bool = ssl.create_default_context(cafile=settings.ca) if settings.ca else True
    except (OSError, ssl.SSLError) as error:
        raise MachineError(
            tr(f"CA 文件读不出来：{error}", f"the CA file cannot be read: {error}"), where=settings.ca,
            todo=tr("给出 PEM 格式的证书文件。", "Give a file of certificates in PEM form."),
        ) from error  # fmt: skip
    plain = settings.url.startswith("http:") and not settings.proxy.startswith("https:")
    try:
        return httpx.Client(
            verify=False if plain else verify,
            proxy=settings.proxy or None,
            trust_env=not settings.proxy,
            timeout=httpx.Timeout(READ, connect=CONNECT, write=WRITE, pool=None),
            limits=httpx.Limits(max_connections=16, max_keepalive_connections=16, keepalive_expiry=15.0),
            headers={"Accept-Encoding": "identity", "User-Agent": "fieldaudit"},
        )
    except (ValueError, ImportError, httpx.InvalidURL) as error:  # SOCKS, or an address that is none
        named = ", ".join(f"{name}_proxy={shown(url)}" for name, url in sorted(getproxies().items()) if name != "no")
        raise MachineError(
            tr(f"系统设置的代理用不了：{named}", f"the proxy that the system names cannot be used: {named}"),
            where=settings.url,
            todo=tr(
                "只支持 http 和 https 代理：改掉或去掉系统的代理设置，或在集中站设置里（--proxy）填一个代理。",
                "Only http and https proxies will do: change the system's setting or take it away, or give a proxy in the hub's "
                "settings (--proxy).",
            ),
        ) from error


def reachable(settings: Settings, timeout: float = 3.0) -> bool:
    """Does a hub answer there now? (Which one, and whether it may be trusted, an exchange finds out.)

    Raises MachineError when nobody can be asked as this laptop is set: its proxy, the CA file.
    """
    import httpx

    line = Line(settings)
    try:
        with contextlib.closing(line):
            line._client.timeout = httpx.Timeout(timeout)
            answer = line.ask("GET", f"/v1/hub?nonce={os.urandom(NONCE_SIZE).hex()}", signed=False, tries=1)
            return answer.status == 200
    except FieldauditError:
        return False
