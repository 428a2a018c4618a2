"""A walk through the pages ends in good order: a program that took pictures must not fall over when it is done."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

CODE = """
import sys
from pathlib import Path
from fieldaudit.ui.services import Services
from fieldaudit.ui.walk import SHOTS, Walk
shots = [shot for shot in SHOTS if shot.name == "checklist"]
for shot, window in Walk(Path(sys.argv[1]), Services()).pictures(shots):
    window.grab().save(sys.argv[2])
"""


def test_a_walk_over_the_checklist_ends_with_status_0(demo_copy: Callable[[str], Path], tmp_path: Path) -> None:
    for name in ("inspector", "supervisor"):
        demo_copy(name)
    picture = tmp_path / "checklist.png"
    scene = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "FIELDAUDIT_CONFIG": str(tmp_path / "config")}
    ended = subprocess.run([sys.executable, "-c", CODE, str(tmp_path), str(picture)], env=scene, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert picture.exists()


PAPERS = """
import sys
from pathlib import Path
from pypdfium2.internal.bases import ObjectTracker
from fieldaudit.ui.services import Services
from fieldaudit.ui.walk import SHOTS, Walk
for shot, window in Walk(Path(sys.argv[1]), Services()).pictures([shot for shot in SHOTS if shot.name == "documents"]):
    assert any(ObjectTracker.values()), "no paper is shown"
assert not any(ObjectTracker.values()), "still open"
"""


def test_the_paper_that_is_shown_is_closed_with_the_window(demo_copy: Callable[[str], Path], tmp_path: Path) -> None:
    for name in ("inspector", "supervisor"):
        demo_copy(name)
    scene = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "FIELDAUDIT_CONFIG": str(tmp_path / "config")}
    ended = subprocess.run([sys.executable, "-c", PAPERS, str(tmp_path)], env=scene, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
