"""Promises of the documents page's list: what is still to do, where each paper stands, order and pages."""

from __future__ import annotations

import pytest
from office_world import Office, of_its_own

from fieldaudit.domain.core import RowId
from fieldaudit.store.papers_list import paper_place, papers_count, papers_page, tally
from fieldaudit.work import notices, papers, plan
from fieldaudit.work.papers import Asked

pytestmark = pytest.mark.slow  # `make check` stays under a minute

office = pytest.fixture(of_its_own)


def rows(office: Office, wanted: str = "all", institution: RowId | None = None) -> list[tuple[str, str]]:
    return [(row["kind"], row["status"]) for row in papers_page(office.workspace.store, wanted, institution, 0, 50)]


def test_a_notice_goes_from_to_issue_through_to_serve_to_served(office: Office) -> None:
    visit = office.finished("wires")
    assert rows(office) == rows(office, "todo") == [("notice", "to_issue")]
    assert tally(office.workspace.store) == {("notice", "to_issue"): 1}
    notice = notices.issue(office.desk(), visit.id)
    assert rows(office) == rows(office, "todo") == [("notice", "to_serve")]
    office.serve(notice)
    assert sorted(rows(office)) == [("notice", "served"), ("service", "issued")]
    assert rows(office, "todo") == [] and papers_count(office.workspace.store, "todo") == 0
    assert tally(office.workspace.store) == {("notice", "served"): 1, ("service", "issued"): 1}


def test_a_draft_or_an_inspection_without_hazards_has_nothing_to_issue(office: Office) -> None:
    office.draft("wires")
    office.finished(home="南山养老院")
    assert rows(office) == []


def test_a_void_notice_stays_in_the_list_and_its_hazards_are_to_be_issued_again(office: Office) -> None:
    notice = notices.issue(office.desk(), office.finished("wires").id)
    notices.void(office.desk(), notice, "地址有误")
    assert sorted(rows(office)) == [("notice", "to_issue"), ("notice", "void")]
    assert rows(office, "todo") == [("notice", "to_issue")]


def test_a_corrected_paper_is_replaced_by_its_next_version(office: Office) -> None:
    visit = office.served("wires")
    papers.issue(office.desk(), "plan", Asked(target=str(office.homes["北苑养老中心"])))
    plan.edit(office.desk(), visit.items["wires"], {"responsible": "院长"})
    number = next(row["number"] for row in papers_page(office.workspace.store, "plan", None, 0, 9))
    papers.correct(office.desk(), number, "责任人改了")
    found = papers_page(office.workspace.store, "plan", None, 0, 9)
    assert [(row["version"], row["status"]) for row in found] == [(2, "issued"), (1, "replaced")]


def test_pages_follow_each_other_and_a_paper_is_found_by_its_place(office: Office) -> None:
    for home in ("北苑养老中心", "南山养老院"):
        for failed in ("wires", "sign"):
            notices.issue(office.desk(), office.finished(failed, home=home).id)
    whole = papers_page(office.workspace.store, "all", None, 0, 50)
    paged = [row for at in range(4) for row in papers_page(office.workspace.store, "all", None, at, 1)]
    assert [row["key"] for row in whole] == [row["key"] for row in paged] and len(whole) == 4
    assert [paper_place(office.workspace.store, "all", None, row["paper"]) for row in whole] == [0, 1, 2, 3]
    assert paper_place(office.workspace.store, "plan", None, whole[0]["paper"]) is None
    one = office.homes["南山养老院"]
    assert papers_count(office.workspace.store, "all", one) == len(rows(office, "all", one)) == 2
