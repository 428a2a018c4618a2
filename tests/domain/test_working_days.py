"""Terms count from the day after, over Chinese holidays and make-up working days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldaudit.domain import calendar
from fieldaudit.errors import BadInput

KNOWN = st.dates(date(2020, 1, 1), date(2026, 12, 31))
quick = settings(derandomize=True, max_examples=60, deadline=None)


@pytest.mark.parametrize(("day", "works"), [
    (date(2026, 2, 13), True),  # Friday before the Spring Festival
    (date(2026, 2, 14), True),  # Saturday, made up for the holiday
    (date(2026, 2, 15), False),
    (date(2026, 2, 17), False),  # New Year's day, a Tuesday
    (date(2026, 2, 23), False),  # Monday, last day off
    (date(2026, 2, 24), True),
    (date(2026, 2, 28), True),  # Saturday, made up
    (date(2026, 3, 1), False),  # an ordinary Sunday
    (date(2025, 10, 8), False),
])
def test_holidays_are_off_and_make_up_days_are_worked(day, works):
    assert calendar.is_working_day(day) is works
    assert calendar.announced(day)


def test_a_year_not_yet_announced_knows_weekends_only():
    assert not calendar.announced(date(2094, 2, 14))
    assert not calendar.is_working_day(date(2094, 2, 14))  # a Sunday
    assert calendar.is_working_day(date(2094, 10, 1))  # a Friday: National Day is not announced


def test_a_term_is_counted_from_the_day_after():
    assert calendar.add_term(date(2026, 11, 24), 15, "natural") == date(2026, 12, 9)
    assert calendar.add_term(date(2026, 11, 24), 1, "natural") == date(2026, 11, 25)


@pytest.mark.parametrize("kind", ["natural", "working"])
def test_at_once_is_the_same_day(kind):
    assert calendar.add_term(date(2026, 2, 17), 0, kind) == date(2026, 2, 17)


def test_working_days_jump_over_the_spring_festival():
    assert calendar.add_term(date(2026, 2, 13), 1, "working") == date(2026, 2, 14)
    assert calendar.add_term(date(2026, 2, 13), 2, "working") == date(2026, 2, 24)
    assert calendar.add_term(date(2026, 2, 13), 5, "working") == date(2026, 2, 27)
    assert calendar.add_term(date(2026, 2, 13), 6, "working") == date(2026, 2, 28)
    assert calendar.add_term(date(2026, 2, 17), 1, "working") == date(2026, 2, 24)


@quick
@given(KNOWN, st.integers(1, 40))
def test_a_working_term_holds_exactly_n_working_days_and_ends_on_one(start, n):
    end = calendar.add_term(start, n, "working")
    days = [start + timedelta(days=i) for i in range(1, (end - start).days + 1)]
    assert sum(map(calendar.is_working_day, days)) == n
    assert calendar.is_working_day(end)


@pytest.mark.parametrize("n", [-1, 3661])
def test_an_unreasonable_term_is_refused(n):
    with pytest.raises(BadInput, match=str(n)):
        calendar.add_term(date(2026, 1, 1), n, "natural")


def test_an_unknown_kind_of_term_is_refused():
    with pytest.raises(BadInput, match="lunar"):
        calendar.add_term(date(2026, 1, 1), 1, "lunar")


def test_the_longest_term_from_any_readable_date_has_an_end():
    assert calendar.add_term(date(2100, 12, 31), calendar.LONGEST_TERM, "natural").year == 2111


def test_the_day_begins_at_midnight_in_shanghai():
    before = calendar.to_ms(datetime(2026, 11, 24, 15, 59, 59, 999000, tzinfo=UTC))
    assert calendar.local_date(before) == date(2026, 11, 24)
    assert calendar.local_date(before + 1) == date(2026, 11, 25)


def test_a_time_without_zone_is_shanghai():
    assert calendar.to_ms(datetime(1970, 1, 1, 8)) == 0
    assert calendar.local_datetime(0).isoformat() == "1970-01-01T08:00:00+08:00"


@quick
@given(st.integers(0, 4_102_444_799_999))
def test_milliseconds_survive_the_way_to_a_datetime_and_back(ms):
    assert calendar.is_time(ms)
    assert calendar.to_ms(calendar.local_datetime(ms)) == ms


@pytest.mark.parametrize("ms", [-1, 4_102_444_800_000, 10**30])
def test_a_time_beyond_reason_is_refused(ms):
    assert not calendar.is_time(ms)
    with pytest.raises(BadInput, match=str(ms)):
        calendar.local_date(ms)


def test_papers_print_dates_without_leading_zeros():
    assert calendar.chinese_date(date(2026, 11, 24)) == "2026年11月24日"
    assert calendar.chinese_date(date(2026, 1, 5)) == "2026年1月5日"
