"""What every request and answer goes through: rate and size limits, security headers, one line of log.

A line holds time, method, name of the page, status, duration, bytes and device; no address that was asked for, no name,
no id. Pure ASGI around the application.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from ..sync.hub import logs
from ..sync.hub.limits import Buckets

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LARGEST_BODY = 4_096  # bytes: the one form holds a token
LARGEST_URL = 2_048
PAGES_A_SECOND, PAGES_AT_ONCE = 50.0, 300  # a page has some dozens of thumbnails
ENTRIES_A_SECOND, ENTRIES_AT_ONCE = 0.2, 10

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'"
)
FILE_POLICY = "default-src 'none'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'"
HEADERS = {
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "x-robots-tag": "noindex, nofollow",
}
HSTS = "max-age=31536000"

_WORDS = {500: "出错了。Something went wrong.", 429: "请求太多，请稍后再试。Too many requests."}


class Guard:
    """The application with its limits, headers and log."""

    def __init__(self, app: App, *, secure: bool) -> None:
        """`secure`: it is reached over TLS."""
        self._app, self._secure = app, secure
        self._pages = Buckets(PAGES_A_SECOND, PAGES_AT_ONCE)
        self._entries = Buckets(ENTRIES_A_SECOND, ENTRIES_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.monotonic()
        sent = {"status": 0, "bytes": 0}

        async def out(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent["status"] = message["status"]
                message["headers"] = [*message["headers"], *self._headers(message["headers"])]
            else:
                sent["bytes"] += len(message.get("body", b""))
            await send(message)

        try:
            refused = self._refused(scope, begun)
            await (self._app(scope, receive, out) if refused is None else _answer(out, *refused))
        except Exception as error:  # told by its kind and place alone: its words may name a home
            logs.bug(error)
            if not sent["status"]:
                await _answer(out, 500, 0)
        finally:
            _write(scope, sent, begun)

    def _refused(self, scope: Scope, now: float) -> tuple[int, int] | None:
        """(status, seconds to wait) of a request that goes no further."""
        headers = dict(scope["headers"])
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > LARGEST_BODY or b"transfer-encoding" in headers:
            return 413, 0
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LARGEST_URL:
            return 414, 0
        address = (scope.get("client") or ("",))[0]
        if not self._pages.take(address, now):
            return 429, 2
        return (429, 10) if scope["method"] == "POST" and not self._entries.take(address, now) else None

    def _headers(self, given: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        own = {name for name, _ in given}
        extra = {**HEADERS, "content-security-policy": POLICY, "cache-control": "no-store"}
        extra |= {"strict-transport-security": HSTS} if self._secure else {}
        return [(name.encode(), value.encode()) for name, value in extra.items() if name.encode() not in own]


async def _answer(send: Send, status: int, wait: int) -> None:
    retry = [(b"retry-after", str(wait).encode())] if wait else []
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close"), *retry]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    words = _WORDS.get(status, "请求太大。The request is too large.")
    await send({"type": "http.response.body", "body": words.encode()})


def _write(scope: Scope, sent: dict[str, int], begun: float) -> None:
    logs.say(
        "request", method=scope["method"][:8], page=getattr(scope.get("route"), "name", ""), status=sent["status"],
        ms=round((time.monotonic() - begun) * 1000), bytes=sent["bytes"], device=scope.get("fieldaudit.device", 0),
    )  # fmt: skip
