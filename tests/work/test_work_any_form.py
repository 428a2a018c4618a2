"""An office's own XLSForm in a visit: repeats, defaults, triggers; the record opens again exactly as it stood."""

from __future__ import annotations

import pytest
from office_world import Office, Visit, second_laptop

from fieldaudit.errors import BadInput, NotAllowed
from fieldaudit.i18n import set_language
from fieldaudit.store import queries
from fieldaudit.work import attaching, forms, inspect, papers, plan, repeats, undo
from fieldaudit.work.inspect import Sheet

pytestmark = pytest.mark.slow  # `make check` stays under a minute

COLUMNS = (
    "type", "name", "label::中文 (zh)", "label::English (en)", "relevant", "calculation", "default", "trigger", "repeat_count",
    *(f"bind::fa:{name}" for name in ("fail", "severity", "measure", "days", "finding", "require")),
)  # fmt: skip
WALK = f"| survey |\n| | {' | '.join(COLUMNS)} |\n" + """| | integer | floors | 楼层数 | Storeys |
| | text | head | 负责人 | Head | | | 王某 |
| | text | guess | 估计 | Guess | | | ${floors} |
| | select_one pf | bars | 防盗窗 | Bars | | | | | | fail | general | immediate | 0 | 有防盗窗 | 拆除 |
| | begin_repeat | rooms | 房间 | Rooms |
| | text | title | 名称 | Name |
| | select_one pf | door | 门 | Door | | | | | | fail | general | deadline | 15 | 门锁闭 | 打开 |
| | calculate | place_no | | | | position(..) |
| | end_repeat |
| | calculate | changed | | | | 'yes' | | ${head} |
| | text | why | 原因 | Why | ${bars} = 'fail' |
| choices |
| | list_name | name | label::中文 (zh) | label::English (en) |
| | pf | fine | 好 | Fine |
| | pf | fail | 不符合 | Fail |
| settings |
| | form_id | version | form_title | default_language | namespaces |
| | walk | 1 | 走查表 / Walk | 中文 (zh) | fa="https://fieldaudit.example/xforms/fa" |
"""




@pytest.fixture
def visit(office: Office) -> Visit:
    forms.publish(office.desk("管理员"), WALK.encode(), "walk.md")
    return Visit(office, inspect.begin(office.desk(), office.homes["北苑养老中心"], office.people["乙"], "walk"))


def same_when_reopened(visit: Visit, sheet: Sheet) -> None:
    """What is stored opens as the very record that was filled in."""
    again = visit.sheet().record
    assert again.answers() == sheet.record.answers()
    assert again.values() == sheet.record.values()
    assert again.visible() == sheet.record.visible()


def answered(visit: Visit, path: str, value: str) -> Sheet:
    sheet = visit.sheet()
    inspect.answer(visit.office.desk(), sheet, path, value)
    return sheet


def test_every_act_opens_again_as_it_stood(visit: Visit) -> None:
    for path, value in (("floors", "3"), ("bars", "fail"), ("why", "旧"), ("head", ""), ("bars", "fine"), ("head", "李某"),
                        ("bars", "fail"), ("floors", "")):
        same_when_reopened(visit, answered(visit, path, value))
    assert visit.sheet().record.values()["why"] == "旧", "a hidden answer comes back with its question"


def test_a_default_is_filled_in_once(visit: Visit) -> None:
    assert answered(visit, "floors", "3").record.get("guess") == ""
    assert visit.sheet().record.get("guess") == "", "what was blank when the visit began is not guessed later"
    answered(visit, "head", "")
    assert visit.sheet().record.get("head") == "", "a default that was taken out stays out"


def test_rooms_come_and_go(visit: Visit) -> None:
    desk = visit.office.desk
    assert [repeats.add_instance(desk(), visit.id, "rooms") for _ in range(2)] == ["rooms[2]", "rooms[3]"]
    for number, title in enumerate("东西南", 1):
        answered(visit, f"rooms[{number}]/title", title)
    repeats.remove_instance(desk(), visit.id, "rooms[2]")
    record = visit.sheet().record
    assert [record.get(f"rooms[{n}]/title") for n in (1, 2)] == ["东", "南"] and record.instances("rooms") == 2
    assert record.values()["rooms[2]/place_no"] == "2"
    undo.undo(desk())
    record = visit.sheet().record
    assert [record.get(f"rooms[{n}]/title") for n in (1, 2, 3)] == ["东", "西", "南"]


def test_a_room_with_a_hazard_or_a_photo_stays(visit: Visit) -> None:
    desk = visit.office.desk
    repeats.add_instance(desk(), visit.id, "rooms")
    repeats.add_instance(desk(), visit.id, "rooms")
    answered(visit, "rooms[2]/door", "fail")
    for number in (1, 2):
        with pytest.raises(NotAllowed, match=r"rooms\[2\]/door"):
            repeats.remove_instance(desk(), visit.id, f"rooms[{number}]")
    repeats.remove_instance(desk(), visit.id, "rooms[3]")
    answered(visit, "rooms[2]/door", "fine")
    name, data = visit.office.photo()
    attaching.attach(desk(), visit.id, "rooms[2]/door", data, name)
    with pytest.raises(NotAllowed, match=r"rooms\[2\]/door"):
        repeats.remove_instance(desk(), visit.id, "rooms[2]")
    assert visit.sheet().record.instances("rooms") == 2


def test_each_room_has_its_own_hazard(visit: Visit) -> None:
    repeats.add_instance(visit.office.desk(), visit.id, "rooms")
    for path in ("rooms[1]/door", "rooms[2]/door"):
        answered(visit, path, "fail")
    links = queries.failed_links(visit.office.desk(None).store, visit.id)
    assert sorted(link["path"] for link in links) == ["rooms[1]/door", "rooms[2]/door"]
    assert len(visit.live_items()) == 2


def test_a_name_in_several_rooms_must_be_told_apart(visit: Visit) -> None:
    assert visit.sheet().question("door")[0] == "rooms[1]/door"
    repeats.add_instance(visit.office.desk(), visit.id, "rooms")
    with pytest.raises(BadInput, match=r"rooms\[1\]/door, rooms\[2\]/door"):
        visit.sheet().question("door")


def test_the_record_is_the_same_on_every_laptop_and_in_every_language(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    source = """| survey |
| | type | name | label | calculation |
| | deviceid | device | | |
| | username | who | | |
| | start | begun | | |
| | text | a | A | |
| | calculate | month | | format-date(today(), '%b %a') |
| | calculate | dice | | once(random()) |
| settings |
| | form_id | version |
| | same | 1 |
"""
    forms.publish(office.desk("管理员"), source.encode(), "same.md")
    visit = Visit(office, inspect.begin(office.desk(), office.homes["北苑养老中心"], office.people["乙"], "same"))
    answered(visit, "a", "x")
    here = inspect.record_sha256(office.desk(None), visit.sheet())
    assert visit.sheet().record.values()["month"] == "11月 周二"
    folder = tmp_path_factory.mktemp("same")
    other, stick = second_laptop(office, folder / "second", "甲", "乙"), folder / "stick"
    office.sync(stick)
    other.sync(stick)
    set_language("en")
    there = inspect.record_sha256(other.desk(None), Visit(other, visit.id).sheet())
    other.workspace.close()
    assert there == here


@pytest.mark.parametrize("wanted", ["floors", "nowhere", "rooms[1]", "changed"])
def test_what_is_no_repeat_is_refused(visit: Visit, wanted: str) -> None:
    with pytest.raises(BadInput):
        repeats.add_instance(visit.office.desk(), visit.id, wanted)


@pytest.mark.parametrize("wanted", ["rooms", "rooms[9]", "floors[1]", "rooms[x]", "[1]"])
def test_what_is_no_instance_is_refused(visit: Visit, wanted: str) -> None:
    with pytest.raises(BadInput):
        repeats.remove_instance(visit.office.desk(), visit.id, wanted)


def test_the_report_tells_the_rooms_apart_and_takes_an_offices_own_choices(visit: Visit) -> None:
    repeats.add_instance(visit.office.desk(), visit.id, "rooms")
    for path, value in (("rooms[1]/title", "东屋"), ("rooms[1]/door", "fine"), ("rooms[2]/door", "fail"), ("bars", "fine")):
        answered(visit, path, value)
    for row in visit.live_items():
        plan.edit(visit.office.desk(), row, {"place": "西屋"})
    facts = papers.report_facts(visit.office.desk(), visit.sheet())
    told = [(line.number, line.section, line.question, line.result, line.reading) for line in facts.answers]
    assert told == [
        ("", "", "负责人", None, "王某"), ("1", "", "防盗窗", "pass", ""),
        ("", "房间1", "名称", None, "东屋"), ("2", "房间1", "门", "pass", ""), ("3", "房间2", "门", "fail", ""),
    ]  # fmt: skip
    assert [hazard.questions for hazard in facts.hazards] == [("3",)]
