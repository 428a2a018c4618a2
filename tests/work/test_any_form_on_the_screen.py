"""An office's own form as the checklist page shows and fills it: repeats, several choices, dates, rules, a newer version."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import pytest
from office_world import Office

from fieldaudit.domain.core import RowId
from fieldaudit.errors import NotAllowed
from fieldaudit.store import queries
from fieldaudit.ui.pages.checklist.presenter import ChecklistPresenter
from fieldaudit.ui.pages.checklist.rows import Card
from fieldaudit.ui.session import Session
from fieldaudit.work import forms, inspect
from fieldaudit.work.desk import Desk

T = TypeVar("T")
COLUMNS = (
    "type", "name", "label::中文 (zh)", "label::English (en)", "relevant", "calculation", "constraint", "required", "readonly",
    "bind::fa:fail", "bind::fa:severity", "bind::fa:measure", "bind::fa:days", "bind::fa:finding", "bind::fa:require",
)  # fmt: skip
BODY = """| | begin_group | basics | 基本情况 | Basics |
| | integer | floors | 楼层（层） | Storeys | | | . < 50 | yes |
| | integer | double | 两倍 | Twice | | ${floors} * 2 | | | yes |
| | date | drill | 演练日期 | Drill |
| | select_multiple water | water | 水源 | Water | | | not(selected(., 'none')) or count-selected(.) = 1 |
| | text | why | 说明 | Why | ${floors} > 20 |
| | end_group |
| | begin_repeat | rooms | 房间 | Rooms |
| | text | title | 名称 | Name |
| | select_one pf | door | 门 | Door | | | | yes | | fail | general | deadline | 15 | 门锁闭 | 打开 |
| | end_repeat |
"""
CHOICES = """| choices |
| | list_name | name | label::中文 (zh) | label::English (en) |
| | pf | fine | 好 | Fine |
| | pf | fail | 不符合 | Fail |
| | water | mains | 管网 | Mains |
| | water | tank | 水池 | Tank |
| | water | none | 没有 | None |
"""


def source(version: int, body: str = BODY) -> bytes:
    settings = (
        "| settings |\n| | form_id | version | form_title | default_language | namespaces |\n"
        f'| | screen | {version} | 屏幕 / Screen | 中文 (zh) | fa="https://fieldaudit.example/xforms/fa" |\n'
    )
    return f"| survey |\n| | {' | '.join(COLUMNS)} |\n{body}{CHOICES}{settings}".encode()


class Seat:
    """Somebody at the office's only laptop, as the page sees a session."""

    def __init__(self, office: Office, who: str = "甲") -> None:
        self._office, self._who, self.person = office, who, office.people[who]

    def desk(self) -> Desk:
        return self._office.desk(self._who)

    def act(self, do: Callable[[Desk], T]) -> T:
        return do(self.desk())


@pytest.fixture
def page(office: Office) -> ChecklistPresenter:
    forms.publish(office.desk("管理员"), source(1), "screen.md")
    visit = inspect.begin(office.desk(), office.homes["北苑养老中心"], office.people["乙"], "screen")
    return ChecklistPresenter(cast(Session, Seat(office)), visit)


def card(page: ChecklistPresenter, path: str) -> Card:
    found = page.card_of(path)
    assert found is not None, path
    return found


def stored(page: ChecklistPresenter, office: Office) -> dict[str, Any]:
    rows = queries.answers(office.workspace.store, page.inspection)
    return {path: row["value"] for path, row in rows.items() if row["value"]}


def test_what_an_answer_shows_hides_and_computes_is_there_at_once(page: ChecklistPresenter, office: Office) -> None:
    assert page.card_of("basics/why") is None
    assert page.answer("basics/floors", "30") == ""
    assert (card(page, "basics/double").kind, card(page, "basics/double").value) == ("value", "60")
    assert card(page, "basics/why").kind == "text"
    page.answer("basics/why", "高层")
    page.answer("basics/floors", "3")
    assert page.card_of("basics/why") is None
    page.answer("basics/floors", "30")
    assert card(page, "basics/why").value == "高层"
    assert stored(page, office)["basics/why"] == "高层"


def test_several_choices_come_and_go_and_a_broken_rule_changes_nothing(page: ChecklistPresenter, office: Office) -> None:
    page.press(card(page, "basics/water"), "mains")
    page.press(card(page, "basics/water"), "tank")
    assert stored(page, office)["basics/water"] == "mains tank"
    assert page.press(card(page, "basics/water"), "none") != ""
    assert stored(page, office)["basics/water"] == "mains tank"
    assert "basics/water" in page.faults
    page.press(card(page, "basics/water"), "mains")
    assert (stored(page, office)["basics/water"], page.faults) == ("tank", {})


def test_a_number_beyond_the_rule_is_kept_and_not_done(page: ChecklistPresenter, office: Office) -> None:
    assert page.answer("basics/floors", "99") != ""
    assert stored(page, office)["basics/floors"] == "99"
    shown = card(page, "basics/floors")
    assert (shown.done, shown.open, bool(shown.fault)) == (False, True, True)


@pytest.mark.parametrize(("path", "typed"), [("basics/floors", "viele"), ("basics/drill", "2026-13-40")])
def test_what_is_no_answer_is_remembered_with_its_fault_and_not_stored(
    page: ChecklistPresenter, office: Office, path: str, typed: str
) -> None:
    assert page.answer(path, typed) != ""
    assert page.faults[path][0] == typed
    assert path not in stored(page, office)


def test_instances_are_added_stood_on_failed_and_removed(page: ChecklistPresenter, office: Office) -> None:
    page.add_instance("rooms")
    assert page.path == "rooms[2]/title"
    page.answer("rooms[2]/title", "二号")
    page.press(card(page, "rooms[1]/door"), "fail")
    hazard = page.hazard(card(page, "rooms[1]/door"))
    assert hazard is not None
    assert hazard.measure_kind == "deadline"
    with pytest.raises(NotAllowed):  # a hazard hangs on it
        page.remove_instance("rooms[1]")
    page.remove_instance("rooms[2]")
    assert page.card_of("rooms[2]/title") is None
    page.undo()
    assert card(page, "rooms[2]/title").value == "二号"


def test_a_newer_version_is_offered_and_carries_the_answers_over(page: ChecklistPresenter, office: Office) -> None:
    page.answer("basics/floors", "3")
    page.answer("basics/drill", "2026-05-01")
    assert page.newer_version() == ""
    forms.publish(office.desk("管理员"), source(2, BODY.replace("| | date | drill | 演练日期 | Drill |\n", "")), "screen.md")
    assert page.newer_version() == "2"
    found = page.upgrade()
    assert [each.path for each in found.unfit] == ["basics/drill"]
    assert card(page, "basics/floors").value == "3"
    assert page.newer_version() == ""


def test_the_other_people_of_the_office_only_read(page: ChecklistPresenter, office: Office) -> None:
    other = ChecklistPresenter(cast(Session, Seat(office, "丙")), RowId(page.inspection))
    assert not other.editable
    with pytest.raises(NotAllowed):
        other.answer("basics/floors", "3")


def test_a_ranking_is_an_answer_once_it_names_all(office: Office) -> None:
    body = BODY.replace("select_multiple water | water | 水源 | Water | | | not(selected(., 'none')) or count-selected(.) = 1",
                        "rank water | water | 水源 | Water")  # fmt: skip
    forms.publish(office.desk("管理员"), source(3, body), "screen.md")
    visit = inspect.begin(office.desk(), office.homes["北苑养老中心"], office.people["乙"], "screen")
    page = ChecklistPresenter(cast(Session, Seat(office)), visit)
    page.press(card(page, "basics/water"), "tank")
    page.press(card(page, "basics/water"), "none")
    assert page.faults["basics/water"][0] == "tank none"
    assert "basics/water" not in stored(page, office)
    assert page.press(card(page, "basics/water"), "mains") == ""
    assert stored(page, office)["basics/water"] == "tank none mains"
