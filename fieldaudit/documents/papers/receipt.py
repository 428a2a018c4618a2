"""The receipt block of an order's file copy: 签收, 拒绝签收, 见证人, 送达人.

Owns its rows; labels, sentences and widths are the paper's own words (`[receipt]`, `[blank]`). It is filled in by hand;
when the record of the service is given, what that knows is printed (Kai) and what needs no filling in is struck out.
Signatures are always left to the hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..facts import ServiceFacts
from ..phrases import day
from ..typeset.flow import Flow
from ..typeset.line import Blank, Gap, Piece, Run, Tick, clean
from ..typeset.page import MM
from ..typeset.table import Cell, Row, label, para
from ..wording import Wording

Said = list[Piece | str]
_GAP = Gap(1.5)
_BEFORE = 3 * MM  # from what stands above, unless the block begins a page
_AFTER = 22 * MM  # the note on copies below the block: at most two lines
_TAKEN = ("direct", "post")  # somebody signs


def add_receipt(flow: Flow, words: Wording, note: str, served: ServiceFacts | None = None) -> None:
    """The block with its heading and the note below it, all on one page."""
    rows = _Receipt(words, served if served is not None and served.served_at else None).rows()
    title, below = 8 * MM, 8 * MM
    if flow.room < _BEFORE + title + flow.height(rows) + _AFTER:
        flow.new_page()
    flow.skip(_BEFORE if flow.y else 0.0)
    size = words.number("size.form")
    flow.text(Run(words.text("receipt.title"), "hei"), words.text("receipt.note"), size=size, leading=title)
    flow.table(rows)
    flow.skip(4 * MM)
    flow.text(note, size=size, leading=below)


def date_blanks(words: Wording, key: str) -> Said:
    """A day to write in: rules for year, month and day, as wide as `blank.KEY` says."""
    year, month, date = (Blank(ems) for ems in words.numbers(f"blank.{key}"))
    return words.pieces("receipt.date", year=year, month=month, day=date)


@dataclass(frozen=True)
class _Receipt:
    """The rows: blank, or of a service that was done."""

    words: Wording
    served: ServiceFacts | None

    def rows(self) -> list[Row]:
        """The four rows, each with its lines or one diagonal."""
        words, served = self.words, self.served
        lines = {"signed": self._signed(), "refused": self._refused(), "witness": self._witness(), "servers": self._servers()}
        unused = set() if served is None else {
            *(["signed"] if served.method not in _TAKEN else []), *(["refused"] if served.method != "leave" else []),
            *(["witness"] if not served.witness else [])}  # fmt: skip
        head, wide = words.numbers("column.receipt")
        return [
            Row((label(words.text(f"receipt.{name}"), head),
                 Cell(wide, struck=True) if name in unused else Cell(wide, tuple(para(*line, leading=21) for line in said))),
                words.number(f"height.receipt_{name}"))
            for name, said in lines.items()
        ]  # fmt: skip

    def _signed(self) -> list[Said]:
        at = self.served.served_at if self.served else None
        hour, minute = (Blank(ems) for ems in self.words.numbers("blank.receipt_time"))
        time: tuple[Piece, Piece] = (_kai(str(at.hour)), _kai(f"{at.minute:02d}")) if at else (hour, minute)
        post = self._known(self.served.relation if self.served else "", "receipt_post")
        return [self.words.pieces("receipt.received", date=self._day(at), hour=time[0], minute=time[1]),
                self.words.pieces("receipt.signature", name=self._blank("receipt_name"), gap=_GAP, post=post)]  # fmt: skip

    def _refused(self) -> list[Said]:
        served = self.served
        left = served is not None and served.method == "leave"
        ticks = {"left": left, "witness": left and bool(served and served.witness),
                 "images": left and bool(served and served.image_numbers)}  # fmt: skip
        ways: dict[str, Piece | str] = {name: Tick("yes" if true else "") for name, true in ticks.items()}
        reason = self._known(served.refused if served else "", "receipt_reason")
        return [self.words.pieces("receipt.reason", box=Tick("yes" if left else ""), reason=reason),
                self.words.pieces("receipt.ways", gap=_GAP, **ways)]  # fmt: skip

    def _witness(self) -> list[Said]:
        post = self._known(self.served.witness_post if self.served else "", "witness_post")
        return [self.words.pieces("receipt.witness_signature", name=self._blank("witness_name"), gap=_GAP, post=post),
                self._day(self.served.served_at if self.served else None)]  # fmt: skip

    def _servers(self) -> list[Said]:
        line = self._blank("server")
        when = self._day(self.served.served_at if self.served else None)
        return [self.words.pieces("receipt.servers_signature", first=line, second=line, gap=Gap(2.2), date=when)]

    def _blank(self, name: str) -> Blank:
        return Blank(self.words.number(f"blank.{name}"))

    def _known(self, text: str, blank: str) -> Piece:
        return _kai(clean(text)) if text.strip() else self._blank(blank)

    def _day(self, at: datetime | None) -> Said:
        return [_kai(day(at))] if at else date_blanks(self.words, "receipt_date")


def _kai(text: str) -> Run:
    return Run(text, "kai")
