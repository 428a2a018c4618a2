"""One edition of a paper, Chinese or English: its words, and what the language asks of a line.

Owns what the two editions do differently: the face of running text (FangSong's Latin is of half cells, so English is
set in Song), the indent, labels spread to four characters, counts of one and of many, the figures of headings, and the
words of the facts that the program itself chose (a kind of inspection, a grade of risk). Knows no paper.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..faces import Faces
from ..facts import PlanFacts, ReportFacts
from ..phrases import Lang, counted, numeral
from ..typeset.flow import Flow
from ..typeset.line import BLACK, Colour, Gap, Piece, Run, clean, text_width
from ..typeset.page import TITLE
from ..typeset.table import Align, Cell, Para, label
from ..wording import Wording

_PAD = 3.0  # points at the sides of a cell of small text
_ENGLISH_STRETCH = 0.2  # em: a line before a long word stays ragged


class Edition:
    """`words` with the ways of their language; `role` is the face of running text, `indent` in cells, `tag` the PDF's language."""

    def __init__(self, words: Wording) -> None:
        self.words = words
        self.lang: Lang = "en" if words.lang == "en" else "zh"
        english = self.lang == "en"
        self.role, self.indent, self.tag = ("song", 0.0, "en") if english else ("fang", 2.0, "zh-CN")
        self.stretch = _ENGLISH_STRETCH if english else 1.0  # ems a gap of running text may grow
        self.gap: Piece = Gap(0.45) if english else Run("　")  # between one box and the next

    def known(self, text: str) -> str:
        """What the facts call by the program's own word, as this edition prints it; any other text as it is."""
        return str(self.words.values.get(f"fact.{text}", clean(text)))

    def count(self, of: str, number: int) -> str:
        """`count.OF_one` or `count.OF_many` with its number."""
        return self.words.say(f"count.{self.one_or_many(of, number)}", n=number)

    def one_or_many(self, key: str, number: int) -> str:
        """The key of the form for one, or for more."""
        return counted(number, f"{key}_one", f"{key}_many", self.lang)

    def numeral(self, number: int) -> str:
        """The figure of a heading: 三, or 3."""
        return str(number) if self.lang == "en" else numeral(number)

    def listed(self, parts: Sequence[str], mark: str = "list") -> str:
        """Parts in one enumeration."""
        return self.words.text(f"mark.{mark}").join(parts)

    def title(self, name: str, title: str, faces: Faces, width: float) -> list[str]:
        """The title in one line if it fits, else broken between the institution's name and the rest."""
        whole = self.whole(name, title)
        if text_width(whole, "title", faces, TITLE) <= width:
            return [whole]
        return [self.words.say(f"title.{part}", name=name, title=title) for part in ("first", "second")]

    def replaces(self, flow: Flow, facts: PlanFacts | ReportFacts) -> None:
        """The line under the title that names the version this paper corrects; nothing for a first version."""
        if facts.replaces:
            said = self.words.say("sentence.replaces", version=facts.version, replaces=clean(facts.replaces))
            flow.text(Run(said, self.role), size=10.5, leading=16.8, align="centre")
            flow.skip(2.8)

    def whole(self, name: str, title: str) -> str:
        """The title as one text: what the file is called."""
        return self.words.say("title.whole", name=name, title=title)

    def cell(self, width: float, text: str, size: float, leading: float, align: Align = "left", role: str = "",
             colour: Colour = BLACK, pad: float = _PAD, fit: bool = False) -> Cell:  # fmt: skip
        """A cell of plain text, a paragraph a line; `fit`: set smaller rather than on two lines."""
        parts = [part for part in map(clean, text.splitlines()) if part]
        run = role or self.role
        return Cell(width, tuple(Para((Run(part, run, colour),), size, leading, align, fit) for part in parts), pad=pad)

    def para(self, *pieces: Piece | str, size: float, leading: float, align: Align = "left") -> Para:
        """A paragraph; a plain string is running text."""
        runs = tuple(Run(piece, self.role) if isinstance(piece, str) else piece for piece in pieces)
        return Para(runs, size, leading, align)

    def label(self, text: str, width: float, size: float, leading: float) -> Cell:
        """A label in Hei; a Chinese one of two or three characters is spread to four."""
        if self.lang == "zh":
            return label(text, width, size)
        return self.cell(width, text, size, leading, "centre", "hei", pad=2)

    def heads(self, key: str, widths: Sequence[float], size: float, leading: float, pad: float = 1.0) -> tuple[Cell, ...]:
        """The cells of a table's head."""
        return tuple(
            self.cell(width, text, size, leading, "centre", "hei", pad=pad)
            for width, text in zip(widths, self.words.texts(key), strict=True)
        )
