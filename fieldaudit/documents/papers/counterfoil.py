"""What accompanies a notice: the counterfoil with its seam number and return slip.

Owns their geometry. The counterfoil is one page: above the tear line what the bureau keeps, below it what the home fills
in and sends back; the seam number runs through the line so that both halves carry it. Labels, sentences and measures are
the notice's words. No seal is printed: its place on the seam is left white.
"""

from __future__ import annotations

from ..faces import Faces
from ..facts import NoticeFacts, Party
from ..phrases import by_grade, day, how_many, range_of_deadlines
from ..typeset.flow import Flow
from ..typeset.line import Blank, Gap, Piece, Run, Setting, Tick, clean, set_lines, text_width
from ..typeset.page import ASCENT, BODY, FORM, LEADING, MM, PITCH, TITLE, Copy, Rule, Words, baseline
from ..typeset.table import Cell, Para, Row, label, text_cell
from ..wording import Wording
from .order import given, grades
from .receipt import Said, date_blanks

_LOWER = (1.0, 0.9, 0.8)  # of the rows' heights


def counterfoil(facts: NoticeFacts, faces: Faces, words: Wording, number: str) -> Copy:
    """存根, 骑缝 and 整改情况回执 on one page: of a party whose name and address are long, with lower rows."""
    for low in _LOWER:
        laid = _laid(facts, faces, words, number, low)
        if len(laid.pages) == 1:
            break
    return laid


def _laid(facts: NoticeFacts, faces: Faces, words: Wording, number: str, low: float) -> Copy:
    flow = Flow(words.text("copies.stub"), faces, FORM, numbered=False)
    flow.title(words.text("title.stub"))
    flow.number(number)
    flow.table(_Kept(facts, faces, words, low).rows())
    clear = words.number("height.seam_clear") * MM
    seam = max(words.number("height.seam") * MM, flow.y + clear)
    _seam(flow, words, seam, clean(facts.number) or number)
    flow.skip(seam + clear - flow.y)
    _return_slip(flow, words, facts, number, low)
    return flow.copy


class _Kept:
    """The rows of what the bureau keeps."""

    def __init__(self, facts: NoticeFacts, faces: Faces, words: Wording, low: float) -> None:
        self.facts, self.faces, self.words = facts, faces, words
        self.widths = words.numbers("column.stub")
        self.low, self.signed = low * words.number("height.stub_row"), low * words.number("height.stub_signed")

    def rows(self) -> list[Row]:
        """Party, cause, deadline, copies; then those who sign."""
        facts, words = self.facts, self.words
        _, b, _, d = self.widths
        copies = words.say("stub.copies", count=how_many(len(given(words, facts))))
        line = Blank(words.number("blank.stub_handled"))
        return [
            *self._party(facts.party),
            self._wide("address", facts.party.address, self.low),
            self._wide("cause", self._cause(), words.number("height.stub_cause")),
            self._four("terms", text_cell(b, range_of_deadlines(facts.hazards), fit=True),
                       "copies", text_cell(d, copies, align="centre"), self.low),
            self._four("handled", written(b, words.pieces("stub.handled", first=line, second=line)),
                       "reviewed", Cell(d), self.signed),
            self._four("approved", Cell(b), "issued", text_cell(d, day(facts.issued_on), align="centre"), self.signed),
        ]  # fmt: skip

    def _party(self, party: Party) -> list[Row]:
        """A name too long for its column has a row of its own."""
        _, b, _, d = self.widths
        head, phone = text_cell(d, party.legal_rep or party.head), text_cell(d, party.phone)
        if text_width(clean(party.name), "fang", self.faces, 12) <= b * MM - 12:
            return [self._four("party", text_cell(b, party.name), "head", head, self.low),
                    self._four("code", text_cell(b, party.code), "phone", phone, self.low)]  # fmt: skip
        leader = text_cell(b, party.legal_rep or party.head)
        return [self._wide("party", party.name, self.low), self._four("head", leader, "phone", phone, self.low),
                self._wide("code", party.code, self.low)]  # fmt: skip

    def _four(self, left: str, first: Cell, right: str, second: Cell, height: float) -> Row:
        a, _, c, _ = self.widths
        return Row((self._label(left, a), first, self._label(right, c), second), height)

    def _wide(self, name: str, text: str, height: float) -> Row:
        a, *others = self.widths
        return Row((self._label(name, a), text_cell(sum(others), text, leading=18 if name == "cause" else 0)), height)

    def _label(self, name: str, width: float) -> Cell:
        return label(self.words.text(f"label.{name}"), width)

    def _cause(self) -> str:
        facts, words = self.facts, self.words
        inspected = clean(facts.inspection_number)
        alike = len({hazard.severity for hazard in facts.hazards}) == 1  # not 火灾隐患2项，其中重大隐患2项
        return words.say(
            "stub.cause_one" if alike else "stub.cause", day=day(facts.started_at),
            kind=clean(facts.inspection_kind), inspection=words.say("stub.inspection", number=inspected) if inspected else "",
            word=clean(facts.hazard_word), count=len(facts.hazards), grades=by_grade(facts.hazards, grades(words)))  # fmt: skip


def written(width: float, pieces: Said) -> Cell:
    """A cell of one centred line to write on."""
    runs = tuple(Run(piece) if isinstance(piece, str) else piece for piece in pieces)
    return Cell(width, (Para(runs, 12, 17, "centre", fit=True),))


def _seam(flow: Flow, words: Wording, down: float, number: str) -> None:
    sheet = flow.sheet
    y = sheet.top + down
    big = set_lines((Run(number, "bold"),), flow.faces, Setting(BODY, BODY, 1e6, justify=0))[0]
    flow.add(Rule(0, y, sheet.width, y, 0.7, dash=(5, 3)),
             Words(words.number("height.seam_number") * MM, y - BODY / 2 + ASCENT * BODY, big))  # fmt: skip
    for name, top in (("above", y - 20.3), ("below", y + 6.4)):
        small = set_lines((Run(words.text(f"stub.{name}")),), flow.faces, Setting(9, 9, 1e6, justify=0))[0]
        flow.add(Words(sheet.left, baseline(top, 16, 9), small))


def _return_slip(flow: Flow, words: Wording, facts: NoticeFacts, number: str, low: float) -> None:
    flow.text(Run(words.text("title.return"), "title"), size=TITLE, leading=LEADING, align="centre")
    flow.skip(2.5 * MM)
    flow.text(words.say("stub.to", bureau=clean(facts.bureau)), size=BODY, leading=LEADING, pitch=PITCH)
    flow.text(*_done(words, facts, number), size=BODY, leading=LEADING, pitch=PITCH, indent=2)
    flow.skip(1.5 * MM)
    a, b, c, d = words.numbers("column.stub")
    some = Blank(words.number("blank.return_enclosed"))

    def named(name: str, width: float) -> Cell:
        return label(words.text(f"label.{name}"), width)

    flow.table([
        Row((named("reporter", a), text_cell(b, words.text("stub.sealed")), named("head", c),
             text_cell(d, words.text("stub.signed"))), low * words.number("height.return_sealed")),
        Row((named("reported", a), written(b, date_blanks(words, "return_date")), named("enclosed", c),
             written(d, words.pieces("stub.enclosed", photos=some, papers=some))), low * words.number("height.return_row")),
    ])  # fmt: skip


def _done(words: Wording, facts: NoticeFacts, number: str) -> Said:
    """What the home reports: how many of its hazards are put right; of a single one whether it is."""
    one = len(facts.hazards) == 1
    count: list[Piece | str] = [str(len(facts.hazards))]
    blank = Blank(words.number("blank.return_count"))
    fields: dict[str, list[Piece | str]] = {
        "yes": [Gap(0.3), Tick()], "no": [Gap(1), Tick()],
    } if one else {"fixed": [blank], "left": [blank], "numbers": [Blank(words.number("blank.return_numbers"))]}  # fmt: skip
    return words.pieces("stub.done_one" if one else "stub.done", number=number, count=count,
                        word=clean(facts.hazard_word), **fields)  # fmt: skip
