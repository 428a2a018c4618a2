"""Every paper is judged from its own PDF: on facts of chance, at the edges, and as the examples print it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import paper_examples as reports
import pytest
from golden import EXAMPLES
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from paper_checker import KINDS, NO_END, NO_START, body_text, check_paper, is_furniture, searched
from paper_examples import poppler
from paper_strategies import STRATEGIES, Example, Facts, code, english, module, render
from paper_words import RARE, jpeg, text, typed
from pdf_reader import Reading, all_lines, read_pdf

from fieldaudit.documents import wording
from fieldaudit.documents.faces import load_faces
from fieldaudit.documents.typeset.line import Run, Setting, set_lines

pytestmark = pytest.mark.slow  # each lays out papers

# The first paper with a fault is shown as it is: making it smaller would print thousands.
_AS_FOUND = (Phase.explicit, Phase.generate)
_NAME_OF_42 = "内蒙古自治区通辽市丙县巴彦塔拉苏木㛃䶮堃喆犇老年人日间照料与长期托养综合养老服务中心"[:42]
_LATIN = "A long English sentence about smoke detectors, emergency lighting and electromagnetic door holders, e.g. type EN 1155; "


def judge(kind: str, facts: Facts) -> Reading:
    """Print the paper and let the judge name what is wrong with it."""
    example = Example(kind, facts)
    return check_paper(example.pdf, kind, code=code(kind, facts), said=example.said, lang=getattr(facts, "lang", "zh"))


def test_there_is_a_judge_and_a_choice_of_facts_for_every_paper() -> None:
    assert set(KINDS) == set(STRATEGIES) == set(wording.KINDS)
    assert [kind for kind in KINDS if module(kind) is None] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_of_facts_by_chance_has_no_fault(kind: str) -> None:
    @given(facts=STRATEGIES[kind])
    @settings(max_examples=20, phases=_AS_FOUND)
    def judged(facts: Facts) -> None:
        judge(kind, facts)

    judged()


@pytest.mark.parametrize("kind", ["plan", "report"])
def test_an_english_edition_of_facts_by_chance_has_no_fault(kind: str) -> None:
    @given(facts=english(STRATEGIES[kind]))
    @settings(max_examples=10, phases=_AS_FOUND)
    def judged(facts: Facts) -> None:
        judge(kind, facts)

    judged()


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_example_has_no_fault_and_a_search_finds_what_was_typed(name: str) -> None:
    kind, facts = EXAMPLES[name]()
    judge(kind, facts)
    pdf = Example(kind, facts).pdf
    found = searched(poppler("pdftotext", pdf, "-raw"))
    for line in all_lines(read_pdf(pdf).pages):  # a phrase may go on over a page
        found = found.replace(searched(line.text), "") if is_furniture(line) else found
    assert [phrase for phrase in Example(kind, facts).said if not _found(searched(phrase), found)] == []


def _found(phrase: str, said: str) -> bool:
    """In one piece, or in two about what stands at the foot of every page."""
    return phrase in said or any(phrase[:at] in said and phrase[at:] in said for at in range(4, len(phrase) - 3))


@given(said=text(8), cells=st.integers(5, 30), cell=st.booleans())
@settings(max_examples=500)
def test_no_line_of_any_width_begins_or_ends_with_a_forbidden_mark_and_none_loses_a_character(
    said: str, cells: int, cell: bool
) -> None:
    setting = Setting(10.5, 10.5, 10.5 * cells, hang=cell, justify=0.13 if cell else 1)
    lines = [line.text for line in set_lines((Run(said),), load_faces(), setting)]
    assert not [line for line in lines if line[0] in NO_START or line[-1] in NO_END], lines
    assert searched("".join(lines)) == searched(typed(said))


# -- edges -------------------------------------------------------------------------------------------------


def _times(field: str, count: int) -> Callable[[Facts], Facts]:
    """So many of what the facts list: the given ones again and again."""

    def many(facts: Facts) -> Facts:
        kept = getattr(facts, field)
        return replace(facts, **{field: (kept * count)[:count]})

    return many


def _items(count: int) -> Callable[[Facts], Facts]:
    """So many reinspected hazards, each with a number of its own."""

    def many(facts: Facts) -> Facts:
        items = tuple(replace(item, position=at) for at, item in enumerate((facts.items * count)[:count], start=1))
        return replace(facts, items=items, not_due=tuple(n + 100 for n in facts.not_due))

    return many


def _photos(count: int, mode: str = "RGB") -> Callable[[Facts], Facts]:
    """So many photos of the first hazard; of a clearing sheet, before and after."""

    def many(facts: Facts) -> Facts:
        one = facts.after[0] if hasattr(facts, "after") else facts.further[0]
        photos = tuple(replace(one, number=f"P{at}", jpeg=jpeg(40 + at % 7, 30, mode)) for at in range(1, count + 1))
        if hasattr(facts, "after"):
            return replace(facts, before=photos[: count // 2], after=photos[count // 2 :] or facts.after[:1])
        hazards = tuple(replace(hazard, photos=photos[: count // 2] if at == 0 else ()) for at, hazard in enumerate(facts.hazards))
        return replace(facts, hazards=hazards, further=photos[count // 2 :])

    return many


def _named(name: str) -> Callable[[Facts], Facts]:
    """The institution of that name, wherever a paper has it."""

    def called(facts: Facts) -> Facts:
        changes: dict[str, Any] = {}
        if hasattr(facts, "party"):
            changes["party"] = replace(facts.party, name=name, address=f"{name}{RARE}院内18号")
        if hasattr(facts, "recipient"):
            changes["recipient"] = name
        if hasattr(facts, "institution"):
            changes["institution"] = name
        return replace(facts, **changes)

    return called


def _foreign(facts: Facts) -> Facts:
    """A long English finding."""
    said = "共" + _LATIN * 2 + "处"
    if hasattr(facts, "hazards") and facts.hazards and hasattr(facts.hazards[0], "finding"):
        return replace(facts, hazards=(replace(facts.hazards[0], finding=said), *facts.hazards[1:]))
    if hasattr(facts, "lines") and facts.lines and hasattr(facts.lines[0], "finding"):
        return replace(facts, lines=(replace(facts.lines[0], finding=said), *facts.lines[1:]))
    return replace(facts, seen=(said, *facts.seen)) if hasattr(facts, "seen") else facts


_EDGES: dict[str, tuple[str, Callable[[Facts], Facts]]] = {
    "one hazard": ("notice", _times("hazards", 1)),
    "twelve hazards": ("notice", _times("hazards", 12)),
    "sixty hazards": ("notice", _times("hazards", 60)),
    "an order of one": ("immediate", _times("hazards", 1)),
    "an order of sixty": ("immediate", _times("hazards", 60)),
    "one paper served": ("service", _times("papers", 1)),
    "thirty papers served": ("service", _times("papers", 30)),
    "one item": ("reinspection", _items(1)),
    "sixty items": ("reinspection", _items(60)),
    "a plan of one": ("plan", _times("lines", 1)),
    "a plan of sixty": ("plan", _times("lines", 60)),
    "a sheet with two photos": ("clearing", _photos(2)),
    "a sheet with eighty photos": ("clearing", _photos(80)),
    "a report of no hazard": ("report", lambda facts: replace(facts, hazards=(), further=())),
    "a report of sixty hazards": ("report", _times("hazards", 60)),
    "a report of 200 answers": ("report", _times("answers", 200)),
    "a report with eighty photos": ("report", _photos(80)),
    "a report with grey photos": ("report", _photos(7, "L")),
    "an empty ledger": ("ledger", _times("lines", 0)),
    "a ledger of one": ("ledger", _times("lines", 1)),
    "a ledger of 200": ("ledger", _times("lines", 200)),
    "one matter": ("referral", _times("matters", 1)),
    "thirty matters": ("referral", _times("matters", 30)),
    "one fact": ("record", _times("seen", 1)),
    "sixty facts": ("record", _times("seen", 60)),
    "a checklist of twenty sections": ("blank", _times("sections", 20)),
}
_BASES = {
    "report": STRATEGIES["report"].filter(lambda facts: facts.hazards and facts.further),
}


@pytest.mark.parametrize("what", _EDGES)
def test_a_paper_has_no_fault_with(what: str) -> None:
    kind, edge = _EDGES[what]

    @given(facts=_BASES.get(kind, STRATEGIES[kind]))
    @settings(max_examples=2, phases=_AS_FOUND)
    def judged(facts: Facts) -> None:
        judge(kind, edge(facts))

    judged()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", [_NAME_OF_42, RARE + "养老院", "巴彦塔拉·额尔敦乌拉·阿日昆都楞苏木养老院", "犇"])
def test_a_name_of_any_length_and_with_rare_characters_stands_on_every_paper(kind: str, name: str) -> None:
    @given(facts=STRATEGIES[kind])
    @settings(max_examples=1, phases=_AS_FOUND)
    def judged(facts: Facts) -> None:
        reading = judge(kind, _foreign(_named(name)(facts)))
        assert name in body_text(reading) or kind == "ledger"

    judged()


def test_no_heading_is_left_alone_wherever_a_page_ends() -> None:
    """A report whose second table moves down line by line past the page's foot."""
    long = "不符合要求，" * 12
    answers = tuple(
        replace(reports.REPORT.answers[at], section=section, remark=remark, reading="")
        for at, (section, remark) in enumerate((("", ""), ("用火用电", long), ("建筑防火", ""), ("", "")))
    )
    hazard = reports.REPORT.hazards[1]
    for lines in range(1, 40):
        finding = "共" + "疏散通道堆放杂物，" * 2 * lines + "处"
        facts = replace(reports.REPORT, answers=answers, hazards=(replace(hazard, hazard=replace(hazard.hazard, finding=finding)),))
        check_paper(render("report", facts), "report")


@pytest.mark.soak
@pytest.mark.parametrize("kind", KINDS)
def test_soak_papers_of_facts_by_chance(kind: str, rounds: int) -> None:
    @given(facts=st.one_of(STRATEGIES[kind], *((english(STRATEGIES[kind]),) if kind in wording.ENGLISH else ())))
    @settings(max_examples=200 * rounds, phases=_AS_FOUND)
    def judged(facts: Facts) -> None:
        judge(kind, facts)

    judged()
