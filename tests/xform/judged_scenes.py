"""An outside judge's scenes: small forms that show, step by step, what ODK's and XLSForm's documentation promise.

A scene is a form and a script, one step a line:

    age = 30              answer               age ! 17          the answer is refused
    age : 30              the answer is        total :           the answer is blank
    + rooms   - rooms[2]  add, remove          # rooms 2         so many instances
    seen a rooms[1]/b     questions shown      offers town a b   choices offered
    says note Hello, Ann  the label            missing a b       what keeps the record from being finished
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pytest
from sample_forms import ZONE

from fieldaudit.errors import BadInput
from fieldaudit.xform import Form, Record, load

NOW = datetime(2024, 5, 7, 9, 3, 5, 42000, tzinfo=ZONE)
YES_NO = "yn | yes | Yes\nyn | no | No"


def sheet(name: str, text: str) -> str:
    return f"| {name} |\n" + "".join(f"| | {line} |\n" for line in text.strip().splitlines())


def workbook(survey: str, choices: str = "", settings: str = "", files: Mapping[str, bytes] | None = None) -> Form:
    """The form of sheets whose columns are parted by bars; the first line of `survey` names its columns."""
    pages = sheet("survey", survey)
    if choices:
        head = choices if choices.startswith("list_name") else f"list_name | name | label\n{choices}"
        pages += sheet("choices", head)
    if settings:
        pages += sheet("settings", settings)
    return load(pages, "md", "judged", files)


def begun(form: Form, **given: str) -> Record:
    return Record(form, now=NOW, today=NOW.date(), person="pat", device="d1", **given)  # type: ignore[arg-type]


def play(record: Record, script: str) -> None:
    """Go through a script; a step that does not hold fails with its line."""
    for line in filter(None, map(str.strip, script.splitlines())):
        _step(record, line)


def _step(record: Record, line: str) -> None:
    first, _, rest = line.partition(" ")
    if first in _VERBS:
        _VERBS[first](record, rest, line)
        return
    sign, _, value = rest.partition(" ")
    if sign == "=":
        record.set(first, value)
    elif sign == "!":
        with pytest.raises(BadInput):
            record.set(first, value)
    else:
        assert (sign, record.get(first)) == (":", value), line


def _counts(record: Record, rest: str, line: str) -> None:
    path, _, number = rest.partition(" ")
    assert record.instances(path) == int(number), line


def _seen(record: Record, rest: str, line: str) -> None:
    assert [path for path, _ in record.visible()] == rest.split(), line


def _offers(record: Record, rest: str, line: str) -> None:
    path, *names = rest.split()
    assert [choice.name for choice in record.choices(path)] == names, line


def _says(record: Record, rest: str, line: str) -> None:
    path, _, text = rest.partition(" ")
    assert record.label(path) == text, line


def _missing(record: Record, rest: str, line: str) -> None:
    assert [problem.path for problem in record.problems()] == rest.split(), line


_VERBS = {"+": lambda record, rest, _: record.add_repeat(rest), "-": lambda record, rest, _: record.remove_repeat(rest),
          "#": _counts, "seen": _seen, "offers": _offers, "says": _says, "missing": _missing}
