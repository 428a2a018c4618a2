"""The checklist page: keys, mouse, what is durable, where one stands again, what a screen reader is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QImage, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fieldaudit.domain.calendar import add_term, local_date
from fieldaudit.domain.core import RowId
from fieldaudit.errors import NotAllowed
from fieldaudit.store import queries
from fieldaudit.ui.jobs import Jobs
from fieldaudit.ui.pages.checklist.fix import FixQuestion
from fieldaudit.ui.pages.checklist.hazard_facts import term_until
from fieldaudit.ui.pages.checklist.presenter import ChecklistPresenter
from fieldaudit.ui.session import Session
from fieldaudit.ui.settings import Settings
from fieldaudit.ui.shell.frame import Frame
from fieldaudit.ui.shell.told import Question
from fieldaudit.ui.text import install
from fieldaudit.work import inspect

Key = Qt.Key
BARS = "escape/window_bars"
CLEAR = "escape/exit_clear"
DRILL = "facts/last_drill"


def visit(session: Session, state: str = "draft") -> dict[str, Any]:
    """The newest inspection of the person in a state."""
    found = queries.inspections(session.desk().store, state=state)
    return next(row for row in found if session.person in (row["inspector_row"], row["second_row"]))


def stored(session: Session, inspection: int) -> dict[str, str]:
    rows = queries.answers(session.desk().store, RowId(inspection))
    return {path: row["value"] or "" for path, row in rows.items()}


# -- without a window --------------------------------------------------------------------------------------
@pytest.fixture
def session(open_session: Callable[..., Session]) -> Session:
    return open_session("inspector", "检查员甲")


@pytest.fixture
def presenter(session: Session) -> ChecklistPresenter:
    return ChecklistPresenter(session, RowId(visit(session)["id"]), BARS)


def test_an_answer_is_durable_when_it_returns_and_a_second_press_takes_it_back(
    presenter: ChecklistPresenter, session: Session
) -> None:
    card = presenter.card
    assert card is not None
    presenter.press(card, "na")
    assert stored(session, presenter.inspection)[BARS] == "na"
    assert presenter.card is not None
    assert presenter.card.saved_at == presenter.saved_at()
    presenter.press(presenter.card, "na")
    assert stored(session, presenter.inspection)[BARS] == ""
    presenter.undo()
    assert stored(session, presenter.inspection)[BARS] == "na"


def test_a_failed_answer_opens_its_hazard_prefilled_and_undo_closes_it(presenter: ChecklistPresenter) -> None:
    assert presenter.card is not None
    presenter.press(presenter.card, "fail")
    hazard = presenter.hazard(presenter.card)
    assert hazard is not None
    assert (hazard.severity, hazard.suggests_major) == ("major_to_confirm", True)
    assert (hazard.measure_kind, hazard.term_days) == ("open_exit", 7)
    home = presenter._session.desk().row("institution", presenter.sheet.row["institution"])
    assert hazard.responsible == home["head"] != ""
    assert presenter.edit_hazard(hazard, "place", "二层东侧")
    assert presenter.edit_hazard(hazard, "money", "院方自筹 4,800 元")
    assert not presenter.edit_hazard(hazard, "place", "  ")
    presenter.grade(hazard, "major")
    now = presenter.hazard(presenter.card)
    assert now is not None
    assert (now.place, now.money, now.severity, now.suggests_major) == ("二层东侧", "院方自筹 4,800 元", "major", False)
    assert now.known == hazard.known + 1
    for _ in range(4):
        presenter.undo()
    assert presenter.hazard(presenter.card) is None
    assert presenter.path == BARS


def test_the_place_is_kept_and_found_again_also_without_what_was_kept(session: Session) -> None:
    inspection, kept = RowId(visit(session)["id"]), list[str]()
    first = ChecklistPresenter(session, inspection, BARS, keep_place=kept.append)
    first.step(1)
    first.step(1)
    assert kept[-1] == first.path
    assert ChecklistPresenter(session, inspection, place=kept[-1]).path == first.path
    first.answer(CLEAR, "na")
    assert ChecklistPresenter(session, inspection).path == CLEAR  # the file was lost: where the last answer was given


def test_next_goes_round_to_what_is_open_and_steps_cross_sections(presenter: ChecklistPresenter) -> None:
    presenter.answer(CLEAR, "")
    assert presenter.next_open()
    assert presenter.card is not None
    assert presenter.card.open
    while presenter.path != CLEAR:
        assert presenter.next_open()
    last = presenter.section
    assert last is not None
    presenter.go(last.cards[-1].path)
    assert presenter.step(1)
    assert presenter.section is not last


def test_a_filter_keeps_the_card_one_stands_on(presenter: ChecklistPresenter) -> None:
    presenter.filter = "fails"
    paths = [card.path for card in presenter.cards()]
    assert BARS in paths
    assert all(card.fails or card.path == BARS for card in presenter.cards())


def test_what_another_act_wrote_is_read_again_and_ones_own_is_not(presenter: ChecklistPresenter, session: Session) -> None:
    touched: list[dict[str, set[int]]] = []
    session.on_touched.append(touched.append)  # type: ignore[arg-type]
    presenter.answer(CLEAR, "na")
    assert not presenter.touched(touched[-1])  # type: ignore[arg-type]
    session.act(lambda desk: inspect.answer(desk, inspect.open_sheet(desk, presenter.inspection), CLEAR, "pass"))
    assert presenter.touched(touched[-1])  # type: ignore[arg-type]
    card = presenter.card_of(CLEAR)
    assert card is not None
    assert card.value == "pass"


def test_a_returned_record_is_locked_shows_its_remarks_and_opens_with_a_reason(session: Session) -> None:
    shown = ChecklistPresenter(session, RowId(visit(session, "returned")["id"]))
    assert (shown.editable, shown.may_amend()) == (False, True)
    assert shown.card is not None
    assert shown.card.remarks
    with pytest.raises(NotAllowed):
        shown.answer(shown.path, shown.card.value)
    shown.amend("按批注更正")
    assert (shown.editable, bool(shown.card.remarks)) == (True, True)  # while it is being mended they stay


def test_others_only_read(open_session: Callable[..., Session]) -> None:
    session = open_session("supervisor")
    row = queries.inspections(session.desk().store, state="finished")[0]
    shown = ChecklistPresenter(session, RowId(row["id"]))
    assert not shown.editable
    assert not shown.may_amend()


# -- in the window -----------------------------------------------------------------------------------------
@pytest.fixture
def at(qt: Any, session: Session) -> Iterator[Callable[..., Any]]:
    """The page at a question, active, with the keyboard on it."""
    frames: list[Frame] = []

    def make(path: str = BARS, state: str = "draft", language: str = "zh", width: int = 1366, height: int = 768) -> Any:
        install(language)
        frame = Frame(session, Settings(), Jobs())
        frames.append(frame)
        frame.resize(width, height)
        frame.show()
        frame.activateWindow()
        assert QTest.qWaitForWindowActive(frame)
        frame.go("checklist", inspection=visit(session, state)["id"], path=path)
        QTest.qWait(60)
        return frame.page

    yield make
    for frame in frames:
        frame.end()
        frame.jobs.close()
        frame.hide()
        frame.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qt.processEvents()


def press(*keys: Any) -> None:
    for key in keys:
        focus = QApplication.focusWidget()
        assert focus is not None
        if isinstance(key, str):
            QTest.keyClicks(focus, key)
        else:
            QTest.keyClick(focus, key)
        QApplication.processEvents()


def chord(key: Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, Qt.KeyboardModifier.ControlModifier)


def answers(page: Any) -> dict[str, str]:
    return stored(page.session, page.presenter.inspection)


def test_keys_answer_and_move_and_the_focus_stays_on_the_segments(at: Callable[..., Any]) -> None:
    page = at(CLEAR)
    press("3")
    assert answers(page)[CLEAR] == "na"
    press("j", "2")
    assert page.presenter.path == BARS
    assert answers(page)[BARS] == "fail"
    assert page.cards.live.panel is not None
    assert page.cards.live.segments.isAncestorOf(QApplication.focusWidget())
    press("1", "k", Key.Key_Down, "3")
    assert answers(page)[BARS] == "na"
    assert page.cards.live.panel is None


def test_tab_goes_from_the_segments_into_the_place_and_letters_type_there(at: Callable[..., Any]) -> None:
    page = at()
    press("2", Key.Key_Tab)
    place = page.cards.live.panel.lines["place"]
    assert place.hasFocus()
    press("jk12n", Key.Key_Escape)
    assert page.presenter.path == BARS
    card = page.presenter.card
    assert page.presenter.hazard(card).place == "jk12n"
    assert answers(page)[BARS] == "fail"
    press("j")
    assert page.presenter.path != BARS


def test_tab_goes_on_into_a_hazard_that_was_open_before_the_page_was(at: Callable[..., Any]) -> None:
    page = at()
    press("2")
    page.frame.go("today")
    page.frame.go("checklist", inspection=page.presenter.inspection, path=BARS)
    QTest.qWait(60)
    page = page.frame.page
    page.cards.take_focus()
    press(Key.Key_Tab)
    assert page.cards.live.panel.lines["place"].hasFocus()


def test_an_input_method_composes_in_the_note_and_nothing_else_hears_its_keys(at: Callable[..., Any]) -> None:
    page = at()
    press("n")
    note = page.cards.live.note
    assert note.hasFocus()
    QApplication.sendEvent(note, QInputMethodEvent("er", []))
    assert page.presenter.path == BARS
    done = QInputMethodEvent("", [])
    done.setCommitString("二层东侧")
    QApplication.sendEvent(note, done)
    QTest.keyClick(note, Key.Key_Escape)
    held = queries.answers(page.session.desk().store, page.presenter.inspection)[BARS]
    assert held["note"] == "二层东侧"


def test_a_figure_is_typed_into_its_card_and_a_wrong_one_is_said_and_kept(at: Callable[..., Any]) -> None:
    page = at("facts/beds")
    press("9", "9", "9", "9", Key.Key_Return)
    assert answers(page)["facts/beds"] == "9999"
    assert page.presenter.path == "facts/beds"  # it is not left while it is wrong
    assert page.cards.live.line.property("wrong")
    assert page.presenter.card.fault
    page.cards.live.line.selectAll()
    press("80", Key.Key_Return)
    assert answers(page)["facts/beds"] == "80"
    assert page.presenter.path != "facts/beds"


def test_enter_goes_into_the_figure_and_back_to_the_verdict(at: Callable[..., Any]) -> None:
    page = at("escape/exit_count")
    press(Key.Key_Return)
    assert page.cards.live.figure.hasFocus()
    page.cards.live.figure.selectAll()
    press("4", Key.Key_Return)
    assert answers(page)["escape/exit_count_n"] == "4"
    press("3")
    assert answers(page)["escape/exit_count"] == "na"


def test_a_click_on_a_resting_segment_answers_and_makes_its_card_the_current_one(at: Callable[..., Any]) -> None:
    page = at(BARS)
    cards = page.cards
    index = next(n for n, card in enumerate(cards.cards) if card.path == CLEAR)
    rect = cards.rect_of(index)
    top = rect.top() + rect.height() // 2
    place = QPoint(rect.left() + cards.columns().segment(0, 2).center().x(), top)
    QTest.mouseClick(cards.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert answers(page)[CLEAR] == "na"
    assert page.presenter.path == CLEAR
    assert cards.live.card.path == CLEAR


def test_the_answer_column_is_at_the_same_place_on_the_current_card_and_on_resting_ones(at: Callable[..., Any]) -> None:
    page = at(BARS)
    QTest.qWait(50)
    cards = page.cards
    live = cards.live.segments.parts[0].mapTo(cards.viewport(), QPoint(0, 0)).x()
    rect = cards.rect_of(next(n for n, card in enumerate(cards.cards) if card.path == CLEAR))
    assert live == rect.left() + cards.columns().segment(0, 0).left()


def test_ctrl_z_takes_back_the_last_answer_and_goes_there(at: Callable[..., Any]) -> None:
    page = at(CLEAR)
    before = answers(page)[CLEAR]
    press("3", "j", "j")
    chord(Key.Key_Z)
    assert answers(page)[CLEAR] == before
    assert page.presenter.path == CLEAR


def test_ctrl_enter_goes_to_the_next_open_question_from_a_field_too(at: Callable[..., Any]) -> None:
    page = at()
    press("n")
    chord(Key.Key_Return)
    assert page.presenter.card.open


def test_lowering_a_major_hazard_asks_for_the_reason(at: Callable[..., Any]) -> None:
    page = at()
    press("2")
    page.cards.live.panel.severity.parts[0].click()
    asked = page.frame.window().findChild(Question)
    assert asked is not None
    assert not asked.yes.isEnabled()
    asked.reason.setText("栅栏可从内部徒手打开")
    asked.yes.click()
    assert page.presenter.hazard(page.presenter.card).severity == "general"


def test_a_hazard_put_right_on_the_spot_takes_photos_and_is_then_only_read(at: Callable[..., Any], tmp_path: Path) -> None:
    page = at(CLEAR)
    press("2")
    panel = page.cards.live.panel
    panel.fix.click()
    asked = page.frame.window().findChild(FixQuestion)
    for shade, photos in enumerate((asked.before, asked.after)):
        assert not asked.yes.isEnabled()
        one = tmp_path / f"{shade}.png"
        picture = QImage(64, 48, QImage.Format.Format_RGB32)
        picture.fill(0x304050 + shade)
        picture.save(str(one))
        photos.take([one])
    asked.yes.click()
    while not page.cards.live.panel.fix.isHidden():
        QTest.qWait(20)
    assert page.presenter.hazard(page.presenter.card).fixed
    assert page.cards.live.panel.lines["place"].isReadOnly()
    assert page.presenter.editable


def test_the_calendar_sets_the_term_by_its_last_day(at: Callable[..., Any]) -> None:
    page = at()
    press("2")
    hazard = page.presenter.hazard(page.presenter.card)
    today = local_date(page.session.clock())
    page.cards.live.panel.term.day_picked.emit(today + timedelta(days=12))
    now = page.presenter.hazard(page.presenter.card)
    assert (now.due, now.term_kind) == (today + timedelta(days=12), hazard.term_kind)
    page.cards.live.panel.term.day_picked.emit(today - timedelta(days=1))
    assert page.presenter.hazard(page.presenter.card).due == now.due


@pytest.mark.parametrize("kind", ["natural", "working"])
def test_a_term_that_ends_on_a_day_is_the_shortest_that_reaches_it(kind: str) -> None:
    start = date(2026, 9, 28)  # before the long holiday of October
    for days in range(40):
        end = start + timedelta(days=days)
        found = term_until(start, end, kind)
        assert found is not None and add_term(start, found, kind) >= end
        assert not found or add_term(start, found - 1, kind) < end
    assert term_until(start, start - timedelta(days=1), kind) is None


def test_a_day_that_is_typed_is_kept_on_leaving_and_follows_what_is_undone(at: Callable[..., Any]) -> None:
    page = at(DRILL)
    field = page.cards.live.line
    field.setFocus()
    field.clear()
    press("2026-11-03")
    assert field.is_dirty()
    assert page.settle(), "the lock asks this before it takes the page away"
    assert answers(page)[page.presenter.path] == "2026-11-03"
    page.undo()
    assert page.cards.live.line.text() == answers(page).get(page.presenter.path, "")
    page.cards.live.line.setFocus()
    page.cards.live.line.setText("2026-11-03")
    assert page.settle()
    assert answers(page)[page.presenter.path] == "2026-11-03", "the same day again is written again"


def test_a_locked_record_takes_no_answers(at: Callable[..., Any]) -> None:
    page = at("", state="returned")
    path = page.presenter.path
    before = answers(page)
    press("1", "2", "3")
    assert answers(page) == before
    assert page.presenter.path == path
    assert page.cards.live.note.isReadOnly()


def test_address_and_settings_lead_back_to_the_question(at: Callable[..., Any]) -> None:
    page = at(CLEAR)
    press("j")
    assert page.address() == {"inspection": page.presenter.inspection, "path": BARS}
    assert page.frame.settings.text(f"place/{page.presenter.inspection}") == BARS


def test_a_narrow_window_folds_the_panes_and_i_opens_the_aside(at: Callable[..., Any]) -> None:
    page = at(width=911, height=512)
    assert not page.pane.isVisible()
    assert page.narrow_sections.isVisible()
    assert not page.aside.isVisible()
    press("i")
    assert page.aside.isVisible()
    QTest.keyClick(page, Key.Key_Escape)
    assert not page.aside.isVisible()


def test_screen_readers_get_every_card_with_wording_answer_and_segments(at: Callable[..., Any]) -> None:
    page = at(BARS)
    told = QAccessible.queryAccessibleInterface(page.cards)
    assert told.childCount() == len(page.cards.cards)
    rows = [told.child(n) for n in range(told.childCount())]
    names = [row.text(QAccessible.Text.Name) for row in rows]
    assert any("疏散通道" in name and "符合" in name for name in names)
    row = rows[[card.path for card in page.cards.cards].index(CLEAR)]
    assert row.role() == QAccessible.Role.ListItem
    segments = [row.child(n) for n in range(row.childCount())]
    assert [each.text(QAccessible.Text.Name) for each in segments] == ["符合", "不符合", "不适用"]
    assert [bool(getattr(each.state(), "checked")) for each in segments] == [True, False, False]  # noqa: B009  not in the stubs
    assert all(each.rect().height() >= 44 for each in segments if not each.rect().isEmpty())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_section_can_be_walked_through(at: Callable[..., Any], language: str) -> None:
    page = at("facts/opening", language=language)
    seen, steps = set(), 0
    while steps < 200:
        seen.add(page.presenter.path)
        path = page.presenter.path
        QTest.keyClick(page, Key.Key_Down)
        steps += 1
        if page.presenter.path == path:
            break
    paths = {card.path for section in page.presenter.sections for card in section.cards}
    assert seen == paths
