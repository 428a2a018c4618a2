"""What holds together in a paragraph: the rules of what may stand beside what, character by character.

Owns the classes of characters and the rules of GB/T 15834 practice (specimens, section 2): what may not begin
or end a line, double punctuation closed up, figures, units, dates and references unbroken, an eighth of an em
beside figures and Latin; and the plainer rules of English, whose words break at spaces only. Every rule leaves
its mark in the columns of a `Paragraph`; where lines end is decided in `breaks`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate

from ..faces import Faces, Ink
from .pieces import BLACK, Blank, Colour, Gap, Setting, Tick, clean_inside, stand_in

OPENING = frozenset("（《〈【〔「『“‘［｛〖")
CLOSING = frozenset("、。，；：！？）》〉】〕」』”’］｝．｡〗")
NO_START = CLOSING | frozenset("％‰℃…·‧・～／－")
_ASCII_NO_END, _ASCII_NO_START = frozenset("([{“‘"), frozenset(")]},.;:!?%/~–”’")  # the quotes of Latin text among them
_BOXES = {"☐": "", "☑": "yes", "☒": "no"}
Inked = tuple[str, str, Colour]  # text, role, colour: a `Run`
BLANK, GAP = "\x00", "\x01"  # stand in a paragraph's text for what is no text

# How willingly a line breaks before a character: the stretch (em a gap) that a reader would rather see than
# this break.
NEVER, FORCED, FREE = -1.0, 9.0, 0.0
_IN_REFERENCE, _IN_DATE, _IN_ADDRESS, _IN_PHRASE = 0.08, 0.16, 0.16, 0.5

_NUMERAL = "[〇零一二三四五六七八九十百]"
_UNIT = (r"个工作日|个月|小时|分钟|秒钟|万元|亿元|平方米|立方米|毫米|厘米|公里|公斤|千克|千瓦"
         r"|[一-鿿㎡㎏㎜㎝％‰℃]")
_LATIN_UNIT = "MPa|kPa|Pa|mm|cm|km|m[²³23]?|kg|g|t|kW|W|kV|V|A|L|min|s|h|Hz|dB|lx|lm|%|℃|°C"
_GLUED = re.compile(  # never split, unless nothing else can be
    rf"〔\d{{4}}〕第?\d+号|[A-Z]+(?:/[A-Z]+)? \d[\d.—\-]*"
    rf"|(?:第 ?)?\d+(?:[—～]\d+)?(?:(?:{_UNIT})| (?:(?:{_LATIN_UNIT})(?![A-Za-z])|(?:{_UNIT})))?")
_DATE = r"(\d{1,2}月\d{1,2}日|\d{1,2}时\d{1,2}分)"
_RELUCTANT = re.compile(
    rf"{_DATE}|第{_NUMERAL}+条(?:之{_NUMERAL})?|第{_NUMERAL}+款|第（{_NUMERAL}+）项|[一-鿿]〔(?=\d)")
_SOLID = re.compile(r"(?:\d+[年月日时分号])+|——|……")  # no room grows inside
_MAY_GLUE = re.compile("[0-9０-９第—…]")
_UNSPACED = frozenset("年月日时分号第〔〕")
_ENGLISH_PHRASE = re.compile(
    r"\b(?:(?:No|Nos|Art|art|para|Fig)\.|Article|article|Item|item|Room|room|Page|page|Section|Table) (?=\d)"
    r"|\b\d{1,2} (?=(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)"
    rf"|\d (?=(?:{_LATIN_UNIT})(?![A-Za-z]))")
_CHINESE_NUMBER = re.compile(r"[一-鿿]{1,12}〔\d{4}〕第?\d+号")  # one word to who reads English
_HYPHEN = re.compile(r"(?<=[A-Za-z]{2})-(?=[A-Za-z]{2})")
_LATIN_QUOTE = re.compile(r"(?<=[A-Za-zÀ-ɏ])’(?=[A-Za-zÀ-ɏ])")
_LETTER, _LATIN_WORD = re.compile("[A-Za-zÀ-ɏ]"), re.compile("[a-zß-ÿ]{2,}")
_ADDRESS_BREAK = re.compile(r"(?<=[/?&=_.\-@])(?=[^/?&=_.\-@])")

# -- classes of characters ----------------------------------------------------------------------------------
# h ideograph · y symbol · n symbol that may not begin a line · o opening · c closing · w figures and Latin
# s space · t box · b blank · g gap

_WORD = re.compile("[!-~¡-¶¸-˿̀-ӿḀ-ỿ–≥≤≠≈]")


class _Kinds(dict[str, str]):
    def __missing__(self, char: str) -> str:
        kind = "w" if _WORD.match(char) else "h" if char.isalpha() or char == "〇" else "y"
        self[char] = kind
        return kind


_KINDS = _Kinds({" ": "s", "　": "s", BLANK: "b", GAP: "g"})
_KINDS.update(dict.fromkeys(NO_START, "n"))
_KINDS.update(dict.fromkeys(CLOSING, "c"))
_KINDS.update(dict.fromkeys(OPENING, "o"))
_KINDS.update(dict.fromkeys(_BOXES, "t"))
_NOT_HAN, _WORDS = re.compile("[^h]+"), re.compile("w+")


class Paragraph:
    """The characters of a paragraph and, in columns beside them, how each behaves (lengths in points)."""

    __slots__ = ("before", "colours", "half", "inks", "kinds", "latin", "left", "own", "said", "size", "stretch", "widths")

    def __init__(self, pieces: Iterable[Inked | Blank | Tick | Gap], faces: Faces, setting: Setting) -> None:
        self.size = setting.size
        self.said = ""
        self.inks: list[Ink | None] = []  # None: nothing is printed
        self.colours: list[Colour] = []
        self.widths: list[float] = []  # of blanks and gaps, in order
        for piece in pieces:
            self._add(piece, faces, setting)
        count = len(self.said)
        self.kinds = "".join(map(_KINDS.__getitem__, self.said))
        self.latin = _is_latin(self.said, self.kinds)
        self.before = [FREE] * count  # how willingly a line breaks before it
        self.own = [setting.pitch] * count  # its own width
        self.left = [0.0] * count  # room before it, unless it begins the line: 1/8 em, or a half given up
        self.stretch = [1] * count  # whether the place before it may grow
        self.half = [0.0] * count  # what it can give up to pull a mark into the line
        self._widths(setting)
        self._pairs()
        if count and _MAY_GLUE.search(self.said):
            self._glue()
        if self.latin:
            self._english()
        self._split_overlong(setting)
        if count:
            self.before[0] = NEVER

    # -- characters --------------------------------------------------------------------------------------

    def _add(self, piece: Inked | Blank | Tick | Gap, faces: Faces, setting: Setting) -> None:
        if isinstance(piece, tuple):
            self._add_text(*piece, faces)
        elif isinstance(piece, Tick):
            self._put("☑" if piece.mark == "yes" else "☒" if piece.mark else "☐", faces.inks("fang")[" "], BLACK)
        else:
            wide = piece.ems * setting.size
            if isinstance(piece, Blank):
                wide = min(wide, max(setting.width - setting.indent - setting.pitch, setting.size))
            self.widths.append(wide)
            self._put(BLANK if isinstance(piece, Blank) else GAP, None, BLACK)

    def _put(self, said: str, ink: Ink | None, colour: Colour) -> None:
        self.said += said
        self.inks.append(ink)
        self.colours.append(colour)

    def _add_text(self, text: str, role: str, colour: Colour, faces: Faces) -> None:
        text, chosen = clean_inside(text), faces.inks(role)
        inks = [chosen[char] for char in text]
        if None in inks:
            text = "".join(_printed(char, chosen) for char in text)
            inks = [chosen[" " if char in _BOXES else char] for char in text]  # boxes are drawn
        self.said += text
        self.inks += inks
        self.colours += [colour] * len(text)

    # -- widths ------------------------------------------------------------------------------------------

    def _widths(self, setting: Setting) -> None:
        for match in _NOT_HAN.finditer(self.kinds):
            for at in range(*match.span()):
                self._width(at, self.kinds[at], setting)
        if self.latin or "’" in self.said:
            self._narrow_quotes()

    def _width(self, at: int, kind: str, setting: Setting) -> None:
        ink = self.inks[at]
        if kind in "oc":
            self.half[at] = setting.pitch / 2
        elif kind == "w" or self.said[at] == " ":
            self.own[at] = ink.advance * setting.size if ink else 0.0
        elif kind in "yn" and ink and ink.advance > 1.02:
            self.own[at] = ink.advance * setting.size
        elif kind == "t":
            self.own[at] = setting.size * 1.25
        elif kind in "bg":
            self.own[at] = self.widths.pop(0)

    def _narrow_quotes(self) -> None:
        """Quotation marks and apostrophes among Latin letters take the room of their ink, not a cell."""
        quotes = range(len(self.said)) if self.latin else (match.start() for match in _LATIN_QUOTE.finditer(self.said))
        for at in quotes:
            ink = self.inks[at]
            if self.said[at] in "“”‘’" and ink is not None:
                ink = ink.narrow(self.said[at])
                self.inks[at], self.own[at], self.half[at] = ink, ink.advance * self.size, 0.0
                self.kinds = f"{self.kinds[:at]}w{self.kinds[at + 1:]}"

    # -- neighbours --------------------------------------------------------------------------------------

    def _pairs(self) -> None:
        count = len(self.said)
        for match in _NOT_HAN.finditer(self.kinds):
            for at in range(max(match.start(), 1), min(match.end() + 1, count)):
                self._pair(at, self.kinds[at - 1], self.kinds[at])
        if '"' in self.said:
            self._straight_quotes()

    def _pair(self, at: int, one: str, other: str) -> None:
        if other in "csgn" or one in "ot" or (one == "g" and other != "t") or self._clings(at, one, other):
            self.before[at] = NEVER  # (a gap spaces the characters of a label, or the boxes of a choice)
        if other in "csg" or one in "ogt" or one == other == "w":
            self.stretch[at] = 0
        if one + other in ("wh", "hw") and not self.latin:
            self._space(at)
        elif one + other == "cc":  # double punctuation
            self.own[at - 1] -= self.half[at - 1]
            self.half[at - 1] = 0.0
        elif other == "o" and one in "oc":
            self.left[at] = -self.half[at]
            self.half[at] = 0.0

    def _clings(self, at: int, one: str, other: str) -> bool:
        """Figures and Latin are one word, their marks obey the rules of ours; a box stays with what it is ticked for."""
        before, char, after = self.said[at - 1], self.said[at], self.said[at + 1:at + 2]
        if one == "w" and before == "/":  # between Chinese words a stroke ends a line only if it must
            self.before[at] = FORCED
        if other == "w":
            return one == "w" or char in _ASCII_NO_START or (char == "-" and not after.isdigit())
        return (one == "w" and before in _ASCII_NO_END) or (one == "s" and self.kinds[at - 2:at - 1] == "t")

    def _space(self, at: int) -> None:
        inner = self.said[at - 1:at + 1]
        if any(char.isalnum() and char < "\u0500" for char in inner) and not _UNSPACED.intersection(inner):
            self.left[at] = self.size / 8

    def _straight_quotes(self) -> None:
        """In a pair of straight quotation marks the first one opens, the second one closes."""
        opens = True
        for at, char in enumerate(self.said):
            if char == '"':
                place = at + 1 if opens else at
                if place < len(self.said):
                    self.before[place] = NEVER
                opens = not opens

    # -- what is longer than a pair ------------------------------------------------------------------------

    def _level(self, start: int, end: int, level: float) -> None:
        for at in range(start, end):
            if self.before[at] != NEVER:
                self.before[at] = max(self.before[at], level)

    def _glue(self) -> None:
        for match in _GLUED.finditer(self.said):
            self._level(match.start() + 1, match.end(), FORCED)
        for match in _RELUCTANT.finditer(self.said):
            self._level(match.start() + 1, match.end(), _IN_DATE if match.lastindex else _IN_REFERENCE)
        for match in _SOLID.finditer(self.said):
            start, end = match.span()
            self.stretch[start + 1:end] = [0] * (end - start - 1)
            if self.said[start] in "—…":
                self.before[start + 1] = NEVER
            if self.said[start] == "…":
                self._even_dots(start)

    def _even_dots(self, at: int) -> None:
        """Six dots at one distance."""
        first, second = self.inks[at:at + 2]
        if first is not None and second is not None:
            nearer = first.nearer("…")
            self.inks[at] = nearer
            self.inks[at + 1] = second._replace(shift=second.shift - (nearer.shift - first.shift))

    def _english(self) -> None:
        """Lines grow at spaces only; a hyphen or dash inside a word may end a line."""
        for at in range(1, len(self.said)):
            self.stretch[at] = int(self.kinds[at - 1] == "s" != self.kinds[at])
            if self.said[at] in "—–":
                self.before[at] = NEVER
        for match in _HYPHEN.finditer(self.said):
            self.before[match.end()] = FREE
        for match in _CHINESE_NUMBER.finditer(self.said):
            self._level(match.start() + 1, match.end(), FORCED)
        for match in _ENGLISH_PHRASE.finditer(self.said):
            self._level(match.end(), match.end() + 1, _IN_PHRASE)

    def _split_overlong(self, setting: Setting) -> None:
        """What is wider than the measure (an address in a narrow cell) breaks after its marks, or anywhere."""
        measure = setting.width - setting.indent
        sums = list(accumulate(self.own, initial=0.0))
        if sums[-1] <= measure:
            return
        starts = [at for at, level in enumerate(self.before) if level != NEVER]
        for start, end in zip([0, *starts], [*starts, len(self.said)], strict=True):
            if sums[end] - sums[start] > measure:
                self._split(start, end, measure)

    def _split(self, start: int, end: int, measure: float) -> None:
        """Words that are too wide; where none is, all of them: marks hold too many together."""
        words = [match.span() for match in _WORDS.finditer(self.kinds, start, end)]
        wide = [(first, last) for first, last in words if sum(self.own[first:last]) > measure]
        for first, last in wide or words:
            for at in range(first + 1, last):
                self.before[at] = FORCED
            for match in _ADDRESS_BREAK.finditer(self.said, first + 2, last - 1):
                self.before[match.start()] = _IN_ADDRESS


def _printed(char: str, inks: dict[str, Ink | None]) -> str:
    """The character, or what stands in for it; at the last its code, which every face can set."""
    if char in _BOXES or inks[char] is not None:
        return char
    plain = stand_in(char)
    return plain if all(inks[one] is not None for one in plain) else f"〔U+{ord(char):04X}〕"


def _is_latin(said: str, kinds: str) -> bool:
    """Whether a paragraph is English: words between spaces, and four letters to every ideograph."""
    return " " in said and len(_LATIN_WORD.findall(said)) > 1 and len(_LETTER.findall(said)) >= 4 * kinds.count("h")
