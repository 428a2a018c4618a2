"""What goes into the tables by whole columns is what would have gone in commit by commit, whatever a segment holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import picture_in, picture_of
from store_world import (
    ADMIN,
    FIRST,
    INSPECTOR,
    KEY,
    NOW,
    PEOPLE,
    SECOND,
    STRANGER,
    Chain,
    act,
    certificate,
    contents,
    enrol,
    new,
    scope_key,
    signed,
)

from fieldaudit.domain.core import Change, Commit, CommitId, RowId, Scope, Touched, counter_of, make_id
from fieldaudit.store import Store
from fieldaudit.store.connection import transaction
from fieldaudit.store.intake import shape_fault, take_in
from fieldaudit.store.merge import merge
from fieldaudit.store.schema import COMPARED
from fieldaudit.wire.segments import open_columns, open_segment

AUTHOR = 2  # device that wrote the segments; the rows of device 3 are there before, in both scopes
THERE = {FIRST: RowId(make_id(3, 1)), SECOND: RowId(make_id(3, 2))}
CELLS = {"name": ("甲", None, 7), "beds": (1, None, "三"), "lon": (1.5, None, 2), "void": (None, "误录"), "nowhere": (1,)}
CERTIFICATES = (
    certificate(AUTHOR),
    certificate(AUTHOR, serial=2, valid_from=NOW + 5_000, people=(*PEOPLE[:1], (STRANGER, "inspector"))),
    certificate(AUTHOR, serial=3, valid_from=NOW + 9_000, valid_to=NOW + 11_000),
)


@contextmanager
def reader() -> Iterator[Store]:
    """A laptop that knows everybody and holds one home in each scope."""
    everybody = signed(certificate(1), certificate(3), *CERTIFICATES)
    with closing(enrol(Store(":memory:", KEY), 1, everybody)) as store:
        for scope, row in THERE.items():
            store.receive(Chain(3, scope).seal(act(3, counter_of(row), new("institution", row, name="在先"), scope=scope)))
        store.apply_received()
        yield store


FEW = st.sampled_from
TABLES = FEW(("institution",) * 12 + ("inspection", "item", "不存在"))
VERBS = FEW(("register.import",) * 9 + ("register.edit", "person.add", "没有"))
AUTHORS = FEW((INSPECTOR,) * 6 + (STRANGER, ADMIN))


@st.composite
def cells(draw: st.DrawFn) -> dict[str, Any]:
    names = draw(st.lists(FEW(("name", "beds", "lon") * 5 + ("void", "nowhere")), max_size=3, unique=True))
    kinds = {name: CELLS[name][: 2 if draw(st.integers(0, 9)) else 3] for name in names}
    return {name: draw(FEW(values)) for name, values in kinds.items()}


@st.composite
def acts(draw: st.DrawFn) -> list[Commit]:
    """The acts of a segment: mostly new homes, some edits, some of everything that may not be."""
    made: list[RowId] = []
    written = []
    for seq in range(1, draw(st.integers(1, 14)) + 1):
        changes = []
        for _ in range(draw(FEW((1, 1, 1, 2, 3)))):
            if draw(st.integers(0, 3)):
                row = RowId(make_id(AUTHOR if draw(st.integers(0, 19)) else 1, 100 + len(made)))
                made.append(row)
                changes.append(Change(draw(TABLES), row, draw(cells()), new=True))
            else:
                row = draw(FEW((*THERE.values(), *made, RowId(make_id(AUTHOR, 99)))))
                base = {"name": (CommitId(make_id(3, 1)),)} if draw(st.booleans()) else {}
                given_cells = draw(cells())
                kept = {name: ids for name, ids in base.items() if name in given_cells}
                changes.append(Change(draw(TABLES), row, given_cells, base=kept))
        once = {(one.table, one.row): one for one in changes}.values()
        written.append(act(AUTHOR, seq, *once, verb=draw(VERBS), author=draw(AUTHORS)))
    return written


def one_by_one(store: Store, data: bytes, ordinal: int) -> list[Commit]:
    """The same segment, each commit judged and merged by itself; gives the admitted ones."""
    admitted: list[Commit] = []

    def applied(_scope: Scope, cid: CommitId) -> bool:
        held_back = "SELECT 1 FROM parked WHERE cid = ? UNION ALL SELECT 1 FROM quarantine WHERE cid = ?"
        return any(cid == one.id for one in admitted) and not store.query(held_back, (cid, cid))

    with transaction(store.connection):
        for commit in open_segment(data, store.trust.current_key(FIRST)).commits:
            judged = store._admit([commit], ordinal)
            admitted += judged
            merge(store.connection, judged, applied)
    return admitted


@pytest.mark.slow
@settings(max_examples=100)
@given(acts(), st.integers(1, 14))
def test_columns_give_what_commits_one_by_one_and_the_set_of_commits_give(given_acts: list[Commit], cut: int) -> None:
    chain = Chain(AUTHOR)
    segments = [chain.seal(*part) for part in (given_acts[:cut], given_acts[cut:]) if part]
    with reader() as by_columns, reader() as one_each:
        for data in segments:
            assert by_columns.receive(data).status == "new"
        by_columns.apply_received()
        before = [act(3, counter_of(row), new("institution", row, name="在先"), scope=scope) for scope, row in THERE.items()]
        admitted = [commit for n, data in enumerate(segments, 1) for commit in one_by_one(one_each, data, n)]
        assert contents(by_columns, COMPARED) == contents(one_each, COMPARED)
        found, truth = picture_in(by_columns), picture_of([*before, *admitted])
        assert (found.rows, found.heads, found.conflicts) == (truth.rows, truth.heads, truth.conflicts)
        assert found.parked.keys() == truth.parked.keys() and found.foreign == truth.foreign
        by_columns.rebuild()
        assert contents(by_columns, COMPARED) == contents(one_each, COMPARED)


@pytest.mark.slow
@settings(max_examples=60)
@given(acts())
def test_what_is_admitted_as_a_kind_would_be_admitted_by_itself(given_acts: list[Commit]) -> None:
    columns = open_columns(Chain(AUTHOR).seal(*given_acts), scope_key(FIRST))
    with reader() as store:
        touched: Touched = {}
        with transaction(store.connection):
            merging, judging = take_in(store.connection, store.trust, columns, 1, touched)
        left = {commit.id for commit in judging}
        for commit in given_acts:
            if commit.id not in left:
                assert store.trust.admit(commit, 1) is None and shape_fault(commit) is None
        merged = {commit.id for commit in merging}
        assert merged <= {commit.id for commit in given_acts} - left
        made = {row["_commit"] for row in store.query("SELECT _commit FROM institution WHERE id >> 40 = ?", (AUTHOR,))}
        assert not made & (left | merged), "a row is made by one path only"
