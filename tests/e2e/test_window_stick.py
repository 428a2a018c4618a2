"""A record goes to the supervisor on a stick, comes back with a remark, is mended, and comes home approved, without a network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from window_acts import first_sync, row, sign, sync
from window_driver import Node, Person

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
HOME = "松鹤养老院"  # the open draft of the demo
LANE = "消防车通道和救援场地畅通"
REMARK = "Please give the width that was measured."
MENDED = "实测净宽3.2m"


def finish_the_draft(inspector: Person) -> None:
    """Answer what is left, sign three times, finish."""
    inspector.click("开始导览", "Button")
    inspector.click("替我答完其余", "Button")
    inspector.see("2 / 7")
    inspector.click("结束导览", "Button")
    inspector.click("完成检查", "Button", exact=True)
    inspector.see("还缺签字：检查员甲、检查员乙、院方")
    for who in ("检查员甲", "检查员乙", "院方"):
        sign(inspector, f"{who}的签名处", "签好了", "0000" if who == "检查员乙" else "")
    inspector.click("完成检查", "Button", exact=True)
    inspector.see("答案已锁定（待审核）")


def _bottom(node: Node) -> int:
    return int(node["rect"][1] + node["rect"][3])


def return_it(supervisor: Person) -> str:
    """Look at what differs from last time, pin a remark to the question of the lane, return; gives the question's number."""
    supervisor.click("Inspections", "CheckBox", exact=True)
    supervisor.click(HOME, "ListItem")
    supervisor.press("Return")
    supervisor.see(f"{HOME} · Fire safety checklist")
    supervisor.see("Last time, ")
    while "Fire lane and rescue ground" not in (supervisor.focused() or {}).get("name", ""):
        before = supervisor.focused()
        supervisor.press("J")
        assert supervisor.focused() != before, "no question of the lane"
    lane = supervisor.focused() or {}
    assert "This time,  Fail" in lane["name"] and lane["name"].endswith("Last time,  Pass")
    number = lane["name"].split(".")[0].removeprefix("Question ")
    assert "disabled" in supervisor.see("Return", "Button", exact=True)["flags"]  # it needs a remark first
    supervisor.press("M")
    supervisor.see(f"Remark on question {number}", "EditableText")
    supervisor.type(REMARK)
    footer = supervisor.see("Approve", "Button")["rect"][1]
    supervisor.until(lambda: _bottom(supervisor.see(REMARK, "EditableText")) < footer, "all of the remark to be seen")
    supervisor.press("Esc", "R")
    supervisor.see("Return this inspection?")
    supervisor.press("Return")
    supervisor.see(f"Returned: {HOME}, with 1 remark")
    return number


def mend_it(inspector: Person, number: str) -> None:
    """From the day's page to the very question, amend with a reason, note the width, sign and finish again."""
    inspector.click("工作台", "CheckBox", exact=True)
    inspector.see(f"第 {number} 题：{REMARK}")
    inspector.click(f"去修改 {HOME}", "Button")
    inspector.see(REMARK, "StaticText")
    inspector.see(LANE, "Border")  # of all cards the one that is open
    inspector.click("更正", "Button", exact=True)
    inspector.see("更正已锁定的记录")
    assert "disabled" in inspector.see("开始更正", "Button")["flags"]  # not without a reason
    inspector.type("补充实测宽度")
    inspector.press("Return")
    inspector.gone("更正已锁定的记录")
    held = inspector.focused() or {}
    assert (held["role"], held["name"]) == ("RadioButton", "不符合")  # ready for keys, on the answer that stands
    inspector.press("N")
    inspector.type(MENDED)
    inspector.press("Esc")
    inspector.click("完成检查", "Button", exact=True)
    inspector.see("还缺签字：检查员甲、检查员乙、院方")  # what was signed was another text
    for who in ("检查员甲", "检查员乙", "院方"):
        inspector.click("重签" if who == "院方" else f"{who}重签", "Button", exact=True)
        sign(inspector, f"{who}的签名处", "签好了", "0000" if who == "检查员乙" else "")
    inspector.click("完成检查", "Button", exact=True)
    inspector.see("答案已锁定（待审核）")


def approve_it(supervisor: Person) -> None:
    """See what was mended, approve; the number on the overview moved, and opens its rows."""
    supervisor.click("Overview", "CheckBox", exact=True)
    before = int(supervisor.see("Inspections approved", "Button")["name"].split()[2])
    supervisor.click("Inspections", "CheckBox", exact=True)
    supervisor.click(HOME, "ListItem")
    supervisor.press("Return")
    supervisor.see(f"{HOME} · Fire safety checklist")
    supervisor.see(MENDED)
    supervisor.press("A")
    supervisor.see(f"Approved: {HOME}")
    supervisor.click("Overview", "CheckBox", exact=True)
    supervisor.click(f"Inspections approved {before + 1} visits", "Button")
    supervisor.see(f"Approved {before + 1}", "CheckBox")
    assert row(supervisor, HOME)[-1] == "Approved"


def test_a_record_is_returned_mended_and_approved_over_a_stick(folder: Path, sit: Callable[..., Person]) -> None:
    stick = folder / "usb"
    inspector, supervisor = sit("inspector", "检查员甲", "zh"), sit("supervisor", "科室负责人甲", "en")
    finish_the_draft(inspector)
    first_sync(inspector, "zh", stick)
    inspector.until(lambda: row(inspector, f"{HOME} · ", exact=False)[-1] == "已送出", "the record to be handed over")
    first_sync(supervisor, "en", stick)
    number = return_it(supervisor)
    sync(supervisor, "en", stick)
    sync(inspector, "zh", stick)
    mend_it(inspector, number)
    sync(inspector, "zh", stick)
    sync(supervisor, "en", stick)
    approve_it(supervisor)
    sync(supervisor, "en", stick)
    sync(inspector, "zh", stick)
    inspector.click("检查", "CheckBox", exact=True)
    assert row(inspector, HOME)[-1] == "已通过"
    inspector.close()
    supervisor.close()
