"""Promises of the finish sheet: what is missing leads to its question, who may sign, refusal, absence, no way in, the notice."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from fieldaudit.domain.core import RowId
from fieldaudit.errors import BadInput, NotAllowed, Refused
from fieldaudit.store import queries
from fieldaudit.ui.pages.finish.dialogs import IssueQuestion, NoAccessQuestion, PinQuestion
from fieldaudit.ui.pages.finish.presenter import FinishPresenter
from fieldaudit.ui.print_panel import PaperDialog
from fieldaudit.ui.session import Session
from fieldaudit.work import inspect, notices

PEN = [[[0.1, 0.5], [0.8, 0.7]]]
OPEN, WHO = "draft", "检查员甲"
FIGURES = {"night_carers_n": "3", "drill_n": "2", "staff_skill_n": "5", "earlier_hazards_n": "0"}


def inspection_of(session: Session, state: str) -> RowId:
    """The newest inspection of the person at the keyboard in a state."""
    rows = queries.inspections(session.desk().store, state)
    return next(RowId(row["id"]) for row in rows if session.person in (row["inspector_row"], row["second_row"]))


def fill(session: Session, inspection: RowId) -> None:
    """Answer all that is missing."""
    for _ in range(3):
        for each in FinishPresenter(session, inspection).read().missing:
            if each.required:
                value = FIGURES.get(each.path.rpartition("/")[2], "pass")
                session.act(lambda desk, path=each.path, value=value: inspect.answer(
                    desk, inspect.open_sheet(desk, inspection), path, value))  # fmt: skip


def photo(folder: Path) -> Path:
    place = folder / "refusal.jpg"
    Image.new("RGB", (40, 30), (9, 90, 120)).save(place)
    return place


def wait(until: Callable[[], bool], seconds: float = 20) -> None:
    """Let the window go on until something is so."""
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "it never came"
        QApplication.processEvents()
        time.sleep(0.01)


def compose(field: QWidget, text: str) -> None:
    """Type Chinese as an input method does: composed, then committed."""
    QApplication.sendEvent(field, QInputMethodEvent("pinyin", []))
    done = QInputMethodEvent()
    done.setCommitString(text)
    QApplication.sendEvent(field, done)


def over(frame: QWidget, kind: type) -> Any:
    found = [each for each in frame.window().findChildren(kind) if each.isVisible()]
    assert found, kind.__name__
    return found[-1]


@pytest.fixture
def draft(open_session: Callable[..., Session]) -> tuple[Session, RowId]:
    session = open_session("inspector", WHO)
    return session, inspection_of(session, OPEN)


# -- the presenter ---------------------------------------------------------------------------------------
def test_the_time_spent_is_that_of_the_work_that_is_finished_now(open_session: Callable[..., Session]) -> None:
    session = open_session("inspector", WHO)
    rows = queries.inspections(session.desk().store, "finished")
    visit = next(RowId(row["id"]) for row in rows if session.person in (row["inspector_row"], row["second_row"]))
    first = FinishPresenter(session, visit).read().results.minutes
    assert first
    session.act(lambda desk: inspect.amend(desk, visit, "漏填一项"))
    assert FinishPresenter(session, visit).read().results.minutes == 0, "not the days since the visit began"


def test_what_is_missing_is_what_the_act_would_refuse(draft: tuple[Session, RowId]) -> None:
    session, inspection = draft
    sheet = FinishPresenter(session, inspection).read()
    desk = session.desk()
    assert [each.path for each in sheet.missing if each.required] == [
        lack.where for lack in inspect.lacking(desk, inspect.open_sheet(desk, inspection))
    ]
    assert sheet.required and not sheet.ready and all(each.number and each.title for each in sheet.missing)
    assert sheet.results.open == sheet.required
    results = sheet.results
    assert results.total == results.passed + results.failed + results.not_applicable + results.open
    with pytest.raises(Refused):
        FinishPresenter(session, inspection).finish()


def test_both_inspectors_sign_the_second_by_pin_and_the_person_at_the_keyboard_stays(draft: tuple[Session, RowId]) -> None:
    session, inspection = draft
    fill(session, inspection)
    presenter = FinishPresenter(session, inspection)
    me = session.person
    presenter.sign("inspector", PEN)
    with pytest.raises(NotAllowed):
        presenter.sign("second", PEN, "9999")
    assert presenter.read().unsigned == ["second", "home"]
    presenter.sign("second", PEN, "0000")
    presenter.sign_home(PEN, " 院长 ", "院长")
    sheet = presenter.read()
    assert sheet.ready and session.person == me and [each.signed is not None for each in sheet.inspectors] == [True, True]
    assert sheet.at_home is not None and sheet.at_home.name == "院长"
    presenter.finish()
    assert presenter.read().state == "finished"


def test_a_change_after_signing_makes_every_signature_stale(draft: tuple[Session, RowId]) -> None:
    session, inspection = draft
    fill(session, inspection)
    presenter = FinishPresenter(session, inspection)
    presenter.sign("inspector", PEN)
    session.act(lambda desk: inspect.answer(desk, inspect.open_sheet(desk, inspection), "facts/beds", "85"))
    signed = presenter.read().inspectors[0].signed
    assert signed is not None and signed.stale and "inspector" in presenter.read().unsigned


def test_a_refusal_and_an_absence_need_a_witness_and_keep_the_photo(draft: tuple[Session, RowId], tmp_path: Path) -> None:
    session, inspection = draft
    presenter = FinishPresenter(session, inspection)
    with pytest.raises(BadInput, match="见证人"):
        presenter.refusal("要请示投资人", " ", [], [], False)()
    presenter.refusal("要请示投资人", "街道办工作人员", PEN, [photo(tmp_path)], False)()
    refusal = presenter.read().at_home
    assert refusal is not None and (refusal.refused, refusal.witness, refusal.photos) == ("要请示投资人", "街道办工作人员", 1)
    presenter.refusal("", "街道办工作人员", [], [], True)()
    absence = presenter.read().at_home
    assert absence is not None and absence.refused == "负责人不在场" and not absence.stale


def test_somebody_else_s_inspection_can_only_be_looked_at(open_session: Callable[..., Session]) -> None:
    other = open_session("inspector", "检查员丁")
    inspection = RowId(queries.inspections(other.desk().store, OPEN)[0]["id"])
    sheet = FinishPresenter(other, inspection).read()
    assert not sheet.mine and not sheet.open and not sheet.ready


def test_the_number_shown_is_the_one_the_notice_gets(open_session: Callable[..., Session]) -> None:
    session = open_session("inspector", WHO)
    presenter = FinishPresenter(session, inspection_of(session, "finished"))
    before = next(RowId(row["id"]) for row in queries.inspections(session.desk().store, "finished")
                  if FinishPresenter(session, RowId(row["id"])).read().to_order)  # fmt: skip
    presenter = FinishPresenter(session, before)
    promised = presenter.read().next_number
    assert promised.first <= int("".join(filter(str.isdigit, promised.text.partition("〕")[2]))) <= promised.last
    notice = presenter.issue(None)
    sheet = presenter.read()
    assert [(each.id, each.number) for each in sheet.issued] == [(notice, promised.text)] and sheet.to_order == 0
    assert presenter.printed(notice).startswith(b"%PDF")


# -- the page --------------------------------------------------------------------------------------------
def page_of(frame_at: Callable[..., Any], state: str = OPEN, **more: Any) -> Any:
    frame = frame_at("today", **more)
    people = {row["name"]: row["id"] for row in frame.session.people()}
    frame.session.sign_in(RowId(people[WHO]), "0000")
    frame.go("finish", inspection=inspection_of(frame.session, state))
    QApplication.processEvents()
    return frame.page


def sign(pad: QWidget) -> None:
    middle = pad.rect().center()
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=middle)
    for step in range(1, 6):
        QTest.mouseMove(pad, middle + QPoint(step * 8, step % 2 * 12))
        QApplication.processEvents()
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=middle + QPoint(40, 12))


def test_enter_on_a_missing_line_goes_to_its_question(frame_at: Callable[..., Any]) -> None:
    page = page_of(frame_at)
    frame, wanted = page.frame, page.sheet.missing[1].path
    page.summary.list.setFocus()
    QTest.keyClick(page.summary.list, Qt.Key.Key_Down)
    QTest.keyClick(page.summary.list, Qt.Key.Key_Return)
    assert frame.here()[0] == "checklist" and frame._here[1]["path"] == wanted


def test_the_inspection_is_signed_and_finished_on_the_page_and_the_notice_issued(frame_at: Callable[..., Any]) -> None:
    page = page_of(frame_at)
    frame, inspection = page.frame, page.sheet
    fill(frame.session, page._presenter.inspection)
    wait(lambda: page.sheet.required == 0)
    assert not page.act.isEnabled() and "检查员甲" in page.why.whole()
    first, second = page.signing.pads
    sign(first.pad)
    QTest.keyClick(first.pad, Qt.Key.Key_Return)
    wait(lambda: page.sheet.inspectors[0].signed is not None)
    sign(second.pad)
    second.pad.finish.click()
    question = over(frame, PinQuestion)
    QTest.keyClicks(question.pin, "1111")
    QTest.keyClick(question.pin, Qt.Key.Key_Return)
    assert "PIN" in question.field.fault() and page.sheet.inspectors[1].signed is None
    QTest.keyClicks(question.pin, "0000")
    QTest.keyClick(question.pin, Qt.Key.Key_Return)
    wait(lambda: page.sheet.inspectors[1].signed is not None)
    sign(page.signing.home.pad)
    page.signing.home.pad.finish.click()
    wait(lambda: page.sheet.ready and page.act.isEnabled())
    page.act.click()
    wait(lambda: page.sheet.state == "finished")
    assert inspection.to_order == 2 and "下达" in page.act.text()
    page.act.click()
    over(frame, IssueQuestion).yes.click()
    wait(lambda: bool(page.sheet.issued))
    wait(lambda: any(each.isVisible() and each.preview.pdf for each in frame.window().findChildren(PaperDialog)))
    dialog = over(frame, PaperDialog)
    assert dialog.panel.pages() == list(range(len(dialog.preview.pdf.sizes))) and dialog.panel.save.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    page.act.click()
    assert frame.here()[0] == "serve"


def test_a_refusal_is_recorded_by_keyboard_with_what_was_typed_kept_over_a_change_of_page(frame_at: Callable[..., Any]) -> None:
    page = page_of(frame_at)
    home = page.signing.home
    home.mode.parts[1].click()
    assert not home.record.isEnabled()
    compose(home.reason, "要请示投资人")
    compose(home.witness, "街道办工作人员")
    frame = page.frame
    frame.go("today")
    frame.back()
    page = frame.page
    home = page.signing.home
    assert (home.mode.value(), home.reason.text(), home.witness.text()) == ("refuse", "要请示投资人", "街道办工作人员")
    home.record.setFocus()
    QTest.keyClick(home.record, Qt.Key.Key_Space)
    wait(lambda: page.sheet.at_home is not None)
    assert page.sheet.at_home.refused == "要请示投资人"
    assert "街道办工作人员" in home.told_under.text() and home.told.isVisible()
    assert page.signing.pads[0].pad.isEnabled()


def test_no_way_in_is_offered_before_the_first_answer_only_and_needs_proof(frame_at: Callable[..., Any]) -> None:
    page = page_of(frame_at)
    assert not page.way_out.isVisible()
    frame = page.frame
    people = {row["name"]: row["id"] for row in frame.session.people()}
    home = queries.institutions(frame.session.desk().store)[0]["id"]
    begun = frame.session.act(lambda desk: inspect.begin(desk, RowId(home), RowId(people["检查员乙"])))
    frame.go("finish", inspection=begun)
    page = frame.page
    QApplication.processEvents()
    page.way_out.click()
    question = over(frame, NoAccessQuestion)
    compose(question.reason, "大门上锁，无人应答")
    assert not question.yes.isEnabled()
    compose(question.witness, "居委会工作人员")
    assert question.yes.isEnabled()
    question.yes.click()
    wait(lambda: page.sheet.state == "no_access")
    assert not page.way_out.isVisible() and not page.signing.pads[0].pad.isEnabled()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_narrow_and_short_one_side_shows_and_nothing_leaves_the_window(frame_at: Callable[..., Any], language: str) -> None:
    page = page_of(frame_at, language=language, width=911, height=512)
    assert page.sides.isVisible() and page.summary.isVisible() and not page.right.isVisible()
    page.sides.parts[1].click()
    QApplication.processEvents()
    assert page.right.isVisible() and not page.summary.isVisible()
    assert page.signing.pads[0].pad.height() == 112
    assert page.act.mapTo(page, QPoint(page.act.width(), 0)).x() <= page.width()
    assert page.right.horizontalScrollBar().maximum() == 0


def test_an_issued_notice_is_previewed_as_it_was_kept(frame_at: Callable[..., Any]) -> None:
    page = page_of(frame_at, "finished")
    frame = page.frame
    notice = next(row for row in queries.notices(frame.session.desk().store) if row["void"] is None)
    frame.go("finish", inspection=notice["inspection"])
    frame.page.signing.notice.print.click()
    wait(lambda: over(frame, PaperDialog).preview.pdf is not None)
    assert over(frame, PaperDialog).preview.pdf.data == notices.printed(frame.session.desk(), notice["id"])
