"""Gathering the facts of each paper from the workspace. The papers themselves are pure (`documents`)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Literal, cast

from ..documents.facts import (
    AnswerLine,
    HazardLine,
    Inspector,
    NoticeFacts,
    Party,
    Photo,
    PlanFacts,
    PlanLine,
    ReportFacts,
    ReportHazard,
    Result,
    ServedPaper,
    ServiceFacts,
    Signature,
)
from ..domain.calendar import local_date, local_datetime
from ..domain.citations import cite_all, printable_citations
from ..domain.core import CommitId, RowId
from ..domain.terms import label
from ..errors import BadInput, Damaged, NotAllowed
from ..evidence.previews import Wish
from ..i18n import Text, tr
from ..store import queries
from ..xform import Form, Question
from .desk import Desk, Row
from .evidence import FILE, previews, wish
from .forms import open_form
from .in_words import SEVERAL, in_words
from .inspect import failed
from .inspect import hazards as found_by
from .items import state_of
from .office import Number
from .plan import photos_of
from .records import entered_late
from .sheet import Sheet, open_sheet

# What a civil-affairs bureau may order by, whatever the checklist (《老年人权益保障法》).
GENERAL_POWERS = "老年人权益保障法:44.2;老年人权益保障法:45.1.4"
REPORT_PHOTO = 900  # pixels on the long side: 58 mm at about 400 dpi
REPORT_LINES = 2.2  # shapes so much heavier than on a screen: half a millimetre in print
_METHODS = {"direct": "direct", "left": "leave", "post": "post", "public": "publish"}


def party_of(home: Row) -> Party:
    """The institution as registered."""
    return Party(
        home["name"], home["address"] or "", home["code"] or "", home["legal_rep"] or "", home["head"] or "", home["phone"] or ""
    )


def inspector(desk: Desk, person: RowId | int) -> Inspector:
    """Name and badge number of who acted."""
    row = desk.row("person", person)
    return Inspector(row["name"], row["badge_no"] or "")


def hazard_line(desk: Desk, row: Row, due: date | None = None) -> HazardLine:
    """A hazard as a paper prints it. Raises BadInput, by name, when nothing may be printed as its basis."""
    name = f"{row['place'] or ''} {row['finding'] or ''}".strip()
    try:
        citations = printable_citations(
            row["order_basis"] or "", row["basis"] or "", row["basis_checked"] or "recalled", desk.laws(), short=False
        )
    except BadInput as error:
        raise BadInput(error.what, where=name, todo=error.todo) from error
    return HazardLine(
        row["place"] or "",
        "general" if row["severity"] == "general" else "major",
        row["finding"] or "",
        citations,
        row["measure"] or "",
        None if due else row["term_days"],
        cast(Literal["natural", "working"], row["term_kind"] or "natural"),
        due,
    )


def _ended_at(desk: Desk, sheet: Sheet) -> datetime:
    """When the visit ended: when its record was first locked. Correcting it days later does not make the visit longer."""
    locked = desk.store.find("inspection_event", inspection=sheet.id, kind="finished")
    first = min(locked, key=lambda event: int(event["_hlc"]), default=None)
    return local_datetime(first["_at"] if first else desk.now)


def notice_facts(desk: Desk, sheet: Sheet, items: Sequence[Row], number: Number, due: date | None) -> NoticeFacts:
    """Everything the notice prints, decided."""
    bureau = desk.bureau()
    return NoticeFacts(
        bureau=bureau["name"],
        number=number.text,
        party=party_of(desk.row("institution", sheet.row["institution"])),
        started_at=local_datetime(sheet.row["started_at"]),
        ended_at=_ended_at(desk, sheet),
        inspectors=tuple(inspector(desk, sheet.row[column]) for column in ("inspector_row", "second_row")),
        hazards=tuple(hazard_line(desk, row, due) for row in items),
        mode="dated" if due else "by_term",
        issued_on=local_date(desk.now),
        review_body=bureau["review_body"] or "本级人民政府",
        generated_at=local_datetime(desk.now),
        inspection_kind=_kind(sheet),
        inspection_number=str(sheet.row["number"]),
        interim_protection="；".join(dict.fromkeys(row["contingency"] for row in items if row["contingency"])),
        contact=bureau["name"],
        contact_phone=bureau["phone"] or "",
        hazard_word=_hazard_word(sheet.form),
        powers=cite_all(sheet.form.fa.get("powers") or GENERAL_POWERS, desk.laws()),
        provisional=number.provisional,
    )


def _kind(sheet: Sheet) -> str:
    return _about(sheet.form) + label("inspection_kind", sheet.row["kind"]).zh


def _about(form: Form) -> str:
    """What a checklist inspects, as its title says it: 消防安全 of 养老机构消防安全检查表."""
    return form.titles.get("zh", form.title).removeprefix("养老机构").removesuffix("检查表").removesuffix("检查")


def service_facts(desk: Desk, notice: Row, cells: dict[str, Any], images: Sequence[str] = ()) -> ServiceFacts:
    """The proof of service of a notice, filled in; `images`: hashes of the photos taken of it."""
    home = desk.row("institution", notice["institution"])
    return ServiceFacts(
        bureau=desk.bureau()["name"],
        recipient=home["name"],
        place=cells.get("place") or "",
        papers=(ServedPaper("责令限期改正通知书", notice["number"], 1),),
        method=cast(Literal["direct", "leave", "post", "publish"], _METHODS[cells["method"]]),
        servers=tuple(inspector(desk, cells[column]) for column in ("server_row", "second_row")),
        generated_at=local_datetime(desk.now),
        number=cells.get("number") or "",
        served_at=local_datetime(cells["served_at"]),
        received_by=cells.get("recipient") or "",
        relation=cells.get("relation") or "",
        refused=cells.get("refused") or "",
        left_at=(cells.get("place") or "") if cells["method"] == "left" else "",
        image_numbers="、".join(sha[:12] for sha in images),
        witness=cells.get("witness") or "",
        witness_post=cells.get("witness_post") or "",
        tracking=cells.get("tracking") or "",
        sent_on=_iso(cells.get("sent_on")),
        announced_in=cells.get("announced_in") or "",
        announced_on=_iso(cells.get("announced_on")),
        remarks=cells.get("remarks") or "",
    )


def _iso(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def inspection_report(desk: Desk, inspection: RowId | str) -> bytes:
    """The inspection report as PDF; a draft says so."""
    from ..documents import faces  # reportlab is slow to import: only who prints pays
    from ..documents.papers import report

    return report.render(report_facts(desk, open_sheet(desk, inspection)), faces.load_faces())


def report_facts(desk: Desk, sheet: Sheet) -> ReportFacts:
    """Everything the report prints. Raises NotAllowed for a visit that found no way in: there is no record to report."""
    if sheet.state.state == "no_access":
        raise NotAllowed(
            tr("这次检查未能进入，没有检查报告", "that visit found no way in: there is no report"), where=str(sheet.row["number"])
        )
    party = party_of(desk.row("institution", sheet.row["institution"]))
    ordered = desk.store.find("notice", inspection=sheet.id)
    answers, numbers = _answer_lines(desk, sheet)
    photos = _Photos(desk)
    hazards = tuple(_report_hazard(desk, row, numbers, photos) for row in found_by(desk, sheet))
    return ReportFacts(
        bureau=desk.bureau()["name"],
        number=str(sheet.row["number"]),
        party=replace(party, address=party.address or "未登记"),  # a report is due also of a home without address
        started_at=local_datetime(sheet.row["started_at"]),
        ended_at=_ended_at(desk, sheet),
        inspectors=tuple(inspector(desk, sheet.row[c]) for c in ("inspector_row", "second_row")),
        answers=answers,
        hazards=hazards,
        generated_at=local_datetime(desk.now),
        title=f"{_about(sheet.form)}检查报告",
        kind=label("inspection_kind", sheet.row["kind"]).zh.removesuffix("检查"),
        details=_details(desk, sheet),
        site_person=_site_person(desk, sheet),
        notice_number="、".join(row["number"] for row in ordered),
        mode=ordered[-1]["mode"] if ordered else "by_term",
        risk=_risk(hazards),
        hazard_word=_hazard_word(sheet.form),
        signatures=_signatures(desk, sheet),
        draft=not sheet.state.locked,
    )


def _site_person(desk: Desk, sheet: Sheet) -> str:
    """Who was there for the home: who signed, otherwise the person in charge as registered."""
    signed = queries.latest_signatures(desk.store, sheet.id).get("home")
    name = signed["name"] if signed else None
    return name or desk.row("institution", sheet.row["institution"])["head"] or ""


def _hazard_word(form: Form) -> str:
    """What a checklist calls what it finds; the plain word when it does not say."""
    return form.fa.get("hazard") or "隐患"


def _risk(hazards: Sequence[ReportHazard]) -> str:
    """高 with any major hazard not fixed at once, 中 with any hazard, 低 with none."""
    if any(h.hazard.severity == "major" and not h.fixed_at_scene for h in hazards):
        return "高"
    return "中" if hazards else "低"


def _details(desk: Desk, sheet: Sheet) -> tuple[tuple[str, str], ...]:
    home = desk.row("institution", sheet.row["institution"])
    entered = entered_late(desk, [CommitId(sheet.row["_commit"])]).get(CommitId(sheet.row["_commit"]))
    shown = (("床位数", home["beds"]), ("在住人数", home["residents"]), ("等级", home["grade"]), ("补录时间", entered))
    return tuple((name, str(value)) for name, value in shown if value not in (None, ""))


def _answer_lines(desk: Desk, sheet: Sheet) -> tuple[tuple[AnswerLine, ...], dict[str, str]]:
    """The answers in form order, and path -> printed number of each judged question.

    A hidden question is not applicable by the facts given; it is printed so, because the record has all items.
    """
    notes = {path: row["note"] or "" for path, row in queries.answers(desk.store, sheet.id).items()}
    lines: list[AnswerLine] = []
    numbers: dict[str, str] = {}
    readings: dict[str, str] = {}
    for path, question, shown in _asked(sheet):
        if question.kind in ("note", "calculate"):
            continue
        section, words = _section(sheet, path), sheet.record.label(path, "zh") if shown else question.label("zh")
        value = sheet.record.get(path) if shown else ""
        if not question.fa.get("fail"):
            readings[path] = reading = in_words(sheet.record, path, question, "zh") if shown else ""
            if reading and not question.name.endswith(("_n", "_depth", "_yield")):
                lines.append(AnswerLine("", section, words, None, reading, notes.get(path, "")))
            continue
        numbers[path] = str(len(numbers) + 1)
        measured = [text for name, text in readings.items() if text and name.startswith(f"{path}_")]
        if shown and question.kind in SEVERAL:  # the verdict does not tell which of them were found
            measured.insert(0, in_words(sheet.record, path, question, "zh"))
        own = "、".join(filter(None, measured))
        remark = notes.get(path, "") or ("" if shown or value else "按所填情况不适用")
        lines.append(AnswerLine(numbers[path], section, words, _result(question, value), own, remark))
    return tuple(lines), numbers


def _result(question: Question, value: str) -> Result:
    """A choice that is neither the failing one nor `na` means that it passed, whatever an office calls it."""
    if failed(question, value):
        return "fail"
    return "na" if value in ("", "na") else "pass"


def _asked(sheet: Sheet) -> Iterator[tuple[str, Question, bool]]:
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


def _section(sheet: Sheet, path: str) -> str:
    """The heading a question stands under: its top-level group, or the instances of the repeats around it."""
    numbered = [path[:at] for at in range(len(path)) if path[at : at + 1] == "/" and path[at - 1] == "]"]
    if numbered:
        return " ".join(_instance(sheet.record.label(each, "zh"), each[each.rindex("[") + 1 : -1]) for each in numbered)
    top = path.partition("/")[0]
    return next((section.labels.get("zh", section.name) for section in sheet.form.sections if section.path == top), "")


def _instance(words: str, number: str) -> str:
    return f"{words} {number}" if words[-1:].isascii() else f"{words}{number}"


class _Photos:
    """Numbers a report's photos in the order they are placed, and makes them small enough to print."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._count = desk, 0
        self._previews = previews(desk)

    def photo(self, row: Row, place: str) -> Photo:
        self._count += 1
        taken = datetime.fromisoformat(row["taken_at"]) if row["taken_at"] else None
        asked = wish(self._desk, row, REPORT_PHOTO, REPORT_LINES)
        drawn = "（有标注）" if asked.shapes else ""  # the hash beside it is the original's
        return Photo(str(self._count), place, row["sha256"], self._jpeg(asked), f"{row['caption'] or place}{drawn}", taken)

    def _jpeg(self, asked: Wish) -> bytes | None:
        """With what is drawn on it: what is blurred stays blurred on every paper."""
        if asked.object not in self._desk.blobs:
            return None
        try:
            return self._previews.make(asked)
        except (BadInput, Damaged):  # a laptop with other decoders took it in, or it is altered: verify names that
            return None  # the report prints its hash in a grey frame


def _report_hazard(desk: Desk, row: Row, numbers: dict[str, str], photos: _Photos) -> ReportHazard:
    links = desk.store.find("item_question", item=row["id"])
    mine = photos_of(desk, RowId(row["id"]))
    shown = mine["before"] + ([p for p in mine["after"] if p["owner_table"] == "item"] if row["fixed_on_spot"] else [])
    return ReportHazard(
        hazard_line(desk, row),
        tuple(numbers[link["path"]] for link in links if link["path"] in numbers),
        tuple(photos.photo(photo, row["place"] or "") for photo in shown),
        "" if shown else _material(desk, links),
        fixed_at_scene=bool(row["fixed_on_spot"]),
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


def _signatures(desk: Desk, sheet: Sheet) -> tuple[Signature, ...]:
    found = []
    for party, row in queries.latest_signatures(desk.store, sheet.id).items():
        strokes = tuple(tuple((float(x), float(y)) for x, y in stroke) for stroke in json.loads(row["strokes_json"] or "[]"))
        found.append(
            Signature(
                "institution" if party == "home" else "inspector",
                row["name"] or "",
                row["post"] or "",
                strokes,
                local_datetime(row["_at"]),
                row["refused"] or "",
                row["witness"] or "",
            )
        )
    return tuple(found)


def plan_report(desk: Desk, institution: RowId) -> bytes:
    """一院一策 of a home as PDF. Raises BadInput when the home has no hazard."""
    from ..documents import faces  # reportlab is slow to import: only who prints pays
    from ..documents.papers import plan

    return plan.render(plan_facts(desk, institution), faces.load_faces())


def plan_facts(desk: Desk, institution: RowId) -> PlanFacts:
    """The home's plan: every hazard not ended otherwise, with the five."""
    home = desk.row("institution", institution)
    rows = [row for row in queries.items(desk.store, institution=institution) if row["state"] != "disproved"]
    if not rows:
        raise BadInput(Text(f"{home['name']}没有整改项", f"{home['name']} has no plan item"), where=str(institution))
    notice = next((row for row in queries.notices(desk.store, institution) if row["void"] is None), None)
    return PlanFacts(
        bureau=desk.bureau()["name"],
        party=party_of(home),
        lines=tuple(_plan_line(desk, row) for row in rows),
        prepared_on=local_date(desk.now),
        generated_at=local_datetime(desk.now),
        notice_number=notice["number"] if notice else "",
        beds=home["beds"],
        residents=home["residents"],
        responsible=home["legal_rep"] or home["head"] or "",
        manager=home["head"] or "",
        subject=_subject(desk, rows),
    )


def _subject(desk: Desk, rows: Sequence[Row]) -> str:
    """消防 when every hazard was found by a fire checklist, otherwise the wider 安全."""
    forms = {desk.row("inspection", inspection)["form"] for inspection in {row["inspection"] for row in rows}}
    return "消防" if {_hazard_word(open_form(desk, RowId(form))) for form in forms} == {"火灾隐患"} else "安全"


def _plan_line(desk: Desk, row: Row) -> PlanLine:
    state = state_of(desk, row)
    return PlanLine(
        row["place"] or "",
        row["finding"] or "",
        "general" if row["severity"] == "general" else "major",
        label("measure", row["measure_kind"]).zh,
        row["measure"] or "",
        row["responsible"] or "",
        row["budget_yuan"],
        row["budget_source"] or "",
        state.due,
        row["term_days"],
        cast(Literal["natural", "working"], row["term_kind"] or "natural"),
        row["contingency"] or "",
        fixed_at_scene=bool(row["fixed_on_spot"]) and state.state in ("passed", "cleared"),
    )
