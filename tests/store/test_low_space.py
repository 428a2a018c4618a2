"""A disk that fills up: said early, big things refused before their first byte, acts whole to the last."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CHILD = Path(__file__).with_name("filling_child.py")


@pytest.fixture
def lines(tmp_path: Path) -> list[str]:
    """What the child says, on a disk of 60 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    # Root mounts and unmounts; others do so as root of a user namespace.
    script = 'trap \'umount "$DISK"\' EXIT; mount -t tmpfs -o size=60m tmpfs "$DISK"; "$@"'
    run = ["sh", "-ec", script, "sh", sys.executable, str(CHILD), str(disk)]
    environment = {**os.environ, "DISK": str(disk), "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        run if os.geteuid() == 0 else ["unshare", "-Urm", *run], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.slow
def test_a_disk_that_fills_up_is_told_early_and_leaves_nothing_half_written(lines: list[str]) -> None:
    assert lines[0] == "low True True"
    assert lines[1] == "photo done []"
    photo, backup, record, snapshot, act = lines[2:7]
    for refused in (photo, backup):
        assert "MachineError not enough room on the disk: 50 MB left" in refused and refused.endswith("[]")
    assert (record, snapshot, act) == ("record done []", "snapshot True", "act done []"), "what is kept free is for these"
    assert lines[7].startswith("full the disk is full Nothing of this act was written")
    assert lines[8] == "after True [] 2", "every act that was acknowledged, and no other"
    assert lines[9] == "act done []"
