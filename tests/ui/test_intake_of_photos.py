"""Taking files in: everything good goes in, every refusal is named, duplicates are told, nothing is lost by a cancel."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from fieldaudit.domain.core import RowId
from fieldaudit.store import queries
from fieldaudit.ui.intake import IntakeReport, from_mime, from_paths, take_photos
from fieldaudit.ui.widgets.photos import AddPhoto, PhotoStrip, Thumb
from fieldaudit.work.inspect import state_of

QUESTION = "escape/fire_lane"
PATIENCE = 120.0  # seconds without a step after which it is taken as hung


def jpeg(shade: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (320, 240), (shade, 90, 40)).save(out, "JPEG", comment=b"%d" % shade)
    return out.getvalue()


def files(*shades: int) -> list[Any]:
    return [(f"p{shade}.jpg", lambda shade=shade: jpeg(shade)) for shade in shades]


@pytest.fixture
def at(frame_at: Callable[..., Any]) -> tuple[Any, RowId]:
    """A frame with the draft's inspector at the keyboard, and the draft."""
    frame = frame_at("today")
    desk = frame.session.desk()
    row = next(each for each in desk.store.find("inspection") if not state_of(desk, each).locked)
    frame.session.sign_in(RowId(row["inspector_row"]), "0000")
    return frame, RowId(row["id"])


def wait(frame: Any, done: list[Any]) -> Any:
    """What came of it. Its workers give way to everything else on the machine: patience begins anew with each step they tell."""
    heard = [time.monotonic()]
    frame.jobs.on_change.append(lambda _job: heard.append(time.monotonic()))
    while not done:
        assert time.monotonic() - heard[-1] < PATIENCE, f"no step for {PATIENCE} s: {[job.state for job in frame.jobs.all]}"
        QTest.qWait(5)
    return done[0]


def names(frame: Any, visit: RowId) -> list[str]:
    rows = queries.attachments(frame.session.desk().store, visit)
    return [row["file_name"] for row in rows if row["path"] == QUESTION]


def test_of_a_drop_the_good_go_in_in_order_and_each_refusal_is_listed(at: tuple[Any, RowId]) -> None:
    frame, visit = at
    before, done = names(frame, visit), list[Any]()
    video, words = b"\0\0\0\x18ftypmp42" + bytes(99), b"words"
    given = [*files(*range(1, 21)), ("clip.mp4", lambda: video), ("note.txt", lambda: words), *files(3)]
    take_photos(frame, visit, QUESTION, given, done.append)
    taken = wait(frame, done)
    assert names(frame, visit) == [*before, *(f"p{n}.jpg" for n in range(1, 21))]
    assert [name for name, _ in taken.refused] == ["clip.mp4", "note.txt"] and "视频" in str(taken.refused[0][1])
    assert taken.added == 20 and "p3.jpg" in str(taken.told[0])
    assert frame.window().findChild(IntakeReport) is not None


def test_a_cancel_keeps_what_was_read_and_takes_no_more(at: tuple[Any, RowId]) -> None:
    frame, visit = at
    before, done, jobs = names(frame, visit), list[Any](), list[Any]()

    def stop() -> bytes:
        jobs[0].cancel()
        return jpeg(77)

    jobs.append(take_photos(frame, visit, QUESTION, [*files(61, 62), ("stop.jpg", stop), *files(63)], done.append))
    wait(frame, done)
    assert names(frame, visit) == [*before, "p61.jpg", "p62.jpg", "stop.jpg"]


def test_a_card_that_is_pulled_out_is_told_and_what_was_read_is_kept(at: tuple[Any, RowId]) -> None:
    frame, visit = at
    before, done = names(frame, visit), list[Any]()
    take_photos(frame, visit, QUESTION, [*files(81), Path("no/such/card/IMG_1.JPG")], done.append)
    taken = wait(frame, done)
    assert [name for name, _ in taken.refused] == ["IMG_1.JPG"]
    assert names(frame, visit) == [*before, "p81.jpg"]


def test_who_may_not_is_told_before_anything_is_read(at: tuple[Any, RowId]) -> None:
    frame, _ = at
    desk = frame.session.desk()
    locked = next(each for each in desk.store.find("inspection") if state_of(desk, each).locked)
    read = list[int]()

    def reads() -> bytes:
        read.append(1)
        return jpeg(1)

    assert take_photos(frame, locked["id"], QUESTION, [("a.jpg", reads)]) is None
    QTest.qWait(100)
    assert not read


def test_a_drop_of_files_or_a_copied_picture_is_understood(qt: Any, tmp_path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.jpg")), QUrl("https://example.org/b.jpg")])
    assert from_mime(mime) == [tmp_path / "a.jpg"]
    copied = QMimeData()
    copied.setImageData(QImage(8, 8, QImage.Format.Format_RGB32))
    pasted = from_mime(copied)[0]
    assert not isinstance(pasted, Path)
    name, read = pasted
    assert name.endswith(".png") and read().startswith(b"\x89PNG")
    (tmp_path / "in").mkdir()
    for name in ("b.jpg", "a.jpg", ".hidden"):
        (tmp_path / "in" / name).write_bytes(b"x")
    assert [name for name, _ in from_paths([tmp_path / "in"])] == ["a.jpg", "b.jpg"]


def test_a_picture_pasted_on_the_strip_goes_in_and_says_that_it_is_only_here(at: tuple[Any, RowId], qt: Any) -> None:
    frame, visit = at
    strip, given, done = PhotoStrip(frame), list[Any](), list[Any]()
    strip.files_given.connect(given.extend)
    qt.clipboard().setImage(QImage(40, 30, QImage.Format.Format_RGB32))
    QTest.keyClick(strip.cells()[0], Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert len(given) == 1
    take_photos(frame, visit, QUESTION, given, done.append)
    row = frame.session.desk().row("attachment", wait(frame, done).rows[0])
    strip.set_rows([row])
    assert "仅在本机" in strip.cells()[0].accessibleName()
    strip.deleteLater()


def test_the_strip_keeps_thumbnails_that_stay_and_wraps(at: tuple[Any, RowId]) -> None:
    frame, _ = at
    rows = frame.session.desk().store.find("attachment", kind="photo")[:5]
    strip = PhotoStrip(frame, rows[:4])
    thumbs = strip.cells()
    assert [type(cell) for cell in thumbs] == [Thumb] * 4 + [AddPhoto]
    strip.set_rows(rows)
    assert strip.cells()[:4] == thumbs[:4] and len(strip.cells()) == 6
    assert strip.heightForWidth(2000) == 72 and strip.heightForWidth(220) == 3 * 80 - 8
    opened = list[int]()
    strip.opened.connect(opened.append)
    strip.cells()[2].click()
    assert opened == [rows[2]["id"]]
    assert not any(isinstance(cell, AddPhoto) for cell in PhotoStrip(frame, rows, read_only=True).cells())
    strip.deleteLater()
