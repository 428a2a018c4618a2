"""The window over a whole city: 10,000 homes, a million answers, 100,000 hazards, everything offscreen and encrypted.

Each start is a process of its own, timed from its first line to the first painted page; the floor is an empty PySide6
window in the same run, plus the measured unlock. Frames are the time the window's thread needs for one step of the wheel or one
letter; a stall is the longest gap between beats of a 5 ms timer.
"""

from __future__ import annotations

import io
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from _table import Line, print_table, wants_small

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
UNLOCK = """
import sys, time
from pathlib import Path
from fieldaudit.store import Workspace
begin = time.perf_counter()
Workspace.open(Path(sys.argv[1]), sys.argv[2])
print(time.perf_counter() - begin, flush=True)
import os; os._exit(0)
"""
OURS = """
import sys, time
begin = time.perf_counter()
from pathlib import Path
from fieldaudit.app import services
from fieldaudit.ui.start import application, open_window
window = open_window(Path(sys.argv[1]), services(), sys.argv[2])
app = application()
window.session.sign_in(window.session.people()[0]["id"], "0000")
window.enter()
window.resize(1366, 768)
window.grab()
app.processEvents()
print(time.perf_counter() - begin, flush=True)
import os; os._exit(0)
"""


def started(script: str, *arguments: str) -> float:
    """Seconds that a script says it took."""
    done = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True, env=os.environ)
    return float(done.stdout.split()[-1])


def cold_start(place: Path, passphrase: str, rounds: int) -> Line:
    """To the day's page, against an empty window and the unlock."""
    empty, unlock, ours = [], [], []
    for _ in range(rounds):
        empty.append(started(EMPTY))
        unlock.append(started(UNLOCK, str(place), passphrase))
        ours.append(started(OURS, str(place), passphrase))
    base, opened = statistics.median(empty), statistics.median(unlock)
    print(f"empty window {base:.3f} s, unlock {opened:.3f} s, ours {statistics.median(ours):.3f} s")
    work = "cold start to the day's page; floor: empty window + unlock / 2"  # twice that: two empty windows and the unlock
    return Line(work, statistics.median(ours), base + opened / 2, 2, "s")


class Desk:
    """The window in this process, on the city."""

    def __init__(self, place: Path, passphrase: str) -> None:
        from fieldaudit.app import services
        from fieldaudit.ui.start import application, open_window

        self.app = application()
        self.window = open_window(place, services(), passphrase)
        self.window.resize(1366, 768)
        session = self.window.session
        assert session is not None
        person = next(each for each in session.people() if each["role"] == "inspector")
        session.sign_in(person["id"], "0000")
        self.window.enter()
        self.settle()

    def settle(self, seconds: float = 0.5) -> None:
        """Let background work end."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end or self.window.jobs.running():
            self.app.processEvents()
            time.sleep(0.005)

    def timed(self, do: Callable[[], Any]) -> float:
        """Milliseconds of the window's thread for something done and painted."""
        begin = time.perf_counter()
        do()
        self.window.repaint()
        self.app.processEvents()
        return (time.perf_counter() - begin) * 1000

    def beats(self, do: Callable[[], Any], until: Callable[[], bool]) -> float:
        """The longest gap (ms) between beats of a 5 ms timer from `do` until a condition holds."""
        from PySide6.QtCore import QTimer

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


def pages(desk: Desk) -> Line:
    """The slowest of going to each page of the rail, warm."""
    names = ("today", "institutions", "inspections", "rectification", "documents", "overview", "sync", "settings")
    frame = desk.window.frame
    assert frame is not None
    for name in names:
        desk.timed(lambda name=name: frame.go(name))
        desk.settle(0.2)
    spent = {}
    for name in names:
        spent[name] = desk.timed(lambda name=name: frame.go(name))
        desk.settle(0.2)
    slowest = max(spent, key=lambda name: spent[name])
    print("pages:", ", ".join(f"{name} {ms:.0f} ms" for name, ms in spent.items()))
    return Line(f"page switch, the slowest ({slowest})", spent[slowest], None, 100, "ms")


def scrolled(desk: Desk, steps: int) -> Line:
    """The slowest of many steps of the wheel through all hazards, and jumps to the end and back."""
    from PySide6.QtWidgets import QTableView

    frame = desk.window.frame
    assert frame is not None
    frame.go("rectification")
    desk.settle()
    table = max(frame.findChildren(QTableView), key=lambda view: view.height())
    bar = table.verticalScrollBar()
    frames = [desk.timed(lambda: bar.setValue(bar.value() + 3)) for _ in range(steps)]
    frames += [desk.timed(lambda part=part: bar.setValue(int(bar.maximum() * part))) for part in (0.5, 1.0, 0.25, 0.75, 0.0)]
    print(f"rows {table.model().rowCount()}; frames: median {statistics.median(frames):.1f} ms, slowest {max(frames):.1f} ms")
    return Line("100,000 hazards scrolled, slowest frame", max(frames), None, 33, "ms")


def searched(desk: Desk) -> Iterator[Line]:
    """Every letter typed into the palette: the time to the painted result less that of its query."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QLineEdit

    from fieldaudit.store.search import search

    frame = desk.window.frame
    assert frame is not None and desk.window.session is not None
    opened = desk.timed(frame.search)
    field = desk.window.focusWidget()
    assert isinstance(field, QLineEdit)
    store, spent, queries = desk.window.session.desk().store, [], []
    for typed in ("xfyly", "clsh", "13800001234", "mhq"):
        field.clear()
        desk.settle(0.1)
        for end in range(1, len(typed) + 1):
            begin = time.perf_counter()
            search(store, typed[:end])
            queries.append((time.perf_counter() - begin) * 1000)
            spent.append(desk.timed(lambda letter=typed[end - 1]: QTest.keyClicks(field, letter)))
    beyond = max(ours - query for ours, query in zip(spent, queries, strict=True))
    median = statistics.median
    print(f"palette opened in {opened:.1f} ms; a letter {median(spent):.1f} ms, its query {median(queries):.1f} ms")
    yield Line("search opened", opened, None, 16, "ms")
    yield Line("a letter to its painted result, beyond the query, slowest", beyond, None, 16, "ms")


def photo(n: int) -> bytes:
    """A 12 MP JPEG, each another one."""
    from PIL import Image

    tile = Image.effect_noise((500, 375), 40 + n % 50).convert("RGB").resize((4000, 3000))
    out = io.BytesIO()
    tile.save(out, "JPEG", quality=80)
    return out.getvalue() + n.to_bytes(4, "big")


def dropped(desk: Desk, folder: Path, count: int) -> Iterator[Line]:
    """Photos dropped on a question of a fresh inspection, all in the background."""
    from fieldaudit.store import queries
    from fieldaudit.ui.intake import take_photos
    from fieldaudit.work import inspect
    from fieldaudit.work.sheet import open_sheet

    frame, session = desk.window.frame, desk.window.session
    assert frame is not None and session is not None
    paths = []
    base = photo(0)
    for n in range(count):
        paths.append(folder / f"IMG_{n:04d}.jpg")
        paths[-1].write_bytes(base + n.to_bytes(4, "big"))
    home = queries.institutions(session.desk().store)[0]["id"]
    second = next(each["id"] for each in session.people() if each["role"] == "inspector" and each["id"] != session.person)
    made = session.act(lambda d: inspect.begin(d, home, second))
    frame.go("checklist", inspection=made)
    desk.settle()
    path = next(each.path for each in open_sheet(session.desk(), made).record.visible() if each.question.fa.get("fail"))
    done: list[object] = []
    begin = time.perf_counter()
    stall = desk.beats(lambda: take_photos(frame, made, path, paths, lambda *given: done.append(given)), lambda: bool(done))
    seconds = time.perf_counter() - begin
    kept = len(queries.attachments(session.desk().store, made))
    print(f"{count} photos of 12 MP taken in {seconds:.1f} s, {kept} kept")
    yield Line(f"{count} photos dropped, longest stall of the window", stall, None, 50, "ms")


def main() -> None:
    """Build the city, then measure each thing once."""
    small = wants_small(__doc__)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["FIELDAUDIT_CONFIG"] = str(folder / "config")
        from _city import PASSPHRASE, big_city

        homes, inspections, items = (500, 1_000, 5_000) if small else (10_000, 25_000, 100_000)
        big_city(folder / "city", homes, inspections, 40, items)
        lines = [cold_start(folder / "city", PASSPHRASE, 3 if small else 7)]
        desk = Desk(folder / "city", PASSPHRASE)
        lines += [pages(desk), scrolled(desk, 60 if small else 300), *searched(desk), *dropped(desk, folder, 20 if small else 200)]
        desk.window.close()
        print_table(f"The window: {homes:,} homes, {inspections * 40:,} answers, {items:,} hazards", lines)


if __name__ == "__main__":
    main()
