"""The office: founding, people and PINs, numbers, a second laptop, revocation, conflicts."""

from __future__ import annotations

from pathlib import Path

import pytest
from office_world import NOON, Office, found, second_laptop

from fieldaudit.domain.core import RowId
from fieldaudit.domain.numbers import DOCUMENT_KINDS
from fieldaudit.errors import BadInput, FieldauditError, NotAllowed
from fieldaudit.store import Workspace, queries
from fieldaudit.store.history import quarantine
from fieldaudit.work import notices, records, register, review
from fieldaudit.work import office as acts

pytestmark = pytest.mark.slow  # bureaus with several laptops


@pytest.mark.parametrize(
    "change",
    [
        {"name": " "},
        {"short": ""},
        {"admin": "  "},
        {"districts": ()},
        {"districts": ("科尔沁区", " 科尔沁区")},
        {"districts": ("科尔沁区", " ")},
        {"admin_pin": "12"},
        {"admin_pin": "abcd"},
        {"patterns": (("letter", "x{n}"),)},
        {"patterns": (("notice", "{year}号"),)},
        {"patterns": (("notice", "{n"),)},
    ],
)
def test_a_bureau_is_not_founded_on_half_an_answer(tmp_path: Path, change: dict[str, object]) -> None:
    whole = {"name": "通辽市民政局", "short": "通民养", "districts": ("科尔沁区",), "admin": "管理员", "admin_pin": "0000"}
    with Workspace.create(tmp_path / "w", None) as workspace:
        with pytest.raises(BadInput):
            acts.found_bureau(workspace, acts.Founding(**{**whole, **change}), NOON)  # type: ignore[arg-type]
        assert workspace.store.find("bureau") == [] and workspace.store.trust.bureau is None


def test_people_are_told_apart_and_an_inspector_has_a_badge(office: Office) -> None:
    for name, role, badge, pin in (
        ("", "inspector", "7", ""),
        (" 甲 ", "inspector", "7", ""),
        ("甲", "supervisor", "7", ""),
        ("丁", "inspector", " ", ""),
        ("丁", "janitor", "7", ""),
        ("丁", "inspector", "7", "12"),
    ):
        with pytest.raises(BadInput):
            acts.add_person(office.desk("管理员"), name, role, badge, pin)
    for who in ("甲", "科长"):
        with pytest.raises(NotAllowed, match="管理员"):
            acts.add_person(office.desk(who), "丁", "inspector", "7")
    assert "丁" not in {row["name"] for row in acts.people(office.desk(None))}


def test_a_pin_is_changed_by_who_knows_it_or_by_the_administrator(office: Office) -> None:
    person = acts.add_person(office.desk("管理员"), "戊", "inspector", "8")
    with pytest.raises(NotAllowed, match="还没有 PIN"):
        acts.sign_in(office.desk(None), "戊", "1111")
    acts.set_pin(office.desk(None), person, "1111")
    for bad in ("", "123", "1234567890123", "12a4", "１２３４"):
        with pytest.raises(BadInput):
            acts.set_pin(office.desk(None), person, bad, old="1111")
    for desk, old in ((office.desk(None), None), (office.desk(None), "2222"), (office.desk("甲"), None)):
        with pytest.raises(NotAllowed, match="原 PIN"):
            acts.set_pin(desk, person, "3333", old)
    acts.set_pin(office.desk(None), person, "3333", old="1111")
    acts.set_pin(office.desk("管理员"), person, "4444")
    desk = office.desk(None)
    with pytest.raises(NotAllowed, match="PIN 不对"):
        acts.sign_in(desk, "戊", "3333")
    acts.sign_in(desk, "戊", "4444")
    assert desk.actor() == person


@pytest.mark.slow
def test_ten_wrong_pins_lock_a_person_out_until_the_administrator_sets_it_anew(office: Office) -> None:
    person = acts.add_person(office.desk("管理员"), "己", "inspector", "8", pin="1111")
    for _ in range(10):
        with pytest.raises(NotAllowed):
            acts.sign_in(office.desk(None), "己", "0000")
    with pytest.raises(NotAllowed):
        acts.sign_in(office.desk(None), "己", "1111")
    acts.set_pin(office.desk("管理员"), person, "1111")
    acts.sign_in(office.desk(None), "己", "1111")


def test_numbers_are_leased_in_blocks_that_never_meet(office: Office) -> None:
    blocks = [acts.lease(office.desk("管理员"), 1, "referral", year, 5) for year in (2026, 2026, 2027)]
    assert blocks[1][0] == blocks[0][1] + 1 and blocks[2] == (1, 5)
    for device, kind, year, count in ((9, "notice", 2026, 5), (1, "letter", 2026, 5), (1, "notice", 2026, 0),
                                      (1, "notice", 2026, 10**30), (1, "notice", 2020, 5), (1, "notice", 10**30, 5)):  # fmt: skip
        with pytest.raises(BadInput):
            acts.lease(office.desk("管理员"), device, kind, year, count)
    with pytest.raises(NotAllowed, match="管理员"):
        acts.lease(office.desk("甲"), 1, "notice", 2026, 5)


def test_the_register_of_numbers_tells_the_truth_and_a_used_up_lease_gives_a_marked_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "LEASE_BLOCK", 2)
    here = found(tmp_path, monkeypatch)
    try:
        visits = [here.finished("sign", "wires") for _ in range(2)]
        made = [notices.issue(here.desk(), visit.id, [visit.items[name]]) for visit in visits for name in ("sign", "wires")]
        notices.void(here.desk(), made[0], "错误")
        served = [here.serve(notice) for notice in made[1:]]
        rows = [queries.notice_by(here.workspace.store, str(each)) or {} for each in made]
        assert [row["number"] for row in rows] == ["通民养改〔2026〕1号", "通民养改〔2026〕2号", "临1-2026-1", "临1-2026-2"]
        printed = [notices.printed(here.desk(None), each).decode() for each in made]
        assert [text.rpartition(" ")[2] for text in printed] == ["False", "False", "True", "True"]
        proofs = [here.desk(None).row("service", each)["number"] for each in served]
        assert proofs == ["通民养送〔2026〕1号", "通民养送〔2026〕2号", "临1-2026-1"]
        register_ = [(row["issued"], row["voided"], row["unused"]) for row in acts.number_register(here.desk(None), "notice", 2026)]
        assert register_ == [(1, 1, 0)]
        acts.lease(here.desk("管理员"), 1, "notice", 2026, 3)
        again = notices.issue(here.desk(), visits[0].id)
        assert (queries.notice_by(here.workspace.store, str(again)) or {})["number"] == "通民养改〔2026〕3号"
        assert acts.number_register(here.desk(None), "notice", 2026)[1]["unused"] == 2
    finally:
        here.workspace.close()


def test_a_second_laptop_reviews_what_a_stick_brings_and_its_people_can_be_added_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = found(tmp_path, monkeypatch)
    second = second_laptop(first, tmp_path / "second", "科长")
    try:
        with pytest.raises(BadInput, match="同步"):
            second.desk(None).bureau()
        first.sync(tmp_path / "stick")
        second.sync(tmp_path / "stick")
        with pytest.raises(NotAllowed, match="没有列出"):
            second.desk("甲").role()
        with pytest.raises(BadInput, match="没有编号为 7"):
            acts.add_person(first.desk("管理员"), "甲", "inspector", devices=[7])
        with pytest.raises(BadInput, match="已有"):
            acts.add_person(first.desk("管理员"), "甲", "supervisor", devices=[2])
        assert acts.add_person(first.desk("管理员"), "甲", "inspector", devices=[2]) == first.people["甲"]
        acts.add_person(first.desk("管理员"), "乙", "inspector", devices=[2])
        acts.add_person(first.desk("管理员"), "庚", "inspector", "5", devices=[2])
        first.sync(tmp_path / "stick")
        second.sync(tmp_path / "stick")
        assert second.desk("甲").role() == "inspector"
        assert {row["name"] for row in acts.people(second.desk(None)) if row["here"]} == {"科长", "甲", "乙", "庚"}
        with pytest.raises(NotAllowed):
            acts.lease(second.desk("科长"), 2, "notice", 2026)
        visit = second.finished("sign")
        assert second.desk(None).row("inspection", visit.id)["number"] == "2026-2-1"
        second.sync(tmp_path / "stick")
        first.now = second.now
        first.sync(tmp_path / "stick")
        review.approve(first.desk("科长"), visit.id)
    finally:
        first.workspace.close()
        second.workspace.close()


def test_granting_a_request_again_gives_the_same_laptop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = found(tmp_path, monkeypatch)
    try:
        with Workspace.create(tmp_path / "second", None) as workspace:
            request, code = acts.request_enrolment(workspace, "second")
            with pytest.raises(NotAllowed, match="注册申请"):
                acts.accept_enrolment(first.workspace, b"{}")
            with pytest.raises(NotAllowed, match="短码"):
                acts.grant_enrolment(first.desk("管理员"), request, "0000-0000", [first.people["科长"]], [])
            with pytest.raises(NotAllowed, match="管理员"):
                acts.grant_enrolment(first.desk("甲"), request, code, [first.people["科长"]], [])
            with pytest.raises(FieldauditError):
                acts.grant_enrolment(first.desk("管理员"), b"garbage", code, [first.people["科长"]], [])
            lost, number = acts.grant_enrolment(first.desk("管理员"), request, code, [first.people["科长"]], [])
            leases = len(first.workspace.store.find("number_lease"))
            grant, again = acts.grant_enrolment(first.desk("管理员"), request, code, [first.people["甲"]], [])
            assert (number, again, lost != grant) == (2, 2, True)
            assert len(first.workspace.store.find("number_lease")) == leases == 2 * len(DOCUMENT_KINDS)
            with pytest.raises(FieldauditError):
                acts.accept_enrolment(workspace, grant[:-20])
            assert acts.accept_enrolment(workspace, grant) == 2
            assert len(acts.devices(first.desk(None))[1]["people"]) == 2
    finally:
        first.workspace.close()


def test_a_certificate_that_ran_out_is_renewed_by_listing_its_administrator_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = found(tmp_path, monkeypatch)
    try:
        first.later(4 * 365)
        with pytest.raises(NotAllowed):
            first.draft()
        acts.add_person(first.desk("管理员"), "管理员", "admin", devices=[1])
        first.draft()
    finally:
        first.workspace.close()


def test_what_a_revoked_laptop_writes_is_quarantined_by_name_and_it_gets_nothing_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = found(tmp_path, monkeypatch)
    second = second_laptop(first, tmp_path / "second", "科长", "甲", "乙")
    stick = tmp_path / "stick"
    try:
        first.sync(stick)
        second.sync(stick)
        before = second.finished("sign")
        second.sync(stick)
        first.now = second.now
        first.sync(stick)
        for who, device in (("甲", 2), ("管理员", 1), ("管理员", 5)):
            with pytest.raises(FieldauditError):
                acts.revoke_device(first.desk(who), device)
        acts.revoke_device(first.desk("管理员"), 2)
        with pytest.raises(NotAllowed, match="已吊销"):
            acts.revoke_device(first.desk("管理员"), 2)
        with pytest.raises(NotAllowed, match="已吊销"):
            acts.add_person(first.desk("管理员"), "辛", "inspector", "6", devices=[2])
        second.now = first.now
        after = second.draft("wires")
        second.sync(stick)
        first.now = second.now
        first.sync(stick)
        held = quarantine(first.workspace.store)
        assert held and {row["reason_zh"] for row in held} == {"设备证书已吊销"}
        ids = {row["id"] for row in queries.inspections(first.workspace.store)}
        assert before.id in ids and after.id not in ids
    finally:
        first.workspace.close()
        second.workspace.close()


def test_a_conflict_is_shown_whole_and_settled_once_for_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = found(tmp_path, monkeypatch)
    second = second_laptop(first, tmp_path / "second", "科长")
    stick, home = tmp_path / "stick", RowId(first.homes["北苑养老中心"])
    try:
        first.sync(stick)
        second.sync(stick)
        register.edit(first.desk("甲"), home, {"beds": 61})
        register.edit(second.desk("科长"), home, {"beds": 62})
        first.sync(stick)
        second.sync(stick)
        first.sync(stick)
        (conflict,) = records.conflict_list(first.desk(None))
        assert (conflict["id"], conflict["column"]) == (str(home), "beds")
        assert {(value["value"], value["author"]) for value in conflict["values"]} == {(61, "甲"), (62, "科长")}
        for value, take in ((None, None), ("many", None), ("9" * 30, None), (None, "17")):
            with pytest.raises(BadInput):
                records.settle(first.desk("甲"), str(home), "beds", value, take)
        with pytest.raises(BadInput, match="没有这个冲突"):
            records.settle(first.desk("甲"), str(home), "phone", "1", None)
        assert records.settle(first.desk("甲"), str(home), "beds", None, conflict["values"][1]["commit"]) in (61, 62)
        first.sync(stick)
        second.sync(stick)
        rows = [each.desk(None).row("institution", home)["beds"] for each in (first, second)]
        assert rows[0] == rows[1] and records.conflict_list(second.desk(None)) == []
        assert records.verify_all(first.desk(None)) == records.verify_all(second.desk(None)) == []
    finally:
        first.workspace.close()
        second.workspace.close()


@pytest.mark.parametrize("wanted", ["", "0", "-1", "abc", "1.5", "9" * 30, "9" * 5000, "１２", "1\0", str(1 << 63)])
def test_what_is_no_id_is_refused_in_words(office: Office, wanted: str) -> None:
    for table in ("institution", "item", "notice", "person"):
        with pytest.raises(BadInput, match="没有这个"):
            office.desk(None).row(table, wanted)
    with pytest.raises(BadInput, match="没有这条记录"):
        records.history_of(office.desk(None), wanted)
    with pytest.raises(BadInput, match="没有这份通知书"):
        notices.printed(office.desk(None), wanted)
    with pytest.raises(BadInput):
        register.find(office.desk(None), wanted)


def test_an_id_of_another_table_is_no_id_here(office: Office) -> None:
    with pytest.raises(BadInput, match="没有这个整改项"):
        office.desk(None).row("item", office.homes["北苑养老中心"])
