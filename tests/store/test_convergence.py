"""Whatever order, whatever is late, doubled or forged: the tables are those that follow from the set of commits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import Picture, picture_in, picture_of
from store_world import (
    FIRST,
    INSPECTOR,
    KEY,
    NOW,
    SECOND,
    STRANGER,
    SUPERVISOR,
    Chain,
    act,
    certificate,
    contents,
    enrol,
    laptops,
    new,
    signed,
)

from fieldaudit.domain.core import Change, Commit, CommitId, RowId, Scope, make_id
from fieldaudit.store import Store
from fieldaudit.store.merge import merge
from fieldaudit.store.schema import COMPARED
from fieldaudit.store.verify import verify

LAPTOPS = 3  # honest ones; one more device is hostile and has no store
HOSTILE = LAPTOPS + 1
FEW = 3  # rows made before people only edit
SKEW = (0, -7_200_000, 5_400_000)  # ms: an hour and a half ahead is further than an hour
NAMES = ("甲", "乙", "", None)
CELLS: dict[str, tuple[Any, ...]] = {
    "name": NAMES,
    "phone": ("甲\0一", "甲\0二", None),
    "beds": (0, 1, 120, None),
    "lon": (0, 1, 1.0, 122.25, None),
}
COLUMNS = tuple(CELLS)


@dataclass
class Bureau:
    """Laptops, what each holds, and the segments written so far, by chain."""

    stores: list[Store]
    held: list[list[Commit]]
    clock: int = NOW
    chains: dict[tuple[Scope, int], list[tuple[bytes, tuple[Commit, ...]]]] = field(default_factory=dict)
    arrived: dict[tuple[int, Scope, int], int] = field(default_factory=dict)
    hostile: dict[Scope, Chain] = field(default_factory=dict)
    acts: int = 0  # of the hostile device
    refused: set[CommitId] = field(default_factory=set)

    def now(self, laptop: int) -> int:
        self.clock += 1000
        return self.clock + SKEW[laptop]

    # -- what honest people do -------------------------------------------------------------------
    def record(self, laptop: int, verb: str, changes: list[Change | None], scope: Scope) -> None:
        kept = [change for change in changes if change is not None]
        if kept:
            author = SUPERVISOR if verb == "item.end" else INSPECTOR
            self.held[laptop].append(self.stores[laptop].commit(scope, verb, author, kept, self.now(laptop))[0])

    def homes(self, laptop: int) -> list[dict[str, Any]]:
        return self.stores[laptop].query("SELECT * FROM institution ORDER BY id")

    def create(self, laptop: int, a: int, b: int) -> None:
        """A new home; few, so that people meet at the same ones."""
        if sum(change.new for held in self.held for commit in held for change in commit.changes) >= FEW:
            return self.edit(laptop, a, b)
        home = self.stores[laptop].create("institution", name=NAMES[a % 4], lon=CELLS["lon"][b % 5])
        self.record(laptop, "register.import", [home], (FIRST, SECOND)[b % 2])

    def edit(self, laptop: int, a: int, b: int) -> None:
        """Two columns of one home."""
        for home in self._chosen(self.homes(laptop), a, 1):
            self.record(laptop, "register.edit", [self._edited(laptop, home, b, 2)], Scope(home["_scope"]))

    def edit_many(self, laptop: int, a: int, b: int) -> None:
        """Several homes and a new one in one act."""
        scope = (FIRST, SECOND)[a % 2]
        here = [home for home in self.homes(laptop) if home["_scope"] == scope]
        edits = [self._edited(laptop, home, b + n, 1) for n, home in enumerate(self._chosen(here, b, 3))]
        self.record(laptop, "register.import", [*edits, self.stores[laptop].create("institution", beds=a)], scope)

    def settle(self, laptop: int, a: int, b: int) -> None:
        for cell in self._chosen(
            self.stores[laptop].query("SELECT * FROM conflict WHERE tbl = 'institution' ORDER BY row, col"), a, 1
        ):
            row = self.stores[laptop].get("institution", cell["row"])
            assert row is not None
            values = CELLS.get(cell["col"], ("作废", None))
            change = self.stores[laptop].edit("institution", cell["row"], **{cell["col"]: values[b % len(values)]})
            self.record(laptop, "conflict.settle", [change], Scope(row["_scope"]))

    def void(self, laptop: int, a: int, b: int) -> None:
        for home in self._chosen(self.homes(laptop), a, 1):
            change = self.stores[laptop].edit("institution", home["id"], void=("重复", "停业", None)[b % 3])
            self.record(laptop, "register.edit", [change], Scope(home["_scope"]))

    def hazard(self, laptop: int, a: int, b: int) -> None:
        """A hazard is found; or something happens to one."""
        store = self.stores[laptop]
        items = store.query("SELECT * FROM item ORDER BY id")
        if not items or a % 2:
            cells = {"severity": ("general", "major")[b % 2], "measure_kind": "repair", "term_days": 10, "term_kind": "calendar"}
            self.record(laptop, "inspection.answer", [store.create("item", finding="安全出口锁闭", **cells)], FIRST)
            return
        (item,) = self._chosen(items, a, 1)
        facts = ('{"reason":"改造"}', '{"reason":"不实","equivalent":1}', "不是 JSON")[b % 3]
        kind = ("submitted", "disproved", "escalated", "extension_asked")[a // 2 % 4]
        verb = ("item.submit", "item.end")[b % 2]
        self.record(laptop, verb, [store.create("event", item=item["id"], kind=kind, facts_json=facts)], FIRST)

    def _edited(self, laptop: int, home: dict[str, Any], b: int, columns: int) -> Change | None:
        names = [COLUMNS[(b + n) % len(COLUMNS)] for n in range(columns)]
        return self.stores[laptop].edit("institution", home["id"], **{name: CELLS[name][b % len(CELLS[name])] for name in names})

    def _chosen(self, rows: list[dict[str, Any]], n: int, count: int) -> list[dict[str, Any]]:
        return [rows[(n + k) % len(rows)] for k in range(min(count, len(rows)))]

    # -- what a hostile device does --------------------------------------------------------------
    def forge(self, laptop: int, a: int, b: int) -> None:
        """An act that no store of ours would write: any row, any clock, future and random commits as base."""
        known = [change for held in self.held for commit in held for change in commit.changes if change.table == "institution"]
        future = RowId(make_id(1 + a % LAPTOPS, 1 + b % 12))  # perhaps made already, perhaps never
        row = known[b % len(known)].row if known and a % 3 else future
        names = tuple(sorted({CommitId(make_id(1 + (a + n) % HOSTILE, 1 + (b + n) % 14)) for n in range(b % 4)}))
        table, column = ("item", "finding") if b % 11 == 10 else ("institution", COLUMNS[b % len(COLUMNS)])
        change = Change(table, row, {} if b % 13 == 12 else {column: self._forged_value(b, a)})
        if names and change.cells:
            change = replace(change, base={column: names})
        self._forge((FIRST, SECOND)[a % 2], a, b, change)

    def suppress(self, laptop: int, a: int, b: int) -> None:
        """It names, to hide it, what somebody wrote a moment ago or is about to write."""
        edits = [
            (commit, change, COLUMNS.index(column))
            for commit in self.held[laptop]
            for change in commit.changes
            if change.table == "institution" and not change.new
            for column in change.cells
            if column in COLUMNS
        ]
        if edits:
            commit, change, number = edits[-1 - a % min(len(edits), 4)]
            names = (commit.id, CommitId(commit.id + 1 + b % 2))
            cells = {COLUMNS[number]: self._forged_value(number, b)}
            self._forge(commit.scope, a, b, Change("institution", change.row, cells, base={COLUMNS[number]: names}))
            self._deliver(laptop, (commit.scope, HOSTILE), 9)

    def _forged_value(self, column: int, n: int) -> Any:
        name = COLUMNS[column % len(COLUMNS)]
        value = CELLS[name][n % 3]
        return float(value) if name == "lon" and value is not None else value

    def _forge(self, scope: Scope, a: int, b: int, change: Change) -> None:
        self.acts += 1
        extra = (
            (new("institution", make_id(HOSTILE, self.acts), name="伪"),) if a % 4 == 3 and change.table == "institution" else ()
        )
        forged = act(
            HOSTILE,
            self.acts,
            change,
            *extra,
            scope=scope,
            hlc=(self.clock + (-3_600_000, 0, 3_600_000, 86_400_000)[b % 4] << 16) + a % 3,
            verb="item.edit" if change.table == "item" else "register.edit",
            author=STRANGER if a % 17 == 16 else INSPECTOR,
        )
        if forged.author == STRANGER or type(change.cells.get("finding", "")) is int:
            self.refused.add(forged.id)
        chain = self.hostile.setdefault(scope, Chain(HOSTILE, scope))
        self.chains.setdefault((scope, HOSTILE), []).append((chain.seal(forged), (forged,)))

    # -- exchange --------------------------------------------------------------------------------
    def seal(self, laptop: int, a: int, b: int) -> None:
        store = self.stores[laptop]
        tail = store.tail()
        store.seal()
        for scope in (FIRST, SECOND):
            chain = self.chains.setdefault((scope, laptop + 1), [])
            fresh = store.query(
                "SELECT object FROM segment WHERE scope = ? AND device = ? AND ordinal > ?", (scope, laptop + 1, len(chain))
            )
            if fresh:
                chain.append((bytes(fresh[0]["object"]), tuple(commit for commit in tail if commit.scope == scope)))

    def deliver(self, laptop: int, a: int, b: int) -> None:
        """Some of one chain reaches a laptop, and something old reaches it again."""
        chains = [key for key in sorted(self.chains) if key[1] != laptop + 1]
        if chains:
            self._deliver(laptop, chains[a % len(chains)], 1 + b % 3)

    def _deliver(self, laptop: int, key: tuple[Scope, int], count: int) -> None:
        place = (laptop, *key)
        begin = self.arrived.get(place, 0)
        part = self.chains[key][begin : begin + count]
        for data, commits in part:
            assert self.stores[laptop].receive(data).status == "new"
            self.held[laptop] += commits
        self.arrived[place] = begin + len(part)
        if begin + len(part):
            again = self.chains[key][count % (begin + len(part))][0]
            assert self.stores[laptop].receive(again).status == "known"
        self.stores[laptop].apply_received()

    def meet(self, laptop: int, a: int, b: int) -> None:
        """Two laptops give each other what they wrote themselves."""
        other = (laptop + 1 + a % (LAPTOPS - 1)) % LAPTOPS
        for here, there in ((laptop, other), (other, laptop)):
            self.seal(there, 0, 0)
            for key in [key for key in sorted(self.chains) if key[1] == there + 1]:
                self._deliver(here, key, len(self.chains[key]))
        self.check(other)

    def start_over(self, laptop: int, a: int, b: int) -> None:
        """Rebuilding in the middle of everything changes nothing."""
        before = contents(self.stores[laptop], COMPARED)
        self.stores[laptop].rebuild()
        assert contents(self.stores[laptop], COMPARED) == before

    def deliver_all(self) -> None:
        for laptop in range(LAPTOPS):
            self.seal(laptop, 0, 0)
        for laptop in range(LAPTOPS):
            for key in [key for key in sorted(self.chains) if key[1] != laptop + 1]:
                self._deliver(laptop, key, len(self.chains[key]))

    # -- what must hold --------------------------------------------------------------------------
    def truth(self, laptop: int) -> Picture:
        return picture_of([commit for commit in self.held[laptop] if commit.id not in self.refused])

    def check(self, laptop: int) -> None:
        found, truth = picture_in(self.stores[laptop]), self.truth(laptop)
        assert found.parked == truth.parked
        assert found.heads == truth.heads
        assert found.rows == truth.rows
        assert found.conflicts == truth.conflicts
        assert found.foreign == truth.foreign
        quarantined = {row["cid"] for row in self.stores[laptop].query("SELECT cid FROM quarantine")}
        assert quarantined - found.foreign == self.refused & {commit.id for commit in self.held[laptop]}


@contextmanager
def bureau() -> Iterator[Bureau]:
    with TemporaryDirectory() as folder:
        stores = laptops(HOSTILE, Path(folder))
        stores.pop().close()
        for store in stores:
            store.connection.execute("PRAGMA synchronous = OFF")  # durability is not what is tried here
        try:
            yield Bureau(stores, [[] for _ in stores])
        finally:
            for store in stores:
                store.close()


ACTS = (
    *("create", "edit", "edit", "edit", "edit_many", "settle", "settle", "void", "hazard", "forge", "suppress", "suppress"),
    *("seal", "deliver", "deliver", "meet", "meet", "start_over", "start_over"),
)
Step = tuple[str, int, int, int]
STEPS = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, LAPTOPS - 1), st.integers(0, 40), st.integers(0, 40)), min_size=25, max_size=45
)


def play(steps: list[Step]) -> None:
    with bureau() as office:
        for step, laptop, a, b in steps:
            getattr(office, step)(laptop, a, b)
            office.check(laptop)
        office.deliver_all()
        finish(office)


def finish(office: Bureau) -> None:
    """Everybody holds everything: all agree, a newcomer agrees, starting over changes nothing, nothing is wrong."""
    for laptop, store in enumerate(office.stores):
        office.check(laptop)
        before = contents(store, COMPARED)
        assert before == contents(office.stores[0], COMPARED)
        store.rebuild()
        assert contents(store, COMPARED) == before
        assert [str(fault) for fault in verify(store)] == []
    with fresh_laptop() as newcomer:
        for chain in office.chains.values():
            for data, _ in chain:
                assert newcomer.receive(data).status == "new"
        newcomer.apply_received()  # all at once
        assert contents(newcomer, COMPARED) == contents(office.stores[0], COMPARED)


@contextmanager
def fresh_laptop() -> Iterator[Store]:
    device = HOSTILE + 1
    store = enrol(Store(":memory:", KEY), device, signed(*(certificate(n) for n in range(1, device + 1))))
    try:
        yield store
    finally:
        store.connection.close()


@pytest.mark.slow
@settings(max_examples=16)
@given(STEPS)
def test_after_every_act_and_delivery_the_tables_are_those_of_the_set_of_commits(steps: list[Step]) -> None:
    play(steps)


@pytest.mark.slow
@settings(max_examples=30)
@given(STEPS)
def test_the_same_for_more_and_longer_days(steps: list[Step]) -> None:
    play(steps + [(name, (laptop + 1) % LAPTOPS, b, a) for name, laptop, a, b in steps])


@pytest.mark.slow
@settings(max_examples=28)
@given(STEPS, st.randoms(use_true_random=False), st.integers(1, 7))
def test_commits_in_any_order_and_any_batches_give_the_same_tables(steps: list[Step], order: Random, size: int) -> None:
    with bureau() as office:
        for step, laptop, a, b in steps:
            getattr(office, step)(laptop, a, b)
        everything = sorted({commit.id: commit for held in office.held for commit in held}.values(), key=lambda c: c.id)
    commits = [commit for commit in everything if commit.id not in office.refused]
    order.shuffle(commits)
    with fresh_laptop() as store:
        merged: set[CommitId] = set()

        def applied(_scope: Scope, cid: CommitId) -> bool:
            return cid in merged and not store.query(
                "SELECT 1 FROM parked WHERE cid = ? UNION SELECT 1 FROM quarantine WHERE cid = ?", (cid, cid)
            )

        for begin in range(0, len(commits), size):
            batch = commits[begin : begin + size]
            merge(store.connection, batch, applied)
            merged |= {commit.id for commit in batch}
            assert picture_in(store) == picture_of(commits[: begin + size])
