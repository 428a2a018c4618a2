"""The examples of every paper, and their pages as small grey pictures that a finished page is compared with.

    python tests/documents/golden.py --write

remakes the pictures in `golden/`; look at each before it is kept. Two pages are the same when hardly any block of them
differs: another version of the renderer may shade an edge otherwise, but it may not move a line.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))

import paper_examples as common
import paper_examples_opinions as opinions
import paper_examples_orders as orders
import paper_examples_reports as reports
import paper_examples_scene as scene
from paper_strategies import Facts, render
from PIL import Image, ImageChops

GOLDEN = Path(__file__).parent / "golden"
_RESOLUTION = 38  # dots per inch
_SHADE = 51  # six shades of grey: small files
_BLOCK = 6  # pixels: 3.8 mm
_DIFFERENT = 20  # of 255, a block's mean
MOST_BLOCKS, MOST_MEAN = 0.002, 1.0  # part of the blocks; mean of all pixels

EXAMPLES: dict[str, Callable[[], tuple[str, Facts]]] = {
    "notice": lambda: ("notice", common.NOTICE),
    "notice-one": lambda: ("notice", replace(common.NOTICE, hazards=common.HAZARDS[:1])),
    "notice-annex": lambda: ("notice", replace(common.NOTICE, hazards=(common.HAZARDS * 8)[:60])),
    "notice-joint": lambda: ("notice", orders.JOINT),
    "immediate": lambda: ("immediate", orders.IMMEDIATE),
    "service": lambda: ("service", common.SERVICE),
    "reinspection": lambda: ("reinspection", opinions.REINSPECTION),
    "plan": lambda: ("plan", reports.FULL_PLAN),
    "plan-en": lambda: ("plan", replace(reports.FULL_PLAN, lang="en")),
    "clearing": lambda: ("clearing", opinions.CLEARING),
    "report": lambda: ("report", reports.FULL),
    "report-edge": lambda: ("report", reports.EDGE),
    "report-en": lambda: ("report", replace(reports.FULL, lang="en")),
    "ledger": lambda: ("ledger", scene.LEDGER),
    "referral": lambda: ("referral", opinions.REFERRAL),
    "record": lambda: ("record", scene.RECORD),
    "blank": lambda: ("blank", scene.checklist()),
}
MOST_PAGES = 2  # of each example


def pictures(pdf: bytes) -> list[Image.Image]:
    """The first pages as grey pictures."""
    with tempfile.TemporaryDirectory() as folder:
        paper = Path(folder) / "paper.pdf"
        paper.write_bytes(pdf)
        options = ["-r", str(_RESOLUTION), "-gray", "-png", "-l", str(MOST_PAGES)]
        subprocess.run(["pdftoppm", *options, str(paper), str(Path(folder) / "page")], check=True)
        found = [Image.open(io.BytesIO(page.read_bytes())).convert("L") for page in sorted(Path(folder).glob("*.png"))]
    return [page.point([round(shade / _SHADE) * _SHADE for shade in range(256)]) for page in found]


def difference(page: Image.Image, golden: Image.Image) -> tuple[float, float]:
    """How much two pictures differ: the part of blocks that differ visibly, and the mean of all pixels."""
    if page.size != golden.size:
        return 1.0, 255.0
    apart = ImageChops.difference(page, golden)
    blocks = apart.resize((page.width // _BLOCK, page.height // _BLOCK), Image.Resampling.BOX)
    counts = blocks.histogram()
    shades = apart.histogram()
    mean = sum(shade * count for shade, count in enumerate(shades)) / (page.width * page.height)
    return sum(counts[_DIFFERENT:]) / sum(counts), mean


def names(example: str, pages: int) -> list[Path]:
    """The files of an example's pages."""
    return [GOLDEN / f"{example}-p{number}.png" for number in range(1, pages + 1)]


def write() -> None:
    """Print every example and keep its pages."""
    GOLDEN.mkdir(exist_ok=True)
    for old in GOLDEN.glob("*.png"):
        old.unlink()
    for example, made in EXAMPLES.items():
        pages = pictures(render(*made()))
        for path, page in zip(names(example, len(pages)), pages, strict=True):
            page.quantize(6).save(path, optimize=True)
            print(path.name, path.stat().st_size)


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit(__doc__)
    write()
