"""Which shapes over a photo are well formed, and what is made of a row that is not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldaudit.domain.annotation import MOST_POINTS, SHAPES, Shape, points_json, read_shape, wrong_with

pytestmark = pytest.mark.slow  # `make check` stays under a minute

CORNERS = [[0.1, 0.2], [0.6, 0.7]]


@pytest.mark.parametrize(("kind", "points", "text"), [
    ("arrow", CORNERS, ""), ("box", CORNERS, ""), ("ellipse", CORNERS, ""), ("blur", [[0, 0], [1, 1]], ""),
    ("pen", [[n / MOST_POINTS, 0.5] for n in range(MOST_POINTS)], ""), ("text", [[0.5, 0.5]], "宽度 0.9 米"),
    ("arrow", [[0.5, 0.1], [0.5, 0.9]], ""),
])  # fmt: skip
def test_a_well_formed_shape_comes_back_as_it_was_kept(kind: str, points: list[list[float]], text: str) -> None:
    assert wrong_with(kind, points, text) is None
    row = {"shape": kind, "points_json": points_json(points), "text": text or None, "colour": "#00ff7f"}
    shape = read_shape(row)
    assert shape is not None and (shape.kind, shape.text, shape.colour) == (kind, text, "#00ff7f")
    assert [list(point) for point in shape.points] == [[round(x, 4), round(y, 4)] for x, y in points]


@pytest.mark.parametrize(("kind", "points", "text", "colour", "said"), [
    ("star", CORNERS, "", "#000000", "star"),
    ("box", CORNERS[:1], "", "#000000", "点"),
    ("pen", [[0.5, 0.5]] * (MOST_POINTS + 1), "", "#000000", "点"),
    ("box", [[0.1, 0.1], [0.1, 0.9]], "", "#000000", "太小"),
    ("arrow", [[0.1, 0.1], [0.1, 0.1]], "", "#000000", "太小"),
    ("box", [[-0.1, 0], [1, 1]], "", "#000000", "0 到 1"),
    ("box", [[0, 0], [1, float("nan")]], "", "#000000", "0 到 1"),
    ("box", [[0, 0], [True, 1]], "", "#000000", "0 到 1"),
    ("box", [[0, 0, 0], [1, 1]], "", "#000000", "0 到 1"),
    ("text", [[0, 0]], "两行\n字", "#000000", "换行"),
    ("text", [[0, 0]], "  ", "#000000", "空"),
    ("arrow", CORNERS, "字", "#000000", "文字"),
    ("arrow", CORNERS, "", "red", "颜色"),
    ("arrow", CORNERS, "", "#FF0000", "颜色"),
])  # fmt: skip
def test_what_is_wrong_with_a_shape_is_said(kind: str, points: Any, text: str, colour: str, said: str) -> None:
    wrong = wrong_with(kind, points, text, colour)
    assert wrong is not None and said in wrong.zh and wrong.en


_JSON = st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
                     lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner))  # fmt: skip


@settings(derandomize=True, max_examples=300, deadline=None)
@given(kind=st.sampled_from([*SHAPES, "", "hexagon"]), points=_JSON, text=st.none() | st.text(max_size=5),
       colour=st.none() | st.text(max_size=8))  # fmt: skip
def test_a_row_of_another_laptop_never_raises_and_never_uncovers(
    kind: str, points: Any, text: str | None, colour: str | None
) -> None:
    shape = read_shape({"shape": kind, "points_json": json.dumps(points), "text": text, "colour": colour})
    assert kind != "blur" or shape is not None
    if shape is not None:
        assert wrong_with(shape.kind, shape.points, shape.text, shape.colour) is None


def test_a_blur_that_cannot_be_read_hides_everything() -> None:
    for points in (None, "", "nonsense", "{}", "[" * 100_000, "[[0,0]]"):
        row = {"shape": "blur", "points_json": points, "text": None, "colour": None}
        assert read_shape(row) == Shape("blur", ((0.0, 0.0), (1.0, 1.0)))
