"""Repeated groups of a checklist during a visit: one more instance (room, floor, building), or one too many taken out."""

from __future__ import annotations

from ..domain.core import RowId
from ..errors import NotAllowed
from ..i18n import tr
from ..store import queries
from .desk import Desk
from .inspect import drafting, keep
from .naming import instance_meant, repeat_meant
from .sheet import Sheet, open_sheet


def add_instance(desk: Desk, inspection: RowId | str, repeat: str) -> str:
    """One more instance of a repeat (`rooms`, `floors[2]/rooms`), durable at once. Gives its path.

    Raises BadInput where the form has no such repeat or counts it itself, NotAllowed when the record is locked.
    """
    sheet = open_sheet(desk, inspection)
    drafting(desk, sheet)
    repeat = repeat_meant(sheet.form, sheet.record, repeat, str(sheet.row["number"]))
    sheet.record.add_repeat(repeat)
    path = f"{repeat}[{sheet.record.instances(repeat)}]"
    keep(desk, sheet, path)
    return path


def remove_instance(desk: Desk, inspection: RowId | str, instance: str) -> None:
    """Take out one instance (`rooms[2]`) with its answers; those after it move up by one.

    Raises BadInput for a path that is none, NotAllowed when the record is locked, or when photos or hazards hang on the
    instance or on one after it: they are filed under its number.
    """
    sheet = open_sheet(desk, inspection)
    drafting(desk, sheet)
    repeat, which = instance_meant(sheet.form, sheet.record, instance, str(sheet.row["number"]))
    instance, held = f"{repeat}[{which}]", _held_by(desk, sheet, repeat, which)
    if held:
        raise NotAllowed(
            tr(f"{instance} 或其后的组里有照片或隐患", f"photos or hazards hang on {instance} or on one after it"),
            where=", ".join(held),
            todo=tr("先撤销这些照片和回答，或把这一组的内容改为实际情况。",
                    "Undo those photos and answers first, or write over what this one says."),
        )  # fmt: skip
    sheet.record.remove_repeat(instance)
    keep(desk, sheet, instance)


def _held_by(desk: Desk, sheet: Sheet, repeat: str, number: int) -> list[str]:
    """Paths of photos and hazards filed under this instance or a later one of its repeat."""
    filed = {str(row["path"]) for row in queries.attachments(desk.store, sheet.id) if row["path"]}
    filed |= {str(link["path"]) for link in queries.failed_links(desk.store, sheet.id)}
    return sorted(path for path in filed if _number_of(path, repeat) >= number)


def _number_of(path: str, repeat: str) -> int:
    """Which instance of a repeat a path lies in; 0 when in none."""
    if not path.startswith(f"{repeat}["):
        return 0
    number = path[len(repeat) + 1 :].partition("]")[0]
    return int(number) if number.isdigit() else 0
