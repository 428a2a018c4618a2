"""The demo's drawn photos: one place before and after, each home its own, read like any phone's photo."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from functools import cache

import pytest
from PIL import Image, ImageChops
from pyxform.xls2json_backends import md_to_dict

from fieldaudit.assets import forms_dir
from fieldaudit.demo.scenes import NEUTRAL, SCENES, State, draw, scene_for
from fieldaudit.evidence.photo import read_photo

pytestmark = pytest.mark.slow  # each draws pictures

TAKEN = datetime(2026, 11, 24, 9, 30, 5)
LAT, LON = 42.2871, 123.8413
STAMP = (1000, 1120, 1600, 1200)  # where the time is printed


@cache
def drawn(scene: str, state: State, variant: int = 3) -> bytes:
    return draw(scene, state, variant, TAKEN, LAT, LON)


def picture(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def changed(a: bytes, b: bytes) -> Image.Image:
    """White where two pictures visibly differ; JPEG's own ripple is below the threshold."""
    return ImageChops.difference(picture(a), picture(b)).convert("L").point([255 * (level > 16) for level in range(256)])


def share(mask: Image.Image) -> float:
    return mask.histogram()[255] / (mask.width * mask.height)


def question_ids() -> list[str]:
    survey = md_to_dict((forms_dir() / "fire_safety.md").read_text("utf-8"))["survey"]
    return [row["name"] for row in survey if row["type"] == "select_one pfn"]


@pytest.mark.parametrize("scene", SCENES)
def test_before_and_after_show_one_place_with_a_visible_difference(scene: str) -> None:
    mask = changed(drawn(scene, "before"), drawn(scene, "after"))
    assert 0.002 < share(mask) < 0.6, f"{scene}: {share(mask):.1%} of the picture differs"


def test_half_of_the_scenes_keep_six_sevenths_of_the_place_or_more() -> None:
    shares = sorted(share(changed(drawn(scene, "before"), drawn(scene, "after"))) for scene in SCENES)
    assert shares[len(shares) // 2] < 1 / 7


@pytest.mark.parametrize("scene", SCENES)
def test_two_homes_never_share_a_picture(scene: str) -> None:
    assert share(changed(drawn(scene, "before"), drawn(scene, "before", 4))) > 0.02


def test_forty_homes_have_forty_different_pictures() -> None:
    assert len({drawn("emergency_light", "after", variant) for variant in range(40)}) == 40


def test_the_same_arguments_give_the_same_bytes() -> None:
    assert draw("well", "before", 3, TAKEN, LAT, LON) == drawn("well", "before")
    assert draw("hot_work", "after", 3, TAKEN, LAT, LON) == drawn("hot_work", "after")


@pytest.mark.parametrize("scene", SCENES)
def test_a_drawn_photo_is_read_like_any_phones_photo(scene: str) -> None:
    data = drawn(scene, "after")
    photo = read_photo(data, f"{scene}.jpg")
    assert (photo.width, photo.height, photo.orientation, photo.media_type) == (1600, 1200, 1, "image/jpeg")
    assert photo.taken_at == "2026-11-24T09:30:05+08:00"
    assert photo.lat == pytest.approx(LAT, abs=1e-6) and photo.lon == pytest.approx(LON, abs=1e-6)
    assert photo.camera == "Drawn Demo FieldCam D1"
    assert len(data) < 300_000


def test_a_drawn_photo_says_that_it_is_none() -> None:
    assert "not a photograph" in picture(drawn("well", "before")).getexif()[0x010E]


def test_a_time_with_a_zone_is_told_in_china_time() -> None:
    data = draw("exit_sign", "after", 1, datetime(2026, 11, 24, 18, 0, tzinfo=UTC), -33.5, -70.6)
    photo = read_photo(data, "a.jpg")
    assert photo.taken_at == "2026-11-25T02:00:00+08:00"
    assert photo.lat == pytest.approx(-33.5) and photo.lon == pytest.approx(-70.6)


def test_the_time_is_printed_into_the_picture_and_nothing_else_moves() -> None:
    later = draw("exit_sign", "after", 3, datetime(2027, 1, 8, 16, 45), LAT, LON)
    box = changed(drawn("exit_sign", "after"), later).getbbox()
    assert box is not None
    assert all(STAMP[i] - 8 <= box[i] for i in (0, 1)) and box[2] <= STAMP[2] and box[3] <= STAMP[3]


def test_every_question_of_the_fire_safety_form_has_a_fitting_scene() -> None:
    ids = question_ids()
    assert len(ids) == 65
    for question in ids:
        assert question in SCENES[scene_for(question)].questions


def test_scenes_name_only_questions_that_the_form_has() -> None:
    named = {question for scene in SCENES.values() for question in scene.questions}
    assert named == set(question_ids())


def test_a_question_of_another_form_gets_the_neutral_scene() -> None:
    assert scene_for("cold_chain") == NEUTRAL and NEUTRAL in SCENES


def test_every_scene_has_its_own_title_in_both_languages() -> None:
    titles = [(scene.title.zh, scene.title.en) for scene in SCENES.values()]
    assert len({zh for zh, _ in titles}) == len({en for _, en in titles}) == len(SCENES) >= 24


def test_an_unknown_scene_is_refused() -> None:
    with pytest.raises(KeyError, match="no_such_place"):
        draw("no_such_place", "before", 1, TAKEN, LAT, LON)
