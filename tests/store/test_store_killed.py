"""A process killed at any moment loses nothing it had acknowledged and leaves nothing half done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from store_world import begin, certificate, enrol, signed

from fieldaudit.store import Store, Workspace
from fieldaudit.store.verify import verify

CHILD = Path(__file__).with_name("recording_child.py")
# After how many acknowledgements, and how many milliseconds later, each child is killed: the moments between two
# commits, inside one, and inside a sealing (every fourth act) are all met.
MOMENTS = ((1, 0.0), (3, 0.3), (4, 0.0), (5, 1.0), (9, 0.1), (10, 0.6), (17, 2.0), (40, 0.2))


def killed_after(path: Path, acknowledgements: int, later_ms: float) -> int:
    """Let a child record and kill it; gives the last act it acknowledged."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(CHILD.parent), *sys.path])}
    with subprocess.Popen([sys.executable, str(CHILD), str(path)], stdout=subprocess.PIPE, env=environment, text=True) as child:
        assert child.stdout is not None
        said = [child.stdout.readline() for _ in range(acknowledgements)]
        time.sleep(later_ms / 1000)
        child.send_signal(signal.SIGKILL)
        said += child.stdout.readlines()
    assert child.returncode == -signal.SIGKILL
    return max(int(line) for line in said if line.strip().isdigit())


def check_acts(store: Store, acknowledged: int) -> int:
    """Every act up to the last one is there, whole. Gives its number."""
    homes = store.query("SELECT * FROM institution ORDER BY id")
    last = len(homes) - 1
    assert last >= acknowledged, "an acknowledged act is missing"
    assert [home["name"] for home in homes[1:]] == [str(n) for n in range(1, last + 1)]
    assert homes[0]["beds"] == last
    assert [home["void"] is None for home in homes] == [n in (0, last) for n in range(last + 1)]
    held = store.query("SELECT (SELECT count(*) FROM log) AS tail, (SELECT coalesce(max(last), 0) FROM segment) AS sealed")[0]
    assert held["tail"] + held["sealed"] == last + 1, "no act is both sealed and unsealed, none is neither"
    return last


@pytest.mark.slow
def test_every_acknowledged_act_survives_a_kill_and_none_is_half_there(tmp_path: Path) -> None:
    path = tmp_path / "w"
    with Workspace.create(path, None) as workspace:
        enrol(workspace.store, 1, signed(certificate(1)))
        begin(workspace.store)
    done = 0
    for acknowledgements, later in MOMENTS:
        acknowledged = killed_after(path, acknowledgements, later)
        assert acknowledged > done, "the child went on where the one before was killed"
        with Workspace.open(path, None) as workspace:
            done = check_acts(workspace.store, acknowledged)
            assert verify(workspace.store) == []
            assert workspace.store.seal() >= 0
            assert verify(workspace.store) == []
