"""What is wrong with a form, and where its author finds it. Knows places and words, no rules.

A fault is *severe* when the form cannot be used; the others are remarks: the form opens, but a colleague who read it
through would point at that cell.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from ..errors import BadInput
from ..i18n import Text, tr

MAX_FAULTS = 300  # of one form; an author mends no more in one sitting
_MAX_WORD = 60  # a longer word gets no "did you mean"
_MAX_CANDIDATES = 300  # names compared for one "did you mean"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: sheet, row as Excel counts it (0: the whole sheet), column heading, what is wrong.

    For a raw XForm the sheet is "xform", the row a line of the XML, the column an attribute. `severe`: the form
    cannot be used; otherwise it opens, and this is a remark.
    """

    sheet: str
    row: int
    column: str
    text: Text
    severe: bool = True

    @property
    def place(self) -> Text:
        """Where it is, as a person reads it."""
        zh = [self.sheet, f"第{self.row}行" if self.row else "", self.column]
        en = [self.sheet, f"row {self.row}" if self.row else "", self.column]
        return tr(" ".join(part for part in zh if part), " ".join(part for part in en if part))

    @property
    def line(self) -> Text:
        """Place and fault in one line."""
        return tr(f"{self.place.zh}：{self.text.zh}", f"{self.place.en}: {self.text.en}")

    def __str__(self) -> str:
        return str(self.line)


class FormFaults(BadInput):
    """A form that cannot be used; `faults` holds every severe fault found."""

    def __init__(self, faults: Sequence[Fault], *, where: str = "") -> None:
        self.faults = tuple(faults)
        zh = "\n".join(f"  {fault.line.zh}" for fault in faults)
        en = "\n".join(f"  {fault.line.en}" for fault in faults)
        super().__init__(tr(f"表单有{len(faults)}处错误：\n{zh}", f"the form has {len(faults)} fault(s):\n{en}"),
                         where=where, todo=tr("请改正后重新载入。", "Mend them and load the form again."))


@dataclass(slots=True)
class FaultList:
    """Gathers faults, at most MAX_FAULTS of each degree, each place and text once."""

    severe: dict[Fault, None] = field(default_factory=dict)
    remarks: dict[Fault, None] = field(default_factory=dict)
    hints: int = MAX_FAULTS  # "did you mean" that may still be looked for

    def add(self, sheet: str, row: int, column: str, text: Text) -> None:
        """Note a severe fault."""
        if len(self.severe) < MAX_FAULTS:
            self.severe[Fault(sheet, row, column, text)] = None

    def remark(self, sheet: str, row: int, column: str, text: Text) -> None:
        """Note what does not keep the form from opening."""
        if len(self.remarks) < MAX_FAULTS:
            self.remarks[Fault(sheet, row, column, text, severe=False)] = None

    def meant(self, text: Text, word: str, known: Iterable[str], form: str = "{}") -> Text:
        """`did_you_mean`, MAX_FAULTS times at most."""
        self.hints -= 1
        return did_you_mean(text, word, known, form) if self.hints >= 0 else text

    @property
    def full(self) -> bool:
        """Whether no further severe fault would be kept."""
        return len(self.severe) >= MAX_FAULTS

    def listed(self, sheets: Sequence[str]) -> list[Fault]:
        """All faults by sheet (in the order of `sheets`) and row."""
        order = {name: at for at, name in enumerate(sheets)}
        return sorted((*self.severe, *self.remarks), key=lambda f: (order.get(f.sheet, len(order)), f.sheet, f.row))


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like `word`, or "". Bounded however many words there are."""
    if not 1 < len(word) <= _MAX_WORD:
        return ""
    pool = islice((other for other in known if abs(len(other) - len(word)) <= 3), _MAX_CANDIDATES)
    by_small = {other.lower(): other for other in pool}
    found = difflib.get_close_matches(word.lower(), by_small, 1)
    return by_small[found[0]] if found else ""


def did_you_mean(text: Text, word: str, known: Iterable[str], form: str = "{}") -> Text:
    """The text with the nearest known word behind it, if one is near; `form` says how that word is written."""
    near = nearest(word, known)
    if not near:
        return text
    hint = form.format(near)
    return tr(f"{text.zh}，是不是 {hint}？", f"{text.en}; did you mean {hint}?")
