"""Storing an import: one act a district, judged against the homes of the workspace, nothing half-applied."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from office_world import Office
from register_examples import code_of, csv_of

from fieldaudit.domain.core import RowId, Scope
from fieldaudit.store import Workspace
from fieldaudit.work import merging, register
from fieldaudit.work import office as enrolment
from fieldaudit.work.register_file import Register, read_register

HEAD = ["机构名称", "统一社会信用代码", "旗县市区", "床位数"]


def listed(*rows: list[str]) -> Register:
    return read_register(csv_of([HEAD, *rows]), "名册.csv")


def acts(made: Office) -> int:
    return int(made.workspace.store.query("SELECT count(*) AS n FROM log")[0]["n"])


def row_of(made: Office, name: str) -> dict[str, object]:
    return dict(register.find(made.desk(None), name))


@pytest.fixture
def branch(office: Office, tmp_path: Path) -> Iterator[Office]:
    """A laptop that carries 开鲁县 only, synced."""
    workspace = Workspace.create(tmp_path / "branch", None)
    asked, code = enrolment.request_enrolment(workspace, "branch")
    desk = office.desk("管理员")
    scope = next(Scope(row["scope"]) for row in desk.store.find("district") if row["name"] == "开鲁县")
    grant, _ = enrolment.grant_enrolment(desk, asked, code, [office.people["甲"]], [scope])
    enrolment.accept_enrolment(workspace, grant)
    made = Office(workspace, office.people, office.now, 100)
    office.sync(tmp_path / "stick")
    made.sync(tmp_path / "stick")
    yield made
    workspace.close()


def test_an_import_is_one_act_for_each_district_and_the_same_list_again_is_none(office: Office) -> None:
    sheet = listed(["晚晴养老院", code_of(1), "科尔沁区", "9"], ["暖阳养老院", code_of(2), "科尔沁区", "8"],
                   ["明德", code_of(3), "开鲁县", "7"])
    before = acts(office)
    assert register.take(office.desk("管理员"), register.look(office.desk("管理员"), sheet)) == 3
    assert acts(office) == before + 2
    assert register.take(office.desk("管理员"), register.look(office.desk("管理员"), sheet)) == 0
    assert acts(office) == before + 2


def test_a_cell_edited_since_is_shown_as_a_change_of_the_list_that_still_has_the_old_value(office: Office) -> None:
    sheet = listed(["和顺养老院", code_of(11), "科尔沁区", "9"])
    register.take(office.desk("管理员"), register.look(office.desk("管理员"), sheet))
    home = RowId(int(str(row_of(office, "和顺养老院")["id"])))
    register.edit(office.desk("管理员"), home, {"beds": 30})
    seen = register.look(office.desk("管理员"), sheet)
    assert [(each.id, dict(each.changes)) for each in seen.updated] == [(home, {"beds": (30, 9)})]
    assert row_of(office, "和顺养老院")["beds"] == 30, "a preview stores nothing"


def test_a_laptop_refuses_rows_of_districts_it_does_not_carry_and_takes_the_others(branch: Office) -> None:
    sheet = listed(["金秋养老院", code_of(21), "科尔沁区", "9"], ["长青养老院", code_of(22), "开鲁县", "8"])
    seen = register.look(branch.desk("甲"), sheet)
    assert [(row.row, row.faults[0].key) for row in seen.refused] == [(2, "district_elsewhere")]
    assert "科尔沁区" in seen.refused[0].faults[0].reason.zh
    assert register.take(branch.desk("甲"), seen) == 1 and row_of(branch, "长青养老院")["beds"] == 8


def test_an_old_list_that_names_a_merged_home_changes_the_one_that_was_kept(office: Office) -> None:
    first = listed(["平安养老院", code_of(31), "开鲁县", "9"], ["平安敬老院", code_of(32), "开鲁县", "8"])
    register.take(office.desk("管理员"), register.look(office.desk("管理员"), first))
    kept, given_up = (RowId(int(str(row_of(office, name)["id"]))) for name in ("平安养老院", "平安敬老院"))
    merging.merge(office.desk("科长"), kept, given_up, "同一家")
    seen = register.look(office.desk("管理员"), listed(["平安敬老院", code_of(32), "开鲁县", "12"]))
    assert not seen.new and [(each.id, dict(each.changes)) for each in seen.updated] == [(kept, {"beds": (9, 12)})]
    register.take(office.desk("管理员"), seen)
    assert (row_of(office, "平安敬老院")["id"], row_of(office, "平安养老院")["beds"]) == (kept, 12)
