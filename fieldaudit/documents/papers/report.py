"""消防安全检查报告: one inspection, summary first.

Owns its order (facts, conclusion, failed items with their photos beside them, every answer, further photos, the list of
all photos with their hashes, signatures) and the conclusion with its figures, all derived from the answers and hazards
so that they cannot disagree. The rows of items, answers and photos stand in `report_answers` and `report_photos`.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import BadInput
from ...i18n import tr
from ..faces import Faces
from ..facts import ReportFacts, facts_sha256, require, require_also
from ..phrases import hours, sentence
from ..typeset.flow import Flow
from ..typeset.line import Colour, Piece, Run, Setting, Tick, clean, set_lines
from ..typeset.page import AREA_WIDTH, MM, Copy, Fill, Proof, Words, baseline
from ..typeset.pdf import write_pdf
from ..typeset.table import Cell, Para, Row, SetRow
from ..wording import Wording, shipped
from .edition import Edition
from .report_answers import RESULTS, answer_head, answer_rows, count, item_head, item_rows, judges, section_rows
from .report_photos import further_of, further_rows, list_rows, photos_of
from .report_signatures import signature_row

PAPER = tr("检查报告", "the inspection report")
KIND = "report"
_BAR: dict[str, tuple[Colour, Colour]] = {  # ground and ink
    "pass": ((0.8, 0.86, 0.8), (0, 0, 0)), "fail": ((0.78, 0.28, 0.25), (1, 1, 1)), "na": ((0.88, 0.88, 0.88), (0, 0, 0)),
}  # fmt: skip


def render(facts: ReportFacts, faces: Faces, words: Wording | None = None) -> bytes:
    """The report as PDF, in the edition that the facts ask for.

    Raises `BadInput` naming the field that is missing or the photo that cannot be embedded.
    """
    words = words or shipped(KIND, facts.lang)
    check(facts, words)
    copy = lay_out(facts, faces, words)
    proof = Proof("RE", words.say("title.strip", number=clean(facts.number)), facts.version, facts.generated_at,
                  facts_sha256(facts))  # fmt: skip
    edition = Edition(words)
    title = edition.whole(clean(facts.party.name), _title(facts, edition))
    return write_pdf([copy], proof, faces, title, facts.bureau, facts.draft, lang=edition.tag)


def lay_out(facts: ReportFacts, faces: Faces, words: Wording) -> Copy:
    """The report's pages as marks: all that `render` writes but the number and the strip of each page."""
    report = _Report(facts, faces, Edition(words))
    report.lay()
    return report.flow.copy


def check(facts: ReportFacts, words: Wording | None = None) -> None:
    """Refuse a report that does not say what was inspected, when, by whom: `BadInput` with the field."""
    words = words or shipped(KIND, facts.lang)
    require(PAPER, facts.number, [
        (tr("机关名称", "bureau"), facts.bureau),
        (tr("检查编号", "inspection number"), facts.number),
        (tr("养老机构名称", "institution name"), facts.party.name),
        (tr("地址", "address"), facts.party.address),
        (tr("检查结果", "answers"), facts.answers),
    ])  # fmt: skip
    require_also(PAPER, facts.number, facts, words.texts("require.fields"))
    if len(facts.inspectors) < 2:
        raise BadInput(tr("检查人员少于两人", "Fewer than two inspectors"), where=facts.number,
                       todo=tr("补充第二名检查人员。", "Name the second inspector."))  # fmt: skip


def _title(facts: ReportFacts, edition: Edition) -> str:
    """What was inspected, 消防安全检查报告; in English only what has an English name."""
    said = edition.known(facts.title)
    return said if edition.lang == "zh" or said.isascii() else edition.words.text("title.other")


class _Report:
    """One report on its way onto pages: sections under headings that count themselves."""

    def __init__(self, facts: ReportFacts, faces: Faces, edition: Edition) -> None:
        self.facts, self.edition, self.words = facts, edition, edition.words
        self.flow = Flow(self.words.text("title.outline"), faces)
        self.headings = 0

    def lay(self) -> None:
        facts, flow = self.facts, self.flow
        photos = photos_of(facts)
        signatures = flow.lay([signature_row(facts, self.edition, flow.faces)])
        closing = signatures[0].height + 2 * MM
        self._head()
        self._conclusion()
        if facts.hazards:
            self._table("hazards", item_rows(facts, self.edition, flow.faces), item_head(self.edition), start=1)
        items = count(facts.answers) or len(facts.answers)
        self._table("answers", answer_rows(facts, self.edition), answer_head(facts, self.edition),
                    self.edition.count("item", items), keep=0.0 if photos else closing)  # fmt: skip
        further = further_of(facts)
        if further:
            self._table("photos", further_rows(further, self.edition, flow.faces), note=self.edition.count("photo", len(further)))
        if photos:
            self._list_photos(list_rows(photos, self.edition, flow.faces), len(photos), closing)
        flow.skip(2 * MM)
        flow.table(signatures)

    def _heading(self, key: str, note: str = "", keep: float = 0.0) -> None:
        """A 14 pt heading; `keep` is the height of what must follow on its page."""
        self.headings += 1
        self.flow.skip(2.4 * MM)
        said = Run(self.words.say(f"heading.{key}", no=self.edition.numeral(self.headings)), "hei")
        notes = [self.words.say(f"heading.{key}_note", count=note)] if f"heading.{key}_note" in self.words.values else []
        pieces = [said, *(Run(text, self.edition.role) for text in notes)]
        self.flow.text(*pieces, size=14, leading=24, indent=self.edition.indent, keep=keep)

    def _table(self, key: str, rows: Sequence[Row], head: Sequence[Row] = (), note: str = "", keep: float = 0.0,
               start: int = 2) -> None:  # fmt: skip
        set_head, set_rows = self.flow.lay(head), self.flow.lay(rows)
        self._heading(key, note, self._least(set_head, set_rows, keep, start))
        self.flow.table(set_rows, set_head, keep=keep, start=start)

    def _least(self, head: Sequence[SetRow], rows: Sequence[SetRow], keep: float, start: int = 2) -> float:
        """What must stand under a heading on its page: the first rows; a table too short to divide as a whole."""
        while start < len(rows) and rows[start - 1].row.with_next:
            start += 1  # a section's row is not the last of a page
        whole = 1 < start >= len(rows) - 1
        return self.flow.height([*head, *(rows if whole else rows[:start])]) + (keep if whole else 0.0)

    def _list_photos(self, rows: Sequence[Row], many: int, closing: float) -> None:
        size, leading = self.words.number("size.caption"), self.words.number("leading.caption") + 2
        head, *rest = self.flow.lay(rows)
        self._heading("list", self.edition.count("photo", many), 3 * leading + self._least([head], rest, closing))
        said = Run(self.words.text("sentence.hashes"), self.edition.role)
        self.flow.text(said, size=size, leading=leading, indent=self.edition.indent, stretch=self.edition.stretch)
        self.flow.skip(1.2 * MM)
        self.flow.table(rest, [head], keep=closing)

    # -- head and facts ------------------------------------------------------------------------------------

    def _head(self) -> None:
        facts, flow, words = self.facts, self.flow, self.words
        flow.title(*self.edition.title(clean(facts.party.name), _title(facts, self.edition), flow.faces, AREA_WIDTH))
        number = clean(facts.number)
        if facts.provisional:
            number = words.say("sentence.provisional", number=number)
        flow.text(Run(words.say("sentence.number", number=number), self.edition.role), size=12, leading=26, align="centre")
        self.edition.replaces(flow, facts)
        flow.table(self._facts())

    def _facts(self) -> list[Row]:
        facts, known, text = self.facts, self.edition.known, self.words.text
        people = "\n".join(
            self.words.say("sentence.inspector", name=clean(name), badge=clean(badge)) for name, badge in facts.inspectors
        )
        fields: list[tuple[str, str | tuple[Piece, ...]]] = [
            (text("label.institution"), facts.party.name), (text("label.code"), facts.party.code or known("未登记")),
            (text("label.address"), known(facts.party.address)), (text("label.kind"), self._kinds()),
            (text("label.time"), hours(facts.started_at, facts.ended_at, self.edition.lang)),
            *((known(name), known(said)) for name, said in facts.details),
            (text("label.inspectors"), people), (text("label.site_person"), facts.site_person),
        ]  # fmt: skip
        height = self.words.number("height.fact")
        rows = [Row(self._fact(*fields.pop(0), wide=True), height)] if len(fields) % 2 else []
        return rows + [Row((*self._fact(*one), *self._fact(*other)), height)
                       for one, other in zip(fields[::2], fields[1::2], strict=True)]  # fmt: skip

    def _kinds(self) -> tuple[Piece, ...]:
        facts, pieces = self.facts, list[Piece]()
        for kind in filter(None, dict.fromkeys((*facts.kinds, facts.kind))):  # a kind of the bureau's own is ticked as well
            pieces += [self.edition.gap] * bool(pieces) + [Tick("yes" if kind == facts.kind else "")]
            pieces.append(Run(self.edition.known(kind), self.edition.role))
        return tuple(pieces)

    def _fact(self, name: str, said: str | tuple[Piece, ...], wide: bool = False) -> tuple[Cell, Cell]:
        label, width = self.words.numbers("column.facts")
        width = AREA_WIDTH / MM - label if wide else width
        size, leading = self.words.number("size.form"), self.words.number("leading.form")
        named = self.edition.label(name, label, size, leading)
        if isinstance(said, str):
            tight = self.words.number("leading.people") if "\n" in said else leading
            return named, self.edition.cell(width, said, size, tight)
        return named, Cell(width, (Para(said, size, leading),), pad=3)

    # -- conclusion ----------------------------------------------------------------------------------------

    def _conclusion(self) -> None:
        self._heading("conclusion", keep=30 * MM)
        size, leading = self.words.number("size.conclusion"), self.words.number("leading.conclusion")
        said = "".join(concluded(self.facts, self.edition)).strip()
        self.flow.text(Run(said, self.edition.role), size=size, leading=leading, indent=self.edition.indent,
                       stretch=self.edition.stretch)  # fmt: skip
        if not judges(self.facts):  # a form that only records: there is nothing to count
            return
        self.flow.skip(1.7 * MM)
        self._bar(self.words.number("height.bar") * MM)
        self.flow.skip(2 * MM)
        head, *rows = section_rows(self.facts, self.edition)
        self.flow.table(rows, [head])

    def _bar(self, height: float) -> None:
        flow = self.flow
        if flow.room < height:
            flow.new_page()
        total = count(self.facts.answers)
        x, y = flow.sheet.left, flow.sheet.top + flow.y
        marks: list[Fill | Words] = []
        for result in RESULTS:
            number = count(self.facts.answers, result)
            if number:
                width = AREA_WIDTH * number / total
                marks += self._part(x, y, width, height, self.words.text(f"result.{result}"), number, _BAR[result])
                x += width
        flow.add(*marks)
        flow.skip(height)

    def _part(self, x: float, y: float, width: float, height: float, name: str, number: int,
              colours: tuple[Colour, Colour]) -> list[Fill | Words]:  # fmt: skip
        """One part of the bar, with its name and number as far as they fit."""
        ground, ink = colours
        marks: list[Fill | Words] = [Fill(x, y, width, height, ground, frame=0.5)]
        for said in (f"{name} {number}", str(number)):
            line = set_lines((Run(said, "hei", ink),), self.flow.faces, Setting(10.5, 10.5, 1e6, justify=0))[0]
            if line.width <= width - 4:
                return [*marks, Words(x + (width - line.width) / 2, baseline(y, height, 10.5), line)]
        return marks


def concluded(facts: ReportFacts, edition: Edition) -> list[str]:
    """The sentences of the conclusion, counted from the answers and hazards."""
    words = edition.words
    counts = {result: count(facts.answers, result) for result in RESULTS}
    verdicts = judges(facts)
    if verdicts:
        said = [words.say("sentence.checked", count=edition.count("item", sum(counts.values())), passed=counts["pass"],
                          failed=counts["fail"], na=counts["na"])]  # fmt: skip
    else:
        said = [words.say("sentence.recorded", count=edition.count("record", len(facts.answers)))]
    if facts.hazards:
        said.append(_formed(facts, edition, "sentence.formed" if verdicts else "sentence.formed_of_records"))
    elif counts["fail"]:
        said.append(words.text("sentence.unformed"))
    elif verdicts:
        said.append(words.say("sentence.none", hazard=edition.known(facts.hazard_word)))
    if facts.risk and (verdicts or facts.hazards):
        said.append(words.say("sentence.risk", risk=edition.known(facts.risk)))
    if facts.main_risks.strip():
        said.append(words.say("sentence.risks", risks=sentence(facts.main_risks)))
    return said


def _formed(facts: ReportFacts, edition: Edition, key: str) -> str:
    words = edition.words
    joins = [words.say(f"sentence.{edition.one_or_many('join', len(one.questions) - 1)}",
                       rest=edition.listed(one.questions[1:]), first=one.questions[0])
             for one in facts.hazards if len(one.questions) > 1]  # fmt: skip
    grades = {grade: sum(one.hazard.severity == grade for one in facts.hazards) for grade in ("major", "general")}
    return words.say(
        key, count=edition.count("hazard", len(facts.hazards)),
        joins=words.say("sentence.joins", joins=edition.listed(joins, "joins")) if joins else "",
        grades=edition.listed([edition.count(grade, number) for grade, number in grades.items() if number]),
        ordered=_ordered(facts, edition))  # fmt: skip


def _ordered(facts: ReportFacts, edition: Edition) -> str:
    """What was put right at once, and the notice that orders the rest."""
    fixed = sum(one.fixed_at_scene for one in facts.hazards)
    at_scene = edition.words.say("sentence.fixed", count=edition.count("hazard", fixed)) if fixed else ""
    if not facts.notice_number or fixed == len(facts.hazards):
        return at_scene
    key = "sentence.ordered_rest" if fixed else "sentence.ordered_all"
    return at_scene + edition.words.say(key, number=clean(facts.notice_number))



