"""送达回证: the proof that a paper reached the party.

Owns the form (after 民事诉讼法 87-91, 95), which of its fields a way of serving needs, and which are struck out. A
signature is always left to the hand; what the record knows (who, when, where) is printed beside it. Before the service
(`served_at` empty) it is a form to fill in by pen and nothing is struck out. One page; papers for which it has no room
go on a second sheet that is signed as well. Words and measures stand in `papers/service.zh.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from ...errors import BadInput
from ...i18n import tr
from ..faces import Faces
from ..facts import Inspector, Method, ServiceFacts, facts_sha256, require, require_also
from ..phrases import clock, day, moment, numeral
from ..typeset.flow import Flow
from ..typeset.line import Blank, Gap, Piece, Run, Setting, Tick, clean, set_lines
from ..typeset.page import FORM, LEADING, MM, Proof
from ..typeset.pdf import write_pdf
from ..typeset.table import Cell, Row, label, para, text_cell
from ..wording import Wording, shipped
from .order import number_text

PAPER = tr("送达回证", "the proof of service")
KIND = "service"
METHODS: tuple[Method, ...] = ("direct", "leave", "post", "publish", "electronic")
_TAKEN = ("direct", "post")  # somebody signs for the papers
_ABOVE_NOTE, _NOTE_LEADING = 1.2 * MM, 15.5
_TIGHTER = (0.0, 0.25, 0.5, 0.75, 1.0)

Said = list[Piece | str]


def render(facts: ServiceFacts, faces: Faces, words: Wording | None = None) -> bytes:
    """The proof of service as PDF.

    Raises `BadInput` naming the field when one that this way of serving needs is missing.
    """
    words = words or shipped(KIND)
    check(facts, words)
    paper, number = words.text("title.paper"), number_text(words, facts.number, facts.provisional)
    if not facts.number:
        number = words.say("sentence.unnumbered_strip", paper=paper, number=clean(facts.papers[0].number))
    flow = _laid(facts, faces, words, number)
    proof = Proof("SE", number, facts.version, facts.generated_at, facts_sha256(facts))
    return write_pdf([flow.copy], proof, faces, f"{paper}（{number}）", facts.bureau, facts.draft)


# -- what would prove nothing ------------------------------------------------------------------------------


def check(facts: ServiceFacts, words: Wording | None = None) -> None:
    """Refuse a proof that would prove nothing: `BadInput` naming the field."""
    words = words or shipped(KIND)
    require(PAPER, facts.number, [
        (tr("机关名称", "bureau"), facts.bureau),
        (tr("受送达人", "recipient"), facts.recipient),
        (tr("送达地点", "place of service"), facts.place),
        (tr("送达文书", "papers served"), facts.papers),
    ])  # fmt: skip
    require_also(PAPER, facts.number, facts, words.texts("require.fields"))
    for paper in facts.papers:
        require(PAPER, facts.number, [
            (tr("文书名称", "name of the paper"), paper.name),
            (tr("《{paper}》的文号", "number of {paper}").format(paper=paper.name), paper.number),
            (tr("《{paper}》的份数", "copies of {paper}").format(paper=paper.name), paper.copies),
        ])  # fmt: skip
    _check_servers(facts)
    if facts.method == "electronic":
        require(PAPER, facts.number, [(tr("书面同意（电子送达）", "written consent (electronic service)"), facts.consent)])
    if facts.served_at is not None:
        _check_service(facts)
    if facts.method == "publish" and facts.announced_on is not None and facts.served_at is not None:
        _check_announcement(facts, int(words.number("term.announced")))


def _check_servers(facts: ServiceFacts) -> None:
    if len(facts.servers) < 2:
        raise BadInput(
            tr("送达人少于两人", "Fewer than two people served the paper"), where=facts.number,
            todo=tr("补充第二名送达人。", "Name the second person."))  # fmt: skip
    for server in facts.servers:
        require(PAPER, facts.number, [
            (tr("送达人姓名", "server's name"), server.name),
            (tr("{who}的执法证号", "badge number of {who}").format(who=server.name), server.badge_no)])  # fmt: skip


def _check_service(facts: ServiceFacts) -> None:
    if facts.method == "leave":
        require(PAPER, facts.number, [
            (tr("拒收事由（留置送达）", "reason of refusal (service by leaving)"), facts.refused),
            (tr("见证人或者影像编号（留置送达）", "witness or images (service by leaving)"),
             facts.witness or facts.image_numbers)])  # fmt: skip
    if facts.method == "post":
        require(PAPER, facts.number, [
            (tr("邮件号（邮寄送达）", "tracking number (service by post)"), facts.tracking),
            (tr("交寄日期（邮寄送达）", "day of posting (service by post)"), facts.sent_on)])  # fmt: skip
    if facts.method == "publish":
        require(PAPER, facts.number, [
            (tr("公告方式（公告送达）", "where it was announced (public announcement)"), facts.announced_in),
            (tr("公告日期（公告送达）", "day of the announcement"), facts.announced_on)])  # fmt: skip


def _check_announcement(facts: ServiceFacts, days: int) -> None:
    """A public announcement serves when its days are over (民事诉讼法 95)."""
    assert facts.announced_on is not None and facts.served_at is not None
    if facts.served_at.date() < facts.announced_on + timedelta(days):
        raise BadInput(
            tr("公告未满{days}日", "The announcement has not run for {days} days").format(days=days), where=facts.number,
            todo=tr("公告期满之日才是送达日期。", "The day it has run out is the day of service."))  # fmt: skip


# -- the form ----------------------------------------------------------------------------------------------


def _laid(facts: ServiceFacts, faces: Faces, words: Wording, number: str) -> Flow:
    """All sheets: the form only as tight as its papers ask to stand on one page; what even the tightest cannot hold follows."""
    note, size = words.text("sentence.note"), words.number("size.note")
    lines = set_lines((Run(note),), faces, Setting(size, size, FORM.area_width))
    below = _ABOVE_NOTE + len(lines) * _NOTE_LEADING
    most = min(len(facts.papers), int(words.number("term.most_rows")))
    for tight, listed in (*((tight, most) for tight in _TIGHTER), *((1.0, count) for count in range(most - 1, 0, -1))):
        flow, form = _begun(facts, faces, words, number, tight), _Form(facts, words, tight)
        if flow.height(form.rows(listed)) + below <= flow.room + 0.1:
            break
    flow.table(form.rows(listed))
    flow.skip(_ABOVE_NOTE)
    flow.text(note, size=size, leading=_NOTE_LEADING)
    if listed < len(facts.papers):
        _second_sheet(flow, _Form(facts, words), number, listed)
    return flow


def _begun(facts: ServiceFacts, faces: Faces, words: Wording, number: str, tight: float) -> Flow:
    """The head of the form; of the tightest ones with its title on one line."""
    flow = Flow(words.text("copies.file"), faces, FORM, numbered=False)
    paper = words.text("title.paper")
    flow.title(*([facts.bureau + paper] if tight > 0.5 else [facts.bureau, paper]))
    if facts.number:
        flow.number(number)
    else:
        flow.skip(LEADING)
    flow.replaces(words, facts, size=12)
    return flow


def _second_sheet(flow: Flow, form: _Form, number: str, listed: int) -> None:
    flow.new_page()
    flow.title(form.words.text("title.more"))
    flow.number(number)
    head, *rows = form.papers(listed, len(form.facts.papers))
    flow.table([*rows, *form.signed_again()], [head])


class _Form:
    """The rows of the form, from roomy (`tight` 0) to dense (1) for a long list of papers."""

    def __init__(self, facts: ServiceFacts, words: Wording, tight: float = 0.0) -> None:
        self.facts, self.words, self.tight = facts, words, tight
        self.label, self.text = words.numbers("column.form")
        self.leading = self._between("size.line", "dense.size_line")

    def _between(self, roomy: str, dense: str) -> float:
        return (1 - self.tight) * self.words.number(roomy) + self.tight * self.words.number(dense)

    def rows(self, listed: int) -> list[Row]:
        """All rows of the first sheet, the first `listed` papers in them."""
        facts = self.facts
        return [
            self._row("recipient", text_cell(self.text, facts.recipient), "party"),
            self._row("place", text_cell(self.text, facts.place), "party"),
            *self.papers(0, listed),
            self._row("method", Cell(self.text, (para(*self._ways()),))),
            *self._receipt(),
            self._row("servers", self._field([*map(self._server, facts.servers), self._servers_date()], True)),
            self._row("remarks", text_cell(self.text, self._remarks(len(facts.papers) - listed), leading=self.leading * 0.75)),
        ]

    def papers(self, first: int, end: int) -> list[Row]:
        """Head and rows of the papers `first`..`end` of the list; what of its least number of rows is empty says so."""
        words, size, height = self.words, self._between("size.papers", "dense.size_papers"), self._height("papers")
        widths, leading = words.numbers("column.papers"), (1.4 - 0.25 * self.tight) * size
        head = Row(tuple(
            label(text, width, size, spread=width > 3 * size)
            for text, width in zip(words.texts("head.papers"), widths, strict=True)), height)  # fmt: skip
        listed = [(str(number), paper.name, paper.number, str(paper.copies))
                  for number, paper in enumerate(self.facts.papers[first:end], start=first + 1)]  # fmt: skip
        least = int(words.number("term.least_rows")) if first == 0 else 0
        empty = [(str(number), words.text("sentence.empty") if number == end + 1 else "", "", "")
                 for number in range(end + 1, least + 1)]  # fmt: skip
        return [head, *(
            Row(tuple(text_cell(width, text, size, leading, "left" if column in (1, 2) and paper[3] else "centre")
                      for column, (width, text) in enumerate(zip(widths, paper, strict=True))), height)
            for paper in [*listed, *empty])]  # fmt: skip

    def signed_again(self) -> list[Row]:
        """Who signs the second sheet: whoever took the papers, or the witness; and those who served them."""
        words = self.words
        line, server = Blank(words.number("blank.recipient")), Blank(words.number("blank.server"))
        when = self._when(self.facts.served_at, minutes=False)
        signed = words.pieces("sentence.more_signed", line=line, gap=Gap(1.5), when=when)
        served = words.pieces("sentence.more_servers", line=server, second=server)
        taken = self.facts.served_at is None or self.facts.method in _TAKEN
        first = [self._row("more_signed" if taken else "witness", self._field([signed], True), "party")]
        return [*first * (taken or bool(self.facts.witness)), self._row("servers", self._field([served], True), "party")]

    # -- a row and its cells -------------------------------------------------------------------------------

    def _height(self, name: str) -> float:
        return self._between(f"height.{name}", f"dense.{name}")

    def _row(self, name: str, cell: Cell, height: str = "") -> Row:
        return Row((label(self.words.text(f"label.{name}"), self.label), cell), self._height(height or name))

    def _field(self, lines: Sequence[Said], used: bool) -> Cell:
        if not used:
            return Cell(self.text, struck=True)
        return Cell(self.text, tuple(para(*line, leading=self.leading) for line in lines))

    def _blank(self, name: str) -> Blank:
        return Blank(self.words.number(f"blank.{name}"))

    def _ways(self) -> Said:
        said: Said = []
        for method in METHODS:
            tick = Tick("yes" if method == self.facts.method else "")
            said += [Gap(1)] * bool(said) + [tick, self.words.text(f"method.{method}")]
        return said

    def _receipt(self) -> list[Row]:
        facts = self.facts
        done = facts.served_at is not None
        taken = facts.method in _TAKEN
        by_substitute = taken and bool(facts.relation)
        used = {
            "signed": not done or (taken and not by_substitute),
            "substitute": not done or by_substitute,
            "refused": not done or facts.method == "leave",
            "witness": not done or bool(facts.witness),
        }
        when, on = self._when(facts.served_at), self._when(facts.served_at, minutes=False)
        lines: dict[str, list[Said]] = {
            "signed": [self._signed("recipient", facts.received_by), when],
            "substitute": self._signed_by_another("substitute", facts.received_by, "relation", facts.relation, when),
            "refused": self._refused(),
            "witness": self._signed_by_another("witness", facts.witness, "witness_post", facts.witness_post, on),
        }
        return [self._row(name, self._field(said, used[name])) for name, said in lines.items()]

    def _refused(self) -> list[Said]:
        facts, pieces = self.facts, self.words.pieces
        return [[self._filled(facts.refused, "reason")],
                pieces("sentence.left_at", place=self._filled(facts.left_at, "left_at")),
                pieces("sentence.images", images=self._filled(facts.image_numbers, "images"))]  # fmt: skip

    def _filled(self, text: str, blank: str) -> Piece:
        return Run(clean(text)) if text.strip() else self._blank(blank)

    def _who(self, name: str) -> str:
        return self.words.say("sentence.who", name=clean(name)) if name.strip() else ""

    def _signed(self, key: str, name: str) -> Said:
        """A rule to sign on; whose signature it is, printed behind it."""
        return self.words.pieces("sentence.recipient", line=self._blank(key if not name else "recipient"), who=self._who(name))

    def _signed_by_another(self, key: str, name: str, asked: str, answer: str, when: Said) -> list[Said]:
        """Signature and what else is asked of the signer: on one line to write on, on two when printed."""
        if answer.strip():
            return [self._signed(key, name),
                    self.words.pieces(f"sentence.{key}_more", answer=clean(answer), gap=Gap(1.5), when=when)]  # fmt: skip
        return [self.words.pieces(f"sentence.{key}", line=self._blank(key), who=self._who(name), gap=Gap(1.5),
                                  answer=self._blank(asked)), when]  # fmt: skip

    def _when(self, at: datetime | None, minutes: bool = True) -> Said:
        if at is not None:
            return [moment(at) if minutes and clock(at) else day(at)]
        words = self.words
        year, month, date = (Blank(ems) for ems in words.numbers("blank.date"))
        hour, minute = (Blank(ems) for ems in words.numbers("blank.time"))
        said = words.pieces("sentence.date", year=year, month=month, day=date)
        return said + words.pieces("sentence.time", hour=hour, minute=minute) if minutes else said

    def _server(self, server: Inspector) -> Said:
        return self.words.pieces("sentence.server", line=self._blank("server"), name=clean(server.name),
                                 badge=clean(server.badge_no))  # fmt: skip

    def _servers_date(self) -> Said:
        return self.words.pieces("sentence.servers_date", when=self._when(self.facts.served_at, minutes=False))

    def _remarks(self, elsewhere: int) -> str:
        """What makes the day of service that day, where nobody signed for it; papers on the second sheet; the remarks."""
        facts, words, said = self.facts, self.words, []
        if facts.method == "post" and facts.sent_on is not None:
            said.append(words.say("sentence.posted", number=facts.tracking, day=day(facts.sent_on)))
        if facts.method == "publish" and facts.announced_on is not None and facts.served_at is not None:
            said.append(words.say(
                "sentence.announced", day=day(facts.announced_on), where=facts.announced_in,
                days=numeral(int(words.number("term.announced"))), until=day(facts.served_at)))  # fmt: skip
        if facts.method == "electronic":
            said.append(words.text("sentence.electronic"))
        if elsewhere:
            said.append(words.say("sentence.more", count=elsewhere))
        return "。".join([*said, *([facts.remarks] if facts.remarks.strip() else [])])
