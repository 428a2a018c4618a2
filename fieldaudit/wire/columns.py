"""The body of a segment: many commits of one device and scope, in columns.

Owns that encoding, cutting a run of commits into bodies, and reading one without making an object of every
change: a body of forty thousand rows is a dozen lists. Must not know which tables and columns exist, nor
encryption.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain, pairwise, repeat
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
    counter_of,
    device_of,
)
from ..errors import BadInput, Damaged, OurBug
from ..i18n import tr
from .canon import INT_MAX, dumped, loaded, malformed_as, require, rows, shaped, within
from .commits import fields_of, load_commits, name_of
from .groups import Group, Grouping, deltas, ints, read_groups
from .names import MAX_ORDINAL

MAX_BODY = 1_000_000  # bytes, raw: opening one commit means opening its segment (about 10 ms)
MAX_COMMIT = 16_000_000  # bytes, raw: the body of a single commit that is larger than MAX_BODY by itself

_COMMITS = {"seq": list, "hlc": list, "wall": list, "observed_at": list, "author": list, "verb": list,
            "changes": list}
_BODY = {"commits": dict, "groups": list, "order": list, "frontier": list}
_SAMPLED = 32  # commits of a run that are packed on trial, to see how much columns save
_FILLED = 0.9  # of MAX_BODY is aimed at: commits differ in size

Frontier = Mapping[tuple[Scope, int], int]  # (scope, device) -> last ordinal held


@dataclass(frozen=True)
class Columns:
    """Commits of one device and scope in order of seq, and how far their author had read each other chain.

    The lists `seqs` … `counts` have one member a commit; `order` has one a change, commit after commit.
    """

    device: int
    scope: Scope
    seqs: list[int]
    hlcs: list[int]
    walls: list[int]
    observed: list[int]
    authors: list[int]
    verbs: list[str]
    counts: list[int]  # changes a commit
    groups: list[Group]
    order: list[int]  # whose turn it is: numbers of groups
    frontier: Frontier

    @cached_property
    def ids(self) -> list[int]:
        """The commits' ids."""
        return [self.device << DEVICE_SHIFT | seq for seq in self.seqs]

    def spans(self) -> Iterator[slice]:
        """For each commit its part of `order`."""
        return (slice(end - count, end) for end, count in zip(accumulate(self.counts), self.counts, strict=True))

    @cached_property
    def singles(self) -> bool:
        """Has every commit exactly one change?"""
        return set(self.counts) == {1}

    @cached_property
    def rows_once(self) -> bool:
        """Is there no row that the commits change twice?"""
        return len(set(chain.from_iterable(group.rows for group in self.groups))) == len(self.order)

    def owners(self) -> list[Sequence[int]]:
        """For each group and each of its changes the place of the commit."""
        places: Sequence[int] = range(len(self.counts))
        if not self.singles:
            places = [place for place, count in enumerate(self.counts) for _ in range(count)]
        if len(self.groups) == 1:
            return [places]
        owners: list[list[int]] = [[] for _ in self.groups]
        turns = [owner.append for owner in owners]
        for place, number in zip(places, self.order, strict=True):
            turns[number](place)
        return [*owners]

    def commits(self, wanted: Collection[int] | None = None) -> list[Commit]:
        """The commits at the `wanted` places, or all, one by one."""
        spans = list(self.spans())
        chosen = range(len(spans)) if wanted is None else sorted(wanted)
        needed = set(chain.from_iterable(self.order[spans[place]] for place in chosen))
        following: list[Iterator[Any]] = [
            iter(group.changes()) if number in needed else repeat(None) for number, group in enumerate(self.groups)]
        changes: list[Change] = [next(following[number]) for number in self.order] if needed else []
        ids = self.ids
        return [Commit(CommitId(ids[n]), self.hlcs[n], self.walls[n], self.observed[n], RowId(self.authors[n]),
                       self.scope, self.verbs[n], tuple(changes[spans[n]])) for n in chosen]


# -- writing ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Packed:
    """The body of one segment to be, and what its header and its row say of it."""

    first: int  # seq of the first and last commit
    last: int
    max_hlc: int
    body: bytes


def encode_body(body: SegmentBody) -> bytes:
    """The body of a segment: JSON in columns over all its commits.

    The commits are of one device and scope, in order of seq (else OurBug). Raises BadInput for values JSON
    cannot carry or a broken shape.
    """
    _demand_one_chain(body.commits)
    values = []
    for commit in body.commits:
        with malformed_as(BadInput, name_of(commit)):
            values.append(fields_of(commit))
    with malformed_as(BadInput, "segment"):
        return _encoded(_gathered(values, body.frontier))


def pack(commits: Sequence[bytes], frontier: Frontier) -> list[Packed]:
    """Cut commits as `encode_commit` wrote them (one device and scope, ascending) into bodies below `MAX_BODY`.

    A commit above that limit gets a body of its own; raises BadInput, naming it, for one above `MAX_COMMIT`.
    What they say is not checked again: they are our own and stand in our own tail.
    """
    sizes = list(accumulate(map(len, commits)))
    with malformed_as(Damaged, "commit"):
        sample = commits[::-(-len(commits) // _SAMPLED) or 1]
        saved = len(_encoded(_gathered(load_commits(sample), {}))) / sum(map(len, sample)) if sample else 1
        limit = MAX_BODY * _FILLED / saved
        parts = [0, *(n for n in range(1, len(commits)) if sizes[n] // limit != sizes[n - 1] // limit), len(commits)]
        return [packed for begin, end in pairwise(parts) if begin < end
                for packed in _packed(load_commits(commits[begin:end]), frontier)]


def _packed(values: list[Any], frontier: Frontier) -> list[Packed]:
    """One body for these commits; several when they do not fit."""
    columns = _gathered(values, frontier)
    body = _encoded(columns)
    if len(body) <= MAX_BODY or len(values) == 1:
        _demand_size(columns, body)
        return [Packed(columns.seqs[0], columns.seqs[-1], max(columns.hlcs), body)]
    half = len(values) // 2
    return _packed(values[:half], frontier) + _packed(values[half:], frontier)


def _demand_size(columns: Columns, body: bytes) -> None:
    if len(body) > MAX_COMMIT:
        raise BadInput(
            tr("一次操作的内容有 {size} MB，超过 16 MB。",
               "One act holds {size} MB of content; the limit is 16 MB.")
            .format(size=-(-len(body) // 1_000_000)),
            where=name_of(columns.commits()[0]),
            todo=tr("请拆成几次录入，或把大段内容作为附件。",
                    "Enter it in several steps, or attach long content as a file."))


def _demand_one_chain(commits: Sequence[Commit]) -> None:
    if not commits or len({(commit.device, commit.scope) for commit in commits}) != 1:
        raise OurBug("a segment holds commits of one device and one scope, at least one")
    if any(after.id <= before.id for before, after in pairwise(commits)):
        raise OurBug("a segment holds commits in ascending order")


def _gathered(values: list[Any], frontier: Frontier) -> Columns:
    """Commits as `fields_of` gives them, in columns. They are known to be good."""
    ids, hlcs, walls, observed, authors, scopes, verbs, contents = map(list, zip(*values, strict=True))
    grouping = Grouping()
    single: list[Any] = []
    for content in contents:
        if type(content) is dict:
            grouping.add_written(single)
            single = []
            grouping.extend([_group_of(group) for group in content["groups"]], content["order"])
        else:
            single += content
    grouping.add_written(single)
    counts = [len(content["order"] if type(content) is dict else content) for content in contents]
    return Columns(device_of(ids[0]), Scope(scopes[0]), [counter_of(id_) for id_ in ids], hlcs, walls, observed, authors,
                   verbs, counts, grouping.groups, grouping.order, frontier)


def _group_of(group: dict[str, Any]) -> Group:
    return Group(group["table"], bool(group["new"]), tuple(group["columns"]), list(accumulate(group["row"])),
                 group["cells"], group["base"], group["saw"])


def _encoded(columns: Columns) -> bytes:
    frontier = [[scope, device, last] for (scope, device), last in sorted(columns.frontier.items())]
    _frontier_of(frontier)
    commits = {"seq": deltas(columns.seqs), "hlc": deltas(columns.hlcs), "wall": deltas(columns.walls),
               "observed_at": list(map(sub, columns.observed, columns.walls)), "author": columns.authors,
               "verb": columns.verbs, "changes": columns.counts}
    groups = [group.fields() for group in columns.groups]
    return dumped({"commits": commits, "groups": groups, "order": columns.order, "frontier": frontier})


# -- reading ---------------------------------------------------------------------------------------


def decode_body(data: bytes, header: SegmentHeader) -> SegmentBody:
    """The commits and frontier of a body; device and scope come from the header.

    Raises Damaged for a broken shape, or when the commits are not the header's first..last, ascending.
    """
    columns = decode_columns(data, header)
    return SegmentBody(tuple(columns.commits()), columns.frontier)


def decode_columns(data: bytes, header: SegmentHeader) -> Columns:
    """`decode_body`, but in columns: nothing is made of every change. Raises Damaged like it."""
    with malformed_as(Damaged, "segment"):
        fields = shaped(loaded(data), _BODY)
        commits = shaped(fields["commits"], _COMMITS)
        order = ints(fields["order"])
        seqs = list(accumulate(ints(commits["seq"], 1)))
        hlcs, walls = (list(accumulate(ints(commits[name]))) for name in ("hlc", "wall"))
        observed = list(map(add, walls, ints(commits["observed_at"])))
        columns = Columns(header.device, header.scope, seqs, hlcs, walls, observed, ints(commits["author"]), commits["verb"],
                          ints(commits["changes"]), read_groups(fields["groups"], order), order,
                          _frontier_of(fields["frontier"]))
        require(all(len(column) == len(seqs) for column in commits.values()),
                "各列长度不一。", "Columns differ in length.")
        _check(columns, header)
        return columns


def _check(columns: Columns, header: SegmentHeader) -> None:
    """Raise Malformed unless the numbers are in range and the commits keep the rules of `Commit`."""
    seqs = columns.seqs
    require(min(set(columns.counts), default=0) >= 0 and sum(columns.counts) == len(columns.order),
            "变更条数不符。", "The number of changes is wrong.")
    require(set(map(type, columns.verbs)) <= {str}, "列的内容不对。", "A column has the wrong content.")
    require(bool(seqs) and (seqs[0], seqs[-1]) == (header.first, header.last) and seqs[-1] <= COUNTER_MASK,
            "记录的起止与文件头不符。", "The first or last commit is not the header's.")
    for low, numbers in ((0, columns.hlcs), (0, columns.walls), (0, columns.observed), (1, columns.authors)):
        require(min(numbers) >= low and max(numbers) <= INT_MAX, "记录的编号或时间超出范围。",
                "A number or time of the commit is out of range.")
    require(columns.singles or columns.rows_once or _rows_once_a_commit(columns),
            "同一行在一条记录中出现两次。", "One commit changes a row twice.")


def _rows_once_a_commit(columns: Columns) -> bool:
    places = {(group.table, row, place) for group, owners in zip(columns.groups, columns.owners(), strict=True)
              for row, place in zip(group.rows, owners, strict=True)}
    return len(places) == len(columns.order)


def _frontier_of(value: Any) -> dict[tuple[Scope, int], int]:
    frontier = {}
    for scope, device, last in rows(value, int, int, int):
        key = (Scope(within(scope, 0, INT_MAX, "frontier")), within(device, 1, MAX_DEVICE, "frontier"))
        require(key not in frontier, "同一链条出现两次。", "A chain is named twice.")
        frontier[key] = within(last, 1, MAX_ORDINAL, "frontier")
    return frontier
