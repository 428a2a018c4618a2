"""责令限期改正通知书: the order to put hazards right by a deadline.

Owns its sections in order, the annex for many hazards, and what makes a notice refusable (never a threat of 消防法 60,
which is other agencies' power). Its sentences (after 消防法 52(2), 老年人权益保障法 44(2), 45(1)(4)) and measures stand in
`papers/notice.zh.toml`; the counterfoil in `counterfoil`, the receipt in `receipt`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from ...errors import BadInput
from ...i18n import tr
from ..faces import Faces
from ..facts import HazardLine, NoticeFacts, Party, ServiceFacts, facts_sha256, require
from ..phrases import by_grade, day, deadline, joined, numeral, requirement, sentence, span
from ..typeset.flow import Flow
from ..typeset.letterhead import Letterhead
from ..typeset.line import Piece, clean, text_width
from ..typeset.page import TITLE, Copy, Proof
from ..typeset.pdf import write_pdf
from ..typeset.table import Row, text_cell
from ..wording import Wording, shipped
from .counterfoil import counterfoil
from .order import (
    check_copies,
    check_order,
    cited,
    copies_said,
    grades,
    number_text,
    party_pieces,
    people,
    refuse_fines,
    shortened,
)
from .receipt import add_receipt

PAPER = tr("责令限期改正通知书", "the rectification notice")
KIND = "notice"
COPIES = ("party", "file", "fire", "stub")


def render(facts: NoticeFacts, faces: Faces, copies: Sequence[str] = ("party", "file", "stub"), *,
           words: Wording | None = None, letterhead: Letterhead | None = None,
           served: ServiceFacts | None = None) -> bytes:  # fmt: skip
    """The notice as one PDF of the named copies: party, file (with the receipt block), fire, stub.

    `letterhead`: the office's own artwork over each copy's first page, not the counterfoil's. `served`: how it was served,
    to fill the receipt block in when the file copy is printed again (the strip's hash stays the order's own, by which it is known).

    Raises `BadInput` naming the field, the hazard or the person when the notice cannot be issued as it is.
    """
    words = words or shipped(KIND)
    check_copies(facts.number, copies, COPIES)
    check(facts, words)
    printed = _printed(facts)
    number = number_text(words, facts.number, facts.provisional)
    laid = [
        counterfoil(printed, faces, words, number) if copy == "stub"
        else _Notice(printed, faces, words, copy, served).lay(letterhead)
        for copy in copies
    ]  # fmt: skip
    made = facts.generated_at if served is None else served.generated_at
    proof = Proof("NO", number, facts.version, made, facts_sha256(facts))
    return write_pdf(laid, proof, faces, f"{words.text('title.paper')}（{number}）", facts.bureau, facts.draft)


# -- what may not be issued --------------------------------------------------------------------------------


def check(facts: NoticeFacts, words: Wording | None = None) -> None:
    """Refuse what may not be issued: `BadInput` naming the field, hazard or person."""
    words = words or shipped(KIND)
    check_order(PAPER, facts, words)
    _check_partners(facts)
    if facts.ended_at < facts.started_at:
        raise BadInput(tr("检查结束时间早于开始时间", "The inspection ends before it begins"), where=facts.number)
    for position, hazard in enumerate(facts.hazards, start=1):
        _check_hazard(facts, position, hazard)


def _check_partners(facts: NoticeFacts) -> None:
    if len(facts.partners) > 2:
        raise BadInput(
            tr("联合发文的机关多于三个，印章排不成一行", "More than three agencies: their seals do not stand in one row"),
            where=facts.number)  # fmt: skip
    for partner in facts.partners:
        require(PAPER, facts.number, [
            (tr("联合发文机关名称", "name of the joint agency"), partner.name),
            (tr("{who}的职权依据", "what {who} acts on").format(who=partner.name), partner.powers),
        ])  # fmt: skip
        refuse_fines(facts.number, None, partner.powers)


def _check_hazard(facts: NoticeFacts, position: int, hazard: HazardLine) -> None:
    where = f"{facts.number} {position}. {hazard.place or hazard.finding}"
    require(PAPER, where, [
        (tr("隐患部位", "hazard's place"), hazard.place),
        (tr("隐患情况", "hazard's finding"), hazard.finding),
        (tr("改正要求", "required measure"), hazard.require),
    ])  # fmt: skip
    if not any(citation.strip() for citation in hazard.citations):
        raise BadInput(
            tr("这项隐患没有可以印出的法律依据", "This hazard has no legal basis that may be printed"),
            where=where, todo=tr("核对依据的原文并确认，或者改选依据。",
                                 "Confirm its basis against the official text, or choose another."))  # fmt: skip
    refuse_fines(where, None, [*hazard.citations, hazard.require])
    _check_deadline(facts, where, hazard)


def _check_deadline(facts: NoticeFacts, where: str, hazard: HazardLine) -> None:
    if facts.mode == "dated":
        require(PAPER, where, [(tr("改正期限（日期）", "deadline (date)"), hazard.due)])
        if hazard.due is not None and hazard.due < facts.issued_on:
            raise BadInput(
                tr("改正期限{due}早于填发日期{issued}", "The deadline {due} is before the day of issue {issued}").format(
                    due=day(hazard.due), issued=day(facts.issued_on)), where=where)  # fmt: skip
    elif hazard.term_days is None or hazard.term_days < 0:
        raise BadInput(
            tr("{paper}缺少必填项：改正期限（天数）", "{paper} lacks a required field: term (days)").format(paper=PAPER),
            where=where)  # fmt: skip


def _printed(facts: NoticeFacts) -> NoticeFacts:
    """The facts with the deadlines that this notice prints and no others."""
    if facts.mode == "dated":
        kept = [replace(hazard, term_days=None) for hazard in facts.hazards]
    else:
        kept = [replace(hazard, due=None) for hazard in facts.hazards]
    return replace(facts, hazards=tuple(kept))


# -- the sections, in order --------------------------------------------------------------------------------


class _Notice:
    """One copy being laid out. A single hazard goes without headings and numbers, as a short letter."""

    def __init__(self, facts: NoticeFacts, faces: Faces, words: Wording, copy: str,
                 served: ServiceFacts | None = None) -> None:  # fmt: skip
        self.facts, self.words, self.copy, self.served = facts, words, copy, served
        self.flow = Flow(words.text(f"copies.{copy}"), faces)
        self.number = number_text(words, facts.number, facts.provisional)
        self.word = clean(facts.hazard_word)
        self.single = len(facts.hazards) == 1
        self.annexed = len(facts.hazards) > words.number("term.most_in_body")
        self.agency = clean(facts.bureau) if facts.partners else words.text("sentence.agency")
        self.powers = [*facts.powers, *(citation for partner in facts.partners for citation in partner.powers)]

    def lay(self, letterhead: Letterhead | None) -> Copy:
        """Every section in order."""
        facts, flow, words = self.facts, self.flow, self.words
        agencies = [clean(facts.bureau), *(clean(partner.name) for partner in facts.partners)]
        flow.letterhead(letterhead)
        flow.title(*self._titles(agencies))
        flow.blank_line()
        flow.number(self.number)
        flow.replaces(words, facts)
        code = words.say("sentence.code", code=clean(facts.party.code)) if facts.party.code else ""
        flow.body(words.say("sentence.addressee", name=clean(facts.party.name), code=code), indent=0)
        flow.body(*self._opening())
        if self.single:
            self._short_letter()
        else:
            self._sections()
        self._close(agencies)
        return flow.copy

    def _titles(self, agencies: Sequence[str]) -> list[str]:
        """Agencies above the paper's name; a letter of one hazard says both in one line where that fits."""
        paper = self.words.text("title.paper")
        one = "".join((*agencies, paper))
        fits = text_width(one, "title", self.flow.faces, TITLE) <= self.flow.sheet.area_width
        return [one] if self.single and len(agencies) == 1 and fits else [*agencies, paper]

    def _sections(self) -> None:
        flow, words = self.flow, self.words
        self._heading("hazards")
        self._hazards()
        self._heading("requirements")
        self._requirements()
        self._heading("consequence")
        flow.body(shortened(self.powers, words.say("sentence.consequence", agency=self.agency)))
        self._heading("remedies")
        flow.body(words.say("sentence.remedies", **self._remedies()))

    def _short_letter(self) -> None:
        """One hazard: its paragraph, what to report and what follows, the remedies."""
        facts, flow, words = self.facts, self.flow, self.words
        self._hazards()
        plan = words.say("sentence.plan_one", days=facts.plan_days) if words.flag("choice.plan_one") else ""
        reach = words.say("sentence.reach_one", reach=self._reach()) if self._reach() else ""
        report = words.say("sentence.report_one", plan=plan, reach=reach, agency=self.agency, days=self._days("reinspect"))
        key = "sentence.joint_consequence_one" if facts.partners else "sentence.consequence_one"
        flow.body(self._interim() + report + words.say(key, agency=self.agency))
        flow.body(words.say("sentence.remedies_one", **self._remedies()))

    def _remedies(self) -> dict[str, str]:
        return {"body": clean(self.facts.review_body), "days": self._days("reconsider"), "months": self._days("sue")}

    def _close(self, agencies: Sequence[str]) -> None:
        facts, flow = self.facts, self.flow
        if self.annexed:
            flow.attachments([self.words.say("title.annex", word=self.word)])
        flow.seal_block(agencies, day(facts.issued_on))
        if self.annexed:
            self._annex()
        if self.copy == "file":
            add_receipt(flow, self.words, copies_said(self.words, facts), self.served)

    def _days(self, name: str) -> str:
        return f"{self.words.number(f'term.{name}'):g}"

    def _heading(self, name: str) -> None:
        self.flow.heading(self.words.say(f"heading.{name}", word=self.word))

    def _opening(self) -> list[Piece | str]:
        facts, words = self.facts, self.words
        when = span(facts.started_at, facts.ended_at)
        key = "sentence." + "joint_" * bool(facts.partners) + "opening" + "_one" * self.single
        return words.pieces(
            key, span=when, day=day(facts.started_at) if facts.started_at.date() == facts.ended_at.date() else when,
            agency=self.agency, people=self._people(), party=party_pieces(words, self._party()),
            kind=clean(facts.inspection_kind), count=str(len(facts.hazards)), word=self.word,
            grades=by_grade(facts.hazards, grades(words)), powers=self._powers(), **{"with": self._with()})  # fmt: skip

    def _people(self) -> str:
        facts, words = self.facts, self.words
        if not self.single:
            return people(words, facts.inspectors)
        names, badges = ("、".join(map(clean, column)) for column in zip(*facts.inspectors, strict=True))
        return words.say("sentence.people_one", names=names, badges=badges)

    def _party(self) -> Party:
        """A short letter leaves its telephone, which the home knows, to the counterfoil."""
        return replace(self.facts.party, phone="") if self.single else self.facts.party

    def _with(self) -> str:
        names = "、".join(clean(partner.name) for partner in self.facts.partners)
        return self.words.say("sentence.with", agencies=names) if names else ""

    def _powers(self) -> str:
        """Each agency on its own powers (消防法 52(2) and 老年人权益保障法 are the bureau's, 消防法 54 the fire agency's)."""
        facts = self.facts
        own = cited(facts.powers, "和", introduce=not self.single)
        if not facts.partners:
            return own
        said, known = [(self.agency, own)], list(facts.powers)
        for partner in facts.partners:
            before = () if self.single else tuple(known)
            said.append((clean(partner.name), cited(partner.powers, "和", introduce=not self.single, known=before)))
            known += partner.powers
        return "，".join(self.words.say("sentence.joint_power", agency=who, powers=what) for who, what in said)

    def _grade(self, hazard: HazardLine, short: Literal["", "_short"] = "") -> str:
        return self.words.text(f"grade.{hazard.severity}{short}")

    def _hazards(self) -> None:
        facts, words = self.facts, self.words
        if self.annexed:
            self.flow.body(words.say("sentence.annexed", word=self.word, count=len(facts.hazards)))
            return
        for position, hazard in enumerate(facts.hazards, start=1):
            said = {"place": sentence(hazard.place), "finding": sentence(hazard.finding), "basis": self._basis(hazard),
                    "require": requirement(hazard.require), "deadline": deadline(hazard)}  # fmt: skip
            self.flow.body(words.say("sentence.hazard_one", **said) if self.single else words.say(
                "sentence.hazard", number=words.say("sentence.hazard_number", number=position), grade=self._grade(hazard), **said))

    def _basis(self, hazard: HazardLine) -> str:
        said = joined([citation for citation in hazard.citations if citation.strip()])
        return said if self.single else shortened(self.powers, said)  # a letter of one hazard introduces no short titles

    def _requirements(self) -> None:
        facts, words = self.facts, self.words
        said = [words.say("sentence.plan", days=facts.plan_days, agency=self.agency, contact=self._office())]
        if facts.interim_protection.strip():
            said.append(self._interim())
        report = words.say("sentence.report", agency=self.agency, days=self._days("reinspect"))
        said.append(report + self._reach() + "。" * bool(self._reach()))
        for position, text in enumerate(said, start=1):
            self.flow.body(f"（{numeral(position)}）{text}")

    def _interim(self) -> str:
        guarded = sentence(self.facts.interim_protection)
        return self.words.say("sentence.interim", protection=guarded) if guarded else ""

    def _office(self) -> str:
        """Whom the home is to ask for; the bureau's own name would read 本机关通辽市民政局."""
        return clean(self.facts.contact) if clean(self.facts.contact) != clean(self.facts.bureau) else ""

    def _reach(self) -> str:
        """How the office is reached, as far as that is known."""
        facts, words = self.facts, self.words
        reach = [words.say("sentence.contact", contact=self._office())] * bool(self._office())
        if facts.contact_phone.strip():
            reach.append(words.say("sentence.phone", phone=clean(facts.contact_phone)))
        return "，".join(reach)

    # -- the annex -----------------------------------------------------------------------------------------

    def _annex(self) -> None:
        facts, flow, words = self.facts, self.flow, self.words
        flow.attachment_title("附件", words.say("title.annex", word=self.word))
        note = words.say("sentence.annex_note", paper=words.text("title.paper"), number=self.number, count=len(facts.hazards))
        flow.text(note, size=12, leading=26, align="centre")
        widths, size = words.numbers("column.annex"), words.number("size.annex")
        head = Row(tuple(
            text_cell(width, text, size, align="centre", role="hei")
            for width, text in zip(widths, words.texts("head.annex"), strict=True)), 6.5)  # fmt: skip
        flow.table([self._annex_row(position, hazard) for position, hazard in enumerate(facts.hazards, start=1)], [head])
        if facts.mode == "by_term":
            flow.text(words.text("sentence.annex_terms"), size=12, leading=22)

    def _annex_row(self, position: int, hazard: HazardLine) -> Row:
        texts = (str(position), sentence(hazard.place), sentence(hazard.finding), self._grade(hazard, "_short"),
                 self._basis(hazard), requirement(hazard.require), deadline(hazard, short=True))  # fmt: skip
        widths, size = self.words.numbers("column.annex"), self.words.number("size.annex")
        cells = tuple(
            text_cell(width, text, size, 1.3 * size, align="centre" if column in (0, 3, 6) else "left",
                      role="hei" if hazard.severity == "major" and column == 3 else "fang")
            for column, (width, text) in enumerate(zip(widths, texts, strict=True)))  # fmt: skip
        return Row(cells, self.words.number("height.annex_row"))
