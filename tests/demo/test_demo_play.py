"""The demo keeps its promises: everything a bureau does in three months is in it, and both laptops hold the same."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from paper_checker import paper_faults

from fieldaudit.demo import play as script
from fieldaudit.demo.cases import CASES, FATES, FINDINGS
from fieldaudit.demo.city import ADMIN, HOMES, INSPECTORS, PIN, SUPERVISORS, register_csv
from fieldaudit.demo.laptop import pen
from fieldaudit.domain.calendar import local_date
from fieldaudit.domain.core import COMMON, RowId, hlc_ms
from fieldaudit.domain.tables import TABLES
from fieldaudit.domain.terms import ITEM_STATES
from fieldaudit.errors import BadInput
from fieldaudit.store import Workspace, queries
from fieldaudit.store.history import quarantine
from fieldaudit.sync.carrier import FolderCarrier
from fieldaudit.sync.proof import verify_carrier
from fieldaudit.sync.session import proof
from fieldaudit.work import inspect as acts
from fieldaudit.work import notices, office, papers, plan, records, review
from fieldaudit.work.desk import Desk
from fieldaudit.work.plan import PlanItem
from fieldaudit.work.register_file import read_register

NOW = 1_795_600_000_000  # 2026-11-25 17:46 in China
DAY = 86_400_000

slow = pytest.mark.slow


@dataclass
class Demo:
    """The demo as it lies on disk, both workspaces opened again."""

    folder: Path
    figures: dict[str, Any]
    inspector: Desk
    supervisor: Desk

    @property
    def desks(self) -> tuple[Desk, Desk]:
        return self.inspector, self.supervisor

    def items(self) -> list[PlanItem]:
        return plan.plan(self.inspector)

    def rows(self, table: str) -> list[dict[str, Any]]:
        return self.inspector.store.find(table)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("demo") / "out"
    figures = script.play(folder, NOW)
    with Workspace.open(folder / "inspector", None) as first, Workspace.open(folder / "supervisor", None) as second:
        yield Demo(folder, figures, Desk(first, NOW), Desk(second, NOW))


# -- both laptops ------------------------------------------------------------------------------------------
@slow
def test_both_laptops_hold_the_same_and_nothing_is_left_to_exchange(demo: Demo) -> None:
    assert proof(demo.inspector.workspace) == proof(demo.supervisor.workspace)
    assert demo.figures["in_agreement"] is True
    for table in TABLES:
        assert demo.inspector.store.find(table) == demo.supervisor.store.find(table), table


@slow
def test_everything_in_both_workspaces_and_on_the_stick_is_whole(demo: Demo) -> None:
    for desk in demo.desks:
        assert records.verify_all(desk) == []
        assert quarantine(desk.store) == []
    assert verify_carrier(demo.inspector.workspace, FolderCarrier(demo.folder / "stick")) == []


@slow
def test_every_photo_and_paper_is_on_both_laptops(demo: Demo) -> None:
    for desk in demo.desks:
        assert [row["file_name"] for row in desk.store.find("attachment") if row["object"] not in desk.blobs] == []


@slow
def test_everybody_signs_in_on_their_laptop_with_the_pin_0000(demo: Demo) -> None:
    assert PIN == "0000"
    for desk, names in ((demo.inspector, INSPECTORS), (demo.supervisor, [*SUPERVISORS, ADMIN])):
        for name in names:
            office.sign_in(Desk(desk.workspace, NOW), name, PIN)


@slow
def test_the_inspectors_laptop_carries_all_eight_districts(demo: Demo) -> None:
    assert len(demo.inspector.store.trust.scopes()) == 1 + 8
    assert COMMON in demo.inspector.store.trust.scopes()


# -- the register --------------------------------------------------------------------------------------------
def test_the_register_is_sixty_homes_of_which_none_is_refused_or_odd() -> None:
    sheet = read_register(register_csv(), "register.csv").sheets[0]
    assert [fault for row in sheet.rows for fault in (*row.faults, *row.warnings)] == []
    assert len(sheet.rows) == len({home.name for home in HOMES}) == len({home.code for home in HOMES}) == 60
    assert (min(home.beds for home in HOMES), max(home.beds for home in HOMES)) == (8, 220)
    assert [skipped.kind for skipped in sheet.skipped] == ["total"]


@slow
def test_all_homes_are_in_the_register_with_their_place(demo: Demo) -> None:
    rows = queries.institutions(demo.inspector.store)
    assert {row["code"] for row in rows} == {home.code for home in HOMES}
    assert {row["district_name"] for row in rows} == {home.district for home in HOMES}
    assert all(119 < row["lon"] < 124 and 42 < row["lat"] < 46 for row in rows)


# -- inspections ---------------------------------------------------------------------------------------------
@slow
def test_about_forty_fire_inspections_and_two_or_three_of_food_were_made(demo: Demo) -> None:
    forms = Counter(row["form_name"] for row in queries.inspections(demo.inspector.store))
    assert 38 <= forms["fire_safety"] <= 45
    assert forms["food_safety"] in (2, 3)


@slow
def test_three_months_of_work_end_today_and_nothing_lies_in_the_future(demo: Demo) -> None:
    started = sorted(row["started_at"] for row in demo.rows("inspection"))
    assert started[0] < NOW - 80 * DAY
    assert local_date(started[-1]) == local_date(NOW)
    assert all(hlc_ms(row["_hlc"]) <= NOW for table in TABLES for row in demo.rows(table))


@slow
def test_every_locked_record_is_complete_signed_and_over_what_is_recorded(demo: Demo) -> None:
    for row in queries.inspections(demo.inspector.store):
        if row["state"] == "draft":
            continue
        sheet = acts.open_sheet(demo.inspector, RowId(row["id"]))
        assert sheet.record.problems() == [], row["number"]
        signed = queries.latest_signatures(demo.inspector.store, sheet.id)
        assert {signed[party]["record_sha256"] for party in acts.PARTIES} == {row["record_sha256"]}
        assert acts.evidence_of(demo.inspector, sheet.id)


@slow
def test_the_food_inspections_fill_their_own_form_and_find_hazards(demo: Demo) -> None:
    food = [row for row in queries.inspections(demo.inspector.store) if row["form_name"] == "food_safety"]
    assert all(row["answers"] > 25 and row["items"] for row in food)


@slow
def test_one_inspection_was_returned_with_remarks_on_two_questions_and_is_not_yet_mended(demo: Demo) -> None:
    returned = queries.inspections(demo.inspector.store, "returned")
    assert len(returned) == demo.figures["returned"] == 1
    assert len(review.remarks(demo.inspector, RowId(returned[0]["id"]))) == 2


@slow
def test_one_inspection_was_returned_mended_and_approved(demo: Demo) -> None:
    approved = queries.inspections(demo.inspector.store, "approved")
    mended = [row for row in approved if acts.state_of(demo.inspector, row).amendments]
    assert mended and all(row["returns"] for row in mended)


@slow
def test_several_inspections_wait_for_review_and_todays_is_half_filled(demo: Demo) -> None:
    assert len(review.queue(demo.supervisor)) >= 3
    (draft,) = queries.inspections(demo.inspector.store, "draft")
    sheet = acts.open_sheet(demo.inspector, RowId(draft["id"]))
    visible = sum(question.kind not in ("note", "calculate") for _, question in sheet.record.visible())
    assert visible * 0.3 < draft["answers"] < visible * 0.8
    assert acts.lacking(demo.inspector, sheet)


@slow
def test_a_home_refused_to_sign_before_a_witness(demo: Demo) -> None:
    refused = [row for row in demo.rows("signature") if row["refused"]]
    assert refused and all(row["witness"] and row["party"] == "home" for row in refused)


def test_a_signature_is_one_persons_own() -> None:
    drawn = {name: pen(name) for name in (*INSPECTORS, *SUPERVISORS)}
    assert len({json.dumps(strokes) for strokes in drawn.values()}) == len(drawn)
    assert all(pen(name) == strokes for name, strokes in drawn.items())
    assert all(0 <= x <= 1 and 0 <= y <= 1 for strokes in drawn.values() for stroke in strokes for x, y in stroke)


# -- hazards ---------------------------------------------------------------------------------------------------
@slow
def test_at_least_three_homes_have_a_hazard_in_every_state(demo: Demo) -> None:
    states = Counter(item.state.state for item in demo.items())
    homes = Counter(state for state, _ in {(item.state.state, item.row["institution"]) for item in demo.items()})
    assert {state: homes[state] for state in ITEM_STATES if homes[state] < 3} == {}
    assert states == demo.figures["states"]


@slow
def test_what_was_found_is_open_or_has_come_to_one_end(demo: Demo) -> None:
    ends = sum(demo.figures[end] for end in ("cleared", "equivalent", "disproved", "ended_with_institution"))
    assert demo.figures["found"] == demo.figures["open"] + ends == len(demo.items())


@slow
def test_no_event_is_passed_over(demo: Demo) -> None:
    assert [item.state.ignored for item in demo.items() if item.state.ignored] == []


@slow
def test_some_hazards_are_overdue_extended_escalated_referred_and_behind_a_closed_door(demo: Demo) -> None:
    marks = Counter(mark for item in demo.items() for mark in item.marks)
    assert marks["overdue"] == demo.figures["overdue"] >= 6
    assert all(marks[mark] for mark in ("extended", "escalated", "referred", "no_access"))
    assert any(item.state.extension_asked for item in demo.items())


@slow
def test_exits_and_wells_are_counted_from_what_reinspections_found(demo: Demo) -> None:
    assert demo.figures["exits"] == sum(item.state.exits for item in demo.items()) >= 8
    assert demo.figures["wells"] == sum(len(item.state.wells) for item in demo.items()) >= 1


@slow
def test_reinspections_failed_were_partial_and_came_to_a_pass_later(demo: Demo) -> None:
    failed = [item for item in demo.items() if item.state.failures]
    assert {item.state.state for item in failed} >= {"cleared", "in_progress"}
    results = {json.loads(row["facts_json"]).get("result") for row in demo.rows("event") if row["kind"] == "reinspected"}
    assert results == {"pass", "fail", "partial", "no_access"}


@slow
def test_a_fix_on_the_spot_shows_the_place_before_and_after(demo: Demo) -> None:
    fixed = [item for item in demo.items() if item.state.fixed_on_spot]
    assert {item.row["severity"] for item in fixed} == {"general", "major"}
    for item in fixed:
        photos = plan.photos_of(demo.inspector, item.id)
        assert photos["before"] and photos["after"]
        assert item.state.state == "cleared"


@slow
def test_every_hazard_has_a_photo_and_at_least_twenty_scenes_are_shown(demo: Demo) -> None:
    assert all(plan.photos_of(demo.inspector, item.id)["before"] for item in demo.items())
    photos = [row for row in demo.rows("attachment") if row["media_type"] == "image/jpeg"]
    assert len({row["caption"] for row in photos if row["caption"]}) >= 20
    assert len({row["sha256"] for row in photos}) == len(photos)
    assert all(row["taken_at"] and row["lat"] and row["lon"] and row["camera"] for row in photos)


@slow
def test_a_hazard_behind_two_questions_is_one_item(demo: Demo) -> None:
    questions = Counter(row["item"] for row in demo.rows("item_question"))
    assert 2 in questions.values()


@slow
def test_most_hazards_have_the_five_and_some_lack_them(demo: Demo) -> None:
    ordered = [item for item in demo.items() if item.state.ordered_on]
    lacking = [item for item in ordered if plan.missing_of_five(item.row)]
    assert 0 < len(lacking) < len(ordered) / 2


@slow
def test_a_closed_home_ended_its_hazards_after_every_resident_was_settled(demo: Demo) -> None:
    ended = {item.row["institution"] for item in demo.items() if item.state.state == "ended_with_institution"}
    assert len(ended) == 3
    assert all(demo.inspector.row("institution", home)["residents"] == 0 for home in ended)
    said = [json.loads(row["facts_json"]) for row in demo.rows("event") if row["kind"] == "ended_with_institution"]
    assert all(facts["residents_settled"] == facts["residents_total"] > 0 for facts in said)


@slow
def test_a_suggested_major_hazard_was_confirmed_and_another_lowered_with_a_reason(demo: Demo) -> None:
    items = [item.row for item in demo.items() if item.row["severity"] != "major_to_confirm"]
    assert any(row["severity"] == "general" and row["severity_reason"] for row in items)
    assert any(row["severity"] == "major" for row in items)


# -- papers ----------------------------------------------------------------------------------------------------
@slow
def test_notices_are_by_term_and_dated_and_a_void_one_was_issued_again(demo: Demo) -> None:
    made = queries.notices(demo.inspector.store)
    assert {row["mode"] for row in made} == {"by_term", "dated"}
    (void,) = [row for row in made if row["void"]]
    assert [row for row in made if row["inspection"] == void["inspection"] and not row["void"] and row["serial"] > void["serial"]]
    assert not any(row["provisional"] for row in made)


@slow
def test_notices_were_handed_over_and_left_before_a_witness(demo: Demo) -> None:
    served = demo.rows("service")
    assert {row["method"] for row in served} == {"direct", "left"}
    assert all(row["witness"] and row["refused"] for row in served if row["method"] == "left")


@slow
def test_the_papers_beside_the_workspaces_are_those_that_are_kept(demo: Demo) -> None:
    kept = {notices.printed(demo.inspector, row["id"]) for row in queries.notices(demo.inspector.store)}
    assert (demo.folder / "notice.pdf").read_bytes() in kept
    made = {path.name: path.read_bytes() for path in demo.folder.glob("*.pdf")}
    judged = {name: papers.verify_file(demo.inspector, data) for name, data in made.items()}
    assert {name: each.outcome for name, each in judged.items()} == dict.fromkeys(made, "ours")
    assert {each.kind for each in judged.values()} == set(papers.KINDS)
    assert sum(bool(each.issued_on) for each in judged.values()) == 9 and len(made) == 13
    issued = queries.papers(demo.inspector.store)
    assert {row["kind"] for row in issued} == set(papers.KINDS) - {"ledger", "blank"}
    assert not any(row["provisional"] for row in issued) and len(issued) == demo.figures["papers"]


@slow
def test_every_paper_of_the_demo_stands_before_the_judge(demo: Demo) -> None:
    kinds = {path.name: papers.verify_file(demo.inspector, path.read_bytes()).kind for path in demo.folder.glob("*.pdf")}
    beside = {
        name: paper_faults((demo.folder / name).read_bytes(), kind, lang="en" if ".en." in name else "zh")
        for name, kind in kinds.items()
    }
    assert not {name: found for name, found in beside.items() if found}
    issued = queries.papers(demo.inspector.store)
    faults = {row["number"]: paper_faults(papers.printed(demo.inspector, row), row["kind"]) for row in issued}
    assert len(issued) > 50 and not {number: found for number, found in faults.items() if found}


@slow
def test_the_summary_says_what_was_counted(demo: Demo) -> None:
    assert json.loads((demo.folder / "summary.json").read_text("utf-8")) == demo.figures
    text = (demo.folder / "summary.txt").read_text("utf-8")
    assert f"发现隐患: {demo.figures['found']}" in text
    assert "两台电脑内容一致: 是" in text


# -- conflict --------------------------------------------------------------------------------------------------
@slow
def test_one_cell_was_changed_on_both_laptops_and_both_values_are_kept(demo: Demo) -> None:
    for desk in demo.desks:
        (conflict,) = records.conflict_list(desk)
        assert (conflict["table"], conflict["column"]) == ("institution", "phone")
        assert {value["author"] for value in conflict["values"]} == {"检查员甲", "科室负责人甲"}
        assert len({value["value"] for value in conflict["values"]}) == 2


# -- the script --------------------------------------------------------------------------------------------------
def test_every_fault_of_the_script_has_words_and_a_fate() -> None:
    for case in CASES:
        assert set(case.faults) <= FINDINGS.keys(), case
        assert set(case.faults.values()) <= FATES.keys(), case


def test_a_folder_in_use_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(BadInput) as refused:
        script.play(tmp_path, NOW)
    assert str(tmp_path) in str(refused.value)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def _facts(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, but for what rests on chance: the names of sealed objects."""
    with Workspace.open(folder / "inspector", None) as workspace:
        return {
            table: [{name: cell for name, cell in row.items() if name != "object"} for row in workspace.store.find(table)]
            for table in TABLES
        }


@slow
def test_the_same_moment_gives_the_same_facts_and_numbers_of_both_years(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    short, now = [case for case in CASES if case.home in (1, 22, 46, 49) or case.draft], NOW + 60 * DAY
    monkeypatch.setattr(script, "CASES", short)
    first, second = script.play(tmp_path / "first", now), script.play(tmp_path / "second", now)
    assert first == second
    facts = _facts(tmp_path / "first")
    assert facts == _facts(tmp_path / "second")
    assert len(facts["inspection"]) == len(short)
    assert {row["year"] for row in facts["notice"]} == {2026, 2027}
    assert not any(row["provisional"] for row in facts["notice"])
