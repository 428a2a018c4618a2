"""What a visit found a home to be: people, building, water and alarm, as the newest visit that asked says it. Reads only."""

from __future__ import annotations

from dataclasses import dataclass

from ..domain.core import RowId
from ..i18n import language, tr
from ..store import register_list
from ..xform import Question
from .desk import Desk
from .in_words import in_words
from .inspect import open_sheet
from .sheet import Sheet

UNABLE = "facts/residents_unable"  # where the shipped form counts the residents who cannot walk unaided
_ASKED = ("residents_unable", "night_staff", "storeys", "floor_area", "water_kind", "sprinkler_kind", "has_alarm_panel",
          "last_drill")  # fmt: skip
_LOOKED_AT = 4  # visits
_THERE = {"yes": tr("有", "yes"), "no": tr("无", "no")}


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """Answers in words by the question's name, and when that visit began (ms; 0 for none)."""

    said: dict[str, str]
    at: int = 0


def facts_of(desk: Desk, home: RowId) -> HomeFacts:
    """The facts by the newest visit that asked for any of them; empty when none did."""
    for visit in register_list.visits(desk.store, home)[:_LOOKED_AT]:
        said = _said(open_sheet(desk, RowId(visit["id"])))
        if said:
            return HomeFacts(said, visit["started_at"])
    return HomeFacts({})


def _said(sheet: Sheet) -> dict[str, str]:
    wanted = {each.path: each.question for each in sheet.record.visible() if each.question.name in _ASKED}
    words = {question.name: _word(sheet, path, question) for path, question in wanted.items()}
    return {name: word for name, word in words.items() if word}


def _word(sheet: Sheet, path: str, question: Question) -> str:
    """An answer in words; whether there is a thing at all as there is or there is not."""
    value = sheet.record.get(path)
    if question.name.startswith("has_") and value in _THERE:
        return str(_THERE[value])
    return in_words(sheet.record, path, question, language())
