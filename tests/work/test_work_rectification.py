"""From the order to the lawful end: notices, service, terms, reinspection, clearing, who may and when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office_world import DAY, Office, Visit

from fieldaudit.domain.calendar import local_date
from fieldaudit.domain.core import RowId
from fieldaudit.errors import BadInput, FieldauditError, NotAllowed
from fieldaudit.store import queries
from fieldaudit.work import inspect, notices, plan

pytestmark = pytest.mark.slow  # `make check` stays under a minute


def today(office: Office) -> date:
    return local_date(office.now)


def number(office: Office, notice: RowId) -> str:
    return str((queries.notice_by(office.workspace.store, str(notice)) or {})["number"])


def pass_(office: Office, item: RowId, who: str = "甲", second: str = "乙", photo: bool = True, **facts: object) -> None:
    plan.reinspect(office.desk(who), item, "pass", office.people[second], [office.photo()] if photo else [], facts)


def test_a_draft_gives_no_notice_and_an_empty_notice_is_refused(office: Office) -> None:
    with pytest.raises(NotAllowed, match="没有完成"):
        notices.issue(office.desk(), office.draft("sign").id)
    with pytest.raises(NotAllowed, match="空的通知书"):
        notices.issue(office.desk(), office.finished().id)
    visit, other = office.finished("sign"), office.finished("wires")
    with pytest.raises(BadInput, match="不属于"):
        notices.issue(office.desk(), visit.id, [other.items["wires"]])
    with pytest.raises(NotAllowed):
        notices.issue(office.desk("管理员"), visit.id)


def test_a_second_notice_orders_the_rest_and_none_is_ordered_twice(office: Office) -> None:
    visit = office.finished("sign", "wires", "well")
    first = notices.issue(office.desk(), visit.id, [visit.items["wires"], visit.items["wires"]])
    rest = notices.issue(office.desk(), visit.id)
    ordered = [[row["id"] for row in queries.notice_items(office.workspace.store, each)] for each in (first, rest)]
    assert ordered == [[visit.items["wires"]], sorted((visit.items["sign"], visit.items["well"]))]
    with pytest.raises(NotAllowed):
        notices.issue(office.desk(), visit.id)
    with pytest.raises(NotAllowed, match="已下达"):
        notices.issue(office.desk(), visit.id, [visit.items["wires"]])


def test_a_term_runs_from_service_and_nought_days_is_the_day_itself(office: Office) -> None:
    visit = office.finished("sign", "wires")
    plan.edit(office.desk(), visit.items["sign"], {"term_days": 0})
    notice = notices.issue(office.desk(), visit.id)
    plan_before = {name: office.state(item).due for name, item in visit.items.items()}
    office.later(2)
    office.serve(notice)
    assert plan_before == {"sign": None, "wires": None}
    assert office.state(visit.items["sign"]).due == today(office)
    assert office.state(visit.items["wires"]).due == today(office) + timedelta(days=30)
    with pytest.raises(NotAllowed):
        office.serve(notice)


def test_a_dated_notice_is_served_on_its_own_day_or_voided_and_issued_anew(office: Office) -> None:
    visit = office.finished("sign")
    with pytest.raises(BadInput, match="早于"):
        notices.issue(office.desk(), visit.id, due=today(office) - timedelta(days=1))
    due = today(office) + timedelta(days=7)
    first = notices.issue(office.desk(), visit.id, due=due)
    office.later(1)
    with pytest.raises(NotAllowed, match="当日"):
        office.serve(first)
    notices.void(office.desk(), first, "未能当日送达")
    second = notices.issue(office.desk(), visit.id, due=due)
    office.serve(second)
    assert office.state(visit.items["sign"]).due == due
    assert number(office, first) != number(office, second)
    assert notices.printed(office.desk(None), first) != notices.printed(office.desk(None), second)


def test_service_needs_two_officers_a_recipient_and_a_time_that_was(office: Office) -> None:
    visit = office.finished("sign")
    notice = notices.issue(office.desk(), visit.id)
    desk = office.desk()
    second = office.people["乙"]
    for how, error in (
        (notices.Service("direct", desk.now, second), BadInput),
        (notices.Service("left", desk.now, second, refused="拒收"), BadInput),
        (notices.Service("carrier_pigeon", desk.now, second, recipient="院长"), BadInput),
        (notices.Service("direct", desk.now + DAY, second, recipient="院长"), BadInput),
        (notices.Service("direct", desk.now - DAY, second, recipient="院长"), NotAllowed),
        (notices.Service("direct", desk.now, office.people["甲"], recipient="院长"), NotAllowed),
        (notices.Service("direct", desk.now, office.people["管理员"], recipient="院长"), NotAllowed),
    ):
        with pytest.raises(error):
            notices.serve(office.desk(), notice, how)
    with pytest.raises(NotAllowed, match="没有送达"):
        notices.printed(office.desk(None), notice, proof=True)
    notices.serve(office.desk(), notice, notices.Service("left", office.now, second, refused="拒收", witness="邻居"))
    assert notices.printed(office.desk(None), notice, proof=True).startswith(b"%PDF service")


def test_a_void_notice_keeps_its_number_and_its_paper_and_frees_its_hazards(office: Office) -> None:
    visit = office.served("sign", "wires")
    for reason in ("", "  "):
        with pytest.raises(BadInput, match="理由"):
            notices.void(office.desk(), visit.notice, reason)
    notices.void(office.desk(), visit.notice, "送错机构")
    assert {office.state(item).state for item in visit.items.values()} == {"found"}
    with pytest.raises(NotAllowed, match="作废"):
        notices.void(office.desk(), visit.notice, "再次")
    assert notices.printed(office.desk(None), number(office, visit.notice)).startswith(b"%PDF notice")
    again = notices.issue(office.desk(), visit.id)
    assert number(office, again) != number(office, visit.notice)


def test_a_notice_one_of_whose_hazards_has_passed_is_not_voided(office: Office) -> None:
    visit = office.served("sign", "wires")
    pass_(office, visit.items["sign"])
    with pytest.raises(NotAllowed, match="不能作废"):
        notices.void(office.desk(), visit.notice, "送错")


def test_what_is_ordered_stands_as_printed_but_the_five_may_be_filled_in(office: Office) -> None:
    visit = office.served("wires")
    item = visit.items["wires"]
    due = office.state(item).due
    for cells in ({"place": "别处"}, {"measure": "不改"}, {"term_days": 300}, {"measure_kind": "immediate"}):
        with pytest.raises(NotAllowed):
            plan.edit(office.desk(), item, cells)
    plan.edit(office.desk(), item, {"responsible": "院长", "budget_yuan": 1200.5, "contingency": "加派夜班"})
    assert plan.missing_of_five(plan.plan_item(office.desk(None), item).row) == []
    assert office.state(item).due == due


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"severity": "general"},
        {"measure_kind": "pray"},
        {"term_kind": "lunar"},
        {"lead_department": "nobody"},
        {"term_days": -1},
        {"term_days": None},
        {"term_days": 10**9},
        {"budget_yuan": -0.01},
        {"budget_yuan": float("nan")},
        {"budget_yuan": float("inf")},
        {"finding": "  "},
    ],
)
def test_what_no_plan_may_hold_is_refused(office: Office, cells: dict[str, object]) -> None:
    visit = office.draft("sign")
    with pytest.raises(BadInput):
        plan.edit(office.desk(), visit.items["sign"], cells)


def test_a_hazard_is_lowered_only_with_a_reason_and_after_signing_by_a_supervisor(office: Office) -> None:
    visit = office.draft("well", "sign")
    for severity, reason in (("general", ""), ("general", " "), ("grave", "理由")):
        with pytest.raises(BadInput):
            plan.grade(office.desk(), visit.items["well"], severity, reason)
    plan.grade(office.desk(), visit.items["well"], "general", "另有水源")
    plan.grade(office.desk(), visit.items["sign"], "major")
    visit.sign()
    inspect.finish(office.desk(), visit.id)
    for who, reason in (("甲", "理由"), ("科长", "")):
        with pytest.raises((NotAllowed, BadInput)):
            plan.grade(office.desk(who), visit.items["sign"], "general", reason)
    plan.grade(office.desk("科长"), visit.items["sign"], "general", "核实后不属重大")
    plan.end(office.desk("科长"), visit.items["sign"], "disproved", {"reason": "核实"})
    with pytest.raises(NotAllowed, match="已终结"):
        plan.grade(office.desk("科长"), visit.items["sign"], "major", "理由")


def test_an_extension_is_asked_by_an_inspector_and_granted_by_a_supervisor(office: Office) -> None:
    visit = office.served("wires")
    item, due = visit.items["wires"], office.state(visit.items["wires"]).due or date.max
    with pytest.raises(NotAllowed, match="没有待批"):
        plan.grant(office.desk("科长"), item)
    with pytest.raises(NotAllowed, match="不晚于"):
        plan.extend(office.desk(), item, due, "采购")
    with pytest.raises(NotAllowed, match="理由"):
        plan.extend(office.desk(), item, due + timedelta(days=5), " ")
    plan.extend(office.desk(), item, due + timedelta(days=5), "采购")
    with pytest.raises(NotAllowed, match="科室负责人"):
        plan.grant(office.desk("甲"), item)
    plan.grant(office.desk("科长"), item)
    assert (office.state(item).due, office.state(item).extended) == (due + timedelta(days=5), True)


def test_overdue_is_a_comparison_with_the_day(office: Office) -> None:
    visit = office.served("wires")
    item = visit.items["wires"]
    assert "overdue" not in plan.plan_item(office.desk(None), item).marks
    office.later(30)
    assert "overdue" not in plan.plan_item(office.desk(None), item).marks
    office.later(1)
    assert "overdue" in plan.plan_item(office.desk(None), item).marks


def test_a_hazard_cannot_be_cleared_without_a_photo_and_a_second_look_mends_it(office: Office) -> None:
    visit = office.served("sign")
    item = visit.items["sign"]
    with pytest.raises(NotAllowed):
        plan.clear(office.desk(), item)
    pass_(office, item, photo=False)
    with pytest.raises(NotAllowed, match="照片"):
        plan.clear(office.desk(), item)
    pass_(office, item)
    plan.clear(office.desk(), item)
    assert office.state(item).cleared_on == today(office)
    with pytest.raises(NotAllowed):
        pass_(office, item)


def test_a_major_hazard_is_cleared_by_a_supervisor_who_did_not_reinspect_it(office: Office) -> None:
    visit = office.served("bars")
    item = visit.items["bars"]
    pass_(office, item, who="甲", second="科长", exits=2, where="南侧")
    for who in ("甲", "科长"):
        with pytest.raises(NotAllowed):
            plan.clear(office.desk(who), item)
    plan.reinspect(office.desk("甲"), item, "fail", office.people["乙"])
    pass_(office, item, who="甲", second="乙", exits=3, where="南侧")
    plan.clear(office.desk("科长"), item)
    assert (office.state(item).exits, office.state(item).failures) == (3, 1)


def test_exits_and_wells_are_told_by_the_reinspection_and_only_where_they_count(office: Office) -> None:
    visit = office.served("bars", "well", "sign")
    for name, facts in (
        ("bars", {}),
        ("bars", {"exits": 2}),
        ("well", {"well_depth_m": 60.0}),
        ("bars", {"exits": -1, "where": "南"}),
    ):
        with pytest.raises(NotAllowed):
            pass_(office, visit.items[name], **facts)
    with pytest.raises(BadInput, match="不会被统计"):
        pass_(office, visit.items["sign"], exits=2, where="南")
    before = queries.counts(office.workspace.store)
    pass_(office, visit.items["bars"], exits=4, where="南侧")
    pass_(office, visit.items["well"], well_depth_m=60.0, well_yield_m3h=20.0, where="院内")
    after = queries.counts(office.workspace.store)
    assert (after["exits"] - before["exits"], after["wells"] - before["wells"]) == (4, 1)


def test_a_reinspection_takes_two_officers_and_a_known_result(office: Office) -> None:
    visit = office.served("sign")
    item = visit.items["sign"]
    for second in ("甲", "管理员"):
        with pytest.raises(NotAllowed):
            plan.reinspect(office.desk("甲"), item, "pass", office.people[second])
    with pytest.raises(BadInput):
        plan.reinspect(office.desk("甲"), item, "perhaps", office.people["乙"])
    with pytest.raises(BadInput, match="照片或说明"):
        plan.reinspect(office.desk("甲"), item, "no_access", office.people["乙"])
    plan.reinspect(office.desk("甲"), item, "no_access", office.people["乙"], facts={"note": "大门锁闭"})
    assert (office.state(item).state, office.state(item).no_access) == ("in_progress", True)


def test_several_items_are_judged_before_the_first_is_cleared(office: Office) -> None:
    visit = office.served("sign", "wires")
    pass_(office, visit.items["sign"])
    with pytest.raises(NotAllowed):
        plan.clear_all(office.desk(), [visit.items["sign"], visit.items["wires"]])
    assert office.state(visit.items["sign"]).state == "passed"
    assert plan.clear_all(office.desk(), [visit.items["sign"], visit.items["sign"]]) == [visit.items["sign"]]


def test_other_lawful_ends_and_marks_are_a_supervisors_and_counted_apart(office: Office) -> None:
    visit = office.served("sign", "wires", "well", "bars")
    ends = {"sign": ("accepted_equivalent", {"reason": "设喷淋", "opinion": "专家论证"}),
            "wires": ("disproved", {"reason": "误判"}),
            "well": ("ended_with_institution", {"residents_settled": 3, "residents_total": 3})}  # fmt: skip
    with pytest.raises(BadInput):
        plan.end(office.desk("科长"), visit.items["sign"], "forgotten", {})
    with pytest.raises(NotAllowed):
        plan.end(office.desk("科长"), visit.items["well"], "ended_with_institution", {"residents_settled": 2, "residents_total": 3})
    before = queries.counts(office.workspace.store)
    for name, (kind, facts) in ends.items():
        with pytest.raises(NotAllowed):
            plan.end(office.desk("甲"), visit.items[name], kind, facts)
        plan.end(office.desk("科长"), visit.items[name], kind, facts)
    after = queries.counts(office.workspace.store)
    assert [after[name] - before[name] for name in ("equivalent", "disproved", "ended_with_institution", "open")] == [1, 1, 1, -3]
    assert after["found"] == sum(after[name] for name in ("open", "cleared", "equivalent", "disproved", "ended_with_institution"))
    with pytest.raises(NotAllowed):
        plan.mark(office.desk("甲"), visit.items["bars"], "escalated", {"reason": "逾期"})
    plan.mark(office.desk("科长"), visit.items["bars"], "escalated", {"reason": "逾期"})
    assert "escalated" in plan.plan_item(office.desk(None), visit.items["bars"]).marks


def _random_act(office: Office, visit: Visit, act: str, who: str, good: bool) -> None:
    item, photos = visit.items["sign"], [office.photo()] if good else []
    match act:
        case "issue":
            visit.notice = notices.issue(office.desk(who), visit.id)
        case "serve":
            office.serve(visit.notice, who)
        case "void":
            notices.void(office.desk(who), visit.notice, "理由" if good else "")
        case "submit":
            plan.submit(office.desk(who), item, "完成", photos)
        case "extend":
            plan.extend(office.desk(who), item, today(office) + timedelta(days=90 if good else 1), "采购")
        case "grant":
            plan.grant(office.desk(who), item)
        case "pass" | "fail" | "no_access":
            plan.reinspect(office.desk(who), item, act, office.people["乙"], photos)
        case "clear":
            plan.clear(office.desk(who), item)
        case "grade":
            plan.grade(office.desk(who), item, "major" if good else "general", "理由")
        case _:
            plan.end(office.desk(who), item, "disproved", {"reason": "误判"})


_ACTS = ("issue", "serve", "void", "submit", "extend", "grant", "pass", "fail", "no_access", "clear", "grade", "end")
_step = st.tuples(
    st.sampled_from(_ACTS), st.sampled_from(("甲", "丙", "科长", "管理员")), st.booleans(), st.sampled_from((0, 0, 0, 3))
)


@pytest.mark.slow
@settings(max_examples=15)
@given(steps=st.lists(_step, min_size=4, max_size=12))
def test_whatever_is_tried_the_fold_never_passes_over_what_was_allowed(
    office: Office, steps: list[tuple[str, str, bool, int]]
) -> None:
    visit = office.finished("sign")
    done = 0
    for act, who, good, days in steps:
        office.later(days)
        try:
            _random_act(office, visit, act, who, good)
        except FieldauditError as refusal:
            assert isinstance(refusal, BadInput | NotAllowed) and str(refusal)
        else:
            done += act != "grade"
        assert office.state(visit.items["sign"]).ignored == ()
    assert len(office.workspace.store.find("event", item=visit.items["sign"])) == done
