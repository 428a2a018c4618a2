"""Facts of the blank checklist: a published form as a paper to fill in by pen and to enter later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...documents.facts import Answering, BlankFacts, BlankFigure, BlankQuestion, BlankSection
from ...domain.core import RowId
from ...xform import Form, Question
from ..desk import Desk
from ..forms import newest, open_form
from ..in_words import SEVERAL
from ..register import find
from .conditions import NUMBERS, in_chinese, unit_of
from .parts import Asked, Gathered, now
from .report import READINGS

_ANSWERING: dict[str, Answering] = {
    "select_one": "one", "boolean": "one", "select_multiple": "several", "rank": "rank", "acknowledge": "confirm",
    "date": "date", "time": "time", "dateTime": "datetime", "note": "note",
    **dict.fromkeys(NUMBERS, "number"), **dict.fromkeys(("image", "audio", "video", "file"), "photo"),
}  # fmt: skip
_LINES_OF_TEXT = 3  # rules of a question that asks for more than a line


def blank(desk: Desk, asked: Asked) -> Gathered:
    """A checklist (target: a form's name, name@version) for no home, or for one."""
    name, _, version = (asked.target or "fire_safety").partition("@")
    row = newest(desk, name, version)
    form = open_form(desk, RowId(row["id"]))
    home = find(desk, asked.institution) if asked.institution else None
    facts = BlankFacts(
        bureau=desk.bureau()["name"],
        title=form.titles.get("zh", form.title),
        form=form.name,
        form_version=form.version,
        sections=sections(form, asked.rounds),
        generated_at=now(desk),
        institution=home["name"] if home else "",
        address=(home["address"] or "") if home else "",
    )
    return Gathered(facts=facts, institution=RowId(home["id"]) if home else None)


def sections(form: Form, rounds: int) -> tuple[BlankSection, ...]:
    """Every question that a person answers, under its top-level group or its repeat, in the order of the form."""
    found: list[BlankSection] = []
    place, waiting = "\n", list[Question]()  # no group has such a path
    number = 0
    for question in [*(each for each in form.questions if _is_asked(each)), None]:
        here = _group(form, question) if question else ""
        if waiting and (question is None or here != place):
            made, number = _questions(form, waiting, number)
            found.append(_section(form, place, made, rounds))
            waiting = []
        if question is not None:
            place = here
            waiting.append(question)
    return tuple(found)


def _is_asked(question: Question) -> bool:
    """Calculations and metadata are nobody's to fill in; a note that comments on an answer comes too late on paper."""
    if question.kind in ("calculate", "metadata", "hidden"):
        return False
    return not (question.kind == "note" and question.relevant)


def _group(form: Form, question: Question) -> str:
    """The path of the innermost repeat around a question, else of its top-level group."""
    repeats = [each.path for each in form.definitions if each.repeat and question.path.startswith(f"{each.path}/")]
    return max(repeats, key=len, default=question.path.partition("/")[0] if "/" in question.path else "")


def _section(form: Form, path: str, questions: Sequence[BlankQuestion], rounds: int) -> BlankSection:
    definition = next((each for each in form.definitions if each.path == path), None)
    if definition is None:
        return BlankSection(title="", questions=tuple(questions))
    group = form.groups.get(definition.index, {})
    title = form.spoken(group.get("label", {}), "zh")
    return BlankSection(
        title=title if isinstance(title, str) else "",
        questions=tuple(questions),
        rounds=rounds if definition.repeat else 1,
        when=in_chinese(form, definition.expressions.get("relevant", "")),
    )


def _questions(form: Form, questions: Sequence[Question], number: int) -> tuple[list[BlankQuestion], int]:
    """The questions of a section, numbered as the report numbers them; what is measured for a verdict stands in its row."""
    made: list[BlankQuestion] = []
    waiting: dict[str, BlankFigure] = {}
    for question in questions:
        if _is_figure(question, questions):
            label, unit = unit_of(_words(question))
            waiting[question.path] = BlankFigure(label, unit)
            continue
        judged = bool(question.fa.get("fail"))
        number += judged
        one = _question(form, question, str(number) if judged else "")
        if judged:
            figures = [path for path in waiting if path.startswith(f"{question.path}_")]
            one = replace(one, figures=tuple(waiting.pop(path) for path in figures))
        made.append(one)
    return made, number


def _is_figure(question: Question, questions: Sequence[Question]) -> bool:
    """Is it measured for a verdict of the same section?"""
    return question.kind in NUMBERS and question.name.endswith(READINGS) and any(
        other.fa.get("fail") and question.path.startswith(f"{other.path}_") for other in questions
    )


def _question(form: Form, question: Question, number: str) -> BlankQuestion:
    words, unit = unit_of(_words(question)) if question.kind in NUMBERS else (_words(question), "")
    verdict = bool(question.fa.get("fail")) and question.kind not in SEVERAL
    return BlankQuestion(
        number=number,
        text=words,
        answering="verdict" if verdict else _ANSWERING.get(question.kind, "text"),
        hint=_plain(form, question.hints),
        choices=tuple(choice.label("zh") for choice in question.choices),
        unit=unit,
        when=in_chinese(form, question.relevant),
        required=question.required.strip() == "true()",
        lines=_LINES_OF_TEXT if "multiline" in question.appearance else 1,
    )


def _words(question: Question) -> str:
    return question.label("zh")


def _plain(form: Form, texts: object) -> str:
    said = form.spoken(texts, "zh")  # type: ignore[arg-type]
    return said if isinstance(said, str) else ""
