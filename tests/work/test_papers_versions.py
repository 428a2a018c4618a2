"""Promises of corrected papers: the newest version of a number stands, on one laptop and on two; what it rests on is not moved."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from office_world import Office, found, second_laptop

from fieldaudit.documents.facts import facts_sha256
from fieldaudit.domain.core import RowId
from fieldaudit.errors import BadInput, NotAllowed
from fieldaudit.store import queries
from fieldaudit.wire.canon import canonical
from fieldaudit.work import batch, inspect, notices, papers, plan, register
from fieldaudit.work import office as acts
from fieldaudit.work.desk import Desk
from fieldaudit.work.papers import Asked, issuing
from fieldaudit.work.papers.selection import Selection, selected

pytestmark = pytest.mark.slow  # a bureau of its own for most of them

HOME = "北苑养老中心"


def hashed(_desk: Desk, kind: str, facts: Any) -> bytes:
    """What stands for the PDF of a paper: other facts, other bytes."""
    return f"%PDF {kind} {facts_sha256(facts)}".encode()


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    made = found(tmp_path, monkeypatch)
    monkeypatch.setattr(issuing, "print_facts", hashed)
    try:
        yield made
    finally:
        made.workspace.close()


@pytest.fixture
def second(office: Office, tmp_path: Path) -> Iterator[Office]:
    made = second_laptop(office, tmp_path / "second", "乙", "科长")
    try:
        yield made
    finally:
        made.workspace.close()


def meet(stick: Path, *laptops: Office) -> None:
    """Everybody has what everybody has."""
    for laptop in (*laptops, *laptops):
        laptop.now = max(each.now for each in laptops)
        laptop.sync(stick)


def row(office: Office, paper: RowId) -> dict[str, Any]:
    return office.desk(None).row("paper", paper)


def said(office: Office, paper: RowId) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(row(office, paper)["facts_json"])
    return facts


def moved(office: Office, street: str, who: str = "甲") -> None:
    register.edit(office.desk(who), office.homes[HOME], {"address": street})


# -- what a correction leaves alone ------------------------------------------------------------------------


def test_a_corrected_notice_moves_no_hazard_no_deadline_and_no_service_whoever_of_the_office_corrects_it(office: Office) -> None:
    visit = office.served("wires", "sign")
    before = {name: office.state(item) for name, item in visit.items.items()}
    assert all(state.due and state.served_on and state.notice == visit.notice for state in before.values())
    served = office.workspace.store.find("service")
    moved(office, "和平路3号")
    office.later(2)
    number = office.desk(None).row("notice", visit.notice)["number"]
    new = papers.correct(office.desk("乙"), number, "地址有误")
    assert {name: office.state(item) for name, item in visit.items.items()} == before
    assert office.workspace.store.find("service") == served
    assert said(office, new)["issued_on"] == "2026-11-24" and said(office, new)["hazards"] == json.loads(
        queries.papers_of(office.workspace.store, "notice", notice=visit.notice)[-1]["facts_json"])["hazards"]  # fmt: skip
    with pytest.raises(NotAllowed, match="检查员或科室负责人"):
        papers.correct(office.desk("管理员"), number, "地址")
    plan.submit(office.desk(), visit.items["wires"], "已改")
    plan.reinspect(office.desk(), visit.items["wires"], "pass", office.people["乙"], [office.photo()])
    assert office.state(visit.items["wires"]).state == "passed"


def test_a_correction_of_a_version_that_was_replaced_is_refused(office: Office) -> None:
    office.served("wires")
    first = next(paper for paper in queries.papers(office.workspace.store) if paper["kind"] == "notice")
    moved(office, "和平路3号")
    papers.correct(office.desk(), first["id"], "地址有误")
    moved(office, "和平路4号")
    with pytest.raises(NotAllowed, match="第2版"):
        papers.correct(office.desk(), first["id"], "地址又有误")
    third = row(office, papers.correct(office.desk(), first["number"], "地址又有误"))
    assert third["version"] == 3 and json.loads(third["facts_json"])["replaces"].startswith("第2版（")
    assert acts.number_register(office.desk(None), "notice", 2026)[0]["issued"] == 1


def test_an_order_on_the_spot_is_corrected_about_the_hazards_it_named_whatever_became_of_them(office: Office) -> None:
    visit = office.finished("sign", "wires")
    until = datetime.fromisoformat("2026-11-25T18:00+08:00")
    made = papers.issue(office.desk(), "immediate", Asked(target=str(visit.id), until=until))
    hazards = said(office, made)["hazards"]
    notices.issue(office.desk(), visit.id)  # now neither waits to be ordered
    moved(office, "和平路3号")
    assert said(office, papers.correct(office.desk(), made, "地址有误"))["hazards"] == hazards


def test_opinions_follow_one_another_however_often_an_earlier_one_is_corrected(office: Office) -> None:
    visit = office.served("wires", "sign")

    def reinspected(name: str, result: str) -> None:
        office.later(1)
        plan.reinspect(office.desk(), visit.items[name], result, office.people["乙"], [office.photo()])

    def found_in(paper: RowId) -> list[tuple[int, str]]:
        return [(item["position"], item["result"]) for item in said(office, paper)["items"]]

    reinspected("wires", "partial")
    first = papers.issue(office.desk(), "reinspection", Asked(target=str(visit.notice)))
    reinspected("sign", "pass")
    moved(office, "和平路3号")
    papers.correct(office.desk(), first, "地址有误")
    second = papers.issue(office.desk(), "reinspection", Asked(target=str(visit.notice)))
    assert found_in(second) == [(1, "done")], "the correction of the first does not swallow what was reinspected before it"
    moved(office, "和平路4号")
    assert found_in(papers.correct(office.desk(), second, "地址有误")) == [(1, "done")]
    assert found_in(papers.correct(office.desk(), row(office, first)["number"], "地址有误")) == [(2, "partly")]
    with pytest.raises(NotAllowed, match="没有新的复查"):
        papers.issue(office.desk(), "reinspection", Asked(target=str(visit.notice)))


def test_an_amended_inspection_leaves_its_issued_report_ours_until_it_is_corrected(office: Office) -> None:
    visit = office.finished("wires")
    made = row(office, papers.issue(office.desk(), "report", Asked(target=str(visit.id))))
    kept = papers.printed(office.desk(None), made)
    inspect.amend(office.desk(), visit.id, "漏填")
    visit.answer("gas", "fail")
    plan.edit(office.desk(), visit.items["gas"], {"place": "厨房"})
    for _ in range(2):  # while it is open, and when it is locked again
        verdict = papers.verify_file(office.desk(None), kept)
        assert (verdict.outcome, verdict.version, verdict.notes) == ("ours", 1, ())
        with pytest.raises(NotAllowed):
            papers.issue(office.desk(), "report", Asked(target=str(visit.id)))
        if not visit.sheet().state.locked:
            visit.sign()
            inspect.finish(office.desk(), visit.id)
    assert papers.printed(office.desk(None), papers.paper_called(office.desk(None), made["number"])) == kept
    papers.correct(office.desk(), made["number"], "漏填")
    assert next(note.zh for note in papers.verify_file(office.desk(None), kept).notes).startswith("已由第2版替代")


def test_what_was_chosen_for_a_paper_is_chosen_again_when_it_is_corrected(office: Office) -> None:
    """Every kind, each asked for with all that it takes: only what changed in the register changes on the paper."""
    visit = office.served("wires", "sign")
    item, home, store = str(visit.items["wires"]), str(office.homes[HOME]), office.workspace.store
    for name, result in (("wires", "fail"), ("sign", "pass")):
        plan.reinspect(office.desk(), visit.items[name], result, office.people["乙"], [office.photo()])
    change = store.edit("item", visit.items["wires"], refer_basis="消防法:60.1.1")
    office.desk().commit(office.desk().scope_of(office.homes[HOME]), "item.edit", [change])
    until = datetime.fromisoformat("2026-11-25T18:00+08:00")
    asked = {
        "immediate": Asked(target=str(visit.id), items=(item,), until=until, protection="专人看守"),
        "reinspection": Asked(target=str(visit.notice), suspend=(item,)),
        "referral": Asked(target=home, items=(item,), recipient="某局"),
        "clearing": Asked(target=str(visit.items["sign"])),
        "report": Asked(target=str(visit.id)), "record": Asked(target=str(visit.id)), "plan": Asked(target=home, lang="en"),
    }  # fmt: skip
    assert set(asked) == set(papers.ISSUED)
    for kind, wanted in asked.items():
        papers.issue(office.desk("科长"), kind, wanted)
    issued = queries.papers(store)
    assert all(canonical(json.loads(each["asked_json"])).decode() == each["asked_json"] for each in issued)
    office.later(3)
    register.edit(office.desk(), office.homes[HOME], {"name": "北苑养老服务中心", "address": "和平路3号"})
    for old in issued:
        new = row(office, papers.correct(office.desk("科长"), old["id"], "名称、地址有误"))
        was, now = json.loads(old["facts_json"]), json.loads(new["facts_json"])
        changed = {name for name in was if was[name] != now[name]}
        home_is = {"service": {"recipient"}, "record": {"party", "place"}}.get(old["kind"], {"party"})
        assert changed == {"version", "replaces", "generated_at"} | home_is, old["kind"]
        same = ("kind", "number", "institution", "inspection", "item", "notice", "service", "issued_on", "provisional", "year",
                "serial", "asked_json")  # fmt: skip
        assert {name: old[name] for name in same} == {name: new[name] for name in same}, old["kind"]
        (file,) = queries.attachments(store, new["id"])
        assert file["file_name"] == f"{old['number']}（第2版）.pdf"


def test_of_a_void_inspection_nothing_is_issued_or_corrected_and_what_was_issued_stays_ours(office: Office) -> None:
    visit = office.finished("wires")
    made = row(office, papers.issue(office.desk(), "report", Asked(target=str(visit.id))))
    notice = notices.issue(office.desk(), visit.id)
    notices.void(office.desk(), notice, "错发")
    assert office.desk(None).row("notice", notices.issue(office.desk(), visit.id))["number"] == "通民养改〔2026〕2号"
    desk = office.desk("甲")  # as another laptop's undo may, that had not received the paper
    desk.commit(desk.scope_of(office.homes[HOME]), "inspection.begin", [desk.store.edit("inspection", visit.id, void="重复")])
    moved(office, "和平路3号")
    for kind in ("report", "record", "immediate"):
        with pytest.raises(NotAllowed, match="作废"):
            papers.issue(office.desk(), kind, Asked(target=str(visit.id)))
    with pytest.raises(NotAllowed, match="作废"):
        papers.correct(office.desk(), made["number"], "地址", "report")
    kept = papers.printed(office.desk(None), made)
    assert papers.verify_file(office.desk(None), kept).outcome == "ours"
    assert kept in [each.make() for each in selected(office.desk(None), Selection(kind="report", issued=True))]


# -- two laptops -------------------------------------------------------------------------------------------


def test_two_laptops_version_2_are_both_ours_and_a_third_version_stands_for_both(
    office: Office, second: Office, tmp_path: Path
) -> None:
    visit = office.served("wires")
    moved(office, "和平路3号")
    meet(tmp_path / "stick", office, second)
    number = office.desk(None).row("notice", visit.notice)["number"]
    mine = row(office, papers.correct(office.desk(), number, "地址有误"))
    second.now += 60_000
    theirs = row(second, papers.correct(second.desk("乙"), number, "地址写错"))
    meet(tmp_path / "stick", office, second)
    for laptop in (office, second):
        desk = laptop.desk(None)
        for paper, other in ((mine, theirs), (theirs, mine)):
            verdict = papers.verify_file(desk, papers.printed(desk, row(laptop, paper["id"])))
            assert (verdict.outcome, verdict.version) == ("ours", 2)
            assert [other["reason"] in note.zh for note in verdict.notes] == [True], "the other second version is told of"
    assert len(selected(office.desk(None), Selection(kind="notice"))) == 2
    moved(office, "和平路4号")
    third = row(office, papers.correct(office.desk(), number, "合并更正"))
    assert third["version"] == 3
    for paper in (mine, theirs):
        assert papers.describe(office.desk(None), row(office, paper["id"]))["replaced"] is True
        verdict = papers.verify_file(office.desk(None), papers.printed(office.desk(None), row(office, paper["id"])))
        assert any("第3版" in note.zh for note in verdict.notes)
    (only,) = selected(office.desk(None), Selection(kind="notice"))
    assert "第3版" in only.file and only.make() == papers.printed(office.desk(None), third)
    assert notices.printed(office.desk(None), visit.notice) == papers.printed(office.desk(None), third)


def test_a_report_that_two_laptops_issued_is_one_number_and_its_correction_stands_for_both(
    office: Office, second: Office, tmp_path: Path
) -> None:
    visit = office.finished("wires")
    meet(tmp_path / "stick", office, second)
    asked = Asked(target=str(visit.id))
    made = [papers.issue(office.desk("甲"), "report", asked), papers.issue(second.desk("乙"), "report", asked)]
    meet(tmp_path / "stick", office, second)
    assert len({row(office, each)["number"] for each in made}) == 1
    moved(office, "和平路3号")
    new = row(office, papers.correct(office.desk(), row(office, made[0])["number"], "地址有误"))
    (only,) = selected(office.desk(None), Selection(kind="report", issued=True))
    assert only.make() == papers.printed(office.desk(None), new)
    with pytest.raises(NotAllowed, match="已制发"):
        papers.issue(office.desk(), "report", Asked(target=str(visit.id)))


# -- editions ----------------------------------------------------------------------------------------------


def test_each_edition_has_its_own_versions_and_a_batch_of_issued_papers_names_which_is_which(office: Office) -> None:
    visit = office.finished("wires")
    chinese = row(office, papers.issue(office.desk(), "report", Asked(target=str(visit.id))))
    english = row(office, papers.issue(office.desk(), "report", Asked(target=str(visit.id), lang="en")))
    moved(office, "和平路3号")
    new = row(office, papers.correct(office.desk(), english["number"], "地址有误", lang="en"))
    assert (new["version"], new["replaces_row"]) == (2, english["id"])
    assert papers.describe(office.desk(None), row(office, chinese["id"]))["replaced"] is False
    number = chinese["number"]
    made = {each.file: each.make() for each in selected(office.desk(None), Selection(kind="report", issued=True))}
    assert made == {
        f"2026-11-24_检查报告_{number}_{HOME}.pdf": papers.printed(office.desk(None), chinese),
        f"2026-11-24_检查报告_{number}_英文_第2版_{HOME}.pdf": papers.printed(office.desk(None), new),
    }
    assert [each.file for each in selected(office.desk(None), Selection(kind="report", lang="en"))] == [
        f"{number}_检查报告_英文_{HOME}.pdf"]  # fmt: skip
    with pytest.raises(BadInput, match="没有这份文书"):
        papers.paper_called(office.desk(None), number, "report", version=2, lang="zh")


def test_a_batch_names_the_paper_whose_file_is_not_here_and_prints_the_rest(office: Office, tmp_path: Path) -> None:
    visits = [office.finished("wires", home=home) for home in office.homes]
    for visit in visits:
        notices.issue(office.desk(), visit.id)
    chosen = selected(office.desk(None), Selection(kind="notice"))
    first = queries.papers(office.workspace.store)[-1]
    (file,) = queries.attachments(office.workspace.store, first["id"])
    office.desk(None).blobs.path(file["object"]).unlink()
    done = batch.run(batch.open_journal(tmp_path / "papers", {}, 5), chosen, processes=1)
    assert done.files == [chosen[1].file] and list(done.refused) == [chosen[0].file]
