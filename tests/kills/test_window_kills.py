"""The window on a disk without room: told, nothing half applied, nothing said to be saved, and on it goes when there is room."""

from __future__ import annotations

import os
import re
import shutil
import sys
from datetime import datetime
from pathlib import Path

import pytest
from kill_points import converse
from test_disk_trouble import SCRIPT

from fieldaudit.demo.play import play
from fieldaudit.domain.calendar import to_ms

CHILD = Path(__file__).with_name("window_troubled_child.py")
REGISTER = "机构名称,旗县市区,地址\n" + "".join(f"满盘测试{n}养老院,科尔沁区,试验街{n}号\n" for n in "一二三四五")


@pytest.mark.slow
@pytest.mark.e2e
def test_a_full_disk_at_the_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    play(tmp_path / "demo", to_ms(datetime(2026, 11, 24, 14, 32, 7)))
    start, disk, after = (tmp_path / name for name in ("start", "disk", "after"))
    for folder in (start, disk, after):
        folder.mkdir()
    shutil.move(tmp_path / "demo" / "inspector", start / "inspector")
    from PIL import Image

    Image.effect_noise((640, 480), 60).convert("RGB").save(start / "photo.jpg")
    (start / "register.csv").write_text(REGISTER, "utf-8")
    monkeypatch.setenv("FIELDAUDIT_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    command = ["sh", "-euc", SCRIPT.format(size="400m"), "sh", str(disk), str(start), str(after)]
    command += [sys.executable, str(CHILD), str(disk)]
    said, status = converse(command if os.geteuid() == 0 else ["unshare", "-Urm", *command])
    assert status == 0, "\n".join(said[-25:])
    assert [line for line in said if line.startswith("FAULT")] == []
    found = {(when, what): (int(stored), int(told)) for when, what, stored, told in
             re.findall(r"^(full|room) (\w+) stored (\d+) told (\d+)", "\n".join(said), re.M)}  # fmt: skip
    assert set(found) == {(when, what) for when in ("full", "room") for what in ("answer", "note", "photo", "register", "sync")}
    for (when, what), (stored, told) in found.items():
        assert (stored > 0) == (when == "room"), f"{what} with the disk {when}"
        assert (told == 1) == (when == "full"), f"{what} with the disk {when}: told once, and only what failed"
    assert "verify []" in said
