"""Certificates, revocations and segments that arrive late, twice and in any order end in the same tables, the same
quarantine and the same waiting list, as if every statement of the bureau had come first.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_world import (
    COMMON,
    FIRST,
    INSPECTOR,
    KEY,
    NOW,
    PEOPLE,
    SCOPES,
    SECOND,
    STRANGER,
    YEAR,
    Chain,
    act,
    certificate,
    contents,
    enrol,
    new,
    signed,
)

from fieldaudit.domain.core import Certificate, Change, Commit, Revocation, RowId, make_id
from fieldaudit.store import Store
from fieldaudit.store.held import held_back
from fieldaudit.store.schema import COMPARED

WITH_STRANGER = (*PEOPLE, (STRANGER, "inspector"))
STATEMENTS: tuple[Certificate | Revocation, ...] = (
    certificate(2, serial=2, valid_from=NOW + 2_500, people=WITH_STRANGER),
    certificate(2, serial=3, valid_from=NOW + 4_500, scopes=(COMMON, FIRST)),
    certificate(2, serial=4, valid_from=NOW + 6_500, valid_to=NOW + 9 * YEAR, scopes=SCOPES),
    certificate(3, serial=2, valid_from=NOW + 3_500, people=((STRANGER, "inspector"),)),
    Revocation(3, 3, {FIRST: 1}, NOW),
    Revocation(3, 4, {FIRST: 2}, NOW),
)


def home(device: int, seq: int, **other: Any) -> Commit:
    return act(device, seq, new("institution", make_id(device, seq), name=f"{device}-{seq}"), **other)


@cache
def chains() -> list[list[bytes]]:
    """Segments of two devices: under each certificate, of a stranger, of another district, beyond a certificate's end, an
    edit of the other device's home."""
    first, second, other = Chain(2, FIRST), Chain(2, SECOND), Chain(3, FIRST)
    edit = act(3, 5, Change("institution", RowId(make_id(2, 1)), {"beds": 5}), author=INSPECTOR)
    return [
        [first.seal(home(2, seq, author=author)) for seq, author in ((1, INSPECTOR), (3, STRANGER), (6, STRANGER))]
        + [first.seal(home(2, 8, hlc=(NOW + 3 * YEAR) << 16))],
        [second.seal(home(2, seq, scope=SECOND)) for seq in (2, 5, 7)],
        [other.seal(home(3, 1)), other.seal(home(3, 4, author=STRANGER)), other.seal(edit)],
    ]


def blank() -> Store:
    return enrol(Store(":memory:", KEY), 1, signed(*(certificate(n) for n in (1, 2, 3))))


def offer(store: Store, apply: bool) -> None:
    """What a sync does with a stick that holds everything."""
    for chain in chains():
        for data in chain:
            store.receive(data)
    if apply:
        store.apply_received()


def outcome(store: Store) -> tuple[object, ...]:
    return contents(store, COMPARED), held_back(store)


@cache
def expected() -> tuple[object, ...]:
    with closing(blank()) as store:
        store.take_certificates(signed(*STATEMENTS))
        offer(store, apply=True)
        return outcome(store)


def test_the_scene_has_something_of_every_kind() -> None:
    with closing(blank()) as store:
        store.take_certificates(signed(*STATEMENTS))
        offer(store, apply=True)
        assert {row["name"] for row in store.find("institution")} == {"2-1", "2-2", "2-3", "2-7", "2-8", "3-1", "3-4"}
        reasons = {(each.device, each.segment, each.state, each.reason.en) for each in held_back(store)}
        assert reasons == {
            (2, 3, "quarantined", "the certificate does not list this person"),
            (2, 2, "quarantined", "the device has no right to scope 2"),
            (3, 3, "quarantined", "the device's certificate was revoked"),
        }


@pytest.mark.slow
@settings(max_examples=40)
@given(st.permutations(range(len(STATEMENTS))), st.lists(st.integers(0, 4), min_size=4, max_size=4), st.booleans())
def test_any_order_of_statements_and_segments_ends_the_same(order: Sequence[int], when: list[int], again: bool) -> None:
    with closing(blank()) as store:
        rest = list(order)
        for n, taken in enumerate(when):
            store.take_certificates(signed(*(STATEMENTS[each] for each in rest[:taken])))
            rest = rest if again else rest[taken:]
            offer(store, apply=n % 2 == 0)
        store.take_certificates(signed(*(STATEMENTS[each] for each in order)))
        store.apply_received()
        assert outcome(store) == expected()
        store.rebuild()
        assert outcome(store) == expected()
