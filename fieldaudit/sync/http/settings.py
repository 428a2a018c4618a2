"""Which hub a workspace syncs with, and how it is reached: this laptop's own state, never a fact."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from urllib.parse import urlsplit

from ...errors import BadInput
from ...i18n import Text, tr
from ...store import Workspace
from ...store.connection import transaction
from ...wire.canon import canonical, parse

SLOWEST = 20_000  # bytes a second; below it a hub takes a sender for one that is stuck
_KEY = "hub"


@dataclass(frozen=True, slots=True)
class Settings:
    """`ca`: a file of certificates to trust for TLS instead of the usual ones; `proxy`: its URL, with name and password if it
    wants them ("": as the environment says); `limit`: bytes a second, both ways together (0: none).
    """

    url: str
    ca: str = ""
    proxy: str = field(default="", repr=False)
    limit: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "url", self.url.rstrip("/"))
        _demand(
            _is_url(self.url) and not urlsplit(self.url).username,
            tr("不是集中站的网址", "not the address of a hub"),
            self.url,
            tr("写成 https://主机名 或 http://主机名:端口。", "Write https://HOST or http://HOST:PORT."),
        )
        _demand(
            not self.proxy or _is_url(self.proxy),
            tr("不是 http 或 https 代理的网址", "not the address of an http or https proxy"),
            self.proxy,
            tr("写成 http://主机名:端口，或 http://用户名:密码@主机名:端口。",
               "Write http://HOST:PORT, or http://NAME:PASSWORD@HOST:PORT."),
        )  # fmt: skip
        if 0 < self.limit < SLOWEST:
            least = SLOWEST // 1000
            raise BadInput(tr(f"限速太低：至少 {least} KB/s，0 为不限", f"the limit is too low: {least} KB/s or more, 0: none"))


def _is_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
        bare = not (parts.query or parts.fragment)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and bare
    except ValueError:
        return False


def _demand(good: bool, what: Text, url: str, todo: Text) -> None:
    if not good:
        raise BadInput(what, where=shown(url), todo=todo)


def shown(url: str) -> str:
    """An address as it may be told: without name and password."""
    scheme, between, rest = url.rpartition("://")
    return scheme + between + rest.rpartition("@")[2]


def hub_of(workspace: Workspace) -> Settings | None:
    """The hub this workspace synced with last, or None."""
    kept = workspace.store.trust.local(_KEY)
    return None if kept is None else Settings(**parse(bytes(kept), _KEY))


def remember(workspace: Workspace, settings: Settings) -> None:
    """Sync with this hub from now on."""
    if hub_of(workspace) != settings:
        with transaction(workspace.store.connection, _KEY):
            workspace.store.trust.set_local(**{_KEY: canonical(asdict(settings))})
