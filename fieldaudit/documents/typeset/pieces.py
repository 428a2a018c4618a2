"""What a paragraph is made of, how it is set, and what a set line is: plain data, lengths in points.

Owns the pieces papers write with, the text that may be printed (`clean`) and the shape in which lines go to
the page. Knows nothing of breaking (`cohesion`, `breaks`) nor of pages.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal, NamedTuple

from ..faces import Face

Colour = tuple[float, float, float]
BLACK: Colour = (0, 0, 0)
RED: Colour = (0.75, 0.05, 0.05)
GREY: Colour = (0.45, 0.45, 0.45)


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one role (a chain of faces) and colour."""

    text: str
    role: str = "fang"
    colour: Colour = BLACK


@dataclass(frozen=True, slots=True)
class Blank:
    """A rule to write on, `ems` wide; never broken, and never wider than the line."""

    ems: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A drawn box: empty, ticked or crossed. (No face has ☐ ☑ ☒.)"""

    mark: Literal["", "yes", "no"] = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """Silent space that letterspaces a label: no text, no break."""

    ems: float


Piece = Run | Blank | Tick | Gap


class Setting(NamedTuple):
    """How a paragraph is set. `pitch` is a character's cell; `justify` how far a gap may grow, in em."""

    size: float
    pitch: float
    width: float
    indent: float = 0.0  # of the first line
    justify: float = 1.0
    hang: bool = False  # an opening mark at a line's start is drawn half an em to the left


class Glyph(NamedTuple):
    """One character on a line: where its origin stands."""

    x: float
    char: str
    face: Face
    colour: Colour


class Span(NamedTuple):
    """Neighbouring characters of one face and colour.

    `shown` is what a TJ operator takes: before each text the pen goes *back* that many thousandths of the
    line's size; the characters of one text stand at their natural advances. The pen of a line starts at x = 0
    and is carried on from span to span. `stroke` (em): the outlines are drawn as well, so wide, because the face
    is lighter than the one it stands in for.
    """

    face: Face
    colour: Colour
    shown: tuple[tuple[int, str], ...]
    stroke: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """One set line. `text` is what it says, as a reader would type it. Lines are shared: never changed."""

    spans: tuple[Span, ...]
    blanks: tuple[tuple[float, float], ...]  # (x, width) of rules to write on
    ticks: tuple[tuple[float, str], ...]  # (x, mark) of drawn boxes
    width: float
    text: str
    size: float
    joined: bool = False  # it breaks inside a date, number or reference: no page may end with it

    @property
    def glyphs(self) -> tuple[Glyph, ...]:
        """Every character with its place, to within half a thousandth of an em."""
        glyphs: list[Glyph] = []
        x = 0.0
        for span in self.spans:
            for back, text in span.shown:
                x -= back * self.size / 1000
                for char in text:
                    glyphs.append(Glyph(x, char, span.face, span.colour))
                    x += span.face.width(char) * self.size
        return tuple(glyphs)


# -- text that may be printed -----------------------------------------------------------------------------

_SUBSTITUTES = {ord("㎥"): "m³", ord("✓"): "√", ord("✔"): "√", ord("✗"): "×", ord("✘"): "×"}
# Nearly every text is made of these alone and needs no cleaning but at its ends.
_CLEAN = re.compile(r"(?!.*  )[ -~¡-¬®-ÿ‐-‧‰-⁞一-鿿　-〿！-￮]*\Z")
_SPACES = re.compile("[^\\S　]+")
# Selectors of a character's variant: the plain character says the same.
_SELECTORS = re.compile("[︀-️᠋-᠍\U000E0100-\U000E01EF]")
# Letters with combining accents, and radicals that copying from a PDF leaves in the place of ideographs.
_COMPOSED = re.compile(r"[A-Za-zÀ-ɏͰ-ӿḀ-ỿ][̀-ͯ]+|[⺀-⿕]")
_INVISIBLE = ("Cc", "Cf")


def clean(text: str) -> str:
    """Text as it may be printed: one space for any white space, no invisible characters.

    A letter with its combining accent becomes the one character that readers type; ideographs stay as they are.
    """
    return clean_inside(text).strip(" ")


def clean_inside(text: str) -> str:
    """As `clean`, but a space at either end stays: a run may begin or end inside a sentence."""
    if _CLEAN.match(text):
        return text
    text = _SELECTORS.sub("", text.translate(_SUBSTITUTES))
    text = _COMPOSED.sub(_composed, text)
    return _SPACES.sub(" ", "".join(_visible(char) for char in text))


def _composed(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC" if len(match[0]) == 1 else "NFC", match[0])


def _visible(char: str) -> str:
    """A space for any white space, nothing for what is invisible; all else, known to Unicode or not, as it is."""
    if char.isprintable() or char == "　":
        return char
    return " " if char.isspace() else "" if unicodedata.category(char) in _INVISIBLE else char


def stand_in(char: str) -> str:
    """What is set for a character that no face has: the characters it is a variant of; else its code, 〔U+1F600〕.

    A raised figure is not its plain figure: 10⁴ is not 104.
    """
    plain = unicodedata.normalize("NFKC", char)
    if plain != char and not unicodedata.decomposition(char).startswith("<super>"):
        return plain
    return f"〔U+{ord(char):04X}〕"
