"""The photos of the inspection report: those for which there was no room beside the text, and the list that proves all.

Owns the order of the photos (item by item, then those of no item), captions that point back to the item, and the
table of whole hashes, set in groups under each other, two lines of 32, so that two of them can be compared by eye.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from ..faces import Faces
from ..facts import Photo, ReportFacts
from ..typeset.line import Gap, Piece, Run, clean, text_width
from ..typeset.page import MM
from ..typeset.photo import photo_art
from ..typeset.table import Cell, Para, Row
from .edition import Edition
from .report_answers import HAZARDS

_IN_LINE, _IN_GROUP = 32, 8  # hex digits
_GROUP = 4.9  # em from the start of a group to the next; the widest takes 4.5


class Shown(NamedTuple):
    """A photo and the number of the item it shows; 0 when it shows none."""

    photo: Photo
    item: int


def photos_of(facts: ReportFacts) -> list[Shown]:
    """Every photo of the report, item by item, then those of no item."""
    shown = [Shown(photo, number) for number, one in enumerate(facts.hazards, start=1) for photo in one.photos]
    return [*shown, *(Shown(photo, 0) for photo in facts.further)]


def further_of(facts: ReportFacts) -> list[Shown]:
    """Those that do not stand beside their item."""
    shown = [Shown(photo, number) for number, one in enumerate(facts.hazards, start=1) for photo in one.photos[1:]]
    return [*shown, *(Shown(photo, 0) for photo in facts.further)]


def further_rows(photos: Sequence[Shown], edition: Edition, faces: Faces) -> list[Row]:
    """Two photos side by side over their captions, six a page."""
    words = edition.words
    widths, height, below = words.numbers("column.further"), words.number("height.further"), words.number("height.caption")
    absent = words.text("photo.absent")
    rows: list[Row] = []
    rest = iter(photos)
    while pair := list(islice(rest, len(widths))):
        pictures = [Cell(width, art=photo_art(one.photo, faces, absent)) for width, one in zip(widths, pair, strict=False)]
        captions = [_caption(width, one, edition) for width, one in zip(widths, pair, strict=False)]
        spare = [Cell(width, struck=True) for width in widths[len(pair):]]
        empty = [Cell(width) for width in widths[len(pair):]]
        rows += [Row((*pictures, *spare), height, with_next=True), Row((*captions, *empty), below)]
    return rows


def _caption(width: float, shown: Shown, edition: Edition) -> Cell:
    words, photo = edition.words, shown.photo
    said = words.say(
        "photo.caption_item" if shown.item else "photo.caption", number=clean(photo.number),
        place=clean(photo.caption or photo.place), no=edition.numeral(HAZARDS), item=shown.item)  # fmt: skip
    return edition.cell(width, said, words.number("size.caption"), words.number("leading.caption"), "centre")


def list_rows(photos: Sequence[Shown], edition: Edition, faces: Faces) -> list[Row]:
    """Number, time, place, item and the whole hash of every photo; the head is the first row."""
    words = edition.words
    widths, size, leading = words.numbers("column.photos"), words.number("size.caption"), words.number("leading.caption")
    rows = [Row(edition.heads("head.photos", widths, size, leading))]
    return rows + [_listed(shown, widths, edition, faces) for shown in photos]


def _listed(shown: Shown, widths: Sequence[float], edition: Edition, faces: Faces) -> Row:
    words, photo = edition.words, shown.photo
    size, leading = words.number("size.caption"), words.number("leading.caption")
    number, taken, place, item, digest = widths
    where = edition.known(photo.place)
    if photo.jpeg is None:
        where += f"\n({words.text('photo.absent')})" if edition.lang == "en" else f"\n（{words.text('photo.absent')}）"
    see = words.say("photo.item", no=edition.numeral(HAZARDS), item=shown.item) if shown.item else ""
    return Row((
        edition.cell(number, photo.number, size, leading, "centre", pad=2),
        edition.cell(taken, f"{photo.taken_at:%Y-%m-%d %H:%M}" if photo.taken_at else "", size, leading, "centre", pad=2),
        edition.cell(place, where, size, leading),
        edition.cell(item, see, size, leading, "centre", pad=1),
        Cell(digest, tuple(_digits(photo.sha256[at:at + _IN_LINE], size, leading, faces) for at in range(0, 64, _IN_LINE)),
             pad=max((digest * MM - (4 * _GROUP - 0.5) * size) / 2, 1.0)),
    ))  # fmt: skip


def _digits(line: str, size: float, leading: float, faces: Faces) -> Para:
    """Hex digits in groups that start under each other; the gaps are silent, so that a copy of the line has none."""
    pieces: list[Piece] = []
    wide = 0.0
    for at in range(0, len(line), _IN_GROUP):
        group = line[at : at + _IN_GROUP].lower()
        pieces += [Gap(_GROUP - wide)] * bool(at) + [Run(group)]
        wide = text_width(group, "fang", faces, 1.0)
    return Para(tuple(pieces), size, leading)
