"""Promises of the documents page: the list and where each paper stands, checks before printing, correcting, new papers."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fieldaudit.domain.core import RowId
from fieldaudit.errors import NotAllowed
from fieldaudit.store import queries
from fieldaudit.ui import print_panel
from fieldaudit.ui.pages.documents.new_paper import NewPaper
from fieldaudit.ui.pages.documents.presenter import DocumentsPresenter, Draft
from fieldaudit.ui.pdf import Pdf
from fieldaudit.ui.session import Session
from fieldaudit.work import papers, register


@pytest.fixture
def presenter(open_session: Callable[..., Session]) -> DocumentsPresenter:
    return DocumentsPresenter(open_session("inspector"), None, "all")


def wait(until: Callable[[], Any], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "it never came"
        QApplication.processEvents()
        time.sleep(0.01)


# -- the presenter ---------------------------------------------------------------------------------------
def test_every_row_of_the_list_opens_with_the_same_status_and_its_bytes(presenter: DocumentsPresenter) -> None:
    rows = presenter.rows()
    assert len(rows) == presenter.counts()[1]
    for row in rows:
        paper = presenter.paper(row["key"])
        assert paper is not None and (paper.status, paper.kind, paper.number) == (row["status"], row["kind"], row["number"])
    kinds = {row["kind"]: row["key"] for row in rows if row["paper"]}
    for key in kinds.values():
        paper = presenter.paper(key)
        assert paper is not None
        desk = presenter.session.desk()
        assert presenter.data(paper) == papers.printed(desk, desk.store.get("paper", paper.paper or RowId(0)) or {})


def test_what_is_to_do_are_notices_to_issue_and_to_serve(presenter: DocumentsPresenter) -> None:
    presenter.choose("todo")
    found = [presenter.paper(row["key"]) for row in presenter.rows()]
    assert found and {paper.status for paper in found if paper} <= {"to_issue", "to_serve"}
    to_issue = next(paper for paper in found if paper and paper.status == "to_issue")
    assert to_issue.hazards and presenter.data(to_issue).startswith(b"%PDF")


def test_a_basis_nobody_checked_and_a_photo_that_is_not_here_are_said_before_printing(presenter: DocumentsPresenter) -> None:
    checks = {}
    for row in presenter.rows():
        paper = presenter.paper(row["key"])
        if paper is not None and paper.kind == "notice":
            checks[row["key"]] = {check.key: check for check in paper.checks}
    basis = {key: found["basis"].good for key, found in checks.items()}
    assert set(basis.values()) == {True, False}
    for key, good in basis.items():
        paper = presenter.paper(key)
        desk = presenter.session.desk()
        assert paper is not None
        items = (queries.notice_items(desk.store, paper.notice) if paper.notice else
                 [item for item in queries.items(desk.store, inspection=paper.inspection) if item["state"] == "found"])  # fmt: skip
        assert good == all(item["basis_checked"] == "seen" for item in items)
    assert all(found["signed"].good for found in checks.values())


def test_a_report_is_previewed_issued_once_and_corrected_only_when_it_says_something_else(presenter: DocumentsPresenter) -> None:
    target = next(target for target, words in presenter.targets("report", "") if "2026-2-2 " not in words)
    draft = Draft("report", target)
    assert presenter.draft(draft).startswith(b"%PDF")
    key = f"p{presenter.issue(draft)}"
    paper = presenter.paper(key)
    assert paper is not None and paper.status == "issued" and paper.version == 1
    with pytest.raises(NotAllowed):
        presenter.issue(draft)
    with pytest.raises(NotAllowed, match="没有变化"):
        presenter.correct(paper, "再看一遍")
    desk_of = presenter.session.desk
    home = desk_of().row("institution", paper.institution or 0)
    presenter.session.act(lambda desk: register.edit(desk, RowId(home["id"]), {"address": "新址1号"}))
    later = presenter.paper(f"p{presenter.correct(paper, '地址变了')}")
    assert later is not None and (later.version, later.reason) == (2, "地址变了")
    before = presenter.paper(key)
    assert before is not None and before.status == "replaced" and [version for _, version in before.versions] == [2, 1]


def test_papers_of_one_home_only(presenter: DocumentsPresenter) -> None:
    home = next(row["institution"] for row in presenter.rows() if row["kind"] == "clearing")
    one = DocumentsPresenter(presenter.session, RowId(home), "all")
    assert {row["institution"] for row in one.rows()} == {home} and one.counts()[1] < presenter.counts()[1]
    assert one.home_name() and len(one.targets("plan", "")) == 1


def test_who_is_no_supervisor_is_not_offered_a_letter_of_referral(open_session: Callable[..., Session]) -> None:
    kinds = {who: dict(DocumentsPresenter(open_session(who), None, "all").new_kinds()) for who in ("inspector", "supervisor")}
    assert "referral" not in kinds["inspector"] and "referral" in kinds["supervisor"]


# -- the page --------------------------------------------------------------------------------------------
def test_the_list_the_page_and_its_facts_belong_together(frame_at: Callable[..., Any]) -> None:
    frame = frame_at("documents", filter="all")
    page = frame.page
    wait(lambda: page.preview.pdf)
    first = page.paper.key
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    assert page.paper.key == page.list.current_row()["key"] != first
    wait(lambda: page.preview.pdf and page.preview.pdf.data == page._presenter.data(page.paper))
    pages = len(page.preview.pdf.sizes)
    QTest.keyClick(page.list, Qt.Key.Key_PageDown)
    assert page.preview.view.page == min(1, pages - 1) and page.paper.key == page.list.current_row()["key"]
    zoom = page.preview.view.percent()
    QTest.keyClick(page.preview.view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert page.preview.view.percent() > zoom
    QTest.keyClick(page.preview.view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert page.preview.view.percent() == zoom


def test_a_copy_that_is_unchecked_is_not_printed(frame_at: Callable[..., Any]) -> None:
    frame = frame_at("documents", filter="notice")
    panel = frame.page.properties.panel
    wait(lambda: frame.page.preview.pdf and len(panel.checks) == 3)
    pdf = frame.page.preview.pdf
    assert panel.pages() == list(range(len(pdf.sizes)))
    panel.checks[1].click()
    assert panel.pages() == [*pdf.parts[0].pages, *pdf.parts[2].pages]
    panel.copies.setText("0")
    assert panel.times() == 0 and not panel.print.isEnabled()


def test_a_notice_s_page_is_reached_by_its_row_and_the_same_place_is_come_back_to(frame_at: Callable[..., Any]) -> None:
    frame = frame_at("today")
    notice = queries.notices(frame.session.desk().store)[5]
    frame.go("documents", notice=notice["id"])
    assert frame.page.paper.number == notice["number"] == frame.page.list.current_row()["number"]
    frame.go("today")
    frame.back()
    assert frame.page.paper.number == notice["number"]


def test_a_new_paper_is_chosen_previewed_and_issued(frame_at: Callable[..., Any]) -> None:
    frame = frame_at("documents")
    page = frame.page
    page._new()
    dialog = next(each for each in frame.window().findChildren(NewPaper) if each.isVisible())
    dialog.text.setText("2026-2-46")
    assert len(dialog.list.rows()) == 1
    QTest.keyClick(dialog.text, Qt.Key.Key_Down)
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    assert page.draft is not None and page.draft.kind == "report"
    wait(lambda: page.preview.pdf)
    assert page.properties.act.isVisible() and not page.properties.panel.isVisible()
    page.properties.act.click()
    wait(lambda: page.draft is None and page.paper is not None and page.paper.kind == "report")
    assert page.paper.number == "2026-2-46" and page.list.current_row()["key"] == page.paper.key


def test_what_cannot_be_made_is_told_in_place(frame_at: Callable[..., Any]) -> None:
    frame = frame_at("documents")
    draft = queries.inspections(frame.session.desk().store, "draft")[0]
    frame.page._show_draft(Draft("clearing", str(draft["id"])))
    wait(lambda: frame.page._error is not None and frame.page._error.isVisible())
    assert not frame.page.properties.act.isEnabled()
    frame.page.list.go_to(0)
    assert frame.page._error is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_narrow_nothing_leaves_the_window(frame_at: Callable[..., Any], language: str) -> None:
    frame = frame_at("documents", language=language, width=911, height=512)
    page = frame.page
    wait(lambda: page.preview.pdf)
    assert page.minimumSizeHint().width() <= page.width() and page.preview.view.width() > 200


def test_ctrl_p_sends_the_wanted_pages_to_the_chosen_printer(
    frame_at: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def to_file(name: str) -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / f"{name}.pdf"))
        return printer

    monkeypatch.setattr(print_panel, "printers", lambda: ["one", "two"])
    monkeypatch.setattr(print_panel, "printer_named", to_file)
    frame = frame_at("documents", filter="notice")
    page = frame.page
    wait(lambda: page.preview.pdf and page.properties.panel.printer.count() == 2 and page.properties.panel.checks)
    panel = page.properties.panel
    panel.printer.setCurrentIndex(1)
    panel.printer.activated.emit(1)
    panel.checks[2].click()
    panel.copies.setText("2")
    assert panel.print.isVisible() and str(len(panel.pages()) * 2) in panel.print.text()
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    wait(lambda: (tmp_path / "two.pdf").exists() and not frame.jobs.running())
    printed = Pdf((tmp_path / "two.pdf").read_bytes()).sizes
    assert len(printed) == len(panel.pages()) * 2 and not (tmp_path / "one.pdf").exists()
    assert frame.settings.text("printer") == "two"
