"""The column of tools beside a photo: move, the shapes, undo and redo, zoom. 64x60 each, only icons where it is short."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame

from ...text import tr
from ...theme import font, pixmap, px, theme
from ...widgets.basic import column, line


class Tool(QAbstractButton):
    """An icon over a word and its key."""

    def __init__(self, icon_name: str, words: str, key: str) -> None:
        super().__init__()
        self._icon, self._words = icon_name, f"{words} {key}"
        self.setAccessibleName(words)
        self.setToolTip(f"{words} ({key})")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.fold(folded=False)

    def fold(self, *, folded: bool) -> None:
        """Only the icon."""
        self._folded = folded
        self.setFixedSize(QSize(px(64), px(44 if folded else 60)))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Chosen: a tint, bold."""
        painter, colours = QPainter(self), theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        token = "text_disabled" if not self.isEnabled() else "accent_on_bg" if self.isChecked() else "text_secondary"
        if self.isChecked() or (self.underMouse() and self.isEnabled()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours["accent_bg" if self.isChecked() else "hover"])
            painter.drawRoundedRect(self.rect(), px(6), px(6))
        side = px(20)
        top = (self.height() - side) // 2 if self._folded else px(10)
        painter.drawPixmap((self.width() - side) // 2, top, pixmap(self._icon, token, 20, 2.25 if self.isChecked() else 0.0))
        if self._folded:
            return
        face = font("caption")
        face.setBold(self.isChecked())
        painter.setFont(face)
        painter.setPen(colours[token])
        place = QRect(0, px(34), self.width(), px(20))
        said = painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, said)


class ToolBar(QFrame):
    """The column."""

    chosen = Signal(str)
    undo = Signal()
    redo = Signal()
    zoom = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(px(80))
        self.setAccessibleName(tr("photo.tools"))
        self._tools = {
            "move": Tool("move", tr("photo.move"), "V"), "arrow": Tool("move-up-right", tr("photo.arrow"), "A"),
            "ellipse": Tool("circle", tr("photo.ellipse"), "C"), "box": Tool("square", tr("photo.box"), "R"),
            "pen": Tool("pencil", tr("photo.pen"), "P"), "text": Tool("type", tr("photo.text"), "T"),
            "blur": Tool("eye-off", tr("photo.blur"), "B"),
        }  # fmt: skip
        group = QButtonGroup(self)
        for name, tool in self._tools.items():
            tool.setCheckable(True)
            group.addButton(tool)
            tool.clicked.connect(lambda _checked=False, name=name: self.chosen.emit(name))
        self._undo = _pressed(Tool("undo-2", tr("photo.undo"), ""), lambda: self.undo.emit())
        self._redo = _pressed(Tool("redo-2", tr("photo.redo"), ""), lambda: self.redo.emit())
        self._larger = _pressed(Tool("zoom-in", tr("photo.larger"), "+"), lambda: self.zoom.emit(1))
        self._smaller = _pressed(Tool("zoom-out", tr("photo.smaller"), "-"), lambda: self.zoom.emit(-1))
        self._line = line()
        more = (self._undo, self._redo, self._larger, self._smaller)
        column(*self._tools.values(), self._line, *more, 1, margins=(8, 8, 8, 8), gap=2, into=self)
        self._writable = True

    def show_state(self, *, writable: bool, tool: str, undo: bool, redo: bool) -> None:
        """Which can be used, and which is."""
        self._writable = writable
        for each in (*self._tools.values(), self._line, self._undo, self._redo):
            each.setVisible(writable)
        self._undo.setEnabled(undo)
        self._redo.setEnabled(redo)
        self.show_tool(tool)

    def show_tool(self, tool: str) -> None:
        """This one is used now."""
        self._tools[tool].setChecked(True)

    def fit(self, height: int) -> None:
        """Words only where all of it fits."""
        every = [*self._tools.values(), self._undo, self._redo, self._larger, self._smaller]
        room = px(16) + len(every) * px(62) + px(6)
        for each in every:
            each.fold(folded=height < room)


def _pressed(tool: Tool, do: object) -> Tool:
    tool.clicked.connect(do)
    return tool
