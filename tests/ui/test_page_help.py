"""F1: the guide opens at the topic of the page one came from; both languages have the same topics."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fieldaudit.ui.pages import PAGES
from fieldaudit.ui.pages.help.presenter import FIRST, TOPIC_OF, topics, wanted


def test_both_languages_have_the_same_topics_in_the_same_order() -> None:
    zh, en = topics("zh"), topics("en")
    assert [each.name for each in zh] == [each.name for each in en] and len(zh) > 10
    assert all(each.title and each.title.isascii() for each in en) and not any(each.title.isascii() for each in zh)


def test_every_page_has_a_topic_that_exists() -> None:
    names = {each.name for each in topics("zh")}
    assert set(TOPIC_OF.values()) | {FIRST} <= names
    assert set(PAGES) - set(TOPIC_OF) == {"help"}


def test_a_topic_asked_for_comes_before_that_of_the_page() -> None:
    assert wanted("keys", "sync") == "keys" and wanted("", "plan") == "rectification" and wanted("", "") == FIRST


def test_help_opens_at_the_page_and_back_leads_there(qt: Any, frame_at: Callable[..., Any]) -> None:
    frame = frame_at("sync")
    frame.go("help")
    assert frame.here() == ("help", {"topic": "sync"})
    assert "同步" in frame.page.text.toPlainText().splitlines()[0]
    frame.page.list.go_to(0)
    assert frame.here()[1] == {"topic": "start"}
    frame.back()
    assert frame.here()[0] == "sync"


def test_a_picture_leaves_no_hole_below_it(qt: Any, frame_at: Callable[..., Any]) -> None:
    document = frame_at("help", topic="inspection").page.text.document()
    block = document.begin()
    while "￼" not in block.text():
        block = block.next()
    picture = document.documentLayout().blockBoundingRect(block)
    assert 100 < picture.height() < picture.width(), "as high as the picture, which lies on its side"
