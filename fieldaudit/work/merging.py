"""Merging two register rows that are one home: one row is kept, the other given up with a reason.

Nothing that hangs on either is rewritten: inspections, hazards and notices of the given-up row, also those that other
laptops record of it meanwhile, show under the kept one (`domain.homes`). Undoing the act parts them again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..domain.core import RowId
from ..errors import BadInput, NotAllowed
from ..i18n import tr
from ..store import queries
from .desk import Desk, Row
from .register import EDITABLE


@dataclass(frozen=True, slots=True)
class Merged:
    """The home that is kept, the row given up, and column -> (kept value, the other's) where the two differ."""

    keep: RowId
    other: RowId
    differing: dict[str, tuple[Any, Any]]
    inspections: int  # of both together


def merge(desk: Desk, keep: RowId | str, other: RowId | str, reason: str, take: Sequence[str] = ()) -> Merged:
    """Say that two rows are one home. `keep`'s facts stay, but for the columns in `take`, which come from `other`.

    Raises BadInput (no reason, the same home, an unknown column), NotAllowed (homes of two districts).
    """
    kept, given_up, reason = desk.row("institution", keep), desk.row("institution", other), reason.strip()
    _can_merge(kept, given_up, reason)
    differing = {
        name: (kept[name], given_up[name]) for name in EDITABLE if given_up[name] not in (None, "") and given_up[name] != kept[name]
    }
    unknown = [name for name in take if name not in EDITABLE]
    if unknown:
        raise BadInput(
            tr(f"没有这一栏：{', '.join(unknown)}", f"there is no column {', '.join(unknown)}"), todo=", ".join(EDITABLE)
        )
    taken = {name: given_up[name] for name in take if name in differing}
    changes = [desk.store.edit("institution", RowId(given_up["id"]), merged_into=kept["id"], void=reason)]
    if taken:
        changes.append(desk.store.edit("institution", RowId(kept["id"]), **taken))
    desk.commit(kept["_scope"], "register.merge", changes)
    visits = len(queries.inspections(desk.store, institution=RowId(kept["id"])))
    return Merged(RowId(kept["id"]), RowId(given_up["id"]), {n: v for n, v in differing.items() if n not in taken}, visits)


def _can_merge(kept: Row, given_up: Row, reason: str) -> None:
    where = f"{kept['id']} {kept['name']}; {given_up['id']} {given_up['name']}"
    if kept["id"] == given_up["id"]:
        raise BadInput(tr("这已是同一家机构", "they are one home already"), where=where)
    if kept["_scope"] != given_up["_scope"]:
        raise NotAllowed(
            tr("两家机构属于不同的旗县市区，不能合并", "the two homes are of different districts and cannot be merged"),
            where=where,
            todo=tr("记录只属于登记时的旗县市区；请在正确的旗县市区继续登记。",
                    "Records stay in the district they were made in: go on with the row in the right district."),
        )
    if not reason:
        raise BadInput(tr("合并要写明理由", "merging needs a reason"), where=where)
