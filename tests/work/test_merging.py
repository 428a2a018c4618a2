"""Two register rows that are one home: everything shows under the row that is kept, wherever and whenever it was recorded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from office_world import Office, found, second_laptop

from fieldaudit.domain.core import RowId
from fieldaudit.errors import BadInput, NotAllowed
from fieldaudit.store import queries
from fieldaudit.work import inspect, notices, plan, records, register
from fieldaudit.work.merging import merge
from fieldaudit.work.register_file import read_register
from fieldaudit.work.undo import redo, undo

pytestmark = pytest.mark.slow  # bureaus with several laptops

REGISTER = "机构名称,旗县市区,地址,床位数\n北苑敬老院,科尔沁区,和平路1号院,58\n北苑老年公寓,科尔沁区,和平路1号,\n"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with pytest.MonkeyPatch.context() as patch:
        (tmp_path / "bureau").mkdir()
        made = found(tmp_path / "bureau", patch)
        register.take(made.desk("管理员"), register.look(made.desk("管理员"), read_register(REGISTER.encode(), "名册.csv")))
        made.homes = {row["name"]: RowId(row["id"]) for row in register.listed(made.desk(None))}
        try:
            yield made
        finally:
            made.workspace.close()


def shown(office: Office) -> dict[str, Any]:
    """What a person sees of the homes: rows, inspections, hazards and notices under each."""
    store = office.workspace.store
    return {
        "homes": [(row["name"], row["items"], row["open_items"]) for row in queries.institutions(store)],
        "inspections": sorted((row["number"], row["institution_name"]) for row in queries.inspections(store)),
        "items": [(row["id"], row["institution_name"]) for row in queries.items(store)],
        "notices": [(row["number"], row["institution_name"]) for row in queries.notices(store)],
        "conflicts": records.conflict_list(office.desk(None)),
        "tables": store.query("SELECT * FROM home_of ORDER BY institution"),
    }


def both(office: Office, who: str = "甲", turned: bool = False, **how: Any) -> Any:
    keep, other = office.homes["北苑养老中心"], office.homes["北苑敬老院"]
    return merge(office.desk(who), *((other, keep) if turned else (keep, other)), "名册重复", **how)


def test_what_hangs_on_either_row_shows_under_the_one_that_is_kept(office: Office) -> None:
    visit = office.served("sign")
    other = office.finished("wires", home="北苑敬老院")
    done = both(office)
    assert (done.inspections, done.differing["name"]) == (2, ("北苑养老中心", "北苑敬老院"))
    seen = shown(office)
    assert [row[0] for row in seen["homes"]] == ["北苑养老中心", "北苑老年公寓", "南山养老院"]
    assert seen["homes"][0] == ("北苑养老中心", 2, 2)
    assert {home for _, home in seen["inspections"]} == {home for _, home in seen["items"]} == {"北苑养老中心"}
    keep = office.homes["北苑养老中心"]
    assert {item.id for item in plan.plan(office.desk(None), keep)} == {visit.items["sign"], other.items["wires"]}
    for name in ("北苑敬老院", str(office.homes["北苑敬老院"])):
        assert register.find(office.desk(None), name)["id"] == keep
    assert inspect.open_sheet(office.desk(None), other.id).row["id"] == other.id
    notice = notices.issue(office.desk(), other.id)
    office.serve(notice)
    assert [row["institution_name"] for row in queries.notices(office.workspace.store, keep)] == ["北苑养老中心"] * 2


def test_new_visits_of_either_go_to_the_home_that_is_kept(office: Office) -> None:
    both(office)
    made = inspect.begin(office.desk(), office.homes["北苑敬老院"], office.people["乙"])
    assert office.desk(None).row("inspection", made)["institution"] == office.homes["北苑养老中心"]


def test_the_facts_of_the_kept_row_stay_but_for_those_that_are_taken(office: Office) -> None:
    assert both(office, take=("beds",)).differing.keys() == {"name", "address"}
    row = register.find(office.desk(None), "北苑养老中心")
    assert (row["beds"], row["address"]) == (58, "和平路1号")


def test_a_merge_is_refused_across_districts_without_reason_or_with_itself(office: Office) -> None:
    north, south = office.homes["北苑养老中心"], office.homes["南山养老院"]
    with pytest.raises(NotAllowed, match="不同的旗县市区"):
        merge(office.desk(), north, south, "重复")
    with pytest.raises(BadInput, match="同一家"):
        merge(office.desk(), north, north, "重复")
    with pytest.raises(BadInput, match="理由"):
        merge(office.desk(), north, office.homes["北苑敬老院"], " ")
    with pytest.raises(BadInput, match="colour"):
        both(office, take=("colour",))
    both(office)
    with pytest.raises(BadInput, match="同一家"):
        both(office)


def test_undo_parts_them_again_and_redo_joins_them(office: Office) -> None:
    office.finished("wires", home="北苑敬老院")
    before = shown(office)
    both(office, take=("address",))
    after = shown(office)
    undo(office.desk())
    assert shown(office) == before
    redo(office.desk())
    assert shown(office) == after
    office.workspace.store.rebuild()
    assert shown(office) == after and records.verify_all(office.desk(None)) == []


def test_a_chain_of_merges_ends_at_one_home(office: Office) -> None:
    office.finished("sign", home="北苑老年公寓")
    merge(office.desk(), office.homes["北苑敬老院"], office.homes["北苑老年公寓"], "重复")
    both(office)
    assert {home for _, home in shown(office)["items"]} == {"北苑养老中心"}


@pytest.fixture
def second(office: Office, tmp_path: Path) -> Iterator[Office]:
    made = second_laptop(office, tmp_path / "second", "乙", "科长")
    try:
        yield made
    finally:
        made.workspace.close()


def meet(*offices: Office, stick: Path) -> None:
    for each in (*offices, *offices):
        each.sync(stick)


def test_what_was_recorded_elsewhere_of_the_other_row_meanwhile_shows_under_the_kept_one(
    office: Office, second: Office, tmp_path: Path
) -> None:
    meet(office, second, stick=tmp_path / "stick")
    visit = inspect.begin(second.desk("乙"), second.homes["北苑敬老院"], second.people["甲"])
    both(office)
    meet(office, second, stick=tmp_path / "stick")
    assert shown(office) == shown(second)
    keep = office.homes["北苑养老中心"]
    assert [row["id"] for row in queries.inspections(second.workspace.store, institution=keep)] == [visit]


def test_two_laptops_that_merge_in_opposite_directions_agree_on_one_home(office: Office, second: Office, tmp_path: Path) -> None:
    office.finished("wires", home="北苑敬老院")
    meet(office, second, stick=tmp_path / "stick")
    both(office)
    both(second, "乙", turned=True)
    meet(office, second, stick=tmp_path / "stick")
    seen = shown(office)
    assert seen == shown(second)
    assert [row[0] for row in seen["homes"]] == ["北苑养老中心", "北苑老年公寓", "南山养老院"]
    assert {home for _, home in seen["items"]} == {"北苑养老中心"}
    for each in (office, second):
        assert register.find(each.desk(None), "北苑敬老院")["name"] == "北苑养老中心"
        assert inspect.begin(each.desk("乙"), each.homes["北苑敬老院"], each.people["甲"])
        each.workspace.store.rebuild()
    meet(office, second, stick=tmp_path / "stick")
    assert shown(office) == shown(second)
