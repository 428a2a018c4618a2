"""One home typed in by hand: judged exactly as a row of an imported register is, then added or changed in one act.

Owns how a typed form becomes such a row. What a cell may hold is `register_cells`' business, what a twin is
`register_twins`'.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from ..domain.core import RowId, Value
from ..errors import BadInput, OurBug
from ..i18n import Text, tr
from . import register
from .desk import Desk
from .register_file import Register, RowFault, read_register
from .register_headings import FIELD_WORDS
from .register_preview import NEW, ImportPreview, NewHome
from .register_table import Reading

FIELDS = ("name", "district", "code", "address", "legal_rep", "head", "phone", "beds", "residents", "grade", "lon", "lat")
_READING = Reading(encoding="utf-8", delimiter="comma", header_rows=(1, 1))
_ROW = "2"  # the only row under the heading
_NO_ROW = tr("这不像一家机构的名称", "this does not look like a home's name")


def _register(typed: Mapping[str, str]) -> Register:
    """The typed home as a register of one row."""
    out = io.StringIO(newline="")
    write = csv.writer(out, quoting=csv.QUOTE_ALL)
    write.writerow([FIELD_WORDS[name].zh for name in FIELDS])
    write.writerow([typed.get(name, "").strip() for name in FIELDS])
    return read_register(out.getvalue().encode(), "", _READING)


def look(desk: Desk, typed: Mapping[str, str], *, another: bool = False) -> tuple[NewHome | None, dict[str, Text]]:
    """The home that would be added (its `twins` may be it already), or None and what is wrong by field ("" the whole).

    `another`: a person says that it is none of its twins.
    """
    if not typed.get("name", "").strip():
        return None, {"name": tr("请填写机构名称", "give the home's name")}
    if not typed.get("district", "").strip():
        return None, {"district": tr("请选择旗县市区", "choose the district")}
    made = _register(typed)
    seen = register.look(desk, made, {_ROW: NEW} if another else {})
    if seen.new:
        return seen.new[0], {}
    return None, _faults(seen)


def _faults(seen: ImportPreview) -> dict[str, Text]:
    known = [home.id for home in seen.updated] + [home.id for home in seen.unchanged]
    if known:
        return {"name": tr(f"名册里已有这家机构（编号 {known[0]}）", f"the register has this home already (id {known[0]})")}
    return _by_field([fault for row in seen.refused for fault in row.faults]) or {"name": _NO_ROW}


def _by_field(faults: list[RowFault]) -> dict[str, Text]:
    """The first fault of each field."""
    fields = {FIELD_WORDS[name].zh: name for name in FIELDS}
    found: dict[str, Text] = {}
    for fault in faults:
        found.setdefault(fields.get(fault.column, ""), fault.reason)
    return found


def add(desk: Desk, home: NewHome) -> RowId:
    """Put a new home into the register, as `look` gave it."""
    change = desk.store.create("institution", **{**home.cells, "district": home.district})
    desk.commit(desk.district_scope(home.district), "register.edit", [change])
    return change.row


def cleaned(typed: Mapping[str, str]) -> tuple[dict[str, Value], dict[str, Text]]:
    """What is to be stored of a known home, an emptied field as None; and what is wrong by field."""
    if not typed.get("name", "").strip():
        return {}, {"name": tr("请填写机构名称", "give the home's name")}
    rows = _register(typed).sheets[0].rows
    if not rows:
        return {}, {"name": _NO_ROW}
    faults = _by_field(list(rows[0].faults))
    cells = {name: rows[0].cells.get(name) for name in FIELDS if name != "district" and name in typed}
    return cells, faults


def change(desk: Desk, institution: RowId, typed: Mapping[str, str]) -> None:
    """Change a known home to what was typed. Raises BadInput for the first field that is wrong."""
    cells, faults = cleaned(typed)
    if faults:
        name, reason = next(iter(faults.items()))
        word = FIELD_WORDS.get(name)
        raise BadInput(reason, where=str(word or ""), todo=tr("改正后再保存。", "Mend it and save again."))
    if not cells:
        raise OurBug(tr("没有可保存的内容", "nothing to save"))
    register.edit(desk, institution, cells)
