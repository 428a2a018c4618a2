"""Blank checklist: a form to fill in by pen and to enter later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Answering = Literal["verdict", "one", "several", "number", "text", "date", "time", "photo", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankQuestion:
    """One question. `choices` are printed with boxes; `when`: in words, when it is to be answered at all."""

    number: str
    text: str
    answering: Answering
    hint: str = ""
    choices: tuple[str, ...] = ()
    unit: str = ""
    when: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankSection:
    """Questions under a heading; `rounds` > 1: a repeated group, printed that many times."""

    title: str
    questions: tuple[BlankQuestion, ...]
    rounds: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankFacts:
    """A checklist of one form version, for no institution or for a named one."""

    bureau: str
    title: str  # of the form
    form: str  # its name
    form_version: str
    sections: tuple[BlankSection, ...]
    generated_at: datetime
    institution: str = ""
    address: str = ""
    extra_findings: int = 6  # empty rows for hazards found: place, finding, deadline, photo number
    version: int = 1
    draft: bool = False
