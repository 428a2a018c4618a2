"""Two laptops change the same field of a home without knowing of each other: both values are shown, one is chosen, and undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from window_acts import first_sync, sync
from window_driver import Node, Person

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
HOME = "云杉养老院"
OURS, THEIRS = "13900001111", "13900002222"  # of the inspector, of the supervisor


def change_phone(person: Person, words: tuple[str, ...], phone: str) -> None:
    """In the register: find the home, open its facts, type another phone, Enter saves."""
    homes, search, facts, edit, field = words
    person.click(homes, "CheckBox", exact=True)
    person.click(search, "EditableText")
    person.type(HOME)
    person.click(HOME, "Cell", exact=True)
    person.click(facts, "Button", exact=True)
    person.click(edit, "Button", exact=True)
    person.click(field, "EditableText", exact=True)
    person.press("Ctrl+A")
    person.type(phone)
    person.press("Return")
    person.see(f"· {phone}")


ZH = ("机构", "名称、首字母、代码", "机构资料", "修改资料", "电话")
EN = ("Homes", "Name, initials or code", "Details", "Edit", "Phone")


def choices(person: Person) -> list[Node]:
    """Both values of the card, as they stand."""
    return [node for node in person.tree() if node["role"] == "RadioButton" and (OURS in node["name"] or THEIRS in node["name"])]


def test_a_conflict_is_shown_settled_undone_and_settled_again(folder: Path, sit: Callable[..., Person]) -> None:
    stick = folder / "usb"
    inspector, supervisor = sit("inspector", "检查员甲", "zh"), sit("supervisor", "科室负责人甲", "en")
    change_phone(inspector, ZH, OURS)
    change_phone(supervisor, EN, THEIRS)
    first_sync(inspector, "zh", stick)
    first_sync(supervisor, "en", stick)
    sync(inspector, "zh", stick)

    supervisor.see(f"{HOME}, phone", "Border")
    both = choices(supervisor)
    assert {OURS, THEIRS} == {node["name"].split(",")[0] for node in both}
    assert all("checked" not in node["flags"] for node in both)  # nothing is chosen for anybody
    told = {node["name"].split(",")[0]: node["name"] for node in both}
    assert "检查员甲" in told[OURS] and "科室负责人甲" in told[THEIRS] and "this laptop" in told[THEIRS]

    supervisor.click(OURS, "RadioButton")
    supervisor.click(f"Take {OURS}", "Button")
    supervisor.gone(f"{HOME}, phone")
    supervisor.click("Undo", "Button", exact=True)
    supervisor.see(f"{HOME}, phone", "Border")
    assert len(choices(supervisor)) == 2
    supervisor.click(THEIRS, "RadioButton")
    supervisor.click(f"Take {THEIRS}", "Button")
    supervisor.gone(f"{HOME}, phone")

    inspector.see(f"{HOME}, 电话", "Border")  # it learnt of the conflict as well
    sync(supervisor, "en", stick)
    sync(inspector, "zh", stick)
    inspector.gone(f"{HOME}, 电话")
    inspector.click("机构", "CheckBox", exact=True)
    inspector.click(ZH[1], "EditableText")
    inspector.press("Ctrl+A")
    inspector.type(HOME)
    inspector.click(HOME, "Cell", exact=True)
    inspector.see(THEIRS)
    inspector.close()
    supervisor.close()
