"""How a resting card is painted. Knows where its parts lie (`boxes`) and what they say (`rows`); answers no press."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen

from ...text import tr
from ...theme import pixmap, px, theme
from ...widgets.paint import RIGHT as RIGHT_ALIGNED
from ...widgets.paint import draw_text, face, rounded, text_width
from .boxes import LINE, REST, RIGHT, SEGMENT, TEXT_LEFT, Columns, captions, question_font, small_height, text_height
from .rows import Card, Option

_ICONS = {"pass": "check", "fail": "x", "na": "minus"}
# tone -> fill, words, edge of the chosen segment
_CHOSEN = {
    "pass": ("accent_bg", "accent_on_bg", "accent"), "fail": ("danger", "danger_text_on", "danger"),
    "na": ("surface_sunken", "text", "border_control"), "plain": ("accent_bg", "accent_on_bg", "accent"),
}  # fmt: skip


def paint_card(painter: QPainter, rect: QRect, card: Card, columns: Columns, *, editable: bool, hover: str = "") -> None:
    """A resting card in a rectangle. `hover`: the option under the pointer, "*" for the card itself."""
    painter.save()
    if card.kind in ("heading", "instance"):
        _heading(painter, rect, card)
    elif card.kind == "add":
        _add(painter, rect, card, hovered=bool(hover))
    else:
        _body(painter, rect, card, columns, editable, hover)
    painter.restore()


def _body(painter: QPainter, rect: QRect, card: Card, columns: Columns, editable: bool, hover: str) -> None:
    colours = theme()
    edge = colours["border_control" if colours.name == "high_contrast" else "border"]
    rounded(painter, QRectF(rect), px(8), colours["surface"], edge)
    _wording(painter, rect, card, columns)
    top = answer_top(rect.top(), rect.height())
    painter.translate(rect.left(), 0)
    if card.segmented:
        paint_segments(painter, top, card, columns, editable=editable, hover=hover)
    elif card.asks or card.kind == "value":
        _box(painter, columns.box(top), card, editable)
    if card.figure is not None:
        _field(painter, columns.figure(top), card.figure.value, card.figure.unit, editable, wrong=bool(card.figure.fault))


def answer_top(top: int, height: int) -> int:
    """Where the answers of a card begin: in the middle of a low one, at the first lines of a high one."""
    return top + (min(height, px(REST + 16)) - px(SEGMENT["height"])) // 2


def _wording(painter: QPainter, rect: QRect, card: Card, columns: Columns) -> None:
    width = columns.wording_width(card)
    high = text_height(card.label, width)
    top = rect.top() + (rect.height() - high - captions(card, width)) // 2
    _number(painter, rect.left() + px(17), top, card)
    painter.setFont(question_font())
    painter.setPen(theme()["text_secondary" if card.kind == "note" else "text"])
    place = QRect(rect.left() + px(TEXT_LEFT), top, width, high)
    painter.drawText(place, Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft, card.label)
    line = QRect(place.left(), place.bottom() + 1, width, px(LINE))
    for tip in card.tips:
        line = _wrapped(painter, line, "triangle-alert", tip, "warn_text")
    if card.fault:
        line = _wrapped(painter, line, "circle-alert", card.fault, "danger_text")
    if card.asks:
        _state(painter, line, card)


def _number(painter: QPainter, left: int, top: int, card: Card) -> None:
    if card.kind == "note":
        painter.drawPixmap(left, top + px(2), pixmap("info", "text_muted", 20))
    elif card.number:
        draw_text(painter, QRect(left, top, px(30), px(24)), str(card.number), "body", "text_muted")


def _state(painter: QPainter, line: QRect, card: Card) -> None:
    """Photos, note, remark, saved: one small line."""
    parts: list[tuple[str, str, str]] = []
    if card.remarks:
        parts.append(("message-square-text", tr("checklist.remarks", len(card.remarks)), "accent"))
    counts = [tr("checklist.photos", card.photos)] * bool(card.photos) + [tr("checklist.oneNote")] * bool(card.note)
    if counts:
        parts.append(("image" if card.photos else "pen-line", " · ".join(counts), "text_muted"))
    if card.saved_at is not None:
        parts.append(("check", tr("checklist.saved"), "text_muted"))
    for icon, text, token in parts:
        line = small(painter, line, icon, text, token)


def _wrapped(painter: QPainter, line: QRect, icon: str, text: str, token: str) -> QRect:
    """A small text that may need several lines; gives the line below it."""
    high, side = small_height(text, line.width()), px(14)
    painter.drawPixmap(line.left(), line.top() + px(3), pixmap(icon, token, 14))
    painter.setFont(face("caption")[0])
    painter.setPen(theme()[token])
    place = QRect(line.left() + side + px(6), line.top() + px(1), line.width() - side - px(6), high)
    painter.drawText(place, Qt.TextFlag.TextWordWrap, text)
    return line.translated(0, high)


def small(painter: QPainter, line: QRect, icon: str, text: str, token: str) -> QRect:
    """An icon and a caption at the left of a line; gives what is left of it."""
    side = px(14)
    painter.drawPixmap(line.left(), line.center().y() - side // 2 + 1, pixmap(icon, token, 14))
    words_at = line.adjusted(side + px(6), 0, 0, 0)
    draw_text(painter, words_at, text, "caption", token)
    taken = side + px(6) + text_width(text, "caption") + px(8)
    return line.adjusted(min(taken, line.width()), 0, 0, 0)


# -- answers -----------------------------------------------------------------------------------------------
def paint_segments(painter: QPainter, top: int, card: Card, columns: Columns, *, editable: bool, hover: str = "") -> None:
    """The segments of a card; the chosen one last, so that its edge lies over its neighbours'."""
    order = sorted(range(len(card.options)), key=lambda at: card.options[at].name == card.value)
    for at in order:
        option = card.options[at]
        ends = at == 0, at == len(card.options) - 1
        _segment(painter, columns.segment(top, at), option, option.name == card.value, ends, editable, option.name == hover)


def _segment(
    painter: QPainter, box: QRect, option: Option, on: bool, ends: tuple[bool, bool], editable: bool, hovered: bool
) -> None:
    colours = theme()
    resting = "hover" if hovered and editable else "surface", "text_secondary", "border_control"
    fill, fore, edge = _CHOSEN[option.tone] if on else resting
    if on and option.tone == "fail" and hovered and editable:
        fill = "danger_hover"
    if not editable and not on:
        fill, fore, edge = "surface_sunken", "text_muted", "border"
    if not editable and on:
        edge = fill
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(outline(QRectF(box), ends), colours[fill])
    painter.strokePath(outline(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), ends), QPen(colours[edge], 1))
    icon, shape = _ICONS.get(option.tone, ""), QFont(face("segment")[0])
    shape.setBold(on)
    painter.setFont(shape)
    wide, mark = painter.fontMetrics().horizontalAdvance(option.label), px(26) if icon else 0
    left = box.left() + (box.width() - wide - mark) // 2
    if icon:
        art = pixmap(icon, fore if on else "text_muted", 18, 2.25 if on else 0)
        painter.drawPixmap(left, box.top() + (box.height() - px(18)) // 2, art)
    painter.setPen(colours[fore])
    painter.drawText(box.adjusted(left + mark - box.left(), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, option.label)


def outline(box: QRectF, ends: tuple[bool, bool]) -> QPainterPath:
    """A segment's edge: round at the ends of the row only."""
    radius = float(px(6))
    path = QPainterPath()
    path.addRoundedRect(box, radius, radius)
    for square, x in ((not ends[0], box.left()), (not ends[1], box.right() - radius * 2)):
        if square:
            part = QPainterPath()
            part.addRect(QRectF(x, box.top(), radius * 2, box.height()))
            path = path.united(part)
    return path


def _box(painter: QPainter, box: QRect, card: Card, editable: bool) -> None:
    """The answer of a question that is no verdict, in the answer column."""
    if card.kind == "number":
        _field(painter, box, card.value, card.unit, editable, wrong=bool(card.fault))
    elif card.kind == "value":
        draw_text(painter, box, card.shown, "strong", "text")
    else:
        blank = tr("checklist.choose") if card.options else tr("checklist.photoWanted") if card.kind == "file" else ""
        _field(painter, box, card.shown, "", editable, wrong=bool(card.fault), blank=blank)


def _field(painter: QPainter, box: QRect, text: str, unit: str, editable: bool, *, wrong: bool, blank: str = "") -> None:
    colours = theme()
    edge: QColor = colours["danger" if wrong else "border_control" if editable else "border"]
    rounded(painter, QRectF(box), px(6), colours["surface" if editable else "surface_sunken"], edge)
    inner = box.adjusted(px(10), 0, -px(10), 0)
    if unit:
        draw_text(painter, inner, unit, "table", "text_muted", RIGHT_ALIGNED)
        inner.setRight(inner.right() - text_width(unit, "table") - px(6))
    draw_text(painter, inner, text or blank, "segment" if text else "body", "text" if text else "text_muted")


# -- what is no question -------------------------------------------------------------------------------------
def _heading(painter: QPainter, rect: QRect, card: Card) -> None:
    role = "heading" if card.kind == "instance" else "strong"  # a group stands below the instance it is in
    place = rect.adjusted(px(17), px(8), -px(RIGHT + (44 if card.removable else 0)), 0)
    draw_text(painter, place, card.label, role, "text")
    if card.removable:
        side = px(20)
        left, top = rect.right() - px(RIGHT) - side, rect.center().y() - side // 2 + px(4)
        painter.drawPixmap(left, top, pixmap("trash-2", "text_secondary", 20))


def _add(painter: QPainter, rect: QRect, card: Card, *, hovered: bool) -> None:
    colours = theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colours["border_control"], 1, Qt.PenStyle.DashLine))
    painter.setBrush(colours["hover" if hovered else "surface"])
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), px(8), px(8))
    text = tr("checklist.addOne", name=card.label)
    wide = text_width(text, "segment") + px(28)
    left = rect.left() + max(px(16), (rect.width() - wide) // 2)
    painter.drawPixmap(left, rect.center().y() - px(10) + 1, pixmap("plus", "text", 20))
    draw_text(painter, QRect(left + px(28), rect.top(), rect.right() - left - px(40), rect.height()), text, "segment", "text")


__all__ = ["answer_top", "outline", "paint_card", "paint_segments", "small"]
