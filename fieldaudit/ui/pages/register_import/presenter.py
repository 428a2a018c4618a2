"""Importing a register: reading and judging behind the window, decisions on twins, taking it whole. No widgets.

What was judged is judged once more before it is written: if a sync changed the register meanwhile, the new preview is
shown instead and nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ....errors import FieldauditError, MachineError
from ....i18n import tr as text
from ....work import register as acts
from ....work.desk import Desk
from ....work.register_file import Register, header_rows, read_register
from ....work.register_preview import ImportPreview
from ....work.register_refused import refused_csv, refused_workbook
from ....work.register_table import Reading
from ....work.undo import undo
from ...jobs import Cancelled, Job, uncollected
from ...session import Session
from .lines import Line, counts, lines_of, shows


@dataclass(frozen=True, slots=True)
class Read:
    """A file read and judged."""

    register: Register
    seen: ImportPreview
    lines: list[Line]
    counts: dict[str, int]

    def showing(self, kind: str) -> list[Line]:
        """The lines under a filter."""
        return [line for line in self.lines if shows(line, kind)]

    @property
    def homes(self) -> int:
        """How many homes taking it would add or change."""
        return len(self.seen.new) + len(self.seen.updated)


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking it came to: how many homes were stored, or the new preview where the register had changed (0 stored)."""

    homes: int
    changed: Read | None = None


class ImportPresenter:
    """One file on its way into the register."""

    def __init__(
        self, session: Session, file: str = "", reading: Reading | None = None, decisions: dict[str, str] | None = None
    ) -> None:
        self.session = session
        self.path = Path(file) if file else None
        self.reading = reading or Reading()
        self.decisions = dict(decisions or {})
        self.read: Read | None = None

    def choose(self, path: Path) -> None:
        """Another file: what was found out and decided of the last one is forgotten."""
        self.path, self.reading, self.decisions, self.read = path, Reading(), {}, None

    def read_as(self, **parts: Any) -> None:
        """Read the file in another way; decisions name rows of the old reading, so they go."""
        self.reading, self.decisions = replace(self.reading, **parts), {}

    def column(self, letter: str, field: str) -> None:
        """Say what a column is."""
        self.read_as(columns={**self.reading.columns, letter.casefold(): field})

    def decide(self, key: str, choice: str) -> None:
        """Say what a row is: "new", "skip", a home's id, or "" to take the word back."""
        if choice:
            self.decisions[key] = choice
        else:
            self.decisions.pop(key, None)

    # -- behind the window ---------------------------------------------------------------------------
    def look(self, *, again: bool) -> Callable[[Job], Read]:
        """The work of reading and judging; `again`: the file has to be read (not only judged)."""
        path, reading, decisions = self.path, self.reading, dict(self.decisions)
        held = None if again or self.read is None else self.read.register
        assert path is not None

        def do(job: Job) -> Read:
            with uncollected():
                made = held if held is not None else read_register(_bytes(path), path.name, reading)
                job.step(0, made.rows)
                desk = self.session.desk_of_thread()
                return _read_as(desk, made, acts.look(desk, made, decisions, job.step), decisions)

        return do

    def take(self) -> Callable[[Job], Taken]:
        """The work of storing what is shown; it can be cancelled until it begins to write."""
        shown, decisions = self.read, dict(self.decisions)
        assert shown is not None

        def do(job: Job) -> Taken:
            def write(desk: Desk, breathe: Callable[[], None]) -> Taken:
                def judged(rows: int) -> None:
                    job.step(rows, shown.register.rows * 2)
                    breathe()

                def stored(homes: int) -> None:
                    with suppress(Cancelled):  # too late: what is begun is finished
                        job.step(shown.register.rows + homes)
                    breathe()

                fresh = acts.look(desk, shown.register, decisions, judged)
                if fresh != shown.seen:
                    return Taken(0, _read_as(desk, shown.register, fresh, decisions))
                return Taken(acts.take(desk, fresh, stored))

            with uncollected():
                return self.session.long(write)

        return do

    def undo(self) -> Callable[[Job], object]:
        """The work of taking the import back."""

        def do(_job: Job) -> object:
            with uncollected():
                return self.session.long(lambda desk, breathe: undo(desk, between=breathe))

        return do

    def refused(self, path: Path) -> None:
        """Write the refused rows to a file to be mended. Raises MachineError."""
        read = self.read
        assert read is not None
        make = refused_workbook if path.suffix.lower() == ".xlsx" else refused_csv
        _write(path, make(read.register, read.seen.refused))

    def refused_name(self) -> str:
        """What that file is called; several sheets need a workbook."""
        read = self.read
        assert read is not None and self.path is not None
        suffix = ".xlsx" if len(read.register.sheets) > 1 or not read.register.encoding else ".csv"
        return f"{self.path.stem}-{text('拒收', 'refused')}{suffix}"

    # -- how it was read -----------------------------------------------------------------------------
    def header(self) -> str:
        """The header's rows, 3 or 3-4."""
        return header_rows(self.read.register.sheets[0]) if self.read is not None else ""

    @staticmethod
    def refusal(error: FieldauditError) -> FieldauditError:
        """Why a file was not read, with the way out that stands below it here (not the options of the command line)."""
        if "--" not in str(error.todo):
            return error
        return type(error)(error.what, where=error.where, safe=error.safe, todo=_READ_OTHERWISE)

    def address(self) -> dict[str, Any]:
        """Arguments that lead back here."""
        reading = self.reading
        return {
            "file": str(self.path or ""), "encoding": reading.encoding, "delimiter": reading.delimiter, "sheet": reading.sheet,
            "all_sheets": reading.all_sheets, "header_rows": reading.header_rows, "columns": dict(reading.columns),
            "decisions": dict(self.decisions),
        }  # fmt: skip


def _read_as(desk: Desk, made: Register, seen: ImportPreview, decisions: dict[str, str]) -> Read:
    lines = lines_of(desk, made, seen, decisions)
    return Read(made, seen, lines, counts(seen, lines))


def reading_of(arguments: dict[str, Any]) -> Reading:
    """The way of reading that an address asks for."""
    names = ("encoding", "delimiter", "sheet", "all_sheets", "header_rows", "columns")
    return Reading(**{name: arguments[name] for name in names if arguments.get(name)})


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise MachineError(_NOT_READ, where=path.name, safe=_SAFE, todo=_READ_AGAIN) from error


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise MachineError(_NOT_WRITTEN, where=path.name, safe=_SAFE, todo=_WRITE_AGAIN) from error


_READ_OTHERWISE = text(
    "表头须有“机构名称”和“旗县市区”，各列以逗号、制表符、分号或竖线分隔。在下面选择编码、表头所在行或机构名称所在的列，或换一个文件。",
    "The header needs a name and a district, in columns parted by comma, tab, semicolon or bar. Choose the encoding, the header "
    "rows or the column of the name below, or take another file.",
)
_NOT_READ = text("读不了这个文件", "this file cannot be read")
_READ_AGAIN = text("检查文件是否还在、能否打开，再选一次。", "See that it is there and can be opened, and choose it again.")
_NOT_WRITTEN = text("写不了这个文件", "this file cannot be written")
_WRITE_AGAIN = text("换一个文件夹，或检查磁盘空间。", "Choose another folder, or check the disk space.")
_SAFE = text("名册没有改动。", "The register was not changed.")
__all__ = ["ImportPresenter", "Read", "Taken", "reading_of"]
