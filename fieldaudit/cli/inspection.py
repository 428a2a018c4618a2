"""Verbs of the inspector's visit and the supervisor's review: inspect, review."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import click

from ..domain.core import CommitId, RowId
from ..domain.terms import INSPECTION_KINDS, INSPECTION_STATES, label
from ..errors import BadInput, Refused
from ..i18n import language, tr
from ..store import queries
from ..work import inspect as acts
from ..work import register, repeats, review
from ..work.amendment import amendments
from ..work.attaching import attach_all
from ..work.cell_words import column_word
from ..work.desk import Desk, local_time
from ..work.in_words import in_words
from ..work.records import entered_late
from . import evidence
from .answers import inspect_export, inspect_upgrade
from .base import Session, person_id, read_file, read_files, seen_option, table
from .usage import Verbs

pass_session = click.make_pass_decorator(Session)


def register_on(root: click.Group) -> None:
    """Hang the verbs on the program."""
    for command in (inspect, review_group):
        root.add_command(command)


@click.group(cls=Verbs)
def inspect() -> None:
    """An inspection, from the first question to the locked record."""


@inspect.command("new")
@click.argument("institution")
@click.option("--with", "second", required=True, help="The second inspector.")
@click.option("--form", default="fire_safety", show_default=True, help="Name of the checklist.")
@click.option("--kind", type=click.Choice(list(INSPECTION_KINDS)), default="routine", show_default=True)
@seen_option
@pass_session
def inspect_new(session: Session, institution: str, second: str, form: str, kind: str, seen: str | None) -> None:
    """Begin an inspection of a home (id, name or code)."""
    with session.desk(acting=True, seen=seen) as desk:
        home = register.find(desk, institution)
        made = acts.begin(desk, RowId(home["id"]), person_id(desk, second), form, kind)
        number = desk.row("inspection", made)["number"]
    session.emit(
        {"id": str(made), "number": number}, tr(f"检查 {number} 已开始（编号 {made}）", f"Inspection {number} begun (id {made})")
    )


@inspect.command("answer")
@click.argument("inspection")
@click.argument("answers", nargs=-1, required=True, metavar="QUESTION VALUE | QUESTION=VALUE ...")
@click.option("--note", default=None, help="A note on the answer (one answer only).")
@click.option("--place", default=None, help="Place of the hazard, when the answer is a failure (one answer only).")
@click.option("--finding", default=None, help="What is wrong, in the words of the notice (one answer only).")
@seen_option
@pass_session
def inspect_answer(
    session: Session,
    inspection: str,
    answers: tuple[str, ...],
    note: str | None,
    place: str | None,
    finding: str | None,
    seen: str | None,
) -> None:
    """Record answers, each durable by itself. An empty value takes an answer back."""
    pairs = _pairs(answers)
    if (note or place or finding) and len(pairs) != 1:
        raise click.UsageError(
            str(tr("--note、--place、--finding 只能用于一个回答", "--note, --place and --finding go with one answer")),
            click.get_current_context(),
        )
    cells = {name: value for name, value in (("place", place), ("finding", finding)) if value}
    done: list[dict[str, Any]] = []
    with session.desk(acting=True, seen=seen) as desk:
        sheet = acts.open_sheet(desk, inspection)
        for question, value in pairs:
            try:
                item = acts.answer(desk, sheet, question, value, note, cells)
            except Refused as refused:
                if done:
                    refused.safe = tr(f"前面 {len(done)} 个回答已保存。", f"The {len(done)} answers before it are kept.")
                raise
            path, _ = sheet.question(question)
            row = queries.answers(desk.store, sheet.id)[path]["id"]
            done.append({"id": str(row), "question": question, "value": value, "item": str(item) if item else None})
    session.emit(
        done[0] if len(done) == 1 else done,
        "\n".join(
            f"{each['question']} = {each['value']}"
            + (str(tr(f"（隐患 {each['item']}）", f" (hazard {each['item']})")) if each["item"] else "")
            for each in done
        ),
    )


def _pairs(words: tuple[str, ...]) -> list[tuple[str, str]]:
    if len(words) == 2 and "=" not in words[0]:
        return [(words[0], words[1])]
    if not all("=" in word for word in words):
        raise click.UsageError(
            str(tr("写作 检查项 值，或 检查项=值 …", "write QUESTION VALUE, or QUESTION=VALUE ...")), click.get_current_context()
        )
    pairs = [(word.partition("=")[0], word.partition("=")[2]) for word in words]
    if len({question for question, _ in pairs}) < len(pairs):
        raise click.UsageError(str(tr("同一检查项写了两次", "a question is given twice")), click.get_current_context())
    return pairs


@inspect.command("add")
@click.argument("inspection")
@click.argument("repeat")
@pass_session
def inspect_add(session: Session, inspection: str, repeat: str) -> None:
    """One more of a repeated group, such as rooms; prints its path."""
    with session.desk(acting=True) as desk:
        path = repeats.add_instance(desk, inspection, repeat)
    session.emit({"path": path}, path)


@inspect.command("remove")
@click.argument("inspection")
@click.argument("instance")
@pass_session
def inspect_remove(session: Session, inspection: str, instance: str) -> None:
    """Take out one of a repeated group, such as rooms[2]; those after it move up. fieldaudit undo brings it back."""
    with session.desk(acting=True) as desk:
        repeats.remove_instance(desk, inspection, instance)
    session.emit({"removed": instance}, tr(f"已移除 {instance}", f"Removed {instance}"))


inspect.add_command(inspect_export)
inspect.add_command(inspect_upgrade)


@inspect.command("photo")
@click.argument("inspection")
@click.argument("question")
@click.argument("files", nargs=-1, required=True, type=click.Path(dir_okay=False))
@click.option("--caption", default="", help="What the photo shows.")
@click.option("--annotate", "shapes", type=click.Path(dir_okay=False), default=None, help="JSON file of shapes to draw on it.")
@pass_session
def inspect_photo(
    session: Session, inspection: str, question: str, files: tuple[str, ...], caption: str, shapes: str | None
) -> None:
    """Attach photos, PDFs or recordings to a question; the original bytes are kept. What cannot be used is set aside."""
    drawn = evidence.read_shapes(shapes) if shapes else []
    if drawn and len(files) != 1:
        raise click.UsageError(
            str(tr("--annotate 只能用于一张照片", "--annotate goes with one photo")), click.get_current_context()
        )
    with session.desk(acting=True) as desk:
        given = attach_all(desk, inspection, question, evidence.unread(files), caption)
        for each in given:
            if each.row is not None:
                evidence.draw(desk, each.row, drawn)
        kept = [evidence.brief(desk, desk.row("attachment", each.row)) for each in given if each.row is not None]
        refused = [{"file_name": each.file_name, "refused": str(each.refused.what)} for each in given if each.refused]
        text = evidence.given_text(desk, given)
    if kept:
        session.emit([*kept, *refused], text)
    evidence.set_aside(given)


@inspect.command("fix")
@click.argument("inspection")
@click.argument("question")
@click.option("--before", multiple=True, type=click.Path(dir_okay=False), help="Photo before; repeat. Those of the question count.")
@click.option("--after", multiple=True, required=True, type=click.Path(dir_okay=False), help="Photo after; repeat.")
@click.option("--exits", type=int, default=None, help="Life exits opened (open_exit).")
@click.option("--where", "place", default=None, help="Where the exits or the well are.")
@click.option("--depth", type=float, default=None, help="Depth of the well, m (drill_well).")
@click.option("--yield", "flow", type=float, default=None, help="Yield of the well, m3/h (drill_well).")
@seen_option
@pass_session
def inspect_fix(
    session: Session,
    inspection: str,
    question: str,
    before: tuple[str, ...],
    after: tuple[str, ...],
    exits: int | None,
    place: str | None,
    depth: float | None,
    flow: float | None,
    seen: str | None,
) -> None:
    """立行立改: fixed within the visit, with photos before and after."""
    with session.desk(acting=True, seen=seen) as desk:
        item = acts.fix(desk, inspection, question, read_files(before), read_files(after), outcome_facts(exits, place, depth, flow))
        state = queries.items(desk.store, inspection=RowId(acts.by_number(desk, inspection)["id"]))
        mine = next(row["state"] for row in state if row["id"] == item)
    session.emit({"item": str(item), "state": mine}, f"{item}: {label('item_state', mine)}")


def outcome_facts(exits: int | None, place: str | None, depth: float | None, flow: float | None) -> dict[str, Any]:
    """What a passed exit or well must tell, as facts of an event."""
    named = {"exits": exits, "where": place, "well_depth_m": depth, "well_yield_m3h": flow}
    return {name: value for name, value in named.items() if value is not None}


@inspect.command("sign")
@click.argument("inspection")
@click.option("--party", type=click.Choice(list(acts.PARTIES)), required=True)
@click.option("--strokes", type=click.Path(dir_okay=False), default=None, help="JSON file: pen strokes [[[x,y],...],...], 0..1.")
@click.option("--name", default="", help="Who signs for the home.")
@click.option("--post", default="", help="Their post.")
@click.option("--refused", default="", help="Reason, when the home refuses to sign.")
@click.option("--witness", default="", help="Witness of the refusal.")
@pass_session
def inspect_sign(
    session: Session, inspection: str, party: str, strokes: str | None, name: str, post: str, refused: str, witness: str
) -> None:
    """Sign the record as it stands, or record a refusal before a witness."""
    pen = _strokes(strokes) if strokes else []
    with session.desk(acting=True) as desk:
        made = acts.sign(desk, inspection, party, pen, name, post, refused, witness)
        digest = desk.row("signature", made)["record_sha256"]
    session.emit({"id": str(made), "record_sha256": digest}, tr(f"已签字（记录 {digest[:12]}）", f"Signed (record {digest[:12]})"))


def _strokes(path: str) -> Any:
    try:
        return json.loads(read_file(path))
    except (ValueError, RecursionError):
        raise BadInput(
            tr("签名文件不是 JSON", "the strokes file is not JSON"),
            where=path,
            todo=tr("应为 [[[x,y],…],…]，坐标在 0 到 1 之间。", "Expected [[[x,y],…],…] with 0 ≤ x, y ≤ 1."),
        ) from None


@inspect.command("finish")
@click.argument("inspection")
@click.option("--no-access", "no_access", default="", help="Instead: the visit found no way in, and why.")
@click.option("--photo", "photos", multiple=True, type=click.Path(dir_okay=False), help="Photo of it (--no-access); repeat.")
@click.option("--witness", default="", help="Or who witnessed it (--no-access).")
@seen_option
@pass_session
def inspect_finish(
    session: Session, inspection: str, no_access: str, photos: tuple[str, ...], witness: str, seen: str | None
) -> None:
    """Lock the signed record; refused with the list of what is missing. Or end a visit that found no way in."""
    if not no_access and (photos or witness):
        raise click.UsageError(
            str(tr("--photo、--witness 只用于 --no-access", "--photo and --witness go with --no-access")),
            click.get_current_context(),
        )
    with session.desk(acting=True, seen=seen) as desk:
        if no_access:
            acts.no_access(desk, inspection, no_access, read_files(photos), witness)
        else:
            digest = acts.finish(desk, inspection)
    if no_access:
        session.emit({"state": "no_access"}, label("inspection_state", "no_access"))
        return
    session.emit(
        {"record_sha256": digest, "state": "finished"},
        tr(f"已完成并锁定（记录 {digest[:12]}）", f"Finished and locked (record {digest[:12]})"),
    )


@inspect.command("amend")
@click.argument("inspection")
@click.option("--reason", required=True, help="Why it is corrected.")
@pass_session
def inspect_amend(session: Session, inspection: str, reason: str) -> None:
    """Reopen a finished or returned inspection for correction."""
    with session.desk(acting=True) as desk:
        acts.amend(desk, inspection, reason)
    session.emit({"state": "draft"}, tr("已打开更正；改后须重新签字并完成。", "Open for correction; sign and finish again."))


@inspect.command("show")
@click.argument("inspection")
@click.option("--export", "folder", type=click.Path(file_okay=False), default=None, help="Write its evidence into this folder.")
@pass_session
def inspect_show(session: Session, inspection: str, folder: str | None) -> None:
    """Show an inspection: state, answers, photos, hazards, remarks, what is missing."""
    with session.desk() as desk:
        sheet = acts.open_sheet(desk, inspection)
        data = describe(desk, sheet)
        if folder:
            data["exported"] = evidence.export(desk, sheet.id, folder)
    session.emit(data, lambda: _show_text(sheet, data))


def describe(desk: Desk, sheet: acts.Sheet) -> dict[str, Any]:
    """An inspection as data."""
    answers = queries.answers(desk.store, sheet.id)
    values = sheet.record.values()
    found_at: dict[int, list[str]] = {}
    for link in queries.failed_links(desk.store, sheet.id):
        found_at.setdefault(link["item"], []).append(link["path"])
    home = desk.row("institution", sheet.row["institution"])
    return {
        "id": str(sheet.id),
        "number": sheet.row["number"],
        "institution": str(home["id"]),
        "institution_name": home["name"],
        "form": sheet.form.name,
        "version": sheet.form.version,
        "title": sheet.form.titles.get(language(), sheet.form.title),
        "state": sheet.state.state,
        "inspectors": [desk.name_of(sheet.row["inspector_row"]), desk.name_of(sheet.row["second_row"])],
        "started_at": local_time(sheet.row["started_at"]),
        "entered_late": entered_late(desk, [CommitId(sheet.row["_commit"])]).get(CommitId(sheet.row["_commit"])),
        "record_sha256": sheet.state.record_sha256,
        "answers": {path: values[path] for path in values},
        "notes": {path: row["note"] for path, row in answers.items() if row["note"]},
        "questions": [
            {
                "path": path,
                "name": question.name,
                "kind": question.kind,
                "label": sheet.record.label(path, "zh"),
                "label_en": sheet.record.label(path, "en"),
                "required": question.required,
                "value": values.get(path),
                "choices": [choice.name for choice in sheet.record.choices(path)],
            }
            for path, question in sheet.record.visible()
        ],
        **evidence.listed(desk, sheet.id),
        "items": [
            {
                "id": str(row["id"]),
                "paths": found_at.get(row["id"], []),
                "place": row["place"],
                "finding": row["finding"],
                "severity": row["severity"],
                "state": row["state"],
            }
            for row in queries.items(desk.store, inspection=sheet.id)
        ],
        "remarks": [{"path": row["path"], "text": row["text"]} for row in review.remarks(desk, sheet.id)],
        "signatures": sorted(queries.latest_signatures(desk.store, sheet.id)),
        "amendments": sheet.state.amendments,
        "amended": [asdict(each) for each in amendments(desk, sheet.id)],
        "no_access": _no_access(desk, sheet),
        "missing": []
        if sheet.state.locked
        else [{"where": lack.where, "what": str(lack.what)} for lack in acts.lacking(desk, sheet)],
    }


def _no_access(desk: Desk, sheet: acts.Sheet) -> str | None:
    """Why the visit found no way in."""
    if sheet.state.state != "no_access":
        return None
    return str(desk.store.find("inspection_event", inspection=sheet.id, kind="no_access")[-1]["reason"])


def _amended_text(sheet: acts.Sheet, each: dict[str, Any], labels: dict[str, str]) -> Iterator[str]:
    yield f"  {tr('更正', 'amended')} {each['at']} {each['by']}: {each['reason']}"
    for change in each["changed"]:
        of, _, column = change["of"].partition(" ")
        question = sheet.question(of)[1] if of in labels and not column else None
        words = (
            in_words(sheet.record, of, question, language(), str(value)) if question and value else value
            for value in (change["before"], change["after"])
        )
        before, after = (value or tr("（空）", "(empty)") for value in words)
        yield f"    {_told_apart(labels, of)}{f' {column_word(column)}' if column else ''}: {before} → {after}"


def _show_text(sheet: acts.Sheet, data: dict[str, Any]) -> str:
    state, people = label("inspection_state", data["state"]), "、".join(data["inspectors"])
    labels = {question["path"]: question["label" if language() == "zh" else "label_en"] for question in data["questions"]}
    names = _names(data["questions"])
    lines = [
        f"{data['number']}  {data['institution_name']}  {state}  {data['started_at']}  {people}  {data['title']}",
        *_answers_text(sheet, names, labels),
    ]
    if data["entered_late"]:
        lines[0] += f"  {tr('补录', 'entered')} {data['entered_late']}"
    for item in data["items"]:
        words = f"{item['place'] or ', '.join(item['paths'])} {item['finding']} [{label('severity', item['severity'])}]"
        lines.append(f"  ! {item['id']} {words} [{label('item_state', item['state'])}]")
    for each in (*data["photos"], *data["files"]):
        lines.append(evidence.line(each, _told_apart(labels, each["path"] or "")))
    for remark in data["remarks"]:
        lines.append(f"  {tr('审核意见', 'remark')} {_told_apart(labels, remark['path'])}: {remark['text']}")
    if data["no_access"]:
        lines.append(f"  {tr('未能进入', 'no access')}: {data['no_access']}")
    lines += [line for each in data["amended"] for line in _amended_text(sheet, each, labels)]
    if data["signatures"]:
        signed = str(tr("、", ", ")).join(str(acts.PARTIES[party]) for party in data["signatures"])
        lines.append(f"  {tr('已签字', 'signed')}: {signed}")
    lines += [f"  {tr('还缺', 'missing')} {names.get(lack['where'], lack['where'])}  {lack['what']}" for lack in data["missing"]]
    return "\n".join(lines)


def _names(questions: list[dict[str, Any]]) -> dict[str, str]:
    """Path -> what `inspect answer` takes: the bare name, or the path where the name stands in several places."""
    count = Counter(question["name"] for question in questions)
    return {each["path"]: each["name"] if count[each["name"]] == 1 else each["path"] for each in questions}


def _told_apart(labels: dict[str, str], path: str) -> str:
    """The label of a question, with its path where it stands in one of several instances."""
    return f"{path} {labels[path]}" if path in labels and "[" in path else labels.get(path, path)


def _answers_text(sheet: acts.Sheet, names: dict[str, str], labels: dict[str, str]) -> Iterator[str]:
    """What was answered and what the form remarks on it, in the form's order."""
    for path, question in sheet.record.visible():
        if question.kind == "note":
            yield f"  {tr('提示', 'note')}  {labels[path]}"
        elif sheet.record.get(path):
            yield f"  {names[path]}  {labels[path]}: {in_words(sheet.record, path, question, language())}"


@inspect.command("list")
@click.option("--state", type=click.Choice(list(INSPECTION_STATES)), default=None)
@click.option("--institution", default=None, help="Only of this home.")
@pass_session
def inspect_list(session: Session, state: str | None, institution: str | None) -> None:
    """List the inspections, newest first."""
    with session.desk() as desk:
        home = RowId(register.find(desk, institution)["id"]) if institution is not None else None
        rows = [_brief(row) for row in queries.inspections(desk.store, state, home)]
    session.emit(rows, lambda: _table(rows))


def _brief(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": str(row["id"]),
        "number": row["number"],
        "institution": str(row["institution"]),
        "institution_name": row["institution_name"],
        "state": row["state"],
        "started_at": local_time(row["started_at"]),
        "answers": row["answers"],
        "items": row["items"],
        "photos": row["photos"],
        "form": row["form_name"],
        "returns": row["returns"],
    }


def _table(rows: list[dict[str, Any]]) -> str:
    shown = [{**row, "state": label("inspection_state", row["state"])} for row in rows]
    return table(
        shown,
        {
            "id": tr("编号", "id"),
            "number": tr("检查编号", "number"),
            "institution_name": tr("机构", "home"),
            "state": tr("状态", "state"),
            "started_at": tr("时间", "began"),
            "items": tr("隐患", "hazards"),
            "photos": tr("照片", "photos"),
        },
        tr("没有检查", "no inspections"),
    )


# -- review ------------------------------------------------------------------------------------------
@click.group("review", cls=Verbs)
def review_group() -> None:
    """The supervisor's review of finished inspections."""


@review_group.command("list")
@pass_session
def review_list(session: Session) -> None:
    """Inspections waiting for review, oldest first."""
    with session.desk() as desk:
        rows = [_brief(row) for row in review.queue(desk)]
    session.emit(rows, lambda: _table(rows))


@review_group.command("approve")
@click.argument("inspection")
@click.option("--note", default="", help="A note kept with the approval.")
@pass_session
def review_approve(session: Session, inspection: str, note: str) -> None:
    """Approve an inspection (not one's own)."""
    with session.desk(acting=True) as desk:
        gone = review.approve(desk, inspection, note)
    words = tr(f"已通过审核；{len(gone)} 项经核实不成立", f"Approved; {len(gone)} hazards disproved")
    session.emit({"state": "approved", "disproved": [str(item) for item in gone]}, words if gone else tr("已通过审核", "Approved"))


@review_group.command("return")
@click.argument("inspection")
@click.option("--remark", "remarks", multiple=True, metavar="QUESTION=TEXT", help="What to mend at a question; repeat.")
@click.option("--reason", default="", help="A remark on the whole inspection.")
@pass_session
def review_return(session: Session, inspection: str, remarks: tuple[str, ...], reason: str) -> None:
    """Return an inspection to its inspectors with remarks."""
    pairs = dict(_pairs(remarks)) if remarks else {}
    with session.desk(acting=True) as desk:
        review.send_back(desk, inspection, pairs, reason)
    session.emit({"state": "returned", "remarks": len(pairs)}, tr("已退回", "Returned"))
