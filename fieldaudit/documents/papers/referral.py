"""移送函: facts that another agency has the power to act on, handed over in the letter format (信函格式).

Owns the letter's sections, the receipt below it, and what makes a letter refusable. It hands over by 安全生产法 69 and says
what the facts may offend against (涉嫌), never what penalty follows: that is the recipient's to decide. Its sentences and
measures stand in `papers/referral.zh.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from ...errors import BadInput
from ...i18n import tr
from ..faces import Faces
from ..facts import Matter, ReferralFacts, facts_sha256, require, require_also
from ..phrases import day, numeral, sentence
from ..typeset.flow import Flow
from ..typeset.letterhead import Letterhead
from ..typeset.line import Blank, Run, Setting, Tick, clean, set_lines, text_width
from ..typeset.page import BODY, LEADING, LETTER, MM, PITCH, TITLE, Proof
from ..typeset.pdf import write_pdf
from ..typeset.table import Cell, Row, label, para
from ..wording import Wording, shipped
from .order import number_text

KIND = "referral"
PAPER = tr("移送函", "the referral letter")
_LOOSE = 3.0  # points a character: up to here the address comes first
_LEAST_GAP = 2 * MM  # between the letter and its receipt
_SUSPECTED = "涉嫌"
# A penalty asked for or pronounced; that one was imposed before (被处以罚款) is a fact.
_PENALTY = re.compile("(?<![被曾])(?:应当?|建议|予以|给予|处以?|从重)[^。；，]{0,12}?(?:处罚|罚款|吊销|拘留)")


def render(facts: ReferralFacts, faces: Faces, words: Wording | None = None, *,
           letterhead: Letterhead | None = None) -> bytes:  # fmt: skip
    """The letter as PDF. Raises `BadInput` naming the field or the matter.

    `letterhead`: the office's own artwork in the place of the red mark and its rules.
    """
    words = words or shipped(KIND)
    check(facts, words)
    number = number_text(words, facts.number, facts.provisional)
    paper = words.text("title.paper")
    flow = Flow(paper, faces, LETTER)
    _head(flow, facts, words, number, letterhead)
    _body(flow, facts, words)
    _close(flow, facts, words)
    _receipt(flow, words, number)
    proof = Proof("RF", number, facts.version, facts.generated_at, facts_sha256(facts))
    return write_pdf([flow.copy], proof, faces, f"{paper}（{number}）", facts.bureau, facts.draft)


# -- what may not be sent ----------------------------------------------------------------------------------


def check(facts: ReferralFacts, words: Wording | None = None) -> None:
    """Refuse what hands nothing over: `BadInput` naming the field or the matter."""
    words = words or shipped(KIND)
    require(PAPER, facts.number, [
        (tr("机关名称", "bureau"), facts.bureau),
        (tr("文号", "number"), facts.number or facts.draft),
        (tr("受移送机关", "recipient"), facts.recipient),
        (tr("养老机构名称", "institution name"), facts.party.name),
        (tr("检查类别", "kind of inspection"), facts.inspection_kind),
        (tr("移送事由", "subject"), facts.subject),
        (tr("涉嫌违反的法律", "law that may be offended against"), facts.law),
        (tr("移送的依据", "what it is handed over by"), facts.handed_by),
        (tr("移送事项", "matters"), facts.matters),
        (tr("附件", "attachments"), any(name.strip() for name in facts.attachments)),
    ])  # fmt: skip
    require_also(PAPER, facts.number, facts, words.texts("require.fields"))
    for position, matter in enumerate(facts.matters, start=1):
        require(PAPER, f"{facts.number} {position}. {matter.fact}", [
            (tr("事实", "fact"), matter.fact), (tr("涉嫌违反的条款", "clause it may offend against"), matter.clause)])
        _refuse_penalty(facts, [matter.fact, matter.note])
    _refuse_penalty(facts, [facts.own_measures])
    if facts.reinspected_on is not None and facts.reinspected_on < facts.inspected_on:
        raise BadInput(tr("复查日期早于检查日期", "It was reinspected before it was inspected"), where=facts.number)
    if facts.issued_on < (facts.reinspected_on or facts.inspected_on):
        raise BadInput(tr("发函日期早于检查、复查日期", "The letter is dated before the inspection"), where=facts.number)


def _refuse_penalty(facts: ReferralFacts, said: Iterable[str]) -> None:
    for text in said:
        if _PENALTY.search(text):
            raise BadInput(
                tr("移送函只写事实，不写处罚意见：{text}", "A referral states facts, not the penalty: {text}").format(text=text),
                where=facts.number, todo=tr("是否处罚由受移送机关决定，请删去这一处。",
                                            "The recipient decides on penalties: leave it out."))  # fmt: skip


# -- the sections, in order --------------------------------------------------------------------------------


def _head(flow: Flow, facts: ReferralFacts, words: Wording, number: str, letterhead: Letterhead | None) -> None:
    if letterhead is None:
        flow.letter_head(facts.bureau, number)
    else:
        flow.letterhead(letterhead)
        flow.number(number)
        flow.blank_line(2)
    first = words.say("title.first", name=clean(facts.party.name))
    second = words.say("title.second", subject=clean(facts.subject))
    one_line = len(first + second) * TITLE <= flow.sheet.area_width
    flow.title(*([first + second] if one_line else [first, second]))
    flow.replaces(words, facts, size=words.number("size.replaces"))
    flow.blank_line()


def _body(flow: Flow, facts: ReferralFacts, words: Wording) -> None:
    flow.body(words.say("sentence.addressee", name=clean(facts.recipient)), indent=0)
    flow.body(min(_openings(facts, words), key=lambda said: max(_LOOSE, _looseness(said, flow))))
    for position, matter in enumerate(facts.matters, start=1):
        flow.body(_matter(matter, position if len(facts.matters) > 1 else 0, words))
    measures = words.say("sentence.measures", measures=sentence(facts.own_measures)) if facts.own_measures.strip() else ""
    flow.body(words.say("sentence.hand_over", basis=sentence(facts.handed_by), measures=measures))


def _looseness(said: str, flow: Flow) -> float:
    """How far the loosest line of the paragraph is spread, in points a character: a code of 18 figures is never broken."""
    lines = set_lines((Run(said),), flow.faces, Setting(BODY, PITCH, flow.sheet.area_width, 2 * PITCH))
    return max(((flow.sheet.area_width - text_width(line.text, "fang", flow.faces, PITCH)) / len(line.text) for line in lines[:-1]),
               default=0.0)  # fmt: skip


def _openings(facts: ReferralFacts, words: Wording) -> Iterator[str]:
    """The opening, with the home's address and code in either order."""
    party = facts.party
    known = [words.say("sentence.address", address=sentence(party.address))] if party.address.strip() else []
    if party.code.strip():
        known.append(words.say("sentence.code", code=clean(party.code)))
    again = facts.reinspected_on
    key = "sentence.opening" + "_one" * (len(facts.matters) == 1) + "_again" * (again is not None)
    for details in (known, known[::-1]):
        yield words.say(
            key, inspected=day(facts.inspected_on), name=clean(party.name), kind=clean(facts.inspection_kind),
            details=words.say("sentence.details", details="；".join(details)) if details else "",
            reinspected=_later(again, facts.inspected_on) if again else "", law=sentence(facts.law))  # fmt: skip


def _later(when: date, after: date) -> str:
    """A second date; its year only when it is another."""
    return day(when) if when.year != after.year else f"{when.month}月{when.day}日"


def _matter(matter: Matter, position: int, words: Wording) -> str:
    """一、 what was found, and the clause it may offend against; a single matter goes without a number."""
    key = "sentence.matter_named" if _SUSPECTED in matter.fact else "sentence.matter"
    number = words.say("sentence.number", number=numeral(position)) if position else ""
    note = words.say("sentence.note", note=sentence(matter.note)) if matter.note.strip() else ""
    return words.say(key, number=number, fact=sentence(matter.fact), clause=sentence(matter.clause), note=note)


def _close(flow: Flow, facts: ReferralFacts, words: Wording) -> None:
    flow.attachments([sentence(name) for name in facts.attachments if name.strip()], words.text("sentence.attachments"))
    reach = _reach(facts, words)
    flow.seal_block(clean(facts.bureau), day(facts.issued_on), keep=LEADING if reach else 0.0)
    if reach:
        flow.body(reach)


def _reach(facts: ReferralFacts, words: Wording) -> str:
    """Whom to ask, and by which telephone; the agency itself, which has just signed, is not named again."""
    phone = clean(facts.contact_phone)
    contact = clean(facts.contact) if clean(facts.contact) != clean(facts.bureau) else ""
    if contact:
        return words.say("sentence.contact_phone" if phone else "sentence.contact", contact=contact, phone=phone)
    return words.say("sentence.phone", phone=phone) if phone else ""


def _receipt(flow: Flow, words: Wording, number: str) -> None:
    """What the recipient sends back, with the letter's number, on one page with its title."""
    a, b, c, d = words.numbers("column.receipt")
    size, height, title = words.number("size.receipt"), words.number("height.receipt"), words.number("size.receipt_title")
    year, month, date_ = map(Blank, words.numbers("blank.date"))
    received = para(*words.pieces("sentence.received", year=year, month=month, day=date_), size=size)
    decided = para(*words.pieces("sentence.decided", yes=Tick(), no=Tick(), reason=Blank(words.number("blank.reason"))), size=size)
    rows = [
        Row((label(words.text("label.received"), a, size), Cell(b, (received,)),
             label(words.text("label.receiver"), c, size, spread=False),
             Cell(d, (para(words.text("sentence.signed"), size=size),))), height),
        Row((label(words.text("label.decided"), a, size), Cell(b + c + d, (decided,))), height),
    ]  # fmt: skip
    leading = 1.6 * title
    gap = min(LEADING, flow.room - flow.height(rows) - leading - 1.1 * MM)
    if gap < _LEAST_GAP:
        flow.new_page()
    else:
        flow.skip(gap)
    flow.text(Run(words.say("title.receipt", number=number), "hei"), size=title, leading=leading, align="centre")
    flow.skip(MM)
    flow.table(rows)
