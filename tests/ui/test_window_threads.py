"""What other threads tell reaches the window while widgets come and go: what they emit from is never taken away under them.

In a process of its own, with freed memory overwritten: what is used after it is gone ends it at once.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

CODE = """
import sys
import threading
import time
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from fieldaudit.ui.shell.later import Later

app = QApplication([])
laters, sent, told, stop = [], [0], [0], threading.Event()

def hear():
    told[0] += 1

def tell():
    while not stop.is_set():
        for later in list(laters):
            if sent[0] - told[0] < 200:
                sent[0] += 1
                later(hear)
            else:  # the window would never be done with them
                time.sleep(0.0001)

tellers = [threading.Thread(target=tell) for _ in range(2)]
sys.setswitchinterval(1e-5)  # threads take turns as often as they can
for each in tellers:
    each.start()
for _ in range(1_000):
    page = QWidget()
    laters.append(Later(page))
    until = told[0] + 3
    while told[0] < until:
        app.processEvents()
    laters.clear()
    sent[0] = told[0]  # what a page that is gone was told is never heard
    page.deleteLater()
    del page
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
stop.set()
for each in tellers:
    each.join()
print("done")
"""


@pytest.mark.slow
def test_pages_come_and_go_while_other_threads_tell() -> None:
    scene = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "MALLOC_PERTURB_": "165", "PYTHONMALLOC": "malloc"}
    command = [sys.executable, "-X", "faulthandler", "-c", CODE]
    ended = subprocess.run(command, env=scene, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (0, "done\n"), ended.stderr[-3000:]
    assert "Traceback" not in ended.stderr, ended.stderr[-3000:]
