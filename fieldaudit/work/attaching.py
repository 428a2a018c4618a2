"""Photos, recordings and files of a question in a draft: attached one by one or in a batch, described, taken off.

The bytes are the evidence's (`evidence`); whether a question is answered by its file is the record's (`inspect.keep`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ..domain.core import Change, RowId, Scope
from ..errors import BadInput
from ..i18n import Text, tr
from .desk import Desk, Row
from .evidence import FILE, Kept, evidence_change, read_one
from .evidence import keep as keep_bytes
from .inspect import drafting, keep
from .sheet import Sheet, open_sheet


def attach(desk: Desk, inspection: RowId | str, wanted: str, data: bytes, file_name: str, caption: str = "") -> RowId:
    """Keep a photo, PDF or recording for a question: original bytes, hash, time, place. Raises BadInput for anything else.

    The same bytes for the same question again give the attachment that is there.
    """
    sheet, path = _to_attach(desk, inspection, wanted)
    return _attach(desk, sheet, path, [keep_bytes(desk, sheet.scope, read_one(data, file_name))], caption)[0]


def _to_attach(desk: Desk, inspection: RowId | str, wanted: str) -> tuple[Sheet, str]:
    sheet = open_sheet(desk, inspection)
    drafting(desk, sheet)
    return sheet, sheet.question(wanted)[0]


def may_attach(desk: Desk, inspection: RowId | str, wanted: str) -> tuple[Scope, str]:
    """For which scope and path files of a question are kept: whoever reads them ahead of the act asks first.

    Raises BadInput, NotAllowed.
    """
    sheet, path = _to_attach(desk, inspection, wanted)
    return sheet.scope, path


def attach_kept(desk: Desk, inspection: RowId | str, wanted: str, kept: Sequence[Kept], caption: str = "") -> list[RowId]:
    """Attach files that were read and kept ahead of it (`evidence.keep`): one short act for all, undone as one.

    Gives their attachments; the same bytes for the same question again give the one that is there. Raises BadInput,
    NotAllowed.
    """
    sheet, path = _to_attach(desk, inspection, wanted)
    return _attach(desk, sheet, path, kept, caption)


def _attach(desk: Desk, sheet: Sheet, path: str, kept: Sequence[Kept], caption: str) -> list[RowId]:
    rows, changes = list[RowId](), dict[str, Change]()
    for one in kept:
        sha = one.facts.sha256
        known = desk.store.find("attachment", owner_row=sheet.id, path=path, sha256=sha)
        if known or sha in changes:
            desk.told.append(Text(f"{one.file_name} 已在这一项，未重复保存", f"{one.file_name} is here already; not kept twice"))
        else:
            changes[sha] = evidence_change(desk, sheet.scope, "inspection", sheet.id, one, "photo", path, caption)
        rows.append(RowId(known[0]["id"]) if known else changes[sha].row)
    if changes:
        desk.commit(sheet.scope, "inspection.attach", list(changes.values()))
    for one in kept:
        _answer_with(desk, sheet, path, one)
    return rows


def describe(desk: Desk, attachment: RowId | str, caption: str) -> None:
    """Say what a photo or file of a draft shows. Raises BadInput, NotAllowed."""
    row = desk.row("attachment", attachment)
    sheet = _drafted(desk, row)
    change = desk.store.edit("attachment", RowId(row["id"]), caption=caption.strip() or None)
    if change is not None:
        desk.commit(sheet.scope, "inspection.attach", [change])


def take_off(desk: Desk, attachment: RowId | str, reason: str) -> None:
    """Take a photo or file off its question; its bytes and the reason stay in the history. Raises BadInput, NotAllowed."""
    row = desk.row("attachment", attachment)
    sheet = _drafted(desk, row)
    if not reason.strip():
        raise BadInput(tr("要写明理由", "a reason is needed"), where=str(row["file_name"]))
    path = str(row["path"] or "")
    answers_it = path in sheet.record.values() and sheet.record.get(path) == row["file_name"]
    desk.commit(sheet.scope, "inspection.attach", [desk.store.edit("attachment", RowId(row["id"]), void=reason.strip())])
    if answers_it and sheet.question(path)[1].kind in ("file", "image", "audio", "video"):
        sheet.record.set(path, "")
        keep(desk, sheet, path)


def _drafted(desk: Desk, attachment: Row) -> Sheet:
    """The draft that an attachment belongs to. Raises BadInput when it belongs to something else, NotAllowed when locked."""
    if attachment["owner_table"] != "inspection" or attachment["kind"] not in ("photo", FILE):
        raise BadInput(tr("它不是检查项的照片或附件", "it is no photo or file of a question"), where=str(attachment["file_name"]))
    sheet = open_sheet(desk, attachment["owner_row"])
    drafting(desk, sheet)
    return sheet


def _answer_with(desk: Desk, sheet: Sheet, path: str, one: Kept) -> None:
    """A question that itself asks for a photo, recording or file is answered by the first one given, with its name."""
    _, question = sheet.question(path)
    if question.kind not in ("file", one.facts.media_type.partition("/")[0]) or sheet.record.get(path):
        return
    try:
        sheet.record.set(path, one.file_name)
    except BadInput:  # a question that takes no such answer: the file is kept all the same
        return
    keep(desk, sheet, path)


@dataclass(frozen=True, slots=True)
class Given:
    """What became of one file of a batch: its attachment, or why it was set aside."""

    file_name: str
    row: RowId | None
    refused: BadInput | None = None


def attach_all(
    desk: Desk, inspection: RowId | str, wanted: str, files: Iterable[tuple[str, Callable[[], bytes]]], caption: str = ""
) -> list[Given]:
    """`attach` for a batch of (name, what reads it): a file that cannot be used is set aside with its reason, the others
    go in."""
    sheet, path = _to_attach(desk, inspection, wanted)
    given = []
    for name, read in files:
        try:
            kept = keep_bytes(desk, sheet.scope, read_one(read(), name))
            given.append(Given(name, _attach(desk, sheet, path, [kept], caption)[0]))
        except BadInput as refused:
            given.append(Given(name, None, refused))
    return given
