"""Review: the queue, what is compared with last time, remarks that outlive the page and a crash, approve and return."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from fieldaudit.domain.core import RowId
from fieldaudit.errors import BadInput
from fieldaudit.store import queries
from fieldaudit.ui.pages.checklist.rows import Beside, sections
from fieldaudit.ui.pages.review.lines import LineCard
from fieldaudit.ui.pages.review.presenter import ReviewPresenter
from fieldaudit.ui.session import Session
from fieldaudit.ui.shell.told import Question
from fieldaudit.work import review
from fieldaudit.work.compare import compare
from fieldaudit.work.inspect import failing
from fieldaudit.work.sheet import open_sheet

SUPERVISOR, OTHER = "科室负责人甲", "科室负责人乙"


@pytest.fixture
def session(open_session: Callable[..., Session]) -> Session:
    return open_session("supervisor", SUPERVISOR)


def again(session: Session) -> tuple[RowId, RowId]:
    """An inspection whose home was inspected before by the same checklist, and that earlier one."""
    desk = session.desk()
    for row in queries.inspections(desk.store):
        found = compare(desk, row["id"], "zh")
        if found.last is not None:
            return RowId(row["id"]), found.last.id
    raise AssertionError("the demo has none")


# -- comparing ------------------------------------------------------------------------------------------------------------


def test_every_question_asked_is_in_the_comparison_once(session: Session) -> None:
    desk = session.desk()
    this, _ = again(session)
    found = compare(desk, this, "zh")
    paths = [path for line in found.lines for path in line.paths]
    asked = [
        path for path, question in found.sheet.record.visible() if question.kind not in ("note", "calculate", "hidden", "metadata")
    ]
    assert sorted(paths) == sorted(asked) and len(set(paths)) == len(paths)
    numbered = [line.number for line in found.lines if line.number]
    assert numbered == list(range(1, len(numbered) + 1))


def test_questions_are_numbered_as_on_the_checklist(session: Session, qt: Any) -> None:
    desk = session.desk()
    for row in queries.inspections(desk.store)[:12]:
        found = compare(desk, row["id"], "zh")
        cards = [card for section in sections(found.sheet.record, "zh", Beside({}, {}, {}, {})) for card in section.cards]
        assert {line.path: line.number for line in found.lines if line.number} == {
            card.path: card.number for card in cards if card.number
        }


def test_what_differs_are_the_answers_that_are_other_than_last_time(session: Session) -> None:
    desk = session.desk()
    this, last = again(session)
    found = compare(desk, this, "zh")
    now, before = open_sheet(desk, this).record, open_sheet(desk, last).record
    differing = {line.path for line in found.chosen("differs")}
    assert differing
    for line in found.lines:
        values = [(now.get(path), before.get(path)) for path in line.paths]
        if line.last is not None:
            assert (line.path in differing) == any(one != other for one, other in values), line.path
    assert {line.path for line in found.chosen("fails")} == set(failing(found.sheet))
    assert found.tones["fail"] == len(found.chosen("fails"))


def test_hazards_and_photos_stand_on_their_question(session: Session) -> None:
    desk = session.desk()
    for row in review.queue(desk):
        found = compare(desk, row["id"], "en")
        assert sum(line.this.item is not None for line in found.lines) == row["items"]
        assert sum(len(line.this.photos) for line in found.lines) == len(found.photos) >= row["photos"]
        assert all(line.fails for line in found.lines if line.this.item is not None)


def test_photos_that_have_not_come_yet_are_counted(session: Session) -> None:
    desk = session.desk()
    row = next(row for row in review.queue(desk) if row["photos"])
    photo = queries.attachments(desk.store, RowId(row["id"]))[0]
    before = compare(desk, row["id"], "zh")
    desk.blobs.path(photo["object"]).unlink()
    after = compare(desk, row["id"], "zh")
    assert not before.missing and [each["id"] for each in after.missing] == [photo["id"]]


# -- the queue and the acts -------------------------------------------------------------------------------------------------


def test_the_queue_has_the_one_that_waits_longest_first(session: Session, qt: Any) -> None:
    shown = ReviewPresenter(session)
    waits = [row["finished_at"] for row in shown.queue]
    assert waits == sorted(waits) and len(waits) == len(review.queue(session.desk()))
    assert shown.inspection == shown.queue[0]["id"]
    latest = ReviewPresenter(session, sort="newest")
    assert [row["id"] for row in latest.queue] == [row["id"] for row in reversed(shown.queue)]


def test_approving_takes_it_off_the_queue_and_counts_it(session: Session, qt: Any) -> None:
    shown = ReviewPresenter(session)
    first, today = shown.inspection, shown.reviewed_today()
    shown.approve()
    shown.read_queue()
    assert first not in [row["id"] for row in shown.queue] and shown.reviewed_today() == today + 1
    state = queries.inspections(session.desk().store, state="approved")
    assert first in [row["id"] for row in state]


def test_a_return_pins_the_remarks_to_their_questions(session: Session, qt: Any) -> None:
    shown = ReviewPresenter(session)
    id_, path = RowId(shown.inspection), shown.lines()[0].path
    shown.remark(path, "  请写明房号 ")
    shown.send_back("总的意见")
    sent = review.remarks(session.desk(), id_)
    assert [(row["path"], row["text"]) for row in sent[-1:]] == [(path, "请写明房号")]
    seen = ReviewPresenter(session, id_)
    assert not seen.remarks and seen.sent[path][-1] == "请写明房号" and path in [line.path for line in seen.lines()]
    with pytest.raises(BadInput):
        seen.send_back()


def test_an_approved_one_can_still_be_returned_and_an_inspector_can_do_nothing(
    session: Session, open_session: Callable[..., Session], qt: Any
) -> None:
    approved = queries.inspections(session.desk().store, state="approved")[0]["id"]
    shown = ReviewPresenter(session, approved)
    assert shown.refused is not None and shown.locked is None and shown.why_locked()
    inspector = ReviewPresenter(open_session("inspector"))
    assert inspector.refused is not None and inspector.locked is not None


# -- remarks that are not sent yet ------------------------------------------------------------------------------------------


def test_unsent_remarks_outlive_the_page_a_lock_and_a_crash(session: Session, tmp_path: Path, qt: Any) -> None:
    shown = ReviewPresenter(session)
    id_, path = shown.inspection, shown.lines()[0].path
    shown.remark(path, "请补一张照片")
    assert ReviewPresenter(session, id_).remarks == {path: "请补一张照片"}
    person = session.person
    session.lock()
    assert person is not None
    session.sign_in(person, "0000")
    assert ReviewPresenter(session, id_).remarks == {path: "请补一张照片"}
    shutil.copytree(session.path, tmp_path / "after-the-crash")  # nothing was closed
    revived = Session(tmp_path / "after-the-crash", None, session.clock)
    try:
        revived.sign_in(person, "0000")
        assert ReviewPresenter(revived, id_).remarks == {path: "请补一张照片"}
    finally:
        revived.close()


def test_unsent_remarks_are_hers_alone_and_not_readable_on_the_disk(session: Session, qt: Any) -> None:
    shown = ReviewPresenter(session)
    shown.remark(shown.lines()[0].path, "SECRET-REMARK")
    kept = list((session.path / "drafts").iterdir())
    assert len(kept) == 1 and b"SECRET" not in kept[0].read_bytes()
    assert not review.remarks(session.desk(), RowId(shown.inspection))  # no fact yet
    other = next(row for row in session.people() if row["name"] == OTHER)
    session.sign_in(RowId(other["id"]), "0000")
    assert ReviewPresenter(session, shown.inspection).remarks == {}


def test_a_blank_remark_is_none_and_approval_or_return_forgets_them(session: Session, qt: Any) -> None:
    shown = ReviewPresenter(session)
    first, second = (line.path for line in shown.lines()[:2])
    shown.remark(first, "a")
    shown.remark(second, "b")
    shown.remark(first, "  \n")
    assert ReviewPresenter(session, shown.inspection).remarks == {second: "b"}
    shown.approve()
    assert not list((session.path / "drafts").iterdir())


def test_a_draft_that_was_altered_is_no_remark(session: Session, qt: Any) -> None:
    shown = ReviewPresenter(session)
    shown.remark(shown.lines()[0].path, "a")
    kept = next((session.path / "drafts").iterdir())
    kept.write_bytes(kept.read_bytes()[:-1] + b"x")
    assert ReviewPresenter(session, shown.inspection).remarks == {}


# -- the page ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def page(qt: Any, session: Session) -> Any:
    """The page with somebody at it who may review."""
    from fieldaudit.ui.jobs import Jobs
    from fieldaudit.ui.settings import Settings
    from fieldaudit.ui.shell.frame import Frame

    frame = Frame(session, Settings(), Jobs())
    frame.resize(1366, 768)
    frame.show()
    frame.activateWindow()
    frame.go("review")
    qt.processEvents()
    yield frame.page
    frame.end()
    frame.jobs.close()
    frame.hide()
    frame.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # its thumbnails' thread ends with it


def press(page: Any, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key to whatever has the focus."""
    QApplication.processEvents()
    QTest.keyClick(page.window().focusWidget() or page, key, modifiers)
    QApplication.processEvents()


def test_a_report_is_returned_by_keyboard_alone(page: Any) -> None:
    frame, first = page.frame, RowId(page.presenter.inspection)
    press(page, Qt.Key.Key_J)
    assert page.card is page.cards[1]
    press(page, Qt.Key.Key_K)
    path = page.card.line.path
    assert not page.send.isEnabled()
    press(page, Qt.Key.Key_M)
    QTest.keyClicks(page.window().focusWidget(), "jakr 12")  # letters type, none of them acts
    assert page.presenter.inspection == first and not frame.window().findChildren(Question)
    press(page, Qt.Key.Key_Escape)
    assert page.send.isEnabled() and page.presenter.remarks == {path: "jakr 12"}
    press(page, Qt.Key.Key_R)
    asked = frame.window().findChildren(Question)[0]
    QTest.keyClick(asked.reason, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert [row["text"] for row in review.remarks(page.session.desk(), first)][-1:] == ["jakr 12"]
    assert frame.page.presenter.inspection != first


def test_keys_approve_and_walk_the_queue(page: Any) -> None:
    ids = [row["id"] for row in page.presenter.queue]
    press(page, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert page.presenter.inspection == ids[1]
    press(page, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    press(page, Qt.Key.Key_A)
    assert page.presenter.inspection == ids[1] and ids[0] not in [row["id"] for row in page.presenter.queue]


def test_approval_asks_again_while_a_photo_is_missing(page: Any) -> None:
    desk, shown = page.session.desk(), page.presenter
    desk.blobs.path(shown.comparison.photos[0]["object"]).unlink()
    first = shown.inspection
    page._go_to(first)
    assert "1 / 2" in shown.photos()
    press(page, Qt.Key.Key_A)
    asked = page.window().findChildren(Question)[0]
    assert first in [row["id"] for row in review.queue(page.session.desk())]
    QTest.keyClick(asked, Qt.Key.Key_Escape)
    assert first in [row["id"] for row in review.queue(page.session.desk())]
    QApplication.processEvents()
    press(page, Qt.Key.Key_A)
    QTest.keyClick(page.window().findChildren(Question)[-1].yes, Qt.Key.Key_Space)
    assert first not in [row["id"] for row in review.queue(page.session.desk())]


def test_approval_asks_while_remarks_are_not_sent(page: Any) -> None:
    page.presenter.remark(page.cards[0].line.path, "a")
    press(page, Qt.Key.Key_A)
    assert page.window().findChildren(Question)


def test_a_remark_is_kept_shortly_after_the_last_key_and_when_the_page_is_left(page: Any) -> None:
    frame, path = page.frame, page.card.line.path
    press(page, Qt.Key.Key_M)
    QTest.keyClicks(page.window().focusWidget(), "one")
    QTest.qWait(450)
    assert ReviewPresenter(page.session, page.presenter.inspection).remarks == {path: "one"}
    QTest.keyClicks(page.window().focusWidget(), " two")
    frame.go("today")
    frame.back()
    QApplication.processEvents()
    assert frame.page.card.line.path == path and frame.page.card.remark.note.text() == "one two"


def test_chinese_is_composed_in_a_remark(page: Any) -> None:
    press(page, Qt.Key.Key_M)
    note = page.card.remark.note
    QApplication.sendEvent(note, QInputMethodEvent("qing", []))
    press(page, Qt.Key.Key_A)
    composed = QInputMethodEvent("", [])
    composed.setCommitString("请")
    QApplication.sendEvent(note, composed)
    page._flush()
    assert "请" in page.presenter.remarks[page.card.line.path] and page.presenter.queue[0]["id"] == page.presenter.inspection


def test_the_filter_shows_what_it_says(page: Any) -> None:
    counts = page.presenter.counts()
    for which in ("fails", "all"):
        page._choose_filter(which)
        for _ in range(3_000):
            QTest.qWait(10)
            if len(page.cards) >= counts[which]:
                break
        assert len(page.cards) == counts[which]
    assert all(isinstance(each, LineCard) and each.accessibleName() for each in page.cards)


def test_every_control_is_named(page: Any) -> None:
    for each in page.findChildren(QAbstractButton):
        assert each.accessibleName() or each.text(), each
    assert page.queue.accessibleName()


def test_there_is_no_rejection(page: Any) -> None:
    assert not [each for each in page.findChildren(QAbstractButton) if "驳" in each.text()]


def test_an_empty_queue_says_so(page: Any) -> None:
    for row in list(page.presenter.queue):
        page.session.act(lambda desk, id_=row["id"]: review.approve(desk, RowId(id_)))
    QApplication.processEvents()
    page.frame.go("review")
    assert page.frame.page._stack.currentIndex() == 1
