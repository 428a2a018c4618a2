"""Blank checklist: a form to fill in by pen and to enter later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

Answering = Literal[
    "verdict", "one", "several", "rank", "confirm", "number", "text", "date", "time", "datetime", "photo", "note"
]  # fmt: skip


class BlankFigure(NamedTuple):
    """A figure that is written beside a verdict: what is measured, and its unit.

    The label is printed where one row takes several figures, or one without a unit.
    """

    label: str
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankQuestion:
    """One question. `choices` are printed with boxes; `when`: in words, when it is to be answered at all.

    rank: choices to number in order; confirm: one box; photo: its number is written down; note: words to read.
    `figures` stand in a verdict's row, so that a reading is written where it is judged. `lines`: rules of a text.
    """

    number: str
    text: str
    answering: Answering
    hint: str = ""
    choices: tuple[str, ...] = ()
    unit: str = ""
    when: str = ""
    required: bool = False
    figures: tuple[BlankFigure, ...] = ()
    lines: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankSection:
    """Questions under a heading; `rounds` > 1: a repeated group, printed that many times."""

    title: str
    questions: tuple[BlankQuestion, ...]
    rounds: int = 1
    when: str = ""  # in words, when the whole section is to be answered


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankFacts:
    """A checklist of one form version, for no institution or for a named one. `number` is the planned inspection's."""

    bureau: str
    title: str  # of the form
    form: str  # its name
    form_version: str
    sections: tuple[BlankSection, ...]
    generated_at: datetime
    institution: str = ""
    address: str = ""
    number: str = ""
    extra_findings: int = 6  # empty rows for hazards found: place, finding, deadline, photo number
    version: int = 1
    draft: bool = False
