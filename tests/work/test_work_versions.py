"""A draft keeps its form version until it is carried over; nothing answered is lost by that, no hazard loses its question."""

from __future__ import annotations

import pytest
from office_world import Office, Visit, second_laptop

from fieldaudit.errors import BadInput, NotAllowed
from fieldaudit.store import queries
from fieldaudit.work import attaching, forms, inspect, undo, versions

pytestmark = pytest.mark.slow  # `make check` stays under a minute

HEAD = """| survey |
| | type | name | label::中文 (zh) | label::English (en) | required | constraint | bind::fa:fail | bind::fa:severity | bind::fa:measure | bind::fa:days | bind::fa:finding | bind::fa:require |
"""  # noqa: E501
DOOR = "| | select_one pf | door | 门 | Door | | | fail | general | deadline | 15 | 门锁闭 | 打开 |\n"
LOCK = DOOR.replace("door | 门 | Door", "lock | 锁 | Lock")
CHOICES = """| choices |
| | list_name | name | label::中文 (zh) | label::English (en) |
| | pf | pass | 符合 | Pass |
| | pf | fail | 不符合 | Fail |
"""
FLOORS = "| | integer | floors | 楼层数 | Storeys |\n"


def form(name: str, version: str, *rows: str) -> bytes:
    settings = (f"| settings |\n| | form_id | version | form_title | default_language | namespaces |\n| | {name} | {version} | "
                '通用表 / Any | 中文 (zh) | fa="https://fieldaudit.example/xforms/fa" |\n')  # fmt: skip
    return (HEAD + "".join(rows) + CHOICES + settings).encode()


def published(office: Office, name: str, version: str, *rows: str) -> None:
    forms.publish(office.desk("管理员"), form(name, version, *rows), "any.md")


def begun(office: Office, name: str) -> Visit:
    return Visit(office, inspect.begin(office.desk(), office.homes["北苑养老中心"], office.people["乙"], name))


def test_a_draft_keeps_its_version_until_it_is_carried_over(office: Office) -> None:
    published(office, "kept", "9", FLOORS, LOCK, "| | text | old | 旧题 | Old |\n")
    visit = begun(office, "kept")
    for name, value in (("floors", "3"), ("lock", "pass"), ("old", "旧答")):
        visit.answer(name, value)
    published(office, "kept", "10", LOCK, FLOORS.replace("楼层数 |", "楼层数 |", 1), DOOR, "| | text | new | 新题 | New | yes |\n")
    assert visit.sheet().form.version == "9"
    assert begun(office, "kept").sheet().form.version == "10", "10 is newer than 9"
    found = versions.upgrade(office.desk(), visit.id)
    record = visit.sheet().record
    assert (record.form.version, record.get("floors"), record.get("lock"), record.get("door")) == ("10", "3", "pass", "")
    assert [(each.path, each.value) for each in found.unfit] == [("old", "旧答")]
    assert [each.path for each in found.to_answer] == ["new"]
    undo.undo(office.desk())
    record = visit.sheet().record
    assert (record.form.version, record.get("old")) == ("9", "旧答"), "undone as one act"


def test_there_must_be_a_newer_version(office: Office) -> None:
    published(office, "newer", "1", FLOORS)
    visit = begun(office, "newer")
    with pytest.raises(BadInput, match="1"):
        versions.upgrade(office.desk(), visit.id)
    published(office, "newer", "2", FLOORS, DOOR)
    versions.upgrade(office.desk(), visit.id, "2")
    with pytest.raises(BadInput):
        versions.upgrade(office.desk(), visit.id, "1")


def test_a_hazard_or_a_photo_never_loses_its_question(office: Office) -> None:
    published(office, "hung", "1", DOOR, LOCK)
    published(office, "hung", "2", FLOORS, LOCK)
    failed = Visit(office, inspect.begin(office.desk(), office.homes["北苑养老中心"], office.people["乙"], "hung"))
    assert failed.sheet().form.version == "2"
    published(office, "hung", "3", FLOORS, DOOR)
    failed.answer("lock", "fail")
    with pytest.raises(NotAllowed, match="lock"):
        versions.upgrade(office.desk(), failed.id)
    assert failed.sheet().form.version == "2" and len(failed.live_items()) == 1
    failed.answer("lock", "pass")
    name, data = office.photo()
    attaching.attach(office.desk(), failed.id, "lock", data, name)
    with pytest.raises(NotAllowed, match="lock"):
        versions.upgrade(office.desk(), failed.id)


def test_a_hazard_goes_with_its_question(office: Office) -> None:
    published(office, "goes", "1", DOOR)
    visit = begun(office, "goes")
    item = visit.answer("door", "fail", place="一层")
    published(office, "goes", "2", FLOORS, DOOR)
    versions.upgrade(office.desk(), visit.id)
    assert visit.live_items() == {item} and visit.sheet().record.get("door") == "fail"


def test_a_locked_record_keeps_its_version(office: Office) -> None:
    visit = office.finished()
    with pytest.raises(NotAllowed):
        versions.upgrade(office.desk(), visit.id)


def test_an_answer_from_another_laptop_to_a_question_that_is_gone_is_told_not_counted(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    published(office, "merged", "1", FLOORS, "| | text | old | 旧题 | Old |\n")
    visit = begun(office, "merged")
    visit.answer("floors", "2")
    published(office, "merged", "2", FLOORS)
    folder = tmp_path_factory.mktemp("merged")
    other, stick = second_laptop(office, folder / "second", "甲", "乙"), folder / "stick"
    office.sync(stick)
    other.sync(stick)
    there = Visit(other, visit.id)
    there.answer("old", "他处所填")
    versions.upgrade(office.desk(), visit.id)
    other.sync(stick)
    other.workspace.close()
    office.sync(stick)
    desk = office.desk(None)
    sheet = inspect.open_sheet(desk, visit.id)
    assert sheet.record.values()["floors"] == "2" and "old" not in sheet.record.answers()
    assert any("他处所填" in str(told) for told in desk.told)
    assert queries.answers(desk.store, visit.id)["old"]["value"] == "他处所填", "it is kept"


@pytest.mark.parametrize("version", ["1", "", "0.9"])
def test_a_version_must_grow(office: Office, version: str) -> None:
    if not office.desk(None).store.find("form", name="grows"):
        published(office, "grows", "1", FLOORS)
    with pytest.raises(BadInput):
        published(office, "grows", version, FLOORS, DOOR)
    published(office, "grows", "1", FLOORS)
    assert len(office.desk(None).store.find("form", name="grows")) == 1, "the same again is the one that is there"
