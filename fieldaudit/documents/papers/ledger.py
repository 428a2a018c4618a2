"""隐患台账: every hazard of a selection on landscape pages, one line each, and a total that adds up.

Owns the columns, what the state of a line says (overdue before extended before its state), which dates leave their
year out, and the counting: found = open + every lawful end, by the lines and, when they are given, by the figures that
statistics counted apart from them. Knows nothing of how the lines were selected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from ...errors import BadInput
from ...i18n import tr
from ..faces import Faces
from ..facts import LedgerFacts, LedgerLine, facts_sha256, require, require_also
from ..phrases import day, term
from ..typeset.flow import Flow
from ..typeset.line import RED, Blank, Piece, Run, Setting, clean, set_lines
from ..typeset.page import LANDSCAPE, MM, Proof, Words, baseline
from ..typeset.pdf import write_pdf
from ..typeset.table import Align, Cell, Para, Row, text_cell
from ..wording import Wording, shipped
from .order import number_text

KIND = "ledger"
PAPER = tr("隐患台账", "the hazard ledger")
_CENTRED = frozenset((0, 1, 4, 5, 6, 7, 8, 9, 10))
_ONE_LINE = frozenset((0, 1))  # set smaller rather than on two lines
_PAD = 1.4  # of centred columns: a date just fits its own
_OPEN = ("overdue", "extended", "submitted")


def render(facts: LedgerFacts, faces: Faces, words: Wording | None = None) -> bytes:
    """The ledger as PDF. Raises `BadInput` naming what is missing or the figures that do not add up."""
    words = words or shipped(KIND)
    check(facts, words)
    flow = Flow(words.text("title.paper"), faces, LANDSCAPE)
    flow.title(facts.title)
    _head_line(flow, facts, words)
    foot = [Run(_foot(facts, words))]
    size, leading = words.number("size.text"), words.number("size.text_leading")
    lines = len(set_lines(foot, faces, Setting(size, size, flow.sheet.area_width)))
    flow.table(list(_rows(facts, words)), [_table_head(words)], keep=2 * MM + (lines + 1.4) * leading)
    flow.skip(2 * MM)
    flow.text(*foot, size=size, leading=leading)
    flow.skip(0.4 * leading)
    flow.text(*_signers(words), size=size, leading=leading)
    number = number_text(words, facts.number, facts.provisional)
    proof = Proof("LE", number, facts.version, facts.generated_at, facts_sha256(facts))
    title = f"{clean(facts.title)}（{number}，{clean(facts.selection)}）"
    return write_pdf([flow.copy], proof, faces, title, facts.bureau, facts.draft)


def check(facts: LedgerFacts, words: Wording | None = None) -> None:
    """Refuse a ledger of nobody, a line that contradicts itself, figures that do not add up: `BadInput` naming them."""
    words = words or shipped(KIND)
    require(PAPER, facts.number, [
        (tr("填报单位", "bureau"), facts.bureau),
        (tr("统计范围", "selection"), facts.selection),
        (tr("标题", "title"), facts.title),
        (tr("台账编号", "number of the ledger"), facts.number or facts.draft),
    ])
    require_also(PAPER, facts.number, facts, words.texts("require.fields"))
    for line in facts.lines:
        _check_line(line)
    _check_counts(facts)


def _check_line(line: LedgerLine) -> None:
    require(PAPER, line.item_number or line.what, [
        (tr("隐患编号", "number of the hazard"), line.item_number),
        (tr("养老机构", "institution"), line.institution),
        (tr("部位和情况", "place and finding"), line.what),
        (tr("状态", "state"), line.state),
    ])
    open_ = line.outcome == "open"
    if open_ and line.ended_on is not None:
        raise _contradiction(line, tr("整改中的隐患却有销号日期", "an open hazard has a date of clearing"))
    if not open_ and line.ended_on is None:
        raise _contradiction(line, tr("已终结的隐患没有日期", "a hazard that has ended has no date"))
    if not open_ and line.overdue_days > 0:
        raise _contradiction(line, tr("已终结的隐患仍列为逾期", "a hazard that has ended is overdue"))


def _contradiction(line: LedgerLine, what: object) -> BadInput:
    return BadInput(tr("台账中一项前后矛盾：{what}", "a line of the ledger contradicts itself: {what}").format(what=what),
                    where=line.item_number, todo=tr("核对这项隐患的记录。", "Look at the record of this hazard."))


def _check_counts(facts: LedgerFacts) -> None:
    """Found = open + every end, and the statistics' own figures are those of the lines."""
    given = facts.counts
    if given is None:
        return
    said = given._asdict()
    ends = sum(said.values()) - given.found
    counted = Counter[str](line.outcome for line in facts.lines)
    wrong = {name: (count, counted[name]) for name, count in said.items() if name != "found" and count != counted[name]}
    if given.found == ends == len(facts.lines) and not wrong:
        return
    figures = "；".join(f"{name} {count} / {lines}" for name, (count, lines) in wrong.items())
    raise BadInput(
        tr("台账不平：统计发现{found}项，各项结果相加{ends}项，台账列出{lines}项。{figures}",
           "the ledger does not balance: {found} found, outcomes add up to {ends}, {lines} lines. {figures}").format(
               found=given.found, ends=ends, lines=len(facts.lines), figures=figures),
        where=facts.number, todo=tr("核对统计范围和每项隐患的状态。", "Check the selection and every state."))


# -- above the table ---------------------------------------------------------------------------------------


def _head_line(flow: Flow, facts: LedgerFacts, words: Wording) -> None:
    """Who, what, until when, in what unit: spread over the line, or run on when they do not fit one."""
    size, leading = words.number("size.text"), words.number("size.text_leading")
    flow.replaces(words, facts, size=size)
    parts = [words.say("label.bureau", bureau=clean(facts.bureau)), words.say("label.selection", selection=clean(facts.selection)),
             words.say("label.as_of", day=day(facts.as_of)), words.text("label.unit")]
    lines = [set_lines((Run(part),), flow.faces, Setting(size, size, 1e6, justify=0))[0] for part in parts]
    room = flow.sheet.area_width - sum(line.width for line in lines)
    if room < 3 * 2 * size:
        flow.text("　　".join(parts), size=size, leading=leading)
        flow.skip(0.5 * MM)
        return
    x = flow.sheet.left
    for line in lines:
        flow.add(Words(x, baseline(flow.sheet.top + flow.y, leading, size), line))
        x += line.width + room / 3
    flow.skip(leading + 0.5 * MM)


# -- the table ---------------------------------------------------------------------------------------------


def _table_head(words: Wording) -> Row:
    size, leading = words.number("size.table"), words.number("size.leading")
    return Row(tuple(replace(text_cell(width, text, size, leading, "centre", "hei"), pad=_PAD)
                     for width, text in zip(words.numbers("column.lines"), words.texts("head.lines"), strict=True)))


def _rows(facts: LedgerFacts, words: Wording) -> Iterator[Row]:
    widths = words.numbers("column.lines")
    for number, line in enumerate(facts.lines, start=1):
        yield Row(tuple(_cell(column, width, paras) for column, (width, paras) in enumerate(
            zip(widths, _said(number, line, facts.as_of.year, words), strict=True))))
    if not facts.lines:
        yield Row((Cell(sum(widths), (_para(words.text("sentence.none"), words, "centre"),)),), 10.8)


def _said(number: int, line: LedgerLine, year: int, words: Wording) -> Iterator[Sequence[Para]]:
    """What stands in each column of a line, in their order."""
    texts: tuple[str, ...] = (str(number), line.item_number, line.institution, line.what, words.text(f"grade.{line.severity}"),
                              short_day(line.found_on, year), line.paper_number, line.measure_kind, _due(line, year, words))
    for column, text in enumerate(texts):
        role = "hei" if column == 4 and line.severity == "major" else "fang"
        yield [_para(text, words, "centre" if column in _CENTRED else "left", role, fit=column in _ONE_LINE)]
    state, overdue = _state(line, year, words)
    yield [Para((Run(state, "hei", RED) if overdue else Run(state),), *_sizes(words), "centre", fit=overdue),
           *(_para(note, words, "centre") for note in line.notes)]
    yield [_para("" if line.ended_on is None else short_day(line.ended_on, year), words, "centre")]


def _cell(column: int, width: float, paras: Sequence[Para]) -> Cell:
    kept = tuple(one for one in paras if isinstance(one.pieces[0], Run) and one.pieces[0].text)
    return Cell(width, kept, pad=_PAD if column in _CENTRED else 2.2)


def _para(text: str, words: Wording, align: Align, role: str = "fang", fit: bool = False) -> Para:
    return Para((Run(clean(text), role),), *_sizes(words), align, fit)


def _sizes(words: Wording) -> tuple[float, float]:
    return words.number("size.table"), words.number("size.leading")


def short_day(when: date, year: int) -> str:
    """The day as the ledger's table says it: without the year when it is `year`."""
    return f"{when.month}月{when.day}日" if when.year == year else day(when)


def _due(line: LedgerLine, year: int, words: Wording) -> str:
    if line.at_scene:
        return words.text("label.at_scene")
    if line.due is not None:
        return short_day(line.due, year)
    return "" if line.term_days is None else term(line.term_days, line.term_kind, short=True)


def _state(line: LedgerLine, year: int, words: Wording) -> tuple[str, bool]:
    """What the state column says first, and whether it is overdue."""
    if line.overdue_days > 0:
        return words.say("sentence.overdue", days=line.overdue_days), True
    if line.extended_to is not None and line.outcome == "open":
        return words.say("sentence.extended", day=short_day(line.extended_to, year)), False
    return clean(line.state), False


# -- below the table ---------------------------------------------------------------------------------------


def _foot(facts: LedgerFacts, words: Wording) -> str:
    """The total, and what a date without a year means when there is one."""
    dates = {when for line in facts.lines for when in (line.found_on, line.due, line.ended_on, line.extended_to) if when}
    years = any(when.year == facts.as_of.year for when in dates)
    return _total(facts, words) + (words.say("sentence.years", year=facts.as_of.year) if years else "")


def _total(facts: LedgerFacts, words: Wording) -> str:
    if not facts.lines:
        return words.text("sentence.total_none")
    grades = Counter(line.severity for line in facts.lines)
    outcomes = Counter(line.outcome for line in facts.lines)
    shares = {name: _share(words, f"outcome.{name}", count) for name, count in outcomes.items()}
    if "open" in shares:
        shares["open"] += _of_open(facts, words)
    order = ("cleared", "ended_with_institution", "equivalent", "disproved", "open")
    return words.say(
        "sentence.total", found=len(facts.lines), outcomes="，".join(shares[name] for name in order if name in shares),
        grades="，".join(_share(words, f"grade.{name}", grades[name]) for name in ("major", "general") if grades[name]))


def _of_open(facts: LedgerFacts, words: Wording) -> str:
    """How many of the open ones are overdue, extended, handed in for reinspection."""
    lines = [line for line in facts.lines if line.outcome == "open"]
    counts = (sum(line.overdue_days > 0 for line in lines), sum(line.extended or line.extended_to is not None for line in lines),
              sum(line.submitted for line in lines))
    shares = [_share(words, f"open.{name}", count) for name, count in zip(_OPEN, counts, strict=True) if count]
    return words.say("sentence.of_them", shares="、".join(shares)) if shares else ""


def _share(words: Wording, key: str, count: int) -> str:
    return words.say("sentence.share", name=words.text(key), count=count)


def _signers(words: Wording) -> list[Piece | str]:
    """Who answers for the ledger: blanks for the pen."""
    pieces: list[Piece | str] = []
    for who in words.texts("label.signers"):
        pieces += [who, Blank(words.number("blank.signer")), "　　"]
    return [*pieces, words.text("label.signed_on"), Blank(4), "年", Blank(2), "月", Blank(2), "日"]
