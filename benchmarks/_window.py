"""The window as a benchmark holds it: started in a process of its own and timed, or kept here, driven and watched."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer

from fieldaudit.app import services
from fieldaudit.ui.start import TURN, application, open_window
from fieldaudit.ui.walk import settle

PIN = "0000"
EMPTY = """
import sys, time
begin = time.perf_counter()
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1366, 768)
window.show()
app.processEvents()
print(time.perf_counter() - begin)
"""
# What any program would wait for that opens this workspace for this person: the passphrase's key, the database, the PIN.
UNLOCK = """
import sys, time
from pathlib import Path
from fieldaudit.store import Workspace
from fieldaudit.work import office
from fieldaudit.work.desk import Desk
begin = time.perf_counter()
workspace = Workspace.open(Path(sys.argv[1]), sys.argv[2])
office.sign_in(Desk(workspace, time.time_ns() // 1_000_000), sys.argv[3], "0000")
print(time.perf_counter() - begin)
workspace.close()
"""
OURS = """
import sys, time
begin = time.perf_counter()
from pathlib import Path
from fieldaudit.app import services
from fieldaudit.ui.start import application, open_window
window = open_window(Path(sys.argv[1]), services(), sys.argv[2])
window.session.sign_in(int(sys.argv[3]), "0000")
window.enter()
window.resize(1366, 768)
window.repaint()
application().processEvents()
print(time.perf_counter() - begin)
window.close()
"""


def started(script: str, *arguments: str) -> float:
    """Seconds that a script says it took; it ends in good order, so that the next one need not look for damage."""
    done = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True, env=os.environ)
    return float(done.stdout.split()[-1])


class Desk:
    """The window in this process, somebody of a role signed in."""

    def __init__(self, place: Path, passphrase: str | None, role: str = "inspector") -> None:
        self.app = application()
        sys.setswitchinterval(TURN)  # as the program does
        self.window = open_window(place, services(), passphrase)
        self.window.resize(1366, 768)
        session = self.window.session
        assert session is not None
        self.session = session
        session.sign_in(next(person["id"] for person in session.people() if person["role"] == role), PIN)
        self.window.enter()
        assert self.window.frame is not None
        self.frame = self.window.frame
        self.settle()

    def settle(self) -> None:
        """Let background work end."""
        settle(self.app, self.window)

    def close(self) -> None:
        """In good order."""
        self.window.close()
        self.app.processEvents()

    def timed(self, do: Callable[[], Any]) -> float:
        """Milliseconds until something is done and what it changed is painted."""
        begin = time.perf_counter()
        do()
        self.app.processEvents()
        return (time.perf_counter() - begin) * 1000

    def beats(self, do: Callable[[], Any], until: Callable[[], bool]) -> float:
        """The longest gap (ms) between beats of a 5 ms timer from `do` until a condition holds."""
        gaps, last = [0.0], [time.perf_counter()]

        def beat() -> None:
            now = time.perf_counter()
            gaps.append((now - last[0]) * 1000)
            last[0] = now

        timer = QTimer()
        timer.setInterval(5)
        timer.timeout.connect(beat)
        timer.start()
        do()
        while not until():
            self.app.processEvents()
            time.sleep(0.001)
        timer.stop()
        return max(gaps)
