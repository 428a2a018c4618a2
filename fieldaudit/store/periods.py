"""Conditions of the overview's numbers: when an item was found and ended, what stood open at the end of a month, its section.

Owns the SQL of these words; `board` takes them among its filters, so that a number and the rows it opens are counted by
the same words. Aliases as in `board`: s item_state, t item, i institution, n inspection; days are those of China (UTC+8).
"""

from __future__ import annotations

from types import MappingProxyType

from ..domain.terms import OPEN_STATES

IS_OPEN = "s.state IN ({})".format(", ".join(f"'{state}'" for state in OPEN_STATES))
FOUND_ON = "strftime('%Y-%m-%d', n.started_at / 1000 + 28800, 'unixepoch')"
FOUND_IN = "strftime('%Y-%m', n.started_at / 1000 + 28800, 'unixepoch')"
# The day of clearing is folded; the other ends are dated by the last event that can have ended it so.
ENDED_IN = f"""CASE WHEN {IS_OPEN} THEN NULL WHEN s.state = 'cleared' THEN substr(s.cleared_on, 1, 7) ELSE
    (SELECT strftime('%Y-%m', max(e._at) / 1000 + 28800, 'unixepoch') FROM event e WHERE e.item = t.id AND e.void IS NULL
     AND e.kind = CASE s.state WHEN 'equivalent' THEN 'accepted_equivalent' ELSE s.state END) END"""
# form/section of the first question that the item answers: each item counts in one section only
SECTION = """((SELECT f.name FROM form f WHERE f.id = n.form) || '/' ||
    (SELECT substr(q.path, 1, instr(q.path, '/') - 1) FROM item_question q WHERE q.item = t.id AND q.void IS NULL
     ORDER BY q.id LIMIT 1))"""
_OPEN_AT = f"{FOUND_IN} <= {{0}} AND coalesce({ENDED_IN}, '9999') > {{0}}"

# name -> condition; {0} is what stands behind the colon, :today a date (ISO)
PERIODS: MappingProxyType[str, str] = MappingProxyType({
    "found_from": f"{FOUND_IN} >= {{0}}",  # month, inclusive
    "found_to": f"{FOUND_IN} <= {{0}}",
    "open_at": _OPEN_AT,  # at the end of a month, or now in the present one
    # by the date due as it stands today: what an extension moved is judged by the later date
    "overdue_at": f"{_OPEN_AT} AND s.due < min(date({{0}} || '-01', '+1 month', '-1 day'), :today)",
    "section": f"instr(',' || {{0}} || ',', ',' || {SECTION} || ',') > 0",  # form/section, several with commas
})  # fmt: skip

__all__ = ["ENDED_IN", "FOUND_IN", "FOUND_ON", "IS_OPEN", "PERIODS", "SECTION"]
