"""复查意见书: what a reinspection of a notice found, and what follows for each hazard.

Owns the table of what was found, the grouping of its opinions (cleared, continued to a new date, suspension, referral, not
yet due) and what makes an opinion refusable. It rests on 老年人权益保障法 45; the suspension it may announce is a procedure
of its own, with prior notice. Its sentences and measures stand in `papers/reinspection.zh.toml`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from ...errors import BadInput
from ...i18n import Text, tr
from ..faces import Faces
from ..facts import Outcome, ReinspectedItem, ReinspectionFacts, facts_sha256, require, require_also
from ..phrases import day, days, enumerated, how_many, numeral, sentence
from ..typeset.flow import Flow
from ..typeset.letterhead import Letterhead
from ..typeset.line import Blank, Tick, clean
from ..typeset.page import LEADING, MM, Proof
from ..typeset.pdf import write_pdf
from ..typeset.table import Cell, Row, para, text_cell
from ..wording import Wording, shipped
from .order import check_inspectors, number_text, people

KIND = "reinspection"
PAPER = tr("复查意见书", "the reinspection opinion")
_RESULTS: tuple[Outcome, ...] = ("done", "partly", "not_done")
_COPIES_LEADING = 19.0
_PARTY_LINES, _SEAL_LINES = 4.0, 5.0  # grid lines
_K = TypeVar("_K")


def render(facts: ReinspectionFacts, faces: Faces, words: Wording | None = None, *,
           letterhead: Letterhead | None = None) -> bytes:  # fmt: skip
    """The reinspection opinion as PDF. Raises `BadInput` naming the field, the item or the person."""
    words = words or shipped(KIND)
    check(facts, words)
    number = number_text(words, facts.number, facts.provisional)
    paper = words.text("title.paper")
    flow = Flow(paper, faces)
    flow.letterhead(letterhead)
    flow.title(facts.bureau, paper)
    flow.blank_line()
    flow.number(number)
    flow.replaces(words, facts)
    flow.body(words.say("sentence.addressee", name=clean(facts.party.name)), indent=0)
    flow.body(_opening(facts, words))
    _table(flow, facts, words)
    _opinion(flow, facts, words)
    _party(flow, words, facts)
    _close(flow, facts, words)
    proof = Proof("RI", number, facts.version, facts.generated_at, facts_sha256(facts))
    return write_pdf([flow.copy], proof, faces, f"{paper}（{number}）", facts.bureau, facts.draft)


# -- what may not be issued --------------------------------------------------------------------------------


def check(facts: ReinspectionFacts, words: Wording | None = None) -> None:
    """Refuse what may not be issued: `BadInput` naming the field, the item or the person."""
    words = words or shipped(KIND)
    require(PAPER, facts.number, [
        (tr("机关名称", "bureau"), facts.bureau),
        (tr("文号", "number"), facts.number or facts.draft),
        (tr("当事人名称", "institution name"), facts.party.name),
        (tr("原通知书文号", "number of the notice"), facts.notice_number),
    ])  # fmt: skip
    require_also(PAPER, facts.number, facts, words.texts("require.fields"))
    check_inspectors(PAPER, facts.number, facts.inspectors)
    if min((*facts.earlier_days, facts.reinspected_on)) < facts.served_on:
        _refuse(facts.number, tr("复查日期早于通知书的送达日期", "It was reinspected before the notice was served"))
    if facts.issued_on < facts.reinspected_on:
        _refuse(facts.number, tr("填发日期早于复查日期", "It is issued before the reinspection"))
    if not facts.items:
        _refuse(facts.number, tr("没有期限已届满的隐患，不出具复查意见书", "Nothing is due: there is no opinion to issue"))
    positions = [*(item.position for item in facts.items), *facts.not_due]
    twice = next((one for one in positions if positions.count(one) > 1), None)
    if twice is not None:
        _refuse(facts.number, tr("第{n}项列了两次", "item {n} is listed twice").format(n=twice))
    for item in facts.items:
        _check_item(facts, item)


def _check_item(facts: ReinspectionFacts, item: ReinspectedItem) -> None:
    where = f"{facts.number} {item.position}. {item.what}"
    require(PAPER, where, [
        (tr("隐患部位和改正要求", "place and requirement"), item.what),
        (tr("复查情况", "what the reinspection found"), item.evidence),
        (tr("受移送机关", "agency it is referred to"), item.refer_to or not item.refer_by),
        (tr("移送依据的条款", "clause it is referred by"), item.refer_by or not item.refer_to),
    ])  # fmt: skip
    if item.result == "done":
        _check_done(where, item)
    else:
        _check_carried_on(facts, where, item)


def _check_done(where: str, item: ReinspectedItem) -> None:
    if not any(photo.strip() for photo in item.photos):
        _refuse(where, tr("改正合格的隐患没有照片", "A hazard that passed has no photo"),
                tr("补拍后再复查。", "Take one, then reinspect."))
    if item.extended_to is not None or item.suspend:
        _refuse(where, tr("改正合格的隐患不再延期或者停业整顿", "A hazard that passed is neither extended nor suspended"))


def _check_carried_on(facts: ReinspectionFacts, where: str, item: ReinspectedItem) -> None:
    early = item.due > facts.reinspected_on
    if early and item.suspend:
        _refuse(where, tr("期限{due}尚未届满，不能启动停业整顿程序", "Its term runs to {due}: suspension cannot begin").format(
            due=day(item.due)))
    if item.extended_to is None and not item.suspend and not item.refer_to and not early:
        _refuse(where, tr("未改正的隐患没有处理意见", "A hazard that did not pass is not carried on"),
                tr("延期、启动停业整顿程序或者移送。", "Extend it, begin the procedure of suspension, or refer it."))
    if item.extended_to is not None and item.suspend:
        _refuse(where, tr("不能既延期又启动停业整顿程序", "It is either extended or the procedure of suspension begins"))
    if item.extended_to is not None and item.extended_to <= facts.reinspected_on:
        _refuse(where, tr("延至的日期{day}不晚于复查日期", "The new date {day} is not after the reinspection").format(
            day=day(item.extended_to)))


def _refuse(where: str, why: Text, todo: Text | str = "") -> None:
    raise BadInput(why, where=where, todo=todo)


# -- the sections, in order --------------------------------------------------------------------------------


def _opening(facts: ReinspectionFacts, words: Wording) -> str:
    early = any(item.due > facts.reinspected_on for item in facts.items)
    return words.say(
        "sentence.opening_early" if early else "sentence.opening", served=day(facts.served_on),
        notice=clean(facts.notice_number), reinspected=days((*facts.earlier_days, facts.reinspected_on)),
        people=people(words, facts.inspectors),
        count=len(facts.items), word=clean(facts.hazard_word))  # fmt: skip


def _table(flow: Flow, facts: ReinspectionFacts, words: Wording) -> None:
    widths, size = words.numbers("column.items"), words.number("size.items")
    head = Row(tuple(text_cell(width, text, size, align="centre", role="hei")
                     for width, text in zip(widths, words.texts("head.items"), strict=True)), words.number("height.head"))
    rows = flow.lay([_row(item, words) for item in sorted(facts.items, key=_position)])
    tall = flow.height(rows[:2]) > flow.sheet.area_height / 3  # waiting for two would leave half a page empty
    flow.skip(words.number("height.gap") * MM)
    flow.table(rows, [head], start=1 if tall else 2)


def _row(item: ReinspectedItem, words: Wording) -> Row:
    number, what, due, result, found = words.numbers("column.items")
    size, leading = words.number("size.items"), words.number("size.leading")
    ticks = tuple(para(Tick("yes" if one == item.result else ""), words.text(f"result.{one}"), size=size, leading=leading)
                  for one in _RESULTS)
    evidence = sentence(item.evidence)
    if item.photos:
        photos = enumerated([clean(photo) for photo in item.photos])
        evidence = words.say("sentence.evidence", evidence=evidence, photos=photos)
    return Row((text_cell(number, str(item.position), size, leading, "centre"),
                text_cell(what, sentence(item.what), size, leading),
                text_cell(due, day(item.due), size, leading, "centre"),
                Cell(result, ticks), text_cell(found, evidence, size, leading)), words.number("height.row"))


def _opinion(flow: Flow, facts: ReinspectionFacts, words: Wording) -> None:
    said = list(_opinions(facts, words))
    flow.heading(words.text("heading.opinion"))
    for position, text in enumerate(said, start=1):
        flow.body(text if len(said) == 1 else f"（{numeral(position)}）{text}")


def _opinions(facts: ReinspectionFacts, words: Wording) -> Iterable[str]:
    """What follows, items of the same fate in one sentence."""
    items = sorted(facts.items, key=_position)
    if done := [item for item in items if item.result == "done"]:
        yield words.say("sentence.done", items=_named(facts, words, done))
    for until, group in _grouped(items, lambda item: item.extended_to):
        yield words.say("sentence.extended", items=_named(facts, words, group), until=day(until))
    if suspended := [item for item in items if item.suspend]:
        yield words.say("sentence.suspend", items=_named(facts, words, suspended))
    for (agency, basis, only), group in _grouped(items, lambda item: _referral(facts, item)):
        key = f"sentence.{'refer_only' if only else 'refer'}"
        yield words.say(key, items=_named(facts, words, group), basis=basis, agency=agency)
    if early := [item for item in items if _runs_on(facts, item)]:
        yield words.say("sentence.early", items=_named(facts, words, early))
    if facts.not_due:
        yield words.say("sentence.not_due", items=_listed(words, facts.not_due))


def _runs_on(facts: ReinspectionFacts, item: ReinspectedItem) -> bool:
    """Whether it was looked at before its term, not put right, and keeps its term."""
    return item.result != "done" and item.due > facts.reinspected_on and item.extended_to is None


def _referral(facts: ReinspectionFacts, item: ReinspectedItem) -> tuple[str, str, bool] | None:
    """To whom, by what, and whether nothing else follows for the item."""
    if not item.refer_to:
        return None
    only = not (item.result == "done" or item.extended_to or item.suspend or _runs_on(facts, item))
    return clean(item.refer_to), sentence(item.refer_by), only


def _grouped(
    items: Sequence[ReinspectedItem], key: Callable[[ReinspectedItem], _K | None]
) -> list[tuple[_K, list[ReinspectedItem]]]:
    groups: dict[_K, list[ReinspectedItem]] = {}
    for item in items:
        fate = key(item)
        if fate is not None:
            groups.setdefault(fate, []).append(item)
    return list(groups.items())


def _named(facts: ReinspectionFacts, words: Wording, items: Sequence[ReinspectedItem]) -> str:
    """第1项、第2项; of a notice with a single hazard, that hazard."""
    if len(facts.items) == 1 and not facts.not_due and items[0].position == 1:
        return words.say("sentence.only_item", word=clean(facts.hazard_word))
    return _listed(words, [item.position for item in items])


def _listed(words: Wording, positions: Iterable[int]) -> str:
    return enumerated([words.say("sentence.item", position=position) for position in sorted(positions)])


def _position(item: ReinspectedItem) -> int:
    return item.position


def _party(flow: Flow, words: Wording, facts: ReinspectionFacts) -> None:
    """What the party says, by hand; its lines share a page with the seal, which would else carry two of them away."""
    if flow.room < (_PARTY_LINES + _SEAL_LINES) * LEADING + _foot(facts, words) - 0.1:
        flow.new_page()
    year, month, date = map(Blank, words.numbers("blank.date"))
    flow.heading(words.text("heading.party"))
    flow.body(*words.pieces("sentence.objection", no=Tick(), yes=Tick(), reason=Blank(words.number("blank.reason"))))
    flow.body(Blank(words.number("blank.more")))
    flow.body(*words.pieces("sentence.signature", name=Blank(words.number("blank.name")), year=year, month=month, day=date))


def _copies(facts: ReinspectionFacts, words: Wording) -> list[str]:
    """Where each goes: as the facts say, else as the office's words do for what is about fire and for the rest."""
    usual = words.texts("copies.given" if "火灾" in facts.hazard_word else "copies.given_other")
    return [clean(copy) for copy in facts.copies or usual if copy.strip()]


def _foot(facts: ReinspectionFacts, words: Wording) -> float:
    """How high the lines are that say where the copies go."""
    return 2 * _COPIES_LEADING if _copies(facts, words) else 0.0


def _close(flow: Flow, facts: ReinspectionFacts, words: Wording) -> None:
    copies = _copies(facts, words)
    shares = "，".join(words.say("sentence.share", copy=copy) for copy in copies)
    flow.seal_block(clean(facts.bureau), day(facts.issued_on), keep=_foot(facts, words))
    if copies:
        said = words.say("sentence.copies", count=how_many(len(copies)), shares=shares)
        flow.text(said, size=words.number("size.copies"), leading=_COPIES_LEADING)
