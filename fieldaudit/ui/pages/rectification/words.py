"""A hazard in the window's words: state, due day, money, severity, each with its tone. Knows no widget and no rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ....domain.terms import ENDS, label
from ... import days
from ...text import capital, tr

Row = Mapping[str, Any]
SOON = 7  # days: amber from here on
# the vocabulary as a narrow column has it; a code this version does not know is shown as it stands
_STATES = {
    "found": "rectification.s_found", "ordered": "rectification.s_ordered", "in_progress": "rectification.s_in_progress",
    "submitted": "rectification.s_submitted", "passed": "rectification.s_passed", "cleared": "rectification.s_cleared",
    "equivalent": "rectification.s_equivalent", "disproved": "rectification.s_disproved",
    "ended_with_institution": "rectification.s_ended_with_institution",
}  # fmt: skip
_MEASURES = {
    "immediate": "rectification.m_immediate", "deadline": "rectification.m_deadline",
    "joint_retrofit": "rectification.m_joint_retrofit", "open_exit": "rectification.m_open_exit",
    "drill_well": "rectification.m_drill_well", "suspend_use": "rectification.m_suspend_use", "close": "rectification.m_close",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Due:
    """When: the day as tables show it, what is said beside it, and the tone: danger, warn, plain."""

    day: str
    said: str
    tone: str


def term(kind: str, code: str | None) -> str:
    """A word of the vocabulary, standing alone ("" for none)."""
    return capital(str(label(kind, code))) if code else ""


def severity(code: str | None) -> tuple[str, str]:
    """Short, for a narrow column, and its tone."""
    if code == "major":
        return tr("rectification.major"), "danger"
    if code == "major_to_confirm":
        return tr("rectification.majorToConfirm"), "danger"
    return tr("rectification.general"), "secondary"


def measure(code: str | None) -> str:
    """A kind of measure, short."""
    return tr(_MEASURES[code]) if code in _MEASURES else code or ""  # keys: _MEASURES


def state_word(code: str) -> str:
    """A state, short."""
    return tr(_STATES[code]) if code in _STATES else code  # keys: _STATES


def state(row: Row) -> tuple[str, str]:
    """State, with what matters beside it; tone accent where it waits to be cleared, ok when it is."""
    code = str(row["state"])
    said = state_word(code)
    if code in ENDS:
        return said, "ok" if code == "cleared" else "muted"
    if row["no_access"]:
        said = f"{said} · {tr('rectification.noAccess')}"
    elif row["failures"] and code == "in_progress":
        said = tr("rectification.failed", int(row["failures"]))
    if row["extension_asked"]:
        said = f"{said} · {tr('rectification.extensionAsked')}"
    elif row["extended"]:
        said = f"{said} · {tr('rectification.extended')}"
    return said, "accent" if code == "passed" else ""


def due(row: Row, today: date) -> Due:
    """The due day of an open hazard with what is left; of one that ended only the day; of one not served yet its term."""
    return due_of(row["due"], str(row["state"]) in ENDS, row["term_days"], row["term_kind"], today)


def due_of(due: date | str | None, ended: bool, term_days: int | None, term_kind: str | None, today: date) -> Due:
    """The same of the values themselves."""
    day = _day(due)
    if day is None:
        return Due("" if ended else term_words(term_days, term_kind), "", "plain")
    shown = days.short(day, today)
    if ended:
        return Due(shown, "", "plain")
    left = (day - today).days
    if left < 0:
        return Due(shown, tr("rectification.overdue", -left), "danger")
    if left == 0:
        return Due(shown, tr("days.today"), "warn")
    return Due(shown, tr("rectification.left", left), "warn" if left <= SOON else "plain")


def term_words(count: int | None, kind: str | None) -> str:
    """A term that has not begun: 30 days, 10 working days, at once."""
    if count is None:
        return ""
    if count == 0:
        return tr("rectification.atOnce")
    return tr("rectification.workingDays", count) if kind == "working" else tr("rectification.termDays", count)


def money(yuan: float | None) -> str:
    """Money in yuan; nothing needed is said, and not known is ""."""
    if yuan is None:
        return ""
    return (
        tr("rectification.yuan", amount=f"{yuan:,.0f}" if yuan == int(yuan) else f"{yuan:,.2f}")
        if yuan
        else tr("rectification.noMoney")
    )


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
