"""Functions of dates and times. The record's moment is 2026-11-24T09:30 at +08:00, a Tuesday."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta, timezone

import pytest
from function_cases import cases, holds, is_refused, refused, together

NAN = math.nan
WEST = timezone(timedelta(hours=-7))
# 1970-01-01 to 2026-01-01: 56 years with 14 leap days, 20454 days. 11-05 is day 309 of the year, 11-24 day 328.
NOV_5, NOV_24 = 20454 + 308, 20454 + 327

VALUES = together(
    cases("fn:today", ("today()", "2026-11-24"), ("today() - day", 19.0), ("date(today() + 30)", "2026-12-24"),
          ("day < today()", True)),
    cases("fn:now", ("now()", "2026-11-24T09:30:00.000+08:00"), ("now() > today()", True),
          ("decimal-date-time(now())", NOV_24 + 1.5 / 24)),
    cases("fn:date",
          ("date(0)", "1970-01-01"), ("date(1)", "1970-01-02"), ("date(-1)", "1969-12-31"), (f"date({NOV_24})", "2026-11-24"),
          (f"date('{NOV_24}')", "2026-11-24"), ("date(6.5)", "1970-01-07"),
          ("date(6.9)", "1970-01-08"),  # 21:36 UTC is the next day here
          ("date('2026-11-24')", "2026-11-24"), ("date('2026-11-24T23:30:00Z')", "2026-11-25"),
          ("date('2026-11-24T23:30:00.000+08:00')", "2026-11-24"),
          ("date(day)", "2026-11-05"), ("date(at)", "2026-11-05"), ("date(' 2026-11-24 ')", "2026-11-24"),
          ("date('2024-02-29')", "2024-02-29"),
          ("date('')", ""), ("date(b)", ""), ("date(nothing)", ""), ("date('x')", ""), ("date('2026-02-30')", ""),
          ("date('2026-13-01')", ""),
          ("date('2026-1-1')", ""), ("date(true())", ""), ("date(0 div 0)", ""), ("date(1 div 0)", ""), ("date(99999999)", ""),
          ("date('10:30')", ""), ("date('0001-01-01')", "0001-01-01"), ("date(date(5))", "1970-01-06"), ("date(-1000000)", "")),
    cases("odk:date-time",
          ("date-time('2026-11-24')", "2026-11-24T00:00:00.000+08:00"), ("date-time(0)", "1970-01-01T08:00:00.000+08:00"),
          ("date-time('2026-11-24T01:30:00Z')", "2026-11-24T09:30:00.000+08:00"),
          ("date-time(0.5)", "1970-01-01T20:00:00.000+08:00"),
          ("date-time('')", ""), ("date-time('x')", ""), ("date-time(at)", "2026-11-05T03:04:05.006+08:00"),
          ("date-time(false())", "")),
    cases("fn:decimal-date-time",
          ("decimal-date-time('1970-01-01T00:00:00Z')", 0.0), ("decimal-date-time('1970-01-01T12:00:00.000+00:00')", 0.5),
          ("decimal-date-time('1970-01-02')", 1 - 8 / 24),
          ("decimal-date-time('2026-11-24T09:30:00.000+08:00')", NOV_24 + 1.5 / 24),
          ("decimal-date-time('1969-12-31T00:00:00Z')", -1.0), ("decimal-date-time(3.5)", 3.5), ("decimal-date-time('3.5')", 3.5),
          ("decimal-date-time('')", NAN), ("decimal-date-time('x')", NAN), ("decimal-date-time('2026-02-30')", NAN),
          ("decimal-date-time(true())", NAN),
          ("decimal-date-time(b)", NAN), ("decimal-date-time(day)", NOV_5 - 8 / 24)),
    cases("odk:decimal-date",
          ("decimal-date('1970-01-02')", 1.0), ("decimal-date(today())", float(NOV_24)),
          ("decimal-date('2026-11-24T23:30:00Z')", NOV_24 + 1.0),
          ("decimal-date('')", NAN), ("decimal-date('x')", NAN), ("date(decimal-date(day))", "2026-11-05")),
    cases("fn:decimal-time",
          ("decimal-time('12:00')", 0.5), ("decimal-time('18:00:00.000')", 0.75), ("decimal-time('06:00:00.000+08:00')", 0.25),
          ("decimal-time('22:00:00Z')", 0.25), ("decimal-time('06:00:00.000+09:00')", 5 / 24), ("decimal-time('00:00')", 0.0),
          ("decimal-time('00:00:00.001')", 1 / 86_400_000), ("decimal-time('24:00')", NAN), ("decimal-time('23:59:60')", NAN),
          ("decimal-time('x')", NAN),
          ("decimal-time('')", NAN), ("decimal-time('9:00')", NAN), ("decimal-time('2026-11-24T18:00:00.000+08:00')", 0.75),
          ("decimal-time(now())", 9.5 / 24), ("decimal-time('2026-11-24')", 0.0), ("decimal-time(0.5)", NAN)),
    cases("fn:format-date",
          ("format-date('2026-11-05', '%Y %y %m %n %b %d %e %a')", "2026 26 11 11 Nov 05 5 Thu"),
          ("format-date('2026-03-09', '%Y %y %m %n %b %d %e %a')", "2026 26 03 3 Mar 09 9 Mon"),
          ("format-date('2005-12-31', '%y-%n-%e')", "05-12-31"), ("format-date(day, '%d/%m/%Y')", "05/11/2026"),
          ("format-date('2026-11-05', 'on %e. %b')", "on 5. Nov"), ("format-date('2026-11-05', '100%% %q %')", "100% %q %"),
          ("format-date('2026-11-05', '%%d')", "%d"), ("format-date('2026-11-05', '')", ""), ("format-date('', '%Y')", ""),
          ("format-date('x', '%Y')", ""), ("format-date('2026-02-30', '%Y')", ""), ("format-date(b, '%Y')", ""),
          ("format-date(0, '%Y-%m-%d %a')", "1970-01-01 Thu"),
          (f"format-date({NOV_24}, '%b %e')", "Nov 24"), ("format-date('2026-11-05T23:00:00Z', '%d')", "06"),
          ("format-date(now(), '%d.%m.')", "24.11."),
          ("format-date('2026-11-05', 5)", "5"),
          ("format-date('2026-11-05T10:20:30.123', '%Y-%m-%e %H:%M:%S')", "2026-11-5 00:00:00"),
          ("format-date(today() + 7, '%e %b')", "1 Dec"),
          ("format-date('0987-01-02', '%Y')", "0987")),
    cases("odk:format-date-extra", ("format-date('2026-11-05', '%A %B %W')", "Thursday November 45"),
          ("format-date('2027-01-01', '%W')", "53")),
    cases("fn:format-date-time",
          ("format-date-time(at, '%H %h %M %S %3')", "03 3 04 05 006"),
          ("format-date-time(at, '%Y-%m-%d %H:%M')", "2026-11-05 03:04"),
          ("format-date-time('2026-11-05T20:07:00Z', '%a %d %h:%M')", "Fri 06 4:07"),
          ("format-date-time(day, '%H:%M:%S.%3')", "00:00:00.000"),
          ("format-date-time('10:30', '%H.%M')", "10.30"),
          ("format-date-time('2026-11-05T10:20:30.123', '%Y-%m-%e %H:%M:%S')", "2026-11-5 10:20:30"),
          ("format-date-time(0.5, '%H')", "20"),
          ("format-date-time(0, '%H')", "08"),
          ("format-date-time('', '%H')", ""), ("format-date-time('x', '%H')", ""), ("format-date-time(b, '%H')", ""),
          ("format-date-time(now(), '%b %e, %Y %h:%M')", "Nov 24, 2026 9:30"), ("format-date-time(0 div 0, '%H')", "")),
)

COUNTS = together(
    refused("fn:today", "today(1)"), refused("fn:now", "now(1)"), refused("fn:date", "date()", "date(1, 2)"),
            refused("odk:date-time", "date-time()", "date-time(1, 2)"),
    refused("fn:decimal-date-time", "decimal-date-time()", "decimal-date-time(1, 2)"),
            refused("odk:decimal-date", "decimal-date()", "decimal-date(1, 2)"),
    refused("fn:decimal-time", "decimal-time()", "decimal-time(1, 2)"),
            refused("fn:format-date", "format-date(1)", "format-date(1, 2, 3)"),
    refused("fn:format-date-time", "format-date-time(1)", "format-date-time(1, 2, 3)"))


@pytest.mark.parametrize(("expression", "expected", "at"), VALUES)
def test_a_function_of_dates_gives(expression: str, expected: object, at: str) -> None:
    holds(expression, expected, at)


@pytest.mark.parametrize("expression", COUNTS)
def test_a_wrong_number_of_arguments_is_refused(expression: str) -> None:
    is_refused(expression)


@pytest.mark.cites("fn:today", "fn:now")
def test_now_and_today_are_what_is_passed_in() -> None:
    moment = datetime(2020, 1, 2, 3, 4, 5, 6000, tzinfo=WEST)
    holds("now()", "2020-01-02T03:04:05.006-07:00", now=moment)
    holds("today()", "2020-01-02", now=moment)
    holds("today()", "2019-12-31", now=moment, today=date(2019, 12, 31))


@pytest.mark.cites("fn:date", "fn:decimal-date-time", "fn:format-date", "fn:decimal-time")
def test_west_of_greenwich_a_whole_number_is_still_that_day() -> None:
    moment = datetime(2020, 1, 2, 20, 0, tzinfo=WEST)
    for expression, expected in (
            ("date(0)", "1970-01-01"), ("date(1)", "1970-01-02"), ("date(today() + 1)", "2020-01-03"),
            ("date('2020-01-02')", "2020-01-02"),
            ("date(decimal-date-time('2020-01-02'))", "2020-01-02"), ("decimal-date-time('1970-01-01')", 7 / 24),
            ("date(decimal-date-time(now()))", "2020-01-02"), ("date('2020-01-03T02:00:00Z')", "2020-01-02"),
            ("format-date(0, '%e %b %Y')", "1 Jan 1970"),
            ("decimal-time('06:00:00.000-07:00')", 0.25), ("decimal-time('06:00:00Z')", 23 / 24),
            ("decimal-date('1970-01-02')", 1.0)):
        holds(expression, expected, now=moment)


@pytest.mark.cites("fn:format-date", "fn:format-date-time", "odk:format-date-extra")
@pytest.mark.parametrize(("language", "expected"), [
    ("中文 (zh)", "11月 周四 十一月 星期四"), ("zh", "11月 周四 十一月 星期四"), ("zh-Hans", "11月 周四 十一月 星期四"),
    ("English (en)", "Nov Thu November Thursday"), ("", "Nov Thu November Thursday"),
    ("Français (fr)", "Nov Thu November Thursday")])
def test_months_and_weekdays_have_names_in_the_language_of_the_record(language: str, expected: str) -> None:
    holds("format-date('2026-11-05', '%b %a %B %A')", expected, language=language)
    holds("format-date-time('2026-11-05T10:00:00.000+08:00', '%b %a %B %A')", expected, language=language)


@pytest.mark.cites("fn:format-date")
def test_each_month_and_weekday_has_its_name() -> None:
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    for number, name in enumerate(months, 1):
        holds(f"format-date('2026-{number:02d}-01', '%b %n')", f"{name} {number}")
    for day, name in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), 2):  # 2026-11-02 is a Monday
        holds(f"format-date('2026-11-0{day}', '%a %e')", f"{name} {day}")
