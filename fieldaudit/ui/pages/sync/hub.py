"""Which hub this laptop syncs with, as a person sets it: what the form holds, what is wrong with it, and a test. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ....errors import BadInput
from ....store.exchange import carriers
from ...session import Session
from ...text import capital, tr

if TYPE_CHECKING:
    from ....sync.http import Settings


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the form holds."""

    url: str = ""
    ca: str = ""
    limit: str = ""  # KB a second
    proxy: str = field(default="", repr=False)

    @classmethod
    def of(cls, kept: Settings | None) -> Wanted:
        """As it is kept."""
        if kept is None:
            return cls()
        return cls(kept.url, kept.ca, str(kept.limit // 1000) if kept.limit else "", kept.proxy)

    def faults(self) -> dict[str, str]:
        """What is wrong, by field."""
        from ....sync.http.settings import Settings

        found = {} if self.url.strip() else {"url": tr("hub.needed")}
        if self.ca.strip() and not Path(self.ca.strip()).is_file():
            found["ca"] = tr("hub.noFile")
        if self.limit.strip() and not (self.limit.strip().isascii() and self.limit.strip().isdigit()):
            found["limit"] = tr("hub.noNumber")
        for key, tried in (("url", {}), ("proxy", {"proxy": self.proxy.strip()}), ("limit", {"limit": self._limit(found)})):
            try:
                url = self.url.strip() if key == "url" else "http://localhost"
                Settings(url, **tried)
            except BadInput as error:
                found.setdefault(key, capital(str(error.what)))
        return found

    def _limit(self, found: dict[str, str]) -> int:
        return 0 if "limit" in found else int(self.limit.strip() or 0) * 1000

    def settings(self) -> Settings:
        """For the carrier. Raises BadInput where there are faults."""
        from ....sync.http.settings import Settings

        ca = str(Path(self.ca.strip()).resolve()) if self.ca.strip() else ""
        return Settings(self.url.strip(), ca, self.proxy.strip(), self._limit({}))


@dataclass(frozen=True, slots=True)
class Met:
    """A hub that answered and is ours: its device number, and the seconds that this laptop's clock is ahead of its."""

    device: int
    ahead: float

    def words(self) -> str:
        """In a line."""
        off = abs(round(self.ahead))
        clock = tr("hub.clockSame") if off < 2 else tr("hub.clockAhead" if self.ahead > 0 else "hub.clockBehind", seconds=off)
        return tr("hub.met", device=self.device, clock=clock)


def meet(session: Session, settings: Settings) -> Met:
    """Ask the hub who it is and see that it is this bureau's; nothing is kept. In a worker. Raises MachineError, NotAllowed."""
    from ....sync.http import HttpCarrier

    with HttpCarrier(session.desk_of_thread().workspace, settings) as carrier:
        carrier.identify()
        return Met(carrier.hub, carrier.line.ahead)


def keep(session: Session, settings: Settings) -> None:
    """Sync with this hub from now on. Raises MachineError."""
    from ....sync.http import remember

    session.act(lambda desk: remember(desk.workspace, settings))


def last_sync(session: Session, url: str) -> int | None:
    """When this laptop last exchanged everything with that hub, ms."""
    found = [row["last_sync"] for row in carriers(session.desk().store) if row["kind"] == "hub" and row["place"] == url]
    return max(found, default=None)


__all__ = ["Met", "Wanted", "keep", "last_sync", "meet"]
