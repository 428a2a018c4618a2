"""Whatever order, whatever is late, doubled, lost or forged: the tables are those that follow from the set of commits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from convergence_world import NEWCOMER, Bureau, Laptop, bureau, opened
from hypothesis import event, given, settings
from hypothesis import strategies as st
from oracle import admitted, picture_in, picture_of, states_in, states_of
from store_world import certificate, contents, signed

from fieldaudit.domain.core import CommitId, Scope
from fieldaudit.store import Store
from fieldaudit.store.merge import merge
from fieldaudit.store.schema import COMPARED
from fieldaudit.store.verify import verify

ACTS = (
    *(
        "create",
        "edit",
        "edit",
        "edit",
        "edit",
        "edit_many",
        "settle",
        "settle",
        "settle",
        "void",
        "join",
        "hazard",
        "hazard",
        "take_back",
    ),
    *("take_back", "certify", "certify", "tell", "forge", "forge", "steal", "suppress", "contradict", "echo"),
    *("seal", "seal", "deliver", "deliver", "deliver", "meet", "start_over"),
)
Step = tuple[str, int, int, int]
STEP = st.tuples(st.sampled_from(ACTS), st.integers(0, 3), st.integers(0, 40), st.integers(0, 40))


@st.composite
def days(draw: st.DrawFn) -> list[Step]:
    """At least thirty steps; among them somewhere a backup, and later the loss of that laptop."""
    steps = draw(st.lists(STEP, min_size=30, max_size=42))
    saved, lost = sorted((draw(st.integers(3, len(steps) - 5)), draw(st.integers(3, len(steps) - 5))))
    laptop, a, b = draw(st.integers(0, 3)), draw(st.integers(0, 40)), draw(st.integers(0, 40))
    steps[lost:lost] = [("edit", laptop, a, b), ("lose", laptop, a, b), ("edit", laptop, b, a), ("meet", laptop, a, b)]
    steps.insert(saved, ("back_up", laptop, a, b))
    return steps


def play(office: Bureau, steps: list[Step], every: int) -> None:
    """One day, looking at the laptop that did something at every so-manieth step; then everything reaches everybody."""
    office.check = lambda laptop: check(office, laptop)
    for n, (step, laptop, a, b) in enumerate(steps, 1):
        getattr(office, step)(office.laptops[laptop], a, b)
        if n % every == 0:
            check(office, office.laptops[laptop])
    office.exchange_everything()
    office.seen["examples"] += 1
    office.seen["steps"] += len(steps)


def check(office: Bureau, laptop: Laptop) -> None:
    """A laptop shows what follows from the set of what it holds and was told, and nothing else."""
    statements = [*(certificate(device) for device in range(1, 6)), *laptop.told]
    fine = admitted(laptop.held, statements)
    out = {(commit.id, commit.scope) for commit, _ in laptop.held} - {(commit.id, commit.scope) for commit in fine}
    truth, found = picture_of(fine), picture_in(laptop.store)
    assert found.parked == truth.parked
    assert found.heads == truth.heads
    assert found.rows == truth.rows
    assert found.conflicts == truth.conflicts
    quarantined = {(row["cid"], row["scope"]) for row in laptop.store.query("SELECT cid, scope FROM quarantine")}
    assert (quarantined, found.foreign) == (out | truth.foreign, truth.foreign)
    states = states_of(truth, fine, statements)
    assert states_in(laptop.store) == states
    for name, size in (
        ("conflicts", len(truth.conflicts)),
        ("parked", len(truth.parked)),
        ("quarantined", len(out)),
        ("of another scope", len(truth.foreign)),
        ("made twice", laptop.store.query("SELECT count(*) AS n FROM twice")[0]["n"]),
        ("ignored events", sum(len(ignored) for _, ignored in states.values())),
    ):
        office.seen[name] += size
        office.seen[f"looks with {name}"] += size > 0


def finish(office: Bureau) -> None:
    """Everybody holds everything: all agree with the rules and each other, so do newcomers who get it in other ways, starting
    over changes nothing, and nothing is wrong."""
    agreed = contents(office.laptops[0].store, COMPARED)
    for laptop in office.laptops:
        check(office, laptop)
        assert contents(laptop.store, COMPARED) == agreed
        laptop.store.rebuild()
        assert contents(laptop.store, COMPARED) == agreed
    assert [str(fault) for fault in verify(office.laptops[len(agreed["institution"]) % 4].store)] == []
    for at_once in (True, False):
        with newcomer() as store:
            chains = [[data for data, _ in chain] for chain in office.chains.values()]
            store.take_certificates(signed(*office.statements))
            while any(chains):
                for chain in chains:
                    for data in [chain.pop(0) for _ in chain[: len(chain) if at_once else 1]]:
                        assert store.receive(data).status == "new"
                        if not at_once:
                            store.apply_received()
            store.apply_received()
            assert contents(store, COMPARED) == agreed


@contextmanager
def newcomer() -> Iterator[Store]:
    with TemporaryDirectory() as folder, opened(Path(folder), NEWCOMER) as workspace:
        yield workspace.store


def converge(examples: int, every: int) -> Counter[str]:
    """Play so many days; gives what happened in all of them."""
    seen: Counter[str] = Counter()

    @settings(max_examples=examples)
    @given(days())
    def day(steps: list[Step]) -> None:
        before = seen.copy()
        with bureau(seen) as office:
            play(office, steps, every)
            finish(office)
        for name in (seen - before).keys() - {"examples", "steps"}:
            event(name)

    day()
    return seen


# What must have happened, in how many of a hundred days; else the days prove nothing.
IN_A_HUNDRED = {
    "looks with conflicts": 250,
    "looks with parked": 120,
    "looks with quarantined": 300,
    "looks with of another scope": 100,
    "looks with made twice": 100,
    "looks with ignored events": 300,
    "restored": 100,
    "lost acts": 80,
    "undone": 50,
    "redone": 25,
    "not undone": 30,
    "conflicts settled": 25,
    "judged anew": 80,
    "acts of a new colleague": 30,
    "received again": 3_000,
    "of a device nobody told of": 80,
}


def expect_all_of(seen: Counter[str]) -> None:
    assert seen["steps"] >= 32 * seen["examples"]
    short = {name: seen[name] for name, least in IN_A_HUNDRED.items() if seen[name] * 100 < least * seen["examples"]}
    assert short == {}, seen


@pytest.mark.slow
def test_a_few_days_end_with_equal_tables_everywhere() -> None:
    assert converge(examples=8, every=1)["examples"] >= 8


@pytest.mark.slow
def test_two_hundred_days_end_with_equal_tables_everywhere_whatever_came_late_twice_or_forged() -> None:
    seen = converge(examples=200, every=8)
    assert seen["examples"] >= 200
    expect_all_of(seen)


@pytest.mark.soak
def test_many_more_days_at_random(rounds: int) -> None:
    seen = converge(examples=200 * rounds, every=1)
    expect_all_of(seen)


@pytest.mark.slow
@settings(max_examples=20)
@given(days(), st.randoms(use_true_random=False), st.integers(1, 7))
def test_commits_in_any_order_and_any_batches_give_the_same_tables(steps: list[Step], order: Random, size: int) -> None:
    with bureau(Counter()) as office:
        play(office, steps, len(steps) + 1)
        last = office.laptops[0]
        statements = [*(certificate(device) for device in range(1, 6)), *last.told]
        commits = sorted(admitted(last.held, statements), key=lambda commit: (commit.id, commit.scope))
    order.shuffle(commits)
    with newcomer() as store:
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
