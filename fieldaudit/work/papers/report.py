"""Facts of the inspection report: what one visit found, every answer, and the photos."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from ...documents.facts import AnswerLine, Photo, ReportFacts, ReportHazard, Result
from ...domain.calendar import local_datetime
from ...domain.core import CommitId, RowId
from ...domain.terms import INSPECTION_KINDS, label
from ...i18n import Text, tr
from ...store import queries
from ...xform import Question
from ..desk import Desk, Row
from ..evidence import FILE, is_photo
from ..in_words import SEVERAL, in_words
from ..inspect import failed
from ..inspect import hazards as found_by
from ..plan import photos_of
from ..records import entered_late
from ..sheet import Sheet, open_sheet
from .parts import (
    DEPENDENT,
    Asked,
    Gathered,
    Photos,
    about,
    answered,
    demand_way_in,
    ended_at,
    hazard_line,
    hazard_word,
    inspectors_of,
    item_number,
    now,
    party_of,
    signatures,
    site_person,
)

Lang = Literal["zh", "en"]
READINGS = ("_n", "_depth", "_yield")  # questions so named are measured for the verdict they belong to
_PEOPLE = tr("床位／在住", "Occupancy")
_DEPENDENT = tr("失能人数", "Dependent")
_GRADE = tr("等级", "Grade")
_ENTERED = tr("补录时间", "Entered on")
_UNKNOWN_ADDRESS = tr("未登记", "not on record")
_TITLE = "检查报告"
_NOT_APPLICABLE = tr("按所填情况不适用", "does not apply by the facts given")


def _said(text: Text, lang: Lang) -> str:
    return text.zh if lang == "zh" else text.en


def report(desk: Desk, asked: Asked) -> Gathered:
    """The report of an inspection (target: its id or number)."""
    sheet = open_sheet(desk, asked.target)
    facts = report_facts(desk, sheet, asked.lang)
    return Gathered(
        facts=facts, institution=RowId(sheet.row["institution"]), inspection=sheet.id, recipient=facts.party.name,
        asked={"lang": asked.lang},
    )  # fmt: skip


def report_facts(desk: Desk, sheet: Sheet, lang: Lang = "zh") -> ReportFacts:
    """Everything the report prints. Raises NotAllowed for a visit that found no way in: there is no record to report."""
    demand_way_in(sheet)
    party = party_of(desk.row("institution", sheet.row["institution"]))
    ordered = desk.store.find("notice", inspection=sheet.id)
    answers, numbers = answer_lines(desk, sheet, lang)
    photos = Photos(desk, sheet.id)
    rows = found_by(desk, sheet)
    hazards = tuple(_report_hazard(desk, row, numbers, photos) for row in rows)
    return ReportFacts(
        bureau=desk.bureau()["name"],
        number=str(sheet.row["number"]),
        party=replace(party, address=party.address or _said(_UNKNOWN_ADDRESS, lang)),  # a report is due also without one
        started_at=local_datetime(sheet.row["started_at"]),
        ended_at=ended_at(desk, sheet) or now(desk),
        inspectors=inspectors_of(desk, sheet),
        answers=answers,
        hazards=hazards,
        generated_at=now(desk),
        title=f"{about(sheet.form)}{_TITLE}",
        kind=_kind(sheet.row["kind"], lang),
        kinds=tuple(_kind(kind, lang) for kind in INSPECTION_KINDS),
        details=_details(desk, sheet, lang),
        site_person=site_person(desk, sheet),
        notice_number="、".join(row["number"] for row in ordered),
        mode=ordered[-1]["mode"] if ordered else "by_term",
        risk=_risk(hazards),
        hazard_word=hazard_word(sheet.form),
        # it has no place for the hand of who witnessed a refusal
        signatures=tuple(replace(one, strokes=()) if one.refused else one for one in signatures(desk, sheet)),
        further=_further(desk, sheet, rows, photos),
        lang=lang,
        draft=not sheet.state.locked,
    )


def _kind(kind: str, lang: Lang) -> str:
    """日常 of 日常检查; Routine of routine inspection."""
    word = label("inspection_kind", kind)
    return word.zh.removesuffix("检查") if lang == "zh" else word.en.removesuffix(" inspection").capitalize()


def _risk(hazards: Sequence[ReportHazard]) -> str:
    """高 with any major hazard not fixed at once, 中 with any hazard, 低 with none."""
    if any(h.hazard.severity == "major" and not h.fixed_at_scene for h in hazards):
        return "高"
    return "中" if hazards else "低"


def _details(desk: Desk, sheet: Sheet, lang: Lang) -> tuple[tuple[str, str], ...]:
    home = desk.row("institution", sheet.row["institution"])
    entered = entered_late(desk, [CommitId(sheet.row["_commit"])]).get(CommitId(sheet.row["_commit"]))
    unable = answered(desk, sheet.id, DEPENDENT)
    shown = ((_PEOPLE, _people(desk, sheet, home, unable, lang)),
             (_DEPENDENT, _number(unable, "resident") if unable and lang == "en" else ""),
             (_GRADE, home["grade"]), (_ENTERED, entered))  # fmt: skip
    return tuple((_said(name, lang), str(value)) for name, value in shown if value not in (None, ""))


def _people(desk: Desk, sheet: Sheet, home: Row, unable: int | None, lang: Lang) -> str:
    """24张 / 21人（失能6人）: as counted at the visit, otherwise as registered; what neither tells is left out."""
    beds, residents = (answered(desk, sheet.id, name) or home[name] for name in ("beds", "residents"))
    if lang == "en":
        said = [_number(count, of) for count, of in ((beds, "bed"), (residents, "resident")) if count is not None]
        return ", ".join(said)
    people = "" if residents is None else f"{residents}人" + (f"（失能{unable}人）" if unable else "")
    return " / ".join(filter(None, ("" if beds is None else f"{beds}张", people)))


def _number(count: int, of: str) -> str:
    return f"{count} {of}" if count == 1 else f"{count} {of}s"


def _further(desk: Desk, sheet: Sheet, rows: Sequence[Row], photos: Photos) -> tuple[Photo, ...]:
    """The photos of questions without a hazard, in order of the form, each under its question."""
    linked = {link["path"] for row in rows for link in desk.store.find("item_question", item=row["id"])}
    mine = [row for row in queries.attachments(desk.store, sheet.id) if is_photo(row) and row["path"] not in linked]
    place = {path: order for order, (path, _, _) in enumerate(asked_questions(sheet))}
    mine.sort(key=lambda row: (place.get(row["path"] or "", len(place)), row["id"]))
    return tuple(photos.photo(row, _under(sheet, row["path"])) for row in mine)


def _under(sheet: Sheet, path: str | None) -> str:
    """What a question is about, short enough to stand below a photo."""
    if path is None or path not in {each.path for each in sheet.record.visible()}:
        return ""
    return sheet.record.label(path, "zh").partition("（")[0]


def answer_lines(
    desk: Desk, sheet: Sheet, lang: Lang = "zh"
) -> tuple[tuple[AnswerLine, ...], dict[str, str]]:
    """The answers in form order, and path -> printed number of each judged question.

    A hidden question is not applicable by the facts given; it is printed so, because the record has all items.
    """
    notes = {path: row["note"] or "" for path, row in queries.answers(desk.store, sheet.id).items()}
    lines: list[AnswerLine] = []
    numbers: dict[str, str] = {}
    readings: dict[str, str] = {}
    for path, question, shown in asked_questions(sheet):
        if question.kind in ("note", "calculate"):
            continue
        section, words = section_of(sheet, path, lang), sheet.record.label(path, lang) if shown else question.label(lang)
        value = sheet.record.get(path) if shown else ""
        if not question.fa.get("fail"):
            readings[path] = reading = in_words(sheet.record, path, question, lang) if shown else ""
            if reading and not question.name.endswith(READINGS):
                lines.append(AnswerLine("", section, words, None, reading, notes.get(path, "")))
            continue
        numbers[path] = str(len(numbers) + 1)
        measured = [text for name, text in readings.items() if text and name.startswith(f"{path}_")]
        if shown and question.kind in SEVERAL:  # the verdict does not tell which of them were found
            measured.insert(0, in_words(sheet.record, path, question, lang))
        own = ("、" if lang == "zh" else ", ").join(filter(None, measured))
        remark = notes.get(path, "") or ("" if shown or value else _said(_NOT_APPLICABLE, lang))
        lines.append(AnswerLine(numbers[path], section, words, _result(question, value), own, remark))
    return tuple(lines), numbers


def _result(question: Question, value: str) -> Result:
    """A choice that is neither the failing one nor `na` means that it passed, whatever an office calls it."""
    if failed(question, value):
        return "fail"
    return "na" if value in ("", "na") else "pass"


def asked_questions(sheet: Sheet) -> Iterator[tuple[str, Question, bool]]:
    """Path, question and whether it is shown: every question of the form in its order, repeats instance by instance."""
    shown = sheet.record.visible()
    paths: dict[str, list[str]] = {}
    for path, question in shown:
        paths.setdefault(question.path, []).append(path)
    done: set[str] = set()
    for question in sheet.form.questions:
        here = paths.get(question.path, [])
        if not here or here == [question.path]:
            yield question.path, question, bool(here)
        elif question.path not in done:
            repeat = here[0][: here[0].index("[") + 1]
            inside = [each for each in shown if each.path.startswith(repeat)]
            done |= {each.question.path for each in inside}
            yield from ((each.path, each.question, True) for each in inside)


def section_of(sheet: Sheet, path: str, lang: Lang = "zh") -> str:
    """The heading a question stands under: its top-level group, or the instances of the repeats around it."""
    numbered = [path[:at] for at in range(len(path)) if path[at : at + 1] == "/" and path[at - 1] == "]"]
    if numbered:
        return " ".join(_instance(sheet.record.label(each, lang), each[each.rindex("[") + 1 : -1]) for each in numbered)
    top = path.partition("/")[0]
    found = next((section for section in sheet.form.sections if section.path == top), None)
    return found.labels.get(lang, found.labels.get("zh", found.name)) if found else ""


def _instance(words: str, number: str) -> str:
    return f"{words} {number}" if words[-1:].isascii() else f"{words}{number}"


def _report_hazard(desk: Desk, row: Row, numbers: dict[str, str], photos: Photos) -> ReportHazard:
    links = desk.store.find("item_question", item=row["id"])
    mine = photos_of(desk, RowId(row["id"]))
    shown = mine["before"] + ([p for p in mine["after"] if p["owner_table"] == "item"] if row["fixed_on_spot"] else [])
    return ReportHazard(
        hazard_line(desk, row),
        tuple(numbers[link["path"]] for link in links if link["path"] in numbers),
        tuple(photos.photo(photo, row["place"] or "") for photo in shown),
        "" if shown else _material(desk, links),
        fixed_at_scene=bool(row["fixed_on_spot"]),
        item=item_number(desk, row),
    )


def _material(desk: Desk, links: Sequence[Row]) -> str:
    """The documents and recordings kept for a hazard that has no photo, by name and hash."""
    files = [
        row
        for link in links
        for row in queries.attachments(desk.store, RowId(link["inspection"]))
        if row["kind"] == FILE and row["path"] == link["path"]
    ]
    return "、".join(f"{row['file_name']} {row['sha256'][:8].upper()}" for row in files)
