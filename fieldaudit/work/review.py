"""The supervisor's review: approve a finished inspection, or return it with remarks on its questions."""

from __future__ import annotations

from collections.abc import Mapping

from ..domain.core import RowId
from ..domain.inspection import allowed_inspection
from ..errors import BadInput
from ..i18n import Text, tr
from ..store import queries
from . import plan
from .desk import Desk, Row
from .inspect import step, taken_away
from .items import state_of as item_state
from .sheet import open_sheet


def queue(desk: Desk) -> list[Row]:
    """The finished inspections waiting for review, oldest first."""
    return list(reversed(queries.inspections(desk.store, state="finished")))


def refusal(desk: Desk, inspection: RowId | str, kind: str = "approved") -> Text | None:
    """Why the person at the desk may not review this inspection now ("approved" or "returned"); None when she may."""
    sheet = open_sheet(desk, inspection)
    inspectors = (RowId(sheet.row["inspector_row"]), RowId(sheet.row["second_row"]))
    return allowed_inspection(sheet.state, kind, desk.role(), desk.actor(), *inspectors)


def approve(desk: Desk, inspection: RowId | str, note: str = "") -> list[RowId]:
    """Approve the record as it was signed. Items that an amendment took away end as disproved; gives those."""
    sheet = open_sheet(desk, inspection)
    step(desk, sheet, "review.approve", "approved", {"record_sha256": sheet.state.record_sha256 or ""}, reason=note)
    gone = [item for item in sorted(taken_away(desk, sheet)) if item_state(desk, desk.row("item", item)).is_open]
    for item in gone:
        plan.end(
            desk, item, "disproved", {"reason": tr("更正后的检查记录不再认定此隐患", "the amended record no longer finds it").zh}
        )
    desk.seal()
    return gone


def send_back(desk: Desk, inspection: RowId | str, remarks: Mapping[str, str], reason: str = "") -> None:
    """Return an inspection with remarks (question -> what to mend). Raises BadInput for none or an unknown question."""
    sheet = open_sheet(desk, inspection)
    if not (reason.strip() or remarks) or not all(text.strip() for text in remarks.values()):
        raise BadInput(tr("退回要写明意见", "say what is to be mended"), todo=tr("--remark 检查项=意见", "--remark QUESTION=TEXT"))
    paths = {sheet.question(wanted)[0]: text for wanted, text in remarks.items()}
    step(desk, sheet, "review.return", "returned", {"record_sha256": sheet.state.record_sha256 or ""}, reason=reason, remarks=paths)
    desk.seal()


def remarks(desk: Desk, inspection: RowId) -> list[Row]:
    """All remarks on an inspection, oldest first."""
    return desk.store.find("remark", inspection=inspection)
