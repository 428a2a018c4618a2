"""The model of a table: rows read a page at a time, kept, and read again only where they were touched.

Owns what a column is and which rows are checked. Knows neither SQL nor how a cell looks.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
Row = dict[str, Any]
PAGE = 200
KEPT = 40  # pages kept in memory


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `width`: token px or "stretch"; `kind`: text, muted, bold, chip, due, state, money, check.

    A cell's value is plain, or a mapping with `text` and `tone`; besides, `icon` before the words, `note` before a chip (the
    date), `detail` on a second line (rows of 48). A due cell without a tone shows plain words instead of a chip.
    """

    key: str
    title: str
    width: int | str = "stretch"
    kind: str = "text"
    align: str = "left"
    sortable: bool = True


def cell_text(value: Any, *, aloud: bool = True) -> str:
    """The words of a cell's value; `aloud`: with what its mark means."""
    if isinstance(value, Mapping):
        parts = ("note", "text", "detail", "hint") if aloud else ("note", "text", "detail")
        return " ".join(str(value[part]) for part in parts if value.get(part))
    return "" if value is None else str(value)


class PagedModel(QAbstractTableModel):
    """Rows by position, read lazily. `fetch(offset, limit)` and `count()` are asked on the window's thread.

    `ids()`, where given, names all rows' keys for "choose all" without reading the rows.
    """

    def __init__(
        self,
        fetch: Callable[[int, int], list[Row]],
        count: Callable[[], int],
        columns: Sequence[Column],
        key: str = "id",
        ids: Callable[[], Iterable[int]] | None = None,
    ) -> None:
        super().__init__()
        self._fetch, self._count, self._ids = fetch, count, ids
        self.columns, self.key = list(columns), key
        self.checked: set[int] = set()
        self.keeps_place = False  # was the last reset no new question, but rows that came, went or moved?
        self._pages: OrderedDict[int, list[Row]] = OrderedDict()
        self._rows = count()

    # -- rows --------------------------------------------------------------------------------------
    def row(self, at: int) -> Row | None:
        """The row at a position; reads its page where it was not read yet."""
        if not 0 <= at < self._rows:
            return None
        page = self._pages.get(at // PAGE)
        if page is None:
            page = self._read(at // PAGE)
        place = at % PAGE
        return page[place] if place < len(page) else None

    def _read(self, number: int) -> list[Row]:
        page = self._pages[number] = self._fetch(number * PAGE, PAGE)
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)
        return page

    def position(self, key: int) -> int | None:
        """Where a row stands among those that were read."""
        for number, page in self._pages.items():
            for place, row in enumerate(page):
                if row[self.key] == key:
                    return number * PAGE + place
        return None

    def all_ids(self) -> list[int]:
        """Every row's key."""
        if self._ids is not None:
            return list(self._ids())
        return [row[self.key] for row in self._fetch(0, self._rows)]

    def reset(self) -> None:
        """Read everything anew: another filter, another order. The view starts at its top."""
        self._read_all_again(False)

    def _read_all_again(self, keeps_place: bool) -> None:
        self.keeps_place = keeps_place
        self.beginResetModel()
        self._pages.clear()
        self._rows = self._count()
        if self._ids is not None and self.checked:
            self.checked &= set(self._ids())
        self.endResetModel()

    def refresh_rows(self, ids: Collection[int]) -> None:
        """These rows were touched: read again those that are held, all where their number or order changed."""
        if self._count() != self._rows:
            self._read_all_again(True)
            return
        wanted = set(ids)
        for number, page in list(self._pages.items()):
            places = [place for place, row in enumerate(page) if row[self.key] in wanted]
            if places and not self._read_again(number, page, places[0], places[-1]):
                self._read_all_again(True)
                return

    def _read_again(self, number: int, page: list[Row], first: int, last: int) -> bool:
        fresh = self._fetch(number * PAGE + first, last - first + 1)
        if [row[self.key] for row in fresh] != [row[self.key] for row in page[first : last + 1]]:
            return False
        page[first : last + 1] = fresh
        top = number * PAGE
        self.dataChanged.emit(self.index(top + first, 0), self.index(top + last, len(self.columns) - 1))
        return True

    # -- choosing ------------------------------------------------------------------------------------
    def check(self, keys: Iterable[int], on: bool) -> None:
        """Check or uncheck rows."""
        if on:
            self.checked.update(keys)
        else:
            self.checked.difference_update(keys)
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(self._rows - 1, len(self.columns) - 1))

    # -- Qt ------------------------------------------------------------------------------------------
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  an empty index, made once
        """How many rows there are."""
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for accessibility and tests; the delegate paints from `row`."""
        row = self.row(index.row())
        if row is None:
            return None
        column = self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell_text(row.get(column.key)) if column.kind != "check" else ""
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return column.title
        if role == Qt.ItemDataRole.CheckStateRole and column.kind == "check":
            return Qt.CheckState.Checked if row[self.key] in self.checked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.UserRole:
            return row
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles; rows have numbers."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        return self.columns[section].title if orientation == Qt.Orientation.Horizontal else str(section + 1)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Check cells are checkable."""
        made = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        check = index.isValid() and self.columns[index.column()].kind == "check"
        return made | Qt.ItemFlag.ItemIsUserCheckable if check else made

