"""The user guide: the same topics, headings and pictures in both languages, every picture one that the walk takes."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from fieldaudit.assets import asset_path, guide_dir
from fieldaudit.ui.pages.help.presenter import topics
from fieldaudit.ui.walk import EVERY

CHINESE = re.compile(r"[⺀-鿿　-〿＀-￯]")
CURLY = re.compile("[‘’“”]")  # full width in the window's face
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
SAID = ("translation", "numerusform")
NAMES = [each.name for each in topics("zh")]


def text_of(language: str, name: str) -> str:
    """The text of a topic."""
    return next(each for each in topics(language) if each.name == name).path.read_text("utf-8")


def shape(text: str) -> list[str]:
    """What stands where: headings by their level, pictures by their name, list items, rows of tables."""
    found = []
    for line in text.splitlines():
        if picture := PICTURE.match(line):
            found.append(Path(picture[2]).name)
        elif mark := re.match(r"(#+|-|\d+\.|\|)", line):
            found.append(mark[1])
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_topic_has_the_same_shape_in_both_languages(name: str) -> None:
    zh, en = text_of("zh", name), text_of("en", name)
    assert shape(zh) == shape(en)
    assert len(zh) > 250, "it says something"


@pytest.mark.parametrize("name", NAMES)
def test_the_english_is_english(name: str) -> None:
    english = text_of("en", name)
    assert not CHINESE.search(english) and not CURLY.search(english)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_picture_is_one_the_walk_takes_and_lies_where_it_is_looked_for(language: str) -> None:
    taken = {shot.name for shot in EVERY}
    seen = set()
    for topic in topics(language):
        for words, link in PICTURE.findall(topic.path.read_text("utf-8")):
            path = (topic.path.parent / link).resolve()
            assert words, f"{link}: a picture says what it shows"
            assert path.parent == (guide_dir() / "images" / language).resolve(), link
            assert path.stem in taken, link
            assert path.is_file(), f"{link}: make screenshots"
            seen.add(path.stem)
    assert len(seen) > 20


def test_pictures_that_nothing_shows_are_those_of_the_walk() -> None:
    taken = {shot.name for shot in EVERY}
    for path in (guide_dir() / "images").rglob("*.png"):
        assert path.stem in taken, f"{path}: no shot makes it any more"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_the_guide_quotes_stands_in_the_window(language: str) -> None:
    folder = asset_path("i18n") / {"zh": "zh_CN", "en": "en"}[language]
    words = [node.text or "" for file in folder.glob("*.ts") for node in ElementTree.parse(file).iter() if node.tag in SAID]
    quoted = re.compile({"zh": "“([^”]+)”", "en": '"([^"]+)"'}[language])
    strange = [
        f"{topic.name}: {said}"
        for topic in topics(language)
        for said in quoted.findall(topic.path.read_text("utf-8"))
        if not any(said in each for each in words)
    ]
    assert strange == []
