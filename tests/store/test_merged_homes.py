"""Merged homes follow from the acts alone: any order of arrival, one by one or at once, gives the same rows under the same home."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_world import FIRST, INSPECTOR, NOW, SECOND, begin, hand_over, laptops

from fieldaudit.domain.core import RowId, Scope
from fieldaudit.domain.homes import kept_home
from fieldaudit.store import Store, queries


def merge(store: Store, other: RowId, keep: RowId | None, now: int, scope: Scope = FIRST) -> None:
    """Say that `other` is `keep`, or that it is a home of its own after all."""
    change = store.edit("institution", other, merged_into=keep, void=None if keep is None else "重复")
    if change is not None:
        store.commit(scope, "register.merge", INSPECTOR, [change], now)


def visit(store: Store, home: RowId, now: int) -> RowId:
    cells: dict[str, Any] = {"number": str(now), "inspector_row": INSPECTOR, "second_row": INSPECTOR, "started_at": now}
    made = store.create("inspection", institution=home, **cells)
    item = store.create("item", institution=home, inspection=made.row, place="一层", severity="general")
    store.commit(FIRST, "inspection.begin", INSPECTOR, [made], now)
    store.commit(FIRST, "inspection.answer", INSPECTOR, [item], now)
    return made.row


def shown(store: Store) -> dict[str, Any]:
    return {
        "homes": [(row["id"], row["items"]) for row in queries.institutions(store)],
        "visits": sorted((row["id"], row["institution"]) for row in queries.inspections(store)),
        "items": sorted((row["id"], row["institution"]) for row in queries.items(store)),
        "home_of": store.query("SELECT * FROM home_of ORDER BY institution"),
    }


def truth(store: Store) -> dict[int, int]:
    """Where every merged row stands, by the rule, from the table of homes alone."""
    rows = store.query("SELECT * FROM institution WHERE merged_into IS NOT NULL")
    merged = {RowId(row["id"]): RowId(row["merged_into"]) for row in rows}
    return {home: kept_home(home, merged) for home in merged}


def test_a_home_of_another_scope_stands_for_nothing() -> None:
    (store,) = laptops(1)
    here, there = begin(store, FIRST), begin(store, SECOND)
    merge(store, here, there, NOW + 1)
    assert store.query("SELECT * FROM home_of") == []
    assert [row["id"] for row in queries.institutions(store)] == [there]


def test_a_row_whose_kept_one_is_not_here_yet_moves_when_it_arrives() -> None:
    one, two = laptops(2)
    other = begin(one)
    hand_over(one, two)
    keep = begin(two)
    made = visit(two, other, NOW + 5)
    merge(two, other, keep, NOW + 6)
    two.seal()
    hand_over(two, one)
    assert dict(shown(one)["visits"])[made] == keep and shown(one) == shown(two)


_KINDS = st.sampled_from(("merge", "merge", "part", "visit", "meet"))
_STEP = st.tuples(_KINDS, st.integers(0, 2), st.integers(0, 5), st.integers(0, 5))


@pytest.mark.slow
@settings(derandomize=True, max_examples=40, deadline=None)
@given(st.lists(_STEP, min_size=3, max_size=25), st.integers(0, 2**32))
def test_merges_visits_and_meetings_in_any_order_show_the_same(steps: list[tuple[str, int, int, int]], seed: int) -> None:
    stores = laptops(3)
    homes = [begin(stores[0], now=NOW + n, name=f"机构{n}") for n in range(6)]
    for store in stores[1:]:
        hand_over(stores[0], store)
    for n, (kind, who, first, second) in enumerate(steps, 1):
        store, now = stores[who], NOW + 1000 * n
        if kind == "meet":
            hand_over(store, stores[(who + 1) % 3])
        elif kind == "visit":
            visit(store, homes[first], now)
        elif kind == "part" or first != second:
            merge(store, homes[first], homes[second] if kind == "merge" else None, now)
    order = [(a, b) for a in stores for b in stores if a is not b] * 2
    random.Random(seed).shuffle(order)
    for source, target in [*order, *((a, b) for a in stores for b in stores if a is not b)]:
        hand_over(source, target)
    first_shown = shown(stores[0])
    for store in stores:
        assert shown(store) == first_shown
        assert {row["institution"]: row["home"] for row in first_shown["home_of"]} == truth(store)
        store.rebuild()
        assert shown(store) == first_shown
    live = {home for home, _ in first_shown["homes"]}
    assert {home for _, home in first_shown["visits"]} <= live
