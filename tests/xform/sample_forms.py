"""Forms and helpers the tests of this room share: small XLSForms as Markdown, and a fixed moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from functools import cache

from fieldaudit.xform import Form, Record, load

ZONE = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=ZONE)

FA = '''| settings |
| | form_id | version | form_title | default_language | namespaces |
| | sample | 3 | 样表 / Sample | 中文 (zh) | fa="https://fieldaudit.example/xforms/fa" |
'''

_COLUMNS = (
    "type", "name", "label::中文 (zh)", "label::English (en)", "relevant", "constraint", "constraint_message::中文 (zh)",
    "constraint_message::English (en)", "calculation", "choice_filter", "required", "default", "repeat_count", "trigger",
    "bind::fa:fail", "bind::fa:severity", "bind::fa:days")
_BEDS = (
    "integer", "beds", "床位数", "Beds", "${bars} = 'fail'", ". > 0 and . < 10", "床位数应为1至9", "beds must be 1 to 9", "", "",
    "${bars} = 'fail'", "2")

WIDE = f"| survey |\n| | {' | '.join(_COLUMNS)} |\n" + '''| | begin_group | building | 建筑 | Building |
| | select_one pfn | bars | 外窗防盗网 | Bars on windows | | | | | | | yes | | | | fail | major | 15 |
BEDS_ROW
| | note | told | 共${beds}张床 | ${beds} beds |
| | calculate | twice | | | | | | | ${beds} * 2 |
| | calculate | stamp | | | | | | | now() | | | | | ${beds} |
| | end_group | |
| | begin_repeat | rooms | 房间 | Room |
| | text | title | 名称 | Name |
| | decimal | area | 面积 | Area | | . >= 5 | 太小 | too small |
| | select_one place | spot | 位置 | Place | | | | | | side = ${bars} |
| | calculate | number | | | | | | | position(..) |
| | calculate | label_before | | | | | | | indexed-repeat(${title}, ${rooms}, ${number} - 1) |
| | text | why | 说明 | Reason | ${area} < 10 | | | | | | yes |
| | end_repeat | |
| | begin_repeat | helpers | 人员 | Helper | | | | | | | | | ${beds} |
| | text | who | 何人 | Who |
| | end_repeat | |
| | select_multiple pfn | many | 多选 | Many |
| | calculate | total | | | | | | | sum(${area}) |
| | calculate | roomcount | | | | | | | count(${rooms}) |
| | calculate | spoken | | | | | | | jr:choice-name(${bars}, '${bars}') |
| | date | day | 日期 | Day | | . <= today() | 不能晚于今天 | not later than today | | | | today() |
| | image | photo | 照片 | Photo |
| | text | remark | 备注 | Remark | ${total} > 50 or selected(${many}, 'na') |
| choices |
| | list_name | name | label::中文 (zh) | label::English (en) | side |
| | pfn | pass | 符合 | Pass |
| | pfn | fail | 不符合 | Fail |
| | pfn | na | 不适用 | Not applicable |
| | place | east | 东 | East | fail |
| | place | west | 西 | West | fail |
| | place | north | 北 | North | pass |
'''.replace("BEDS_ROW", f"| | {' | '.join(_BEDS)} |") + FA


@cache
def form_of(source: str) -> Form:
    """The compiled form of a Markdown XLSForm."""
    return load(source.encode(), "md", "sample")


def survey(*rows: str, choices: str = "") -> str:
    """A one-language form from rows of `type | name | label | relevant | constraint | calculation | other cells`."""
    head = "| survey |\n| | type | name | label | relevant | constraint | calculation | required | default | readonly |\n"
    return head + "".join(f"| | {row} |\n" for row in rows) + (f"| choices |\n{choices}" if choices else "")


def record_of(source: str | Form, answers: Mapping[str, str] | None = None, **others: object) -> Record:
    """A record of a form at the fixed moment."""
    form = form_of(source) if isinstance(source, str) else source
    settings = {"now": NOW, "today": NOW.date(), "person": "12", "device": "1", "seed": 7, **others}
    return Record(form, answers or {}, **settings)  # type: ignore[arg-type]
