"""The window over a whole city: 10,000 homes, a million answers, 100,000 hazards, everything offscreen and encrypted.

Each start is a process of its own, timed from its first line to the first painted page; the floor is an empty PySide6
window in the same run, plus the measured unlock. Pages are those of the rail over the city, and every page there is over the
demo. A frame is the time the window's thread needs for one step of the wheel or one letter, painted; a stall is the longest gap
between beats of a 5 ms timer.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from _table import Line, print_table, wants_small

if TYPE_CHECKING:
    from _window import Desk

RAIL = ("today", "institutions", "inspections", "rectification", "documents", "overview", "sync", "settings")
FRAME, PAGE, WHEEL, STALL, MEMORY = 16, 100, 33, 50, 400  # ms; MB


def cold_start(place: Path, passphrase: str, person: int, rounds: int) -> Line:
    """To the day's page, against an empty window and the unlock."""
    from _window import EMPTY, OURS, UNLOCK, started

    empty, unlock, ours = [], [], []
    started(OURS, str(place), passphrase, str(person))  # compiles what was never run here
    for _ in range(rounds):
        empty.append(started(EMPTY))
        unlock.append(started(UNLOCK, str(place), passphrase, str(person)))
        ours.append(started(OURS, str(place), passphrase, str(person)))
    base, opened, whole = (statistics.median(times) for times in (empty, unlock, ours))
    print(f"empty window {base:.3f} s, unlock {opened:.3f} s, ours {whole:.3f} s")
    return Line("cold start to the day's page; floor: empty window + half the unlock", whole, base + opened / 2, 2, "s")


def pages(desk: Desk) -> Line:
    """The slowest of going to each page of the rail, warm."""
    spent = {}
    for _warm in range(2):
        for name in RAIL:
            spent[name] = desk.timed(partial(desk.frame.go, name))
            desk.settle()
    slowest = max(spent, key=lambda name: spent[name])
    print("pages of the city:", ", ".join(f"{name} {ms:.0f} ms" for name, ms in spent.items()))
    return Line(f"page switch over the city, the slowest ({slowest})", spent[slowest], None, PAGE, "ms")


def demo_pages(demo: Path) -> Line:
    """The slowest of all pages with the facts of a real inspection, its hazards and papers, for whom they are."""
    from _window import Desk

    from fieldaudit.ui.walk import SHOTS

    spent = {}
    for laptop, role in (("inspector", "inspector"), ("supervisor", "supervisor")):
        desk = Desk(demo / laptop, None, role)
        for _warm in range(2):
            for shot in SHOTS:
                arguments = shot.where(desk.session.desk()) if shot.laptop == laptop and shot.then is None else None
                if arguments is not None:
                    go = partial(desk.frame.go, shot.page, **arguments)
                    spent[shot.name] = desk.timed(go)
                    desk.settle()
        desk.close()
    slowest = max(spent, key=lambda name: spent[name])
    print("pages of the demo:", ", ".join(f"{name} {ms:.0f} ms" for name, ms in spent.items()))
    return Line(f"page switch over the demo, the slowest of {len(spent)} ({slowest})", spent[slowest], None, PAGE, "ms")


def scrolled(desk: Desk, steps: int, items: int) -> Line:
    """The slowest of many steps of the wheel through all hazards, and jumps to the end and back."""
    from fieldaudit.ui.pages.rectification.view import RectificationPage

    desk.frame.go("rectification", filter="every")
    page = desk.frame.page
    assert isinstance(page, RectificationPage)
    table, bar = page.table, page.table.verticalScrollBar()
    desk.settle()
    assert table.model().rowCount() == items and table.isVisible() and bar.maximum() > 0
    wheel = 3 * bar.singleStep()
    frames = [desk.timed(lambda: bar.setValue(bar.value() + wheel)) for _ in range(steps)]
    frames += [desk.timed(lambda part=part: bar.setValue(int(bar.maximum() * part))) for part in (0.5, 1.0, 0.25, 0.75, 0.0)]
    rows = table.model().rowCount()
    print(f"rows {rows:,}; frames: median {statistics.median(frames):.1f} ms, slowest {max(frames):.1f} ms")
    return Line(f"{rows:,} hazards scrolled, slowest frame", max(frames), None, WHEEL, "ms")


def searched(desk: Desk) -> Iterator[Line]:
    """Every letter typed into the palette: the time to the painted result less that of its query."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QLineEdit

    from fieldaudit.store.search import search

    opened = desk.timed(desk.frame.search)
    field = desk.window.focusWidget()
    assert isinstance(field, QLineEdit)
    desk.settle()
    store, spent, queries = desk.session.desk().store, [], []
    for typed in ("xfyly", "clsh", "13800001234", "mhq"):
        field.clear()
        desk.settle()
        for end in range(1, len(typed) + 1):
            begin = time.perf_counter()
            search(store, typed[:end])
            queries.append((time.perf_counter() - begin) * 1000)
            spent.append(desk.timed(lambda letter=typed[end - 1]: QTest.keyClicks(field, letter)))
    beyond = max(ours - query for ours, query in zip(spent, queries, strict=True))
    median = statistics.median
    print(f"palette opened in {opened:.1f} ms; a letter {median(spent):.1f} ms, its query {median(queries):.1f} ms")
    yield Line("search opened", opened, None, FRAME, "ms")
    yield Line("a letter to its painted result, beyond the query, slowest", beyond, None, FRAME, "ms")


def dropped(desk: Desk, folder: Path, count: int) -> Line:
    """Photos dropped on a question of a fresh inspection, all in the background."""
    from _photos import begin_inspection, write_photos

    from fieldaudit.store import queries
    from fieldaudit.ui.intake import take_photos

    files = write_photos(folder, count)
    made, questions = desk.session.act(begin_inspection)
    desk.frame.go("checklist", inspection=made)
    desk.settle()
    done: list[object] = []
    begin = time.perf_counter()
    stall = desk.beats(lambda: take_photos(desk.frame, made, questions[0], files, done.append), lambda: bool(done))
    kept = len(queries.attachments(desk.session.desk().store, made))
    print(f"{count} photos of 12 MP taken in {time.perf_counter() - begin:.1f} s, {kept} kept")
    return Line(f"{count} photos of 12 MP dropped, longest stall of the window", stall, None, STALL, "ms")


def imported(desk: Desk, folder: Path, count: int) -> Line:
    """A register of homes that are new, from a workbook: read, judged and stored behind the window.

    While it is stored the person is on another page: coming back to the register at its end would be a switch of pages.
    """
    from _city import DISTRICTS
    from openpyxl import Workbook

    from fieldaudit.ui.pages.register_import.view import ImportPage
    from fieldaudit.work.register_cells import check_character

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["机构名称", "统一社会信用代码", "旗县市区", "地址", "联系电话", "床位数"])
    for n in range(count):
        district, body = DISTRICTS[n % len(DISTRICTS)], f"52150500MJ{n:07d}"
        code = body + check_character(body)
        sheet.append([f"{district}敬老院新{n}号", code, district, f"新街{n}号", f"139{n:08d}", 20 + n % 180])
    book.save(folder / "register.xlsx")
    desk.frame.go("import", file=str(folder / "register.xlsx"))
    page = desk.frame.page
    assert isinstance(page, ImportPage)
    begin = time.perf_counter()
    read = desk.beats(lambda: None, lambda: page.presenter.read is not None and page.take.isVisible())
    judged = time.perf_counter()
    page.take.click()
    desk.timed(partial(desk.frame.go, "settings"))
    assert desk.frame.page is not page
    stall = desk.beats(lambda: None, lambda: not desk.window.jobs.busy())
    stored = time.perf_counter() - judged
    print(f"{count:,} homes read in {judged - begin:.1f} s (stall {read:.0f} ms), stored in {stored:.1f} s (stall {stall:.0f} ms)")
    return Line(f"register of {count:,} homes imported, longest stall of the window", max(read, stall), None, STALL, "ms")


def remembered(place: Path, passphrase: str, inspection: int) -> Line:
    """The most memory of a process that shows all photos of an inspection, strip after strip, over the city."""
    from _photos import __file__ as script

    command = [sys.executable, script, str(place), passphrase, str(inspection)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ)
    shown, before, most = done.stdout.split()[-3:]
    print(f"memory: {before} MB with the window open, at most {most} MB once {shown} thumbnails were painted")
    return Line(f"memory after {shown} thumbnails shown", float(most), None, MEMORY, "MB")


def main() -> None:
    """Build the city and the demo, then measure each thing once."""
    small = wants_small(__doc__)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["FIELDAUDIT_CONFIG"] = str(folder / "config")
        from _city import PASSPHRASE, big_city
        from _photos import many_photos
        from _window import Desk

        from fieldaudit.demo.play import play
        from fieldaudit.ui.session import now_ms

        homes, inspections, items = (500, 1_000, 5_000) if small else (10_000, 25_000, 100_000)
        person = big_city(folder / "city", homes, inspections, 40, items)
        play(folder / "demo", now_ms())
        lines = [cold_start(folder / "city", PASSPHRASE, person, 2 if small else 7), demo_pages(folder / "demo")]
        desk = Desk(folder / "city", PASSPHRASE)
        lines += [pages(desk), scrolled(desk, 60 if small else 300, items), *searched(desk)]
        lines.append(dropped(desk, folder, 10 if small else 200))
        lines.append(imported(desk, folder, 500 if small else 10_000))
        desk.close()
        photographed = many_photos(folder / "city", PASSPHRASE, 100 if small else 2_000, person)
        lines.append(remembered(folder / "city", PASSPHRASE, photographed))
        print_table(f"The window: {homes:,} homes, {inspections * 40:,} answers, {items:,} hazards", lines)


if __name__ == "__main__":
    main()
