"""The receipt block of an order's file copy: 签收, 拒绝签收, 见证人, 送达人.

Owns its rows; labels, sentences and widths are the paper's own words (`[receipt]`, `[blank]`). It is filled in by hand.
"""

from __future__ import annotations

from ..typeset.flow import Flow
from ..typeset.line import Blank, Gap, Piece, Run, Tick
from ..typeset.page import MM
from ..typeset.table import Cell, Row, label, para
from ..wording import Wording

Said = list[Piece | str]
_GAP = Gap(1.5)
_AFTER = 22 * MM  # the note on copies below the block: at most two lines


def add_receipt(flow: Flow, words: Wording, note: str) -> None:
    """The block with its heading and the note below it, all on one page."""
    rows = _rows(words)
    title, below = 8 * MM, 9 * MM
    if flow.room < title + flow.height(rows) + _AFTER:
        flow.new_page()
    size = words.number("size.form")
    flow.text(Run(words.text("receipt.title"), "hei"), words.text("receipt.note"), size=size, leading=title)
    flow.table(rows)
    flow.skip(4 * MM)
    flow.text(note, size=size, leading=below)


def date_blanks(words: Wording, key: str, sentence: str = "receipt.date") -> Said:
    """A day to write in: rules for year, month and day, as wide as `blank.KEY` says."""
    year, month, day = (Blank(ems) for ems in words.numbers(f"blank.{key}"))
    return words.pieces(sentence, year=year, month=month, day=day)


def _rows(words: Wording) -> list[Row]:
    def blank(name: str) -> Blank:
        return Blank(words.number(f"blank.{name}"))

    day = date_blanks(words, "receipt_date")
    hour, minute = (Blank(ems) for ems in words.numbers("blank.receipt_time"))
    pieces = words.pieces
    rows: dict[str, list[Said]] = {
        "signed": [
            pieces("receipt.received", date=day, hour=hour, minute=minute),
            pieces("receipt.signature", name=blank("receipt_name"), gap=_GAP, post=blank("receipt_post"))],
        "refused": [
            pieces("receipt.reason", box=Tick(), reason=blank("receipt_reason")),
            pieces("receipt.ways", left=Tick(), witness=Tick(), images=Tick(), gap=_GAP)],
        "witness": [
            pieces("receipt.witness_signature", name=blank("witness_name"), gap=_GAP, post=blank("witness_post")), day],
        "servers": [
            pieces("receipt.servers_signature", first=blank("server"), second=blank("server"), gap=Gap(2.2), date=day)],
    }  # fmt: skip
    head, wide = words.numbers("column.receipt")
    return [
        Row((label(words.text(f"receipt.{name}"), head), Cell(wide, tuple(para(*line, leading=21) for line in lines))),
            words.number(f"height.receipt_{name}"))
        for name, lines in rows.items()
    ]  # fmt: skip
