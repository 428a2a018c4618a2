"""The register of homes: importing a file (preview, then one commit a district) and editing a home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..domain.core import Change, RowId, Scope
from ..domain.tables import TABLES
from ..errors import BadInput
from ..i18n import tr
from ..store import queries
from .desk import Desk, Row
from .register_file import RegisterSheet
from .register_preview import ExistingInstitution, ImportPreview, preview

EDITABLE = ("name", "code", "address", "legal_rep", "head", "phone", "beds", "residents", "grade", "lon", "lat")


def look(desk: Desk, sheet: RegisterSheet) -> ImportPreview:
    """What importing this sheet would do, judged against the homes of this workspace. Nothing is written."""
    districts = {row["name"]: RowId(row["id"]) for row in desk.store.find("district")}
    columns = TABLES["institution"]
    existing = [
        ExistingInstitution(
            RowId(row["id"]), row["name"], row["code"], RowId(row["district"]), {column: row[column] for column in columns}
        )
        for row in desk.store.find("institution")
    ]
    return preview(sheet, districts, existing)


def take(desk: Desk, seen: ImportPreview) -> int:
    """Store what a preview showed: one act for each district. Gives how many homes were added or changed."""
    acts: dict[Scope, list[Change | None]] = {}
    for new in seen.new:
        acts.setdefault(desk.district_scope(new.district), []).append(
            desk.store.create("institution", **{**new.cells, "district": new.district})
        )
    for update in seen.updated:
        cells = {column: value for column, (_, value) in update.changes.items()}
        acts.setdefault(desk.scope_of(update.id), []).append(desk.store.edit("institution", update.id, **cells))
    for scope, changes in sorted(acts.items()):
        desk.commit(scope, "register.import", changes)
    return len(seen.new) + len(seen.updated)


def edit(desk: Desk, institution: RowId, cells: Mapping[str, Any]) -> None:
    """Change a home's own data. Raises BadInput for a column that is not editable."""
    unknown = set(cells) - set(EDITABLE)
    if unknown:
        raise BadInput(
            tr(f"不能修改：{', '.join(sorted(unknown))}", f"cannot edit: {', '.join(sorted(unknown))}"), todo=", ".join(EDITABLE)
        )
    change = desk.store.edit("institution", institution, **cells)
    if change is not None:
        desk.commit(desk.scope_of(institution), "register.edit", [change])


def find(desk: Desk, wanted: str) -> Row:
    """A home by id, exact name or code. Raises BadInput for none or several."""
    by_code = desk.store.find("institution", code=wanted)
    return by_code[0] if len(by_code) == 1 else desk.named("institution", wanted)


def listed(desk: Desk, text: str = "", district: str = "") -> list[Row]:
    """The homes, filtered by text and district name."""
    chosen = RowId(desk.named("district", district)["id"]) if district else None
    return queries.institutions(desk.store, text, chosen)
