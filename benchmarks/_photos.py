"""Photos by the hundred: as files to be dropped, as attachments of an inspection, and shown strip after strip.

As a script it opens a workspace, shows the photos of an inspection and prints how many were painted, and megabytes of
memory: with the window open, and the most the process ever had.
"""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path

from _city import NOW

from fieldaudit.domain.core import RowId
from fieldaudit.store import Workspace, queries
from fieldaudit.work import attaching, evidence, inspect, office
from fieldaudit.work.desk import Desk
from fieldaudit.work.sheet import open_sheet

TOGETHER = 50  # photos of a strip, and of an act


def jpeg(width: int, height: int, quality: int = 80) -> bytes:
    """A picture with as much in it as a photo has."""
    from PIL import Image

    tile = Image.effect_noise((width // 8, height // 8), 60).convert("RGB").resize((width, height))
    out = io.BytesIO()
    tile.save(out, "JPEG", quality=quality)
    return out.getvalue()


def write_photos(folder: Path, count: int) -> list[Path]:
    """Files of 12 MP, no two alike."""
    base = jpeg(4000, 3000)
    paths = [folder / f"IMG_{n:04d}.jpg" for n in range(count)]
    for n, path in enumerate(paths):
        path.write_bytes(base + n.to_bytes(4, "big"))
    return paths


def begin_inspection(desk: Desk) -> tuple[RowId, list[str]]:
    """A fresh inspection of the first home, and its questions that may fail."""
    home = queries.institutions(desk.store)[0]["id"]
    second = next(each["id"] for each in office.people(desk) if each["id"] != desk.actor() and each["badge_no"])
    made = inspect.begin(desk, home, second)
    return made, [each.path for each in open_sheet(desk, made).record.visible() if each.question.fa.get("fail")]


def many_photos(place: Path, passphrase: str, count: int, person: RowId) -> RowId:
    """An inspection with so many photos, over its questions."""
    base = jpeg(1200, 900)
    with Workspace.open(place, passphrase) as workspace:
        desk = Desk(workspace, NOW, person)
        made, paths = begin_inspection(desk)
        scope = attaching.may_attach(desk, made, paths[0])[0]
        for at, start in enumerate(range(0, count, TOGETHER)):
            files = [evidence.read_one(base + n.to_bytes(4, "big"), f"{n}.jpg") for n in range(start, min(start + TOGETHER, count))]
            attaching.attach_kept(desk, made, paths[at % len(paths)], [evidence.keep(desk, scope, one) for one in files])
        return made


def show(place: Path, passphrase: str, inspection: RowId) -> None:
    """Every photo of an inspection in strips, each until all its thumbnails are painted."""
    from _window import Desk as Shown
    from PySide6.QtCore import QSize

    from fieldaudit.ui.thumbnails import Thumbnails
    from fieldaudit.ui.widgets.photos import PhotoStrip

    shown = Shown(place, passphrase)
    before, painted = memory("VmRSS"), 0
    rows = queries.attachments(shown.session.desk().store, inspection)
    service = Thumbnails.of(shown.frame)
    for start in range(0, len(rows), TOGETHER):
        strip = PhotoStrip(shown.frame, rows[start : start + TOGETHER], parent=shown.frame)
        strip.setGeometry(shown.frame.rect())
        strip.show()
        size = strip.cells()[0].size()
        while not all(service.photo(row, QSize(size)) for row in rows[start : start + TOGETHER]):
            shown.app.processEvents()
            time.sleep(0.005)
        strip.repaint()
        painted += min(TOGETHER, len(rows) - start)
        strip.hide()
        strip.deleteLater()
        shown.app.processEvents()
    print(painted, before, memory("VmHWM"), flush=True)
    shown.close()


def memory(name: str) -> int:
    """MB of this process now (VmRSS) or at its most (VmHWM); what getrusage gives begins with the parent's."""
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return round(int(lines[name].split()[0]) / 1024)


if __name__ == "__main__":
    show(Path(sys.argv[1]), sys.argv[2], RowId(int(sys.argv[3])))
