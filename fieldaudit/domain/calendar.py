"""Days and times of the office: working days, terms, local dates. Everything is UTC+8 (Asia/Shanghai).

Knows no clock: every function is given the day or the millisecond it speaks about. Working days come from
the State Council's yearly announcements as packed in `chinesecalendar`; years it does not know count
Saturdays and Sundays only, and `announced` tells the two apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache

from ..errors import BadInput
from ..i18n import tr

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")  # no summer time since 1991; needs no tzdata
PUBLIC_NOTICE_DAYS = 30  # a paper announced in public counts as served when so many days have passed (民事诉讼法 95)
LONGEST_TERM = 3660  # days; ten years: anything longer is a slip of the keyboard

_FIRST_MS, _LAST_MS = 0, 4_102_444_800_000  # 1970 to 2100: outside it a time is a broken clock or cell


@cache
def _announcements() -> tuple[Mapping[date, str], Mapping[date, str], frozenset[int]]:
    """Holidays, made-up working days and the years they cover. Imported late: the tables take 20 ms."""
    from chinese_calendar.constants import holidays, workdays

    years = frozenset(day.year for day in holidays)
    return holidays, workdays, years


def announced(day: date) -> bool:
    """Whether the holidays of that year are known (otherwise only weekends are)."""
    return day.year in _announcements()[2]


def is_working_day(day: date) -> bool:
    """Whether offices work on that day: holidays and make-up days counted where announced."""
    holidays, workdays, _ = _announcements()
    return day in workdays or (day.weekday() < 5 and day not in holidays)


def add_term(start: date, n: int, kind: str) -> date:
    """The last day of a term of `n` days counted from the day after `start`; n = 0 is `start` itself (立即).

    `kind` is "natural" or "working". Raises BadInput for another kind or n outside 0..LONGEST_TERM.
    """
    if kind not in ("natural", "working"):
        raise BadInput(tr("期限种类“{kind}”无法识别", "unknown kind of term '{kind}'").format(kind=kind),
                       todo=tr("请用 natural（日）或 working（工作日）。", "Use natural or working."))
    if not 0 <= n <= LONGEST_TERM:
        raise BadInput(tr("期限 {n} 日不合理", "a term of {n} days is not reasonable").format(n=n),
                       todo=tr("请填 0 至 {max} 之间的整数。", "Enter a whole number from 0 to {max}.")
                       .format(max=LONGEST_TERM))
    if kind == "natural":
        return start + timedelta(days=n)
    day = start
    while n:
        day += timedelta(days=1)
        n -= is_working_day(day)
    return day


def is_time(ms: int) -> bool:
    """Whether `ms` (since 1970 UTC) lies in 1970..2100, so that it can be shown as a date."""
    return _FIRST_MS <= ms < _LAST_MS


def local_datetime(ms: int) -> datetime:
    """The wall time in Asia/Shanghai of `ms` since 1970 UTC. Raises BadInput outside 1970..2100."""
    if not is_time(ms):
        raise BadInput(tr("时间 {ms} 不在 1970 至 2100 年之间", "time {ms} is not between 1970 and 2100")
                       .format(ms=ms))
    return datetime.fromtimestamp(ms // 1000, SHANGHAI).replace(microsecond=ms % 1000 * 1000)


def local_date(ms: int) -> date:
    """The day in Asia/Shanghai of `ms` since 1970 UTC. Raises BadInput outside 1970..2100."""
    return local_datetime(ms).date()


def to_ms(moment: datetime) -> int:
    """Milliseconds since 1970 UTC; a datetime without a zone is taken as Asia/Shanghai."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
    return (aware - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def chinese_date(day: date) -> str:
    """The date as papers print it (GB/T 9704: Arabic figures, no leading zero): 2026年11月24日."""
    return f"{day.year}年{day.month}月{day.day}日"
