"""Filling in a form: what one answer costs, opening a compiled form, long repeats, choices from long lists.

The floors are in the same run: lxml parsing the very XForm (opening), the same work on a smaller form (flatness), the
20th instance of a repeat (the 2,000th), and a plain scan of the same rows by a list comprehension (a filter).
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone

from _table import Line, print_table, wants_small
from lxml import etree

from fieldaudit.xform import Form, Record, load

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=timezone(timedelta(hours=8)))
FAN = 20  # expressions that depend on the question that is set
US = 1e6
HEAD = "| | type | name | label::中文 (zh) | label::English (en) | relevant | calculation | constraint | choice_filter |"
SETTINGS = "| settings |\n| | form_id | version | default_language |\n| | f | 1 | 中文 (zh) |\n"


def timed(work: Callable[[], object], rounds: int = 7) -> float:
    """The least seconds of several runs, without the collector."""
    gc.collect()
    gc.disable()
    try:
        return min(_once(work) for _ in range(rounds))
    finally:
        gc.enable()


def _once(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def opened(form: Form) -> Record:
    """A new record."""
    return Record(form, {}, now=NOW, today=NOW.date())


# -- forms ------------------------------------------------------------------------------------------
def checklist(questions: int) -> bytes:
    """Integers in sections of 25; `FAN` of the form's expressions read the first one, half calculations, half conditions."""
    rows = ["| survey |", HEAD, "| | integer | q0 | 数 | Number | | | . < 100000 | |"]
    for number in range(1, questions):
        if number % 25 == 1:
            rows.append(f"| | begin_group | g{number} | 组{number} | Group {number} | | | | |")
        shown = "${q0} > 3" if number % (questions // (FAN // 2)) == 3 else f"${{q{number - 1}}} != 99" if number % 10 == 5 else ""
        rows.append(f"| | integer | q{number} | 问题{number} | Question {number} | {shown} | | . < 1000 | |")
        if number % 25 == 0 or number == questions - 1:
            rows.append("| | end_group | | | | | | | |")
    rows += [f"| | calculate | c{number} | | | | ${{q0}} * {number} + 1 | | |" for number in range(FAN // 2)]
    return ("\n".join(rows) + "\n" + SETTINGS).encode()


REPEAT = (
    f"| survey |\n{HEAD}\n"
    "| | begin_repeat | room | 房间 | Room | | | | |\n| | integer | beds | 床 | Beds | | | . < 50 | |\n"
    "| | integer | exits | 出口 | Exits | ${beds} > 2 | | | |\n| | calculate | each | | | | ${beds} div 2 | | |\n"
    "| | calculate | place | | | | position(..) | | |\n| | end_repeat | | | | | | | |\n"
    f"| | calculate | rooms | | | | count(${{room}}) | | |\n{SETTINGS}"
).encode()
TOWNS = (
    f"| survey |\n{HEAD}\n| | text | state | 省 | State | | | | |\n| | text | county | 县 | County | | | | |\n"
    "| | text | word | 词 | Word | | | | |\n"
    "| | select_one_from_file towns.csv | town | 镇 | Town | | | | state = ${state} and county = ${county} |\n"
    "| | select_one_from_file towns.csv | other | 镇 | Town | | | | contains(label, ${word}) and number(people) > 100 |\n"
    f"{SETTINGS}"
).encode()


def towns(rows: int) -> tuple[bytes, list[dict[str, str]]]:
    """A list of towns as a CSV file and as rows."""
    found = [
        {"name": f"t{n}", "label": f"{n % 97}号镇", "state": f"s{n % 20}", "county": f"c{n % 400}", "people": str(n % 5000)}
        for n in range(rows)
    ]
    lines = [",".join(found[0]), *(",".join(row.values()) for row in found)]
    return "\n".join(lines).encode(), found


# -- measuring ----------------------------------------------------------------------------------------
def answers(form: Form) -> tuple[float, float]:
    """Seconds to set the question that `FAN` expressions read, and one that none reads."""
    record, value = opened(form), [0]

    def set_(path: str) -> None:
        for _ in range(100):
            value[0] = (value[0] + 1) % 900
            record.set(path, str(value[0]))

    return timed(lambda: set_("q0")) / 100, timed(lambda: set_("g1/q2")) / 100


def one_answer() -> Iterator[Line]:
    """What an answer costs on a small and a large form."""
    small, large = load(checklist(300), "md", "f"), load(checklist(2000), "md", "f")
    (wide, narrow), (wide_large, narrow_large) = answers(small), answers(large)
    fan = len(small.edges[small.by_path["q0"].definition])
    per = (wide - narrow) / fan * US
    yield Line(f"a set answer, per dependent expression ({fan} of them)", per, None, 15, "us")
    yield Line("the same set on 2,000 questions against 300", wide_large * US, wide * US, 1.2, "us")
    yield Line("an answer that nothing reads, 2,000 against 300", narrow_large * US, narrow * US, 1.2, "us")


def opening() -> Iterator[Line]:
    """A compiled form against lxml parsing the XForm it came from; a record of it."""
    from pyxform.xls2xform import convert

    for questions, target in ((300, 5), (2000, None)):
        source = checklist(questions)
        compiled, xml = load(source, "md", "f").to_bytes(), str(convert(source.decode(), file_type=".md").xform).encode()
        ours, floor = timed(lambda c=compiled: Form.from_bytes(c)), timed(lambda x=xml: etree.fromstring(x))
        yield Line(f"a compiled form of {questions} questions, against lxml", ours * 1e3, floor * 1e3, target, "ms")
        form = Form.from_bytes(compiled)
        opened(form)
        yield Line("  a new record of it, against opening it", timed(lambda f=form: opened(f)) * 1e3, ours * 1e3, None, "ms")


def long_repeat(last: int) -> Iterator[Line]:
    """Adding and filling the last instance against the 20th."""
    form = load(REPEAT, "md", "r")
    record = opened(form)
    added: list[float] = []
    filled: list[float] = []
    gc.collect()
    gc.disable()
    for number in range(2, last + 1):
        added.append(_once(lambda: record.add_repeat("room")))
        filled.append(_once(lambda n=number: record.set(f"room[{n}]/beds", str(n % 40))))
    gc.enable()
    for name, times in (("added", added), ("filled in", filled)):
        early, late = statistics.median(times[15:35]), statistics.median(times[-21:])
        yield Line(f"instance {last:,} of a repeat {name}, against the 20th", late * US, early * US, 1.5, "us")


def filters(rows: int) -> Iterator[Line]:
    """A choice filter over an external list; the floor scans the same rows in plain Python."""
    data, plain = towns(rows)
    form = load(TOWNS, "md", "t", {"towns.csv": data})
    compiled = form.to_bytes()
    form = Form.from_bytes(compiled)
    record = opened(form)
    yield Line(f"{rows:,} rows, the first filter after opening", _once(lambda: record.choices("town")) * 1e3, None, None, "ms")
    record.set("state", "s7")
    record.set("county", "c7")
    record.set("word", "7号")
    floor = timed(lambda: [row for row in plain if row["state"] == "s7" and row["county"] == "c7"])
    yield Line("  by two columns", timed(lambda: record.choices("town")) * 1e3, floor * 1e3, None, "ms")
    yield Line("  the same, against 30 ms", timed(lambda: record.choices("town")) * 1e3, None, 30, "ms")
    yield Line("  by a part of the label and a number", timed(lambda: record.choices("other")) * 1e3, None, 30, "ms")
    yield Line("  the compiled form opened", timed(lambda: Form.from_bytes(compiled)) * 1e3, None, None, "ms")


def main() -> None:
    small = wants_small(__doc__ or "")
    lines = [*one_answer(), *opening(), *long_repeat(2000), *filters(2000 if small else 20000)]
    print_table("forms", lines)


if __name__ == "__main__":
    main()
