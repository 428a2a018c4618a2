"""Files made to hurt are refused with a message, or opened, in bounded time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import hostile_files
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldaudit.errors import BadInput
from fieldaudit.xform import check

pytestmark = pytest.mark.slow  # `make check` stays under a minute


@pytest.fixture(scope="module")
def outcomes() -> dict[str, str]:
    """What became of each case in a child process with limits of memory and processor time."""
    done = subprocess.run([sys.executable, hostile_files.__file__], capture_output=True, text=True, check=False,
                          cwd=Path(__file__).parents[2], env={"PYTHONPATH": str(Path(__file__).parents[2])})
    found = {line["name"]: line["outcome"] for line in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 0, f"after {list(found)[-1:]}: {done.stderr[-2000:]}"
    return found


@pytest.mark.slow
@pytest.mark.parametrize("case", hostile_files.REFUSED)
def test_a_hostile_file_is_refused_within_bounds(case: str, outcomes: dict[str, str]) -> None:
    assert outcomes[case] == "refused"


@pytest.mark.slow
@pytest.mark.parametrize("case", hostile_files.OPENED)
def test_a_large_or_odd_file_opens_within_bounds(case: str, outcomes: dict[str, str]) -> None:
    assert outcomes[case] == "opened"


@settings(max_examples=60)
@given(st.data())
def test_a_workbook_with_any_bytes_changed_opens_or_is_refused(data: st.DataObject) -> None:
    source = bytearray(hostile_files.xlsx())
    for at in data.draw(st.lists(st.integers(0, len(source) - 1), min_size=1, max_size=6)):
        source[at] = data.draw(st.integers(0, 255))
    try:
        check(bytes(source), "xlsx")
    except BadInput as error:
        assert str(error)


@settings(max_examples=60)
@given(part=st.sampled_from(["sheet1", "strings", "styles", "workbook"]), data=st.data())
def test_a_part_with_any_bytes_changed_opens_or_is_refused(part: str, data: st.DataObject) -> None:
    names = {"sheet1": "xl/worksheets/sheet1.xml", "strings": "xl/sharedStrings.xml", "styles": "xl/styles.xml",
             "workbook": "xl/workbook.xml"}
    source = bytearray(hostile_files.parts()[names[part]])
    for at in data.draw(st.lists(st.integers(0, len(source) - 1), min_size=1, max_size=4)):
        source[at] = data.draw(st.integers(0, 255))
    try:
        check(hostile_files.xlsx(**{part: bytes(source)}), "xlsx")
    except BadInput as error:
        assert str(error)


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_any_bytes_as_an_old_workbook_are_refused(data: bytes) -> None:
    for head in (b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
                 b"\x09\x08\x10\x00\x00\x06\x05\x00", b"\x09\x00\x04\x00\x02\x00\x10\x00"):
        try:
            check(head + data, "xls")
        except BadInput as error:
            assert str(error)
