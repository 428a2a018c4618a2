"""Promises of the office's own words: the newest stand, of each kind and language apart; files are read with care."""

from __future__ import annotations

import pytest
from office_world import Office, of_its_own

from fieldaudit.documents.wording import ENGLISH, KINDS, shipped, shipped_text
from fieldaudit.errors import BadInput, NotAllowed
from fieldaudit.work.papers import words

pytestmark = pytest.mark.slow  # `make check` stays under a minute

office = pytest.fixture(of_its_own)


def titled(title: str) -> bytes:
    return f'[title]\nwhole = "{title}：{{name}}{{title}}"\n'.encode()


def test_the_words_set_last_stand_until_they_are_reset_and_each_language_has_its_own(office: Office) -> None:
    desk = office.desk(None)
    for title in ("甲书", "乙书", "丙书"):
        words.put(office.desk("管理员"), "plan", titled(title), "p.toml")
        assert words.words_of(desk, "plan").values["title.whole"] == f"{title}：{{name}}{{title}}"
        assert words.text_of(desk, "plan").encode() == titled(title)
    assert words.words_of(desk, "plan", "en") == shipped("plan", "en") and words.words_of(desk, "report") == shipped("report")
    words.put(office.desk("管理员"), "plan", titled("Our plan"), "p.toml", "en", "own title")
    assert [own.values["title.whole"][:2] for own in words.ever(desk, "plan")][:3] == ["丙书", "乙书", "甲书"]
    listed = {(each.kind, each.lang): each.row for each in words.listed(desk)}
    assert set(listed) == {(kind, "zh") for kind in KINDS} | {(kind, "en") for kind in ENGLISH}
    assert {key for key, held in listed.items() if held} == {("plan", "zh"), ("plan", "en")}
    words.reset(office.desk("管理员"), "plan")
    assert words.words_of(desk, "plan") == shipped("plan"), "not the ones before"
    assert words.words_of(desk, "plan", "en").values["title.whole"].startswith("Our plan")
    assert words.text_of(desk, "plan", "en", own=False) == shipped_text("plan", "en")
    assert len(words.ever(desk, "plan")) == 4, "a print in any of them is still known"


def test_only_the_administrator_sets_and_resets_and_only_what_changes_something(office: Office) -> None:
    for who in ("甲", "科长"):
        with pytest.raises(NotAllowed, match="管理员"):
            words.put(office.desk(who), "plan", titled("甲书"), "p.toml")
        with pytest.raises(NotAllowed, match="管理员"):
            words.reset(office.desk(who), "plan")
    with pytest.raises(NotAllowed, match="原文"):
        words.reset(office.desk("管理员"), "plan")
    with pytest.raises(NotAllowed, match="相同"):
        words.put(office.desk("管理员"), "plan", shipped_text("plan").encode(), "p.toml")
    words.put(office.desk("管理员"), "plan", titled("甲书"), "p.toml")
    with pytest.raises(NotAllowed, match="相同"):
        words.put(office.desk("管理员"), "plan", titled("甲书"), "p.toml")
    words.put(office.desk("管理员"), "plan", shipped_text("plan").encode(), "p.toml")


@pytest.mark.parametrize(
    ("data", "said"), [(b"#" * (words.MAX_WORDS + 1), "太大"), (b"\xff\xfe", "UTF-8"), (b"[title]\nx = 1\n", "没有 title.x")]
)
def test_a_file_that_does_not_fit_is_named_and_sets_nothing(data: bytes, said: str, office: Office) -> None:
    with pytest.raises(BadInput, match=said) as refused:
        words.put(office.desk("管理员"), "plan", data, "p.toml")
    assert refused.value.where.partition(":")[0] == "p.toml" and words.words_of(office.desk(None), "plan") == shipped("plan")


def test_a_file_as_large_as_it_may_be_is_read_and_the_mark_of_an_editor_is_no_word_of_it(office: Office) -> None:
    text = titled("甲书")
    assert words.check("plan", text + b"#" * (words.MAX_WORDS - len(text)), "p.toml")
    assert words.check("plan", b"\xef\xbb\xbf" + text, "p.toml").encode() == text


def test_a_kind_or_language_that_has_no_words_is_refused(office: Office) -> None:
    for kind, lang in (("closure", "zh"), ("notice", "en"), ("letterhead", "zh")):
        with pytest.raises(BadInput, match="没有"):
            words.words_of(office.desk(None), kind, lang)
