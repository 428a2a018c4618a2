"""Papers from the workspace: what each is issued from, by whom, once; reprinting, correcting, numbers, what is recorded."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from office_world import Office, Visit, found, of_its_own, second_laptop

from fieldaudit.domain.calendar import local_date
from fieldaudit.domain.core import RowId
from fieldaudit.domain.numbers import DOCUMENT_KINDS
from fieldaudit.errors import BadInput, NotAllowed
from fieldaudit.store import queries
from fieldaudit.store.trust import Trust
from fieldaudit.store.verify import verify
from fieldaudit.work import annotate, attaching, inspect, notices, papers, plan, records, register, undo
from fieldaudit.work import office as acts
from fieldaudit.work.papers import Asked

pytestmark = pytest.mark.slow  # each has a bureau of its own


office = pytest.fixture(of_its_own)


def passed(office: Office, *failed: str) -> Visit:
    """A visit whose hazards were ordered, served, submitted and have passed their reinspection."""
    visit = office.served(*failed)
    office.later(3)
    facts = {"bars": {"exits": 4, "where": "二层南侧"}, "well": {"well_depth_m": 80.0, "well_yield_m3h": 20.0, "where": "院内"}}
    for name in failed:
        plan.submit(office.desk(), visit.items[name], "已改")
        plan.reinspect(office.desk(), visit.items[name], "pass", office.people["乙"], [office.photo()], facts.get(name, {}))
    return visit


def row(office: Office, paper: RowId) -> dict[str, Any]:
    return office.desk(None).row("paper", paper)


def facts_of(office: Office, kind: str, target: object, **asked: Any) -> Any:
    return papers.gather(office.desk(None), kind, Asked(target=str(target), **asked)).facts


# -- every issued paper is a row, its file is the row's --------------------------------------------------
def test_a_notice_and_its_proof_of_service_are_papers_in_the_same_act(office: Office) -> None:
    visit = office.served("wires")
    notice, service = queries.papers(office.workspace.store)[::-1]
    assert [(paper["kind"], paper["notice"], paper["version"]) for paper in (notice, service)] == [
        ("notice", visit.notice, 1), ("service", visit.notice, 1)]  # fmt: skip
    for paper, table in ((notice, "notice"), (service, "service")):
        kept = office.workspace.store.find(table, number=paper["number"])[0]
        assert kept["_commit"] == paper["_commit"]
        (file,) = queries.attachments(office.workspace.store, RowId(paper["id"]))
        assert (file["owner_table"], file["kind"], file["_commit"]) == ("paper", "paper", paper["_commit"])
        assert paper["institution"] and paper["inspection"] == visit.id and paper["recipient"]
    assert notice["facts_sha256"] == office.workspace.store.find("notice")[0]["facts_sha256"]
    assert papers.printed(office.desk(None), notice) == notices.printed(office.desk(None), visit.notice)
    assert papers.printed(office.desk(None), service) == notices.printed(office.desk(None), visit.notice, proof=True)


def test_every_kind_that_is_issued_takes_its_number_and_is_kept(office: Office) -> None:
    visit = office.draft("wires", "bars", "sign")
    inspect.fix(office.desk(), visit.id, "sign", [office.photo()], [office.photo()], {})
    visit.sign()
    inspect.finish(office.desk(), visit.id)
    visit.notice = notices.issue(office.desk(), visit.id)
    office.serve(visit.notice)
    office.later(2)
    for name, facts in (("wires", {}), ("bars", {"exits": 4, "where": "二层南侧"})):
        plan.submit(office.desk(), visit.items[name], "已改")
        plan.reinspect(office.desk(), visit.items[name], "pass", office.people["乙"], [office.photo()], facts)
    asked = {
        "immediate": visit.id, "report": visit.id, "record": visit.id, "reinspection": visit.notice,
        "plan": office.homes["北苑养老中心"], "clearing": visit.items["wires"],
    }  # fmt: skip
    number = str(office.desk(None).row("inspection", visit.id)["number"])
    wanted = {"immediate": "立〔2026〕1号", "report": number, "record": number, "reinspection": "复〔2026〕1号",
              "plan": "案〔2026〕1号", "clearing": "销〔2026〕1号"}  # fmt: skip
    for kind, target in asked.items():
        made = row(office, papers.issue(office.desk(), kind, Asked(target=str(target))))
        assert made["number"].endswith(wanted[kind]) and made["version"] == 1 and made["provisional"] == 0
        assert made["issued_on"] == local_date(office.now).isoformat()
        assert papers.printed(office.desk(None), made).decode() == f"%PDF {kind} {made['number']} 1 False"
        assert json.loads(made["facts_json"])["draft"] is False
    assert verify(office.workspace.store) == [] and records.verify_all(office.desk(None)) == []
    assert [paper["kind"] for paper in queries.papers(office.workspace.store)][:6] == list(reversed(asked))


def test_a_referral_is_a_supervisors_and_says_facts_and_clauses_only(office: Office) -> None:
    visit = office.served("wires")
    item, home = visit.items["wires"], str(office.homes["北苑养老中心"])
    store = office.workspace.store
    with pytest.raises(NotAllowed, match="没有已移送"):
        facts_of(office, "referral", home)
    plan.mark(office.desk("科长"), item, "referred", {"to": "市消防救援支队", "reason": "超出职权"})
    with pytest.raises(NotAllowed, match="没有移送依据"):
        facts_of(office, "referral", home)  # the form names no clause another agency could act by
    change = store.edit("item", item, refer_basis="消防法:60.1.1")
    office.desk().commit(office.desk().scope_of(office.homes["北苑养老中心"]), "item.edit", [change])
    with pytest.raises(NotAllowed, match="科室负责人"):
        papers.issue(office.desk("甲"), "referral", Asked(target=home))
    with pytest.raises(NotAllowed, match="检查员或科室负责人"):
        papers.issue(office.desk("管理员"), "plan", Asked(target=home))
    made = row(office, papers.issue(office.desk("科长"), "referral", Asked(target=home)))
    said = json.loads(made["facts_json"])
    assert (made["recipient"], said["law"]) == ("市消防救援支队", "《中华人民共和国消防法》第六十条")
    assert said["matters"] == [["wires处wires有隐患，已责令限期改正", "第六十条第一款第（一）项", ""]]
    assert any("责令限期改正通知书" in name and "送达回证" in name for name in said["attachments"])
    assert store.query("SELECT verb FROM quarantine") == []


def test_a_letter_of_referral_that_an_inspectors_program_forged_is_not_admitted(office: Office, tmp_path: Path) -> None:
    second = second_laptop(office, tmp_path / "second", "乙", "科长")
    try:
        office.sync(tmp_path / "stick")
        second.now = office.now
        second.sync(tmp_path / "stick")
        home = office.homes["北苑养老中心"]
        cells = {"institution": home, "number": "x", "version": 1, "facts_json": "{}", "facts_sha256": "0" * 64}
        for kind, verb in (("referral", "paper.issue"), ("referral", "paper.refer"), ("plan", "paper.issue")):
            desk = second.desk("乙")
            with pytest.MonkeyPatch.context() as patch:  # a program that does not ask
                patch.setattr(Trust, "admit", lambda *_: None)
                desk.commit(desk.scope_of(home), verb, [desk.store.create("paper", kind=kind, **cells)])
        second.sync(tmp_path / "stick")
        office.now = second.now
        office.sync(tmp_path / "stick")
        assert [paper["kind"] for paper in office.workspace.store.find("paper")] == ["plan"]
        assert len(office.workspace.store.query("SELECT * FROM quarantine")) == 2
    finally:
        second.workspace.close()


def test_what_is_not_ready_is_refused_and_nothing_is_written(office: Office) -> None:
    visit = office.draft("wires")
    before = len(office.workspace.store.find("paper"))
    for kind, target, why in (
        ("report", visit.id, "还没有完成"), ("record", visit.id, "还没有完成"), ("clearing", visit.items["wires"], "没有销号单"),
        ("immediate", visit.id, "没有当场整改"), ("notice", visit.id, "notice issue"), ("service", visit.id, "notice serve"),
        ("ledger", "", "documents draft"), ("blank", "fire_safety", "documents draft"),
    ):  # fmt: skip
        with pytest.raises(NotAllowed) as refused:
            papers.issue(office.desk(), kind, Asked(target=str(target)))
        assert why in f"{refused.value}", kind
    with pytest.raises(BadInput, match="没有“x”"):
        papers.issue(office.desk(), "x", Asked())
    with pytest.raises(BadInput, match="没有整改项"):
        papers.issue(office.desk(), "plan", Asked(target=str(office.homes["南山养老院"])))
    assert len(office.workspace.store.find("paper")) == before


def test_one_report_one_clearing_sheet_and_one_edition_each(office: Office) -> None:
    visit = passed(office, "wires")
    papers.issue(office.desk(), "reinspection", Asked(target=str(visit.notice)))
    until = datetime.fromisoformat("2026-11-29T18:00+08:00")
    for kind, target, more in (
        ("report", visit.id, {}), ("record", visit.id, {}), ("clearing", visit.items["wires"], {}),
        ("immediate", visit.id, {"items": (str(visit.items["wires"]),), "until": until}),
    ):  # fmt: skip
        papers.issue(office.desk(), kind, Asked(target=str(target), **more))  # type: ignore[arg-type]
        with pytest.raises(NotAllowed, match="已制发"):
            papers.issue(office.desk(), kind, Asked(target=str(target), **more))  # type: ignore[arg-type]
    english = papers.issue(office.desk(), "report", Asked(target=str(visit.id), lang="en"))
    assert json.loads(row(office, english)["facts_json"])["lang"] == "en"
    number = row(office, english)["number"]
    assert papers.paper_called(office.desk(None), number, "report", lang="en")["id"] == english
    assert papers.paper_called(office.desk(None), number, "report")["id"] != english
    assert papers.paper_called(office.desk(None), english)["id"] == english, "an id says all"


def test_numbers_run_out_and_the_paper_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "LEASE_BLOCK", 1)
    (tmp_path / "few").mkdir()
    here = found(tmp_path / "few", monkeypatch)
    try:
        here.finished("wires")
        home = Asked(target=str(here.homes["北苑养老中心"]))
        made = [row(here, papers.issue(here.desk(), "plan", home)) for _ in range(3)]
        assert [paper["number"] for paper in made] == ["通民养案〔2026〕1号", "临1-2026-1", "临1-2026-2"]
        assert [json.loads(paper["facts_json"])["provisional"] for paper in made] == [False, True, True]
        register.edit(here.desk(), here.homes["北苑养老中心"], {"address": "和平路3号"})
        again = row(here, papers.correct(here.desk(), "临1-2026-1", "地址有误"))
        assert (again["number"], again["provisional"], json.loads(again["facts_json"])["provisional"]) == ("临1-2026-1", 1, True)
        assert row(here, papers.issue(here.desk(), "plan", home))["number"] == "临1-2026-3", "a number is never used again"
        assert {kind: acts.number_register(here.desk(None), kind, 2026)[0]["unused"] for kind in DOCUMENT_KINDS} == {
            **dict.fromkeys(DOCUMENT_KINDS, 1), "plan": 0}  # fmt: skip
    finally:
        here.workspace.close()


# -- correcting ------------------------------------------------------------------------------------------
def test_a_correction_is_a_further_version_that_names_the_one_it_replaces(office: Office) -> None:
    visit = office.served("wires")
    old = queries.papers_of(office.workspace.store, "notice", notice=visit.notice)[0]
    before = papers.printed(office.desk(None), old)
    with pytest.raises(NotAllowed, match="没有变化"):
        papers.correct(office.desk(), old["number"], "看错了")
    register.edit(office.desk(), office.homes["北苑养老中心"], {"address": "和平路3号"})
    with pytest.raises(BadInput, match="理由"):
        papers.correct(office.desk(), old["number"], "  ")
    office.later(5)
    new = row(office, papers.correct(office.desk(), old["number"], "地址有误"))
    assert (new["number"], new["version"], new["issued_on"]) == (old["number"], 2, old["issued_on"])
    assert (new["replaces_row"], new["reason"], new["notice"]) == (old["id"], "地址有误", visit.notice)
    said = json.loads(new["facts_json"])
    head = old["facts_sha256"][:12].upper()
    assert said["replaces"] == f"第1版（2026年11月24日，校验 {head[:4]}-{head[4:8]}-{head[8:]}）"
    assert said["party"]["address"] == "和平路3号" and said["issued_on"] == old["issued_on"] and said["version"] == 2
    assert papers.printed(office.desk(None), row(office, old["id"])) == before
    assert notices.printed(office.desk(None), visit.notice) == papers.printed(office.desk(None), new) != before
    assert papers.paper_called(office.desk(None), old["number"])["version"] == 2
    assert papers.paper_called(office.desk(None), old["number"], version=1)["id"] == old["id"]
    with pytest.raises(NotAllowed, match="没有变化"):
        papers.correct(office.desk(), old["number"], "再来一次")
    assert [papers.describe(office.desk(None), each)["replaced"] for each in (old, new)] == [True, False]
    assert acts.number_register(office.desk(None), "notice", 2026)[0]["issued"] == 1, "a correction uses no number"


def test_a_proof_of_service_is_corrected_with_all_that_it_was_filled_in_with(office: Office) -> None:
    visit = office.finished("wires")
    notice, desk = notices.issue(office.desk(), visit.id), office.desk()
    photos = [office.photo(), office.photo()]
    how = notices.Service("left", desk.now, office.people["乙"], refused="不收", witness="网格员", photos=photos)
    notices.serve(desk, notice, how)
    old = queries.papers_of(office.workspace.store, "service", service=office.workspace.store.find("service")[0]["id"])[0]
    with pytest.raises(NotAllowed, match="没有变化"):
        papers.correct(office.desk(), old["number"], "看错了")
    register.edit(office.desk(), office.homes["北苑养老中心"], {"name": "北苑养老服务中心"})
    new = row(office, papers.correct(office.desk(), old["number"], "名称更正"))
    was, now = json.loads(old["facts_json"]), json.loads(new["facts_json"])
    assert (now["recipient"], new["service"], new["version"]) == ("北苑养老服务中心", old["service"], 2)
    assert {name for name in was if was[name] != now[name]} == {"recipient", "version", "replaces", "generated_at"}
    assert notices.printed(office.desk(None), notice, proof=True) == papers.printed(office.desk(None), new)


def test_an_opinion_is_corrected_from_the_reinspections_it_was_about(office: Office) -> None:
    visit = office.served("wires", "sign")
    office.later(1)
    plan.reinspect(office.desk(), visit.items["wires"], "partial", office.people["乙"], [], {"note": "仍有两处"})
    first = papers.issue(office.desk(), "reinspection", Asked(target=str(visit.notice)))
    with pytest.raises(NotAllowed, match="没有新的复查"):
        papers.issue(office.desk(), "reinspection", Asked(target=str(visit.notice)))
    office.later(1)
    plan.reinspect(office.desk(), visit.items["wires"], "pass", office.people["丙"], [office.photo()])
    second = papers.issue(office.desk(), "reinspection", Asked(target=str(visit.notice)))
    told = [json.loads(row(office, each)["facts_json"]) for each in (first, second)]
    assert [[(item["position"], item["result"]) for item in each["items"]] for each in told] == [[(2, "partly")], [(2, "done")]]
    assert told[0]["items"][0]["evidence"] == "仍有两处" and told[0]["not_due"] == [1]
    assert [person[0] for person in told[1]["inspectors"]] == ["甲", "丙"]
    register.edit(office.desk(), office.homes["北苑养老中心"], {"legal_rep": "法定代表人甲"})
    corrected = papers.correct(office.desk(), row(office, first)["number"], "补登法定代表人")
    said = json.loads(row(office, corrected)["facts_json"])
    assert [(item["position"], item["result"]) for item in said["items"]] == [(2, "partly")]


def test_a_report_is_not_corrected_from_a_record_that_is_open(office: Office) -> None:
    visit = office.finished("wires")
    made = papers.issue(office.desk(), "report", Asked(target=str(visit.id)))
    number = row(office, made)["number"]
    inspect.amend(office.desk(), visit.id, "漏填")
    visit.answer("gas", "fail")
    plan.edit(office.desk(), visit.items["gas"], {"place": "厨房"})
    with pytest.raises(NotAllowed, match="还没有完成"):
        papers.correct(office.desk(), number, "漏填")
    visit.sign()
    inspect.finish(office.desk(), visit.id)
    said = json.loads(row(office, papers.correct(office.desk(), number, "漏填"))["facts_json"])
    assert (said["version"], len(said["hazards"]), said["draft"]) == (2, 2, False)


def test_a_void_notice_voids_its_papers_and_is_not_corrected(office: Office) -> None:
    visit = office.served("wires")
    number = office.desk(None).row("notice", visit.notice)["number"]
    notices.void(office.desk(), visit.notice, "错误")
    paper = papers.paper_called(office.desk(None), number)
    assert paper["void"] == "错误" and papers.printed(office.desk(None), paper)
    register.edit(office.desk(), office.homes["北苑养老中心"], {"address": "和平路3号"})
    with pytest.raises(NotAllowed, match="作废"):
        papers.correct(office.desk(), number, "地址")


def test_two_kinds_with_one_number_are_told_apart(office: Office) -> None:
    visit = office.finished("wires")
    for kind in ("report", "record"):
        papers.issue(office.desk(), kind, Asked(target=str(visit.id)))
    number = str(office.desk(None).row("inspection", visit.id)["number"])
    with pytest.raises(BadInput, match="--kind"):
        papers.paper_called(office.desk(None), number)
    assert papers.paper_called(office.desk(None), number, "record")["kind"] == "record"
    with pytest.raises(BadInput, match="没有这份文书"):
        papers.paper_called(office.desk(None), "通民养改〔2026〕999号")


# -- what may be undone, what a stick brings ---------------------------------------------------------------
def test_an_issued_paper_is_not_undone_and_holds_what_it_rests_on(office: Office) -> None:
    visit = office.draft("sign")
    inspect.fix(office.desk(), visit.id, "sign", [office.photo()], [office.photo()], {})
    papers.issue(office.desk(), "immediate", Asked(target=str(visit.id)))
    with pytest.raises(NotAllowed, match="documents correct"):
        undo.undo(office.desk())
    begun = office.workspace.store.find("inspection")[0]["_commit"]
    with pytest.raises(NotAllowed) as refused:
        undo.undo(office.desk(), str(begun))
    assert "文书" in str(refused.value)


def test_another_laptop_gets_papers_and_goes_on_with_its_own_numbers(office: Office, tmp_path: Path) -> None:
    second = second_laptop(office, tmp_path / "second", "科长")
    try:
        visit = passed(office, "wires")
        first = row(office, papers.issue(office.desk(), "reinspection", Asked(target=str(visit.notice))))
        office.sync(tmp_path / "stick")
        second.now = office.now
        second.sync(tmp_path / "stick")
        there = papers.paper_called(second.desk(None), first["number"])
        assert there["facts_json"] == first["facts_json"]
        assert papers.printed(second.desk(None), there) == papers.printed(office.desk(None), first)
        sheet = row(second, papers.issue(second.desk("科长"), "clearing", Asked(target=str(visit.items["wires"]))))
        assert sheet["number"] == "通民养销〔2026〕101号"
        assert json.loads(sheet["facts_json"])["reinspection_number"] == first["number"]
        second.sync(tmp_path / "stick")
        office.now = second.now
        office.sync(tmp_path / "stick")
        with pytest.raises(NotAllowed, match="已制发"):
            papers.issue(office.desk(), "clearing", Asked(target=str(visit.items["wires"])))
    finally:
        second.workspace.close()


# -- facts -----------------------------------------------------------------------------------------------
def test_the_clearing_sheet_tells_the_way_from_the_finding_to_the_clearing(office: Office) -> None:
    visit = passed(office, "bars", "wires")
    opinion = row(office, papers.issue(office.desk(), "reinspection", Asked(target=str(visit.notice))))
    plan.clear(office.desk("科长"), visit.items["bars"], "同意")
    said = facts_of(office, "clearing", visit.items["bars"])
    number = str(office.desk(None).row("inspection", visit.id)["number"])
    assert (said.item_number, said.severity, said.counted) == (f"{number}-01", "major", "计入生命通道4处")
    assert said.reinspection_number == opinion["number"] and said.notice_number and not said.fixed_at_scene
    assert [(step.role, step.name) for step in said.steps] == [("申请", "甲"), ("审核", "科长"), ("批准", "")]
    assert [person.name for person in said.accepted_by] == ["甲", "乙"] and said.cleared_on == local_date(office.now)
    assert said.opinion == "二层南侧打通生命通道4处" and len(said.after) == 1
    general = facts_of(office, "clearing", visit.items["wires"])
    assert [step.role for step in general.steps] == ["申请", "审核"] and general.cleared_on is None and general.counted == ""


def test_the_record_says_what_was_seen_and_no_clause(office: Office) -> None:
    visit = office.draft("wires", "bars")
    said = facts_of(office, "record", visit.id)
    assert not said.draft, "nothing is missing but the signatures: it is printed to be signed by pen"
    assert said.seen[:-1] == ("有燃气：yes。", "bars处，bars有隐患。", "wires处，wires有隐患。")
    assert said.seen[-1] == "共检查5项，其中0项按现场情况不适用；逐项结果见检查报告。"
    assert not any("法》" in one for one in said.seen)
    attaching.attach(office.desk(), visit.id, "wires", office.photo()[1], "电线.jpg")
    assert "wires处，wires有隐患（照片P01）。" in facts_of(office, "record", visit.id).seen
    unfinished = office.draft("wires", place=False)
    assert facts_of(office, "record", unfinished.id).draft


def test_a_photo_has_the_same_number_on_every_paper(office: Office) -> None:
    visit = office.draft("wires", "sign")
    attaching.attach(office.desk(), visit.id, "gas", office.photo()[1], "燃气.jpg", "灶台")
    attaching.attach(office.desk(), visit.id, "wires", office.photo()[1], "电线.jpg")
    inspect.fix(office.desk(), visit.id, "sign", [office.photo()], [office.photo()], {})
    report = facts_of(office, "report", visit.id)
    hazards = {line.hazard.place: [photo.number for photo in line.photos] for line in report.hazards}
    assert hazards == {"sign处": ["P03", "P04"], "wires处": ["P02"]}
    assert [(photo.number, photo.caption) for photo in report.further] == [("P01", "灶台")]
    assert facts_of(office, "immediate", visit.id).hazards[0].photos == ("P03", "P04")
    photo = queries.attachments(office.workspace.store, visit.id)[0]
    annotate.annotate(office.desk(), RowId(photo["id"]), "arrow", [[0.1, 0.1], [0.5, 0.5]])
    (drawn,) = facts_of(office, "report", visit.id).further
    assert (drawn.caption, drawn.sha256) == ("灶台（有标注）", photo["sha256"]), "its hash is the untouched photo's"
    assert drawn.jpeg != report.further[0].jpeg


def test_the_order_on_the_spot_takes_an_hour_for_what_is_left(office: Office) -> None:
    visit = office.draft("sign", "wires")
    until = datetime.fromisoformat("2026-11-25T18:00+08:00")
    asked = Asked(target=str(visit.id), items=(str(visit.items["wires"]),), until=until, protection="专人看守")
    said = papers.gather(office.desk(None), "immediate", asked).facts
    assert [(one.place, one.fixed_at) for one in said.hazards] == [("wires处", None)]
    assert (said.until, said.interim_protection) == (until, "专人看守")
    assert said.powers == tuple(f"《中华人民共和国老年人权益保障法》第{clause}" for clause in (
        "四十四条第二款", "四十五条第一款第（四）项")), "the form says nothing of the fire law"  # fmt: skip
    other = office.finished("gas", home="南山养老院")
    with pytest.raises(BadInput, match="不属于"):
        papers.gather(office.desk(None), "immediate", Asked(target=str(visit.id), items=(str(other.items["gas"]),)))


def test_an_order_rests_on_what_the_offices_words_name_where_its_form_does_not(office: Office) -> None:
    visit = office.finished("wires")
    papers.words.put(office.desk("管理员"), "notice", '[powers]\ncited = ["老年人权益保障法:45.1.4"]\n'.encode(), "n.toml")
    said = papers.gather(office.desk(None), "notice", Asked(target=str(visit.id))).facts
    assert said.powers == ("《中华人民共和国老年人权益保障法》第四十五条第一款第（四）项",)
    papers.words.put(office.desk("管理员"), "notice", '[powers]\ncited = ["没有的法:1"]\n'.encode(), "n.toml")
    with pytest.raises(BadInput, match="没有的法"):
        papers.gather(office.desk(None), "notice", Asked(target=str(visit.id)))


def test_a_joint_notice_says_by_what_each_agency_acts_and_is_corrected_as_joint(office: Office) -> None:
    visit = office.finished("wires")
    with pytest.raises(BadInput, match="火星法"):
        notices.issue(office.desk(), visit.id, partners=[("某局", "火星法:1")])
    assert office.workspace.store.find("notice") == []
    notices.issue(office.desk(), visit.id, partners=[("通辽市消防救援支队", "消防法:54")])
    (paper,) = queries.papers(office.workspace.store)
    assert json.loads(paper["facts_json"])["partners"] == [["通辽市消防救援支队", ["《中华人民共和国消防法》第五十四条"]]]
    for phone in ("0475-1", "0475-2"):
        register.edit(office.desk(), office.homes["北苑养老中心"], {"phone": phone})
        again = row(office, papers.correct(office.desk(), paper["number"], "补登电话"))
        assert json.loads(again["facts_json"])["partners"] == json.loads(paper["facts_json"])["partners"], again["version"]


def test_the_ledger_selects_counts_and_says_what_it_selected(office: Office) -> None:
    visit = passed(office, "wires", "sign")
    plan.clear(office.desk(), visit.items["wires"])
    late = office.served("gas")
    office.later(40)
    everything = facts_of(office, "ledger", "")
    assert everything.selection == "全部隐患" and everything.number == f"台账{local_date(office.now):%Y-%m}"
    assert everything.counts is not None
    assert (everything.counts.found, everything.counts.open, everything.counts.cleared) == (3, 2, 1)
    assert [line.outcome for line in everything.lines].count("cleared") == 1
    overdue = facts_of(office, "ledger", "", overdue=True)
    assert [line.overdue_days for line in overdue.lines] == [13, 10] and overdue.selection == "逾期"
    number = str(office.desk(None).row("inspection", late.id)["number"])
    assert overdue.lines[1].item_number == f"{number}-01" and overdue.counts is None
    assert facts_of(office, "ledger", "", state="cleared").selection == "已销号"
    assert len(facts_of(office, "ledger", "", district="科尔沁区", year=2026).lines) == 3
    with pytest.raises(NotAllowed, match="没有符合条件"):
        facts_of(office, "ledger", "", district="开鲁县")


def test_drafts_carry_no_number_and_facts_are_cut_to_the_second(office: Office) -> None:
    visit = office.finished("wires")
    office.now += 1
    for kind, target in (("notice", visit.id), ("plan", office.homes["北苑养老中心"])):
        said = facts_of(office, kind, target)
        assert said.number == "" and said.generated_at.microsecond == 0
        assert said.draft == (kind == "notice")
    notice = notices.issue(office.desk(), visit.id)
    form = facts_of(office, "service", notice)
    assert (form.number, form.draft, form.served_at) == ("", False, None)
    assert form.recipient == "北苑养老中心"
    assert papers.ISSUED == ("immediate", "reinspection", "plan", "clearing", "report", "referral", "record")
