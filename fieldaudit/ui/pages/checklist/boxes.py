"""Where the parts of a card lie: the answer column at the same place on every card, the wording left of it. Paints nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics

from ...text import is_english
from ...theme import TOKENS, font, px
from ...widgets.paint import face
from .rows import SEGMENTS, Card, Option

SEGMENT = TOKENS["control"]["segment"]
REST = TOKENS["row"]["question_card"]
GAP = TOKENS["space"]["between_cards"]
TEXT_LEFT, RIGHT = 49, 17  # of the wording and of the answer column, from the card's edges
FIGURE, LINE = 84, 20


@lru_cache(maxsize=64)
def _question_font(bold: bool, english: bool, size: int) -> QFont:
    made = QFont(font("question"))
    made.setPixelSize(px(15 if english else 16))
    made.setBold(bold)
    return made


def question_font(bold: bool = False) -> QFont:
    """The font of a question's wording: a step smaller in English."""
    return _question_font(bold, is_english(), px(100))


@lru_cache(maxsize=8192)
def _text_height(text: str, width: int, bold: bool, english: bool, size: int) -> int:
    metrics = QFontMetrics(_question_font(bold, english, size))
    return metrics.boundingRect(QRect(0, 0, max(width, 40), 10_000), Qt.TextFlag.TextWordWrap, text).height()


def text_height(text: str, width: int, bold: bool = False) -> int:
    """How high a wording is at a width, logical px; kept per width."""
    return _text_height(text, width, bold, is_english(), px(100))


def part_width(cards: Sequence[Card]) -> int:
    """How wide each segment is on all cards of a form: the tokens' width, wider where words need it. Logical px."""
    least = px(SEGMENT["width_en" if is_english() else "width"])
    bold = face("segment_bold")[1]
    options = (option for card in cards if card.segmented for option in card.options)
    return max([least, *(_needed(bold, option) for option in options)])


def _needed(bold: QFontMetrics, option: Option) -> int:
    return bold.horizontalAdvance(option.label) + px(46 if option.tone != "plain" else 20)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of every card are at a width; `part` is the width of a segment."""

    width: int
    part: int

    @property
    def answers(self) -> int:
        """How wide the answer column is."""
        return SEGMENTS * self.part - (SEGMENTS - 1)

    @property
    def answer_left(self) -> int:
        """Where it begins, from the card's left edge."""
        return self.width - px(RIGHT) - self.answers

    def wording_width(self, card: Card) -> int:
        """How wide the wording may be."""
        if card.kind in ("note", "heading", "instance", "add"):
            return self.width - px(TEXT_LEFT) - px(RIGHT) - (px(60) if card.removable else 0)
        beside = px(FIGURE + 12) if card.figure is not None else 0
        return self.answer_left - px(TEXT_LEFT) - px(16) - beside

    def segment(self, top: int, at: int) -> QRect:
        """One segment of a card whose answers begin at `top`."""
        return QRect(self.answer_left + at * (self.part - 1), top, self.part, px(SEGMENT["height"]))

    def figure(self, top: int) -> QRect:
        """The number field of a verdict."""
        return QRect(self.answer_left - px(FIGURE + 12), top, px(FIGURE), px(SEGMENT["height"]))

    def box(self, top: int) -> QRect:
        """The field of any other answer."""
        return QRect(self.answer_left, top, self.answers, px(SEGMENT["height"]))


@lru_cache(maxsize=2048)
def _small_height(text: str, width: int, size: int) -> int:
    return face("caption")[1].boundingRect(QRect(0, 0, max(width, 40), 10_000), Qt.TextFlag.TextWordWrap, text).height()


def small_height(text: str, width: int) -> int:
    """How high a small text with an icon before it is at a width."""
    return max(px(LINE), _small_height(text, width - px(20), px(100)) + px(4))


def captions(card: Card, width: int) -> int:
    """How high the small lines under the wording of a resting card are together."""
    said = card.asks and bool(card.photos or card.note or card.saved_at or card.remarks)
    return sum(small_height(text, width) for text in (*card.tips, card.fault) if text) + px(LINE) * said


def rest_height(card: Card, columns: Columns) -> int:
    """How high a resting card is. Logical px."""
    width = columns.wording_width(card)
    words = text_height(card.label, width, bold=card.kind in ("heading", "instance"))
    if card.kind in ("heading", "instance"):
        return max(px(44), words + px(16))
    if card.kind == "add":
        return px(52)
    inner = words + captions(card, width)
    return max(px(52 if card.kind == "note" else REST), inner + px(20))
