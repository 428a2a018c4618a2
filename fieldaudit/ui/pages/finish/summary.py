"""The left card of the finish sheet: what is missing, the results, the hazards. Knows no act."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Signal
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from ...text import listed, tr
from ...theme import pixmap, px
from ...widgets.basic import Elided, column, emptied, frame, label, picture, row
from ...widgets.lists import Row, RowList, RowState
from ...widgets.paint import RIGHT, draw_chip, draw_text, text_width
from .presenter import HazardLine, Missing, Results, Sheetful

ROW, HAZARD_ROW, HAZARDS_SHOWN = 56, 36, 4
_ICONS = {"photo": "image-plus", "reason": "pen-line"}
_TITLES = {
    "required": "finish.unanswered", "grade": "finish.noGrade", "place": "finish.noPlace", "finding": "finish.noFinding",
    "photo": "finish.noPhoto", "reason": "finish.noReason",
}  # fmt: skip


class Summary(QFrame):
    """What is missing (a press goes to the question), the results, the hazards."""

    go = Signal(str)  # the question's path

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.head = label("", "heading")
        self.hint = label(tr("finish.jump"), "caption")
        self.list = RowList(_paint_missing, ROW, _missing_words, opens_on_click=True)
        self.list.setAccessibleName(tr("finish.missingList"))
        self.list.opened.connect(lambda line: self.go.emit(line["each"].path) if line else None)
        self.complete = frame("ok")
        words = label(tr("finish.nothingMissing"), "", "ok", wrap=True)
        row(picture("check-check", "ok_text", 18), words, margins=(12, 10, 12, 10), into=self.complete).setStretch(1, 1)
        self.spent = label("", "caption")
        self.figures = frame("card")
        self._figures = row(margins=(0, 8, 0, 8), gap=0, into=self.figures)
        self.hazard_head = label("", "strong")
        self.hazards = RowList(_paint_hazard, HAZARD_ROW, _hazard_words)
        self.hazards.setAccessibleName(tr("finish.hazardList"))
        self.list.viewport().installEventFilter(self)
        self._lay_out()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """The whole words of a line that may be shortened."""
        if isinstance(event, QHelpEvent):
            index = self.list.indexAt(event.pos())
            QToolTip.showText(event.globalPos(), title_of(self.list.rows()[index.row()]["each"]) if index.isValid() else "", self)
            return True
        return False

    def _lay_out(self) -> None:
        whole: QVBoxLayout = column(margins=(0, 16, 0, 12), gap=0, into=self)
        whole.addLayout(_set_in(self.head, 1, self.hint))
        whole.addSpacing(px(10))
        whole.addLayout(_set_in(frame("line")))
        self._listed = row(self.list, margins=(8, 0, 8, 0))  # what is chosen stands 8 out of the words' edge
        whole.addLayout(self._listed, 1)
        whole.addLayout(_set_in(self.complete))
        whole.addSpacing(px(14))
        whole.addLayout(_set_in(label(tr("finish.results"), "strong"), 1, self.spent))
        whole.addSpacing(px(8))
        whole.addLayout(_set_in(self.figures))
        whole.addSpacing(px(16))
        whole.addLayout(_set_in(self.hazard_head))
        whole.addSpacing(px(8))
        whole.addLayout(_set_in(frame("line")))
        whole.addLayout(row(self.hazards, margins=(8, 0, 8, 0)))
        whole.addStretch(0)
        self._whole = whole
        self.list.setMinimumHeight(px(ROW * 2))
        self.hazards.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_sheet(self, sheet: Sheetful) -> None:
        """Show it as it is now."""
        self.head.setText(_head(sheet))
        self.list.show_rows([{"id": f"{each.kind} {each.path}", "each": each} for each in sheet.missing])
        has = bool(sheet.missing)
        self.list.setVisible(has)
        self.hint.setVisible(has)
        self.complete.setVisible(not has and sheet.state == "draft")
        self._whole.setStretchFactor(self._listed, 1 if has else 0)
        self._whole.setStretch(self._whole.count() - 1, 0 if has else 1)  # without a list the rest stays at the top
        self._show_results(sheet.results)
        self._show_hazards(sheet.hazards, HAZARDS_SHOWN if has else 2 * HAZARDS_SHOWN)

    def _show_results(self, results: Results) -> None:
        asked = tr("finish.questions", results.total)
        self.spent.setText(asked if results.minutes is None else f"{asked} · {_spent(results.minutes)}")
        emptied(self._figures)
        shown = (
            (results.passed, tr("finish.passed"), ""), (results.failed, tr("finish.failed"), "danger"),
            (results.not_applicable, tr("finish.notApplicable"), ""), (results.open, tr("finish.open"), "accent"),
        )  # fmt: skip
        for at, (count, words, tone) in enumerate(shown):
            if at:
                self._figures.addWidget(frame("column"))
            figure = label(str(count), "title", tone if count else "")
            figure.setMinimumHeight(px(28))
            self._figures.addLayout(_centred(figure, Elided(words, "table", "secondary")), 1)

    def _show_hazards(self, hazards: Sequence[HazardLine], most: int) -> None:
        self.hazard_head.setText(tr("finish.hazards", len(hazards)) if hazards else tr("finish.noHazards"))
        self.hazards.show_rows([{"id": each.id, "each": each} for each in hazards])
        self.hazards.setVisible(bool(hazards))
        self.hazards.setFixedHeight(px(HAZARD_ROW) * min(len(hazards), most))


def _set_in(*parts: QWidget | int) -> QHBoxLayout:
    return row(*parts, margins=(16, 0, 16, 0))


def _centred(figure: QLabel, words: Elided) -> QVBoxLayout:
    made = column(gap=0)
    for each in (row(1, figure, 1), row(words, margins=(4, 0, 4, 0))):
        made.addLayout(each)
    words.setAlignment(figure.alignment().AlignHCenter)
    return made


def _head(sheet: Sheetful) -> str:
    if sheet.required:
        return tr("finish.missing", len(sheet.missing))
    if sheet.missing:
        return tr("finish.advised", len(sheet.missing))
    return tr("finish.complete") if sheet.state == "draft" else sheet.state_word


def _spent(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return tr("finish.hoursSpent", hours=hours, minutes=rest) if hours else tr("finish.minutesSpent", rest)


def title_of(each: Missing) -> str:
    """What is missing, in words: 第 52 题 距上次清洗天数未填."""
    words = tr(_TITLES.get(each.kind, "finish.wrong"), label=each.title)
    return f"{tr('finish.number', number=each.number)}  {words}" if each.number else words


def _under(each: Missing) -> str:
    return " · ".join(filter(None, (each.section, each.said)))


def _missing_words(line: Row) -> str:
    each: Missing = line["each"]
    return listed(filter(None, (title_of(each), _under(each), _urgency(each))))


def _urgency(each: Missing) -> str:
    return tr("finish.required") if each.required else tr("finish.advisedChip")


def _paint_missing(painter: QPainter, rect: QRect, line: Row, _state: RowState) -> None:
    each: Missing = line["each"]
    rect = rect.adjusted(px(8), 0, -px(4), 0)
    side, middle = px(18), rect.center().y()
    icon = _ICONS.get(each.kind, "circle-dot")
    painter.drawPixmap(rect.left() + px(1), middle - side // 2, pixmap(icon, "accent" if each.required else "text_muted", 18))
    chip = _urgency(each)
    wide = text_width(chip, "caption") + px(16)
    arrow = rect.right() - px(20)
    painter.drawPixmap(arrow, middle - px(8), pixmap("chevron-right", "text_secondary", 16))
    draw_chip(painter, QRect(arrow - px(12) - wide, rect.top(), wide, rect.height()), chip)
    room = QRect(rect.left() + px(30), rect.top(), arrow - px(24) - wide - rect.left() - px(30), rect.height())
    draw_text(painter, room.adjusted(0, px(8), 0, -px(28)), title_of(each), "body", "text")
    draw_text(painter, room.adjusted(0, px(30), 0, -px(6)), _under(each), "caption", "text_muted")


def _hazard_words(line: Row) -> str:
    each: HazardLine = line["each"]
    return listed((each.words, tr("finish.fixed") if each.fixed else each.grade, _term(each)))


def _term(each: HazardLine) -> str:
    if each.fixed or each.days is None:
        return "—"
    return tr("finish.workingDays", each.days) if each.working else tr("finish.days", each.days)


def _paint_hazard(painter: QPainter, rect: QRect, line: Row, _state: RowState) -> None:
    each: HazardLine = line["each"]
    rect = rect.adjusted(px(8), 0, -px(8), 0)
    term = max(px(48), text_width(_term(each), "table"))
    draw_text(painter, QRect(rect.right() - term, rect.top(), term, rect.height()), _term(each), "table", "text_muted", RIGHT)
    chip = tr("finish.fixed") if each.fixed else tr(_GRADES.get(each.severity, "finish.general"))
    tone = "ok" if each.fixed else "neutral" if each.severity == "general" else "danger"
    wide = text_width(chip, "caption") + px(16)
    left = rect.right() - term - px(12) - wide
    draw_chip(painter, QRect(left, rect.top(), wide, rect.height()), chip, tone)
    draw_text(painter, QRect(rect.left(), rect.top(), left - px(8) - rect.left(), rect.height()), each.words, "table", "text")


_GRADES = {"general": "finish.general", "major": "finish.major", "major_to_confirm": "finish.toConfirm"}

__all__ = ["Summary", "title_of"]
