"""Rows that are probably a home already known are offered as twins, and never made one unasked."""

from __future__ import annotations

import pytest
from register_examples import DISTRICTS, code_of, imported, judged, keys, register_of

from fieldaudit.domain.core import RowId
from fieldaudit.errors import BadInput
from fieldaudit.work.register_preview import ExistingInstitution, ImportPreview, asked_twins
from fieldaudit.work.register_twins import Candidate, Twins

HEAD = ["机构名称", "统一社会信用代码", "旗县市区", "电话", "地址", "床位数"]
NORTH = ["北苑养老院", "", "科尔沁区", "13900000001", "和平路1号", "60"]


def homes_of(*rows: list[str]) -> list[ExistingInstitution]:
    return imported(judged(register_of(*rows, header=HEAD)))


def seen(before: list[ExistingInstitution], *rows: list[str], **decisions: str) -> ImportPreview:
    return judged(register_of(*rows, header=HEAD), before, **decisions)


@pytest.mark.parametrize("name", [
    "北苑敬老院", "北苑养护院", "科尔沁区北苑养老院", "通辽市科尔沁区北苑养老中心", "北苑（敬老院）", "科尔沁北苑老年公寓",
    "北苑养老服务有限公司", "北 苑 ．养老院",
])
def test_a_name_that_differs_only_in_kind_brackets_or_district_is_offered_as_a_twin(name: str) -> None:
    before = homes_of(NORTH)
    outcome = seen(before, [name, "", "科尔沁区", "", "", ""])
    assert len(outcome.new) == len(outcome.twins) == 1 and not outcome.updated
    twin = outcome.twins[0].twins[0]
    assert twin.id == before[0].id
    assert all(words in twin.reason.zh for words in (str(twin.id), "名称相近", "同在一地"))


@pytest.mark.parametrize(("one", "other"), [
    ("红旗镇第一敬老院", "红旗镇第二敬老院"), ("红旗镇东苑养老院", "红旗镇西苑养老院"), ("北苑养老院", "南苑养老院"),
    ("敬老院", "养老院"), ("东湖养老院", "西湖养老院"), ("红旗社区养老院1", "红旗社区养老院2"),
])
def test_names_that_a_number_or_a_word_tells_apart_are_no_twins(one: str, other: str) -> None:
    assert not seen(homes_of([one, *NORTH[1:]]), [other, "", "科尔沁区", "", "", ""]).twins


def test_one_mistyped_character_of_a_long_name_is_a_twin() -> None:
    assert seen(homes_of(["怡康博爱家园", *NORTH[1:]]), ["怡康搏爱家园", "", "科尔沁区", "", "", ""]).twins
    assert seen(homes_of(["怡康博爱家园", *NORTH[1:]]), ["怡康博爱大家园", "", "科尔沁区", "", "", ""]).twins == ()


def test_a_like_name_elsewhere_is_a_twin_only_with_the_same_phone_or_address() -> None:
    before = homes_of(NORTH)
    assert not seen(before, ["北苑敬老院", "", "开鲁县", "", "", ""]).twins
    assert "电话相同" in seen(before, ["北苑敬老院", "", "开鲁县", "13900000001、13900000009", "", ""]).twins[0].twins[0].reason.zh
    assert "地址相同" in seen(before, ["北苑敬老院", "", "开鲁县", "", "和平路１号", ""]).twins[0].twins[0].reason.zh


def test_another_name_with_the_same_phone_and_address_is_a_twin_but_not_with_one_of_them() -> None:
    before = homes_of(NORTH)
    assert seen(before, ["晚晴养老院", "", *NORTH[2:]]).twins
    assert not seen(before, ["晚晴养老院", "", *NORTH[2:4], "", ""]).twins


def test_two_valid_codes_that_differ_speak_against_a_twin_unless_phone_or_address_agree() -> None:
    before = homes_of([NORTH[0], code_of(1), *NORTH[2:]])
    assert not seen(before, ["北苑敬老院", code_of(2), "科尔沁区", "", "", ""]).twins
    assert seen(before, ["北苑敬老院", code_of(2), *NORTH[2:4], "", ""]).twins


def test_a_phone_shared_by_very_many_homes_says_nothing() -> None:
    names = [f"{a}{b}养老院" for a in "春夏秋冬梅兰竹菊" for b in "安康福寿宁和顺祥"]
    before = homes_of(*([name, "", "科尔沁区", "13900000001", "", ""] for name in names))
    assert not seen(before, [names[0], "", "开鲁县", "13900000001", "", ""]).twins


def test_a_person_says_it_is_that_home_and_the_row_changes_it() -> None:
    before = homes_of(NORTH)
    outcome = seen(before, ["北苑敬老院", "", "科尔沁区", "", "", "80"], row_2=str(before[0].id))
    assert not outcome.new and [(each.id, each.changes) for each in outcome.updated] == [
        (before[0].id, {"name": ("北苑养老院", "北苑敬老院"), "beds": (60, 80)})]


def test_a_person_says_it_is_another_home_and_nothing_is_asked_again() -> None:
    outcome = seen(homes_of(NORTH), ["北苑敬老院", "", "科尔沁区", "", "", "80"], row_2="new")
    assert len(outcome.new) == 1 and not outcome.twins


def test_a_person_leaves_a_row_out_and_it_is_counted_as_refused() -> None:
    outcome = seen(homes_of(NORTH), ["北苑敬老院", "", "科尔沁区", "", "", "80"], row_2="skip")
    assert keys(outcome) == {2: ["left_out"]} and not outcome.new


def test_two_rows_of_one_file_are_twins_of_each_other() -> None:
    outcome = seen([], NORTH, ["北苑敬老院", "", "科尔沁区", "", "", "80"])
    twin = outcome.twins[0].twins[0]
    assert outcome.twins[0].row == 3 and twin.id is None and "第2行" in twin.reason.zh


def test_a_decision_chooses_between_two_homes_that_both_fit() -> None:
    before = homes_of([NORTH[0], code_of(1), *NORTH[2:]], ["晚晴养老院", code_of(2), "科尔沁区", "", "", ""])
    row = ["晚晴养老院", code_of(1), "科尔沁区", "", "", "99"]
    refused = seen(before, row)
    assert keys(refused) == {2: ["two_homes"]}
    assert f"--twin 2=编号 指定一家（{before[0].name} {before[0].id}" in refused.refused[0].faults[0].reason.zh
    chosen = seen(before, row, row_2=str(before[0].id))
    assert [each.id for each in chosen.updated] == [before[0].id]


def test_a_decision_cannot_move_a_home_to_another_district() -> None:
    before = homes_of(NORTH)
    assert keys(seen(before, ["北苑敬老院", "", "开鲁县", "", "", ""], row_2=str(before[0].id))) == {2: ["other_district"]}


@pytest.mark.parametrize("decisions", [{"row_9": "new"}, {"row_2": "77"}])
def test_a_decision_about_a_row_or_a_home_that_is_not_there_is_refused(decisions: dict[str, str]) -> None:
    with pytest.raises(BadInput) as caught:
        seen(homes_of(NORTH), NORTH, **decisions)
    assert caught.value.where.startswith("--twin")


@pytest.mark.parametrize("word", ["5", "=new", "5=", "5=maybe", "5=-1", "5=１"])
def test_a_decision_that_means_nothing_is_refused(word: str) -> None:
    with pytest.raises(BadInput):
        asked_twins([word])
    assert asked_twins(["城区!5=new", "6=12"]) == {"城区!5": "new", "6": "12"}


def test_an_old_list_finds_a_merged_home_by_its_former_name_and_code_and_does_not_bring_them_back() -> None:
    also = (("晚晴养老院", code_of(2)),)
    home = ExistingInstitution(RowId(7), "北苑养老院", code_of(1), DISTRICTS["科尔沁区"], {"beds": 60}, also)
    by_code = seen([home], ["晚晴康养中心", code_of(2), "科尔沁区", "", "", "70"])
    assert by_code.updated[0].id == 7 and "code" not in by_code.updated[0].changes
    by_name = seen([home], ["晚晴养老院", "", "科尔沁区", "", "", "70"])
    assert [(each.id, each.changes) for each in by_name.updated] == [(7, {"beds": (60, 70)})]


def test_names_without_anything_of_their_own_are_compared_whole() -> None:
    twins = Twins(["开鲁县"])
    twins.add(Candidate(RowId(1), "开鲁县敬老院", RowId(5)))
    assert twins.of(Candidate(RowId(2), "敬老院", RowId(5))) and not twins.of(Candidate(RowId(2), "养老院", RowId(5)))
