"""The register of homes: importing a file (preview, then one commit a district) and editing a home."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..domain.core import Change, RowId, Scope
from ..domain.tables import TABLES
from ..errors import BadInput
from ..i18n import tr
from ..store import queries
from ..store.files import demand_space
from .desk import Desk, Row
from .register_file import Register
from .register_preview import ExistingInstitution, ImportPreview, NewHome, UpdatedHome, preview

_TOGETHER = 100  # homes made ready before whoever waits comes in
EDITABLE = ("name", "code", "address", "legal_rep", "head", "phone", "beds", "residents", "grade", "lon", "lat")


def look(
    desk: Desk, register: Register, decisions: Mapping[str, str] = {}, told: Callable[[int], None] = lambda _rows: None
) -> ImportPreview:
    """What importing this register would do, judged against the homes of this workspace. Nothing is written.

    `decisions` and `told` as `register_preview.preview` takes them. Raises BadInput for a decision that fits no row or home.
    """
    rows, carried = desk.store.find("district"), desk.store.trust.scopes()
    districts = {row["name"]: RowId(row["id"]) for row in rows}
    elsewhere = [RowId(row["id"]) for row in rows if row["scope"] not in carried]
    return preview(register, districts, [_known(desk, row) for row in queries.institutions(desk.store)], decisions, elsewhere,
                   told)


def _known(desk: Desk, row: Row) -> ExistingInstitution:
    home = RowId(row["id"])
    also = tuple((merged["name"], merged["code"]) for merged in queries.merged_rows(desk.store, home))
    cells = {column: row[column] for column in TABLES["institution"]}
    return ExistingInstitution(home, row["name"], row["code"], RowId(row["district"]), cells, also)


def take(desk: Desk, seen: ImportPreview, between: Callable[[int], None] = lambda _homes: None) -> int:
    """Store what a preview showed: one act for each district, whole or not at all. Gives how many homes were added or
    changed. `between` is called often, and before and after each district, with how many homes are stored; no transaction
    is open then.

    Raises MachineError when the disk is too full to begin.
    """
    demand_space(desk.workspace.path, 0)
    homes: dict[Scope, list[NewHome | UpdatedHome]] = {}
    scopes = {district: desk.district_scope(district) for district in {new.district for new in seen.new}}
    everything: list[NewHome | UpdatedHome] = [*seen.new, *seen.updated]
    for number, home in enumerate(everything):
        scope = scopes[home.district] if isinstance(home, NewHome) else desk.scope_of(home.id)
        homes.setdefault(scope, []).append(home)
        if number % _TOGETHER == 0:
            between(0)
    stored = 0
    for scope, some in sorted(homes.items()):
        changes = []
        for number, home in enumerate(some):
            changes.append(_change(desk, home))
            if number % _TOGETHER == 0:
                between(stored)
        between(stored)
        desk.commit(scope, "register.import", changes)
        stored += len(changes)
        between(stored)
    return len(seen.new) + len(seen.updated)


def _change(desk: Desk, home: NewHome | UpdatedHome) -> Change | None:
    if isinstance(home, NewHome):
        return desk.store.create("institution", **{**home.cells, "district": home.district})
    return desk.store.edit("institution", home.id, **{column: value for column, (_, value) in home.changes.items()})


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
    """A home by id, exact name or code, also those of rows merged into it. Raises BadInput for none or several."""
    return desk.named("institution", wanted)


def listed(desk: Desk, text: str = "", district: str = "") -> list[Row]:
    """The homes, filtered by text and district name."""
    chosen = RowId(desk.named("district", district)["id"]) if district else None
    return queries.institutions(desk.store, text, chosen)
