"""A whole city's workspace for the window's benchmarks: a real bureau, then facts written straight into their tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from _laptops import hurried
from search import ENDS, FINDINGS, MEASURES, NAMES, PLACES, ROOMS

from fieldaudit.domain.core import RowId, make_id
from fieldaudit.store import Store, Workspace
from fieldaudit.store.connection import transaction
from fieldaudit.store.searchable import refresh
from fieldaudit.work import office

NOW = 1_795_500_000_000  # 2026-11-24
DAY = 86_400_000
PASSPHRASE, PIN = "correct horse battery", "0000"
DISTRICTS = ("科尔沁区", "开鲁县", "奈曼旗", "库伦旗")
FOUNDING = office.Founding("某市民政局", "某民养", DISTRICTS, "管理员", PIN)
_SHARES = {"found": 1, "ordered": 3, "in_progress": 12, "submitted": 4, "passed": 2, "cleared": 10}  # of 32: two thirds are open
STATES = tuple(state for state, share in _SHARES.items() for _ in range(share))
KINDS = ("fix", "open_exit", "drill_well", "joint", "immediate")
_BOOK = {"_commit": 1, "_last": 1, "_hlc": 1, "_scope": 1, "_by": 1, "_at": NOW}


def big_city(place: Path, homes: int, inspections: int, answers: int, items: int) -> RowId:
    """Make it: `answers` an inspection; gives an inspector. Everybody's PIN is 0000."""
    with Workspace.create(place, PASSPHRASE) as workspace:
        desk = office.found_bureau(workspace, FOUNDING, NOW - 200 * DAY)
        person = office.add_person(desk, "检查员甲", "inspector", "15050000001", PIN)
        office.add_person(desk, "检查员乙", "inspector", "15050000002", PIN)
        office.add_person(desk, "科室负责人甲", "supervisor", "15050000011", PIN)
        store = workspace.store
        districts = [row["id"] for row in store.find("district")]
        form = store.find("form")[0]["id"]
        with hurried(store), transaction(store.connection):
            _homes(store, homes, districts)
            _inspections(store, homes, inspections, form, person)
            _answers(store, inspections, answers)
            _items(store, homes, inspections, items)
            touched = {"institution": {_home(n) for n in range(homes)}, "item": {_item(n) for n in range(items)}}
            refresh(store.connection, touched)
    return person


def _home(n: int) -> RowId:
    return RowId(make_id(2, 1 + n))


def _visit(n: int) -> RowId:
    return RowId(make_id(2, 100_001 + n))


def _item(n: int) -> RowId:
    return RowId(make_id(2, 200_001 + n))


def _put(store: Store, table: str, columns: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Rows with the bookkeeping of one commit."""
    marks = ",".join("?" * len(rows[0]))
    known = {row["name"] for row in store.query(f"PRAGMA table_info({table})")}
    book = {name: value for name, value in _BOOK.items() if name in known}  # answers carry no author
    sql = f"INSERT INTO {table}({columns}, {','.join(book)}) VALUES({marks},{','.join(map(str, book.values()))})"
    store.connection.executemany(sql, rows)


def _homes(store: Store, count: int, districts: Sequence[int]) -> None:
    rows = [
        (
            _home(n),
            f"{PLACES[n % 10]}{NAMES[n // 10 % 10]}{ENDS[n // 100 % 5]}（{n // 500}部）",
            f"3301{n:06d}",
            districts[n % len(districts)],
            20 + n % 180,
            f"{PLACES[n % 7]}路{n}号",
            f"138{n:08d}",
        )
        for n in range(count)
    ]
    _put(store, "institution", "id, name, code, district, beds, address, phone", rows)


def _inspections(store: Store, homes: int, count: int, form: int, person: int) -> None:
    rows = [
        (_visit(n), _home(n % homes), form, f"2026-9-{n}", "routine", person, person + 1, NOW - (n % 180) * DAY)
        for n in range(count)
    ]
    _put(store, "inspection", "id, institution, form, number, kind, inspector_row, second_row, started_at", rows)
    states = [
        (_visit(n), _home(n % homes), "approved" if n % 50 else "finished", NOW - (n % 180) * DAY, None, 0, None, "[]", 1)
        for n in range(count)
    ]
    store.connection.executemany("INSERT INTO inspection_state VALUES(?,?,?,?,?,?,?,?,?)", states)


def _answers(store: Store, inspections: int, each: int) -> None:
    for start in range(0, inspections, 1000):
        rows = [
            (make_id(3, 1 + n * each + q), _visit(n), f"/fire_safety/g{q // 8}/q{q}", "pass" if (n + q) % 17 else "fail")
            for n in range(start, min(start + 1000, inspections))
            for q in range(each)
        ]
        _put(store, "answer", "id, inspection, path, value", rows)


def _items(store: Store, homes: int, inspections: int, count: int) -> None:
    rows = [
        (
            _item(n),
            _home(n % homes),
            _visit(n % inspections),
            f"{ROOMS[n % 7]}{n % 400}号房",
            FINDINGS[n // 7 % 7],
            "major" if n % 9 == 0 else "general",
            MEASURES[n // 49 % 5],
            KINDS[n % 5],
            "院方消防安全管理人",
        )
        for n in range(count)
    ]
    _put(store, "item", "id, institution, inspection, place, finding, severity, measure, measure_kind, responsible", rows)
    today = date(2026, 11, 24)
    states = [
        (_item(n), _home(n % homes), STATES[n * 7 % len(STATES)], (today + timedelta(days=n % 90 - 30)).isoformat(), n % 3 == 0)
        for n in range(count)
    ]
    values = "?, ?, ?, ?, NULL, NULL, ?, NULL, NULL, 0, NULL, 0, 0, 0, 0, 0, '[]', NULL, '[]', 1"
    store.connection.executemany(f"INSERT INTO item_state VALUES({values})", states)
