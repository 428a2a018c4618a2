"""How the file was read, and every correction of it: encoding, delimiter, sheet, header rows, what each column is."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ....work.register_file import Register
from ....work.register_headings import FIELD_WORDS, KEPT, LEFT_OUT
from ....work.register_text import DELIMITERS, ENCODINGS
from ...text import capital, tr
from ...theme import px
from ...widgets.basic import Elided, column, emptied, label
from ...widgets.fields import Choose, Field, Line
from .presenter import ImportPresenter

_MARKS = {"comma": "import.comma", "tab": "import.tab", "semicolon": "import.semicolon", "bar": "import.bar"}
_FIELDS = ("name", "code", "district", "address", "legal_rep", "head", "phone", "beds", "residents", "grade", "lon", "lat",
           "coordinates", KEPT, LEFT_OUT)  # fmt: skip
_HEADER = re.compile(r"([1-9]\d{0,5})(?:\s*[-–]\s*([1-9]\d{0,5}))?")


class ReadingPane(QWidget):
    """`changed()` is called after the presenter was told to read it otherwise."""

    def __init__(self, presenter: ImportPresenter, changed: Callable[[], None]) -> None:
        super().__init__()
        self._presenter, self._changed = presenter, changed
        self._content: QVBoxLayout = column(gap=10, into=self)

    def show_reading(self, made: Register) -> None:
        """Show how this was read."""
        emptied(self._content)
        self._content.addWidget(label(tr("import.howRead"), "heading"))
        if made.encoding:
            self._add(tr("import.encoding"), Choose([(name, name.upper()) for name in ENCODINGS], made.encoding), "encoding",
                      str(made.encoding_why))  # fmt: skip
            marks = [(name, tr(words)) for name, words in _MARKS.items() if name in DELIMITERS]
            self._add(tr("import.delimiter"), Choose(marks, made.delimiter), "delimiter")
        elif made.others:
            self._sheets(made)
        self._header(made)
        self._content.addWidget(label(tr("import.columns"), "strong"))
        self._content.addWidget(self._columns(made))

    def show_failure(self) -> None:
        """Nothing could be read: offer what may help without knowing the file."""
        emptied(self._content)
        reading = self._presenter.reading
        self._content.addWidget(label(tr("import.readOtherwise"), "heading"))
        found_out: list[tuple[object, str]] = [("", tr("import.findOut"))]
        encodings = [*found_out, *((name, name.upper()) for name in ENCODINGS)]
        self._add(tr("import.encoding"), Choose(encodings, reading.encoding), "encoding")
        self._content.addWidget(self._rows_field(""))
        name_in = Line(text=next((letter.upper() for letter, field in reading.columns.items() if field == "name"), ""))
        name_in.settled.connect(lambda said: self._column(said.strip(), "name") if said.strip() else None)
        self._content.addWidget(Field(tr("import.nameColumn"), name_in, tr("import.nameColumnHint")))

    def _add(self, words: str, choose: Choose, name: str, hint: str = "") -> None:
        choose.settled.connect(lambda value: self._read_as(**{name: value}))
        self._content.addWidget(Field(words, choose, hint))

    def _sheets(self, made: Register) -> None:
        names = [sheet.name for sheet in made.sheets] + [sheet.name for sheet in made.others]
        items: list[tuple[object, str]] = [(name, name) for name in names]
        if len([sheet for sheet in made.others if sheet.register]) + len(made.sheets) > 1:
            items.append((None, tr("import.allSheets")))
        chosen = None if made.reading.all_sheets else made.sheets[0].name
        choose = Choose(items, chosen)
        choose.settled.connect(
            lambda value: self._read_as(sheet=value or "", all_sheets=value is None, header_rows=None, columns={})
        )
        more = tr("import.otherSheets") if not made.reading.all_sheets and any(sheet.register for sheet in made.others) else ""
        self._content.addWidget(Field(tr("import.sheet"), choose, more))

    def _header(self, made: Register) -> None:
        if not made.reading.all_sheets:
            self._content.addWidget(self._rows_field(self._presenter.header()))

    def _rows_field(self, text: str) -> Field:
        line = Line(text=text)
        field = Field(tr("import.headerRows"), line, tr("import.headerHint"))

        def settled(said: str) -> None:
            found = _HEADER.fullmatch(said.strip())
            first = int(found[1]) if found else 0
            last = int(found[2] or first) if found else 0
            if not found or last not in (first, first + 1):
                field.set_fault(tr("import.headerFault"))
                return
            self._read_as(header_rows=(first, last))

        line.settled.connect(settled)
        return field

    def _columns(self, made: Register) -> QWidget:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(6))
        items = [(name, capital(str(FIELD_WORDS[name]))) for name in _FIELDS]
        for at, each in enumerate(made.sheets[0].columns):
            choose = Choose(items, LEFT_OUT if each.field.startswith("-") else each.field)
            choose.setAccessibleName(tr("import.columnIs", column=each.label))
            choose.settled.connect(lambda value, letter=each.letter: self._column(letter, str(value)))
            grid.addWidget(Elided(f"{each.letter}  {each.label}", "table"), at, 0)
            grid.addWidget(choose, at, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return inside

    def _column(self, letter: str, field: str) -> None:
        self._presenter.column(letter, field)
        self._changed()

    def _read_as(self, **parts: Any) -> None:
        self._presenter.read_as(**parts)
        self._changed()
