"""Inviting a laptop and claiming a hub, as the office page shows and does it. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ....domain.calendar import local_date
from ....domain.core import RowId, Scope
from ....errors import BadInput
from ....i18n import tr as words_of
from ....wire.invitation import invitation_text
from ....work import invitations
from ....work.desk import Desk
from ...days import moment
from ...session import Session
from ...text import listed, tr

HOURS = {"1": "office.hour", "24": "office.day", "168": "office.week"}  # how long an invitation is good


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation just made: shown once, kept nowhere."""

    code: str
    text: str  # what its QR says
    until: str


@dataclass(frozen=True, slots=True)
class Open:
    """An invitation that may still be asked for, or was granted."""

    id: str
    people: str
    state: str
    granted: bool


class Inviting:
    """Reads through the session's desk."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def hub(self) -> str:
        """The address of the hub, "" without one: then nobody can be invited."""
        from ....sync.http.settings import hub_of

        found = hub_of(self._session.desk().workspace)
        return found.url if found is not None else ""

    def invite(self, people: Sequence[RowId], scopes: Sequence[Scope], hours: int) -> Invited:
        """Promise a laptop these people and districts. Raises BadInput, NotAllowed."""
        if not people or not scopes:
            raise BadInput(words_of("至少选一个人和一个旗县市区", "choose at least one person and one district"))

        def make(desk: Desk) -> tuple[invitations.Invitation, str]:
            return invitations.invite(desk, people, scopes, desk.now + hours * invitations.HOUR_MS)

        made, code = self._session.act(make)
        return Invited(code, invitation_text(self.hub(), code), self._when(made.until))

    def open(self) -> list[Open]:
        """Those that have not ended, newest first."""
        desk = self._session.desk()
        return [
            Open(
                each.box.id,
                listed(desk.name_of(person) for person in each.people),
                tr("office.grantedAs", device=each.device) if each.device else tr("office.openUntil", when=self._when(each.until)),
                bool(each.device),
            )
            for each in reversed(invitations.open_invitations(desk.store, desk.now))
        ]

    def withdraw(self, id_: str) -> None:
        """Nobody is granted by it any more. Raises BadInput, NotAllowed."""
        self._session.act(lambda desk: invitations.withdraw(desk, id_))

    def claim(self, url: str, code: str) -> int:
        """Make a new hub the bureau's own, in a worker; gives its number. Raises BadInput, NotAllowed, Damaged, MachineError."""
        from ....sync.http import Settings, claim_hub

        def do(desk: Desk, breathe: Callable[[], None]) -> int:
            return claim_hub(desk, Settings(url.strip()), code, breathe)

        device = self._session.long(do)
        self._session.trust_changed()
        return device

    def _when(self, ms: int) -> str:
        return moment(ms, local_date(self._session.clock()))


__all__ = ["HOURS", "Invited", "Inviting", "Open"]
