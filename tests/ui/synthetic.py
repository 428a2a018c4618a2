"""Very many hazards at once, written straight into the tables: for what scrolls and sorts, not for what folds or syncs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from fieldaudit.domain.terms import MEASURES, SEVERITIES
from fieldaudit.store import Store
from fieldaudit.store.connection import transaction

STATES = ("found", "ordered", "in_progress", "submitted", "passed", "cleared", "cleared")
FIRST = 1 << 50  # ids that no laptop gives out


def many_items(store: Store, count: int, today: date) -> None:
    """`count` hazards of the homes that are there, in every state, severity and measure, due around `today`."""
    homes = [row["id"] for row in store.query("SELECT id FROM institution WHERE void IS NULL")]
    like = store.query("SELECT * FROM item WHERE void IS NULL ORDER BY id LIMIT 1")[0]
    state = store.query("SELECT * FROM item_state WHERE item = ?", (like["id"],))[0]
    measures, severities = list(MEASURES), list(SEVERITIES)

    def item(n: int) -> dict[str, Any]:
        changed = {"id": FIRST + n, "institution": homes[n % len(homes)], "finding": f"隐患{n}",
                   "severity": severities[n % len(severities)], "measure_kind": measures[n % len(measures)]}  # fmt: skip
        return {**like, **changed}

    def folded(n: int) -> dict[str, Any]:
        due = (today + timedelta(days=n % 120 - 40)).isoformat()
        return {**state, "item": FIRST + n, "institution": homes[n % len(homes)], "state": STATES[n % len(STATES)], "due": due}

    with transaction(store.connection):
        for table, made in (("item", item), ("item_state", folded)):
            columns = list(made(0))
            sql = f"INSERT INTO {table} ({','.join(columns)}) VALUES ({','.join('?' * len(columns))})"
            store.connection.executemany(sql, ([*made(n).values()] for n in range(count)))
