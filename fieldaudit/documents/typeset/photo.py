"""A photo on a paper: fitted into its cell, with a band that says when, where, which, and its hash.

Owns what a photo's cell looks like, a photo whose image is not here, and rows of photos. The picture is never covered: the
band stands below it. Time, number and hash are always whole; a place too long for the band is shortened.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..faces import Faces
from ..facts import Photo
from .line import GREY, Line, Run, Setting, clean, set_lines
from .page import Fill, Mark, Picture, Words, baseline
from .table import Art, Cell, Row

_BAND, _TALL_BAND = 11.5, 14.0  # of one line, of two
_DARK = (0.2, 0.2, 0.2)
_PALE = (0.9, 0.9, 0.9)
_WHITE = (1.0, 1.0, 1.0)
_ONE_LINE, _TWO_LINES = (7.0, 6.25, 5.5), 5.25  # pt; what is smaller is not read
_INSIDE = 3.0  # between the cell's rule and the picture
_FURTHER = (78.0, 62.0)  # mm


def further_photos(photos: Sequence[Photo], faces: Faces, absent: str) -> list[Row]:
    """Photos two in a row, six a page; `absent` as in `photo_art`."""
    width, height = _FURTHER
    cells = [Cell(width, art=photo_art(photo, faces, absent)) for photo in photos]
    if len(cells) % 2:
        cells.append(Cell(width, struck=True))
    return [Row(pair, height) for pair in zip(cells[::2], cells[1::2], strict=True)]


def photo_art(photo: Photo, faces: Faces, absent: str) -> Art:
    """Draws the photo and its band; a photo whose image is not here, as `absent` and its hash in a grey frame."""
    def draw(x: float, y: float, width: float, height: float) -> list[Mark]:
        x, y, width, height = x + _INSIDE, y + _INSIDE, width - 2 * _INSIDE, height - 2 * _INSIDE
        lines = _band_lines(photo, width - 4, faces)
        band = _BAND if len(lines) == 1 else _TALL_BAND
        above = height - band
        marks: list[Mark] = []
        if photo.jpeg is None:
            marks += _missing(photo, absent, faces, x, y, width, above)
        else:
            marks.append(Picture(x, y, width, above, photo.jpeg, f"{photo.number} {photo.place}"))
        marks.append(Fill(x, y + above, width, band, _DARK))
        high = band / len(lines)
        marks += [Words(x + 2, baseline(y + above + high * number, high, line.size), line) for number, line in enumerate(lines)]
        return marks
    return draw


def _band_lines(photo: Photo, width: float, faces: Faces) -> list[Line]:
    """Time, place, number and hash on one line, or the place on a second one below the rest."""
    when = f"{photo.taken_at:%Y-%m-%d %H:%M}　" if photo.taken_at else ""
    place, proof = clean(photo.caption or photo.place), f"{clean(photo.number)}　{photo.sha256[:8].upper()}"
    for size in _ONE_LINE:
        line = _white(f"{when}{place} {proof}", size, faces)
        if line.width <= width:
            return [line]
    size = min(_TWO_LINES, _TWO_LINES * width / _white(when + proof, _TWO_LINES, faces).width)
    cut = next(cut for cut in range(len(place) + 1)
               if cut == len(place) or _white(_shortened(place, cut), _TWO_LINES, faces).width <= width)
    return [_white(when + proof, size, faces), _white(_shortened(place, cut), _TWO_LINES, faces)]


def _shortened(place: str, by: int) -> str:
    return place[:len(place) - by] + "…" if by else place


def _white(text: str, size: float, faces: Faces) -> Line:
    return set_lines((Run(text, "hei", _WHITE),), faces, Setting(size, size, 1e6, justify=0))[0]


def _missing(photo: Photo, absent: str, faces: Faces, x: float, y: float, width: float, height: float) -> list[Mark]:
    marks: list[Mark] = [Fill(x, y, width, height, _PALE, frame=0.3)]
    hash_ = photo.sha256
    said = (absent, "SHA-256", *(hash_[at:at + 16] for at in range(0, len(hash_), 16)))
    top = y + (height - 11 * len(said)) / 2
    for number, text in enumerate(said):
        line = set_lines((Run(text, "hei", GREY),), faces, Setting(7.5, 7.5, 1e6, justify=0))[0]
        marks.append(Words(x + (width - line.width) / 2, baseline(top + 11 * number, 11, 7.5), line))
    return marks
