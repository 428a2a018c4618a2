"""Commits as bytes: one small JSON each for the unsealed tail, columns for the body of a segment.

Owns both encodings and the inner rules of a commit's shape, the same whether written or read. Must not know
which tables and columns exist (an older program carries a newer one's commits), nor encryption.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from operator import add, sub
from typing import Any

from ..domain.core import (
    COUNTER_MASK,
    DEVICE_SHIFT,
    MAX_DEVICE,
    Change,
    Commit,
    CommitId,
    RowId,
    Scope,
    SegmentBody,
    SegmentHeader,
    Value,
    counter_of,
    device_of,
)
from ..errors import BadInput, Damaged, OurBug
from ..i18n import tr
from .canon import INT_MAX, Malformed, encoded, malformed_as, parsed, require, rows, shaped, within
from .names import MAX_ORDINAL

_COMMITS = {"seq": list, "hlc": list, "wall": list, "observed_at": list, "author": list, "verb": list,
            "changes": list}
_GROUP = {"table": str, "new": int, "columns": list, "row": list, "cells": list, "base": list, "saw": list}
_BODY = {"commits": dict, "groups": list, "order": list, "frontier": list}

_NO_BASE: Mapping[str, tuple[CommitId, ...]] = {}

Shape = tuple[str, bool, tuple[str, ...]]  # table, new, sorted columns


# -- one commit ------------------------------------------------------------------------------------


def encode_commit(commit: Commit) -> bytes:
    """One commit as canonical JSON. Raises BadInput for values JSON cannot carry or a broken shape."""
    with malformed_as(BadInput, _name(commit)):
        _check_commit(commit)
        return encoded([commit.id, commit.hlc, commit.wall, commit.observed_at, commit.author, commit.scope,
                        commit.verb, [_change_fields(change) for change in commit.changes]])


def decode_commit(data: bytes) -> Commit:
    """The commit that `encode_commit` wrote. Raises Damaged."""
    return decode_commits([data])[0]


def decode_commits(encoded_commits: Sequence[bytes]) -> list[Commit]:
    """Many at once: one JSON reading for all. Raises Damaged."""
    with malformed_as(Damaged, "commit"):
        values = parsed(b"[" + b",".join(encoded_commits) + b"]")
        require(len(values) == len(encoded_commits), "记录条数不符。", "The number of commits is wrong.")
        return [_commit_of(value) for value in values]


def _change_fields(change: Change) -> list[object]:
    fields: list[object] = [change.table, change.row, int(change.new), dict(change.cells)]
    if change.base or change.saw:
        fields.append({column: list(ids) for column, ids in change.base.items()})
    if change.saw:
        fields.append(list(change.saw))
    return fields


def _commit_of(value: Any) -> Commit:
    require(type(value) is list and tuple(map(type, value)) == (int, int, int, int, int, int, str, list),
            "记录的格式不对。", "A commit is not well formed.")
    *numbers, verb, changes = value
    id_, hlc, wall, observed_at, author, scope = numbers
    commit = Commit(CommitId(id_), hlc, wall, observed_at, RowId(author), Scope(scope), verb,
                    tuple(map(_change_of, changes)))
    _check_commit(commit)
    return commit


def _change_of(value: Any) -> Change:
    require(type(value) is list and 4 <= len(value) <= 6, "变更的格式不对。", "A change is not well formed.")
    table, row, new, cells, base, saw = value + [{}, []][len(value) - 4:]
    require((type(table), type(row), type(new), type(cells), type(base), type(saw))
            == (str, int, int, dict, dict, list) and new in (0, 1),
            "变更的格式不对。", "A change is not well formed.")
    bases = {name: _ids(ids) for name, ids in base.items()} if base else _NO_BASE
    return Change(table, RowId(row), cells, bool(new), bases, _ids(saw) if saw else ())


# -- the body of a segment -------------------------------------------------------------------------


def encode_body(body: SegmentBody) -> bytes:
    """The body of a segment: JSON in columns over all its commits.

    The commits are of one device and scope, in order of seq (else OurBug). Raises BadInput for values JSON
    cannot carry or a broken shape.
    """
    commits = body.commits
    _demand_one_chain(commits)
    for commit in commits:
        with malformed_as(BadInput, _name(commit)):
            _check_commit(commit)
    with malformed_as(BadInput, "segment"):
        order, groups = _grouped(commits)
        frontier = [[scope, device, last] for (scope, device), last in sorted(body.frontier.items())]
        _frontier_of(frontier)
        return encoded({"commits": _commit_columns(commits), "groups": groups, "order": order,
                        "frontier": frontier})


def decode_body(data: bytes, header: SegmentHeader) -> SegmentBody:
    """The commits and frontier of a body; device and scope come from the header.

    Raises Damaged for a broken shape, or when the commits are not the header's first..last, ascending.
    """
    with malformed_as(Damaged, "segment"):
        fields = shaped(parsed(data), _BODY)
        columns = shaped(fields["commits"], _COMMITS)
        changes = _changes_of(fields["groups"], _ints(fields["order"], 0))
        commits = tuple(_commits_of(columns, changes, header.device, header.scope))
        for commit in commits:
            _check_commit(commit)
        require(bool(commits) and (commits[0].seq, commits[-1].seq) == (header.first, header.last),
                "记录的起止与文件头不符。", "The first or last commit is not the header's.")
        return SegmentBody(commits, _frontier_of(fields["frontier"]))


def _demand_one_chain(commits: Sequence[Commit]) -> None:
    if not commits or len({(commit.device, commit.scope) for commit in commits}) != 1:
        raise OurBug("a segment holds commits of one device and one scope, at least one")
    if any(after.id <= before.id for before, after in pairwise(commits)):
        raise OurBug("a segment holds commits in ascending order")


def _commit_columns(commits: Sequence[Commit]) -> dict[str, list[Any]]:
    walls = [commit.wall for commit in commits]
    return {"seq": _deltas([commit.seq for commit in commits]),
            "hlc": _deltas([commit.hlc for commit in commits]),
            "wall": _deltas(walls),
            "observed_at": list(map(sub, (commit.observed_at for commit in commits), walls)),
            "author": [commit.author for commit in commits],
            "verb": [commit.verb for commit in commits],
            "changes": [len(commit.changes) for commit in commits]}


def _commits_of(columns: dict[str, list[Any]], changes: list[Change], device: int, scope: Scope,
                ) -> Iterator[Commit]:
    count = len(columns["seq"])
    require(all(len(column) == count for column in columns.values()),
            "各列长度不一。", "Columns differ in length.")
    seqs, hlcs, walls = (list(accumulate(_ints(columns[name]))) for name in ("seq", "hlc", "wall"))
    ends = list(accumulate(_ints(columns["changes"], 0)))
    require((ends[-1] if ends else 0) == len(changes), "变更条数不符。", "The number of changes is wrong.")
    require(set(map(type, columns["verb"])) <= {str}, "列的内容不对。", "A column has the wrong content.")
    require(all(after > 0 for after in columns["seq"]) and (seqs[-1:] or [0])[0] <= COUNTER_MASK,
            "记录不按顺序。", "The commits are not in ascending order.")
    begin = 0
    for seq, hlc, wall, observed_at, author, verb, end in zip(
            seqs, hlcs, walls, map(add, walls, _ints(columns["observed_at"])), _ints(columns["author"], 1),
            columns["verb"], ends, strict=True):
        yield Commit(CommitId(device << DEVICE_SHIFT | seq), hlc, wall, observed_at, RowId(author), scope,
                     verb, tuple(changes[begin:end]))
        begin = end


def _grouped(commits: Sequence[Commit]) -> tuple[list[int], list[dict[str, Any]]]:
    """Changes of the same shape together, in order of first appearance, and whose turn it is each time."""
    numbers: dict[Shape, int] = {}
    members: list[list[Change]] = []
    order = []
    for commit in commits:
        for change in commit.changes:
            shape = change.table, change.new, tuple(sorted(change.cells))
            number = numbers.setdefault(shape, len(members))
            if number == len(members):
                members.append([])
            members[number].append(change)
            order.append(number)
    return order, [_group_fields(*shape, members[number]) for shape, number in numbers.items()]


def _group_fields(table: str, new: bool, columns: tuple[str, ...], changes: list[Change]) -> dict[str, Any]:
    return {"table": table, "new": int(new), "columns": columns,
            "row": _deltas([change.row for change in changes]),
            "cells": [[change.cells[column] for change in changes] for column in columns],
            "base": [[place, columns.index(column), list(ids)] for place, change in enumerate(changes)
                     if change.base for column, ids in sorted(change.base.items())],
            "saw": [[place, list(change.saw)] for place, change in enumerate(changes) if change.saw]}


def _changes_of(groups: list[Any], order: list[int]) -> list[Change]:
    members = [_group_of(shaped(group, _GROUP)) for group in groups]
    counts = [0] * len(members)
    for number in order:
        require(number < len(members), "变更的次序不对。", "The order of changes is wrong.")
        counts[number] += 1
    require(counts == list(map(len, members)), "变更条数不符。", "The number of changes is wrong.")
    if len(members) == 1:
        return members[0]
    following = [iter(group) for group in members]
    return [next(following[number]) for number in order]


def _group_of(group: dict[str, Any]) -> list[Change]:
    table, columns, cells = group["table"], group["columns"], group["cells"]
    ids = list(accumulate(_ints(group["row"])))
    require(set(map(type, columns)) <= {str} and columns == sorted(set(columns)) and group["new"] in (0, 1)
            and len(cells) == len(columns)
            and all(type(column) is list and len(column) == len(ids) for column in cells),
            "变更的格式不对。", "A change is not well formed.")
    bases = _bases_of(group["base"], columns, len(ids))
    saws = {_place(place, len(ids)): _ids(saw) for place, saw in rows(group["saw"], int, list)}
    by_row: Iterable[tuple[Value, ...]] = zip(*cells, strict=True) if columns else [()] * len(ids)
    new = bool(group["new"])
    return [Change(table, RowId(row), dict(zip(columns, values, strict=True)), new,
                   bases.get(place, _NO_BASE), saws.get(place, ()))
            for place, (row, values) in enumerate(zip(ids, by_row, strict=True))]


def _bases_of(value: Any, columns: list[str], count: int) -> dict[int, dict[str, tuple[CommitId, ...]]]:
    bases: dict[int, dict[str, tuple[CommitId, ...]]] = {}
    for place, column, ids in rows(value, int, int, list):
        within(column, 0, len(columns) - 1, "base")
        bases.setdefault(_place(place, count), {})[columns[column]] = _ids(ids)
    return bases


def _frontier_of(value: Any) -> dict[tuple[Scope, int], int]:
    frontier = {}
    for scope, device, last in rows(value, int, int, int):
        key = (Scope(within(scope, 0, INT_MAX, "frontier")), within(device, 1, MAX_DEVICE, "frontier"))
        require(key not in frontier, "同一链条出现两次。", "A chain is named twice.")
        frontier[key] = within(last, 1, MAX_ORDINAL, "frontier")
    return frontier


# -- inner rules -----------------------------------------------------------------------------------


def _name(commit: Commit) -> str:
    return f"commit {commit.device}-{commit.seq} ({commit.verb})"


def _check_commit(commit: Commit) -> None:
    """Raise Malformed unless numbers are in range and the changes keep the rules of `Change`."""
    times = (commit.hlc, commit.wall, commit.observed_at)
    require(1 <= device_of(commit.id) <= MAX_DEVICE and counter_of(commit.id) >= 1 and commit.scope >= 0
            and min(times) >= 0 and max(times) <= INT_MAX and 1 <= commit.author <= INT_MAX,
            "记录的编号或时间超出范围。", "A number or time of the commit is out of range.")
    changes = commit.changes
    for change in changes:
        _check_change(change)
    if len(changes) > 1:
        require(len({(change.table, change.row) for change in changes}) == len(changes),
                "同一行在一条记录中出现两次。", "One commit changes a row twice.")


def _check_change(change: Change) -> None:
    cells = change.cells
    for column, value in cells.items():
        if value.__class__ is str:
            continue  # the common case, and the quick one
        if isinstance(value, bool) or not isinstance(value, int | float | str | None):
            raise Malformed(tr(f"{change.table}.{column} 的值不是文字、数字或空。",
                               f"The value of {change.table}.{column} is no text, number or null."))
    require(1 <= change.row <= INT_MAX, "行号超出范围。", "A row number is out of range.")
    if change.base:
        require(not change.new and cells.keys() >= change.base.keys(),
                "依据只能指向被修改的格。", "A base must belong to a cell that is edited.")
    if change.saw:
        require("void" in cells, "只有作废时才能写明所见。", "Only a void says what its author saw.")


def _deltas(values: list[int]) -> list[int]:
    return [*values[:1], *map(sub, values[1:], values)]


def _ints(values: Any, low: int | None = None) -> list[int]:
    require(type(values) is list and set(map(type, values)) <= {int} and (
        low is None or not values or min(values) >= low), "列的内容不对。", "A column has the wrong content.")
    numbers: list[int] = values
    return numbers


def _ids(values: Any) -> tuple[CommitId, ...]:
    return tuple(map(CommitId, _ints(values, 1)))


def _place(place: int, count: int) -> int:
    return within(place, 0, count - 1, "place")
