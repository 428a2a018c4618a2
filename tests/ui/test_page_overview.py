"""The overview: every number opens exactly the rows it counts, in the very tables it opens; found = open + cleared + ended."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from fieldaudit.domain.calendar import local_date
from fieldaudit.errors import FieldauditError
from fieldaudit.store import board, overview, queries, register_list
from fieldaudit.ui.pages.overview import presenter
from fieldaudit.ui.pages.overview.parts import Link
from fieldaudit.ui.pages.overview.presenter import Opens, Within
from fieldaudit.ui.widgets.marks import Mark
from fieldaudit.work.desk import Desk

SUMS = {"exits_opened": "exits", "wells_drilled": "wells"}


def rows_behind(desk: Desk, opens: Opens) -> list[Any]:
    """The rows that the page opened shows for these arguments."""
    arguments, today = dict(opens.arguments), local_date(desk.now)
    if opens.page == "rectification":
        return board.page(desk.store, board.ids(desk.store, board.Board(str(arguments["filter"])), today))
    if opens.page == "institutions":
        wanted = register_list.Listing(str(arguments["filter"]), districts=tuple(arguments["districts"]))  # type: ignore[arg-type]
        return list(register_list.ids(desk.store, wanted, register_list.Day(today.isoformat(), 0)))
    assert opens.page == "inspections"
    return queries.inspections(desk.store, state=str(arguments["state"]))


def numbers(shown: presenter.Shown) -> Iterator[tuple[str, str, Opens]]:
    """(what, the number as it is written, what it opens) of everything on the page."""
    for tile in shown.tiles:
        for number in (*tile.numbers, *tile.notes):
            yield f"{tile.caption} {number.after}", number.text, number.opens
            assert number.rows >= 0
    for caption, number in shown.base:
        yield caption, number.text, number.opens
    for mark in (*shown.point_marks, *shown.kind_marks, *shown.district_marks):
        assert isinstance(mark.opens, Opens)
        yield mark.words(), _value(mark), mark.opens


def _value(mark: Mark) -> str:
    """The number in the line that the mark is about; a mean and a dash are no count."""
    line = mark.lines[mark.strong]
    if "天" in line or line.endswith("–"):
        return ""
    found = re.findall(r"\d+", line)
    assert len(found) == 1, line
    return str(found[0])


def scopes(desk: Desk) -> list[Within]:
    districts = [row["id"] for row in register_list.districts(desk.store)]
    return [Within(), Within(district=districts[0]), Within("2026-10", "2026-10"), Within("2026-09", "2026-11", districts[-1])]


@pytest.mark.parametrize("by", ["section", "measure"])
def test_every_number_opens_exactly_the_rows_it_counts(qt: Any, open_session: Callable[..., Any], by: str) -> None:
    session, checked = open_session("supervisor"), 0
    for within in scopes(session.desk()):
        desk = session.desk()
        for what, text, opens in numbers(presenter.read(desk, within, by)):
            rows = rows_behind(desk, opens)
            name = str(dict(opens.arguments).get("filter", "")).partition("+")[0]
            if not text:
                continue
            if name in SUMS and not what.endswith("涉及隐患"):
                state = "SELECT item, exits, json_array_length(wells_json) AS wells FROM item_state"
                facts = {row["item"]: row for row in desk.store.query(state)}
                assert int(text) == sum(facts[row["id"]][SUMS[name]] for row in rows), (within, what)
            else:
                assert int(text) == len(rows), (within, what, opens)
            checked += 1
    assert checked > 250


def test_the_total_can_be_explained(qt: Any, open_session: Callable[..., Any]) -> None:
    desk = open_session("supervisor").desk()
    for within in scopes(desk):
        found = overview.figures(desk.store, within, local_date(desk.now))
        assert found["every"] == found["open"] + found["cleared"] + sum(found[f"state:{state}"] for state in overview.ENDED)
        for row in overview.by_district(desk.store, within, local_date(desk.now)):
            assert row["found"] == row["open"] + row["cleared"] + row["ended"]
    everything = overview.figures(desk.store, Within(), local_date(desk.now))
    assert (
        everything["every"] == queries.counts(desk.store)["found"]
        and everything["cleared"] == queries.counts(desk.store)["cleared"]
    )
    homes = register_list.counts(desk.store, register_list.Day(local_date(desk.now).isoformat(), 0))
    assert homes["all"] == homes["inspected"] + homes["never"] and homes["never"] > 0
    kinds = overview.by_section(desk.store, Within(), local_date(desk.now))
    assert sum(row["found"] for row in kinds) == everything["every"]


def test_the_burn_down_ends_where_things_stand_now(qt: Any, open_session: Callable[..., Any]) -> None:
    desk = open_session("supervisor").desk()
    today = local_date(desk.now)
    months, now = overview.burn_down(desk.store, Within(), today), overview.figures(desk.store, Within(), today)
    assert [each.month for each in months] == sorted({each.month for each in months}) and months[-1].month == today.strftime(
        "%Y-%m"
    )
    assert (months[-1].open, months[-1].overdue, months[-1].found) == (now["open"], now["overdue"], now["every"])
    assert all(each.overdue <= each.open <= each.found for each in months)


def test_periods_and_their_names() -> None:
    from datetime import date

    today = date(2026, 11, 24)
    assert presenter.period_of(Within(), today) == "all" and presenter.period_of(Within("2026-11", "2026-11"), today) == "month"
    assert presenter.period_of(Within("2026-01", "2026-11", 7), today) == "year"
    assert presenter.period_of(Within("2026-02", "2026-03"), today) == "custom"
    assert Within("2026-02", "2026-03", 7).filter("open") == "open+found_from:2026-02+found_to:2026-03+district:7"


# -- the page ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def page(frame_at: Callable[..., Any], qt: Any) -> Any:
    frame = frame_at("overview", who="supervisor")
    _settle(qt, lambda: frame.page.shown is not None)
    return frame.page


def _settle(qt: Any, ready: Callable[[], bool]) -> None:
    for _ in range(5_000):
        qt.processEvents()
        if ready():
            return
        QTest.qWait(10)
    raise AssertionError("never shown")


def test_a_tile_and_a_mark_open_the_table_with_as_many_rows(page: Any, qt: Any) -> None:
    frame, shown = page.frame, page.shown
    found = next(each for each in page.findChildren(Link) if each.text() == shown.tiles[0].numbers[0].text)
    found.setFocus()
    QTest.keyClick(found, Qt.Key.Key_Return)
    assert frame.here()[0] == "rectification"
    _settle(qt, lambda: frame.page.model.rowCount() == shown.tiles[0].numbers[0].rows)
    frame.back()
    _settle(qt, lambda: frame.here()[0] == "overview" and frame.page.shown is not None)
    bars = frame.page.bars
    bars.setFocus()
    QTest.keyClick(bars, Qt.Key.Key_Home)
    QTest.keyClick(bars, Qt.Key.Key_Return)
    _settle(qt, lambda: frame.here()[0] == "rectification" and frame.page.model.rowCount() == shown.kinds[0][1])


def test_a_number_of_the_register_opens_it(page: Any, qt: Any) -> None:
    frame = page.frame
    never = dict(page.shown.base)["从未检查"]
    pressed = next(each for each in page.base.findChildren(Link) if each.number == never)
    QTest.mouseClick(pressed, Qt.MouseButton.LeftButton)
    name, arguments = frame.here()
    assert name == "institutions" and arguments["filter"] == "never" and frame.page.presenter.count() == never.rows


def test_the_place_is_kept_with_its_limits(page: Any, qt: Any) -> None:
    frame, first = page.frame, page.shown.names[0]
    page._limit(Within("2026-10", "2026-11", first["id"]))
    _settle(qt, lambda: frame.page.city.text() == first["name"])
    assert frame.here()[1] == {"first": "2026-10", "last": "2026-11", "district": first["id"], "by": "section"}
    assert "2026-10" in page.subtitle()


def test_wrong_months_are_refused_in_place(page: Any, qt: Any) -> None:
    from fieldaudit.ui.pages.overview.parts import Months

    page._choose_period("custom")
    asked = page.frame.window().findChild(Months)
    for first, last in (("2026-13", "2026-11"), ("2026-11", "2026-10"), ("x", "")):
        asked.fields[0].setText(first)
        asked.fields[1].setText(last)
        QTest.keyClick(asked.fields[1], Qt.Key.Key_Return)
        assert asked.isVisible() and asked._wrong.isVisibleTo(asked) and page.within == Within()
    asked.fields[0].setText("2026-10")
    asked.fields[1].setText("2026-10")
    QTest.keyClick(asked.fields[1], Qt.Key.Key_Return)
    _settle(qt, lambda: page.within == Within("2026-10", "2026-10"))


def test_the_chart_is_copied_by_keys(page: Any, qt: Any) -> None:
    QGuiApplication.clipboard().clear()
    page.lines.setFocus()
    QTest.keyClick(page.lines, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert not QGuiApplication.clipboard().image().isNull()


def test_everything_has_a_name_and_is_reached_by_tab(page: Any, qt: Any) -> None:
    for each in page.findChildren(QAbstractButton):
        assert each.accessibleName() or each.text(), each
        assert each.focusPolicy() & Qt.FocusPolicy.TabFocus
    for chart in (page.lines, page.bars, page.grid):
        assert chart.accessibleName() and chart.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_it_counts_again_when_something_was_written(page: Any, qt: Any) -> None:
    from fieldaudit.work import plan

    session, before = page.session, int(page.shown.tiles[0].numbers[1].text)
    passed = board.ids(session.desk().store, board.Board("to_clear"), local_date(session.clock()))
    done = 0
    for item in passed:
        try:
            session.act(lambda desk, item=item: plan.clear(desk, item))
            done += 1
        except FieldauditError:  # a major one that she reinspected herself
            continue
    assert done
    _settle(qt, lambda: int(page.shown.tiles[0].numbers[1].text) == before + done)
