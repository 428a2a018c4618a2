"""One act of one person: all of it or nothing, of the right types, by somebody who may."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from store_world import (
    COMMON,
    FIRST,
    INSPECTOR,
    KEY,
    NOW,
    PEOPLE,
    SECOND,
    STRANGER,
    SUPERVISOR,
    YEAR,
    Chain,
    act,
    begin,
    certificate,
    contents,
    hand_over,
    laptops,
    new,
    take_trust,
    write,
)

from fieldaudit.domain.core import Change, RowId, make_id
from fieldaudit.domain.tables import TABLES
from fieldaudit.errors import FieldauditError, NotAllowed, OurBug
from fieldaudit.store import Store
from fieldaudit.store.history import conflicts, history
from fieldaudit.store.schema import DERIVED
from fieldaudit.store.verify import verify

pytestmark = pytest.mark.slow  # `make check` stays under a minute

Bureau = Callable[[int], list[Store]]
EVERYTHING = (*DERIVED, "log", "segment", "local", "fork")


def test_the_schema_has_a_column_for_each_of_the_domains_tables(laptop: Store) -> None:
    kinds = {"text": "TEXT", "int": "INTEGER", "real": "REAL"}
    for table, columns in TABLES.items():
        found = {row["name"]: row["type"] for row in laptop.query(f'PRAGMA table_info("{table}")')}
        assert {name: found.get(name) for name in columns} == {name: kinds[kind] for name, kind in columns.items()}, table
        assert found["void"] == "TEXT"


def test_an_act_that_fails_in_the_middle_leaves_no_trace(laptop: Store) -> None:
    home = begin(laptop)
    write(laptop, home, name="甲")
    before = contents(laptop, EVERYTHING)
    laptop.connection.execute("CREATE TEMP TRIGGER boom BEFORE INSERT ON head BEGIN SELECT RAISE(ABORT, 'in the middle'); END")
    made = laptop.create("institution", name="乙")
    with pytest.raises(OurBug):
        laptop.commit(FIRST, "register.edit", INSPECTOR, [made, laptop.edit("institution", home, beds=3)], NOW)
    assert contents(laptop, EVERYTHING) == before
    laptop.connection.execute("DROP TRIGGER boom")
    after = write(laptop, home, beds=3)
    assert after.seq == 3, "the number of the act that failed is not lost"
    assert verify(laptop) == []


def test_what_a_listener_does_comes_after_the_act_is_durable(laptop: Store) -> None:
    heard: list[tuple[dict[str, set[RowId]], int]] = []
    laptop.listeners.append(lambda touched: heard.append((touched, len(laptop.find("institution")))))
    home = begin(laptop)
    assert heard == [({"institution": {home}}, 1)]
    assert not laptop.connection.in_transaction


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("beds", "12"),
        ("beds", 1.5),
        ("beds", True),
        ("beds", 2**63),
        ("name", 3),
        ("name", b"\xe5"),
        ("name", "\ud800"),
        ("lon", "122"),
        ("lon", math.nan),
        ("lon", math.inf),
        ("nonsense", "x"),
        ("_commit", 1),
        ("id", 1),
    ],
)
def test_a_value_of_the_wrong_type_never_reaches_the_log(laptop: Store, column: str, value: Any) -> None:
    home = begin(laptop)
    before = contents(laptop, EVERYTHING)
    with pytest.raises(FieldauditError):
        laptop.commit(FIRST, "register.edit", INSPECTOR, [laptop.create("institution", **{column: value})], NOW)
    with pytest.raises(FieldauditError):
        laptop.commit(FIRST, "register.edit", INSPECTOR, [laptop.edit("institution", home, **{column: value})], NOW)
    assert contents(laptop, EVERYTHING) == before


def test_a_whole_number_in_a_column_of_reals_is_the_same_value_as_the_real(laptop: Store) -> None:
    home = begin(laptop, lon=122)
    assert laptop.edit("institution", home, lon=122) is None
    assert laptop.edit("institution", home, lon=122.0) is None


def test_an_act_on_a_row_that_is_not_there_or_of_another_district_is_refused(laptop: Store) -> None:
    home = begin(laptop, FIRST)
    change = laptop.edit("institution", home, name="乙")
    assert change is not None
    before = contents(laptop, EVERYTHING)
    with pytest.raises(OurBug):
        laptop.commit(SECOND, "register.edit", INSPECTOR, [change], NOW)
    with pytest.raises(OurBug):
        laptop.commit(FIRST, "register.edit", INSPECTOR, [Change("institution", RowId(home + 9), {"name": "乙"})], NOW)
    with pytest.raises(OurBug):
        laptop.edit("institution", RowId(home + 9), name="乙")
    with pytest.raises(OurBug):
        laptop.commit(FIRST, "register.edit", INSPECTOR, [laptop.edit("institution", home, name="试验养老院")], NOW)
    assert contents(laptop, EVERYTHING) == before


def test_the_clock_never_runs_back_and_exceeds_what_an_act_builds_on(bureau: Bureau) -> None:
    ahead, behind = bureau(2)
    home = begin(ahead, now=NOW + 50_000_000)
    first = write(ahead, home, now=NOW, beds=1)
    assert first.hlc > (NOW + 50_000_000) << 16, "its own clock went back, its acts did not"
    hand_over(ahead, behind)
    other = begin(behind, now=NOW)
    assert behind.find("institution", id=other)[0]["_hlc"] == NOW << 16, "a clock that is wrong elsewhere does not spread by itself"
    second = write(behind, home, now=NOW, beds=2)
    assert second.hlc > first.hlc
    assert second.wall == NOW


@pytest.mark.parametrize("sealed", [False, True])
def test_no_number_is_given_twice_and_no_clock_runs_back_after_opening_again(tmp_path: Path, sealed: bool) -> None:
    store = laptops(1, tmp_path)[0]
    first = store.commit(FIRST, "register.import", INSPECTOR, [store.create("institution")], NOW + 60_000)[0]
    begin(store, SECOND, now=NOW)
    if sealed:
        store.seal()
    store.close()
    with closing(Store(store.path, KEY)) as again:
        made = again.create("institution")
        second = again.commit(FIRST, "register.import", INSPECTOR, [made], NOW)[0]
        assert (second.seq, made.row) == (3, make_id(1, 3))
        assert second.hlc > first.hlc + 1
        assert verify(again) == []


# -- who may ---------------------------------------------------------------------------------------------

LATER = YEAR * 3  # after the certificate's end
CASES: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any], str]] = {
    # what the certificate says, what the act is, the certificate that mends it, words of the reason
    "a person not on the certificate": ({}, {"author": STRANGER}, {"people": (*PEOPLE, (STRANGER, "inspector"))}, "此人"),
    "a role that may not": (
        {},
        {"verb": "item.end", "author": INSPECTOR},
        {"people": ((INSPECTOR, "inspector"), (INSPECTOR, "supervisor"))},
        "角色",
    ),
    "another district": ({"scopes": (COMMON, FIRST)}, {"scope": SECOND}, {"scopes": (COMMON, FIRST, SECOND)}, "范围 2"),
    "an expired certificate": ({}, {"hlc": NOW + LATER << 16}, {"valid_to": NOW + 9 * YEAR}, "有效期"),
    "no certificate yet": ({"valid_from": NOW + YEAR}, {}, {"valid_from": NOW - YEAR}, "没有证书"),
}


def changes_for(verb: str, row: int) -> tuple[Change, ...]:
    table, cells = ("event", {"kind": "disproved", "item": 1}) if verb == "item.end" else ("institution", {"name": "乙"})
    return (new(table, row, **cells),)


@pytest.mark.parametrize("case", [case for case in CASES if case != "no certificate yet"])
def test_who_may_not_is_refused_here_with_nothing_written(laptop: Store, case: str) -> None:
    says, wanted, _, reason = CASES[case]
    take_trust(laptop, certificate(1, serial=2, valid_from=NOW - YEAR + 1, **says))
    before = contents(laptop, EVERYTHING)
    verb = wanted.get("verb", "register.edit")
    with pytest.raises(NotAllowed) as refusal:
        laptop.commit(
            wanted.get("scope", FIRST),
            verb,
            wanted.get("author", INSPECTOR),
            [laptop.create(change.table, **change.cells) for change in changes_for(verb, 1)],
            NOW + (LATER if "hlc" in wanted else 0),
        )
    assert reason in str(refusal.value) or "过期" in str(refusal.value)
    assert contents(laptop, EVERYTHING) == before


@pytest.mark.parametrize("case", CASES)
def test_who_may_not_is_quarantined_elsewhere_with_the_reason_and_admitted_when_the_right_certificate_comes(
    bureau: Bureau, case: str
) -> None:
    says, wanted, mend, reason = CASES[case]
    here, there = bureau(2)
    home = begin(there)
    hand_over(there, here)
    take_trust(here, certificate(3, **says))
    verb, scope = wanted.get("verb", "register.edit"), wanted.get("scope", FIRST)
    bad = act(3, 2, *changes_for(verb, make_id(3, 2)), **wanted)
    good = act(3, 3, new("institution", make_id(3, 3), name="丙"), scope=scope)
    assert here.receive(Chain(3, scope).seal(bad, good)).status == "new"
    here.apply_received()

    found = {row["cid"]: row for row in here.query("SELECT * FROM quarantine")}
    assert reason in found[bad.id]["reason_zh"] and found[bad.id]["reason_en"]
    assert found.keys() - {good.id} == {bad.id}, "the good act of the same segment is judged by itself"
    assert here.get("institution", home) is not None, "and nothing else is disturbed"
    assert verify(here) == []

    assert take_trust(here, certificate(3, serial=2, **{"valid_from": NOW - YEAR + 1, **mend}))
    assert here.query("SELECT * FROM quarantine") == []
    assert here.get(bad.changes[0].table, bad.changes[0].row) is not None
    assert here.get("institution", good.changes[0].row) is not None
    assert verify(here) == []


def test_rebuilding_admits_what_a_certificate_admits_that_came_without_notice(bureau: Bureau) -> None:
    here, _ = bureau(2)
    bad = act(2, 1, new("institution", make_id(2, 1)), author=STRANGER)
    here.receive(Chain(2).seal(bad))
    here.apply_received()
    assert here.get("institution", bad.changes[0].row) is None
    with pytest.raises(FieldauditError):
        here.take_certificates([b"not a certificate"])
    assert not take_trust(here, certificate(1, serial=2, valid_from=NOW + 1)), "another laptop's certificate changes nothing"
    assert take_trust(here, certificate(2, serial=2, valid_from=NOW - 1, people=((STRANGER, "inspector"),)))
    assert here.rebuild() == 1
    assert here.get("institution", bad.changes[0].row) is not None


# -- what became of a row --------------------------------------------------------------------------------


def test_every_change_of_a_row_and_both_sides_of_a_disagreement_stay_readable(bureau: Bureau) -> None:
    here, there = bureau(2)
    home = begin(here, name="一")
    hand_over(here, there)
    write(here, home, name="二")
    write(there, home, name="三", now=NOW + 1)
    hand_over(there, here)
    (conflict,) = conflicts(here)
    assert (conflict.table, conflict.row, conflict.column) == ("institution", home, "name")
    assert [head.value for head in conflict.heads] == ["三", "二"]
    assert {head.author for head in conflict.heads} == {INSPECTOR}
    here.commit(FIRST, "conflict.settle", SUPERVISOR, [here.edit("institution", home, name="二")], NOW)
    assert conflicts(here) == []
    assert [change.cells.get("name") for _, change in history(here, home)] == ["一", "二", "三", "二"]
    assert history(here, RowId(home + 9)) == []
