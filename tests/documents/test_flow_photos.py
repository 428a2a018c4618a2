"""Promises of a photo's cell: the picture whole above its band; time, number and hash whole whatever the place is called."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paper_examples import jpeg

from fieldaudit.documents.faces import load_faces
from fieldaudit.documents.facts import Photo
from fieldaudit.documents.typeset.flow import Flow
from fieldaudit.documents.typeset.page import MM, Fill, Picture, Words
from fieldaudit.documents.typeset.photo import further_photos, photo_art

FACES = load_faces()
HASH = "14e14d2655c8" + "0f" * 26
PHOTO = Photo("P05", "一层南侧", HASH, jpeg(), taken_at=datetime(2026, 11, 24, 10, 5))
BOXES = [(58, 36), (78, 48), (78, 62)]  # mm: beside an item, on the clearing sheet, in the appendix


def drawn(photo: Photo, width: float, height: float) -> tuple[Fill, list[Words], list[Picture | Fill]]:
    """The band, the lines on it, and what stands above it."""
    marks = photo_art(photo, FACES, "图像不在本机")(0, 0, width * MM, height * MM)
    fills = [mark for mark in marks if isinstance(mark, Fill)]
    band = fills[-1]
    lines = [mark for mark in marks if isinstance(mark, Words) and mark.baseline > band.y]
    return band, lines, [mark for mark in marks if isinstance(mark, Picture)] or fills[:-1]  # type: ignore[return-value]


@pytest.mark.parametrize("box", BOXES)
@given(st.text("一二三四楼层走道疏散通道护理站abc 0123", max_size=60))
@settings(max_examples=25)
def test_time_number_and_hash_are_whole_and_all_stands_on_the_band(box: tuple[float, float], place: str) -> None:
    band, lines, _ = drawn(replace(PHOTO, place=place), *box)
    said = "\n".join(mark.line.text for mark in lines)
    assert all(part in said for part in ("2026-11-24 10:05", "P05", "14E14D26"))
    shown = said.replace("…", "")
    assert "…" in said or place.strip().replace("  ", " ") in shown or len(place) > 20
    assert lines[-1].line.size >= 5.25, "what is smaller is not read"
    for mark in lines:
        assert mark.x >= band.x and mark.x + mark.line.width <= band.x + band.width
        assert band.y <= mark.baseline - 0.75 * mark.line.size and mark.baseline + 0.12 * mark.line.size <= band.y + band.height


@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize("data", [jpeg(), None], ids=["image", "missing"])
def test_the_picture_ends_where_the_band_begins_three_points_inside_the_cell(box: tuple[float, float], data: bytes | None) -> None:
    band, _, above = drawn(replace(PHOTO, jpeg=data), *box)
    assert band.height == 11.5
    assert band.y + band.height == pytest.approx(box[1] * MM - 3)
    picture, = above
    assert picture.y == 3 and picture.y + picture.height == pytest.approx(band.y)
    assert (picture.x, picture.width) == pytest.approx((3, box[0] * MM - 6))


@pytest.mark.parametrize("box", BOXES)
def test_a_missing_image_is_its_whole_hash_inside_a_grey_frame(box: tuple[float, float]) -> None:
    marks = photo_art(replace(PHOTO, jpeg=None), FACES, "图像不在本机")(0, 0, box[0] * MM, box[1] * MM)
    frame = next(mark for mark in marks if isinstance(mark, Fill))
    lines = [mark for mark in marks if isinstance(mark, Words) and mark.baseline < frame.y + frame.height]
    assert "".join(mark.line.text for mark in lines) == "图像不在本机SHA-256" + HASH
    assert frame.frame > 0
    for mark in lines:
        assert frame.x < mark.x and mark.x + mark.line.width < frame.x + frame.width
        assert frame.y < mark.baseline - mark.line.size * 0.8


def test_the_missing_image_is_named_in_the_papers_language() -> None:
    marks = photo_art(replace(PHOTO, jpeg=None), FACES, "Image not on this machine")(0, 0, 200, 120)
    assert any(isinstance(mark, Words) and mark.line.text == "Image not on this machine" for mark in marks)


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (5, 1), (6, 1), (7, 2), (12, 2), (13, 3)])
def test_six_photos_a_page_and_an_odd_ones_neighbour_struck_out(count: int, pages: int) -> None:
    flow = Flow("照片", FACES)
    flow.table(further_photos([replace(PHOTO, number=f"P{n:02}") for n in range(count)], FACES, "图像不在本机"))
    assert len(flow.copy.pages) == pages
    assert sum(isinstance(mark, Picture) for page in flow.copy.pages for mark in page) == count
