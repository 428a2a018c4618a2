"""Set-up asks the system for what the window needs, whatever of it an image holds already."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import PySide6

ROOT = Path(__file__).resolve().parents[2]
PLUGIN = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"


def test_set_up_asks_for_each_library_of_a_window_under_x() -> None:
    linked = subprocess.run(["ldd", str(PLUGIN)], capture_output=True, text=True, check=True).stdout
    assert "not found" not in linked
    needed = set(re.findall(r"^\s*(lib(?:xcb-|xkbcommon|X11-xcb)\S*) =>", linked, re.MULTILINE))
    asked = set(re.findall(r"^ *library (\S+) \S+$", (ROOT / "scripts/setup.sh").read_text("utf-8"), re.MULTILINE))
    assert len(needed) > 10 and needed <= asked
