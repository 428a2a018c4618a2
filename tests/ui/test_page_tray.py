"""The tray: a folder's pictures by time, put onto questions by keys; what was attached is marked; the folder stays as it is."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fieldaudit.domain.core import RowId
from fieldaudit.store import queries
from fieldaudit.ui.pages.tray.folder import dated, find, sort
from fieldaudit.work.inspect import state_of


def picture(path: Path, shade: int, taken: str = "", changed: float = 1_790_000_000.0) -> None:
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    out = io.BytesIO()
    Image.new("RGB", (160, 120), (shade, 80, 80)).save(out, "JPEG", exif=exif)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(out.getvalue())
    os.utime(path, (changed, changed))


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """Six pictures in two folders, named against their order, a video, camera raw and a hidden thumbnail."""
    root = tmp_path / "card"
    for number in range(6):
        picture(root / f"DCIM/10{number % 2}CANON" / f"IMG_{9 - number}.JPG", number * 40, f"2026:11:24 09:0{number}:00")
    (root / "DCIM/100CANON/MVI_1.MP4").write_bytes(b"x")
    (root / "DCIM/100CANON/IMG_1.CR3").write_bytes(b"x")
    picture(root / "DCIM/.thumbnails/t.jpg", 1)
    return root


def test_pictures_are_found_below_and_sorted_by_what_the_camera_wrote(card: Path) -> None:
    found = find(card)
    assert len(found.pictures) == 6 and found.others == 2
    exact = sort(dated(each) for each in found.pictures)
    assert [each.name for each in exact] == [f"IMG_{9 - number}.JPG" for number in range(6)]
    assert exact[0].exact and exact[0].time == "09:00"


def test_without_a_time_of_capture_the_files_own_time_counts(tmp_path: Path) -> None:
    picture(tmp_path / "late.jpg", 1, changed=1_790_000_500.0)
    picture(tmp_path / "early.jpg", 2)
    found = [dated(each) for each in find(tmp_path).pictures]
    assert [each.name for each in found] == ["early.jpg", "late.jpg"] and not found[0].exact


def test_a_card_that_is_gone_is_an_error_and_not_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        find(tmp_path / "gone")


# -- the page ---------------------------------------------------------------------------------------------
@pytest.fixture
def page(frame_at: Callable[..., Any], card: Path) -> Any:
    frame = frame_at("today")
    desk = frame.session.desk()
    row = next(each for each in desk.store.find("inspection") if not state_of(desk, each).locked)
    frame.session.sign_in(RowId(row["inspector_row"]), "0000")
    frame.go("tray", inspection=row["id"], folder=str(card))
    until(lambda: [each.exact for each in frame.page.presenter.found.pictures] == [True] * 6)
    return frame.page


def until(true: Callable[[], bool]) -> None:
    for _ in range(600):
        if true():
            return
        QTest.qWait(10)
    raise AssertionError("it never came to that")


def attached(page: Any, path: str) -> list[str]:
    rows = queries.attachments(page.session.desk().store, page.presenter.inspection)
    return [row["file_name"] for row in rows if row["path"] == path]


def test_pictures_are_chosen_and_attached_by_keys_and_the_next_one_is_current(page: Any) -> None:
    target = next(row for row in page.presenter.questions if row["number"] == 12)
    for digit in (Qt.Key.Key_1, Qt.Key.Key_2):
        QTest.keyClick(page.grid, digit)
    assert page.presenter.path == target["path"]
    QTest.keyClick(page.grid, Qt.Key.Key_Home)
    QTest.keyClick(page.grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(page.grid, Qt.Key.Key_Return)
    until(lambda: attached(page, target["path"])[-2:] == ["IMG_9.JPG", "IMG_8.JPG"])
    until(lambda: page.grid.current_path() is not None and page.grid.current_path().name == "IMG_7.JPG")
    used = [page.presenter.used(each) for each in page.presenter.found.pictures]
    assert used == ["12", "12", "", "", "", ""]


def test_j_and_k_step_through_the_questions(page: Any) -> None:
    before = page.presenter.path
    QTest.keyClick(page.grid, Qt.Key.Key_J)
    after = page.presenter.path
    QTest.keyClick(page.grid, Qt.Key.Key_K)
    assert after != before and page.presenter.path == before


def test_the_folder_is_not_changed_and_what_is_used_can_be_hidden(page: Any, card: Path) -> None:
    before = {path: (path.read_bytes(), path.stat().st_mtime) for path in card.rglob("*") if path.is_file()}
    path = page.presenter.path
    page.questions.dropped.emit(path, [page.presenter.found.pictures[2].path])
    until(lambda: bool(page.presenter.used(page.presenter.found.pictures[2])))
    assert attached(page, path)[-1] == "IMG_7.JPG"
    assert {each: (each.read_bytes(), each.stat().st_mtime) for each in card.rglob("*") if each.is_file()} == before
    page._filter("new")
    assert [each.name for each in page.grid.pictures.pictures] == [f"IMG_{n}.JPG" for n in (9, 8, 6, 5, 4)]


def test_the_address_leads_back_to_the_question_and_the_folder(page: Any, card: Path) -> None:
    QTest.keyClick(page.grid, Qt.Key.Key_J)
    assert page.address() == {"inspection": page.presenter.inspection, "path": page.presenter.path, "folder": str(card)}
