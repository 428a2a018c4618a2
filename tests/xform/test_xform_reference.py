"""What `forms docs` prints comes from the code, and docs/forms.md repeats it; the guide's own example is a sound form."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest
from sample_forms import record_of

from fieldaudit.xform import FA_COLUMNS, FUNCTIONS, check, load
from fieldaudit.xform.reference import reference, sections
from fieldaudit.xform.xlsform.headings import CHOICES_COLUMNS, SETTINGS_COLUMNS, SURVEY_COLUMNS
from fieldaudit.xform.xlsform.question_types import QUESTION_TYPES, read_type

GUIDE = (Path(__file__).parents[2] / "docs" / "forms.md").read_text("utf-8")


def example(sheet: str) -> list[list[str]]:
    """The cells of one of the guide's example sheets, as they stand in Excel."""
    table = GUIDE.partition(f"<!-- example: {sheet} -->\n")[2].partition("\n\n")[0]
    rows = [[cell.strip().strip("`") for cell in re.split(r"(?<!\\)\|", line)[2:-1]] for line in table.splitlines()[2:]]
    return rows


def guide_workbook() -> bytes:
    """The workbook that an author has made when the guide's steps are done."""
    book = openpyxl.Workbook()
    book.remove(book["Sheet"])
    for name in ("survey", "choices", "settings"):
        sheet = book.create_sheet(name)
        for row in example(name):
            sheet.append([cell or None for cell in row])
    steps = re.findall(r"`([^`]+)` in ([A-Z]\d+)", GUIDE)
    assert steps == [("calculation", "H1"), ("sum(${beds})", "H10")]
    for text, place in steps:
        book["survey"][place] = text
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_the_guides_example_is_a_form_without_faults_that_works() -> None:
    assert check(guide_workbook(), "xlsx", {}) == []
    record = record_of(load(guide_workbook(), "xlsx", "rooms.xlsx"))
    record.set("has_rooms", "yes")
    record.set("room[1]/beds", "3")
    assert record.values()["beds_all"] in ("3", 3, 3.0)


@pytest.mark.parametrize("name", ["types", "survey", "choices", "settings", "entities", "functions"])
def test_the_guide_repeats_the_table(name: str) -> None:
    assert f"<!-- generated: {name} -->\n\n{sections('en')[name]}\n" in GUIDE


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_reference_names_everything_there_is(language: str) -> None:
    text = reference(language)
    names = [kind.name for kind in QUESTION_TYPES] + list(FUNCTIONS) + [f"bind::fa:{column.name}" for column in FA_COLUMNS]
    names += [column.name for columns in (SURVEY_COLUMNS, CHOICES_COLUMNS, SETTINGS_COLUMNS) for column in columns]
    for name in names:
        assert re.search(rf"^\| `{re.escape(name)}[ `]", text, re.MULTILINE), name
    for column in FA_COLUMNS:
        assert all(f"`{value}`" in text for value in column.allowed)


def test_every_word_is_in_both_languages() -> None:
    assert "的" in reference("zh") and "函数" in reference("zh")
    assert not re.search(r"[\u4e00-\u9fff]", re.sub(r"中文 \(zh\)", "", reference("en")))


def test_tables_have_as_many_cells_in_every_row() -> None:
    for language in ("zh", "en"):
        for table in sections(language).values():
            assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1


def test_every_type_and_alias_reads_as_its_type() -> None:
    for kind in QUESTION_TYPES:
        for name in (kind.name, *kind.aliases):
            cell = read_type(f"{name} things" if kind.takes else name)
            assert (cell.kind, cell.listed) == (kind.name, "things" if kind.takes else "")
