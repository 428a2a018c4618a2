"""Filling in as on a screen: numbers beyond limits are kept and said, notes may come first; what the last visit said."""

from __future__ import annotations

import pytest
from office_world import Office, Visit

from fieldaudit.errors import BadInput, NotAllowed
from fieldaudit.i18n import set_language
from fieldaudit.store import queries
from fieldaudit.work import fill, forms, inspect, last_time, undo

FORM = """| survey |
| | type | name | label::中文 (zh) | label::English (en) | constraint | constraint_message::中文 (zh) | required |
| | integer | beds | 床位数 | Beds | . < 100 | 不到100 | yes |
| | text | head | 负责人 | Head |
| settings |
| | form_id | version | form_title | default_language |
| | fill | 1 | 填表 / Fill | 中文 (zh) |
"""


@pytest.fixture
def visit(office: Office) -> Visit:
    set_language("zh")
    forms.publish(office.desk("管理员"), FORM.encode(), "fill.md")
    return Visit(office, inspect.begin(office.desk(), office.homes["北苑养老中心"], office.people["乙"], "fill"))


def rows(visit: Visit) -> dict[str, tuple[str | None, str | None]]:
    held = queries.answers(visit.office.workspace.store, visit.id)
    return {path: (row["value"], row["note"]) for path, row in held.items()}


def test_a_number_beyond_the_limits_is_kept_with_its_fault_and_blocks_the_finish(visit: Visit) -> None:
    given = fill.give(visit.office.desk(), visit.id, "beds", "250")
    assert given.fault is not None
    assert "不到100" in given.fault.zh
    assert rows(visit)["beds"] == ("250", None)
    assert any(lack.where == "beds" for lack in inspect.lacking(visit.office.desk(), visit.sheet()))
    assert fill.give(visit.office.desk(), visit.id, "beds", "25").fault is None
    assert not any(lack.where == "beds" for lack in inspect.lacking(visit.office.desk(), visit.sheet()))


@pytest.mark.parametrize("typed", ["many", "1.5", "1e3", "--2"])
def test_what_is_no_such_number_is_refused_and_nothing_is_written(visit: Visit, typed: str) -> None:
    with pytest.raises(BadInput):
        fill.give(visit.office.desk(), visit.id, "beds", typed)
    assert "beds" not in rows(visit)


def test_a_note_may_come_before_its_answer_and_stays_with_it(visit: Visit) -> None:
    fill.write_note(visit.office.desk(), visit.id, "beds", "现场数过")
    assert rows(visit)["beds"] == (None, "现场数过")
    fill.give(visit.office.desk(), visit.id, "beds", "60")
    assert rows(visit)["beds"] == ("60", "现场数过")
    fill.write_note(visit.office.desk(), visit.id, "beds", "")
    assert rows(visit)["beds"] == ("60", None)


def test_the_same_note_again_is_no_act_and_a_note_can_be_undone(visit: Visit) -> None:
    fill.write_note(visit.office.desk(), visit.id, "head", "问过")
    before = visit.office.workspace.store.query("SELECT count(*) AS n FROM log")[0]["n"]
    fill.write_note(visit.office.desk(), visit.id, "head", " 问过 ")
    assert visit.office.workspace.store.query("SELECT count(*) AS n FROM log")[0]["n"] == before
    undo.undo(visit.office.desk())
    assert rows(visit).get("head", (None, None))[1] is None


def test_only_the_two_inspectors_fill_it_in(visit: Visit) -> None:
    with pytest.raises(NotAllowed):
        fill.give(visit.office.desk("丙"), visit.id, "beds", "60")
    with pytest.raises(NotAllowed):
        fill.write_note(visit.office.desk("丙"), visit.id, "beds", "不是我的")
    assert rows(visit) == {}


def test_the_last_visit_and_the_course_of_the_years_are_of_the_same_home_and_form(office: Office) -> None:
    first = office.finished("gas", home="南山养老院")
    office.later(200)
    second = office.finished("well", home="南山养老院")
    office.finished("sign")  # another home
    office.later(30)
    now = Visit(office, inspect.begin(office.desk(), office.homes["南山养老院"], office.people["乙"]))
    desk = office.desk()
    before = last_time.visits(desk, now.sheet())
    assert [visit.id for visit in before] == [second.id, first.id]
    last = last_time.last_time(desk, before, "gas")
    assert last is not None
    assert (last.visit.id, last.value, last.visit.inspector) == (second.id, "pass", "甲")
    assert [each.value for each in last_time.history(desk, before, "gas")] == ["fail", "pass"]
    assert last_time.last_time(desk, before, "unknown") is None


def test_open_hazards_of_a_home_are_those_that_have_not_ended(office: Office) -> None:
    visit = office.draft("wires", home="南山养老院")
    found = last_time.open_hazards(office.desk(), office.homes["南山养老院"])
    assert visit.items["wires"] in [row["id"] for row in found]
    visit.answer("wires", "pass")
    after = last_time.open_hazards(office.desk(), office.homes["南山养老院"])
    assert visit.items["wires"] not in [row["id"] for row in after]
