"""The shipped checklists keep their promises: every question of the list, in words that fit a notice."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from pyxform.xls2json_backends import md_to_dict
from pyxform.xls2xform import convert

from fieldaudit.assets import asset_path, forms_dir
from fieldaudit.domain.citations import Law, cite_all, load_laws
from fieldaudit.domain.terms import MEASURES, SEVERITIES, TERM_KINDS

pytestmark = pytest.mark.slow  # `make check` stays under a minute

Row = dict[str, str]

FORMS = ("fire_safety", "food_safety")
ZH, EN = "::中文 (zh)", "::English (en)"
TRANSLATED = ("label", "hint", "required_message", "constraint_message")
HAN = re.compile(r"[\u4e00-\u9fff]")
CHECKED = {"seen", "part", "recalled"}

ITEMS = list(csv.DictReader(
    Path(__file__).with_name("fire_safety_items.csv").read_text("utf-8").splitlines()))
# Where the checklist words a question of the list otherwise, and why. The list's English is in notes, the checklist's in sentences.
REWORDED = {
    "exit_count": "a number is not 符合; exits or the single-exit conditions are",
    "windows_to_open": "a bare number cannot be judged 符合 or 不符合",
    "sprinkler_pressure": "a sign after a bracket reads badly",
    "alarm_detectors": "the slash left open what may replace what",
    "alarm_standalone": "which area, and words instead of a sign",
    "alarm_linkage": "声光、门、泵 were unclear",
    "water_source": "natural water usable all year counts, as the facts and the hint say",
    "hydrant_indoor": "the verdict on the pressure was missing",
    "hydrant_outdoor": "有防冻 lacked its noun",
    "kitchen_fire_kit": "said nowhere that it is about the kitchen",
    "fire_stopping": "fire doors held open that release by themselves are allowed",
    "night_carers": "老年人, as everywhere",
    "archive": "老年人, as everywhere",
    "earlier_hazards": "a bare number cannot be judged 符合 or 不符合",
}
# References of the list that name a chapter (章) or a section (节), which a bare number would print as 条.
DIVISIONS = {
    "GB 55036:3": "GB 55036:第3章", "GB 50084:12": "GB 50084:第12章", "GB 50016:5.5": "GB 50016:第5.5节",
    "GB 50974:4.3": "GB 50974:第4.3节", "GB 50974:4.4": "GB 50974:第4.4节", "GB 55037:10.1": "GB 55037:第10.1节",
}
# Numbers that are not wanted with a verdict, and why.
OPTIONAL_NUMBERS = {
    "well_capacity_depth_n": "a well with its pump in place cannot be sounded",
    "cold_chain_freezer_n": "a home may have no freezer",
}


def source(name: str) -> str:
    return (forms_dir() / f"{name}.md").read_text("utf-8")


def sheet(name: str, sheet_name: str) -> list[Row]:
    rows: list[Row] = md_to_dict(source(name))[sheet_name]
    return rows


def questions(name: str) -> list[Row]:
    """The rows that can fail."""
    return [row for row in sheet(name, "survey") if row["type"] == "select_one pfn"]


def laws() -> dict[str, Law]:
    own = (forms_dir() / "food_safety_laws.csv").read_text("utf-8")
    return load_laws(asset_path("laws.csv").read_text("utf-8")) | load_laws(own)


FAILABLE = [pytest.param(name, row, id=f"{name}-{row['name']}") for name in FORMS for row in questions(name)]


def test_every_question_of_the_list_is_there_in_order() -> None:
    assert [row["name"] for row in questions("fire_safety")] == [item["id"] for item in ITEMS]
    assert len(ITEMS) == 65


def test_every_question_has_the_wording_of_the_list_or_a_reason_not_to() -> None:
    worded = {row["name"]: row["label" + ZH] for row in questions("fire_safety")}
    assert {item["id"] for item in ITEMS if worded[item["id"]] != item["zh"]} == set(REWORDED)


def listed(item: Row, column: str) -> str:
    """What the list says, but a chapter or section of a standard called so: 第3条 of GB 55036 does not exist, 第3章 does."""
    return ";".join(DIVISIONS.get(part, part) for part in item[column].split(";"))


@pytest.mark.parametrize(
    "column", ["severity", "measure", "days", "order_basis", "basis", "basis_checked", "refer_basis"])
def test_every_question_carries_what_the_list_says_of_it(column: str) -> None:
    carried = {row["name"]: row.get(f"bind::fa:{column}", "") for row in questions("fire_safety")}
    assert carried == {item["id"]: listed(item, column) for item in ITEMS}


def test_the_sections_are_those_of_the_list() -> None:
    groups = [(row["label" + ZH], row["label" + EN]) for row in sheet("fire_safety", "survey")
              if row["type"] == "begin_group" and row["name"] not in ("facts", "closing")]
    assert groups == list(dict.fromkeys((item["section_zh"], item["section_en"]) for item in ITEMS))
    assert len(groups) == 13


def test_a_number_stands_before_exactly_the_verdicts_that_the_list_asks_a_number_for() -> None:
    measured: dict[str, list[str]] = {}
    pending: list[str] = []
    for row in sheet("fire_safety", "survey"):
        if row["type"] in ("integer", "decimal") and row["name"].endswith("_n"):
            pending.append(row["name"])
        elif row["type"] == "select_one pfn":
            measured[row["name"]], pending = pending, []
    asked = {item["id"] for item in ITEMS if item["answer"] == "number_and_pass_fail_na"}
    assert {name for name, numbers in measured.items() if numbers} == asked
    assert measured["well_capacity"] == ["well_capacity_n", "well_capacity_depth_n"]


@pytest.mark.parametrize("name", FORMS)
def test_every_number_is_bounded_and_wanted_only_with_a_verdict(name: str) -> None:
    for row in sheet(name, "survey"):
        if row["type"] in ("integer", "decimal"):
            assert row["constraint"].startswith(". >= "), row["name"]
            assert row["constraint_message" + ZH] and row["constraint_message" + EN], row["name"]
        if row.get("name", "").endswith("_n"):
            wanted = row.get("required", "")
            if row["name"] in OPTIONAL_NUMBERS:
                assert not wanted and "required_message" + ZH not in row
                continue
            assert re.fullmatch(r"\$\{(\w+)\} = 'pass' or \$\{\1\} = 'fail'", wanted), row["name"]


@pytest.mark.parametrize("name", FORMS)
def test_every_text_is_given_in_both_languages(name: str) -> None:
    for row in sheet(name, "survey") + sheet(name, "choices"):
        for column in TRANSLATED:
            assert (column + ZH in row) == (column + EN in row), (row["name"], column)
        if row.get("type") != "end_group":
            assert "label" + ZH in row, row


@pytest.mark.parametrize("name", FORMS)
def test_chinese_texts_are_chinese_and_english_texts_hold_no_chinese(name: str) -> None:
    for row in sheet(name, "survey") + sheet(name, "choices"):
        for column, text in row.items():
            if column.endswith(ZH) or column in ("bind::fa:finding", "bind::fa:require"):
                assert HAN.search(text), (row["name"], column)
            if column.endswith(EN) or column in ("bind::fa:finding_en", "bind::fa:require_en"):
                assert not re.search(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]", text), (row["name"], column)


@pytest.mark.parametrize("name", FORMS)
def test_no_text_has_the_quotation_marks_that_pyxform_makes_straight(name: str) -> None:
    assert not re.search("[“”‘’]", source(name))


@pytest.mark.parametrize("name,row", FAILABLE)
def test_every_question_that_can_fail_says_what_is_wrong_and_what_to_do(name: str, row: Row) -> None:
    wrong, todo = row["bind::fa:finding"], row["bind::fa:require"]
    assert row["bind::fa:fail"] == "fail"
    for text in (wrong, todo):  # inside a sentence: …（重大隐患）。{finding}，违反…。应当{require}，改正期限：…
        assert not re.search(r"[。；，,;.：:]$|。", text), text
        assert "违反" not in text, text
    assert not todo.startswith(("应", "立即")), "应当 stands before it, and the term says how soon"
    assert row["bind::fa:finding_en"][0].isupper() and not row["bind::fa:finding_en"].endswith(".")
    assert row["bind::fa:require_en"][0].islower() and not row["bind::fa:require_en"].endswith(".")


@pytest.mark.parametrize("name,row", FAILABLE)
def test_every_code_is_one_of_the_vocabulary(name: str, row: Row) -> None:
    assert row["bind::fa:severity"] in SEVERITIES
    assert row["bind::fa:measure"] in MEASURES
    assert row["bind::fa:term_kind"] in TERM_KINDS
    assert row["bind::fa:basis_checked"] in CHECKED
    assert 0 <= int(row["bind::fa:days"]) <= 365


@pytest.mark.parametrize("name,row", FAILABLE)
def test_every_basis_can_be_cited(name: str, row: Row) -> None:
    known = laws()
    assert cite_all(row["bind::fa:order_basis"], known)
    for column in ("basis", "refer_basis"):
        references = row.get(f"bind::fa:{column}", "")
        assert len(cite_all(references, known)) == len([part for part in references.split(";") if part])


def test_no_two_findings_read_the_same() -> None:
    for name in FORMS:
        findings = [row["bind::fa:finding"] for row in questions(name)]
        assert len(set(findings)) == len(findings)


def test_the_food_checklist_shares_no_question_and_rests_on_its_own_law() -> None:
    food = questions("food_safety")
    assert 20 <= len(food) <= 30
    assert not {row["name"] for row in food} & {row["name"] for row in questions("fire_safety")}
    assert all(row["bind::fa:order_basis"].startswith("食品安全法:") for row in food)
    assert all(row["bind::fa:basis_checked"] == "recalled" for row in food)


def test_no_recalled_law_passes_for_a_read_one() -> None:
    own = load_laws((forms_dir() / "food_safety_laws.csv").read_text("utf-8"))
    assert {law.checked for law in own.values()} == {"recalled"}


@pytest.mark.parametrize("name", FORMS)
def test_every_verdict_is_required_and_offers_pass_fail_and_not_applicable(name: str) -> None:
    assert all(row["required"] == "yes" for row in questions(name))
    verdicts = [row["name"] for row in sheet(name, "choices") if row["list_name"] == "pfn"]
    assert verdicts == ["pass", "fail", "na"]


@pytest.mark.parametrize("name", FORMS)
def test_a_question_that_may_be_hidden_says_why(name: str) -> None:
    hideable = [row for row in questions(name) if "relevant" in row]
    assert hideable
    assert all(row["comment"].startswith("Hidden only when ") for row in hideable)


@pytest.mark.parametrize("name", FORMS)
def test_the_checklist_converts_without_a_warning(name: str) -> None:
    warnings: list[str] = []
    result = convert(forms_dir() / f"{name}.md", file_type=".md", warnings=warnings)
    assert warnings == []
    version = sheet(name, "settings")[0]["version"]
    assert re.fullmatch(r"20\d{8}", version), "date and number: versions grow"
    assert f'id="{name}"' in result.xform and f'version="{version}"' in result.xform
    assert 'xmlns:fa="https://fieldaudit.example/xforms/fa"' in result.xform
