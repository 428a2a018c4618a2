"""Which files were attached before, by what a card still knows of them: their name and size. Reading only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..domain.core import RowId
from .store import Store

_AT_ONCE = 500
Named = tuple[str, int]  # file name, bytes


def attached_to(store: Store, inspection: RowId) -> dict[Named, list[str]]:
    """(file name, bytes) -> paths of the questions of this inspection that have such a file."""
    found: dict[Named, list[str]] = {}
    sql = "SELECT file_name, bytes, path FROM attachment WHERE owner_row = ? AND void IS NULL AND kind IN ('photo', 'file')"
    for row in store.query(f"{sql} ORDER BY id", (inspection,)):
        found.setdefault((row["file_name"] or "", row["bytes"] or 0), []).append(row["path"] or "")
    return found


def attached_elsewhere(store: Store, inspection: RowId, names: Iterable[Named]) -> set[Named]:
    """Those of these files that another inspection, hazard or report has attached. Reads the whole table: for a worker."""
    wanted = set(names)
    listed, found = sorted({name for name, _ in wanted}), set[Named]()
    for start in range(0, len(listed), _AT_ONCE):
        some = listed[start : start + _AT_ONCE]
        sql = "SELECT DISTINCT file_name, bytes FROM attachment WHERE owner_row <> ? AND void IS NULL AND file_name IN "
        sql += f"({','.join('?' * len(some))})"
        found |= {(row["file_name"], row["bytes"]) for row in store.query(sql, (inspection, *some))}
    return found & wanted


def drawn_on(store: Store, attachments: Iterable[RowId | int]) -> dict[int, list[dict[str, Any]]]:
    """attachment -> its live shapes in the order they were drawn; those without any are left out."""
    listed, found = list(attachments), dict[int, list[dict[str, Any]]]()
    for start in range(0, len(listed), _AT_ONCE):
        some = listed[start : start + _AT_ONCE]
        sql = f"SELECT * FROM annotation WHERE void IS NULL AND attachment IN ({','.join('?' * len(some))}) ORDER BY _hlc, id"
        for row in store.query(sql, some):
            found.setdefault(row["attachment"], []).append(row)
    return found
