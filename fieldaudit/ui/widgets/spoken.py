"""A row that is read out by its own name: its labels say the same again and are not told; its buttons are."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QFrame, QLabel, QWidget


class SpokenRow(QFrame):
    """A frame with an accessible name for all of its labels: one list item to a screen reader."""

    def __init__(self) -> None:
        super().__init__()
        _install()


class _Whole(QAccessibleWidget):
    """The row, and of what is in it whatever is no label."""

    def __init__(self, row: SpokenRow) -> None:
        super().__init__(row, QAccessible.Role.ListItem)
        self._row = row

    def _inside(self) -> list[QWidget]:
        parts = [each for each in self._row.children() if isinstance(each, QWidget)]
        return [each for each in parts if not isinstance(each, QLabel)]

    def childCount(self) -> int:
        """Without labels."""
        return len(self._inside())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """A button."""
        inside = self._inside()
        return QAccessible.queryAccessibleInterface(inside[index]) if 0 <= index < len(inside) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Which it is; -1 for a label."""
        thing = child.object()
        return next((at for at, each in enumerate(self._inside()) if each is thing), -1)

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """The button there; over a label it is the row itself."""
        for at in range(self.childCount()):
            each = self.child(at)
            if each is not None and QRect(each.rect()).contains(x, y):
                return each
        return None


_kept: dict[int, _Whole] = {}  # an interface must outlive the call that made it


def _factory(_key: str, thing: QObject) -> QAccessibleInterface | None:
    if not isinstance(thing, SpokenRow):
        return None
    known = id(thing)
    _kept[known] = _Whole(thing)
    thing.destroyed.connect(lambda: _kept.pop(known, None))
    return _kept[known]


_installed: list[bool] = []


def _install() -> None:
    if not _installed:
        QAccessible.installFactory(_factory)
        _installed.append(True)


__all__ = ["SpokenRow"]
