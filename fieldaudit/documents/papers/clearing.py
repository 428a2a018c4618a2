"""隐患整改销号单: one hazard on one sheet, from what was found to its clearing (安全生产法 41 asks for the register of hazards).

Owns the form: the hazard, the five, photos before and after, acceptance and the signatures that clear. The sheet is one
page whenever it can be: long texts raise their rows and the photos give way, down to a least height; only then does it
go on a second page. Photos for which the sheet has no room stand on pages of their own, six each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ...errors import BadInput
from ...i18n import tr
from ..faces import Faces
from ..facts import ClearingFacts, Photo, Step, facts_sha256, require, require_also
from ..phrases import day, joined, sentence
from ..typeset.flow import Flow
from ..typeset.line import Blank, Gap, Piece, Run, Tick, clean
from ..typeset.page import FORM, MM, Proof
from ..typeset.pdf import write_pdf
from ..typeset.photo import further_photos, photo_art
from ..typeset.table import Align, Cell, Para, Row, label, para
from ..wording import Wording, shipped
from .order import number_text
from .plan import ten_thousands

KIND = "clearing"
PAPER = tr("隐患整改销号单", "the clearing sheet")
_ON_SHEET = 2  # photos before, and as many after
_STEPS_IN_A_ROW = 3
_PAD = 3.0
_SIGN_LEADING = 19.0  # points of a line that is signed by hand


def render(facts: ClearingFacts, faces: Faces, words: Wording | None = None) -> bytes:
    """The clearing sheet as PDF. Raises `BadInput` naming the field that is missing."""
    words = words or shipped(KIND)
    check(facts, words)
    flow = Flow(words.text("title.paper"), faces, FORM, numbered=False)
    flow.title(facts.bureau, words.text("title.paper"))
    number = number_text(words, facts.number, facts.provisional)
    flow.number(number)
    flow.replaces(words, facts, size=words.number("size.text"))
    form = _Form(facts, words, faces).fitted(flow)
    flow.table(form.rows(flow))
    form.further(flow, number)
    proof = Proof("CL", number, facts.version, facts.generated_at, facts_sha256(facts))
    return write_pdf([flow.copy], proof, faces, f"{words.text('title.paper')}（{number}）", facts.bureau, facts.draft)


def check(facts: ClearingFacts, words: Wording | None = None) -> None:
    """Refuse what clears nothing: `BadInput` naming the field, or the step that is missing."""
    words = words or shipped(KIND)
    where = f"{facts.number} {facts.item_number}".strip()
    require(PAPER, where, [
        (tr("机关名称", "bureau"), facts.bureau),
        (tr("文号", "number"), facts.number or facts.draft),
        (tr("养老机构名称", "institution name"), facts.party.name),
        (tr("隐患编号", "hazard's number"), facts.item_number),
        (tr("隐患部位", "hazard's place"), facts.place),
        (tr("隐患情况", "hazard's finding"), facts.finding),
        (tr("违反的条款", "clause offended against"), any(one.strip() for one in facts.citations)),
        (tr("措施", "measure"), facts.measure),
        (tr("验收意见", "what the acceptance found"), facts.opinion),
        (tr("签批人", "who signs"), facts.steps),
    ])
    require_also(PAPER, where, facts, words.texts("require.fields"))
    if not facts.fixed_at_scene:
        require(PAPER, where, [
            (tr("整改通知书文号", "number of the notice"), facts.notice_number or facts.draft),
            (tr("复查意见书文号", "number of the reinspection opinion"), facts.reinspection_number or facts.draft),
            (tr("复查日期", "day of the reinspection"), facts.reinspected_on or facts.draft),
        ])
    if words.flag("choice.photo_after") and not facts.draft:
        require(PAPER, where, [(tr("整改后照片", "photo after"), facts.after)])
    _check_order(facts, words, where)


def _check_order(facts: ClearingFacts, words: Wording, where: str) -> None:
    approval = words.text("step.approval")
    if facts.severity == "major" and approval not in [clean(step.role) for step in facts.steps]:
        raise BadInput(
            tr("重大隐患销号须有“{step}”", "a major hazard is not cleared without the step “{step}”").format(step=approval),
            where=where, todo=tr("由有权批准的人销号。", "Let someone clear it who may."))
    if facts.cleared_on is not None and facts.cleared_on < (facts.reinspected_on or facts.found_on):
        raise BadInput(tr("销号日期早于复查日期", "It is cleared before it was reinspected"), where=where)


# -- the form ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Form:
    """The rows of one sheet."""

    facts: ClearingFacts
    words: Wording
    faces: Faces
    key: str = "text"  # of the size and leading it is set in

    def fitted(self, flow: Flow) -> _Form:
        """As it is where one page holds it; else set smaller, if that brings it on one page."""
        smaller = replace(self, key="text_least")
        fits = self._room(flow) < self._least() <= smaller._room(flow)
        return smaller if fits else self

    def rows(self, flow: Flow) -> list[Row]:
        """All rows, the photos as high as the page leaves them."""
        return [*self._above(), *self._photos(self._room(flow)), *self._below()]

    def _above(self) -> list[Row]:
        return [*self._hazard(), *self._five(), self._bands()]

    def _below(self) -> list[Row]:
        return [*self._acceptance(), *self._steps(), self._last()]

    def _room(self, flow: Flow) -> float:
        """What the other rows leave of the page to the photos, in mm."""
        return (flow.room - flow.height([*self._above(), *self._below()])) / MM

    def _least(self) -> float:
        """How high the photos must be together, in mm."""
        if not self.facts.before and not self.facts.after:
            return self._height("long_row")
        return self._pairs() * self._height("photo_least")

    def _pairs(self) -> int:
        return max(1, min(_ON_SHEET, max(len(self.facts.before), len(self.facts.after))))

    def _hazard(self) -> list[Row]:
        facts, say = self.facts, self.words.say
        notice = say("sentence.on_spot_notice") if facts.fixed_at_scene and not facts.notice_number else facts.notice_number
        grades: list[Piece | str] = []
        for grade in ("general", "major"):
            grades += [Gap(1)] * bool(grades) + [Tick("yes" if grade == facts.severity else ""), say(f"grade.{grade}")]
        basis = joined([one for one in facts.citations if one.strip()])
        return [
            self._pair("institution", [clean(facts.party.name)], "item", [clean(facts.item_number)]),
            self._pair("notice", [clean(notice)], "grade", grades),
            self._pair("place", [sentence(facts.place)], "found", [day(facts.found_on)]),
            self._wide("finding", [say("sentence.finding", finding=sentence(facts.finding), basis=basis)]),
        ]

    def _five(self) -> list[Row]:
        facts, say = self.facts, self.words.say
        measure = say("sentence.measure", measure=sentence(facts.measure), kind=clean(facts.measure_kind))
        counted = say("sentence.counted", counted=sentence(facts.counted)) if facts.counted.strip() else ""
        due = say("sentence.on_spot") if facts.fixed_at_scene and facts.due is None else day(facts.due) if facts.due else ""
        cells: list[Cell] = []
        widths = self.words.numbers("column.five")
        for number, (key, said) in enumerate((("responsible", facts.responsible), ("money", self._money()), ("due", due))):
            cells += [self._label(key, widths[2 * number]), self._text(widths[2 * number + 1], self._arranged(said))]
        return [self._wide("measure", [f"{measure}{counted}。"]), Row(tuple(cells), self._height("row")),
                self._wide("contingency", self._arranged(self._stopped(facts.contingency)))]

    def _money(self) -> str:
        if self.facts.budget_yuan is None:
            return ""
        source = clean(self.facts.budget_source)
        money = self.words.say("sentence.money", money=ten_thousands(self.facts.budget_yuan))
        return money + (self.words.say("sentence.source", source=source) if source else "")

    def _arranged(self, said: str) -> list[Piece | str]:
        """One of the five; of a hazard put right on the spot nothing was left to arrange."""
        if said.strip():
            return [clean(said)]
        if self.facts.fixed_at_scene:
            return [self.words.text("sentence.on_spot")]
        return [Run(self.words.text("sentence.missing"), "hei")]

    @staticmethod
    def _stopped(text: str) -> str:
        return f"{sentence(text)}。" if text.strip() else ""

    def _bands(self) -> Row:
        left, right = self.words.numbers("column.photos")
        cells = (self._band("before", left), self._band("after", right))
        return Row(cells, self._height("band"), with_next=True)

    def _band(self, key: str, width: float) -> Cell:
        chars: list[Piece | str] = []
        for char in self.words.text(f"label.{key}"):
            chars += [Gap(1)] * bool(chars) + [Run(char, "hei")]
        return Cell(width, (self._para(chars, "centre"),))

    def _photos(self, room: float) -> list[Row]:
        """Before on the left, after on the right, within `room` mm; on a second page there is room again."""
        pairs = self._pairs()
        most = self._height("photo" if pairs == 1 else "photo_of_four")
        high = most if room < self._least() else min(most, room / pairs)
        if not self.facts.before and not self.facts.after:
            high = self._height("long_row")
        return [Row((self._photo(self.facts.before, at, 0), self._photo(self.facts.after, at, 1)), high) for at in range(pairs)]

    def _photo(self, photos: Sequence[Photo], at: int, side: int) -> Cell:
        width = self.words.numbers("column.photos")[side]
        if at < len(photos):
            return Cell(width, art=photo_art(photos[at], self.faces, self.words.text("sentence.absent")))
        if at:
            return Cell(width, struck=True)
        return self._text(width, [self.words.text("sentence.no_photo")], "centre")

    def _acceptance(self) -> list[Row]:
        facts, say = self.facts, self.words.say
        number, when = facts.reinspection_number, facts.reinspected_on
        if facts.fixed_at_scene and not number:
            number, when = say("sentence.on_spot_reinspection"), when or facts.found_on
        people: list[Piece | str] = []
        names = [clean(name) for name, _ in facts.accepted_by] or ["", ""]
        for name in names:
            people += ["、"] * bool(people) + [Blank(6), *([f"（{name}）"] if name else [])]
        opinion = self._para([say("sentence.opinion", opinion=sentence(facts.opinion))], "left")
        signed = replace(self._para([say("sentence.accepted"), *people], "left"), leading=_SIGN_LEADING)
        label, width = self.words.numbers("column.wide")
        return [replace(self._pair("reinspection", [clean(number)], "reinspected", self._day(when)), with_next=True),
                Row((self._label("opinion", label), Cell(width, (opinion, signed), pad=_PAD)), self._height("opinion"), True)]

    def _steps(self) -> list[Row]:
        """Who asks, who examines, who approves: as many as the office has, three in a row."""
        steps = self.facts.steps
        rows = -(-len(steps) // _STEPS_IN_A_ROW)
        each = -(-len(steps) // rows)
        return [self._steps_row(steps[at:at + each]) for at in range(0, len(steps), each)]

    def _steps_row(self, steps: Sequence[Step]) -> Row:
        name = self.words.numbers("column.steps")[0]
        sign = sum(self.words.numbers("column.wide")) / len(steps) - name
        cells: list[Cell] = []
        for step in steps:
            cells += [self._step(step, name), self._signed(step, sign)]
        return Row(tuple(cells), self._height("steps"), with_next=True)

    def _step(self, step: Step, width: float) -> Cell:
        role = label(clean(step.role), width, self._size).paras
        post = (self._para([Run(f"（{clean(step.post)}）", "hei")], "centre"),) if step.post.strip() else ()
        who = (replace(self._para([clean(step.name)], "centre"), fit=True),) if step.name.strip() else ()
        return Cell(width, (*role, *post, *who), pad=1)

    def _signed(self, step: Step, width: float) -> Cell:
        """Where to sign by hand; when, as far as the record knows it."""
        when: list[Piece | str] = [day(step.on)] if step.on else ["年", Gap(1), "月", Gap(1), "日", Gap(0.5)]
        lines = [self._para([self.words.text("label.sign")], "left"), self._para([Gap(1)], "right"), self._para(when, "right")]
        return Cell(width, tuple(replace(line, leading=16.0, fit=True) for line in lines), pad=_PAD)

    def _last(self) -> Row:
        ahead = self.words.pieces("sentence.look_back", day=self._day(self.facts.look_back))
        return self._pair("cleared", self._day(self.facts.cleared_on), "look_back", ahead, "last")

    def further(self, flow: Flow, number: str) -> None:
        """Photos for which the sheet had no room, each with the side it belongs to."""
        sides = (("before", self.facts.before), ("after", self.facts.after))
        more = [replace(photo, caption=f"{self.words.text(f'label.{key}')}　{photo.caption or photo.place}")
                for key, photos in sides for photo in photos[_ON_SHEET:]]
        if not more:
            return
        flow.new_page()
        said = self.words.say("title.further", paper=self.words.text("title.paper"), number=number)
        flow.text(Run(said, "hei"), size=12, leading=26, align="centre")
        flow.table(further_photos(more, self.faces, self.words.text("sentence.absent")))

    # -- cells ---------------------------------------------------------------------------------------------

    @property
    def _size(self) -> float:
        return self.words.number(f"size.{self.key}")

    def _height(self, key: str) -> float:
        return self.words.number(f"height.{key}")

    def _para(self, pieces: Sequence[Piece | str], align: Align) -> Para:
        return para(*pieces, size=self._size, leading=self._size * self.words.number("size.leading"), align=align)

    def _text(self, width: float, pieces: Sequence[Piece | str], align: Align = "left") -> Cell:
        return Cell(width, (self._para(pieces, align),), pad=_PAD)

    def _label(self, key: str, width: float) -> Cell:
        return replace(label(self.words.text(f"label.{key}"), width, self._size, spread=width > 20), pad=1)

    def _pair(self, left: str, said: Sequence[Piece | str], right: str, said_too: Sequence[Piece | str],
              height: str = "row") -> Row:
        a, b, c, d = self.words.numbers("column.pair")
        return Row((self._label(left, a), self._text(b, said), self._label(right, c), self._text(d, said_too)),
                   self._height(height))

    def _wide(self, key: str, said: Sequence[Piece | str], height: str = "long_row") -> Row:
        a, b = self.words.numbers("column.wide")
        return Row((self._label(key, a), self._text(b, said)), self._height(height))

    @staticmethod
    def _day(when: date | None) -> list[Piece | str]:
        return [day(when)] if when else [Blank(3.4), "年", Blank(2.2), "月", Blank(2.2), "日"]
