"""The examples of every paper look as the pictures that were looked at and kept."""

from __future__ import annotations

import pytest
from golden import EXAMPLES, GOLDEN, MOST_BLOCKS, MOST_MEAN, difference, names, pictures
from paper_strategies import render
from PIL import Image, ImageChops

pytestmark = pytest.mark.slow  # each renders pages


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_first_pages_look_as_the_kept_pictures(example: str) -> None:
    pages = pictures(render(*EXAMPLES[example]()))
    for page, path in zip(pages, names(example, len(pages)), strict=True):
        blocks, mean = difference(page, Image.open(path).convert("L"))
        assert blocks <= MOST_BLOCKS and mean <= MOST_MEAN, f"{path.name}: {blocks:.2%} of the blocks differ, {mean:.2f} on average"


def test_every_picture_is_of_an_example_and_small() -> None:
    kept = {path.name.rpartition("-p")[0] for path in GOLDEN.glob("*.png")}
    assert kept == set(EXAMPLES)
    assert max(path.stat().st_size for path in GOLDEN.glob("*.png")) <= 15_000


def test_a_line_that_moved_is_seen() -> None:
    page = pictures(render(*EXAMPLES["notice"]()))[0]
    line = page.crop((0, 95, page.width, 125))
    moved = page.copy()
    moved.paste(line, (0, 98))
    assert difference(moved, page)[0] > MOST_BLOCKS
    assert difference(ImageChops.offset(page, 0, 2), page)[0] > MOST_BLOCKS
    assert difference(page, page) == (0.0, 0.0)
