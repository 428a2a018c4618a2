"""Looking behind the tables: history of a row, conflicts and their settling, verification of everything here."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite
from typing import Any

from ..domain.core import Change, CommitId, RowId, Scope, Value
from ..domain.tables import COMMON_TABLES, TABLES
from ..domain.terms import VOCABULARIES
from ..errors import BadInput, NotAllowed
from ..i18n import Text, tr
from ..store import queries
from ..store.history import SETTLE, CommitReader, Conflict, conflicts, history, settled, table_of
from ..store.verify import verify
from .desk import COMMON, LATE_MS, Desk, as_row_id, local_time

_VOCABULARIES = {"severity": "severity", "measure_kind": "measure", "term_kind": "term_kind", "lead_department": "department"}


def history_of(desk: Desk, wanted: str) -> list[dict[str, Any]]:
    """Every change of a row, oldest first; of a home also the changes of the rows that were merged into it."""
    row = as_row_id(wanted)
    found = history(desk.store, row) if row else []
    given_up = [RowId(other["id"]) for other in queries.merged_rows(desk.store, row)] if row and found else []
    if given_up:
        found += [pair for other in given_up for pair in history(desk.store, other)]
        found.sort(key=lambda pair: (pair[0].hlc, pair[0].id))
    if not found:
        raise BadInput(
            tr(f"没有这条记录：{wanted}", f"there is no such record: {wanted}"),
            todo=tr("编号见各 list、show 命令。", "The list and show verbs give the ids."),
        )
    return [
        {
            "id": str(commit.id),
            "at": local_time(commit.observed_at),
            "entered_at": local_time(commit.wall),
            "late": commit.wall - commit.observed_at >= LATE_MS,
            "author": desk.name_of(commit.author),
            "device": commit.device,
            "table": change.table,
            "row": str(change.row),
            "verb": commit.verb,
            "new": change.new,
            "cells": dict(change.cells),
        }
        for commit, change in found
    ]


def entered_late(desk: Desk, commits: Iterable[CommitId]) -> dict[CommitId, str]:
    """Of these commits those entered later than what they tell was seen (补录), with when they were entered."""
    reader = CommitReader(desk.store)
    found = {cid: reader.find(cid) for cid in commits}
    return {cid: local_time(commit.wall) for cid, commit in found.items() if commit and commit.wall - commit.observed_at >= LATE_MS}


def conflict_list(desk: Desk) -> list[dict[str, Any]]:
    """Every open conflict with all its values."""
    return [
        {
            "id": str(conflict.row),
            "table": conflict.table,
            "column": conflict.column,
            "values": [
                {
                    "commit": str(head.commit),
                    "value": head.value,
                    "author": desk.name_of(head.author),
                    "at": local_time(head.at),
                    "device": head.device,
                }
                for head in conflict.heads
            ],
        }
        for conflict in conflicts(desk.store)
    ]


def settle(desk: Desk, row: str, column: str, value: str | None, take: str | None) -> Value:
    """Write the value that holds, naming every head: the conflict is gone for all. Raises BadInput."""
    conflict = next((each for each in conflicts(desk.store) if str(each.row) == row and each.column == column), None)
    if conflict is None:
        raise BadInput(
            tr("没有这个冲突", "there is no such conflict"),
            where=f"{row} {column}",
            todo=tr("见 conflicts list。", "See conflicts list."),
        )
    chosen = _chosen(conflict, value, take)
    if column == "severity" and chosen == "general" and desk.role() != "supervisor":
        raise NotAllowed(
            tr("把等级定为一般隐患的冲突须由科室负责人处理", "a supervisor settles a disputed severity as general"), where=row
        )
    base = {column: tuple(sorted(CommitId(head.commit) for head in conflict.heads))}
    desk.commit(
        scope_of_row(desk, conflict.table, conflict.row),
        SETTLE,
        [Change(conflict.table, conflict.row, {column: chosen}, base=base)],
    )
    return chosen


def reopen(desk: Desk, row: str, column: str) -> None:
    """Take a settling back: each value stands again beside the others, and somebody must choose anew. Raises NotAllowed.

    A value says so in an act of its own that names the settling alone, so that neither replaces the other.
    """
    id_ = as_row_id(row)
    table = table_of(desk.store, id_) if id_ else None
    found = settled(desk.store, id_, column) if id_ else None
    if id_ is None or table is None or found is None or len(found[1]) < 2:
        raise NotAllowed(
            tr("这里没有可以撤回的处理", "there is no settling to take back here"),
            where=f"{row} {column}",
            todo=tr("此后又有人改过：直接写入应有的值。", "It was changed since: write the value that should hold."),
        )
    settling, values = found
    for value in values:
        change = Change(table, id_, {column: value}, base={column: (settling,)})
        desk.commit(scope_of_row(desk, table, id_), SETTLE, [change])


def _chosen(conflict: Conflict, value: str | None, take: str | None) -> Value:
    if take is not None:
        head = next((head for head in conflict.heads if str(head.commit) == take), None)
        if head is None:
            raise BadInput(tr(f"冲突中没有 {take}", f"{take} is not one of its values"))
        chosen: Value = head.value
        return chosen
    if value is None:
        raise BadInput(tr("用 --value 或 --take 说明取哪个值", "say which value holds with --value or --take"))
    kind = TABLES[conflict.table].get(conflict.column, "text")
    try:
        return _whole(value) if kind == "int" else _real(value) if kind == "real" else _known_word(conflict, value)
    except ValueError:
        raise BadInput(tr(f"{conflict.column} 须为数字", f"{conflict.column} takes a number"), where=value) from None


def _whole(value: str) -> int:
    number = int(value) if len(value) <= 19 else 1 << 63
    if abs(number) >= 1 << 63:
        raise ValueError
    return number


def _real(value: str) -> float:
    number = float(value)
    if not isfinite(number):
        raise ValueError
    return number


def _known_word(conflict: Conflict, value: str) -> str:
    words = _VOCABULARIES.get(conflict.column) if conflict.table == "item" else None
    if words and value not in VOCABULARIES[words]:
        raise BadInput(
            tr(f"{conflict.column} 不能是 {value}", f"{conflict.column} cannot be {value}"), todo=", ".join(VOCABULARIES[words])
        )
    return value


def scope_of_row(desk: Desk, table: str, row: RowId) -> Scope:
    """The scope a row was made in."""
    if table in COMMON_TABLES:
        return COMMON
    found = desk.store.get(table, row) or {}
    if table == "institution":
        return desk.district_scope(RowId(found["district"]))
    for column, parent in (("institution", "institution"), ("inspection", "inspection"), ("item", "item"), ("notice", "notice")):
        if found.get(column):
            return scope_of_row(desk, parent, RowId(found[column]))
    return scope_of_row(desk, str(found["owner_table"]), RowId(found["owner_row"]))


def verify_all(desk: Desk) -> list[Text]:
    """Everything in this workspace that is not what was written: database, log, tables, blobs."""
    return [*verify(desk.store), *desk.blobs.verify(queries.object_owners(desk.store))]
