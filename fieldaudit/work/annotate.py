"""Drawing on photos: shapes as rows beside the untouched picture, added and taken back.

A photo of an inspection may be drawn on while the record is open, afterwards only by amendment: the signed record lists
the shapes with the hashes of the photos, because the report shows both. A photo of a later step (a report of the home,
a reinspection) belongs to no signed record and may be drawn on while its hazard is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..domain.annotation import RED, points_json, wrong_with
from ..domain.core import RowId, Scope
from ..errors import BadInput, NotAllowed
from ..i18n import tr
from .desk import Desk, Row
from .evidence import is_photo
from .inspect import drafting
from .items import state_of
from .sheet import open_sheet

VERB = "evidence.annotate"


def annotate(
    desk: Desk, attachment: RowId | str, shape: str, points: Sequence[Any], text: str = "", colour: str = RED
) -> RowId:
    """Draw one shape on a photo; the same shape again gives the one that is there.

    `points` are [x, y], fractions of the upright picture. Raises BadInput for no photo or a malformed shape, NotAllowed
    when the photo's record is locked or its hazard has ended.
    """
    row = desk.row("attachment", attachment)
    scope = may_draw(desk, row)
    wrong = wrong_with(shape, points, text, colour)
    if wrong is not None:
        raise BadInput(wrong, where=str(row["file_name"]))
    cells = {"shape": shape, "points_json": points_json(points), "text": text or None, "colour": colour}
    known = desk.store.find("annotation", attachment=row["id"], **cells)
    if known:
        return RowId(known[0]["id"])
    change = desk.store.create("annotation", attachment=row["id"], **cells)
    desk.commit(scope, VERB, [change])
    return change.row


def redraw(desk: Desk, annotation: RowId | str, points: Sequence[Any], text: str = "") -> None:
    """Move or resize a shape, or change its words; its kind and colour stay. Raises BadInput, NotAllowed as `annotate`."""
    row = desk.row("annotation", annotation)
    photo = desk.row("attachment", row["attachment"])
    scope = may_draw(desk, photo)
    wrong = wrong_with(row["shape"], points, text, row["colour"] or RED)
    if wrong is not None:
        raise BadInput(wrong, where=str(photo["file_name"]))
    change = desk.store.edit("annotation", RowId(row["id"]), points_json=points_json(points), text=text or None)
    if change is not None:
        desk.commit(scope, VERB, [change])


def remove_annotation(desk: Desk, annotation: RowId | str, reason: str) -> None:
    """Take a shape off a photo; it stays in the history with the reason. Raises BadInput, NotAllowed as `annotate`."""
    row = desk.row("annotation", annotation)
    scope = may_draw(desk, desk.row("attachment", row["attachment"]))
    if not reason.strip():
        raise BadInput(tr("要写明理由", "a reason is needed"), where=str(row["id"]))
    desk.commit(scope, VERB, [desk.store.edit("annotation", RowId(row["id"]), void=reason.strip())])


def may_draw(desk: Desk, attachment: Row) -> Scope:
    """The scope of a photo that may be drawn on now. Raises BadInput, NotAllowed."""
    if not is_photo(attachment):
        raise BadInput(tr("只有照片可以标注", "only a photo can be drawn on"), where=str(attachment["file_name"]))
    table, owner = attachment["owner_table"], attachment["owner_row"]
    if table == "event":
        _while_open(desk, desk.row("item", desk.row("event", owner)["item"]))
    else:
        drafting(desk, open_sheet(desk, owner if table == "inspection" else desk.row("item", owner)["inspection"]))
    return Scope(attachment["_scope"])


def _while_open(desk: Desk, item: Row) -> None:
    if not state_of(desk, item).is_open:
        raise NotAllowed(
            tr("隐患已销号或终结，照片不能再标注", "the hazard has ended: its photos can no longer be drawn on"),
            where=str(item["id"]),
        )
