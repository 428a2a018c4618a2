"""Chinese lines: where they may break, and where each character of a line stands.

Owns the rules of GB/T 15834 practice (specimens, section 2): what may not begin or end a line, double
punctuation closed up, figures and Latin and dates unbroken, an eighth of an em beside them, lines spread to
their measure; and the fallback from face to face. Knows nothing of pages: it turns pieces into `Line`s, all
lengths in points, x from the line's left edge.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ..faces import Face, Faces

Colour = tuple[float, float, float]
BLACK: Colour = (0, 0, 0)
RED: Colour = (0.75, 0.05, 0.05)
GREY: Colour = (0.45, 0.45, 0.45)

OPENING = frozenset("（《〈【〔「『“‘［｛")
CLOSING = frozenset("、。，；：！？）》〉】〕」』”’］｝")
NO_START = CLOSING | frozenset("％‰℃…·‥～")
# Their ink fills one half of the cell, so the other half may be given up; ？ stands in the middle.
_HALF_INK = (OPENING | CLOSING) - frozenset("？")

_WORD = re.compile(r"[!-~¡-¶¸-ÿ–≥≤≠≈]")
_ALNUM = re.compile(r"[0-9A-Za-z]")
_NUMERAL = "[〇零一二三四五六七八九十百]"

# How willingly a line breaks before a character; the figure is the stretch (em a gap) that a reader would
# rather see than this break.
NEVER, FORCED, FREE = -1.0, 9.0, 0.0
_IN_REFERENCE, _IN_DATE = 0.08, 0.16

_GLUE: tuple[tuple[re.Pattern[str], float], ...] = (
    (re.compile(r"\d+(?:个工作日|个月|小时|分钟|秒钟|万元|亿元|平方米|立方米|毫米|厘米|公里|公斤|千克|千瓦"
                r"|[一-鿿㎡㎏㎜㎝％‰℃])"), FORCED),
    (re.compile(r"第\d+"), FORCED),
    (re.compile(r"〔\d{4}〕第?\d+号"), FORCED),
    (re.compile(r"[A-Z]+(?:/[A-Z]+)? \d[\d.\-]*"), FORCED),
    (re.compile(r"\d+—\d+|——|……"), FORCED),
    (re.compile(r"\d{1,2}月\d{1,2}日|\d{1,2}时\d{1,2}分"), _IN_DATE),
    (re.compile(rf"第{_NUMERAL}+条(?:之{_NUMERAL})?|第{_NUMERAL}+款"
                rf"|第（{_NUMERAL}+）项|[一-鿿]〔(?=\d)"), _IN_REFERENCE),
)
_RIGID = re.compile(r"(?:\d+[年月日时分号])+")
_UNSPACED = frozenset("年月日时分号第〔〕")


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one role (a chain of faces) and colour."""

    text: str
    role: str = "fang"
    colour: Colour = BLACK


@dataclass(frozen=True, slots=True)
class Blank:
    """A rule to write on, `ems` wide; never broken."""

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


@dataclass(frozen=True, slots=True)
class Setting:
    """How a paragraph is set. `pitch` is a character's cell; `justify` how far a gap may grow, in em."""

    size: float
    pitch: float
    width: float
    indent: float = 0.0  # of the first line
    justify: float = 1.0
    hang: bool = False  # an opening mark at a line's start is drawn half an em to the left


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character on a line: where its origin stands."""

    x: float
    char: str
    face: Face
    colour: Colour


@dataclass(frozen=True, slots=True)
class Span:
    """Neighbouring characters of one face and colour.

    `shown` is what a TJ operator takes: before each text the pen goes *back* that many thousandths of the
    line's size; the characters of one text stand at their natural advances. The pen of a line starts at x = 0
    and is carried on from span to span.
    """

    face: Face
    colour: Colour
    shown: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One set line. `text` is what it says, as a reader would type it."""

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


@dataclass(frozen=True, slots=True)
class _Atom:
    """What is never split: a character, a word of figures or Latin, a blank, a box."""

    text: str
    kind: Literal["han", "open", "close", "word", "space", "blank", "tick", "gap"]
    glyphs: tuple[tuple[str, Face, Colour, float, float], ...] = ()  # char, face, colour, offset, advance
    width: float = 0.0
    before: float = FREE
    gap: float = 0.0  # an eighth of an em before it, unless it starts the line
    cut_left: float = 0.0  # given up to a neighbour of double punctuation
    cut_right: float = 0.0
    stretch: bool = True  # the place before it may grow
    half: float = 0.0  # what it can give up to pull a mark into the line
    mark: str = ""


def set_lines(pieces: Iterable[Piece], faces: Faces, setting: Setting) -> tuple[Line, ...]:
    """The lines of one paragraph. An empty paragraph is one empty line."""
    atoms = _atoms(tuple(pieces), faces, setting)
    spans = _mend_widow(atoms, _spans(atoms, setting), setting)
    last = len(spans) - 1
    return tuple(
        replace(_place(atoms[start:end], setting, 0.0 if number else setting.indent, number == last),
                joined=number < last and atoms[end].before != FREE)
        for number, (start, end) in enumerate(spans))


def text_width(text: str, role: str, faces: Faces, size: float) -> float:
    """Width in points of `text` set in one line without stretching."""
    line = set_lines((Run(text, role),), faces, Setting(size, size, 1e6, justify=0))
    return line[0].width


def clean(text: str) -> str:
    """Text as it may be printed: one space for any white space, no invisible characters."""
    mapped = text.translate(_SUBSTITUTES)
    mapped = re.sub(r"[^\S　]+", " ", mapped)
    return "".join(char for char in mapped if char.isprintable() or char == "　").strip(" ")


_SUBSTITUTES = {ord("㎥"): "m³", ord("✓"): "√", ord("✔"): "√", ord("✗"): "×", ord("✘"): "×",
                0xFE0E: None, 0xFE0F: None, 0x200D: None}
_BOXES: dict[str, Literal["", "yes", "no"]] = {"☐": "", "☑": "yes", "☒": "no"}


# -- from pieces to atoms --------------------------------------------------------------------------------


def _atoms(pieces: Sequence[Piece], faces: Faces, setting: Setting) -> list[_Atom]:
    parts = [part for piece in pieces for part in _parts(piece, faces)]
    said = "".join(part.text if isinstance(part, Run) else "￼" for part in parts)
    before, rigid = _glue(said)
    atoms: list[_Atom] = []
    at = 0
    for group in _words(parts):
        atom = _atom(group, faces, setting)
        atoms += _split_overlong(replace(atom, before=before[at], stretch=not rigid[at]), setting)
        at += len(group)
    return _join(atoms, setting)


def _parts(piece: Piece, faces: Faces) -> list[Piece]:
    """A run as one piece a character, boxes as ticks, unprintable characters as their codes."""
    if not isinstance(piece, Run):
        return [piece]
    parts: list[Piece] = []
    for char in clean_inside(piece.text):
        if char in _BOXES:
            parts.append(Tick(_BOXES[char]))
        elif faces.choose(piece.role, char) is None:
            parts += (Run(c, piece.role, piece.colour) for c in f"〔U+{ord(char):04X}〕")
        else:
            parts.append(Run(char, piece.role, piece.colour))
    return parts


def clean_inside(text: str) -> str:
    """As `clean`, but spaces at the ends stay: a run may begin or end inside a sentence."""
    head = " " if text[:1].isspace() and text[:1] != "　" else ""
    tail = " " if len(text) > 1 and text[-1:].isspace() and text[-1:] != "　" else ""
    return head + clean(text) + tail


def _words(parts: Sequence[Piece]) -> list[list[Piece]]:
    """Neighbouring figures and Latin of one role and colour stand together; all else alone."""
    groups: list[list[Piece]] = []
    for part in parts:
        if groups and _is_word(part) and _is_word(groups[-1][0]) and _same_ink(part, groups[-1][0]):
            groups[-1].append(part)
        else:
            groups.append([part])
    return groups


def _is_word(part: Piece) -> bool:
    return isinstance(part, Run) and _WORD.match(part.text) is not None


def _same_ink(one: Piece, other: Piece) -> bool:
    return (isinstance(one, Run) and isinstance(other, Run)
            and (one.role, one.colour) == (other.role, other.colour))


def _atom(group: Sequence[Piece], faces: Faces, setting: Setting) -> _Atom:
    first = group[0]
    if isinstance(first, Run):
        if _is_word(first):
            return _word_atom([run for run in group if isinstance(run, Run)], faces, setting)
        return _char_atom(first, faces, setting)
    if isinstance(first, Tick):
        # The box is drawn; an empty glyph under it carries its text into the page.
        bearer = (" ", _face("fang", " ", faces), BLACK, 0.0, 0.0)
        return _Atom({"": "☐", "yes": "☑", "no": "☒"}[first.mark], "tick", (bearer,), setting.size * 1.25,
                     mark=first.mark)
    kind: Literal["blank", "gap"] = "blank" if isinstance(first, Blank) else "gap"
    return _Atom(" " if kind == "blank" else "", kind, width=first.ems * setting.size)


def _char_atom(run: Run, faces: Faces, setting: Setting) -> _Atom:
    char = run.text
    face = _face(run.role, char, faces)
    natural = face.width(char) * setting.size
    if char == " ":
        return _Atom(" ", "space", width=natural)
    if char == "　":
        return _Atom(" ", "space", width=setting.pitch)
    kind: Literal["open", "close", "han"] = (
        "open" if char in OPENING else "close" if char in CLOSING else "han")
    glyph = (char, face, run.colour, (setting.pitch - natural) / 2, natural)
    return _Atom(char, kind, (glyph,), setting.pitch, half=setting.pitch / 2 if char in _HALF_INK else 0.0)


def _word_atom(runs: Sequence[Run], faces: Faces, setting: Setting) -> _Atom:
    glyphs, x = [], 0.0
    for run in runs:
        face = _face(run.role, run.text, faces)
        advance = face.width(run.text) * setting.size
        glyphs.append((run.text, face, run.colour, x, advance))
        x += advance
    return _Atom("".join(run.text for run in runs), "word", tuple(glyphs), x)


def _face(role: str, char: str, faces: Faces) -> Face:
    face = faces.choose(role, char)
    if face is None:  # pragma: no cover - _parts has replaced such characters
        raise KeyError(char)
    return face


def _split_overlong(atom: _Atom, setting: Setting) -> list[_Atom]:
    """A word wider than the measure (a URL in a narrow cell) breaks between any two characters."""
    if atom.kind != "word" or atom.width <= setting.width - setting.indent:
        return [atom]
    return [replace(atom, text=char, glyphs=((char, face, colour, 0.0, advance),), width=advance,
                    before=atom.before if number == 0 else FORCED,
                    stretch=atom.stretch and number == 0)
            for number, (char, face, colour, _, advance) in enumerate(atom.glyphs)]


def _glue(said: str) -> tuple[list[float], list[bool]]:
    """Per character: how willingly a line breaks before it, and whether that place is rigid."""
    before = [FREE] * len(said)
    rigid = [False] * len(said)
    for pattern, level in _GLUE:
        for match in pattern.finditer(said):
            for at in range(match.start() + 1, match.end()):
                before[at] = max(before[at], level)
    for match in _RIGID.finditer(said):
        for at in range(match.start() + 1, match.end()):
            rigid[at] = True
    return before, rigid


def _join(atoms: list[_Atom], setting: Setting) -> list[_Atom]:
    """What depends on the neighbour before: breaks forbidden, marks closed up, eighths of an em."""
    joined: list[_Atom] = []
    for number, atom in enumerate(atoms):
        before = joined[-1] if joined else None
        if before is not None:
            atom = _beside(before, atom, setting)
            if before.kind == atom.kind == "close" and before.half:
                joined[-1] = replace(before, cut_right=before.half, half=0.0)
            elif before.kind in ("open", "close") and atom.kind == "open":
                atom = replace(atom, cut_left=atom.half)
        joined.append(atom if number else replace(atom, before=NEVER))
    return joined


def _beside(before: _Atom, atom: _Atom, setting: Setting) -> _Atom:
    if (atom.kind in ("close", "space", "gap") or before.kind in ("open", "gap")
            or atom.text[:1] in NO_START or _clings(before, atom)):
        atom = replace(atom, before=NEVER)
    if atom.kind == "close" or before.kind == "open" or "gap" in (atom.kind, before.kind):
        atom = replace(atom, stretch=False)
    if {before.kind, atom.kind} == {"word", "han"} and _spaced(before, atom):
        atom = replace(atom, gap=setting.size / 8)
    return atom


def _clings(before: _Atom, atom: _Atom) -> bool:
    """ASCII punctuation obeys the same rule as ours; a box stays with what it is ticked for."""
    return (before.kind == "tick" or (before.kind == "word" and before.text[-1] in "([{")
            or (atom.kind == "word" and atom.text[0] in ")]},.;:!?%/"))


def _spaced(before: _Atom, atom: _Atom) -> bool:
    inner = (before.text[-1], atom.text[0])
    return any(map(_ALNUM.match, inner)) and not _UNSPACED.intersection(inner)


# -- where lines end -------------------------------------------------------------------------------------


def _spans(atoms: Sequence[_Atom], setting: Setting) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start = 0
    while start < len(atoms) or not spans:
        room = setting.width - (0.0 if spans else setting.indent)
        end = _line_end(atoms, start, room, setting)
        spans.append((start, end))
        start = end
        while start < len(atoms) and atoms[start].kind == "space":
            start += 1  # a space at a break belongs to neither line
    return spans


def _line_end(atoms: Sequence[_Atom], start: int, room: float, setting: Setting) -> int:
    """The index after the line's last atom."""
    fits = start
    while fits < len(atoms) and _natural(atoms[start:fits + 1], setting) <= room + 0.01:
        fits += 1
    if fits == len(atoms):
        return fits
    pulled = _pull_in(atoms, start, fits, room, setting)
    return pulled or _push_out(atoms, start, fits, room, setting)


def _pull_in(atoms: Sequence[_Atom], start: int, fits: int, room: float, setting: Setting) -> int:
    """The end of the line with the marks that overflow it, if its punctuation can shrink; else 0."""
    if atoms[fits].before != NEVER or atoms[fits].kind != "close":
        return 0
    end = fits + 1
    while end < len(atoms) and atoms[end].before == NEVER and atoms[end].kind == "close":
        end += 1
    if end < len(atoms) and atoms[end].before == NEVER:
        return 0
    over = _natural(atoms[start:end], setting) - room
    return end if over <= 0.9 * sum(_spare(atoms[start:end])) else 0


def _push_out(atoms: Sequence[_Atom], start: int, fits: int, room: float, setting: Setting) -> int:
    """The best break at or before `fits`: the last one, unless one before it is worth the stretch."""
    legal = [at for at in range(start + 1, fits + 1) if atoms[at].before != NEVER]
    willing = [at for at in legal if atoms[at].before < FORCED]
    if not willing:
        # Marks alone wider than the measure: nothing may break, but nothing may leave the page either.
        return legal[-1] if legal else max(fits, start + 1)
    last = willing[-1]
    for at in reversed(willing):
        if atoms[at].before == FREE:
            return at if at == last or _bearable(atoms[start:at], atoms[last].before, room, setting) else last
    return last


def _bearable(line: Sequence[_Atom], stretch: float, room: float, setting: Setting) -> bool:
    """Whether ending the line early looks better than the break it avoids."""
    if setting.justify < 1:  # a cell's line may end short
        return _natural(line, setting) > 0.45 * room
    return _spread(line, room, setting) <= stretch * setting.size


def _spread(line: Sequence[_Atom], room: float, setting: Setting) -> float:
    """How far each gap grows, in points, when the line is spread over `room`."""
    gaps = sum(1 for atom in line[1:] if atom.stretch)
    return (room - _natural(line, setting)) / gaps if gaps else 1e9


def _natural(line: Sequence[_Atom], setting: Setting) -> float:
    while line and line[-1].kind == "space":
        line = line[:-1]
    if not line:
        return 0.0
    inner = sum(atom.gap - atom.cut_left for atom in line[1:])
    return (sum(atom.width - atom.cut_right for atom in line) + inner
            - _hung(line, setting))


def _hung(line: Sequence[_Atom], setting: Setting) -> float:
    return line[0].half if line and setting.hang and line[0].kind == "open" else 0.0


def _mend_widow(atoms: Sequence[_Atom], spans: list[tuple[int, int]],
                setting: Setting) -> list[tuple[int, int]]:
    """A last line of one character takes one more from the line above, if that hardly shows."""
    if len(spans) < 2 or sum(atom.kind not in ("close", "space") for atom in atoms[spans[-1][0]:]) != 1:
        return spans
    if atoms[spans[-1][0]].kind not in ("han", "open"):
        return spans
    (start, end), (_, stop) = spans[-2:]
    room = setting.width - (setting.indent if len(spans) == 2 else 0.0)
    earlier = [at for at in range(start + 2, end) if atoms[at].before == FREE]
    if not earlier:
        return spans
    line = atoms[start:earlier[-1]]
    ragged = setting.justify < 1 and _natural(line, setting) > 0.8 * room  # a cell may end short
    if not ragged and _spread(line, room, setting) > 0.13 * setting.size:
        return spans
    if _natural(atoms[earlier[-1]:stop], setting) > setting.width:
        return spans
    return [*spans[:-2], (start, earlier[-1]), (earlier[-1], stop)]


# -- where each character stands -------------------------------------------------------------------------


def _place(line: Sequence[_Atom], setting: Setting, indent: float, last: bool) -> Line:
    while line and line[-1].kind == "space":
        line = line[:-1]
    room = setting.width - indent
    line = _shrink(line, _natural(line, setting) - room)
    spread = 0.0 if last else _spread(line, room, setting)
    if not -0.01 <= spread <= setting.justify * setting.size:
        spread = 0.0
    glyphs: list[Glyph] = []
    blanks, ticks = [], []
    x = indent - _hung(line, setting)
    for number, atom in enumerate(line):
        if number:
            x += atom.gap + (spread if atom.stretch else 0.0) - atom.cut_left
        glyphs += (Glyph(x + offset, char, face, colour) for char, face, colour, offset, _ in atom.glyphs)
        if atom.kind == "blank":
            blanks.append((x, atom.width))
        if atom.kind == "tick":
            ticks.append((x, atom.mark))
        x += atom.width - atom.cut_right
    return Line(_shown(glyphs, setting.size), tuple(blanks), tuple(ticks), x, _said(line), setting.size)


def _shown(glyphs: Sequence[Glyph], size: float) -> tuple[Span, ...]:
    spans: list[tuple[Face, Colour, list[tuple[int, str]]]] = []
    pen = 0.0
    for glyph in glyphs:
        back = round((pen - glyph.x) / size * 1000)
        if not spans or spans[-1][0] is not glyph.face or spans[-1][1] != glyph.colour:
            spans.append((glyph.face, glyph.colour, [(back, glyph.char)]))
        elif back:
            spans[-1][2].append((back, glyph.char))
        else:
            kern, text = spans[-1][2][-1]
            spans[-1][2][-1] = (kern, text + glyph.char)
        pen += glyph.face.width(glyph.char) * size - back * size / 1000
    return tuple(Span(face, colour, tuple(shown)) for face, colour, shown in spans)


def _spare(line: Sequence[_Atom]) -> list[float]:
    """What each atom can give up. Halves already closed up are gone; a first opening mark keeps its cell."""
    return [0.0 if atom.kind == "open" and (number == 0 or atom.cut_left) else atom.half
            for number, atom in enumerate(line)]


def _shrink(line: Sequence[_Atom], over: float) -> list[_Atom]:
    """Give up half cells of punctuation, the last mark first, until the line fits."""
    fitted = list(line)
    spare = _spare(line)
    for number in range(len(fitted) - 1, -1, -1):
        give = min(max(over, 0.0), spare[number])
        over -= give
        atom = fitted[number]
        if atom.kind == "open":
            fitted[number] = replace(atom, cut_left=atom.cut_left + give)
        elif give:
            fitted[number] = replace(atom, cut_right=atom.cut_right + give)
    return fitted


def _said(line: Sequence[_Atom]) -> str:
    return "".join(atom.text for atom in line)
