"""责令立即改正通知书: the order to put right at once what can be put right during the visit.

Owns its sections, the table that ticks what was put right before the inspectors left, and what makes it refusable. What
it rests on (消防法 52(2) and 安全生产法 65(1)(3), or 老年人权益保障法 45(1)(4)) comes in its facts, chosen by the office in
`papers/immediate.zh.toml`, where its words and measures stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...errors import BadInput
from ...i18n import tr
from ..faces import Faces
from ..facts import ImmediateFacts, ServiceFacts, SpotHazard, facts_sha256, require
from ..phrases import clock, day, enumerated, joined, moment, requirement, sentence
from ..typeset.flow import Flow
from ..typeset.letterhead import Letterhead
from ..typeset.line import Gap, Tick, clean
from ..typeset.page import MM, Copy, Proof
from ..typeset.pdf import write_pdf
from ..typeset.table import Cell, Row, para, text_cell
from ..wording import Wording, shipped
from .order import (
    check_copies,
    check_order,
    cited,
    copies_said,
    number_text,
    of_fire,
    party_pieces,
    people,
    refuse_fines,
    shortened,
)
from .receipt import add_receipt

PAPER = tr("责令立即改正通知书", "the on-the-spot order")
KIND = "immediate"
COPIES = ("party", "file")
_HEAD_AGAIN = re.compile("([^、至]*-)([^、至]+)至\\1")


def render(facts: ImmediateFacts, faces: Faces, copies: Sequence[str] = COPIES, *,
           words: Wording | None = None, letterhead: Letterhead | None = None,
           served: ServiceFacts | None = None) -> bytes:  # fmt: skip
    """The order as one PDF of the named copies: party, file (with the receipt block).

    `letterhead`: the office's own artwork over each copy's first page. `served`: how it was served, to fill the receipt
    block in when the file copy is printed again (the strip's hash stays the order's own). Raises `BadInput` naming the field,
    the hazard or the person when the order cannot be issued as it is.
    """
    words = words or shipped(KIND)
    check_copies(facts.number, copies, COPIES)
    check(facts, words)
    number = number_text(words, facts.number, facts.provisional)
    laid = [_lay(facts, faces, words, copy, letterhead, served) for copy in copies]
    made = facts.generated_at if served is None else served.generated_at
    proof = Proof("IM", number, facts.version, made, facts_sha256(facts))
    return write_pdf(laid, proof, faces, f"{words.text('title.paper')}（{number}）", facts.bureau, facts.draft)


# -- what may not be issued --------------------------------------------------------------------------------


def check(facts: ImmediateFacts, words: Wording | None = None) -> None:
    """Refuse what may not be issued: `BadInput` naming the field, hazard or person."""
    words = words or shipped(KIND)
    check_order(PAPER, facts, words)
    for position, hazard in enumerate(facts.hazards, start=1):
        _check_hazard(facts, position, hazard)
    if any(hazard.fixed_at is None for hazard in facts.hazards):
        _check_until(facts)


def _check_hazard(facts: ImmediateFacts, position: int, hazard: SpotHazard) -> None:
    where = f"{facts.number} {position}. {hazard.place or hazard.finding}"
    require(PAPER, where, [
        (tr("隐患部位", "hazard's place"), hazard.place),
        (tr("隐患情况", "hazard's finding"), hazard.finding),
        (tr("改正要求", "required measure"), hazard.require),
        (tr("可以印出的法律依据", "a legal basis that may be printed"), joined(hazard.citations)),
    ])  # fmt: skip
    refuse_fines(where, None, [*hazard.citations, hazard.require])
    if hazard.fixed_at is not None and hazard.fixed_at < facts.inspected_at:
        raise BadInput(
            tr("改正时间{fixed}早于检查时间{inspected}", "It was put right {fixed}, before the inspection {inspected}").format(
                fixed=moment(hazard.fixed_at), inspected=moment(facts.inspected_at)), where=where)  # fmt: skip


def _check_until(facts: ImmediateFacts) -> None:
    """What is left has an hour by which it must be right, after the inspection."""
    require(PAPER, facts.number, [(tr("未当场改正的改正时限", "the hour for what is left"), facts.until)])
    if facts.until is not None and facts.until <= facts.inspected_at:
        raise BadInput(
            tr("改正时限{until}不晚于检查时间{inspected}", "The hour {until} is not after the inspection {inspected}").format(
                until=moment(facts.until), inspected=moment(facts.inspected_at)), where=facts.number)  # fmt: skip


# -- the sections, in order --------------------------------------------------------------------------------


def _lay(facts: ImmediateFacts, faces: Faces, words: Wording, copy: str, letterhead: Letterhead | None,
         served: ServiceFacts | None) -> Copy:  # fmt: skip
    flow = Flow(words.text(f"copies.{copy}"), faces)
    flow.letterhead(letterhead)
    flow.title(clean(facts.bureau), words.text("title.paper"))
    flow.blank_line()
    flow.number(number_text(words, facts.number, facts.provisional))
    flow.replaces(words, facts)
    code = words.say("sentence.code", code=clean(facts.party.code)) if facts.party.code else ""
    flow.body(words.say("sentence.addressee", name=clean(facts.party.name), code=code), indent=0)
    flow.body(*words.pieces(
        "sentence.opening", time=moment(facts.inspected_at), people=people(words, facts.inspectors),
        party=party_pieces(words, facts.party), kind=clean(facts.inspection_kind), word=clean(facts.hazard_word),
        powers=cited(facts.powers, "、", introduce=False)))  # fmt: skip
    flow.skip(2 * MM)
    flow.table([_row(facts, words, number, hazard) for number, hazard in enumerate(facts.hazards, start=1)], [_head(words)])
    _rest(flow, facts, words)
    if words.flag("choice.sealed"):
        flow.seal_block(clean(facts.bureau), day(facts.issued_on))
    else:
        flow.unsealed_block(clean(facts.bureau), day(facts.issued_on))
    if copy == "file":
        add_receipt(flow, words, copies_said(words, facts, photos=_photos(facts, words)), served)
    return flow.copy


def _rest(flow: Flow, facts: ImmediateFacts, words: Wording) -> None:
    """What is left to be put right and by when, if anything is; then the remedies."""
    if facts.until is not None and any(hazard.fixed_at is None for hazard in facts.hazards):
        guarded = sentence(facts.interim_protection)
        protection = words.say("sentence.protection", protection=guarded) if guarded else ""
        flow.body(words.say(
            "sentence.left", until=moment(facts.until), protection=protection,
            to=words.text("sentence.to_fire" if of_fire(facts) else "sentence.to_other")))  # fmt: skip
    days, months = (f"{words.number(f'term.{name}'):g}" for name in ("reconsider", "sue"))
    flow.body(words.say("sentence.remedies", body=clean(facts.review_body), days=days, months=months))


def _head(words: Wording) -> Row:
    size = words.number("size.hazards")
    return Row(tuple(
        text_cell(width, text, size, align="centre", role="hei")
        for width, text in zip(words.numbers("column.hazards"), words.texts("head.hazards"), strict=True)),
        words.number("height.head"))  # fmt: skip


def _row(facts: ImmediateFacts, words: Wording, number: int, hazard: SpotHazard) -> Row:
    basis = shortened(facts.powers, joined([citation for citation in hazard.citations if citation.strip()]))
    found = words.say("sentence.place", place=sentence(hazard.place), finding=sentence(hazard.finding))
    texts = (str(number), found, basis, requirement(hazard.require))
    *widths, last = words.numbers("column.hazards")
    size, leading = words.number("size.hazards"), words.number("size.leading")
    cells = [text_cell(width, text, size, leading, "left" if column else "centre")
             for column, (width, text) in enumerate(zip(widths, texts, strict=True))]  # fmt: skip
    return Row((*cells, _done(words, last, hazard)))


def _done(words: Wording, width: float, hazard: SpotHazard) -> Cell:
    """☑已改正 and when, or ☑未改正."""
    fixed, left = (Tick("yes"), Tick()) if hazard.fixed_at else (Tick(), Tick("yes"))
    lines = [words.pieces("sentence.fixed", box=fixed), words.pieces("sentence.not_fixed", box=left)]
    if hazard.fixed_at:
        lines.insert(1, [Gap(1.2), clock(hazard.fixed_at)])
    size, leading = words.number("size.hazards"), words.number("size.leading")
    return Cell(width, tuple(para(*line, size=size, leading=leading) for line in lines))


def _photos(facts: ImmediateFacts, words: Wording) -> str:
    """Where the photos before and after are found; of a run 2026-0118-P03至P08 the second number without its head."""
    numbers = list(dict.fromkeys(clean(number) for hazard in facts.hazards for number in hazard.photos))
    said = _HEAD_AGAIN.sub(r"\1\2至", enumerated(numbers))
    return words.say("sentence.photos", numbers=said) if numbers else ""
