"""The few paths that a phone is answered, all behind the token; everything else is not there.

    GET  /TOKEN/            the page, and page.css, page.js, icon.svg beside it
    GET  /TOKEN/state       where photos go and what became of each; the first phone that asks is the session's
    PUT  /TOKEN/photos/ID   one photo, its bytes as they are; ?name=…&changed=… (ms), percent-encoded

Each answer closes its connection: what waits for a next request could be held open by anybody.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from ...assets import asset_path
from ...errors import MachineError, machine_reason
from ...i18n import Text, tr
from ...store.files import demand_space
from ...wire.blobs import MAX_BLOB
from .intake import MOST, Intake, Sealed, answer

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

COOKIE = "fieldaudit-phone"
AT_ONCE = 3  # photos at a time: a phone sends one, a cut one may still hang
SILENCE_S = 20.0  # s without a byte
SLOWEST = 8_000  # bytes a second on the whole: slower is no hotspot
_FILES = {"": ("page.html", "text/html"), "page.css": ("page.css", "text/css"), "page.js": ("page.js", "text/javascript"),
          "icon.svg": ("icon.svg", "image/svg+xml")}  # fmt: skip
_ID = re.compile(r"[A-Za-z0-9]{8,40}")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f/\\]")
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Connection": "close",
}
_TOO_LARGE = tr(f"照片超过 {MAX_BLOB // 1_000_000} MB", f"the photo is larger than {MAX_BLOB // 1_000_000} MB")
_FULL = tr(f"这次已收 {MOST} 张，请在电脑上换一个二维码", f"{MOST} photos were taken; show a new code on the laptop")
_OTHER = tr("另一部手机正在使用这个二维码", "another phone is using this code")
_BUSY = tr("电脑正忙，稍后自动重试", "the laptop is busy; it is tried again")
_SLOW = tr("网络太慢或已中断", "the network is too slow, or was cut")
_EMPTY = tr("照片没有传全", "the photo did not arrive whole")


class Refusal(Exception):
    """A request that is turned away: the status and what the phone says."""

    def __init__(self, status: int, why: Text) -> None:
        super().__init__(why)
        self.status, self.why = status, why


def page_app(intake: Intake, hosts: set[str]) -> Starlette:
    """The application for one session; `hosts`: what the Host header may say (another name was led here by a stranger)."""
    from starlette.applications import Starlette
    from starlette.responses import JSONResponse, Response
    from starlette.routing import Route

    phone = _Phone(intake)

    async def absent(_request: Request, _error: Exception) -> Response:
        return Response(status_code=404, headers={"Connection": "close"})

    async def refused(_request: Request, error: Exception) -> Response:
        assert isinstance(error, Refusal)
        told = {"zh": error.why.zh, "en": error.why.en}
        return JSONResponse(told, error.status, headers=_HEADERS) if error.why.zh else await absent(_request, error)

    def behind_token(request: Request) -> None:
        if request.headers.get("host", "") not in hosts or not intake.knows(request.path_params["token"]):
            raise Refusal(404, Text("", ""))

    async def file(request: Request) -> Response:
        behind_token(request)
        name, kind = _FILES[request.url.path.rpartition("/")[2]]
        made = Response(_asset(name), media_type=kind, headers=_HEADERS)
        if not name.endswith(".html") or request.cookies.get(COOKIE):
            return made
        path, age = f"/{intake.token}/", 86_400  # kept: the camera's own window may end the browser meanwhile
        made.set_cookie(COOKIE, secrets.token_urlsafe(24), path=path, max_age=age, httponly=True, samesite="strict")
        return made

    async def state(request: Request) -> Response:
        behind_token(request)
        return JSONResponse(phone.state(request), headers=_HEADERS)

    async def photo(request: Request) -> Response:
        behind_token(request)
        return JSONResponse(await phone.photo(request), 201, headers=_HEADERS)

    routes = [Route("/{token}/" + name, file, methods=["GET"]) for name in _FILES]
    routes += [Route("/{token}/state", state, methods=["GET"]), Route("/{token}/photos/{id}", photo, methods=["PUT"])]
    app = Starlette(routes=routes, exception_handlers={Refusal: refused, 404: absent, 405: absent})
    app.router.redirect_slashes = False
    return app


class _Phone:
    """What the session's phone asks for."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._running = 0

    def state(self, request: Request) -> dict[str, object]:
        self._demand_the_phone(request)
        target = self._intake.target
        return {"home": target.home, "question": target.question, "limit": MAX_BLOB, "photos": self._intake.said()}

    def _demand_the_phone(self, request: Request) -> None:
        if not self._intake.is_the_phone(request.cookies.get(COOKIE, "")):
            raise Refusal(403, _OTHER)

    async def photo(self, request: Request) -> dict[str, object]:
        """Take one photo in, piece by piece. Raises Refusal."""
        self._demand_the_phone(request)
        id_, size = request.path_params["id"], _length(request)
        if not _ID.fullmatch(id_):
            raise Refusal(404, Text("", ""))
        known = self._intake.of(id_)
        if known is not None:
            return answer(known)
        if self._intake.full:
            raise Refusal(429, _FULL)
        if self._running >= AT_ONCE:
            raise Refusal(503, _BUSY)
        self._running += 1
        try:
            return await self._take(request, id_, size)
        except OSError as error:
            raise Refusal(507, machine_reason(error)) from error
        except MachineError as error:
            raise Refusal(507, Text(f"{error.what}", f"{error.what}") if isinstance(error.what, str) else error.what) from error
        finally:
            self._running -= 1

    async def _take(self, request: Request, id_: str, size: int) -> dict[str, object]:
        demand_space(self._intake.folder, size)
        file = Sealed(self._intake.folder)
        try:
            await _pour(request, file, size)
            if file.size != size:
                raise Refusal(400, _EMPTY)
            name, changed = _name(request), _changed(request)
            return answer(await asyncio.to_thread(self._intake.arrived, id_, name, changed, file))
        except BaseException:
            file.discard()
            raise


async def _pour(request: Request, file: Sealed, size: int) -> None:
    """The body into the file, within the time it may take. Raises Refusal, OSError."""
    from starlette.requests import ClientDisconnect

    loop = asyncio.get_running_loop()
    end = loop.time() + SILENCE_S + size / SLOWEST
    try:
        async with asyncio.timeout(SILENCE_S) as limit:
            async for piece in request.stream():
                file.write(piece)
                limit.reschedule(min(loop.time() + SILENCE_S, end))
    except (TimeoutError, ClientDisconnect) as error:
        raise Refusal(408, _SLOW) from error


def _length(request: Request) -> int:
    """How long the photo is, said beforehand. Raises Refusal."""
    said = request.headers.get("content-length", "")
    if not said.isascii() or not said.isdigit() or len(said) > 12 or not int(said):
        raise Refusal(411, _EMPTY)
    if int(said) > MAX_BLOB:
        raise Refusal(413, _TOO_LARGE)
    return int(said)


def _name(request: Request) -> str:
    """The file's name: words only, never a path."""
    name = _UNPRINTABLE.sub("_", request.query_params.get("name", "")).strip(" .")
    stem, dot, kind = name.rpartition(".")
    return (f"{stem[:100]}{dot}{kind[:20]}" if dot else name[:100]) or "photo.jpg"


def _changed(request: Request) -> int:
    said = request.query_params.get("changed", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) <= 14 else 0


def _asset(name: str) -> bytes:
    return Path(asset_path(f"phone/{name}")).read_bytes()
