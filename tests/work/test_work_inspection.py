"""An inspection in the hands of its two inspectors: answers, hazards, signatures, lock, amendment, review."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office_world import NOON, PEN, Office

from fieldaudit.domain.core import RowId
from fieldaudit.errors import BadInput, NotAllowed, Refused
from fieldaudit.store import queries
from fieldaudit.work import attaching, inspect, notices, papers, plan, records, review
from fieldaudit.work.papers.record import record_facts

pytestmark = pytest.mark.slow  # `make check` stays under a minute


def test_inspection_numbers_count_from_one_for_each_laptop_and_year(office: Office) -> None:
    made = [inspect.begin(office.desk(), office.homes["北苑养老中心"], office.people["乙"]) for _ in range(3)]
    numbers = [office.desk(None).row("inspection", each)["number"] for each in made]
    first = int(numbers[0].rpartition("-")[2])
    assert numbers == [f"2026-1-{first + n}" for n in range(3)]
    assert inspect.by_number(office.desk(None), numbers[1])["id"] == made[1]


def test_an_inspection_takes_two_different_officers_with_badges(office: Office) -> None:
    home = office.homes["北苑养老中心"]
    with pytest.raises(NotAllowed, match="两人"):
        inspect.begin(office.desk("甲"), home, office.people["甲"])
    with pytest.raises(NotAllowed, match="检查员或科室负责人"):
        inspect.begin(office.desk("甲"), home, office.people["管理员"])
    with pytest.raises(NotAllowed):
        inspect.begin(office.desk("管理员"), home, office.people["甲"])
    with pytest.raises(NotAllowed, match="--as"):
        inspect.begin(office.desk(None), home, office.people["甲"])


def test_a_visit_entered_later_keeps_the_time_it_was_seen_and_the_future_is_refused(office: Office) -> None:
    desk = office.desk()
    desk.observed_at = NOON - 3_600_000
    made = inspect.begin(desk, office.homes["北苑养老中心"], office.people["乙"])
    history = records.history_of(desk, str(made))[0]
    assert (history["at"], history["entered_at"][:10]) == ("2026-11-24 11:00", "2026-11-24")
    assert history["at"] < history["entered_at"]
    desk.observed_at = desk.now + 60_000
    with pytest.raises(BadInput, match="将来"):
        inspect.begin(desk, office.homes["北苑养老中心"], office.people["乙"])


def test_either_inspector_answers_and_nobody_else(office: Office) -> None:
    visit = office.draft()
    visit.answer("sign", "na", who="乙")
    assert visit.sheet().record.get("sign") == "na"
    for stranger in ("丙", "科长"):
        with pytest.raises(NotAllowed, match="两名检查人员"):
            visit.answer("sign", "pass", who=stranger)


def test_a_failing_answer_makes_a_hazard_prefilled_from_the_form(office: Office) -> None:
    visit = office.draft()
    item = visit.answer("sign", "fail", place="走道")
    row = office.desk(None).row("item", item or 0)
    assert (row["place"], row["finding"], row["measure"], row["severity"], row["measure_kind"], row["term_days"]) == (
        "走道", "sign有隐患", "整改sign", "general", "immediate", 30)  # fmt: skip
    assert visit.answer("sign", "fail", place="东走道") == item
    assert office.desk(None).row("item", item or 0)["place"] == "东走道"


def test_a_value_the_question_refuses_changes_nothing(office: Office) -> None:
    visit = office.draft("sign")
    for name, value in (("sign", "perhaps"), ("no_such_question", "pass")):
        with pytest.raises(BadInput):
            visit.answer(name, value)
    with pytest.raises(BadInput, match="不形成隐患"):
        visit.answer("wires", "pass", place="走道")
    assert visit.sheet().record.get("sign") == "fail" and visit.live_items() == {visit.items["sign"]}


def test_taking_a_failing_answer_back_takes_its_hazard_away(office: Office) -> None:
    visit = office.draft("sign")
    visit.answer("sign", "pass")
    assert visit.live_items() == set()
    with pytest.raises(NotAllowed, match="作废"):
        plan.edit(office.desk(), visit.items["sign"], {"place": "走道"})


def test_a_hazard_goes_and_comes_with_the_question_that_skip_logic_hides_and_shows(office: Office) -> None:
    visit = office.draft("gas")
    visit.answer("has_gas", "no")
    assert visit.live_items() == set()
    with pytest.raises(NotAllowed, match="不适用"):
        visit.answer("gas", "pass")
    visit.answer("has_gas", "yes")
    assert visit.sheet().record.get("gas") == "fail" and len(visit.live_items()) == 1


@pytest.mark.slow
@settings(max_examples=15)
@given(acts=st.lists(st.tuples(st.sampled_from(("has_gas", "gas", "sign", "wires")), st.booleans()), max_size=8))
def test_whatever_is_answered_the_live_hazards_are_the_failing_questions_shown(
    office: Office, acts: list[tuple[str, bool]]
) -> None:
    visit = office.draft()
    for name, good in acts:
        if name in dict(visit.sheet().record.visible()):
            visit.answer(name, ("yes" if good else "no") if name == "has_gas" else "pass" if good else "fail")
    links = queries.failed_links(office.workspace.store, visit.id)
    assert {link["path"] for link in links} == set(inspect.failing(visit.sheet()))
    assert {link["item"] for link in links} == visit.live_items() and len(links) == len(visit.live_items())


def test_several_questions_joined_are_one_hazard_as_grave_as_the_gravest(office: Office) -> None:
    visit = office.draft("sign", "wires", "well")
    plan.join(office.desk(), visit.items["sign"], [visit.items["wires"], visit.items["well"], visit.items["well"]])
    assert visit.live_items() == {visit.items["sign"]}
    assert office.desk(None).row("item", visit.items["sign"])["severity"] == "major"
    visit.answer("wires", "pass")
    assert visit.live_items() == {visit.items["sign"]}, "two of its questions still fail"
    visit.answer("sign", "pass")
    visit.answer("well", "pass")
    assert visit.live_items() == set()


def test_only_open_hazards_of_one_unsigned_visit_are_joined(office: Office) -> None:
    visit, other = office.draft("sign", "wires"), office.draft("sign")
    with pytest.raises(BadInput, match="同一次检查"):
        plan.join(office.desk(), visit.items["sign"], [other.items["sign"]])
    with pytest.raises(BadInput, match="不同隐患"):
        plan.join(office.desk(), visit.items["sign"], [visit.items["sign"]])
    with pytest.raises(BadInput):
        plan.join(office.desk(), visit.items["sign"], [])
    visit.sign()
    inspect.finish(office.desk(), visit.id)
    with pytest.raises(NotAllowed, match="已签字"):
        plan.join(office.desk(), visit.items["sign"], [visit.items["wires"]])


def test_a_photo_is_kept_once_for_a_question_and_what_is_no_photo_is_refused(office: Office) -> None:
    visit, (name, data) = office.draft("sign"), office.photo()
    first = attaching.attach(office.desk(), visit.id, "sign", data, name)
    assert attaching.attach(office.desk("乙"), visit.id, "sign", data, "again.jpg") == first
    assert attaching.attach(office.desk(), visit.id, "wires", data, name) != first
    with pytest.raises(BadInput):
        attaching.attach(office.desk(), visit.id, "sign", b"words", "words.jpg")
    assert len(queries.attachments(office.workspace.store, visit.id)) == 2


def test_fixed_on_the_spot_clears_a_general_hazard_at_once_and_a_major_one_waits(office: Office) -> None:
    visit = office.draft("sign", "bars")
    before, after = office.photo(), office.photo()
    inspect.fix(office.desk(), visit.id, "sign", [before], [after], {})
    assert office.state(visit.items["sign"]).state == "cleared"
    inspect.fix(office.desk(), visit.id, "bars", [before], [after], {"exits": 2, "where": "南侧"})
    assert (office.state(visit.items["bars"]).state, office.state(visit.items["bars"]).exits) == ("passed", 2)
    with pytest.raises(NotAllowed, match="科室负责人"):
        plan.clear(office.desk(), visit.items["bars"])
    plan.clear(office.desk("科长"), visit.items["bars"])
    with pytest.raises(NotAllowed, match="当场整改"):
        visit.answer("sign", "pass")
    assert visit.sheet().record.get("sign") == "fail"


def test_a_fix_on_the_spot_needs_both_photos_a_hazard_and_what_is_counted(office: Office) -> None:
    visit = office.draft("sign", "bars")
    cases = (("sign", [office.photo()], [], {}), ("wires", [office.photo()], [office.photo()], {}),
             ("bars", [office.photo()], [office.photo()], {}))  # fmt: skip
    for name, before, after, facts in cases:
        with pytest.raises(NotAllowed):
            inspect.fix(office.desk(), visit.id, name, before, after, facts)
    with pytest.raises(BadInput, match="不会被统计"):
        inspect.fix(office.desk(), visit.id, "sign", [office.photo()], [office.photo()], {"exits": 3})
    assert {office.state(item).state for item in visit.live_items()} == {"found"}


def test_finishing_lists_everything_that_is_missing(office: Office) -> None:
    visit = office.draft()
    visit.answer("sign", "")
    visit.answer("bars", "fail")
    with pytest.raises(Refused) as caught:
        inspect.finish(office.desk(), visit.id)
    said = str(caught.value)
    assert "sign" in said and "bars" in said and "plan grade" in said and "plan edit --place" in said
    visit.answer("sign", "pass")
    visit.answer("bars", "pass")
    with pytest.raises(Refused) as caught:
        inspect.finish(office.desk(), visit.id)
    assert all(party in str(caught.value) for party in ("inspector", "second", "home"))


def test_each_inspector_signs_in_person_and_the_home_may_refuse_before_a_witness(office: Office) -> None:
    visit = office.draft()
    with pytest.raises(NotAllowed, match="本人"):
        inspect.sign(office.desk("甲"), visit.id, "second", PEN)
    with pytest.raises(BadInput, match="见证人"):
        inspect.sign(office.desk("甲"), visit.id, "home", refused="不在")
    with pytest.raises(BadInput, match="姓名"):
        inspect.sign(office.desk("甲"), visit.id, "home", PEN)
    for bad in ([], [[]], [[[0.1, 0.2]]], [[[0.1, 2.0], [0.2, 0.3]]], {"a": 1}, [["ab", "cd"]], 7, [[[float("nan"), 0], [0, 0]]]):
        with pytest.raises(BadInput, match="笔迹"):
            inspect.sign(office.desk("甲"), visit.id, "inspector", bad)  # type: ignore[arg-type]
    visit.sign()
    inspect.sign(office.desk("甲"), visit.id, "home", refused="拒绝签字", witness="社区工作人员")
    inspect.finish(office.desk("乙"), visit.id)


def test_a_refusal_keeps_its_photos_and_the_witness_s_hand_and_the_record_that_was_signed_stays(office: Office) -> None:
    visit = office.draft()
    visit.sign()
    photo = office.photo()
    refusal = inspect.sign(
        office.desk("甲"), visit.id, "home", PEN, refused="要请示投资人", witness="社区工作人员", photos=[(photo[0], photo[1])]
    )
    kept = queries.attachments(office.workspace.store, refusal)
    assert [office.desk(None).blobs.get(row["object"]) for row in kept] == [photo[1]]
    assert office.desk(None).row("signature", refusal)["strokes_json"]
    assert inspect.lacking(office.desk("甲"), visit.sheet()) == []
    inspect.finish(office.desk("甲"), visit.id)
    home = [one for one in papers.report_facts(office.desk(None), visit.sheet()).signatures if one.role == "institution"]
    assert [(one.refused, one.strokes) for one in home] == [("要请示投资人", ())]  # nobody signed for the home
    scene = [one for one in record_facts(office.desk(None), visit.sheet()).signatures if one.role == "institution"]
    assert [(one.witness, bool(one.strokes)) for one in scene] == [("社区工作人员", True)]  # the record has a place for her


def test_a_change_after_a_signature_must_be_signed_again(office: Office) -> None:
    visit = office.draft("sign")
    for change in (
        lambda: visit.answer("wires", "na"),
        lambda: attaching.attach(office.desk(), visit.id, "sign", office.photo()[1], "p.jpg"),
        lambda: plan.edit(office.desk(), visit.items["sign"], {"place": "北走道"}),
        lambda: plan.grade(office.desk(), visit.items["sign"], "major"),
    ):
        visit.sign()
        change()
        with pytest.raises(Refused, match="3"):
            inspect.finish(office.desk(), visit.id)
    visit.sign()
    inspect.finish(office.desk(), visit.id)


def test_a_finished_inspection_is_locked_and_what_was_signed_stays(office: Office) -> None:
    visit = office.finished("sign")
    for act in (
        lambda: visit.answer("sign", "pass"),
        lambda: attaching.attach(office.desk(), visit.id, "sign", office.photo()[1], "p.jpg"),
        lambda: inspect.sign(office.desk(), visit.id, "inspector", PEN),
        lambda: inspect.finish(office.desk(), visit.id),
        lambda: inspect.fix(office.desk(), visit.id, "sign", [office.photo()], [office.photo()], {}),
        lambda: plan.edit(office.desk(), visit.items["sign"], {"finding": "别的"}),
        lambda: plan.grade(office.desk(), visit.items["sign"], "major", "理由"),
    ):
        with pytest.raises(NotAllowed, match="锁定"):
            act()
    plan.edit(office.desk(), visit.items["sign"], {"responsible": "院长", "term_days": 10})
    record = inspect.evidence_of(office.desk(None), visit.id)
    assert b"sign" in record and visit.sheet().state.record_sha256 == inspect.hashlib.sha256(record).hexdigest()


def test_an_amendment_takes_a_reason_and_one_of_the_two(office: Office) -> None:
    visit = office.finished()
    for who, reason in (("甲", "  "), ("丙", "更正"), ("科长", "更正")):
        with pytest.raises(NotAllowed):
            inspect.amend(office.desk(who), visit.id, reason)
    inspect.amend(office.desk("乙"), visit.id, "更正")
    assert visit.sheet().state.state == "draft"


def test_a_corrected_record_is_signed_again_even_when_it_says_the_same(office: Office) -> None:
    visit = office.finished("sign")
    inspect.amend(office.desk(), visit.id, "核对")
    with pytest.raises(Refused, match="3"):
        inspect.finish(office.desk(), visit.id)
    visit.sign()
    inspect.finish(office.desk(), visit.id)


def test_an_item_that_an_amendment_takes_away_stays_until_approval_and_is_not_ordered(office: Office) -> None:
    visit = office.finished("sign", "wires")
    review.send_back(office.desk("科长"), visit.id, {"sign": "请核对"})
    with pytest.raises(NotAllowed):
        review.approve(office.desk("科长"), visit.id)
    inspect.amend(office.desk(), visit.id, "按意见更正")
    visit.answer("sign", "pass")
    slip = visit.answer("well", "fail") or RowId(0)
    visit.answer("well", "pass")
    assert slip not in visit.live_items(), "a slip within the amendment was never signed"
    new = visit.answer("well", "fail", place="院内") or RowId(0)
    assert visit.live_items() == {visit.items["sign"], visit.items["wires"], new}
    visit.sign()
    inspect.finish(office.desk(), visit.id)
    assert office.state(visit.items["sign"]).state == "found"
    with pytest.raises(NotAllowed, match="不再认定"):
        notices.issue(office.desk(), visit.id, [visit.items["sign"]])
    notice = notices.issue(office.desk(), visit.id)
    assert {row["id"] for row in queries.notice_items(office.workspace.store, notice)} == {visit.items["wires"], new}
    assert review.approve(office.desk("科长"), visit.id) == [visit.items["sign"]]
    assert office.state(visit.items["sign"]).state == "disproved"


def test_a_notice_can_still_be_served_or_voided_after_one_of_its_hazards_was_disproved(office: Office) -> None:
    visits = [office.finished("sign", "wires") for _ in range(2)]
    for visit in visits:
        visit.notice = notices.issue(office.desk(), visit.id)
        inspect.amend(office.desk(), visit.id, "误记")
        visit.answer("sign", "pass")
        visit.sign()
        inspect.finish(office.desk(), visit.id)
        review.approve(office.desk("科长"), visit.id)
    office.serve(visits[0].notice)
    assert office.state(visits[0].items["wires"]).state == "in_progress"
    notices.void(office.desk(), visits[1].notice, "重新下达")
    assert office.state(visits[1].items["wires"]).state == "found"
    assert office.state(visits[1].items["sign"]).state == "disproved"


def test_nobody_reviews_their_own_visit_and_a_return_says_what_to_mend(office: Office) -> None:
    visit = office.finished()
    for who in ("甲", "乙", "丙", "管理员"):
        with pytest.raises(NotAllowed):
            review.approve(office.desk(who), visit.id)
    own = inspect.begin(office.desk("科长"), office.homes["北苑养老中心"], office.people["甲"])
    with pytest.raises(NotAllowed):
        review.approve(office.desk("科长"), own)
    for remarks, reason in (({}, " "), ({"sign": " "}, ""), ({"sign": ""}, "整体")):
        with pytest.raises(BadInput, match="意见"):
            review.send_back(office.desk("科长"), visit.id, remarks, reason)
    with pytest.raises(BadInput):
        review.send_back(office.desk("科长"), visit.id, {"no_such": "补拍"})
    review.send_back(office.desk("科长"), visit.id, {"sign": "补拍"})
    assert [row["text"] for row in review.remarks(office.desk(None), visit.id)] == ["补拍"]
    assert visit.id not in {row["id"] for row in review.queue(office.desk(None))}
