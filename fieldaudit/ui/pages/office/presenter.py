"""What the office page shows and does: people of the roster, laptops, admitting a new one. No widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ....domain.core import RowId, Scope
from ....domain.terms import ROLES, label
from ....errors import BadInput
from ....i18n import tr
from ....work import office
from ....work.desk import Row
from ...session import Session
from ...shell.first_run.presenter import read, save


@dataclass(frozen=True, slots=True)
class District:
    """A district and the scope a laptop carries for it."""

    name: str
    scope: Scope


class OfficePresenter:
    """Reads the roster and the laptops; adds people, admits laptops."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def is_root(self) -> bool:
        """Is the bureau's key here? Only there can people be listed and laptops admitted."""
        return self._session.desk().store.trust.bureau is not None

    def may(self) -> bool:
        """May the person at the keyboard change anything here?"""
        return self.is_root() and self._session.role == "admin"

    def people(self) -> list[Row]:
        """Everybody of the roster, with the words for their role."""
        return [{**row, "role_word": str(label("role", row["role"]))} for row in office.people(self._session.desk())]

    def laptops(self) -> list[Row]:
        """Every device of the bureau."""
        return office.devices(self._session.desk())

    def districts(self) -> list[District]:
        """All districts."""
        return [District(row["name"], Scope(row["scope"])) for row in self._session.desk().store.find("district")]

    @staticmethod
    def roles() -> list[tuple[str, str]]:
        """Role and its word."""
        return [(role, str(label("role", role))) for role in ROLES]

    def add_person(self, name: str, role: str, badge: str, post: str, pin: str) -> RowId:
        """Add somebody and list them for this laptop. Raises BadInput, NotAllowed."""
        made = self._session.act(lambda desk: office.add_person(desk, name, role, badge, pin, post))
        self._session.trust_changed()
        return made

    def admit(self, request: Path, code: str, people: Sequence[RowId], scopes: Sequence[Scope], grant: Path) -> int:
        """Check the code and write the grant for a new laptop; gives its number. Raises BadInput, NotAllowed, MachineError."""
        if not people or not scopes:
            raise BadInput(tr("至少选一个人和一个旗县市区", "choose at least one person and one district"))
        data = read(request)
        made, device = self._session.act(lambda desk: office.grant_enrolment(desk, data, code, people, scopes))
        save(grant, made)
        self._session.trust_changed()
        return device
