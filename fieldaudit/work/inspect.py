"""An inspection from the first question to the locked record: begin, answer, fix, sign, finish, amend; no access.

An answer that means "failed" (the form says which) makes a plan item in the same act, prefilled from the form; so
do answers that skip logic shows or hides. Until the record that finds it was signed, taking the answer back voids the
item; afterwards only a supervisor ends it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..domain.calendar import local_date
from ..domain.core import Change, RowId, device_of
from ..domain.inspection import allowed_inspection
from ..domain.terms import INSPECTION_KINDS
from ..errors import BadInput, NotAllowed, OurBug, Refused
from ..i18n import Text, tr
from ..store import queries
from ..wire.canon import canonical
from .desk import Desk, Row, local_time, not_later_than_now
from .evidence import (
    FILE,
    Evidence,
    count_photos,
    evidence_change,
    file_change,
    is_photo,
    read_all,
    record_of_shapes,
)
from .forms import newest
from .in_words import SEVERAL, choices_listed
from .items import counted, item_for_question, link_question, on_the_spot, take_back
from .sheet import Sheet as Sheet
from .sheet import by_number as by_number
from .sheet import open_sheet as open_sheet
from .sheet import state_of as state_of

if TYPE_CHECKING:
    from ..xform import Question

MINUTE_MS = 60_000
PARTIES = {
    "inspector": tr("检查员", "inspector"),
    "second": tr("第二检查员", "second inspector"),
    "home": tr("被检查单位", "the home"),
}


def begin(desk: Desk, institution: RowId, second: RowId, form: str = "fire_safety", kind: str = "routine") -> RowId:
    """Start an inspection of a home with a second inspector. Raises BadInput, NotAllowed."""
    if kind not in INSPECTION_KINDS:
        raise BadInput(tr(f"没有“{kind}”这种检查", f"there is no kind of inspection {kind!r}"), todo=", ".join(INSPECTION_KINDS))
    first = desk.actor()
    desk.officer(second)
    not_later_than_now(desk, desk.seen_at)
    for person in (first, second):
        if not desk.row("person", person)["badge_no"]:
            raise NotAllowed(
                tr(f"{desk.name_of(person)}没有登记执法证号", f"{desk.name_of(person)} has no badge number on record"),
                todo=tr("请管理员登记后再检查。", "Ask the admin to put it on the roster first."),
            )
    version = newest(desk, form)
    change = desk.store.create(
        "inspection",
        institution=desk.row("institution", institution)["id"],
        form=version["id"],
        number=_next_number(desk),
        kind=kind,
        inspector_row=first,
        second_row=second,
        started_at=desk.seen_at,
    )
    desk.commit(desk.scope_of(institution), "inspection.begin", [change])
    return change.row


def _next_number(desk: Desk) -> str:
    """year-device-n: this laptop's n-th inspection of the year, void ones counted; needs no lease."""
    prefix = f"{local_date(desk.now).year}-{desk.store.trust.device}-"
    return f"{prefix}{queries.inspections_numbered(desk.store, prefix) + 1}"


def drafting(desk: Desk, sheet: Sheet) -> None:
    """Refuse who may not write this record now: it is locked, or somebody else's visit. Raises NotAllowed."""
    if sheet.state.locked:
        raise NotAllowed(
            tr("检查已完成并锁定，不能再改", "the inspection is finished and locked"),
            where=str(sheet.row["number"]),
            todo=tr("如需更正：fieldaudit inspect amend，写明理由。", "To correct it: fieldaudit inspect amend, with a reason."),
        )
    _one_of_the_two(desk, sheet)


def _one_of_the_two(desk: Desk, sheet: Sheet) -> None:
    if desk.actor() not in (sheet.row["inspector_row"], sheet.row["second_row"]):
        raise NotAllowed(
            tr("只有本次检查的两名检查人员可以填写", "only the two inspectors of this inspection may fill it in"),
            where=str(sheet.row["number"]),
        )


def _within_the_visit(desk: Desk, sheet: Sheet) -> None:
    """Refuse what is said to have been seen before the visit began, to the minute as people type it. Raises BadInput."""
    if desk.observed_at is not None and desk.observed_at // MINUTE_MS < sheet.row["started_at"] // MINUTE_MS:
        raise BadInput(
            tr(f"早于检查开始的时间（{local_time(sheet.row['started_at'])}）",
               f"it lies before the visit began ({local_time(sheet.row['started_at'])})"),
            where=local_time(desk.observed_at),
            todo=tr("核对 --seen；检查本身是补录的，开始时也要写：inspect new --seen。",
                    "Check --seen; a visit that is itself entered late says so as well: inspect new --seen."),
        )  # fmt: skip


def answer(
    desk: Desk, sheet: Sheet, wanted: str, value: str, note: str | None = None, item_cells: Mapping[str, Any] | None = None
) -> RowId | None:
    """Record one answer durably (an empty value takes it back). Gives the plan item it made, if any.

    Raises BadInput for a value the question refuses (nothing is written), NotAllowed when locked.
    """
    drafting(desk, sheet)
    _within_the_visit(desk, sheet)
    path, _ = sheet.question(wanted)
    before = sheet.record.get(path)
    try:
        sheet.record.set(path, value)
    except BadInput as refused:
        refused.todo = refused.todo or choices_listed(sheet.record, path)
        raise
    try:
        return keep(desk, sheet, path, note, item_cells or {})
    except BaseException:
        sheet.record.set(path, before)  # the sheet shows what is stored
        raise


def keep(
    desk: Desk,
    sheet: Sheet,
    path: str,
    note: str | None = None,
    item_cells: Mapping[str, Any] = MappingProxyType({}),
    verb: str = "inspection.answer",
    extra: Sequence[Change | None] = (),
) -> RowId | None:
    """Store the record as it now stands, as one act: the answer at `path`, what the form filled in or changed with it,
    and the plan items that come or go. Gives the item at `path`, if there is one."""
    changes = [*extra, *_answer_changes(desk, sheet, path, note)]
    item, more = _item_changes(desk, sheet, path, item_cells)
    changes += more
    if any(change is not None for change in changes):
        desk.commit(sheet.scope, verb, changes)
    return item


def _answer_changes(desk: Desk, sheet: Sheet, path: str, note: str | None) -> list[Change | None]:
    """The answer rows that make the record open again as it stands; `note`: of the answer at `path`."""
    held, changes = queries.answers(desk.store, sheet.id), list[Change | None]()
    for each, cells in _cells_to_store(sheet, held).items():
        if note is not None and each == path:
            cells["note"] = note or None
        changes.append(
            desk.store.edit("answer", RowId(held[each]["id"]), **cells)
            if each in held
            else desk.store.create("answer", inspection=sheet.id, path=each, **cells)
        )
    return changes


def _cells_to_store(sheet: Sheet, held: Mapping[str, Row]) -> dict[str, dict[str, Any]]:
    """Path -> cells of every answer row that is to be, so that the record opens again exactly as it stands.

    Hidden answers keep their rows and come back with their questions; what a default filled in is kept from the first
    act on, blank or not, or it would be filled in anew; rows of instances that are gone are blanked. Metadata comes out
    the same every time, from the visit's own row.
    """
    metadata = {question.path for question in sheet.form.questions if question.kind == "metadata"}
    wanted = sheet.record.values() | sheet.record.answers()
    gone = {path: "" for path, row in held.items() if row["value"] and path not in wanted}
    return {path: {"value": value or None} for path, value in (wanted | gone).items() if path not in metadata}


def failed(question: Question, value: str | None) -> bool:
    """Does this answer mean a hazard? The form says so (fa:fail)."""
    bad = question.fa.get("fail", "")
    return bool(value and bad) and bad in (str(value).split() if question.kind in SEVERAL else (value,))


def failing(sheet: Sheet) -> dict[str, Question]:
    """path -> question of everything shown that is answered as a failure."""
    return {path: question for path, question in sheet.record.visible() if failed(question, sheet.record.get(path))}


def taken_away(desk: Desk, sheet: Sheet) -> set[RowId]:
    """The inspection's items none of whose questions fails any more; only an amended record can have such."""
    links = queries.failed_links(desk.store, sheet.id)
    still = failing(sheet)
    standing = {link["item"] for link in links if link["path"] in still}
    return {RowId(link["item"]) for link in links} - standing


def hazards(desk: Desk, sheet: Sheet) -> list[Row]:
    """The items that the record, as it stands, finds."""
    gone = taken_away(desk, sheet)
    return [row for row in queries.items(desk.store, inspection=sheet.id) if row["id"] not in gone]


def _item_changes(desk: Desk, sheet: Sheet, path: str, item_cells: Mapping[str, Any]) -> tuple[RowId | None, list[Change | None]]:
    """Items made and taken back so that they answer the record: also those of questions that skip logic hid or showed."""
    links = queries.failed_links(desk.store, sheet.id)
    item_of = {link["path"]: RowId(link["item"]) for link in links}
    now, changes = failing(sheet), list[Change | None]()
    if item_cells and path not in now:
        raise BadInput(
            tr("这个回答不形成隐患，不能填写部位等内容", "this answer makes no hazard, so it takes no place or finding"), where=path
        )
    for each, question in now.items():
        if each not in item_of:
            again = _recurring(desk, sheet, each)
            made = item_for_question(desk, sheet.row, question, {**(item_cells if each == path else {}), **again})
            changes += [made, link_question(desk, made.row, sheet.id, each)]
            item_of[each] = made.row
        elif each == path and item_cells:
            changes.append(desk.store.edit("item", item_of[each], **item_cells))
    changes += take_back(desk, links, [link for link in links if link["path"] not in now], signed_before(desk, sheet))
    return item_of[path] if path in now else None, changes


def _recurring(desk: Desk, sheet: Sheet, path: str) -> dict[str, Any]:
    """A hazard that was cleared and is found again by a later visit is a new item linked to the old one."""
    home = RowId(desk.row("institution", sheet.row["institution"])["id"])
    form = str(desk.row("form", sheet.row["form"])["name"])
    old = queries.cleared_before(desk.store, home, form, path, sheet.row["started_at"])
    if old is None:
        return {}
    desk.told.append(
        Text(
            f"这一项于 {old['cleared_on']} 销号后再次发现（原整改项 {old['id']}）",
            f"it was cleared on {old['cleared_on']} and is found again (earlier item {old['id']})",
        )
    )
    return {"recurrence_of": old["id"]}


def signed_before(desk: Desk, sheet: Sheet) -> set[RowId]:
    """The items that an earlier, signed version of the record found: only a supervisor ends those."""
    if not sheet.state.amendments:
        return set()
    opened = [row["_commit"] for row in desk.store.find("inspection_event", inspection=sheet.id, kind="amended")][-1]
    return {
        RowId(row["id"])
        for row in queries.items(desk.store, inspection=sheet.id)
        if device_of(row["_commit"]) != device_of(opened) or row["_commit"] < opened
    }


def fix(
    desk: Desk,
    inspection: RowId | str,
    wanted: str,
    before: Sequence[tuple[str, bytes]],
    after: Sequence[tuple[str, bytes]],
    facts: Mapping[str, Any],
) -> RowId:
    """立行立改: fixed within the visit, photos before and after; a general hazard is cleared at once. Gives the item.

    The photos that the question has already show how it was: they count as photos before.
    """
    sheet = open_sheet(desk, inspection)
    drafting(desk, sheet)
    _within_the_visit(desk, sheet)
    path, _ = sheet.question(wanted)
    link = next((link for link in queries.failed_links(desk.store, sheet.id) if link["path"] == path), None)
    if link is None:
        raise NotAllowed(tr("这一项没有隐患可改", "there is no hazard at this question to fix"), where=path)
    item = RowId(link["item"])
    counted(desk.row("item", item), facts)
    other = sheet.row["second_row"] if desk.actor() == sheet.row["inspector_row"] else sheet.row["inspector_row"]
    read = read_all([*before, *after])  # the same picture cannot show it before and after
    sides = {"before": read[: len(before)], "after": read[len(before) :]}
    own = _new_after(desk, sheet, path, sides["after"])
    said = {**facts, "before": own + count_photos(sides["before"]), "after": count_photos(sides["after"]), "second": other}
    events = on_the_spot(desk, item, said)  # asks the rule before any photo is stored
    photos = [evidence_change(desk, sheet.scope, "item", item, one, side, path) for side, files in sides.items() for one in files]
    desk.commit(sheet.scope, "inspection.fix", [*photos, *events])
    return item


def _new_after(desk: Desk, sheet: Sheet, path: str, after: Sequence[Evidence]) -> int:
    """How many photos a question has; none of them can be the one that shows it put right. Raises BadInput."""
    own = [row for row in queries.attachments(desk.store, sheet.id) if row["path"] == path and is_photo(row)]
    twin = next((one for one in after if any(row["sha256"] == one.facts.sha256 for row in own)), None)
    if twin is not None:
        raise BadInput(
            tr("这张照片是整改前拍的，已在这一题里", "this photo shows it before: the question has it already"),
            where=twin.file_name,
            todo=tr("换成整改后的照片。", "Give a photo of how it is now."),
        )
    return len(own)


# -- the record that is signed -------------------------------------------------------------------------
def frozen_record(desk: Desk, sheet: Sheet) -> bytes:
    """The canonical submission XML with the hazards and photos it stands for: what is signed and locked."""
    evidence = [row for row in queries.attachments(desk.store, sheet.id) if row["kind"] in ("photo", FILE)]
    photos = [[row["path"] or "", row["sha256"]] for row in evidence]
    drawn = record_of_shapes(desk, evidence)
    found = [{"id": str(row["id"]), **{name: row[name] for name in HAZARD_CELLS}} for row in hazards(desk, sheet)]
    notes = {path: row["note"] for path, row in queries.answers(desk.store, sheet.id).items() if row["note"]}
    meta = {
        "photos": canonical(photos).decode(),
        "hazards": canonical(found).decode(),
        "notes": canonical(notes).decode(),
        "inspectors": canonical([desk.name_of(sheet.row[column]) for column in ("inspector_row", "second_row")]).decode(),
    }
    if drawn:  # who signs, signs the pictures as the report shows them
        meta["annotations"] = canonical(drawn).decode()
    if sheet.state.amendments:  # a corrected record is another record: everyone signs it again
        meta["amendment"] = str(sheet.state.amendments)
    return sheet.record.xml(f"fieldaudit:{sheet.id}", meta)


HAZARD_CELLS = (
    "place",
    "finding",
    "severity",
    "severity_reason",
    "measure_kind",
    "measure",
    "term_days",
    "term_kind",
    "order_basis",
)


def record_sha256(desk: Desk, sheet: Sheet) -> str:
    """The hash of the record as it stands."""
    return hashlib.sha256(frozen_record(desk, sheet)).hexdigest()


def sign(
    desk: Desk,
    inspection: RowId | str,
    party: str,
    strokes: Sequence[Any] = (),
    name: str = "",
    post: str = "",
    refused: str = "",
    witness: str = "",
    photos: Sequence[tuple[str, bytes]] = (),
    absent: bool = False,
) -> RowId:
    """Sign the record as it stands, or record the home's refusal before a witness. Raises BadInput, NotAllowed.

    With a refusal `strokes` are the witness's, who may sign as well; `photos` show it, and belong to the signature: the
    record that is signed does not change by them. `absent`: nobody in charge was there; it stands as a refusal that says so.
    """
    sheet = open_sheet(desk, inspection)
    drafting(desk, sheet)
    if party not in PARTIES:
        raise BadInput(tr(f"没有“{party}”这一方", f"there is no party {party!r}"), todo=", ".join(PARTIES))
    cells: dict[str, Any] = {"party": party, "name": name or None, "post": post or None}
    if party == "home":
        refused = "，".join(filter(None, (_ABSENT, refused))) if absent else refused
        cells |= _home_signature(strokes, name, refused, witness)
    else:
        column = "inspector_row" if party == "inspector" else "second_row"
        if desk.actor() != sheet.row[column]:
            raise NotAllowed(
                tr("须由本人签字", "each signs in person"),
                where=desk.name_of(sheet.row[column]),
                todo=tr("用 --as 换成本人。", "Use --as to sign as that person."),
            )
        cells |= {"person_row": desk.actor(), "name": desk.name_of(desk.actor()), "strokes_json": _strokes(strokes)}
    change = desk.store.create("signature", inspection=sheet.id, record_sha256=record_sha256(desk, sheet), **cells)
    shown = [evidence_change(desk, sheet.scope, "signature", change.row, one, "photo") for one in read_all(photos)]
    desk.commit(sheet.scope, "inspection.sign", [change, *shown])
    return change.row


_ABSENT = "负责人不在场"  # the record is in Chinese, whatever language is on the screen


def _home_signature(strokes: Sequence[Any], name: str, refused: str, witness: str) -> dict[str, Any]:
    if refused:
        if not witness:
            raise BadInput(tr("拒签须有见证人", "a refusal needs a witness"), todo=tr("补上 --witness。", "Add --witness."))
        return {"refused": refused, "witness": witness, "strokes_json": _strokes(strokes) if strokes else None}
    if not name:
        raise BadInput(tr("要写明签字人姓名", "the name of who signs for the home is needed"))
    return {"strokes_json": _strokes(strokes)}


def _strokes(strokes: Sequence[Any]) -> str:
    """Check pen strokes: lists of [x, y] within 0..1. Raises BadInput."""

    def point(value: Any) -> list[float]:
        x, y = value
        if not (0 <= x <= 1 and 0 <= y <= 1):
            raise ValueError
        return [round(float(x), 4), round(float(y), 4)]

    try:
        clean = [[point(p) for p in stroke] for stroke in strokes]
        if not any(len(stroke) > 1 for stroke in clean):
            raise ValueError
    except (TypeError, ValueError):
        raise BadInput(
            tr("签名笔迹为空或格式不对", "the signature's strokes are empty or malformed"),
            todo=tr("应为 [[[x,y],…],…]，坐标在 0 到 1 之间。", "Expected [[[x,y],…],…] with 0 ≤ x, y ≤ 1."),
        ) from None
    return json.dumps(clean, separators=(",", ":"))


# -- finishing -----------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Lacking:
    """One thing that is missing before an inspection can be finished: where and what. `kind`: that of the record's problem,
    or grade, place, finding (of a hazard), unsigned, changed (since it was signed)."""

    where: str
    what: Text
    kind: str


def lacking(desk: Desk, sheet: Sheet) -> list[Lacking]:
    """Everything still missing, in the order of the form; then hazards; then signatures."""
    found = [Lacking(problem.path, problem.text, problem.kind) for problem in sheet.record.problems()]
    found += _lacking_of_items(desk, sheet)
    if found:
        return found
    now, signed = record_sha256(desk, sheet), queries.latest_signatures(desk.store, sheet.id)
    for party, word in PARTIES.items():
        if party not in signed:
            text = Text(f"缺{word.zh}的签字（或拒签记录）", f"the signature of {word.en} is missing")
            found.append(Lacking(party, text, "unsigned"))
        elif signed[party]["record_sha256"] != now:
            text = Text(f"{word.zh}签字后记录有改动，须重新签字", f"the record changed after {word.en} signed: sign again")
            found.append(Lacking(party, text, "changed"))
    return found


def _lacking_of_items(desk: Desk, sheet: Sheet) -> Iterable[Lacking]:
    paths = {link["item"]: link["path"] for link in reversed(queries.failed_links(desk.store, sheet.id))}
    for row in hazards(desk, sheet):
        path = paths.get(row["id"], "")
        if row["severity"] == "major_to_confirm":
            yield Lacking(path, tr("等级待确认：plan grade", "severity to be confirmed: plan grade"), "grade")
        if not row["place"]:
            yield Lacking(path, tr("缺隐患部位：plan edit --place", "the hazard's place is missing: plan edit --place"), "place")
        if not row["finding"] or not row["measure"]:
            yield Lacking(path, tr("缺隐患情况或整改措施", "the finding or the measure is missing"), "finding")


def finish(desk: Desk, inspection: RowId | str) -> str:
    """Lock the signed record. Gives its hash. Raises Refused listing everything that is missing."""
    sheet = open_sheet(desk, inspection)
    drafting(desk, sheet)
    _within_the_visit(desk, sheet)
    missing = lacking(desk, sheet)
    if missing:
        raise Refused(
            tr(f"还缺 {len(missing)} 项", f"{len(missing)} things are missing"),
            where=str(sheet.row["number"]),
            todo="\n".join(f"  {lack.where}: {lack.what}" for lack in missing),
        )
    data = frozen_record(desk, sheet)
    sha = hashlib.sha256(data).hexdigest()
    step(
        desk,
        sheet,
        "inspection.finish",
        "finished",
        {"record_sha256": sha},
        extra=[
            file_change(desk, sheet.scope, "inspection", sheet.id, data, f"{sheet.row['number']}.xml", "record", "application/xml")
        ],
    )
    desk.seal()
    return sha


def no_access(
    desk: Desk, inspection: RowId | str, reason: str, photos: Sequence[tuple[str, bytes]] = (), witness: str = ""
) -> None:
    """End a visit that found no way in, with a photo or a witness. Raises NotAllowed when questions were answered."""
    sheet = open_sheet(desk, inspection)
    drafting(desk, sheet)
    if any(row["value"] for row in queries.answers(desk.store, sheet.id).values()):
        raise NotAllowed(
            tr("已经填写了检查项，不是未能进入", "questions were answered: there was a way in"),
            where=str(sheet.row["number"]),
            todo=tr("完成这次检查：inspect finish。", "Finish the inspection: inspect finish."),
        )
    _within_the_visit(desk, sheet)
    read = read_all(photos)
    facts = {"photos": count_photos(read), **({"witness": witness} if witness else {})}
    extra = [evidence_change(desk, sheet.scope, "inspection", sheet.id, one, "photo") for one in read]
    step(desk, sheet, "inspection.finish", "no_access", facts, reason=reason.strip(), extra=extra)
    desk.seal()


def amend(desk: Desk, inspection: RowId | str, reason: str) -> None:
    """Reopen a finished or returned inspection for correction, with a reason."""
    sheet = open_sheet(desk, inspection)
    _one_of_the_two(desk, sheet)
    if sheet.state.state == "approved":
        raise NotAllowed(
            tr("检查已通过审核，不能直接更正", "the inspection is approved: it is not corrected as it stands"),
            where=str(sheet.row["number"]),
            todo=tr("先由科室负责人退回：review return。", "A supervisor returns it first: review return."),
        )
    step(desk, sheet, "inspection.amend", "amended", {}, reason=reason.strip())


def step(
    desk: Desk,
    sheet: Sheet,
    verb: str,
    kind: str,
    facts: Mapping[str, Any],
    reason: str = "",
    extra: Sequence[Change] = (),
    remarks: Mapping[str, str] | None = None,
) -> RowId:
    """Record one step of an inspection after asking the one rule whether it may be taken. Raises NotAllowed."""
    why = allowed_inspection(
        sheet.state,
        kind,
        desk.role(),
        desk.actor(),
        RowId(sheet.row["inspector_row"]),
        RowId(sheet.row["second_row"]),
        facts={**facts, "reason": reason},
    )
    if why is not None:
        raise NotAllowed(why, where=str(sheet.row["number"]))
    change = desk.store.create(
        "inspection_event", inspection=sheet.id, kind=kind, reason=reason or None, facts_json=canonical(dict(facts)).decode()
    )
    notes = [
        desk.store.create("remark", inspection_event=change.row, inspection=sheet.id, path=path, text=text)
        for path, text in (remarks or {}).items()
    ]
    desk.commit(sheet.scope, verb, [change, *notes, *extra])
    return change.row


def evidence_of(desk: Desk, inspection: RowId) -> bytes:
    """The locked record's bytes. Raises OurBug when a finished inspection has none."""
    rows = [row for row in queries.attachments(desk.store, inspection) if row["kind"] == "record"]
    if not rows:
        raise OurBug(tr("完成的检查没有记录文件", "a finished inspection has no record"), where=str(inspection))
    return desk.blobs.get(rows[-1]["object"])
