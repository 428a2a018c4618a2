"""The application: routes, who is asking, and how an answer is written. Reads through `Readers`; writes no fact."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ..assets import asset_path
from ..errors import FieldauditError, MachineError, NotAllowed
from ..i18n import language, speaking
from ..work.desk import Desk
from . import home_page, lists, overview_page, said, theme, visit_page
from .asked import HAZARDS, VISIT_STATES, Asked, row_id
from .entering import Reader, Sessions, UsedLinks, Visit, linked, reader
from .guard import FILE_POLICY, Guard
from .readers import Busy, Readers
from .renderer import Renderer
from .sight import Absent, Sight
from .visit_page import File
from .words import WORDS

if TYPE_CHECKING:
    from jinja2 import Environment

    from .keeper import Keeper

LANGUAGES = ("zh", "en")
FORM_S = 10.0  # seconds for the one form to come
Show = Callable[[Sight, Request], "tuple[str, dict[str, Any]]"]  # gives the template and what it shows
Send = Callable[[Sight, Request], File]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: her session and its cookie."""

    visit: Visit
    cookie: str


class Site:
    """The pages over one workspace."""

    def __init__(self, readers: Readers, keeper: Keeper, used: UsedLinks, *, secure: bool, address: str) -> None:
        """`secure`: it is reached over TLS; `address`: what a link is made for, as people see it."""
        self._readers, self._keeper, self._used, self._secure, self._address = readers, keeper, used, secure, address
        self._sessions, self._renderer = Sessions(), Renderer()
        self._cookie = "__Host-site" if secure else "site"

    def app(self) -> Guard:
        """The application as a server runs it."""
        routes = [
            Route("/health", self._health, name="health"),
            Route("/static/site.css", self._static, name="style"),
            Route("/static/icon.svg", self._static, name="icon"),
            Route("/favicon.ico", self._static, name="icon"),  # asked for beside a PDF, which names none
            Route("/enter", self._enter, name="enter"),
            Route("/enter", self._entered, methods=["POST"], name="entered"),
            Route("/leave", self._leave, methods=["POST"], name="leave"),
            *(Route(path, self._page(show), name=name) for path, name, show in PAGES),
            *(Route(path, self._file(send), name=name) for path, name, send in FILES),
        ]
        failures: dict[Any, Any] = {
            HTTPException: self._http_failed, Absent: self._absent, Busy: self._busy, FieldauditError: self._refused,
            Exception: self._failed,
        }  # fmt: skip
        return Guard(Starlette(routes=routes, exception_handlers=failures), secure=self._secure)

    # -- who asks ------------------------------------------------------------------------------------
    def _caller(self, request: Request) -> Caller | None:
        cookie = request.cookies.get(self._cookie, "")
        visit = self._sessions.find(cookie, time.monotonic()) if cookie else None
        if visit is None:
            return None
        request.scope["fieldaudit.device"] = visit.device
        chosen = request.query_params.get("lang", "")
        visit.lang = chosen if chosen in LANGUAGES else visit.lang
        return Caller(visit, cookie)

    def _lang(self, request: Request) -> str:
        """Of the session, else as the address or the browser asks."""
        caller = self._caller(request)
        chosen = request.query_params.get("lang", "")
        if caller is not None:
            return caller.visit.lang
        return chosen if chosen in LANGUAGES else accepted(request.headers.get("accept-language", ""))

    # -- pages ---------------------------------------------------------------------------------------
    def _page(self, show: Show) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            caller = self._caller(request)
            if caller is None:
                return _go("/enter")

            def read(desk: Desk) -> str:
                who = reader(desk.store.trust, caller.visit.device, caller.visit.person, desk.now)
                sight = Sight.of(desk, who)
                template, shown = show(sight, request)
                return self._html(template, request, {**shown, **self._around(sight, who)})

            try:
                return _page_of(await self._readers.read(read, caller.visit.lang, caller.visit.person))
            except NotAllowed as why:  # revoked, or another role by now
                return await self._turned_away(request, caller, why)

        return answer

    async def _turned_away(self, request: Request, caller: Caller, why: NotAllowed) -> Response:
        self._sessions.end(caller.cookie)
        return await self._enter_page(request, 403, {"refused": why}, leave=True)

    def _around(self, sight: Sight, who: Reader) -> dict[str, Any]:
        """What the frame of every page shows."""
        name = sight.desk.name_of(who.person)
        bureau = next(iter(sight.desk.store.find("bureau")), None)
        return {"reader": name, "role": visit_page.role_word(who.role), "bureau": bureau, "synced": self._keeper.state()}

    def _html(self, template: str, request: Request, shown: dict[str, Any]) -> str:
        here = request.url.path
        query = [(key, value) for key, value in request.query_params.multi_items() if key not in ("lang", "t")]
        links = [(code, _with_lang(here, query, code)) for code in LANGUAGES]
        frame = {"w": WORDS, "said": said, "lang": language(), "languages": links, "here": here, **shown}
        return _templates().get_template(f"{template}.html").render(frame)

    # -- files ---------------------------------------------------------------------------------------
    def _file(self, send: Send) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            caller = self._caller(request)
            if caller is None:
                return _go("/enter")
            visit, written = caller.visit, self._readers.written
            key = (request.url.path, visit.lang, written)

            def read(desk: Desk) -> File:
                return send(Sight.of(desk, reader(desk.store.trust, visit.device, visit.person, desk.now)), request)

            try:
                file = await self._readers.read(read, visit.lang, visit.person)
            except NotAllowed as why:
                return await self._turned_away(request, caller, why)
            if not file.job:
                return _file_of(file, file.data, request)
            return _file_of(file, self._renderer.kept(key) or await self._renderer.pdf(key, file.job), request)

        return answer

    async def _static(self, request: Request) -> Response:
        style = request.url.path.endswith(".css")
        body, kind = (theme.stylesheet(), "text/css") if style else (theme.icon(), "image/svg+xml")
        return Response(body, media_type=kind, headers={"cache-control": "public, max-age=3600"})

    async def _health(self, _request: Request) -> Response:
        await self._readers.read(lambda desk: desk.store.find("bureau"), "zh")
        return Response('{"ok":true}', media_type="application/json")

    # -- entering ------------------------------------------------------------------------------------
    async def _enter(self, request: Request) -> Response:
        """The page of a link: looking at it, as a messenger does, does not use it."""
        given = request.query_params
        return await self._enter_page(request, 200, {"token": given.get("t", ""), "left": "left" in given})

    async def _enter_page(self, request: Request, status: int, shown: dict[str, Any], *, leave: bool = False) -> Response:
        frame = {"address": self._address, "token": "", "refused": None, "left": False, **shown}
        with speaking(self._lang(request)):
            answer = _page_of(self._html("enter", request, frame), status)
        if leave:
            answer.delete_cookie(self._cookie, secure=self._secure, httponly=True, samesite="strict")
        return answer

    async def _entered(self, request: Request) -> Response:
        """The link's button: the link is used up and a session begins."""
        if not _from_here(request):
            return await self._enter_page(request, 403, {})
        token, lang = str((await _form(request)).get("t", "")), self._lang(request)

        def judge(desk: Desk) -> Reader:
            link, who = linked(desk.store.trust, token, desk.now)
            self._used.use(link, desk.now)
            return who

        try:
            who = await self._readers.read(judge, lang)
        except FieldauditError as why:
            if isinstance(why, Busy):
                raise
            return await self._enter_page(request, 403, {"refused": why})
        cookie = self._sessions.begin(who.device, who.person, lang, time.monotonic())
        answer = _go("/")
        answer.set_cookie(self._cookie, cookie, secure=self._secure, httponly=True, samesite="strict", path="/")
        return answer

    async def _leave(self, request: Request) -> Response:
        if _from_here(request) and (caller := self._caller(request)) is not None:
            self._sessions.end(caller.cookie)
        answer = _go("/enter?left=1")
        answer.delete_cookie(self._cookie, secure=self._secure, httponly=True, samesite="strict")
        return answer

    # -- what went wrong -----------------------------------------------------------------------------
    async def _told(self, request: Request, status: int, word: str, more: str, **headers: str) -> Response:
        with speaking(self._lang(request)):
            return _page_of(self._html("told", request, {"word": WORDS[word], "more": more and WORDS[more]}), status, headers)

    async def _absent(self, request: Request, _error: Exception) -> Response:
        return await self._told(request, 404, "absent", "absent_said")

    async def _http_failed(self, request: Request, error: HTTPException) -> Response:
        return await self._told(request, error.status_code, "absent", "absent_said")

    async def _refused(self, request: Request, error: Exception) -> Response:
        """Something that this page is made of cannot be had: a file that has not arrived yet, a paper that cannot be printed."""
        assert isinstance(error, FieldauditError)
        with speaking(self._lang(request)):
            html = self._html("told", request, {"word": error.what, "more": error.todo})
            return _page_of(html, 503 if isinstance(error, MachineError) else 409)

    async def _busy(self, request: Request, _error: Exception) -> Response:
        return await self._told(request, 503, "busy", "", **{"retry-after": "5"})

    async def _failed(self, request: Request, _error: Exception) -> Response:
        return await self._told(request, 500, "failed", "failed_said")


# -- the pages -----------------------------------------------------------------------------------------------
def _asked(sight: Sight, request: Request, shows: tuple[str, ...]) -> Asked:
    return Asked.of(dict(request.query_params), shows, sight)


def _row(request: Request) -> int:
    return row_id(str(request.path_params["id"]))


PAGES: tuple[tuple[str, str, Show], ...] = (
    ("/", "overview", lambda s, r: ("overview", overview_page.read(s, _asked(s, r, ())))),
    ("/overdue", "overdue", lambda s, r: ("hazards", lists.hazards(s, _asked(s, r, ()), "/overdue"))),
    ("/hazards", "hazards", lambda s, r: ("hazards", lists.hazards(s, _asked(s, r, HAZARDS), "/hazards"))),
    ("/hazards/{id}", "hazard", lambda s, r: ("hazard", home_page.hazard(s, _row(r)))),
    ("/homes", "homes", lambda s, r: ("homes", lists.homes(s, _asked(s, r, lists.HOME_SHOWS)))),
    ("/homes/{id}", "home", lambda s, r: ("home", home_page.home(s, _row(r)))),
    ("/inspections", "inspections", lambda s, r: ("inspections", lists.inspections(s, _asked(s, r, VISIT_STATES)))),
    ("/inspections/{id}", "inspection", lambda s, r: ("inspection", visit_page.visit(s, _row(r)))),
)
FILES: tuple[tuple[str, str, Send], ...] = (
    ("/inspections/{id}/report.pdf", "report", lambda s, r: visit_page.report(s, _row(r))),
    ("/papers/{id}.pdf", "paper", lambda s, r: visit_page.paper(s, _row(r))),
    ("/photos/{id}/{size}.jpg", "photo", lambda s, r: visit_page.photo(s, _row(r), str(r.path_params["size"]))),
)


# -- answers -------------------------------------------------------------------------------------------------
@cache
def _templates() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    pages = FileSystemLoader(asset_path("site"))
    return Environment(loader=pages, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def _page_of(html: str, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    told = {"content-language": "zh-CN" if '<html lang="zh' in html[:200] else "en", "vary": "Accept-Language, Cookie"}
    return Response(html, status, media_type="text/html", headers={**told, **(headers or {})})


def _file_of(file: File, data: bytes, request: Request) -> Response:
    """A file: shown in the browser, or saved when `?save` asks; kept by this browser only, and asked for again."""
    pdf = file.name.endswith(".pdf")
    how = "attachment" if "save" in request.query_params else "inline"
    headers = {
        "content-security-policy": FILE_POLICY, "cache-control": "private, no-cache" if file.tag else "no-store",
        "content-disposition": f"{how}; filename*=UTF-8''{quote(file.name, safe='')}",
    }  # fmt: skip
    if file.tag:
        headers["etag"] = f'"{file.tag}"'
        if request.headers.get("if-none-match") == headers["etag"]:
            return Response(status_code=304, headers=headers)
    return Response(data, media_type="application/pdf" if pdf else "image/jpeg", headers=headers)


def _go(url: str) -> Response:
    return RedirectResponse(url, 303)


def _with_lang(path: str, query: list[tuple[str, str]], lang: str) -> str:
    said_ = "&".join(f"{quote(key)}={quote(value)}" for key, value in [*query, ("lang", lang)])
    return f"{quote(path)}?{said_}"


def _from_here(request: Request) -> bool:
    """Was the form on a page of ours? A browser says where it comes from."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin", "null")  # that of a page that sends no referrer
    return origin == "null" or origin.partition("//")[2] == request.headers.get("host")


async def _form(request: Request) -> dict[str, str]:
    """The fields of our one form, none when it does not come in time; the guard has bounded its length."""
    try:
        async with asyncio.timeout(FORM_S):
            body = await request.body()
        return dict(parse_qsl(body.decode("ascii", "replace"), max_num_fields=8))
    except (TimeoutError, ValueError):  # too slow, or too many fields
        return {}


def accepted(header: str) -> str:
    """The language that a browser asks for first of those we speak; Chinese when it asks for neither."""
    best, chosen = 0.0, "zh"
    for part in header[:200].split(","):
        tag, _, weight = part.partition(";")
        code = tag.strip()[:2].lower()
        try:
            q = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if code in LANGUAGES and q > best:
            best, chosen = q, code
    return chosen

