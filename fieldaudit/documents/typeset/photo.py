"""A photo on a paper: fitted into its cell, with a band that says when, where, which, and its hash.

Owns the cell with the photo beside a failed item, what stands there without one, and the photos of which
there was no room beside the text. The picture is never covered: the band stands below it.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..faces import Faces
from ..facts import Photo, ReportHazard
from .line import GREY, Line, Run, Setting, clean, set_lines
from .page import Fill, Mark, Picture, Words, baseline
from .table import Art, Cell, Row, text_cell

_BAND = 11.5
_DARK = (0.2, 0.2, 0.2)
_PALE = (0.9, 0.9, 0.9)
_WHITE = (1.0, 1.0, 1.0)
_INSIDE = 3.0  # between the cell's rule and the picture
_FURTHER = (78.0, 62.0)  # mm


def photo_cell(one: ReportHazard, width: float, faces: Faces) -> Cell:
    """The hazard's first photo, or why there is none."""
    if one.photos:
        return Cell(width, art=photo_art(one.photos[0], faces))
    said = "（无照片；\n材料编号：" + clean(one.material) + "）" if one.material else "（无照片）"
    return text_cell(width, said, 10.5, 14.7, "centre", colour=GREY)


def further_photos(photos: Sequence[Photo], faces: Faces) -> list[Row]:
    """Photos two in a row, six a page."""
    width, height = _FURTHER
    cells = [Cell(width, art=photo_art(photo, faces)) for photo in photos]
    if len(cells) % 2:
        cells.append(Cell(width, struck=True))
    return [Row(pair, height) for pair in zip(cells[::2], cells[1::2], strict=True)]


def photo_art(photo: Photo, faces: Faces, absent: str = "图像不在本机") -> Art:
    """Draws the photo and its band; a photo whose image is not here, as `absent` and its hash in a grey frame."""
    def draw(x: float, y: float, width: float, height: float) -> list[Mark]:
        x, y, width, height = x + _INSIDE, y + _INSIDE, width - 2 * _INSIDE, height - 2 * _INSIDE
        above = height - _BAND
        marks: list[Mark] = []
        if photo.jpeg is None:
            marks += _missing(photo, absent, faces, x, y, width, above)
        else:
            marks.append(Picture(x, y, width, above, photo.jpeg, f"{photo.number} {photo.place}"))
        marks.append(Fill(x, y + above, width, _BAND, _DARK))
        line = _fitted(_caption(photo), width - 4, faces)
        marks.append(Words(x + 2, baseline(y + above, _BAND, line.size), line))
        return marks
    return draw


def _caption(photo: Photo) -> str:
    when = f"{photo.taken_at:%Y-%m-%d %H:%M}　" if photo.taken_at else ""
    where = clean(photo.caption or photo.place)
    return f"{when}{where} {clean(photo.number)}　{photo.sha256[:8].upper()}"


def _fitted(text: str, width: float, faces: Faces) -> Line:
    """White on the band; smaller, down to 4.5 pt, when it is long."""
    for size in (7.0, 6.0, 5.25, 4.5):
        line = set_lines((Run(text, "hei", _WHITE),), faces, Setting(size, size, 1e6, justify=0))[0]
        if line.width <= width:
            return line
    return set_lines((Run(text, "hei", _WHITE),), faces, Setting(4.5, 4.5, width, justify=0))[0]


def _missing(photo: Photo, absent: str, faces: Faces, x: float, y: float, width: float, height: float) -> list[Mark]:
    marks: list[Mark] = [Fill(x, y, width, height, _PALE, frame=0.3)]
    hash_ = photo.sha256
    said = (absent, "SHA-256", *(hash_[at:at + 16] for at in range(0, len(hash_), 16)))
    top = y + (height - 11 * len(said)) / 2
    for number, text in enumerate(said):
        line = set_lines((Run(text, "hei", GREY),), faces, Setting(7.5, 7.5, 1e6, justify=0))[0]
        marks.append(Words(x + (width - line.width) / 2, baseline(top + 11 * number, 11, 7.5), line))
    return marks
