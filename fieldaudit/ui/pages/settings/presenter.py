"""What the settings page shows and does: this laptop, its people, backups, checking, words, licences. Knows no Qt."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from .... import __version__
from ....assets import asset_path
from ....domain.calendar import local_date
from ....domain.core import RowId
from ....domain.numbers import DOCUMENT_KINDS
from ....errors import BadInput
from ....i18n import Text
from ....store.backup import Written, snapshots, write_backup
from ....sync.status import scope_word
from ....work import office, records
from ....work.desk import Row
from ....work.papers import words
from ...jobs import Job
from ...session import Session
from ...text import tr

_ICONS = "icons/LICENSE"
_FACES = "fonts/OFL-Noto.txt"


class SettingsPresenter:
    """Reads through the session; long work is for a background thread."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def today(self) -> date:
        """The session's day."""
        return local_date(self._session.clock())

    # -- this laptop -----------------------------------------------------------------------------------
    def laptop(self) -> list[tuple[str, str]]:
        """What this laptop is: (label, value)."""
        desk = self._session.desk()
        trust = desk.store.trust
        own = trust.latest(trust.device)
        found = desk.store.find("bureau")
        until = local_date(own.valid_to).isoformat() if own is not None else "—"
        places = " · ".join(str(scope_word(desk.store, scope)) for scope in (own.scopes if own else ()) if scope)
        guarded = tr("settings.protected") if desk.workspace.protected else tr("settings.unprotected")
        return [
            (tr("settings.bureau"), str(found[0]["name"]) if found else "—"),
            (tr("settings.device"), str(trust.device)),
            (tr("settings.districts"), places or "—"),
            (tr("settings.certificate"), until),
            (tr("settings.guarded"), guarded),
            (tr("settings.folder"), str(self._session.path)),
        ]

    # -- people ----------------------------------------------------------------------------------------
    def people(self) -> list[Row]:
        """Who may use this laptop, with `has_pin`."""
        with_pin = {row["id"] for row in office.people(self._session.desk()) if row["pin"]}
        return [{**person, "has_pin": person["id"] in with_pin} for person in self._session.people()]

    def may_set(self, person: RowId) -> bool:
        """May the person at the keyboard set this PIN: one's own, or as the administrator?"""
        return self._session.role == "admin" or person == self._session.person

    def needs_old(self, person: Row) -> bool:
        """Must the old PIN be typed?"""
        return bool(person["has_pin"]) and self._session.role != "admin"

    def set_pin(self, person: RowId, old: str, new: str, again: str) -> None:
        """Change a PIN. Raises BadInput, NotAllowed."""
        if new != again:
            raise BadInput(Text("两次输入的 PIN 不同", "The two PINs differ"), todo=Text("重新输入。", "Type them again."))
        self._session.act(lambda desk: office.set_pin(desk, person, new, old or None))

    # -- keeping safe ------------------------------------------------------------------------------------
    def last_snapshot(self) -> str:
        """The day of the newest automatic copy beside the database, or "—"."""
        kept = snapshots(self._session.path)
        return kept[0].stem.partition("-")[2] if kept else "—"

    def backup_name(self) -> str:
        """A name for a backup file of today."""
        return f"fieldaudit-{self._session.desk().store.trust.device}-{self.today().isoformat()}.zip"

    def is_protected(self) -> bool:
        """Does a passphrase guard this workspace? Its backup opens with the same."""
        return self._session.desk().workspace.protected

    def back_up(self, job: Job, target: Path, passphrase: str) -> Written:
        """Write one file from which everything can be read again; for a background thread.

        Raises Cancelled, BadInput, MachineError, Damaged.
        """
        workspace = self._session.act(lambda desk: desk.workspace)
        return write_backup(
            workspace,
            target,
            self._session.clock(),
            passphrase or None,
            holding=lambda do: self._session.act(lambda _desk: do()),
            between=job.step,
        )

    def verify(self, _job: Job) -> list[str]:
        """Everything here that is not what was written, in sentences; for a background thread."""
        return [str(text) for text in records.verify_all(self._session.desk_of_thread())]

    # -- words and licences --------------------------------------------------------------------------------
    def wordings(self) -> list[tuple[str, str, str]]:
        """(kind, language, whose words) of every kind of paper."""
        listed = words.listed(self._session.desk())
        languages = {"zh": tr("settings.chinese"), "en": tr("settings.english")}
        return [
            (
                str(DOCUMENT_KINDS[each.kind]) if each.kind in DOCUMENT_KINDS else each.kind,
                languages[each.lang],
                tr("settings.programsWords") if each.row is None else tr("settings.officesWords"),
            )
            for each in listed
        ]

    def wording_text(self, at: int) -> str:
        """The words of one of them, as they are kept."""
        desk = self._session.desk()
        each = words.listed(desk)[at]
        return words.text_of(desk, each.kind, each.lang)

    @staticmethod
    def about() -> list[tuple[str, str]]:
        """Version and what the program is made of: (label, value)."""
        return [
            (tr("settings.version"), __version__),
            (tr("settings.licence"), "Apache-2.0"),
            (tr("settings.faces"), "Noto Sans SC, Noto Serif SC (OFL 1.1); FandolFang, FandolKai (GPL 3 + font exception)"),
            (tr("settings.icons"), "Lucide (ISC)"),
            (tr("settings.libraries"), "Qt, PySide6 (LGPL 3); SQLCipher (BSD); PDFium (BSD); libheif, libde265 (LGPL 3)"),
        ]

    @staticmethod
    def licences() -> str:
        """The licence texts that come with the program."""
        return "\n\n\n".join(asset_path(name).read_text("utf-8") for name in (_ICONS, _FACES))


__all__ = ["SettingsPresenter"]
