"""Promises of the facts of papers at their edges: opinions, clearing sheets, ledgers, letters, plans, records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from office_world import Office, Visit, found

from fieldaudit.domain.calendar import local_date
from fieldaudit.domain.core import RowId
from fieldaudit.errors import BadInput, NotAllowed, OurBug
from fieldaudit.work import inspect, papers, plan, register
from fieldaudit.work.papers import Asked
from fieldaudit.work.papers.record import span

pytestmark = pytest.mark.slow  # `make check` stays under a minute

HOME, OTHER = "北苑养老中心", "南山养老院"


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """A bureau of one test's own."""
    made = found(tmp_path, monkeypatch)
    try:
        yield made
    finally:
        made.workspace.close()


def facts_of(office: Office, kind: str, target: object, **asked: Any) -> Any:
    return papers.gather(office.desk(None), kind, Asked(target=str(target), **asked)).facts


def reinspected(office: Office, visit: Visit, name: str, result: str, *, second: str = "乙", note: str = "") -> None:
    facts = {"note": note} if note else {}
    plan.reinspect(office.desk(), visit.items[name], result, office.people[second], [office.photo()], facts)


def referable(office: Office, item: RowId, clause: str, to: str = "") -> None:
    """The hazard has a clause that another agency could act by, and is referred to it."""
    change, desk = office.workspace.store.edit("item", item, refer_basis=clause), office.desk()
    desk.commit(desk.scope_of(office.homes[HOME]), "item.edit", [change])
    if to:
        plan.mark(office.desk("科长"), item, "referred", {"to": to, "reason": "超出职权"})


def test_an_opinion_says_of_each_hazard_what_became_of_it_at_its_last_reinspection(office: Office) -> None:
    visit = office.served("sign", "gas", "wires")
    first = local_date(office.now)
    reinspected(office, visit, "gas", "fail", note="没有动工。")
    reinspected(office, visit, "wires", "partial")
    office.later(1)
    reinspected(office, visit, "gas", "partial", second="丙", note="已动工。")
    reinspected(office, visit, "sign", "pass")
    plan.grant(office.desk("科长"), visit.items["gas"], first + timedelta(days=60), "材料未到")
    referable(office, visit.items["wires"], "消防法:60.1.1", "市消防救援支队")
    asked = tuple(str(visit.items[name]) for name in ("gas", "sign"))
    said = facts_of(office, "reinspection", visit.notice, suspend=asked)
    gas, sign, wires = said.items
    assert [(one.position, one.result) for one in said.items] == [(1, "partly"), (2, "done"), (3, "partly")]
    assert (said.reinspected_on, said.earlier_days) == (first + timedelta(days=1), (first,))
    assert [person.name for person in said.inspectors] == ["甲", "丙", "乙"] and said.served_on == first
    assert (gas.evidence, gas.extended_to, gas.suspend) == ("已动工", first + timedelta(days=60), True)
    assert (sign.extended_to, sign.suspend, sign.evidence) == (None, False, "现场查看，已整改"), "what is done is not suspended"
    assert (wires.refer_to, wires.refer_by) == ("市消防救援支队", "《中华人民共和国消防法》第六十条第一款第（一）项")
    assert (gas.refer_to, gas.refer_by, wires.suspend, said.not_due) == ("", "", False, ())
    assert gas.due == first + timedelta(days=30), "as it was due when it was looked at"
    assert len(gas.photos) == 1, "those of its last reinspection alone"


def test_an_opinion_on_one_hazard_names_those_whose_term_runs_on(office: Office) -> None:
    visit = office.served("sign", "gas", "wires")
    reinspected(office, visit, "sign", "pass")
    order = ["gas", "sign", "wires"]
    assert facts_of(office, "reinspection", visit.notice).not_due == (order.index("gas") + 1, order.index("wires") + 1)
    office.later(30)
    reinspected(office, visit, "gas", "fail")
    assert facts_of(office, "reinspection", visit.notice).not_due == (), "on the day that it is due the term is over"


def test_the_clearing_sheet_of_what_was_put_right_at_once_names_no_reinspection(office: Office) -> None:
    visit = office.draft("sign")
    inspect.fix(office.desk(), visit.id, "sign", [office.photo()], [office.photo()], {})
    visit.sign()
    inspect.finish(office.desk(), visit.id)
    said = facts_of(office, "clearing", visit.items["sign"])
    assert said.fixed_at_scene and said.reinspected_on is None and said.reinspection_number == "" and said.notice_number == ""
    assert (len(said.before), len(said.after), said.look_back) == (1, 1, local_date(office.now) + timedelta(days=90))
    assert [(step.role, step.name) for step in said.steps] == [("申请", "甲"), ("审核", "")], "no supervisor cleared it"
    made = papers.issue(office.desk(), "immediate", Asked(target=str(visit.id)))
    (line,) = facts_of(office, "ledger", "", institution=HOME, state="cleared", year=2026).lines[-1:]
    assert (line.paper_number, line.due, line.at_scene) == (office.desk(None).row("paper", made)["number"], None, True)


def test_the_clearing_sheet_shows_the_photos_of_its_acceptance(office: Office) -> None:
    visit = office.served("wires")
    plan.submit(office.desk(), visit.items["wires"], "已改", [office.photo(), office.photo()])
    reinspected(office, visit, "wires", "partial", note="仍有一处")
    papers.issue(office.desk(), "reinspection", Asked(target=str(visit.notice)))
    reinspected(office, visit, "wires", "pass", note="全部更换。")
    said = facts_of(office, "clearing", visit.items["wires"])
    assert (len(said.after), said.opinion, said.reinspection_number) == (1, "全部更换", ""), "the opinion so far says: partly"
    made = papers.issue(office.desk(), "reinspection", Asked(target=str(visit.notice)))
    said = facts_of(office, "clearing", visit.items["wires"])
    assert said.reinspection_number == office.desk(None).row("paper", made)["number"]


def test_the_ledger_keeps_years_states_and_what_was_referred_apart(office: Office) -> None:
    visit = office.served("bars", "wires")
    referable(office, visit.items["bars"], "消防法:60.1.1", "市消防救援支队")
    plan.mark(office.desk("科长"), visit.items["bars"], "escalated", {"by": "市政府", "reason": "久拖未改"})
    plan.end(office.desk("科长"), visit.items["wires"], "disproved", {"reason": "误判"})
    lines = {line.what: line for line in facts_of(office, "ledger", "", institution=HOME).lines[-2:]}
    bars, wires = lines["bars处，bars有隐患"], lines["wires处，wires有隐患"]
    assert bars.notes == ("挂牌督办", "移送市消防救援支队") and (bars.outcome, wires.outcome) == ("open", "disproved")
    number = office.desk(None).row("notice", visit.notice)["number"]
    assert bars.paper_number == number and bars.due == local_date(office.now) + timedelta(days=30)
    assert facts_of(office, "ledger", "", institution=HOME, year=2026).selection == f"{HOME}、2026年发现"
    with pytest.raises(NotAllowed, match="2025年发现"):
        facts_of(office, "ledger", "", year=2025)
    later = local_date(office.now) + timedelta(days=50)
    plan.grant(office.desk("科长"), visit.items["bars"], later, "材料未到")
    extended = {line.what: line for line in facts_of(office, "ledger", "", institution=HOME).lines[-2:]}["bars处，bars有隐患"]
    assert (extended.due, extended.extended_to) == (bars.due, later), "the first deadline stays"


def test_a_letter_goes_to_one_agency_by_one_law_about_what_is_open(alone: Office) -> None:
    office = alone
    visit = office.served("sign", "gas", "wires")
    reinspected(office, visit, "sign", "fail")
    referable(office, visit.items["sign"], "消防法:60.1.1", "市消防救援支队")
    referable(office, visit.items["gas"], "消防法:60.1.3", "市住房城乡建设局")
    with pytest.raises(BadInput, match="哪个机关"):
        facts_of(office, "referral", HOME)
    said = facts_of(office, "referral", HOME, recipient="市消防救援支队")
    assert {one.fact.partition("处")[0]: one.fact for one in said.matters} == {
        "sign": "sign处sign有隐患，经责令限期改正，复查仍未改正", "gas": "gas处gas有隐患，已责令限期改正"}  # fmt: skip
    assert said.law == "《中华人民共和国消防法》第六十条"
    assert said.reinspected_on == local_date(office.now)
    referable(office, visit.items["wires"], "老年人权益保障法:44.2", "市消防救援支队")
    with pytest.raises(BadInput, match="不是同一部法律"):
        facts_of(office, "referral", HOME, recipient="市消防救援支队")
    plan.end(office.desk("科长"), visit.items["wires"], "disproved", {"reason": "误判"})
    said = facts_of(office, "referral", HOME, recipient="市消防救援支队")
    assert len(said.matters) == 2, "what has ended is not referred"
    plan.end(office.desk("科长"), visit.items["gas"], "disproved", {"reason": "误判"})
    (one,) = facts_of(office, "referral", HOME, recipient="某局", items=(str(visit.items["gas"]),)).matters
    assert one.note == "现经核实不成立，一并抄告", "what has ended since and is named is told as such"
    with pytest.raises(NotAllowed, match="没有移送依据"):
        referable(office, visit.items["wires"], "")
        facts_of(office, "referral", HOME, recipient="某局", items=(str(visit.items["wires"]),))


def test_a_plan_leaves_out_what_was_disproved_and_a_figure_that_is_none_any_more(office: Office) -> None:
    visit = office.finished("gas", "wires", home=OTHER)
    plan.end(office.desk("科长"), visit.items["gas"], "disproved", {"reason": "误判"})
    said = facts_of(office, "plan", OTHER)
    assert [line.place for line in said.lines] == ["wires处"] and said.prepared_on == local_date(office.now)
    register.edit(office.desk(), office.homes[OTHER], {"legal_rep": "", "head": "院长"})
    assert (facts_of(office, "plan", OTHER).responsible, facts_of(office, "plan", OTHER).manager) == ("院长", "院长")


def test_a_question_that_does_not_apply_is_neither_passed_nor_failed(office: Office) -> None:
    visit = office.draft("wires")
    visit.answer("sign", "na")
    judged = [line for line in facts_of(office, "report", visit.id).answers if line.number]
    results = {line.question.removesuffix("查"): line.result for line in judged}
    assert results == {"gas": "pass", "bars": "pass", "well": "pass", "sign": "na", "wires": "fail"}
    assert "其中1项按现场情况不适用" in facts_of(office, "record", visit.id).seen[-1]


def test_a_major_hazard_that_was_put_right_at_once_is_no_high_risk_any_more(office: Office) -> None:
    visit = office.draft("bars")
    assert facts_of(office, "report", visit.id).risk == "高"
    inspect.fix(office.desk(), visit.id, "bars", [office.photo()], [office.photo()], {"exits": 2, "where": "南侧"})
    assert facts_of(office, "report", visit.id).risk == "中"


@pytest.mark.parametrize(("residents", "dependent"), [(None, 9), (40, 9), (9, 9), (8, None)])
def test_a_plan_says_how_many_depend_on_others_unless_fewer_live_there_by_now(
    residents: int | None, dependent: int | None, alone: Office
) -> None:
    visit = alone.finished("wires")
    home, desk = alone.homes[HOME], alone.desk()
    told = desk.store.create("answer", inspection=visit.id, path="people/residents_unable", value="9")
    desk.commit(desk.scope_of(home), "inspection.answer", [told])
    if residents is not None:
        register.edit(alone.desk(), home, {"residents": residents})
    assert facts_of(alone, "plan", HOME).dependent == dependent


@pytest.mark.parametrize(("failed", "risk"), [((), "低"), (("wires",), "中"), (("bars", "wires"), "高")])
def test_the_risk_of_a_visit_is_that_of_what_it_found(failed: tuple[str, ...], risk: str, office: Office) -> None:
    assert facts_of(office, "report", office.draft(*failed).id).risk == risk


@pytest.mark.parametrize(
    ("numbers", "said"),
    [((), ""), (("P01",), "P01"), (("P01", "P02"), "P01、P02"), (("P01", "P02", "P03"), "P01至P03"),
     (("P05", "P06", "P07", "P08", "P11"), "P05至P08、P11"), (("P99", "P100", "P101"), "P99至P101")],
)  # fmt: skip
def test_photo_numbers_in_a_row_are_written_as_a_span(numbers: tuple[str, ...], said: str) -> None:
    assert span(numbers) == said


def test_an_inspection_that_is_corrected_later_was_no_longer(office: Office) -> None:
    visit = office.finished("wires")
    ended = facts_of(office, "report", visit.id).ended_at
    office.later(9)
    inspect.amend(office.desk(), visit.id, "漏填")
    visit.sign()
    inspect.finish(office.desk(), visit.id)
    assert facts_of(office, "report", visit.id).ended_at == ended and ended.date() < date(2027, 12, 31)


def test_what_is_still_to_be_confirmed_counts_as_major_on_every_paper(office: Office) -> None:
    visit = office.draft()
    visit.answer("bars", "fail")
    assert office.desk(None).row("item", visit.items["bars"])["severity"] == "major_to_confirm"
    said = facts_of(office, "report", visit.id)
    assert said.risk == "高" and said.hazards[0].hazard.severity == "major"
    assert facts_of(office, "ledger", "", institution=HOME).lines[-1].severity == "major"


def test_a_kept_file_that_is_not_what_its_row_says_is_never_handed_out(alone: Office) -> None:
    visit = alone.finished("wires")
    made = papers.issue(alone.desk(), "report", Asked(target=str(visit.id)))
    with alone.workspace.store.connection as connection:
        connection.execute("UPDATE attachment SET sha256 = ? WHERE owner_row = ?", ("0" * 64, made))
    with pytest.raises(OurBug, match="哈希不符"):
        papers.printed(alone.desk(None), alone.desk(None).row("paper", made))
