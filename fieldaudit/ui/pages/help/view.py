"""The page `help` as it is painted: topics at the left, the guide's text at the right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QFont,
    QImage,
    QPainter,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextList,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser

from ...text import is_english, tr
from ...theme import font, px, theme
from ...widgets.basic import frame as styled
from ...widgets.basic import row
from ...widgets.lists import RowList, RowState
from ...widgets.paint import draw_text
from ..base import Page
from .presenter import Topic, topics, wanted

if TYPE_CHECKING:
    from ...shell.frame import Frame

_PICTURE = "\ufffc"  # stands for a picture in a text
MEASURE = 760  # the widest a line of text gets
_ROLES = {1: "title", 2: "heading", 3: "strong"}


class HelpPage(Page):
    """The page. `topic`: which one is shown; without it that of the page one came from."""

    back = True

    def __init__(self, frame: Frame, topic: str = "") -> None:
        super().__init__(frame, topic=topic)
        self.topics = topics("en" if is_english() else "zh")
        self._topic = wanted(topic, frame.came_from())
        self.text = Guide()
        self.list = RowList(_paint, 40, lambda shown: str(shown["title"]), lines=False, key="name")
        self.list.setAccessibleName(tr("help.topics"))
        self.list.show_rows([{"name": each.name, "title": each.title, "topic": each} for each in self.topics])
        self.list.current.connect(self._chosen)
        self.list.opened.connect(lambda _row: self.text.setFocus(Qt.FocusReason.OtherFocusReason))
        side = styled("pane")
        side.setFixedWidth(px(232))
        row(self.list, margins=(0, 12, 0, 12), into=side)
        panes = row(side, styled("column"), self.text, gap=0, into=self)
        panes.setStretch(2, 1)
        self.text.anchorClicked.connect(self._follow)

    def title(self) -> str:
        """使用说明."""
        return tr("help.title")

    def address(self) -> dict[str, Any]:
        """The topic."""
        return {"topic": self._topic}

    def start(self) -> None:
        """Show the topic."""
        self.show_topic(self._topic)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_topic(self, name: str) -> None:
        """Show a topic by name; the first where there is none of that name."""
        if not self.list.go_to_key(name):
            self.list.go_to(0)
        self._chosen(self.list.current_row())

    def _chosen(self, shown: dict[str, Any] | None) -> None:
        if shown is not None:
            topic: Topic = shown["topic"]
            self._topic = topic.name
            self.text.show_text(topic.path)

    def _follow(self, link: QUrl) -> None:
        """A link to another topic; nothing leads out of the program."""
        name = Path(link.path()).stem.partition("-")[2]
        if name in {each.name for each in self.topics}:
            self.show_topic(name)


class Guide(QTextBrowser):
    """A text of the guide in the window's faces; pictures as wide as the text at most."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setAccessibleName(tr("help.title"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # nothing is wider than the text
        self._again = QTimer(self)  # not within the layout that is being made
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._fit)
        self._folder = Path()
        self._shown: tuple[Path, int] | None = None  # the text and for which width

    def show_text(self, path: Path) -> None:
        """Show a Markdown file from its top."""
        self._folder, self._shown = path.parent, (path, self.width())
        document = self.document()
        document.clear()
        document.setDefaultFont(font("body"))
        document.setDocumentMargin(px(28))
        document.setIndentWidth(px(20))
        document.setMarkdown(path.read_text("utf-8"), QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        block = document.begin()
        while block.isValid():
            _dress(block)
            block = block.next()
        for part in document.rootFrame().childFrames():
            if isinstance(part, QTextTable):
                _dress_table(part)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Pictures lie beside the text."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        picture = QImage(str(self._folder / QUrl(name).path()))
        if picture.isNull():  # one that was not made leaves no mark
            picture = QImage(1, 1, QImage.Format.Format_ARGB32)
            picture.fill(Qt.GlobalColor.transparent)
            return picture
        most = min(px(MEASURE), max(px(200), self.viewport().width() - 2 * px(28)))
        ratio = self.devicePixelRatioF()
        if picture.width() > most * ratio:
            picture = picture.scaledToWidth(round(most * ratio), Qt.TransformationMode.SmoothTransformation)
        picture.setDevicePixelRatio(ratio)
        return picture

    def resizeEvent(self, event: Any) -> None:
        """Lines no longer than can be read."""
        super().resizeEvent(event)
        spare = max(0, self.width() - px(MEASURE) - 2 * px(28))
        self.setViewportMargins(0, 0, spare, 0)
        if self._shown is not None and self._shown[1] != self.width():
            self._again.start()

    def _fit(self) -> None:
        """Pictures fit the new width; the place stays."""
        if self._shown is not None:
            at = self.verticalScrollBar().value()
            self.show_text(self._shown[0])
            self.verticalScrollBar().setValue(at)


def _dress(block: QTextBlock) -> None:
    """Sizes of the tokens, and air between the lines."""
    level = block.blockFormat().headingLevel()
    cursor = QTextCursor(block)
    shape = QTextBlockFormat()
    if _PICTURE not in block.text():  # half a picture's height more would be a hole in the page
        shape.setLineHeight(150.0, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    table: QTextTable | None = cursor.currentTable()
    points: QTextList | None = block.textList()
    shape.setBottomMargin(px(0 if table is not None else 2 if points is not None else 8))
    if level:
        shape.setTopMargin(px(8 if level == 1 else 18))
    cursor.mergeBlockFormat(shape)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    if level in _ROLES:
        kind = QTextCharFormat()
        kind.setFont(QFont(font(_ROLES[level])))
        cursor.setCharFormat(kind)


def _dress_table(table: QTextTable) -> None:
    """Hairlines of the theme, room in the cells, as wide as the text."""
    shape = table.format()
    shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    shape.setBorder(1)
    shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    shape.setBorderBrush(theme()["border"])
    shape.setBorderCollapse(True)
    shape.setCellPadding(px(6))
    shape.setCellSpacing(0)
    shape.setBottomMargin(px(8))
    first = QTextLength(QTextLength.Type.PercentageLength, 30)
    rest = QTextLength(QTextLength.Type.PercentageLength, 70 / max(1, table.columns() - 1))
    shape.setColumnWidthConstraints([first, *[rest] * (table.columns() - 1)])
    table.setFormat(shape)


def _paint(painter: QPainter, rect: QRect, shown: dict[str, Any], state: RowState) -> None:
    inner = rect.adjusted(px(20), 0, -px(12), 0)
    if state.current:
        painter.fillRect(QRect(rect.left(), rect.top(), px(3), rect.height()), theme()["accent"])
    role, token = ("strong", "accent_on_bg") if state.current else ("body", "text")
    draw_text(painter, inner, str(shown["title"]), role, token)


__all__ = ["HelpPage"]
