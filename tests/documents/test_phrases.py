"""Promises of dates, terms and counts as papers say them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from fieldaudit.documents.facts import HazardLine
from fieldaudit.documents.phrases import by_grade, range_of_deadlines

LINE = HazardLine("走道", "general", "堆物", (), "清理")


def test_the_first_and_the_last_term_working_days_among_natural_ones() -> None:
    lines = [replace(LINE, term_days=days, term_kind=kind)  # type: ignore[arg-type]
             for days, kind in ((20, "working"), (25, "natural"), (7, "natural"))]  # fmt: skip
    assert range_of_deadlines(lines) == "自送达之日起7日内至20个工作日内"
    assert range_of_deadlines(lines[:2]) == "自送达之日起25日内至20个工作日内"
    assert range_of_deadlines(lines[:1] * 2) == "自送达之日起20个工作日内"
    assert range_of_deadlines([replace(LINE, term_days=0), lines[0]]) == "立即至自送达之日起20个工作日内"


def test_the_first_and_the_last_day_or_nothing() -> None:
    lines = [replace(LINE, due=day) for day in (date(2027, 2, 22), date(2026, 12, 1), date(2027, 1, 5))]
    assert range_of_deadlines(lines) == "2026年12月1日至2027年2月22日"
    assert range_of_deadlines(lines[:1]) == "2027年2月22日"
    assert range_of_deadlines([LINE]) == ""


def test_grades_that_do_not_occur_are_left_out() -> None:
    assert by_grade([LINE, replace(LINE, severity="major"), LINE]) == "重大隐患1项、一般隐患2项"
    assert by_grade([LINE]) == "一般隐患1项"
