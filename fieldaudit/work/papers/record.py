"""Facts of 现场检查记录: what was seen, with the numbers of its photos; no clause and no judgement."""

from __future__ import annotations

from collections.abc import Sequence

from ...documents.facts import AnswerLine, RecordFacts
from ...documents.phrases import sentence
from ...domain.calendar import local_datetime
from ...domain.core import RowId
from ...domain.terms import label
from ...errors import BadInput
from ...store import queries
from ..desk import Desk, Row
from ..inspect import PARTIES, lacking
from ..inspect import hazards as found_by
from ..plan import photos_of
from ..sheet import Sheet, open_sheet
from .parts import Asked, Gathered, Photos, demand_way_in, ended_at, inspectors_of, now, party_of, signatures, site_person
from .report import answer_lines

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
    answers, numbers = answer_lines(desk, sheet)
    photos = Photos(desk, sheet.id)
    readings = {path: line for path, line in zip(numbers, [line for line in answers if line.number], strict=True)}
    said = [*_of_the_place(answers), *(_found(desk, row, readings, photos) for row in found_by(desk, sheet))]
    judged = [line for line in answers if line.number]
    if judged:
        said.append(_REST.format(all=len(judged), na=sum(line.result == "na" for line in judged)))
    return [one for one in said if one]


def _of_the_place(answers: Sequence[AnswerLine]) -> list[str]:
    """Section by section what was read or counted and is not itself judged."""
    sections: dict[str, list[str]] = {}
    for line in answers:
        if not line.number and line.reading:
            note = f"（{sentence(line.remark)}）" if line.remark else ""
            sections.setdefault(line.section, []).append(f"{sentence(line.question)}：{line.reading}{note}")
    return [f"{'；'.join(parts)}。" for parts in sections.values()]


def _found(desk: Desk, row: Row, readings: dict[str, AnswerLine], photos: Photos) -> str:
    """One finding: where, what, what was measured and noted, and on which photos it is seen."""
    lines = [readings[link["path"]] for link in desk.store.find("item_question", item=row["id"]) if link["path"] in readings]
    told = [sentence(part) for line in lines for part in (line.reading, line.remark) if part]
    mine = photos_of(desk, RowId(row["id"]))
    shown = mine["before"] + [photo for photo in mine["after"] if photo["owner_table"] == "item"]
    pictures = f"（照片{span(photos.numbers(shown))}）" if shown else ""
    put_right = "，当场整改" if row["fixed_on_spot"] else ""
    where = f"{sentence(row['place'])}，" if row["place"] else ""
    return f"{where}{'，'.join(filter(None, [sentence(row['finding'] or ''), *told]))}{put_right}{pictures}。"


def span(numbers: Sequence[str]) -> str:
    """Numbers of photos as they are written: P05至P08、P11."""
    runs: list[list[str]] = []
    for number in numbers:
        follows = runs and _figure(number) == _figure(runs[-1][-1]) + 1
        runs[-1].append(number) if follows else runs.append([number])
    return "、".join(f"{run[0]}至{run[-1]}" if len(run) > 2 else "、".join(run) for run in runs)


def _figure(number: str) -> int:
    digits = number.lstrip("P")
    if not digits.isdecimal():
        raise BadInput(number)
    return int(digits)
