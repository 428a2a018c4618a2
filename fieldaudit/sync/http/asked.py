"""What a new laptop has asked for at a hub and waits to be granted, kept in its workspace so that it goes on after a restart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from ...store import Workspace
from ...store.connection import transaction
from ...wire.canon import canonical, parse
from .enrol import Joining
from .settings import Settings

_KEY = "joining"


@dataclass(frozen=True, slots=True)
class Asked:
    """The hub's address, a CA file for it ("" for the usual ones), the one-time code, and the laptop's name."""

    url: str
    ca: str
    code: str = field(repr=False)
    label: str = ""

    def joining(self, workspace: Workspace, breathe: Callable[[], None]) -> Joining:
        """The way in; `breathe` is called while one waits. Raises BadInput for a code or an address that is none."""
        return Joining(workspace, self.settings(), self.code, self.label, breathe)

    def settings(self) -> Settings:
        """How the hub is reached. Raises BadInput."""
        return Settings(self.url, self.ca)


def asked(workspace: Workspace) -> Asked | None:
    """What is waited for, None without anything."""
    kept = workspace.store.trust.local(_KEY)
    return Asked(**parse(bytes(kept), _KEY)) if kept else None


def keep_asked(workspace: Workspace, what: Asked | None) -> None:
    """Wait for this from now on; None: for nothing."""
    with transaction(workspace.store.connection, _KEY):
        workspace.store.trust.set_local(**{_KEY: canonical(asdict(what)) if what is not None else b""})


__all__ = ["Asked", "asked", "keep_asked"]
