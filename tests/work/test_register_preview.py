"""Every row judged against the homes already known."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from register_examples import DISTRICTS, HEADER, code_of, csv_of, imported, judged, keys, register_of

from fieldaudit.work.register_file import Register, read_register
from fieldaudit.work.register_preview import ImportPreview
from fieldaudit.work.register_refused import refused_csv

pytestmark = pytest.mark.slow  # `make check` stays under a minute

NORTH = ["北苑养老中心", code_of(1), "科尔沁区", "13900000001", "120", "80"]
SOUTH = ["南苑养老院", code_of(2), "开鲁县", "13900000002", "60", "40"]


def counted(outcome: ImportPreview) -> tuple[int, int, int, int]:
    return len(outcome.new), len(outcome.updated), len(outcome.unchanged), len(outcome.refused)


def any_register() -> st.SearchStrategy[Register]:
    """Registers with every kind of row, alike and unlike, right and wrong."""
    row = st.tuples(
        st.sampled_from(["北苑养老中心", "北苑 养老中心", "南苑养老院", "东湖", "", "合计"]),
        st.sampled_from(["", code_of(1), code_of(2), code_of(3), "52150500MJ0000001X"]),
        st.sampled_from(["", "科尔沁区", "科尔沁", "开鲁县", "示例区"]),
        st.sampled_from(["", "13900000001", "13900000002", "1.39E+10"]),
        st.sampled_from(["", "60", "120"]), st.just(""))
    return st.lists(row, max_size=10).map(lambda rows: register_of(*rows))


@pytest.mark.slow
@settings(max_examples=150)
@given(any_register(), any_register())
def test_every_row_is_new_updated_unchanged_or_refused_and_none_is_lost(
    first: Register, second: Register
) -> None:
    homes = imported(judged(first))
    outcome = judged(second, homes)
    rows = [entry.row for group in (outcome.new, outcome.updated, outcome.unchanged, outcome.refused)
            for entry in group]
    assert sorted(rows) == [row.row for row in second.sheets[0].rows]
    ids = [update.id for update in outcome.updated] + [same.id for same in outcome.unchanged]
    assert len(ids) == len(set(ids)), "two rows change one home"


@pytest.mark.slow
@settings(max_examples=150)
@given(any_register())
def test_importing_the_same_file_again_changes_nothing(sheet: Register) -> None:
    first = judged(sheet)
    again = judged(sheet, imported(first))
    assert counted(again) == (0, 0, len(first.new), len(first.refused))
    assert list(keys(again)) == list(keys(first))


@settings(max_examples=40)
@given(any_register(), any_register())
def test_an_update_never_blanks_a_cell(first: Register, second: Register) -> None:
    outcome = judged(second, imported(judged(first)))
    for update in outcome.updated:
        assert update.changes
        assert all(after not in (None, "") and after != before for before, after in update.changes.values())


def test_a_home_is_found_by_its_code_and_its_changed_cells_are_named() -> None:
    homes = imported(judged(register_of(NORTH)))
    outcome = judged(register_of(["北苑颐养中心", *NORTH[1:4], "130", ""]), homes)
    assert [(update.id, update.changes) for update in outcome.updated] == [
        (homes[0].id, {"name": ("北苑养老中心", "北苑颐养中心"), "beds": (120, 130)})]
    assert [bad.key for bad in outcome.warnings] == ["renamed"]


def test_a_code_under_quite_another_name_changes_nothing_until_a_person_says_it_was_renamed() -> None:
    homes = imported(judged(register_of(NORTH)))
    row = ["晚晴托老所", *NORTH[1:]]
    outcome = judged(register_of(row), homes)
    assert keys(outcome) == {2: ["other_name"]} and f"--twin 2={homes[0].id}" in outcome.refused[0].faults[0].reason.zh
    said = judged(register_of(row), homes, row_2=str(homes[0].id))
    assert [update.changes for update in said.updated] == [{"name": ("北苑养老中心", "晚晴托老所")}]
    assert [bad.key for bad in said.warnings] == ["renamed"]


def test_a_home_without_a_code_is_found_by_name_and_district_and_gets_its_code() -> None:
    homes = imported(judged(register_of([NORTH[0], "", *NORTH[2:]])))
    outcome = judged(register_of(["北苑 养老中心", NORTH[1], "科尔沁", *NORTH[3:]]), homes)
    assert [update.changes for update in outcome.updated] == [{"code": (None, code_of(1))}]
    assert not outcome.warnings


def test_the_same_name_in_another_district_is_another_home() -> None:
    homes = imported(judged(register_of([NORTH[0], "", "科尔沁区", "", "", ""])))
    assert counted(judged(register_of([NORTH[0], "", "开鲁县", "", "", ""]), homes)) == (1, 0, 0, 0)


def test_a_code_of_one_home_with_the_name_of_another_is_refused() -> None:
    homes = imported(judged(register_of(NORTH, SOUTH)))
    outcome = judged(register_of([SOUTH[0], NORTH[1], SOUTH[2], "", "", ""]), homes)
    assert keys(outcome) == {2: ["two_homes"]} and counted(outcome) == (0, 0, 0, 1)


def test_an_import_cannot_move_a_home_to_another_district() -> None:
    homes = imported(judged(register_of(NORTH)))
    outcome = judged(register_of([*NORTH[:2], "奈曼旗", *NORTH[3:]]), homes)
    assert keys(outcome) == {2: ["other_district"]}
    assert "科尔沁区" in outcome.refused[0].faults[0].reason.zh


def test_a_code_alone_tells_the_district_when_the_file_has_no_such_column() -> None:
    homes = imported(judged(register_of(NORTH)))
    header = ["机构名称", "信用代码", "床位数"]
    outcome = judged(register_of([*NORTH[:2], "99"], ["东湖", "", "9"], header=header), homes)
    assert [update.changes for update in outcome.updated] == [{"beds": (120, 99)}]
    assert keys(outcome) == {3: ["missing_district"]}


def test_two_registered_homes_with_one_code_must_be_merged_first() -> None:
    homes = imported(judged(register_of(NORTH)))
    twin = imported(judged(register_of([SOUTH[0], NORTH[1], *SOUTH[2:]])), homes)
    outcome = judged(register_of(NORTH), [*homes, *(home for home in twin if home not in homes)])
    assert keys(outcome) == {2: ["several_homes"]}


def test_two_rows_for_one_registered_home_never_both_go_in() -> None:
    homes = imported(judged(register_of(NORTH)))
    outcome = judged(register_of(["北苑颐养中心", *NORTH[1:]], [NORTH[0], "", *NORTH[2:]]), homes)
    assert len(outcome.updated) == 1 and keys(outcome) == {3: ["duplicate_home"]}


@pytest.mark.parametrize(("second", "key"), [
    ([*SOUTH[:1], NORTH[1], *SOUTH[2:]], "duplicate_code"),
    (["北苑养老 中心", code_of(9), "科尔沁", "", "", ""], "duplicate_home"),
])
def test_of_two_rows_alike_in_one_file_the_later_is_refused_and_names_the_first(
    second: list[str], key: str
) -> None:
    outcome = judged(register_of(NORTH, second))
    assert [new.row for new in outcome.new] == [2] and keys(outcome) == {3: [key]}
    assert "第2行" in outcome.refused[0].faults[0].reason.zh


@pytest.mark.parametrize(("text", "name"), [
    ("科尔沁", "科尔沁区"), ("科尔沁区", "科尔沁区"), ("通辽市科尔沁区", "科尔沁区"), ("扎鲁特", "扎鲁特旗"),
    ("科尔沁左翼中", "科尔沁左翼中旗"), ("开 鲁 县", "开鲁县"), ("霍林郭勒", "霍林郭勒市"),
])
def test_a_district_is_known_without_its_suffix_and_after_its_city(text: str, name: str) -> None:
    outcome = judged(register_of([*NORTH[:2], text, *NORTH[3:]]))
    assert [(new.district, new.district_name) for new in outcome.new] == [(DISTRICTS[name], name)]


@pytest.mark.parametrize("text", ["科尔沁左翼", "中旗", "开发区", "市"])
def test_a_district_that_is_not_registered_is_refused_with_those_that_are(text: str) -> None:
    outcome = judged(register_of([*NORTH[:2], text, *NORTH[3:]]))
    assert keys(outcome) == {2: ["unknown_district"]} and "库伦旗" in outcome.refused[0].faults[0].reason.zh


def test_an_update_keeps_unknown_columns_the_file_does_not_have() -> None:
    homes = imported(judged(register_of(["北苑", "开鲁县", "已备案"], header=["名称", "区县", "消防备案"])))
    outcome = judged(register_of(["北苑", "开鲁县", "三层"], header=["名称", "区县", "楼层"]), homes)
    assert [update.changes["extra_json"][1] for update in outcome.updated] == [
        '{"楼层":"三层","消防备案":"已备案"}']


def test_a_spelling_of_the_name_that_matches_does_not_count_as_a_change() -> None:
    homes = imported(judged(register_of(["北苑（东院）", *NORTH[1:]])))
    assert counted(judged(register_of(["北苑(东院)", *NORTH[1:]]), homes)) == (0, 0, 1, 0)


# -- the file of refused rows -----------------------------------------------------------------------

def test_refused_rows_come_back_with_their_header_number_and_reason() -> None:
    sheet = register_of(NORTH, [*SOUTH[:3], "1.39E+10", *SOUTH[4:]])
    data = refused_csv(sheet, judged(sheet).refused)
    assert data.startswith(b"\xef\xbb\xbf")
    lines = data.decode("utf-8-sig").splitlines()
    assert len(lines) == 2 and lines[0] == '"行号","原因",' + ",".join(f'"{word}"' for word in HEADER)
    assert lines[1].startswith('"3","联系电话：“1.39E+10”') and "南苑养老院" in lines[1]


def test_a_district_taken_from_a_merged_cell_is_written_out_for_mending() -> None:
    sheet = register_of(NORTH, [SOUTH[0], "1", "", *SOUTH[3:]])
    again = read_register(refused_csv(sheet, judged(sheet).refused), "refused.csv")
    assert [(row.district, [bad.key for bad in row.faults]) for row in again.sheets[0].rows] == [
        ("科尔沁区", ["bad_code"])]


def test_a_row_refused_for_its_district_does_not_take_that_of_the_row_above_it_in_the_refused_file() -> None:
    sheet = register_of([NORTH[0], "1", *NORTH[2:]], ["小计", *[""] * 5], [SOUTH[0], SOUTH[1], "", *SOUTH[3:]])
    outcome = judged(sheet)
    assert keys(outcome) == {2: ["bad_code"], 4: ["missing_district"]}
    again = judged(read_register(refused_csv(sheet, outcome.refused), "refused.csv"))
    assert keys(again) == {2: ["bad_code"], 3: ["missing_district"]} and not again.new


def test_a_refused_file_refused_again_does_not_grow() -> None:
    sheet = register_of([*NORTH[:4], "许多", ""])
    once = refused_csv(sheet, judged(sheet).refused)
    again = read_register(once, "refused.csv")
    assert "行号" not in again.sheets[0].unknown_columns and "原因" not in again.sheets[0].unknown_columns
    twice = refused_csv(again, judged(again).refused)
    assert twice.decode("utf-8-sig").replace('"2"', "") == once.decode("utf-8-sig").replace('"2"', "")


def test_an_offices_own_column_called_reason_is_kept() -> None:
    assert register_of(["北苑", "开鲁县", "装修"], header=["名称", "区县", "原因"]).sheets[0].unknown_columns == ("原因",)


def test_cells_that_excel_would_rewrite_or_compute_are_guarded_and_read_back_the_same() -> None:
    header = [*HEADER, "备注"]
    sheet = register_of([NORTH[0], "1", NORTH[2], "13900000001", "", "", "=1+1"], header=header)
    data = refused_csv(sheet, judged(sheet).refused)
    assert b'"\t13900000001"' in data and b'"\t=1+1"' in data
    assert read_register(data, "refused.csv").sheets[0].rows[0].cells == sheet.sheets[0].rows[0].cells


@settings(max_examples=40)
@given(any_register())
def test_the_refused_file_holds_exactly_the_refused_rows_cell_by_cell(sheet: Register) -> None:
    refused = judged(sheet).refused
    again = read_register(refused_csv(sheet, refused), "refused.csv")
    numbers = {entry.row for entry in refused}
    first = [(row.cells, row.raw[:2]) for row in sheet.sheets[0].rows if row.row in numbers]
    assert [(row.cells, tuple(cell.lstrip("\t") for cell in row.raw[2:4])) for row in again.sheets[0].rows] == first


def test_a_wholly_clean_register_leaves_only_the_header_to_mend() -> None:
    sheet = read_register(csv_of([HEADER, NORTH]), "register.csv")
    assert len(read_register(refused_csv(sheet, judged(sheet).refused), "refused.csv").sheets[0].rows) == 0
