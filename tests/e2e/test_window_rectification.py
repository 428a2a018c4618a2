"""Hazards at the window: extension asked for several and taken back; one put right, reinspected, cleared; a table saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PIL import Image
from window_driver import Person

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
WHY = "等冬休后施工"
BLANKET = "灶台旁未配备灭火毯"


def lines(person: Person) -> list[list[str]]:
    """The table, a list of its cells for each row on the screen."""
    found: dict[int, list[str]] = {}
    for node in person.tree():
        if node["role"] == "Cell":
            found.setdefault(node["rect"][1], []).append(node["name"])
    return [found[top] for top in sorted(found)]


def states(person: Person, count: int) -> list[str]:
    """What state the first rows are in."""
    return [next(cell for cell in line if "整改中" in cell or "复查" in cell or "待" in cell) for line in lines(person)[:count]]


@pytest.mark.parametrize("on", ["offscreen", "screen"])
def test_extension_is_asked_for_several_and_taken_back(
    sit: Callable[..., Person], request: pytest.FixtureRequest, on: str
) -> None:
    inspector = sit("inspector", "检查员甲", "zh", "" if on == "offscreen" else request.getfixturevalue("screen"))
    inspector.click("整改", "CheckBox", exact=True)
    inspector.see("全部未销号 40", "CheckBox")
    before = lines(inspector)[:3]
    inspector.press("Space", "Shift+Down", "Shift+Down")
    inspector.see("已选 3 项")
    while (inspector.focused() or {}).get("name") != "申请延期":
        inspector.press("Tab")
    inspector.press("Return")
    inspector.see("延期至", "EditableText")
    inspector.type("2027-03-31")
    inspector.press("Tab")
    inspector.type(WHY)
    inspector.press("Return")
    inspector.see("已为 3 项申请延期")
    inspector.until(lambda: all("申请延期" in state for state in states(inspector, 3)), "three rows that ask")
    assert inspector.see("申请延期 4", "CheckBox")
    assert (inspector.focused() or {})["role"] == "Cell"  # the keyboard is on the rows again
    inspector.press("Ctrl+Z")
    inspector.see("已撤销上一步")
    inspector.until(lambda: lines(inspector)[:3] == before, "the rows as they were")
    inspector.see("申请延期 1", "CheckBox")
    inspector.close()


def test_a_hazard_is_put_right_reinspected_with_a_photo_and_cleared(sit: Callable[..., Person], tmp_path: Path) -> None:
    Image.new("RGB", (1200, 900), (120, 160, 90)).save(tmp_path / "after.jpg")
    inspector = sit("inspector", "检查员甲", "zh")
    inspector.click("整改", "CheckBox", exact=True)
    inspector.see("全部未销号 40", "CheckBox")
    inspector.press("/")
    inspector.type(BLANKET)
    inspector.see("1 项 · 1 家机构")
    inspector.click(BLANKET, "Cell")
    inspector.press("Return")
    assert "disabled" in inspector.see("销号", "Button", exact=True)["flags"]  # not before it was reinspected
    inspector.see("隐患现为“整改中”，不能销号")
    inspector.click("申请复查", "Button", exact=True)
    inspector.until(lambda: (inspector.focused() or {}).get("role") != "Cell", "the note")
    inspector.type("已配备灭火毯2条")
    inspector.click("申请复查", "Button", exact=True, which=1)
    inspector.see("已申请复查")

    inspector.click("复查", "Button", exact=True)
    inspector.see("现在 拍下现在的样子：拖入、粘贴或添加照片")
    inspector.press("P")
    inspector.choose_file(tmp_path / "after.jpg")
    inspector.see("after.jpg", "Button")
    inspector.click("已整改", "RadioButton")
    inspector.click("第二名检查人员", "ComboBox")
    inspector.click("检查员乙", "ListItem")
    inspector.click("保存 1 项复查", "Button")
    inspector.see("已保存 1 项复查")
    inspector.click("返回", "Button")
    inspector.click("销号", "Button", exact=True)
    inspector.see("销号意见（可不填）", "EditableText")
    inspector.press("Return")
    inspector.see("已销号", "StaticText")
    inspector.see("销号单", "Button")
    inspector.click("整改", "CheckBox", exact=True)
    inspector.see("全部未销号 39", "CheckBox")
    inspector.see("已销号 59", "CheckBox")
    inspector.close()


def test_a_table_is_saved_as_it_is_shown(sit: Callable[..., Person], tmp_path: Path) -> None:
    supervisor = sit("supervisor", "科室负责人甲", "en")
    supervisor.click("Rectification", "CheckBox", exact=True)
    supervisor.click("Overdue 24", "CheckBox")
    supervisor.see("24 items")
    shown = lines(supervisor)
    supervisor.click("Export", "ButtonMenu")
    supervisor.see("Excel workbook (XLSX)", "MenuItem")
    supervisor.press("Down", "Return")
    file = tmp_path / "overdue.xlsx"
    supervisor.choose_file(file)
    supervisor.until(lambda: file.exists() and file.stat().st_size, "the file")
    sheet = openpyxl.load_workbook(file).active
    assert sheet is not None
    head, *rows = (list(row) for row in sheet.iter_rows(values_only=True))
    written = [dict(zip(head, row, strict=True)) for row in rows]
    assert len(written) == 24 and all(row["Days overdue"] > 0 for row in written)
    for line, row in zip(shown, written, strict=False):  # the same rows in the same order
        assert line[2:4] == [row["Institution"], row["District"]]
        assert line[1] == f"{row['Hazard']} · {row['Place']}"
        assert line[6].startswith(f"{row['Due']:%m-%d}")
    supervisor.close()
