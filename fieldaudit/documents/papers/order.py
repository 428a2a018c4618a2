"""What the two orders share: number, who acts, whose home it is, what the order rests on, whom an order may not threaten.

Owns the citing of powers: each law once, introduced by its short title and then called by it, and each agency's own
powers apart. Knows nothing of pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...errors import BadInput
from ...i18n import Text, tr
from ..facts import ImmediateFacts, Inspector, NoticeFacts, Party, require, require_also
from ..phrases import SEVERITY, how_many, sentence
from ..typeset.line import Blank, Piece, Run, clean
from ..wording import FINES, Wording

_TITLE = re.compile("《中华人民共和国([^》]+)》")  # a statute that may be called by its short title once introduced
_CITED = re.compile("(《[^》]+》)(.*)")


def number_text(words: Wording, number: str, provisional: bool) -> str:
    """The number as printed; a provisional one says so, a draft may have none."""
    said = clean(number)
    if not said:
        return words.text("sentence.unnumbered")
    return words.say("sentence.provisional", number=said) if provisional else said


def check_order(paper: Text, facts: NoticeFacts | ImmediateFacts, words: Wording) -> None:
    """What both orders must say, and may not threaten with: BadInput naming the field, the person or the text."""
    require(paper, facts.number, [
        (tr("机关名称", "bureau"), facts.bureau),
        (tr("文号", "number"), facts.number or facts.draft),
        (tr("当事人名称", "institution name"), facts.party.name),
        (tr("地址", "address"), facts.party.address),
        (tr("行政复议机关", "reconsideration body"), facts.review_body),
        (tr("隐患", "hazards"), facts.hazards),
        (tr("责令改正的依据", "what the order rests on"), facts.powers),
    ])  # fmt: skip
    require_also(paper, facts.number, facts, words.texts("require.fields"))
    check_inspectors(paper, facts.number, facts.inspectors)
    refuse_fines(facts.number, words, [*facts.powers, facts.interim_protection])


def check_inspectors(paper: Text, where: str, inspectors: Sequence[Inspector]) -> None:
    """Two at least, each with name and badge number (行政处罚法 55). Raises BadInput naming who is missing what."""
    if len(inspectors) < 2:
        raise BadInput(
            tr("检查人员少于两人，不能出具{paper}", "Fewer than two inspectors: {paper} cannot be issued").format(paper=paper),
            where=where, todo=tr("补充第二名检查人员。", "Name the second inspector."))  # fmt: skip
    for inspector in inspectors:
        require(paper, where, [
            (tr("检查人员姓名", "inspector's name"), inspector.name),
            (tr("{who}的执法证号", "badge number of {who}").format(who=inspector.name), inspector.badge_no),
        ])  # fmt: skip


def check_copies(where: str, wanted: Sequence[str], known: Sequence[str]) -> None:
    """Refuse a copy (联) that the paper does not have, or none at all: BadInput naming it."""
    unknown = [copy for copy in wanted if copy not in known]
    if unknown or not wanted:
        raise BadInput(
            tr("没有这一联：{copy}", "There is no such copy: {copy}").format(copy=", ".join(unknown) or "-"),
            where=where, todo=", ".join(known))  # fmt: skip


def of_fire(facts: NoticeFacts | ImmediateFacts) -> bool:
    """Whether the order has to do with 消防法, and so with the fire agency; one about food has not."""
    return "消防法" in "".join((*facts.powers, *(citation for hazard in facts.hazards for citation in hazard.citations)))


def copies_said(words: Wording, facts: NoticeFacts | ImmediateFacts, **fields: str) -> str:
    """本通知书一式三份，一份交当事人，…: what stands below the receipt."""
    copies = given(words, facts)
    shares = "，".join(words.say("sentence.share", copy=copy) for copy in copies)
    return words.say("sentence.copies", count=how_many(len(copies)), shares=shares, **fields)


def given(words: Wording, facts: NoticeFacts | ImmediateFacts) -> list[str]:
    """Where each copy goes: as the facts say, else as the office's words do for orders about fire and for others."""
    usual = words.texts("copies.given" if of_fire(facts) else "copies.given_other")
    return [clean(copy) for copy in facts.copies or usual]


def refuse_fines(where: str, words: Wording | None, said: Sequence[str]) -> None:
    """An order rests on no fine of 消防法 60 and threatens with none: BadInput quoting what does, the office's words or facts."""
    own = words.values.values() if words else ()
    for text in (*said, *(text for text in own if isinstance(text, str))):
        if FINES.search(text):
            raise BadInput(
                tr("消防法第六十条的处罚不属于本机关职权：{text}",
                   "The penalties of article 60 of the Fire Protection Law are no power of this agency: {text}").format(text=text),
                where=where, todo=tr("删去这一处；需要处罚的，另行移送。", "Leave it out; refer the matter instead."))  # fmt: skip


def people(words: Wording, inspectors: Sequence[Inspector]) -> str:
    """The inspectors, each with the badge number."""
    return "、".join(
        words.say("sentence.inspector", name=clean(name), badge=clean(badge)) for name, badge in inspectors
    )


def grades(words: Wording) -> dict[str, str]:
    """How the paper calls each grade of a hazard."""
    return {grade: words.text(f"grade.{grade}") for grade in SEVERITY}


def party_pieces(words: Wording, party: Party) -> list[Piece | str]:
    """Address, who stands for the party as far as it is registered, telephone if known."""
    said: list[Piece | str] = [words.say("sentence.address", address=sentence(party.address)), "，"]
    if party.legal_rep:
        said.append(words.say("sentence.legal_rep", name=clean(party.legal_rep)))
    else:
        head: Piece = Run(clean(party.head)) if party.head else Blank(words.number("blank.representative"))
        said += words.pieces("sentence.no_legal_rep", name=head)
    return [*said, "，" + words.say("sentence.phone", phone=clean(party.phone))] if party.phone else said


def cited(powers: Sequence[str], between: str, introduce: bool = True, known: Sequence[str] = ()) -> str:
    """What an order rests on: each law once, its clauses after it, laws joined by `between`.

    A statute is introduced by its short title when `introduce`; one of `known` was introduced before and is called by it.
    """
    laws: dict[str, list[str]] = {}
    for citation in powers:
        parts = _CITED.fullmatch(citation)
        laws.setdefault(parts[1] if parts else "", []).append(parts[2] if parts else citation)
    before = "".join(known)
    said = [_named(title, introduce, title in before) + "、".join(clauses) for title, clauses in laws.items()]
    return between.join(said)


def _named(title: str, introduce: bool, known: bool) -> str:
    short = _TITLE.fullmatch(title)
    if short and known:
        return f"《{short[1]}》"
    return f"{title}（以下简称《{short[1]}》）" if short and introduce else title


def shortened(powers: Sequence[str], text: str) -> str:
    """`text` with the laws that the opening introduced called by their short titles."""
    for short in _TITLE.findall("".join(powers)):
        text = text.replace(f"《中华人民共和国{short}》", f"《{short}》")
    return text
