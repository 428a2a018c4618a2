"""What of this laptop's own work other devices have: each record and photo only here, handed over, or confirmed.

Acts never change, so what one touched is read once and remembered; where the acts are is looked up each time. For the
pill and the sync page. Changes nothing; `sync.status` judges single things by the same rule and says who holds them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..domain.core import Commit, CommitId, RowId, Scope, counter_of
from ..wire.names import blob_name_of, segment_name
from ..wire.segments import decode_commit
from . import at_hub, exchange
from .heads import rows_of
from .store import Store

HERE, HANDED, CONFIRMED = "here", "handed", "confirmed"
OFFICE, REGISTER = "office", "register"  # what belongs to no single record: people, forms, wordings; an imported register
_IMPORT = "register.import"
_AT_ONCE = 500
_RECORDS = frozenset(("inspection", "item", "institution"))
# table -> the column that names the row it belongs to, and that row's table
_OWNER = {
    "answer": ("inspection", "inspection"), "signature": ("inspection", "inspection"),
    "inspection_event": ("inspection", "inspection"), "remark": ("inspection", "inspection"),
    "item_question": ("item", "item"), "event": ("item", "item"), "notice_item": ("notice", "notice"),
    "service": ("notice", "notice"), "annotation": ("attachment", "attachment"),
}  # fmt: skip
# table of records -> the tables whose rows keep files for it, besides itself, and their column that names it
_KEEPERS = {
    "inspection": (("signature", "inspection"),), "item": (("event", "item"),),
    "notice": (("service", "notice"), ("paper", "notice")),
}  # fmt: skip
Place = tuple[Scope, int]  # scope and ordinal of a segment of this device


@dataclass(frozen=True, slots=True, order=True)
class Owner:
    """A record: an inspection, plan item, notice, paper or home; or OFFICE, REGISTER with row 0."""

    table: str
    row: RowId


@dataclass(slots=True)
class Whereabouts:
    """Of one record that is not confirmed whole: its own acts and photos (and other files) by where they are."""

    acts: dict[str, int] = field(default_factory=lambda: {HERE: 0, HANDED: 0})
    photos: dict[str, int] = field(default_factory=lambda: {HERE: 0, HANDED: 0})
    removed: dict[str, int] = field(default_factory=lambda: {HERE: 0, HANDED: 0})  # those of `photos` that were taken off since
    bytes_here: int = 0

    @property
    def state(self) -> str:
        """As safe as its least safe part."""
        return HERE if self.acts[HERE] or self.photos[HERE] else HANDED

    def photos_of(self, whole: int) -> dict[str, int]:
        """How many of the record's `whole` photos and other files stand where, least safe first; those taken off are left out."""
        open_ = {state: count - self.removed[state] for state, count in self.photos.items()}
        return {**open_, CONFIRMED: max(0, whole - sum(open_.values()))}


class Waiting:
    """Reads where this laptop's work is; keep one for each thread's store, so that nothing is read twice."""

    def __init__(self) -> None:
        self._owners: dict[CommitId, frozenset[Owner]] = {}
        self._segments: dict[Place, tuple[CommitId, ...]] = {}
        self._safe: set[RowId] = set()  # attachments that other laptops have confirmed, as long as these say the same
        self._said: object = None

    def look(self, store: Store) -> dict[Owner, Whereabouts]:
        """Every record of which something is not confirmed yet."""
        found: dict[Owner, Whereabouts] = {}
        where = _Chains(store)
        for state, acts in ((HERE, self._tail(store)), *((state, self._sealed(store, place)) for place, state in where.open())):
            for cid in acts:
                for owner in self._owners[cid]:
                    found.setdefault(owner, Whereabouts()).acts[state] += 1
        self._photos(store, where, found)
        return found

    # -- acts --------------------------------------------------------------------------------------
    def _tail(self, store: Store) -> list[CommitId]:
        first, last = store.own_ids()
        ids = [CommitId(row["id"]) for row in store.query("SELECT id FROM log WHERE id BETWEEN ? AND ?", (first, last))]
        fresh = [cid for cid in ids if cid not in self._owners]
        bodies = rows_of(store.connection, "log", "id, body", "id", map(RowId, fresh))
        self._note(store, [decode_commit(body) for _, body in bodies])
        return [cid for cid in ids if cid in self._owners]

    def _sealed(self, store: Store, place: Place) -> Sequence[CommitId]:
        if place not in self._segments:
            sql = "SELECT * FROM segment WHERE scope = ? AND device = ? AND ordinal = ?"
            commits = store.open(store.query(sql, (place[0], store.trust.device, place[1]))[0]).commits
            self._note(store, [commit for commit in commits if commit.id not in self._owners])
            self._segments[place] = tuple(commit.id for commit in commits)
        return self._segments[place]

    def _note(self, store: Store, commits: Sequence[Commit]) -> None:
        """Remember to which records the rows of these acts belong."""
        touched = {
            (commit.id, change.table, change.row) for commit in commits if commit.verb != _IMPORT for change in commit.changes
        }
        owner_of = dict(_owners(store, {(table, row) for _, table, row in touched}))
        for commit in commits:
            if commit.verb == _IMPORT:
                self._owners[commit.id] = frozenset((Owner(REGISTER, RowId(0)),))
            else:
                places = ((change.table, change.row) for change in commit.changes)
                self._owners[commit.id] = frozenset(owner_of[place] for place in places if place in owner_of)

    # -- photos ------------------------------------------------------------------------------------
    def _photos(self, store: Store, where: _Chains, found: dict[Owner, Whereabouts]) -> None:
        if where.said != self._said:  # one was revoked, or has lost a photo
            self._safe.clear()
            self._said = where.said
        rows = [row for row in _own_attachments(store) if RowId(row["id"]) not in self._safe]
        names = {row["id"]: blob_name_of(Scope(row["_scope"]), row["object"]) for row in rows}
        handed, on_hub = where.handed(names.values()), where.at_hubs(names.values())
        owner_of = dict(_owners(store, {("attachment", RowId(row["id"])) for row in rows}))
        for row in rows:
            if where.holds_photo(Scope(row["_scope"]), CommitId(row["_commit"]), row["object"]):
                self._safe.add(RowId(row["id"]))
            elif names[row["id"]] in on_hub:
                continue  # as long as the hub does not lose it
            elif (owner := owner_of.get(("attachment", RowId(row["id"])))) is not None:
                of = found.setdefault(owner, Whereabouts())
                state = HANDED if names[row["id"]] in handed else HERE
                of.photos[state] += 1
                of.removed[state] += row["void"] is not None
                of.bytes_here += row["bytes"] or 0 if state == HERE else 0


def of_photos(store: Store, rows: Sequence[dict[str, Any]]) -> dict[int, str]:
    """attachment -> HERE, HANDED or CONFIRMED, for those of these rows that this device made; the others came from elsewhere."""
    first, last = store.own_ids()
    own = [row for row in rows if first <= row["id"] <= last and row["object"]]
    if not own:
        return {}
    where = _Chains(store)
    names = {row["id"]: blob_name_of(Scope(row["_scope"]), row["object"]) for row in own}
    handed, on_hub = where.handed(names.values()), where.at_hubs(names.values())
    return {
        row["id"]: CONFIRMED
        if names[row["id"]] in on_hub or where.holds_photo(Scope(row["_scope"]), CommitId(row["_commit"]), row["object"])
        else HANDED if names[row["id"]] in handed else HERE
        for row in own
    }


_EVERY = """SELECT id, 'inspection' AS tbl, _hlc FROM inspection WHERE void IS NULL
    UNION ALL SELECT id, 'item', _hlc FROM item WHERE void IS NULL
    UNION ALL SELECT id, 'notice', _hlc FROM notice
    UNION ALL SELECT id, 'paper', _hlc FROM paper WHERE notice IS NULL"""  # a void paper is still a paper


def records(store: Store) -> int:
    """How many inspections, plan items, notices and other papers there are on this laptop, whoever made them."""
    return int(store.query(f"SELECT count(*) AS n FROM ({_EVERY})")[0]["n"])


def newest(store: Store, offset: int, limit: int) -> list[Owner]:
    """Those records, the last changed first."""
    rows = store.query(f"SELECT tbl, id FROM ({_EVERY}) ORDER BY _hlc DESC, id DESC LIMIT ? OFFSET ?", (limit, offset))
    return [Owner(row["tbl"], RowId(row["id"])) for row in rows]


def last_acts(store: Store) -> list[dict[str, Any]]:
    """device, at (ms, by its clock): the newest act here of every device."""
    return store.query("SELECT device, max(max_hlc) >> 16 AS at FROM segment WHERE max_hlc IS NOT NULL GROUP BY device")


_DESCRIBED = {
    "inspection": """SELECT n.id, i.name AS home, n.started_at AS at, n.number, s.finished_at,
        (SELECT count(*) FROM answer a WHERE a.inspection = n.id AND a.void IS NULL AND a.value IS NOT NULL) AS answers
        FROM inspection n LEFT JOIN inspection_state s ON s.inspection = n.id LEFT JOIN institution i ON i.id = s.institution
        WHERE n.id IN ({})""",
    "item": """SELECT t.id, i.name AS home, t.finding AS number FROM item t LEFT JOIN item_state s ON s.item = t.id
        LEFT JOIN institution i ON i.id = s.institution WHERE t.id IN ({})""",
    "notice": """SELECT n.id, i.name AS home, n.number FROM notice n LEFT JOIN home_of h ON h.institution = n.institution
        LEFT JOIN institution i ON i.id = coalesce(h.home, n.institution) WHERE n.id IN ({})""",
    "paper": """SELECT p.id, i.name AS home, p.number, p.kind FROM paper p LEFT JOIN home_of h ON h.institution = p.institution
        LEFT JOIN institution i ON i.id = coalesce(h.home, p.institution) WHERE p.id IN ({})""",
    "institution": "SELECT id, name AS home FROM institution WHERE id IN ({})",
}


def described(store: Store, owners: Iterable[Owner]) -> dict[Owner, dict[str, Any]]:
    """What a list shows of these records: home, number or finding, when; how many photos and other files each has."""
    found: dict[Owner, dict[str, Any]] = {}
    tables: dict[str, list[RowId]] = {}
    for owner in owners:
        tables.setdefault(owner.table, []).append(owner.row)
    for table, sql in _DESCRIBED.items():
        ids = tables.get(table, [])
        marks = ",".join("?" * len(ids))
        for row in store.query(sql.format(marks), ids) if ids else ():
            found[Owner(table, RowId(row["id"]))] = {**row, "photos": 0}
        for keeper, column in ((table, "id"), *_KEEPERS.get(table, ())):
            counted = f"""SELECT k."{column}" AS record, count(*) AS n FROM "{keeper}" k JOIN attachment a ON a.owner_row = k.id
                WHERE k."{column}" IN ({marks}) AND a.void IS NULL AND a.object IS NOT NULL GROUP BY 1"""
            for row in store.query(counted, ids) if ids else ():
                if (of := found.get(Owner(table, RowId(row["record"])))) is not None:
                    of["photos"] += row["n"]
    return found


def keepers(store: Store, table: str, row: RowId) -> list[RowId]:
    """The rows that keep the photos and other files of a record: itself, its signatures, steps, papers."""
    further = [
        RowId(each["id"])
        for keeper, column in _KEEPERS.get(table, ())
        for each in store.query(f'SELECT id FROM "{keeper}" WHERE "{column}" = ? ORDER BY id', (row,))
    ]
    return [row, *further]


def _own_attachments(store: Store) -> list[dict[str, Any]]:
    first, last = store.own_ids()
    return store.query(
        "SELECT id, object, bytes, void, _scope, _commit FROM attachment WHERE id BETWEEN ? AND ? AND object IS NOT NULL",
        (first, last),
    )


def _owners(store: Store, places: set[tuple[str, RowId]]) -> Iterator[tuple[tuple[str, RowId], Owner]]:
    """The record to which each of these rows (table, id) belongs; rows that are not in the tables are left out."""
    tables: dict[str, set[RowId]] = {}
    for table, row in places:
        tables.setdefault(table, set()).add(row)
    for table, ids in tables.items():
        parents = {row: (table, row) for row in ids} if table in _RECORDS else _parents(store, table, ids)
        further = {parent for parent in parents.values() if parent[0] not in (*_RECORDS, OFFICE, table)}
        top = dict(_owners(store, further))
        for row, parent in parents.items():
            yield (table, row), top.get(parent) or Owner(*parent)


def _parents(store: Store, table: str, ids: Iterable[RowId]) -> dict[RowId, tuple[str, RowId]]:
    connection = store.connection
    if table in _OWNER:
        column, parent = _OWNER[table]
        return {RowId(row): (parent, RowId(of)) for row, of in rows_of(connection, table, f"id, {column}", "id", ids) if of}
    if table == "attachment":
        named = rows_of(connection, table, "id, owner_table, owner_row", "id", ids)
        return {RowId(row): (str(parent), RowId(of)) for row, parent, of in named}
    if table == "paper":  # the sheet of a notice or a service belongs to the notice
        named = rows_of(connection, "paper", "id, notice", "id", ids)
        return {RowId(row): ("notice", RowId(notice)) if notice else ("paper", RowId(row)) for row, notice in named}
    if table == "notice":
        return {row: ("notice", row) for row in ids}
    return dict.fromkeys(ids, (OFFICE, RowId(0)))


# -- where the chains are --------------------------------------------------------------------------------


class _Chains:
    """How far this device's chains were handed over and are held by others, as this workspace knows it now."""

    def __init__(self, store: Store) -> None:
        self._store, self._device = store, store.trust.device
        self._carriers = _carriers(store)
        self._claims = exchange.claims(store)
        receipts = list(exchange.receipts(store))
        self._receipts = {receipt.device: receipt.lacking for receipt in receipts}
        self.said = (set(store.trust.revocations), {receipt.device: receipt.number for receipt in receipts})
        self._ends: dict[Scope, list[int]] = {}  # the last act of each segment, by ordinal from 1
        for row in store.query("SELECT scope, last FROM segment WHERE device = ? ORDER BY scope, ordinal", (self._device,)):
            self._ends.setdefault(Scope(row["scope"]), []).append(row["last"])

    def open(self) -> Iterator[tuple[Place, str]]:
        """Each segment of this device that nobody is known to hold, with its state."""
        names = {
            segment_name(scope, self._device, ordinal): (scope, ordinal)
            for scope, ends in self._ends.items()
            for ordinal in range(self._held(scope) + 1, len(ends) + 1)
        }
        handed, confirmed = self.handed(names), self.at_hubs(names)
        for name, place in names.items():
            if name not in confirmed:
                yield place, HANDED if name in handed else HERE

    def handed(self, names: Iterable[str]) -> set[str]:
        """Those of these names that lie, or lay, on some carrier."""
        listed, found = sorted(names), set()
        for carrier in self._carriers:
            for start in range(0, len(listed), _AT_ONCE):
                some = listed[start : start + _AT_ONCE]
                sql = f"SELECT name FROM handed WHERE carrier = ? AND name IN ({','.join('?' * len(some))})"
                found |= {row["name"] for row in self._store.query(sql, (carrier, *some))}
        return found

    def at_hubs(self, names: Iterable[str]) -> frozenset[str]:
        """Those of these names that a hub's receipt names."""
        return frozenset(at_hub.confirmed_by(self._store, names))

    def holds_photo(self, scope: Scope, cid: CommitId, object_: str) -> bool:
        """Does another device say that it knows of this photo and does not lack it?"""
        ordinal = bisect_left(self._ends.get(scope, []), counter_of(cid)) + 1
        knowing = (device for device, last in self._others(scope).items() if last >= ordinal)
        return any((lacking := self._receipts.get(device)) is not None and object_ not in lacking for device in knowing)

    def _held(self, scope: Scope) -> int:
        return max(self._others(scope).values(), default=0)

    def _others(self, scope: Scope) -> dict[int, int]:
        said = self._claims.get((scope, self._device), {})
        return {device: last for device, last in said.items() if device != self._device}


def _carriers(store: Store) -> list[str]:
    """The carriers on which something was ever put, those of an exchange that was cut off too."""
    found: list[str] = []
    while rows := store.query("SELECT min(carrier) AS next FROM handed WHERE carrier > ?", (found[-1] if found else "",)):
        if rows[0]["next"] is None:
            break
        found.append(rows[0]["next"])
    return found
