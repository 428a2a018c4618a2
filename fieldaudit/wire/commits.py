"""One commit as bytes: a small JSON array, as it stands in the unsealed tail.

Owns that encoding and the inner rules of a commit's shape, the same whether written or read. Must not know
which tables and columns exist, nor encryption. Many commits as one body: `columns`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..domain.core import (
    MAX_DEVICE,
    Commit,
    CommitId,
    RowId,
    Scope,
    counter_of,
    device_of,
)
from ..errors import BadInput, Damaged
from .canon import INT_MAX, dumped, loaded, malformed_as, require, shaped
from .groups import Grouping, demand_ids, demand_ints, grouped, ints, read_groups, ungrouped

_KINDS = (int, int, int, int, int, int, str)
_IN_COLUMNS = {"groups": list, "order": list}
_COLUMNS_ABOVE = 3  # changes a shape: then columns are shorter than one by one


def encode_commit(commit: Commit) -> bytes:
    """One commit as canonical JSON. Raises BadInput for values JSON cannot carry or a broken shape."""
    with malformed_as(BadInput, name_of(commit)):
        return dumped(fields_of(commit))


def fields_of(commit: Commit) -> list[Any]:
    """What `encode_commit` writes, checked. Raises Malformed."""
    grouping = grouped(commit.changes)
    numbers: list[Any] = [commit.id, commit.hlc, commit.wall, commit.observed_at, commit.author, commit.scope]
    _check(numbers, commit.verb, grouping)
    return [*numbers, commit.verb, _changes_fields(commit, grouping)]


def _changes_fields(commit: Commit, grouping: Grouping) -> Any:
    if len(commit.changes) > _COLUMNS_ABOVE * len(grouping.groups):
        return {"groups": [group.fields() for group in grouping.groups], "order": grouping.order}
    written = []
    for change in commit.changes:
        fields: list[object] = [change.table, change.row, int(change.new), dict(change.cells)]
        if change.base or change.saw:
            fields.append({column: list(ids) for column, ids in change.base.items()})
        if change.saw:
            fields.append(list(change.saw))
        written.append(fields)
    return written


def decode_commit(data: bytes) -> Commit:
    """The commit that `encode_commit` wrote. Raises Damaged."""
    return decode_commits([data])[0]


def decode_commits(encoded_commits: Sequence[bytes]) -> list[Commit]:
    """Many at once: one JSON reading for all. Raises Damaged."""
    with malformed_as(Damaged, "commit"):
        return [_commit_of(value) for value in load_commits(encoded_commits)]


def load_commits(encoded_commits: Sequence[bytes]) -> list[Any]:
    """The JSON values of many commits, as many as there are. Raises Malformed."""
    values: list[Any] = loaded(b"[" + b",".join(encoded_commits) + b"]")
    require(len(values) == len(encoded_commits), "记录条数不符。", "The number of commits is wrong.")
    return values


def _commit_of(value: Any) -> Commit:
    require(type(value) is list and tuple(map(type, value[:-1])) == _KINDS, "记录的格式不对。",
            "A commit is not well formed.")
    *numbers, verb, content = value
    grouping = _grouping_of(content)
    _check(numbers, verb, grouping)
    id_, hlc, wall, observed_at, author, scope = numbers
    return Commit(CommitId(id_), hlc, wall, observed_at, RowId(author), Scope(scope), verb,
                  tuple(ungrouped(grouping.groups, grouping.order)))


def _grouping_of(content: Any) -> Grouping:
    grouping = Grouping()
    if type(content) is dict:
        fields = shaped(content, _IN_COLUMNS)
        order = ints(fields["order"])
        grouping.extend(read_groups(fields["groups"], order), order)
        return grouping
    require(type(content) is list, "记录的格式不对。", "A commit is not well formed.")
    for value in content:
        _add_change(grouping, value)
    return grouping


def _add_change(grouping: Grouping, value: Any) -> None:
    require(type(value) is list and 4 <= len(value) <= 6, "变更的格式不对。", "A change is not well formed.")
    table, row, new, cells, base, saw = value + [{}, []][len(value) - 4:]
    require((type(table), type(row), type(new), type(cells), type(base), type(saw))
            == (str, int, int, dict, dict, list) and new in (0, 1),
            "变更的格式不对。", "A change is not well formed.")
    for ids in (*base.values(), saw):
        demand_ids(ids)
    grouping.add(table, row, bool(new), cells, base, saw)


def name_of(commit: Commit) -> str:
    """How errors name a commit."""
    return f"commit {commit.device}-{commit.seq} ({commit.verb})"


def _check(numbers: list[int], verb: str, grouping: Grouping) -> None:
    """Raise Malformed unless numbers are in range and the changes keep the rules of `Change`."""
    id_, *times, author, scope = numbers
    demand_ints([*times, scope], 0, "记录的编号或时间超出范围。", "A number or time of the commit is out of range.")
    require(1 <= device_of(id_) <= MAX_DEVICE and counter_of(id_) >= 1 and 1 <= author <= INT_MAX,
            "记录的编号或时间超出范围。", "A number or time of the commit is out of range.")
    for group in grouping.groups:
        group.check()
    if len(grouping.order) > 1:
        touched = {(group.table, row) for group in grouping.groups for row in group.rows}
        require(len(touched) == len(grouping.order), "同一行在一条记录中出现两次。",
                "One commit changes a row twice.")
