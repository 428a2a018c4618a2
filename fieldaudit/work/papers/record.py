"""Facts of 现场检查记录: what was seen, with the numbers of its photos; no clause and no judgement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date

from ...documents.facts import RecordFacts
from ...documents.phrases import day, sentence
from ...domain.calendar import local_datetime
from ...domain.core import RowId
from ...domain.terms import label
from ...store import queries
from ...xform import Question
from ..desk import Desk, Row
from ..in_words import in_words
from ..inspect import PARTIES, lacking
from ..inspect import hazards as found_by
from ..plan import photos_of
from ..sheet import Sheet, open_sheet
from .conditions import NUMBERS, unit_of
from .parts import Asked, Gathered, Photos, demand_way_in, ended_at, inspectors_of, now, party_of, signatures, site_person
from .report import READINGS, answer_lines, asked_questions, section_of

_REST = "共检查{all}项，其中{na}项按现场情况不适用；逐项结果见检查报告。"


def record(desk: Desk, asked: Asked) -> Gathered:
    """The record of an inspection (target: its id or number)."""
    sheet = open_sheet(desk, asked.target)
    facts = record_facts(desk, sheet)
    return Gathered(facts=facts, institution=RowId(sheet.row["institution"]), inspection=sheet.id, recipient=facts.party.name)


def record_facts(desk: Desk, sheet: Sheet) -> RecordFacts:
    """What the record says. A draft until nothing is missing but signatures: so it can be printed to be signed by pen."""
    demand_way_in(sheet)
    home = desk.row("institution", sheet.row["institution"])
    signed = queries.latest_signatures(desk.store, sheet.id).get("home")
    ended = ended_at(desk, sheet)
    draft = not sheet.state.locked and any(lack.where not in PARTIES for lack in lacking(desk, sheet))
    return RecordFacts(
        bureau=desk.bureau()["name"],
        number=str(sheet.row["number"]),
        party=party_of(home),
        site_person=site_person(desk, sheet),
        place=home["address"] or "",
        kind=label("inspection_kind", sheet.row["kind"]).zh,
        started_at=local_datetime(sheet.row["started_at"]),
        ended_at=ended if ended or draft else now(desk),
        inspectors=inspectors_of(desk, sheet),
        seen=tuple(seen(desk, sheet)),
        generated_at=now(desk),
        site_post=(signed["post"] if signed else "") or "",
        signatures=signatures(desk, sheet),
        draft=draft,
    )


def seen(desk: Desk, sheet: Sheet) -> list[str]:
    """The facts, one sentence each: the place as asked for by the form, then what was found, then how much was looked at."""
    answers, _ = answer_lines(desk, sheet)
    photos, notes = Photos(desk, sheet.id), _notes(desk, sheet)
    said = [*_of_the_place(sheet, notes), *(_found(desk, sheet, row, notes, photos) for row in found_by(desk, sheet))]
    judged = [line for line in answers if line.number]
    if judged:
        said.append(_REST.format(all=len(judged), na=sum(line.result == "na" for line in judged)))
    return said


def _notes(desk: Desk, sheet: Sheet) -> dict[str, str]:
    return {path: sentence(row["note"]) for path, row in queries.answers(desk.store, sheet.id).items() if row["note"]}


def _of_the_place(sheet: Sheet, notes: Mapping[str, str]) -> Iterator[str]:
    """Section by section what was read or counted and is not itself judged."""
    sections: dict[str, list[str]] = {}
    for path, question, shown in asked_questions(sheet):
        if not shown or question.kind in ("note", "calculate") or question.fa.get("fail") or question.name.endswith(READINGS):
            continue
        told = _reading(sheet, path, question)
        if told:
            note = f"（{notes[path]}）" if path in notes else ""
            sections.setdefault(section_of(sheet, path), []).append(told + note)
    return (f"{'；'.join(parts)}。" for parts in sections.values())


def _reading(sheet: Sheet, path: str, question: Question) -> str:
    """What was read, in words: 在住老年人数87人, 使用燃气：否, 最近一次疏散演练日期：2026年7月26日."""
    words, value = sheet.record.label(path, "zh"), in_words(sheet.record, path, question, "zh")
    if not value:
        return ""
    if question.kind in NUMBERS:
        label, unit = unit_of(words)
        return f"{label}{value}{unit}"
    if question.kind == "date":
        with suppress(ValueError):
            value = day(date.fromisoformat(value))
    return f"{sentence(words)}：{sentence(value)}"


def _found(desk: Desk, sheet: Sheet, row: Row, notes: Mapping[str, str], photos: Photos) -> str:
    """One finding: where, what, what was measured and noted, and on which photos it is seen."""
    paths = [link["path"] for link in desk.store.find("item_question", item=row["id"])]
    finding = sentence(row["finding"] or "")
    told = [finding, *(one for path in paths for one in _measured(sheet, path, finding))]
    told += [notes[path] for path in paths if path in notes]
    mine = photos_of(desk, RowId(row["id"]))
    shown = mine["before"] + [photo for photo in mine["after"] if photo["owner_table"] == "item"]
    pictures = f"（照片{span(photos.numbers(shown))}）" if shown else ""
    put_right = "，当场整改" if row["fixed_on_spot"] else ""
    where = f"{sentence(row['place'])}，" if row["place"] else ""
    return f"{where}{'，'.join(filter(None, told))}{put_right}{pictures}。"


def _measured(sheet: Sheet, path: str, finding: str) -> Iterator[str]:
    """The figures measured for a verdict that the finding does not state itself."""
    for each, question in sheet.record.visible():
        if each.startswith(f"{path}_") and question.kind in NUMBERS:
            told = _reading(sheet, each, question)
            figure = f"{in_words(sheet.record, each, question, 'zh')}{unit_of(sheet.record.label(each, 'zh'))[1]}"
            if told and figure not in finding:
                yield told


def span(numbers: Sequence[str]) -> str:
    """Numbers of photos as they are written: P05至P08、P11."""
    runs: list[list[str]] = []
    for number in numbers:
        follows = runs and _figure(number) == _figure(runs[-1][-1]) + 1
        runs[-1].append(number) if follows else runs.append([number])
    return "、".join(f"{run[0]}至{run[-1]}" if len(run) > 2 else "、".join(run) for run in runs)


def _figure(number: str) -> int:
    return int(number.removeprefix("P"))
