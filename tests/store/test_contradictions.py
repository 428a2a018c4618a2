"""A device that uses one number for two things: whatever came first, all laptops end the same, and nothing of others is touched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from store_world import (
    FIRST,
    KEY,
    NOW,
    SECOND,
    STRANGER,
    Chain,
    act,
    begin,
    certificate,
    contents,
    enrol,
    hand_over,
    laptops,
    new,
    objects,
    signed,
)

from fieldaudit.domain.core import Change, Commit, Revocation, RowId, counter_of, device_of, make_id
from fieldaudit.store import Store
from fieldaudit.store.schema import COMPARED
from fieldaudit.store.verify import verify

pytestmark = pytest.mark.slow  # many laptops each

ROW, OTHER = RowId(make_id(2, 77)), RowId(make_id(3, 5))
TWICE = "makes a row that its device made twice"


def home(seq: int, **other: Any) -> Commit:
    return act(2, seq, new("institution", ROW, name=f"第{seq}"), **other)


def waiting(seq: int, row: RowId = OTHER, **other: Any) -> Commit:
    return act(2, seq, Change("institution", row, {"beds": seq}), **other)


def other_home() -> list[Commit]:
    return [act(3, 1, new("institution", OTHER, name="别家"))]


def both(seq: int, **other: Any) -> Commit:
    """Makes the row and edits one that may not be there yet."""
    return act(2, seq, new("institution", ROW, name="先等"), Change("institution", OTHER, {"beds": seq}), **other)


# What arrives, chain by chain, act by act; which acts (device, seq, scope) are then quarantined; which wait.
SCENES: dict[str, tuple[list[list[Commit]], set[tuple[int, int, int]], int]] = {
    "a row made in two districts": ([[home(1)], [home(2, scope=SECOND)]], {(2, 1, 1), (2, 2, 2)}, 0),
    "a row made twice in one chain": ([[home(1), home(2)], other_home()], {(2, 1, 1), (2, 2, 1)}, 0),
    "a row made three times": ([[home(1), home(3)], [home(2, scope=SECOND)]], {(2, 1, 1), (2, 2, 2), (2, 3, 1)}, 0),
    "a row made once and once by an act that waits": ([[both(1), home(2)], other_home()], {(2, 1, 1), (2, 2, 1)}, 0),
    "a row made by an act that waits for ever": ([[both(1)], [home(2, scope=SECOND)]], {(2, 1, 1), (2, 2, 2)}, 0),
    "a row made by an act of another district's row": (
        [[home(1)], [both(2, scope=SECOND)], other_home()], {(2, 1, 1), (2, 2, 2)}, 0,
    ),
    "a row made by nobody who may and once more": ([[home(1, author=STRANGER)], [home(2, scope=SECOND)]], {(2, 1, 1)}, 0),
    "one number of two acts that are refused": (
        [[home(1, author=STRANGER)], [home(1, author=STRANGER, scope=SECOND)]], {(2, 1, 1), (2, 1, 2)}, 0,
    ),
    "one number of two acts that wait": ([[waiting(1)], [waiting(1, RowId(OTHER + 1), scope=SECOND)]], set(), 2),
    "one number of an act that waits and one that does not": ([[waiting(1)], [home(1, scope=SECOND)]], set(), 1),
}  # fmt: skip


@contextmanager
def blank() -> Iterator[Store]:
    with TemporaryDirectory() as folder:
        store = enrol(Store(Path(folder) / "laptop.db", KEY), 1, signed(*(certificate(n) for n in (1, 2, 3))))
        yield store
        store.close()


def arrivals(chains: list[list[Commit]]) -> list[list[bytes]]:
    """A segment an act."""
    sealed = []
    for acts in chains:
        chain = Chain(acts[0].device, acts[0].scope)
        sealed.append([chain.seal(each) for each in acts])
    return sealed


def outcome(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    return contents(store, COMPARED)


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize("one_by_one", [True, False])
def test_it_never_matters_which_came_first(name: str, one_by_one: bool) -> None:
    chains, quarantined, parked = SCENES[name]
    segments = arrivals(chains)
    ends = []
    for order in permutations(range(len(chains))):
        with blank() as store:
            mine = begin(store, name="本机的")
            for n in order:
                for data in segments[n]:
                    assert store.receive(data).status == "new"
                    if one_by_one:
                        store.apply_received()
            store.apply_received()
            ends.append(outcome(store))
            store.rebuild()
            ends.append(outcome(store))
            assert [str(fault) for fault in verify(store)] == []
            assert store.get("institution", mine) is not None
            held = store.query("SELECT cid, scope FROM quarantine")
            assert {(device_of(row["cid"]), counter_of(row["cid"]), row["scope"]) for row in held} == quarantined
            assert len(store.query("SELECT * FROM parked")) == parked
            if any(chain[0].device == 3 for chain in chains):
                assert store.get("institution", OTHER) is not None
    assert all(end == ends[0] for end in ends)


def test_one_number_of_rows_in_two_tables_are_two_rows() -> None:
    mine = [act(2, 1, new("institution", ROW, name="家")), act(2, 2, new("item", ROW, finding="患"), verb="inspection.answer")]
    theirs = [
        act(3, 1, Change("institution", ROW, {"void": "停业"})),
        act(3, 2, Change("item", ROW, {"void": "不实"}), verb="item.edit"),
    ]
    ends = []
    for order in ((0, 1), (1, 0)):
        with blank() as store:
            for n in order:
                for data in arrivals([mine, theirs])[n]:
                    store.receive(data)
                    store.apply_received()
            ends.append(outcome(store))
            assert [row["void"] for table in ("institution", "item") for row in store.query(f"SELECT * FROM {table}")] == [
                "停业",
                "不实",
            ]
            assert store.query("SELECT * FROM conflict") == []
    assert ends[0] == ends[1]


def test_the_reason_is_told_and_once_the_bureau_ends_the_device_before_it_the_row_stands() -> None:
    with blank() as store:
        for data in [data for chain in arrivals([[home(1), home(2)]]) for data in chain]:
            store.receive(data)
            store.apply_received()
        assert [row["reason_en"] for row in store.query("SELECT * FROM quarantine")] == [TWICE, TWICE]
        assert store.get("institution", ROW) is None
        store.take_certificates(signed(Revocation(2, 2, {FIRST: 1}, NOW)))
        shown = store.get("institution", ROW)
        assert shown is not None and shown["name"] == "第1"
        assert store.query("SELECT * FROM twice") == []


def test_what_lies_here_unsealed_from_a_former_name_gives_way_to_the_sealed_acts_of_that_name(tmp_path: Path) -> None:
    for name in ("copy", "original"):
        (tmp_path / name).mkdir()
    (copy,), (original,) = (
        laptops(1, tmp_path / name) for name in ("copy", "original")
    )  # both are device 1: an old copy, and the one that went on
    begin(copy, name="旧副本所记")
    copy.retire()
    copy.leave()
    enrol(copy, 3, signed(certificate(3)))
    copy._begin()
    original._seq = 5  # its acts have other numbers, its rows the same
    row = begin(original, name="原本所记")
    original.seal()
    for data in objects(original):
        assert copy.receive(data).status == "new"
    copy.apply_received()
    shown = copy.get("institution", row)
    assert shown is not None and shown["name"] == "原本所记"
    assert [row["reason_en"] for row in copy.query("SELECT * FROM quarantine")] == [TWICE]
    assert [str(fault) for fault in verify(copy)] == []
    hand_over(copy, original)
    assert contents(original, ("institution",)) == contents(copy, ("institution",))
    for store in (copy, original):
        store.close()
