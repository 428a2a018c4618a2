"""A draft and the versions of its checklist: it keeps the one it began with until its inspectors move it on.

Nothing answered is lost by that: what the new version has no place for is listed with its value, and the history of
the visit keeps it. A hazard or a photo is never moved or dropped on the way.
"""

from __future__ import annotations

from ..domain.calendar import local_datetime
from ..domain.core import RowId, device_of
from ..errors import BadInput, NotAllowed
from ..i18n import Text, tr
from ..store import queries
from ..xform import Upgrade
from ..xform import upgrade as carried
from .desk import Desk
from .forms import is_newer, newest, open_form
from .inspect import drafting, keep
from .sheet import Sheet, open_sheet


def upgrade(desk: Desk, inspection: RowId | str, version: str = "") -> Upgrade:
    """Carry a draft over to the newest version of its form, or to this one; gives what was carried and what does not fit.

    Raises BadInput when there is no newer version; NotAllowed when the record is locked or somebody else's, or when a
    hazard or photo hangs on an answer that does not carry over as it stands.
    """
    sheet = open_sheet(desk, inspection)
    drafting(desk, sheet)
    target = newest(desk, sheet.form.name, version)
    if not is_newer(target, desk.row("form", sheet.row["form"])):
        raise BadInput(
            tr(
                f"这次检查用的就是版本 {sheet.form.version}，没有更新的",
                f"the inspection has version {sheet.form.version}; none is newer",
            ),
            where=str(sheet.row["number"]),
        )
    form, started = open_form(desk, RowId(target["id"])), local_datetime(sheet.row["started_at"])
    found = carried(
        sheet.record,
        sheet.form,
        form,
        now=started,
        today=started.date(),
        person=desk.name_of(sheet.row["inspector_row"]),
        device=str(device_of(RowId(sheet.row["id"]))),
        seed=sheet.row["id"],
    )
    _keep_what_hangs_on_answers(desk, sheet, found)
    after = open_sheet(desk, inspection, found.answers, target)
    keep(desk, after, "", verb="inspection.upgrade", extra=[desk.store.edit("inspection", sheet.id, form=target["id"])])
    return found


def _keep_what_hangs_on_answers(desk: Desk, sheet: Sheet, found: Upgrade) -> None:
    """Refuse to carry a draft over whose photos or hazards would lose their question. Raises NotAllowed."""
    filed = {str(row["path"]) for row in queries.attachments(desk.store, sheet.id) if row["path"]}
    filed |= {str(link["path"]) for link in queries.failed_links(desk.store, sheet.id)}
    left = sorted(filed & ({each.path for each in found.unfit} | set(found.moved)))
    if left:
        names = "、".join(left), ", ".join(left)
        raise NotAllowed(
            Text(
                f"新版本没有位置放这些检查项的照片或隐患：{names[0]}",
                f"the new version has no place for photos or hazards of {names[1]}",
            ),
            where=str(sheet.row["number"]),
            todo=tr(
                "按原版本完成这次检查，下次检查用新版本。", "Finish this inspection with its version; the next one takes the new."
            ),
        )
