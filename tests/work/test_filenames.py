"""Promises of names of files that leave the program: safe on every file system, each once."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldaudit.work.filenames import Namer, safe_name

NAMES = st.one_of(
    st.text(max_size=80), st.text(alphabet=' ./\\:*?"<>|\0\x1f\x7fab甲', max_size=70),
    st.sampled_from(["CON", "con.pdf", "Lpt1", "com9.tar.gz", "nul", "aux ", "..", "", " . ", "a" * 59 + " .x",
                     "console", "con." + "a" * 70]),
)  # fmt: skip


@given(NAMES)
def test_a_name_has_nothing_that_a_file_system_refuses(name: str) -> None:
    safe = safe_name(name)
    assert 1 <= len(safe) <= 60 and safe == safe.strip(" .")
    assert not re.search(r'[\\/:*?"<>|\x00-\x1f\x7f]', safe)
    devices = {"con", "prn", "aux", "nul", *(f"{one}{n}" for one in ("com", "lpt") for n in range(10))}
    assert safe.partition(".")[0].lower() not in devices
    assert safe_name(safe) == safe, "a safe name is left alone"


@pytest.mark.parametrize(
    ("name", "safe"),
    [("通民养改〔2026〕1号", "通民养改〔2026〕1号"), ("a/b", "a-b"), ("", "未命名"), ("con", "_con"), ("console", "console"),
     ("甲" * 70, "甲" * 60)],
)  # fmt: skip
def test_a_name_stays_readable(name: str, safe: str) -> None:
    assert safe_name(name) == safe


ALIKE = st.sampled_from(["甲", "A", "a", "ß", "SS", "甲-2", "a/b", "a-b"])


@given(st.lists(st.tuples(ALIKE, st.sampled_from(["pdf", "PDF", ""])), max_size=30))
def test_no_two_files_of_a_folder_have_one_name_also_where_capitals_do_not_count(asked: list[tuple[str, str]]) -> None:
    namer = Namer()
    given_ = [namer.name(name, ending, "文书") for name, ending in asked]
    assert len({name.casefold() for name in given_}) == len(asked)
    assert all(name.startswith("文书/") and name.count("/") == 1 for name in given_)


def test_the_same_name_in_two_folders_needs_no_number() -> None:
    namer = Namer()
    assert [namer.name("甲", "pdf", folder) for folder in ("文书", "照片", "", "文书")] == [
        "文书/甲.pdf", "照片/甲.pdf", "甲.pdf", "文书/甲-2.pdf"]  # fmt: skip
