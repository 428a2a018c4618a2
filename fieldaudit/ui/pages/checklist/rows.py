"""A record as the checklist shows it: sections of cards, each with its wording, answer and state. No Qt, no SQL.

A verdict takes the figure that is asked just before it and the reminders just after it into its own card (`exits_n`, `exits`,
`exits_tip` by name), so that one thing that is looked at is one card. Other questions stand alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ....i18n import Text
from ....xform import Entry, Problem, Question, Record
from . import words

NUMBERS = ("integer", "decimal", "range")
FILES = ("image", "audio", "video", "file")
LINES = ("text", "barcode", "geopoint", "geotrace", "geoshape", "boolean")
ASIDE = ("heading", "instance", "add", "note", "value")  # cards that ask for no answer
_NO_UNIT, _BETWEEN = Text("数量", "number"), Text("、", ", ")
_UNIT = 10  # characters of a unit at most
ROWS = 12  # choices that are shown as rows
SEGMENTS = 3  # choices that fit beside the wording
_WIDEST = 4.7  # of a segment's words, in full-width characters


@dataclass(frozen=True, slots=True)
class Option:
    """One choice as it is offered. `tone`: pass, fail, na or plain."""

    name: str
    label: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Figure:
    """The number that belongs to a verdict."""

    path: str
    label: str
    hint: str
    unit: str
    value: str
    required: bool
    fault: str


@dataclass(frozen=True, slots=True)
class Card:
    """One row of a section.

    `kind`: verdict and choice (one of several), many, rank, number, text, date, time, dateTime, acknowledge, file, or what
    asks for nothing: note, value (computed, read-only), heading, instance, add (of a repeat).
    """

    kind: str
    path: str
    label: str
    hint: str = ""
    number: int = 0  # as it is counted over the whole form; 0: not counted
    depth: int = 0
    value: str = ""
    shown: str = ""  # the answer in words
    options: tuple[Option, ...] = ()
    unit: str = ""
    required: bool = False
    fault: str = ""
    note: str = ""
    photos: int = 0
    saved_at: int | None = None  # ms: when the answer became durable
    figure: Figure | None = None
    tips: tuple[str, ...] = ()
    fails: bool = False
    wanted: bool = False  # counts among those that are to be answered
    done: bool = False
    remarks: tuple[str, ...] = ()
    media_kind: str = ""  # of a file question
    removable: bool = False
    question: Question | None = None

    @property
    def asks(self) -> bool:
        """Does it ask for an answer?"""
        return self.kind not in ASIDE

    @property
    def segmented(self) -> bool:
        """Is it answered by segments beside the wording?"""
        one = self.kind in ("verdict", "choice") and 0 < len(self.options) <= SEGMENTS
        return one and all(_width(option.label) <= _WIDEST for option in self.options)

    @property
    def listed(self) -> bool:
        """Has it so many choices that they are chosen from a list that drops down?"""
        return self.kind == "choice" and len(self.options) > ROWS

    @property
    def open(self) -> bool:
        """Is it wanted and not done?"""
        return self.wanted and not self.done


@dataclass(slots=True)
class Section:
    """A group of the form with its cards."""

    path: str
    name: str
    cards: list[Card] = field(default_factory=list)

    @property
    def wanted(self) -> int:
        """How many cards are to be answered."""
        return sum(card.wanted for card in self.cards)

    @property
    def done(self) -> int:
        """How many of those are answered."""
        return sum(card.wanted and card.done for card in self.cards)

    @property
    def fails(self) -> int:
        """How many cards are answered as failed."""
        return sum(card.fails for card in self.cards)

    @property
    def finished(self) -> bool:
        """Is nothing left to answer?"""
        return self.done == self.wanted


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of the answers beside the record: by path, notes, times (ms), photos and remarks."""

    notes: Mapping[str, str]
    saved: Mapping[str, int]
    photos: Mapping[str, int]
    remarks: Mapping[str, Sequence[str]]


def sections(record: Record, language: str, beside: Beside) -> list[Section]:
    """The record as sections of cards, numbered through."""
    return _Reader(record, language, beside).sections()


def read(record: Record, language: str) -> list[Section]:
    """The same where nothing beside the answers is asked for."""
    return sections(record, language, Beside({}, {}, {}, {}))


def answered(parts: Sequence[Section]) -> tuple[int, int]:
    """Of the questions to be answered how many are, and how many there are."""
    return sum(section.done for section in parts), sum(section.wanted for section in parts)


def card_at(parts: Sequence[Section], path: str) -> Card | None:
    """The card that asks a question, be it as its figure."""
    cards = (card for section in parts for card in section.cards)
    return next((card for card in cards if path in (card.path, card.figure.path if card.figure else card.path)), None)


class _Reader:
    """One reading of a record."""

    def __init__(self, record: Record, language: str, beside: Beside) -> None:
        self._record, self._language, self._beside = record, language, beside
        self._faults = {problem.path: problem for problem in record.problems() if problem.kind != "required"}
        self._judges = any(question.fa.get("fail") for question in record.form.questions)
        asked = [question for question in record.form.questions if question.required]
        self._counts_all = not asked and not self._judges

    def sections(self) -> list[Section]:
        found: list[Section] = []
        for section in self._split():
            section.cards = list(self._folded(section.cards))
            if section.cards:
                found.append(section)
        count = 0
        for section in found:
            for at, card in enumerate(section.cards):
                if card.asks and (card.kind == "verdict" or not self._judges):
                    count += 1
                    section.cards[at] = replace(card, number=count)
        return found

    # -- the outline -------------------------------------------------------------------------------------
    def _split(self) -> list[Section]:
        """Sections with a card for each line of the outline."""
        found: list[Section] = []
        adding: list[Entry] = []  # repeats whose instances are being read

        def close(depth: int) -> None:
            while adding and adding[-1].depth >= depth:
                found[-1].cards += self._add_card(adding.pop())

        for entry in self._record.outline():
            close(entry.depth)
            if entry.depth == 0:
                self._begin(found, entry)
            elif entry.kind in ("group", "repeat") and entry.labelled:
                found[-1].cards.append(self._heading(entry))
            if entry.kind == "repeat":
                adding.append(entry)
            elif entry.kind == "instance":
                found[-1].cards.append(self._instance(entry))
            elif entry.question is not None:
                found[-1].cards += self._card(entry.path, entry.question, entry.depth)
        close(0)
        return found

    def _begin(self, found: list[Section], entry: Entry) -> None:
        """A line at the top begins a section, unless it goes on in one without a name."""
        if entry.kind in ("group", "repeat") and entry.labelled:
            found.append(Section(entry.path, self._label(entry.path)))
        elif not found or found[-1].path:
            titles = self._record.form.titles
            found.append(Section("", titles.get(self._language, self._record.form.title)))

    def _label(self, path: str) -> str:
        return self._record.label(path, self._language)

    def _heading(self, entry: Entry) -> Card:
        return Card("heading", entry.path, self._label(entry.path), depth=entry.depth)

    def _instance(self, entry: Entry) -> Card:
        name = f"{self._label(entry.path)} {entry.number}"
        return Card("instance", entry.path, name, depth=entry.depth, removable=entry.may_remove)

    def _add_card(self, entry: Entry) -> list[Card]:
        return [Card("add", entry.path, self._label(entry.path), depth=entry.depth)] if entry.may_add else []

    # -- a question --------------------------------------------------------------------------------------
    def _card(self, path: str, question: Question, depth: int) -> list[Card]:
        record, value = self._record, self._record.get(path)
        kind = self._kind(path, question)
        if kind == "hidden":
            return []
        fails = bool(value) and _failed(question, value)
        required = record.required(path)
        wanted = kind not in ASIDE and (required or kind == "verdict" or self._counts_all)
        fault, options = self._fault(path), self._options(path, question, kind)
        card = Card(
            kind, path, self._label(path), self._hint(path), depth=depth, value=value,
            shown=self._shown(path, question, value, options), options=options,
            unit=unit_of(self._label(path)) if kind == "number" else "", required=required, fault=fault,
            note=self._beside.notes.get(path, ""), photos=self._beside.photos.get(path, 0),
            saved_at=self._beside.saved.get(path) if value else None, fails=fails, wanted=wanted,
            done=bool(value) and not fault, remarks=tuple(self._beside.remarks.get(path, ())),
            media_kind=question.kind if kind == "file" else "", question=question,
        )  # fmt: skip
        return [card]

    def _shown(self, path: str, question: Question, value: str, options: Sequence[Option]) -> str:
        """The answer in words; of choices those that are offered anyway."""
        if not options:
            return words.answer(self._record, path, question, self._language)
        labels = {option.name: option.label for option in options}
        return (_BETWEEN.zh if self._language == "zh" else _BETWEEN.en).join(labels.get(name, name) for name in value.split())

    def _hint(self, path: str) -> str:
        return self._record.hint(path, self._language)

    def _kind(self, path: str, question: Question) -> str:
        kind = question.kind
        if kind in ("hidden", "metadata", "calculate"):
            return "hidden"
        if kind == "note":
            return "note"
        if self._record.readonly(path) or (question.calculation and "once" not in question.calculation):
            return "value"
        if kind == "select_one":
            return "verdict" if question.fa.get("fail") else "choice"
        if kind == "select_multiple":
            return "many"
        simple = {**dict.fromkeys(NUMBERS, "number"), **dict.fromkeys(FILES, "file"), **dict.fromkeys(LINES, "text")}
        return simple.get(kind, kind)

    def _options(self, path: str, question: Question, kind: str) -> tuple[Option, ...]:
        if kind not in ("verdict", "choice", "many", "rank"):
            return ()
        offered = self._record.choices(path)
        bad = question.fa.get("fail", "")
        tones = {name: _tone(name, bad) for name in (choice.name for choice in offered)} if kind == "verdict" else {}
        return tuple(
            Option(choice.name, words.choice(choice.name, choice.label(self._language), tones.get(choice.name, "plain")),
                   tones.get(choice.name, "plain"))
            for choice in offered
        )  # fmt: skip

    def _fault(self, path: str) -> str:
        problem = self._faults.get(path)
        return fault_in_words(self._record, problem, self._language) if problem is not None else ""

    # -- figure, verdict and reminders as one card -----------------------------------------------------------
    def _folded(self, cards: Sequence[Card]) -> Iterator[Card]:
        held: list[Card] = []
        for card in cards:
            if card.kind == "verdict" and self._has_figure(held, card):
                figure = held.pop()
                card = self._with_figure(card, figure)
            if card.kind == "note" and held and _belongs(card.path, held[-1]):
                held[-1] = replace(held[-1], tips=(*held[-1].tips, card.label))
                continue
            held.append(card)
        yield from held

    def _has_figure(self, held: Sequence[Card], verdict: Card) -> bool:
        """Is the card before this verdict its only figure?"""
        before = [card.kind == "number" and _belongs(card.path, verdict) for card in held[-2:]]
        return bool(before) and before[-1] and not any(before[:-1])

    def _with_figure(self, verdict: Card, number: Card) -> Card:
        figure = Figure(number.path, number.label, number.hint, number.unit, number.value, number.required, number.fault)
        complete = not number.fault and (bool(number.value) or not number.required)
        saved = max((at for at in (verdict.saved_at, number.saved_at) if at is not None), default=None)
        return replace(
            verdict, figure=figure, done=verdict.done and complete, saved_at=saved, fault=verdict.fault or number.fault,
            photos=verdict.photos + number.photos, remarks=(*number.remarks, *verdict.remarks),
        )  # fmt: skip


def fault_in_words(record: Record, problem: Problem, language: str) -> str:
    """What is wrong with an answer, without the question before it where the author says it."""
    said = record.constraint_message(problem.path, language) if problem.kind == "constraint" else ""
    return said or (problem.text.zh if language == "zh" else problem.text.en)


def unit_of(label: str) -> str:
    """The unit a label ends with in brackets: 面积（㎡） -> ㎡."""
    opened = max((at for at, each in enumerate(label) if _plain(each) == "("), default=-1)
    closed = label.rstrip()[-1:]
    unit = label.rstrip()[opened + 1 : -1].strip() if opened >= 0 and _plain(closed) == ")" else ""
    return "" if len(unit) > _UNIT or unit.lower() in (_NO_UNIT.zh, _NO_UNIT.en) else unit


def _plain(char: str) -> str:
    """A bracket without its width."""
    return unicodedata.normalize("NFKC", char)


def _belongs(path: str, verdict: Card) -> bool:
    """Is this by its name a part of the verdict: `exits_n` of `exits`?"""
    return verdict.kind == "verdict" and path.startswith(f"{verdict.path}_")


def _failed(question: Question, value: str) -> bool:
    bad = question.fa.get("fail", "")
    return bool(bad) and bad in (value.split() if question.kind in ("select_multiple", "rank") else (value,))


_NOT_APPLICABLE = ("na", "n_a", "not_applicable", "none")


def _tone(name: str, bad: str) -> str:
    return "fail" if name == bad else "na" if name.lower() in _NOT_APPLICABLE else "pass"


def _width(text: str) -> float:
    return sum(1.0 if ord(each) > 0x2E7F else 0.56 for each in text)
