"""An answer as people read it: labels of choices, days and times as an office writes them. Stores and decides nothing."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from ..domain.calendar import SHANGHAI
from ..i18n import Text, tr

if TYPE_CHECKING:
    from ..xform import Question, Record

SEVERAL = ("select_multiple", "rank")
LISTED = 20  # choices that a message names
_TICKED = tr("已确认", "confirmed")
_BETWEEN = Text("、", ", ")


def in_words(record: Record, path: str, question: Question, language: str, value: str | None = None) -> str:
    """The answer at a path, or `value` as one, in words; "" where it is blank. `language`: zh or en."""
    value = record.get(path) if value is None else value
    if not value:
        return ""
    if question.kind == "acknowledge":
        return _TICKED.zh if language == "zh" else _TICKED.en
    if question.kind in ("dateTime", "time"):
        return _clock(value, question.kind)
    labels = {choice.name: choice.label(language) for choice in record.choices(path)}
    if question.kind in SEVERAL:
        return (_BETWEEN.zh if language == "zh" else _BETWEEN.en).join(labels.get(part, part) for part in value.split())
    return labels.get(value, value)


def choices_listed(record: Record, path: str) -> Text:
    """The choices a question offers now, name and label, as a line; blank where it offers none."""
    found, more = record.choices(path), ""
    if not found:
        return Text("", "")
    if len(found) > LISTED:
        found, more = found[:LISTED], f" … ({len(found)})"
    zh, en = (", ".join(f"{each.name} {each.label(language)}" for each in found) for language in ("zh", "en"))
    return Text(f"可选：{zh}{more}", f"Choices: {en}{more}")


def _clock(value: str, kind: str) -> str:
    """A moment to the minute in the office's time, a time of day as it was given; as it stands when it is none."""
    try:
        if kind == "time":
            return f"{time.fromisoformat(value):%H:%M}"
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    return f"{moment.astimezone(SHANGHAI) if moment.tzinfo else moment:%Y-%m-%d %H:%M}"
