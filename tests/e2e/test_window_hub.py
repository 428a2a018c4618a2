"""The hub set at the real window, with a real hub: what was only here is confirmed by its receipt, by itself."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from window_driver import Person

from fieldaudit.domain.core import RowId
from fieldaudit.store import Workspace
from fieldaudit.sync.http import Settings, claim_hub, sync_with
from fieldaudit.ui.services import now_ms
from fieldaudit.work import register
from fieldaudit.work.desk import Desk

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture
def hub(folder: Path) -> Iterator[str]:
    """The address of a hub that the bureau's first laptop has claimed."""
    command = [sys.executable, "-m", "fieldaudit", "--json", "hub", "serve", "--data", str(folder / "hub"), "--port", "0"]
    with open(folder / "hub.log", "w") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        with Workspace.open(folder / "supervisor", None) as workspace:
            admin = next(RowId(row["id"]) for row in workspace.store.find("person") if row["role"] == "admin")
            claim_hub(Desk(workspace, now_ms(), admin), Settings(told["address"]), told["code"])
            sync_with(workspace, Settings(told["address"]), now_ms())
        yield told["address"]
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def test_the_hub_is_set_tested_and_confirms_what_was_only_here(folder: Path, sit: Callable[..., Person], hub: str) -> None:
    with Workspace.open(folder / "inspector", None) as workspace:
        who = next(RowId(row["id"]) for row in workspace.store.find("person") if row["role"] == "inspector")
        home = RowId(workspace.store.find("institution")[0]["id"])
        register.edit(Desk(workspace, now_ms(), who), home, {"phone": "13800000001"})
    inspector = sit("inspector", "检查员甲", "zh")
    inspector.see("1 项仅在本机", "Button")
    inspector.click("同步", "CheckBox", exact=True)
    inspector.click("集中站", "Button", exact=True)
    inspector.see("网址", "EditableText")
    inspector.type(hub)
    inspector.click("测试连接", "Button")
    inspector.see("连上了：本单位的 3 号集中站，时钟一致")
    inspector.click("保存集中站", "Button")
    inspector.see("能连上")
    inspector.see("已确认", "Cell", exact=True)
    inspector.see("已全部确认", "Button")
    assert not inspector.find("仅在本机", "Cell", exact=True)
    assert not inspector.find("同步完成"), "it went by itself: nobody is told"
    inspector.click("同步到集中站", "Button", exact=True)
    inspector.see("同步完成")
    inspector.click("同步日志", "Button")
    inspector.see("3 号集中站")
    inspector.close()
