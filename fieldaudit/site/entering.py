"""Who may read: one-time links, each used once, and the sessions that they open.

A link is judged by the site's own certificates alone: the device is certified and not revoked, lists the person as
supervisor or administrator, and the time fits. A session is judged again at every request, so a revocation ends it.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
from dataclasses import dataclass
from pathlib import Path

from ..domain.core import Certificate, RowId, Scope
from ..errors import Damaged, NotAllowed
from ..i18n import tr
from ..store.files import write_durably
from ..store.trust import Trust
from ..wire.site_link import SiteLink, read_link
from ..work.site_link import MAY_READ

SKEW_MS = 2 * 60 * 1000  # how far a laptop's clock may be ahead of the site's
KEPT_MS = 24 * 3600 * 1000  # a used nonce is remembered so long after its link ran out: clocks are set back at times
LONGEST_S, IDLE_S = 8 * 3600, 30 * 60  # of a session
MOST_SESSIONS = 500
_ANEW = tr("请在您的电脑上重新生成链接。", "Make a new link on your laptop.")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: device and person, her role, and the scopes that her certificate and this workspace share."""

    device: int
    person: RowId
    role: str
    scopes: frozenset[Scope]


def reader(trust: Trust, device: int, person: RowId, now: int) -> Reader:
    """The reader that a certified device vouches for now. Raises NotAllowed."""
    certificate = trust.latest(device)
    if certificate is None or device in trust.revocations:
        raise NotAllowed(tr("这台电脑的证书已吊销或不存在", "that laptop's certificate is revoked or not known here"))
    if not certificate.valid_from - SKEW_MS <= now <= certificate.valid_to:
        raise NotAllowed(tr("这台电脑的证书不在有效期内", "that laptop's certificate is not in force"))
    role = _role(certificate, person)
    return Reader(device, person, role, frozenset(certificate.scopes) & frozenset(trust.scopes()))


def _role(certificate: Certificate, person: RowId) -> str:
    role = dict(certificate.people).get(person, "")
    if role not in MAY_READ:
        raise NotAllowed(
            tr("查看网站只对科室负责人和管理员开放", "these pages are for supervisors and administrators"),
            todo=tr("请管理员核对您在那台电脑上的角色。", "Ask the administrator for your role on that laptop."),
        )
    return role


def linked(trust: Trust, token: str, now: int) -> tuple[SiteLink, Reader]:
    """What a link's token says and whom it lets in, whether it was used or not. Raises Damaged, NotAllowed."""
    link = read_link(token, trust.sign_key)
    if link.site != trust.device:
        raise NotAllowed(tr("这个链接是给另一个网站的", "this link is for another site"), todo=_ANEW)
    if now > link.until:
        raise NotAllowed(
            tr("链接已过期", "this link has run out"),
            todo=tr(
                "请在您的电脑上重新生成链接；刚生成的也不能用时，请核对那台电脑的时钟。",
                "Make a new link on your laptop. If a fresh one is refused, too, check that laptop's clock.",
            ),
        )
    if now < link.since - SKEW_MS:
        raise NotAllowed(
            tr("链接的时间在将来", "this link is dated in the future"),
            todo=tr("请核对电脑的时钟，再生成一个链接。", "Check that laptop's clock and make a new link."),
        )
    return link, reader(trust, link.device, link.person, now)


class UsedLinks:
    """The nonces of links that were used, kept in a small file: a link is used once, also across a restart."""

    def __init__(self, path: Path) -> None:
        """Raises Damaged when the file is not what was written: it must not let a link in twice."""
        self._path, self._lock = path, threading.Lock()
        try:
            kept = json.loads(path.read_text("utf-8")) if path.exists() else {}
            self._used = {str(nonce): int(until) for nonce, until in kept.items()}
        except (ValueError, TypeError, AttributeError):
            raise Damaged(
                tr("用过的链接的记录已损坏", "the record of used links is damaged"),
                where=str(path),
                todo=tr("十分钟后删除这个文件再启动。", "Wait ten minutes, delete this file and start again."),
            ) from None

    def use(self, link: SiteLink, now: int) -> None:
        """Use a link up; durable when it returns. Raises NotAllowed when it was used before, MachineError."""
        nonce = f"{link.device}-{link.nonce.hex()}"
        with self._lock:
            if nonce in self._used:
                raise NotAllowed(tr("链接已经用过", "this link was used already"), todo=_ANEW)
            used = {each: until for each, until in self._used.items() if until + KEPT_MS > now} | {nonce: link.until}
            write_durably(self._path, json.dumps(used).encode())
            self._used = used


@dataclass
class Visit:
    """One open session; times in seconds of the site's monotonic clock."""

    device: int
    person: RowId
    lang: str
    begun: float
    seen: float


class Sessions:
    """The open sessions, in memory: a restart ends them. Keys are hashes, so memory holds nothing that opens a page."""

    def __init__(self) -> None:
        self._open: dict[str, Visit] = {}
        self._lock = threading.Lock()

    def begin(self, device: int, person: RowId, lang: str, now: float) -> str:
        """A new session; gives its cookie. The one that was idle longest goes when there are too many."""
        cookie = secrets.token_urlsafe(32)
        with self._lock:
            self._open = {key: each for key, each in self._open.items() if _alive(each, now)}
            if len(self._open) >= MOST_SESSIONS:
                del self._open[min(self._open, key=lambda key: self._open[key].seen)]
            self._open[_key(cookie)] = Visit(device, person, lang, now, now)
        return cookie

    def find(self, cookie: str, now: float) -> Visit | None:
        """The session of a cookie, used now; None when there is none or it has ended."""
        with self._lock:
            visit = self._open.get(_key(cookie))
            if visit is None or not _alive(visit, now):
                self._open.pop(_key(cookie), None)
                return None
            visit.seen = now
            return visit

    def end(self, cookie: str) -> None:
        """End a session."""
        with self._lock:
            self._open.pop(_key(cookie), None)


def _alive(visit: Visit, now: float) -> bool:
    return now - visit.begun < LONGEST_S and now - visit.seen < IDLE_S


def _key(cookie: str) -> str:
    return hashlib.sha256(cookie.encode("utf-8", "surrogateescape")).hexdigest()
