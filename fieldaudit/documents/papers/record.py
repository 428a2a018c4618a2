"""现场检查记录: what was seen, written and signed at the scene (安全生产法 68, 行政处罚法 55(2)).

Owns the form at its head, the text on grey rules, and the signature block at the foot of every page: with the strokes
that the facts carry, else with room for the pen. A record tells facts, so one that cites what was breached is refused.
Corrections are a new record that names the old one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ...errors import BadInput
from ...i18n import tr
from ..faces import Faces
from ..facts import RecordFacts, Signature, facts_sha256, require, require_also
from ..phrases import day, moment, sentence, span
from ..typeset.flow import Flow
from ..typeset.line import Blank, Colour, Line, Piece, Run, Setting, Tick, clean, set_lines
from ..typeset.page import AREA_WIDTH, HAIR, MM, Ink, Mark, Proof, Rule, Words, baseline
from ..typeset.pdf import write_pdf
from ..typeset.table import Art, Cell, Row, label, para, text_cell
from ..wording import Wording, shipped
from .order import check_inspectors, number_text, people

KIND = "record"
PAPER = tr("现场检查记录", "the inspection record")
_RULE_GREY: Colour = (0.65, 0.65, 0.65)
_INSET = 1.2 * MM  # of text from the ends of its rules
_JUDGED = re.compile("违反[^。；，]{0,6}《|涉嫌违法")
_NAME_SIZE = 7.0  # of the name under a drawn signature


@dataclass(frozen=True, slots=True)
class _Ruled:
    """A line of the record's text, or an empty one; `stay`: the next line is on the same page."""

    line: Line | None
    ruled: bool = True
    stay: bool = False
    centred: bool = False


def render(facts: RecordFacts, faces: Faces, words: Wording | None = None) -> bytes:
    """The record as PDF. Raises `BadInput` naming the field or the fact when it is no record."""
    words = words or shipped(KIND)
    check(facts, words)
    flow = Flow(words.text("title.paper"), faces)
    flow.foot(_signature_block(facts, faces, words), gap=0.6 * words.number("size.rule"))
    flow.title(facts.bureau, words.text("title.paper"))
    number = number_text(words, facts.number, facts.provisional)
    number = words.say("sentence.number", number=number) if facts.number else number
    form = words.number("size.form")
    flow.text(number, size=form, leading=20, align="right")
    flow.replaces(words, facts, size=form)
    flow.table(_head(facts, words), start=1)
    flow.skip(2 * MM)
    _write(flow, list(_lines(facts, faces, words)), words.number("size.rule"))
    proof = Proof("RC", number, facts.version, facts.generated_at, facts_sha256(facts))
    return write_pdf([flow.copy], proof, faces, f"{words.text('title.paper')}（{number}）", facts.bureau, facts.draft)


def check(facts: RecordFacts, words: Wording | None = None) -> None:
    """Refuse what is no record of an inspection: `BadInput` naming the field, the person or the fact."""
    words = words or shipped(KIND)
    require(PAPER, facts.number, [
        (tr("机关名称", "bureau"), facts.bureau),
        (tr("检查编号", "inspection number"), facts.number or facts.draft),
        (tr("被检查单位", "institution name"), facts.party.name),
        (tr("现场负责人", "person in charge"), facts.site_person or facts.site_post),
        (tr("检查地点", "place"), facts.place),
        (tr("检查类型", "kind of inspection"), facts.kind),
        (tr("检查结束时间", "end of the inspection"), facts.ended_at or facts.draft),
        (tr("检查情况", "facts seen"), facts.seen),
    ])  # fmt: skip
    require_also(PAPER, facts.number, facts, words.texts("require.fields"))
    check_inspectors(PAPER, facts.number, facts.inspectors)
    if facts.ended_at is not None and facts.ended_at < facts.started_at:
        raise BadInput(tr("检查结束时间早于开始时间", "The inspection ends before it begins"), where=facts.number)
    for position, seen in enumerate(facts.seen, start=1):
        _check_fact(f"{facts.number} {position}", seen)
    for signature in facts.signatures:
        if signature.refused:
            require(PAPER, facts.number, [(tr("拒绝签名的见证人", "witness of the refusal to sign"), signature.witness)])


def _check_fact(where: str, seen: str) -> None:
    require(PAPER, where, [(tr("检查情况", "fact seen"), sentence(seen))])
    if _JUDGED.search(seen):
        raise BadInput(
            tr("现场检查记录只写事实，不写违反的条款：{seen}",
               "A record tells facts, not what was breached: {seen}").format(seen=seen),
            where=where, todo=tr("改写为看到、量到的情况。", "Write what was seen or measured."))  # fmt: skip


# -- the form ----------------------------------------------------------------------------------------------


def _head(facts: RecordFacts, words: Wording) -> list[Row]:
    a, b, c, d = words.numbers("column.head")
    height, size = words.number("height.head"), words.number("size.form")

    def row(name: str, said: str, other: str = "", said_too: str = "") -> Row:
        cells: tuple[Cell, ...] = (label(words.text(f"label.{name}"), a, size), text_cell(b if other else b + c + d, said, size))
        if other:
            cells += (label(words.text(f"label.{other}"), c, size), text_cell(d, said_too, size))
        return Row(cells, height)

    time_ = Cell(b + c + d, (para(*_time(facts, words), size=size, leading=1.4 * size),))
    return [row("party", facts.party.name, "person", _person(facts, words)), row("place", facts.place, "kind", facts.kind),
            Row((label(words.text("label.time"), a, size), time_), height),
            row("inspectors", people(words, facts.inspectors))]


def _person(facts: RecordFacts, words: Wording) -> str:
    post, name = clean(facts.site_post), clean(facts.site_person)
    return words.say("sentence.person", post=post, name=name) if post and name else post or name


def _time(facts: RecordFacts, words: Wording) -> list[Piece | str]:
    if facts.ended_at is not None:
        return [span(facts.started_at, facts.ended_at)]
    return words.pieces("sentence.until", start=moment(facts.started_at), end=[Blank(3), "时", Blank(3), "分"])


# -- the text ----------------------------------------------------------------------------------------------


def _lines(facts: RecordFacts, faces: Faces, words: Wording) -> Iterator[_Ruled]:
    """The whole text, line by line: notice, facts, opinion, and what closes it, which keeps with a line of text."""
    recusal = sentence(facts.recusal) + "。" if facts.recusal.strip() else words.text("sentence.recusal")
    yield from _paragraph([Run(words.text("heading.notice"), "hei"), words.say("sentence.notice", recusal=recusal)], faces, words)
    yield from _paragraph([Run(words.text("heading.seen"), "hei")], faces, words, stay=True)
    for number, seen in enumerate(facts.seen, start=1):
        head = words.say("sentence.fact_number", number=number) if len(facts.seen) > 1 else ""
        yield from _paragraph([words.say("sentence.fact", number=head, seen=sentence(seen))], faces, words)
    opinion = [sentence(facts.opinion) + "。"] if facts.opinion.strip() else []
    yield from _paragraph([Run(words.text("heading.opinion"), "hei"), *opinion], faces, words, stay=True)
    for _ in range(0 if opinion else int(words.number("blank.opinion_lines")) - 1):
        yield _Ruled(None, stay=True)
    yield from _closing(facts, faces, words)


def _paragraph(pieces: Sequence[Piece | str], faces: Faces, words: Wording, stay: bool = False) -> Iterator[_Ruled]:
    """Pages are filled to the foot, so that nothing can be added; only no date or reference is torn.

    `stay`: the next paragraph begins on the page this one ends on.
    """
    size = words.number("size.text")
    lines = _set(pieces, faces, size, 2 * size)
    for position, line in enumerate(lines, start=1):
        yield _Ruled(line, stay=stay if position == len(lines) else line.joined)


def _set(pieces: Sequence[Piece | str], faces: Faces, size: float, indent: float = 0.0, justify: float = 1.0) -> Sequence[Line]:
    runs = [Run(piece) if isinstance(piece, str) else piece for piece in pieces]
    return set_lines(runs, faces, Setting(size, size, AREA_WIDTH - 2 * _INSET, indent, justify))


def _closing(facts: RecordFacts, faces: Faces, words: Wording) -> Iterator[_Ruled]:
    text, form = words.number("size.text"), words.number("size.form")
    yield _Ruled(_set([words.text("sentence.below_blank")], faces, text)[0], ruled=False, stay=True, centred=True)
    checked = words.pieces("sentence.checked", blank=Blank(words.number("blank.checked")))
    lines = [line for pieces in (checked, _refusal(facts, words)) for line in _set(pieces, faces, form, justify=0.1)]
    for position, line in enumerate(lines, start=1):
        yield _Ruled(line, ruled=False, stay=position < len(lines))


def _refusal(facts: RecordFacts, words: Wording) -> list[Piece | str]:
    """The line for a refusal to sign: filled in when one is on record."""
    refused = next((one for one in facts.signatures if one.refused), None)
    reason: Piece | str = sentence(refused.refused) if refused else Blank(words.number("blank.reason"))
    witness: Piece | str = clean(refused.witness) if refused else Blank(words.number("blank.witness"))
    return words.pieces("sentence.refused", box=Tick("yes" if refused else ""), reason=reason, witness=witness)


def _write(flow: Flow, lines: Sequence[_Ruled], pitch: float) -> None:
    """Lines on their rules, page after page."""
    start = 0
    while start < len(lines):
        fits = int(flow.room / pitch + 0.01)
        count = _lines_for_page(lines[start:], fits)
        for one in lines[start : start + count]:
            flow.add(*_marks(flow, one, pitch))
            flow.skip(pitch)
        start += count
        if start < len(lines):
            _strike(flow, (fits - count) * pitch)
            flow.new_page()


def _strike(flow: Flow, height: float) -> None:
    """Lines left over where the text goes on overleaf are struck out, so that nothing can be added."""
    if height > 0:
        top = flow.sheet.top + flow.y
        flow.add(Rule(flow.sheet.left, top + height, flow.sheet.right, top + 0.3 * MM, 0.6))


def _lines_for_page(lines: Sequence[_Ruled], fits: int) -> int:
    if fits >= len(lines):
        return len(lines)
    count = fits
    while count > 0 and lines[count - 1].stay:
        count -= 1
    return count or fits


def _marks(flow: Flow, one: _Ruled, pitch: float) -> list[Mark]:
    """The text's em box stands 2 mm clear above the rule, as a hand would write it."""
    left, right, foot = flow.sheet.left, flow.sheet.right, flow.sheet.top + flow.y + pitch
    marks: list[Mark] = [Rule(left, foot, right, foot, HAIR, colour=_RULE_GREY)] if one.ruled else []
    if one.line is not None:
        room = flow.sheet.area_width - one.line.width
        base = baseline(foot - pitch, pitch, one.line.size) + 0.5
        marks.append(Words(left + (room / 2 if one.centred else _INSET), base, one.line))
    return marks


# -- signatures --------------------------------------------------------------------------------------------


def _signature_block(facts: RecordFacts, faces: Faces, words: Wording) -> list[Row]:
    a, b, c, d = words.numbers("column.sign")
    height = words.number("height.sign")
    inspectors = [one for one in facts.signatures if one.role == "inspector"]
    home = [one for one in facts.signatures if one.role == "institution"]
    each = Blank(words.number("blank.inspector") * 2 / len(facts.inspectors) - 0.4 * (len(facts.inspectors) - 2))
    blanks: list[Piece | str] = [each]
    for _ in facts.inspectors[1:]:
        blanks += ["、", each]
    name = [Blank(words.number("blank.name"))]
    return [
        Row((_sign_label(words, "inspectors", a), _signed(inspectors, blanks, b, faces, words),
             _sign_label(words, "person", c), _signed(home, name, d, faces, words)), height),
        Row((_sign_label(words, "day", a), Cell(b, (para(*_signed_on(facts)),)),
             _sign_label(words, "witness", c), _signed(_witnesses(home), name, d, faces, words)), height),
    ]  # fmt: skip


def _witnesses(home: Sequence[Signature]) -> list[Signature]:
    """Who signed that the home refused: the strokes of a refusal are the witness's."""
    return [replace(one, name=one.witness, refused="") for one in home if one.refused and one.strokes]


def _sign_label(words: Wording, name: str, width: float) -> Cell:
    return Cell(width, tuple(para(Run(text, "hei"), size=words.number("size.form"), leading=16, align="centre")
                             for text in words.text(f"label.sign_{name}").splitlines()), pad=1)


def _signed(signatures: Sequence[Signature], blanks: Sequence[Piece | str], width: float, faces: Faces, words: Wording) -> Cell:
    """Strokes with the signer's name under them; a refusal in words; nothing: room for the pen."""
    if any(one.refused for one in signatures):
        return text_cell(width, words.text("sentence.refused_cell"), words.number("size.form"))
    drawn = [one for one in signatures if one.strokes]
    return Cell(width, art=_art(drawn, faces)) if drawn else Cell(width, (para(*blanks),))


def _signed_on(facts: RecordFacts) -> list[Piece | str]:
    times = [one.signed_at for one in facts.signatures if one.signed_at is not None]
    return [day(max(times))] if times else [Blank(3), "年", Blank(2), "月", Blank(2), "日"]


def _art(signatures: Sequence[Signature], faces: Faces) -> Art:
    """Signatures side by side, each about as wide as a name is for its height."""

    def draw(x: float, y: float, width: float, height: float) -> list[Mark]:
        each, high = width / len(signatures), height - _NAME_SIZE - 5
        marks: list[Mark] = []
        for number, one in enumerate(signatures):
            wide = min(each - 6, 2.6 * high)
            marks.append(Ink(x + number * each + (each - wide) / 2, y + 2, wide, high, one.strokes))
            said = set_lines((Run(clean(one.name)),), faces, Setting(_NAME_SIZE, _NAME_SIZE, 1e6, justify=0))[0]
            marks.append(Words(x + number * each + (each - said.width) / 2,
                               baseline(y + height - _NAME_SIZE - 2.5, _NAME_SIZE, _NAME_SIZE), said))  # fmt: skip
        return marks

    return draw
