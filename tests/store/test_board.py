"""The table of hazards: named filters agree with the domain's own words, add up, and any order is total."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, cast

import pytest
import sqlcipher3
from hypothesis import given
from hypothesis import strategies as st

from fieldaudit.domain.core import RowId
from fieldaudit.domain.item import ItemState, marks
from fieldaudit.domain.terms import ITEM_STATES, MEASURES, OPEN_STATES, SEVERITIES
from fieldaudit.errors import BadInput
from fieldaudit.store import Store, board
from fieldaudit.store.connection import rows

pytestmark = pytest.mark.slow  # `make check` stays under a minute

TODAY = date(2026, 11, 24)
DUES = (None, "2026-11-23", "2026-11-24", "2026-12-01", "2026-12-02")


class Bare:
    """A database with the columns that the table reads: every state, severity, measure and due day once."""

    def __init__(self) -> None:
        self.connection = sqlcipher3.connect(":memory:")
        self.connection.executescript(
            """CREATE TABLE item_state(item INTEGER PRIMARY KEY, institution, state, due, failures, extended,
                 extension_asked, no_access, cleared_on, exits, wells_json);
               CREATE TABLE item(id INTEGER PRIMARY KEY, inspection, place, finding, severity, measure_kind, measure, responsible,
                 budget_yuan, term_days, term_kind, contingency);
               CREATE TABLE institution(id INTEGER PRIMARY KEY, name, district);
               CREATE TABLE district(id INTEGER PRIMARY KEY, name, scope, void);
               CREATE TABLE inspection(id INTEGER PRIMARY KEY, started_at, number);
               INSERT INTO district VALUES (1,'科尔沁区',1,NULL),(2,'开鲁县',2,NULL);
               INSERT INTO institution VALUES (1,'北苑',1),(2,'南山',2),(3,'东河',2);
               INSERT INTO inspection VALUES (1,1795536000000,'2026-1-1'),(2,1793462399999,'2026-1-2');"""
        )
        self.made: dict[int, dict[str, object]] = {}
        for state in ITEM_STATES:
            for severity in SEVERITIES:
                for measure in MEASURES:
                    for due in DUES:
                        self.add(state, severity, measure, due)

    def add(self, state: str, severity: str, measure: str, due: str | None) -> None:
        id_ = len(self.made) + 1
        done = state == "cleared"
        self.made[id_] = {"state": state, "severity": severity, "kind": measure, "due": due, "home": id_ % 3 + 1}
        self.connection.execute(
            "INSERT INTO item_state VALUES(?,?,?,?,0,0,NULL,0,?,?,?)",
            (id_, id_ % 3 + 1, state, due, "2026-11-20" if done else None, 2 if done and measure == "open_exit" else 0,
             '[{"depth_m":80}]' if done and measure == "drill_well" else "[]"),
        )  # fmt: skip
        self.connection.execute(
            "INSERT INTO item VALUES(?,?,'一层',?,?,?,'改',?,?,10,'natural','巡查')",
            (id_, id_ % 2 + 1, f"隐患{id_ % 7}", severity, measure, "院长" if id_ % 5 else None, 0.0 if id_ % 2 else 10.0),
        )

    def query(self, sql: str, values: Any = ()) -> list[dict[str, Any]]:
        return rows(self.connection, sql, values)

    @property
    def store(self) -> Store:
        return cast(Store, self)  # all that the table asks of it is `query`


@pytest.fixture(scope="module")
def bare() -> Iterator[Bare]:
    made = Bare()
    yield made
    made.connection.close()


def found(bare: Bare, name: str) -> set[int]:
    return set(board.ids(bare.store, board.Board(name), TODAY))


def test_overdue_and_due_this_week_are_the_domains_own_marks(bare: Bare) -> None:
    for name, mark in (("overdue", "overdue"), ("week", "due_soon")):
        wanted = {
            id_
            for id_, row in bare.made.items()
            if mark in marks(ItemState(str(row["state"]), date.fromisoformat(str(row["due"])) if row["due"] else None), TODAY)
        }
        assert found(bare, name) == wanted and wanted


def test_every_hazard_is_open_cleared_or_ended(bare: Bare) -> None:
    parts = [found(bare, name) for name in ("open", "cleared", "ended")]
    assert set().union(*parts) == set(bare.made) == found(bare, "every")
    assert sum(map(len, parts)) == len(bare.made)
    assert parts[0] == {id_ for id_, row in bare.made.items() if row["state"] in OPEN_STATES}


def test_a_zero_budget_is_not_missing_but_nobody_responsible_is(bare: Bare) -> None:
    assert found(bare, "missing") == {id_ for id_ in found(bare, "open") if id_ % 5 == 0}


def test_a_month_is_a_month_in_china(bare: Bare) -> None:
    assert found(bare, "found:2026-11") == {id_ for id_ in bare.made if id_ % 2 == 0}
    assert found(bare, "found:2026-10") == {id_ for id_ in bare.made if id_ % 2 == 1}


NAMES = [*board.FILTERS, "kind:drill_well", "severity:major", "state:found", "district:2", "institution:3", "cleared:2026-11",
         "found:2026-11", "responsible:院长"]  # fmt: skip


@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3))
def test_joined_names_hold_together_and_counts_are_the_rows(names: list[str]) -> None:
    bare = _shared()
    joined = "+".join(names)
    wanted = set.intersection(*(found(bare, name) for name in names))
    assert found(bare, joined) == wanted
    assert board.counts(bare.store, [joined], TODAY) == {joined: len(wanted)}
    homes = len({bare.made[id_]["home"] for id_ in wanted})
    assert board.count(bare.store, board.Board(joined), TODAY) == (len(wanted), homes)


_made: list[Bare] = []


def _shared() -> Bare:
    if not _made:
        _made.append(Bare())
    return _made[0]


@pytest.mark.parametrize("sort", board.SORTS)
def test_both_directions_hold_the_same_rows_and_hazards_without_a_day_come_last(bare: Bare, sort: str) -> None:
    up = board.ids(bare.store, board.Board("every", sort=sort), TODAY)
    down = board.ids(bare.store, board.Board("every", sort=sort, descending=True), TODAY)
    assert sorted(up) == sorted(down) == sorted(bare.made)
    if sort == "due":
        for order in (up, down):
            dues = [bare.made[id_]["due"] for id_ in order]
            assert None not in dues[: len(dues) - dues.count(None)]


def test_a_page_is_read_in_the_order_that_is_asked_for(bare: Bare) -> None:
    wanted = [RowId(7), RowId(3), RowId(100_000), RowId(5)]
    assert [row["id"] for row in board.page(bare.store, wanted)] == [7, 3, 5]


@pytest.mark.parametrize("wrong", ["nothing", "open:1", "district", "found", "overdue+x", "1) OR (1"])
def test_what_is_no_filter_is_refused(bare: Bare, wrong: str) -> None:
    with pytest.raises(BadInput):
        found(bare, wrong)


def test_a_value_is_never_sql(bare: Bare) -> None:
    assert found(bare, "kind:x' OR '1'='1") == set()
