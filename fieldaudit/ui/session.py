"""Who sits at which workspace: the open workspace, the person at the keyboard, acts, and what they touched. Knows no Qt.

Every act goes through `act` on the one writer thread and is durable when it returns; everything the pages show is read
through `desk()`, on a connection of its own that a sync cannot block. Whoever shows rows listens to `on_touched`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from ..domain.calendar import local_date
from ..domain.core import RowId, Touched
from ..domain.terms import label
from ..errors import FieldauditError, MachineError
from ..i18n import Text
from ..store import Workspace
from ..store.backup import keep_snapshot
from ..store.connection import still_reads
from ..store.files import low_space
from ..store.today import read_ahead
from ..work import office
from ..work.clock import doubts
from ..work.desk import Desk, Row
from .services import Clock, now_ms
from .writer import Writer

T = TypeVar("T")


class Session:
    """One open workspace and the person at it. `act` and `desk` are for the window's thread."""

    def __init__(
        self,
        path: Path,
        passphrase: str | None,
        clock: Clock = now_ms,
        meanwhile: Callable[[], object] = lambda: None,
        key: Callable[[], tuple[bytes, bool]] | None = None,
    ) -> None:
        """Open the workspace (scrypt when a passphrase guards it; `meanwhile` is done on this thread beside it).

        `key`: of `store.keyfile.reading_key`, begun before all this was imported.
        Raises NotAllowed, MachineError, Damaged, BadInput.
        """
        self.path, self.clock = path, clock
        self.on_touched: list[Callable[[Touched], None]] = []  # called on the writer thread, after each transaction
        self.on_person: list[Callable[[], None]] = []
        self.on_told: list[Callable[[Sequence[Text]], None]] = []  # what a person should know although an act was done
        self.on_unkept: list[Callable[[], None]] = []  # the machine refused an act: what was typed for it must stay where it is
        self.told: dict[str, str] = {}  # place -> the fault of a sync by itself that was told last
        self.person: RowId | None = None
        self.role = ""
        self.writer = Writer()
        try:
            opening = self.writer.post(lambda: Workspace.open(path, passphrase, key))
            meanwhile()
            self._workspace = opening.result()
            self._reader = self._reader_of(self._workspace)
        except BaseException:
            self.writer.close()
            raise
        self._passphrase = passphrase
        self._workspace.store.listeners.append(self._tell)
        self._readers = threading.local()
        self._extra: list[Workspace] = []
        self.warnings = list(self._workspace.warnings)

    @staticmethod
    def _reader_of(workspace: Workspace) -> Workspace:
        """A connection to read from; where there can be none the workspace is let go of."""
        try:
            return workspace.reader()
        except BaseException:
            workspace.close()
            raise

    # -- reading ---------------------------------------------------------------------------------
    def desk(self) -> Desk:
        """A desk to read from, now, on the window's own connection: what is durable is seen."""
        return Desk(self._reader, self.clock(), self.person)

    def desk_of_thread(self) -> Desk:
        """The same for a background thread: a connection for each."""
        held = getattr(self._readers, "workspace", None)
        if held is None:
            held = self._readers.workspace = self._workspace.reader()
            self._extra.append(held)
        return Desk(held, self.clock(), self.person)

    # -- acting ----------------------------------------------------------------------------------
    def act(self, do: Callable[[Desk], T]) -> T:
        """One act of the person at the keyboard: durable when this returns. Raises what `work` raises.

        What the desk had to tell besides goes to `on_told`.
        """
        desk = Desk(self._workspace, self.clock(), self.person)
        try:
            done = self.writer.call(lambda: do(desk))
        except MachineError:
            for unkept in list(self.on_unkept):
                unkept()
            raise
        for listener in self.on_told if desk.told else ():
            listener(desk.told)
        return done

    def long(self, do: Callable[[Desk, Callable[[], None]], T]) -> T:
        """Long writing (a sync, an import), called from a background thread: `do` gets a desk and `breathe`, to be called
        where no transaction is open. Returns when it is done."""
        desk = Desk(self._workspace, self.clock(), self.person)
        done = self.writer.post(lambda: do(desk, self.writer.breathe)).result()
        for listener in self.on_told if desk.told else ():
            listener(desk.told)
        return done

    def _tell(self, touched: Touched) -> None:
        for listener in list(self.on_touched):
            listener(touched)

    def trust_changed(self) -> None:
        """Certificates or keys changed (a sync, an enrolment): what reads sees them too."""
        for workspace in (self._reader, *self._extra):
            workspace.store.trust.reload()
        self._know_role()

    # -- people ----------------------------------------------------------------------------------
    def people(self) -> list[Row]:
        """Who may act on this laptop: the people its certificate lists, inspectors first."""
        desk = self.desk()
        certificate = desk.store.trust.latest(desk.store.trust.device)
        listed = [(desk.store.get("person", person), role) for person, role in (certificate.people if certificate else ())]
        order = {"inspector": 0, "supervisor": 1, "admin": 2}
        found = [{**row, "role": role, "role_word": str(label("role", role))} for row, role in listed if row is not None]
        return sorted(found, key=lambda row: (order.get(row["role"], 9), row["id"]))

    def sign_in(self, person: RowId, pin: str) -> None:
        """Put a person at the keyboard. Raises NotAllowed."""

        def check(desk: Desk) -> RowId:
            office.sign_in(desk, str(person), pin)
            return desk.actor()

        ahead = threading.Thread(target=read_ahead, args=(self._reader.store,), name="ahead", daemon=True)
        ahead.start()  # beside the PIN's derivation
        try:
            self.person = self.act(check)
        finally:
            ahead.join()
        self.trust_changed()  # a sync may have ended while nobody was here
        self._person_changed()

    def lock(self) -> None:
        """Nobody is at the keyboard any more."""
        self.person, self.role = None, ""
        self._person_changed()

    def name(self) -> str:
        """The name of the person at the keyboard ("" for nobody)."""
        return self.desk().name_of(self.person)

    def _know_role(self) -> None:
        self.role = ""
        if self.person is not None:
            with suppress(FieldauditError):
                self.role = self.desk().role()

    def _person_changed(self) -> None:
        for listener in list(self.on_person):
            listener()

    # -- the workspace itself ----------------------------------------------------------------------
    def look_after(self) -> list[Text]:
        """The day's snapshot, disk space and the clock: what the person should know. For a background thread."""

        def look(desk: Desk, _breathe: Callable[[], None]) -> list[Text]:
            found = [keep_snapshot(desk.workspace, desk.now, local_date(desk.now).isoformat()), low_space(self.path)]
            return [*self.warnings, *(words for words in found if words is not None), *doubts(desk)]

        return self.long(look)

    def heal(self) -> None:
        """After an error: open the database again if it refuses everything since. Raises as the first opening."""
        reads = still_reads(self._reader.store.connection)
        if not (reads and self.writer.call(lambda: still_reads(self._workspace.store.connection))):
            self.reopen()

    def reopen(self) -> None:
        """Open the database again: after a failed read SQLCipher refuses everything until then. Raises as the first opening."""

        def again() -> Workspace:
            self._workspace.close()
            return Workspace.open(self.path, self._passphrase)

        for workspace in (self._reader, *self._extra):
            workspace.close()
        self._readers, self._extra = threading.local(), []
        self._workspace = self.writer.call(again)
        self._workspace.store.listeners.append(self._tell)
        self._reader = self._workspace.reader()

    def close(self) -> None:
        """Finish what waits, close the database, let go of the lock."""
        for workspace in (self._reader, *self._extra):
            workspace.close()
        with suppress(MachineError):  # the disk hangs: what is durable is durable
            self.writer.call(self._workspace.close)
        self.writer.close()


__all__ = ["Clock", "Session", "now_ms"]
