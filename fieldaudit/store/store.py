"""The one way in: `commit` for our own acts, `receive` + `apply_received` for those from elsewhere.

Owns the order of things inside one durable transaction: log, tables, heads, projections, counters. Knows no act
of the trade (that is `work`) and no carrier (that is `sync`).
"""

from __future__ import annotations

import contextlib
import gc
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlcipher3

from ..domain.core import (
    DEVICE_SHIFT,
    HLC_SHIFT,
    Certificate,
    Change,
    Commit,
    CommitId,
    Revocation,
    RowId,
    Scope,
    SegmentBody,
    SegmentHeader,
    Touched,
    Value,
    counter_of,
    device_of,
    make_id,
)
from ..errors import Damaged, NotAllowed, OurBug
from ..i18n import Text, tr
from ..wire.canon import canonical, parse
from ..wire.columns import Columns, Packed
from ..wire.keys import DeviceKeys, ScopeKey
from ..wire.segments import (
    check_segment,
    decode_commit,
    decode_commits,
    encode_commit,
    open_columns,
    pack,
    read_header,
    seal_segment,
)
from . import projections
from .clock import next_hlc
from .connection import blame, connect, rows, transaction
from .heads import Applied, Place
from .intake import check_values, shape_fault, take_in
from .merge import MadeTwice, add, merge, quarantine, wake
from .migrate import migrating
from .schema import FACT_COLUMNS, SCHEMA_VERSION, empty_derived, prepare
from .trust import Trust

SEGMENTS_A_TRANSACTION = 16
_NOT_FORKED = "NOT EXISTS (SELECT 1 FROM fork f WHERE f.scope = s.scope AND f.device = s.device AND f.ordinal <= s.ordinal)"
_CLOCK_PARENTS = {"event": ("item", "item_state"), "inspection_event": ("inspection", "inspection_state")}
_REALS = {
    table: tuple(column for column, kind in columns.items() if kind == "real") for table, columns in FACT_COLUMNS.items()
}
_MADE_TWICE = tr("所建的记录由同一设备建立了两次", "makes a row that its device made twice")
_UNREADABLE = -1  # `segment.applied` of one whose author signed what cannot be read


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one segment from elsewhere: new, known, gap, unknown, fork, damaged or own."""

    status: str
    header: SegmentHeader | None = None
    reason: Text | None = None


class Store:
    """One workspace's database, opened. Not thread-safe: one writer owns it."""

    def __init__(self, path: Path | str, key: bytes) -> None:
        self.path = str(path)
        self.connection = connect(path, key)
        self.listeners: list[Callable[[Touched], None]] = []
        self.reads_only = False
        try:
            version = prepare(self.connection, self.path)
            if version < SCHEMA_VERSION:
                with migrating(self.connection, Path(self.path), key, version):
                    self._begin()
                    self._replay(self)
            self._begin()
        except sqlcipher3.Error as error:
            self.connection.close()
            raise blame(error, self.path) from error
        except BaseException:
            self.connection.close()
            raise

    @classmethod
    def reading(cls, path: Path | str, key: bytes) -> Store:
        """The same database through a connection that refuses to write, for another thread beside the writer."""
        store = cls.__new__(cls)
        store.path, store.listeners, store.reads_only = str(path), [], True
        store.connection = connect(path, key)
        try:
            store.connection.execute("PRAGMA query_only = ON")
            store._begin()
        except sqlcipher3.Error as error:
            store.connection.close()
            raise blame(error, store.path) from error
        return store

    def _begin(self) -> None:
        """Read who we are and how far we counted."""
        self.trust = Trust(self.connection)
        self.outdated = self.trust.local("outdated") is not None
        self._seq, self._row, self._hlc = self._counters()

    def close(self) -> None:
        """Fold the write-ahead log into the file and close."""
        # Commits are durable in the write-ahead log; one that cannot be folded in now (disk full, damaged page)
        # is folded in at the next opening.
        if not self.reads_only:
            with contextlib.suppress(sqlcipher3.Error):
                self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.connection.close()

    def _counters(self) -> tuple[int, int, int]:
        """Last used (seq, row counter, hlc): kept with each commit of the tail, and when those are sealed in `local`."""
        kept = self.trust.local("counters")
        sealed = parse(kept, "counters") if kept else (0, 0, 0)
        tail = self.connection.execute(
            "SELECT id, rows, hlc FROM log WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1", self.own_ids()
        ).fetchone() or (0, 0, 0)
        return max(sealed[0], counter_of(tail[0])), max(sealed[1], tail[1]), max(sealed[2], tail[2])

    def own_ids(self) -> tuple[int, int]:
        """The ids this device can give: acts of the tail outside were made under a name this workspace no longer has."""
        first = self.trust.device << DEVICE_SHIFT
        return first, first + (1 << DEVICE_SHIFT) - 1

    @property
    def acts(self) -> int:
        """How many acts this device has recorded, ever."""
        return self._seq

    # -- who this workspace is -------------------------------------------------------------------
    def retire(self) -> None:
        """Note, for good, that this is an old copy of a workspace that went on elsewhere: it records nothing more."""
        if not self.outdated:
            with transaction(self.connection, "retire"):
                self.trust.set_local(outdated=1)
            self.outdated = True

    def leave(self) -> None:
        """Give up being a device, to be enrolled as another one. Acts not sealed yet stay here and in the tables."""
        with transaction(self.connection, "leave"):
            self.connection.execute(
                "DELETE FROM local WHERE key IN ('device', 'device_keys', 'counters', 'outdated', 'enrol_request')"
            )
        self.trust.reload()
        self.outdated = False
        self._seq, self._row, self._hlc = self._counters()

    def demand_current(self) -> None:
        """Refuse to write in this device's name where it is, or was, another's. Raises NotAllowed."""
        todo = tr(
            "重新注册：fieldaudit enrol request --out 文件，由管理员授权，再 enrol accept。",
            "Enrol again: fieldaudit enrol request --out FILE, have the admin grant it, then enrol accept.",
        )
        if self.outdated:
            raise NotAllowed(tr("这是工作区的旧副本，不能再以本机名义记录", "this is an old copy of the workspace"), todo=todo)
        if self.trust.latest(self.trust.device) is None:
            raise NotAllowed(tr("本机尚未注册", "this laptop is not enrolled yet"), todo=todo)

    # -- reading ---------------------------------------------------------------------------------
    def query(self, sql: str, parameters: Any = ()) -> list[dict[str, Any]]:
        """All rows of a reading query (used by `store.queries` only)."""
        return rows(self.connection, sql, parameters)

    def get(self, table: str, row: RowId) -> dict[str, Any] | None:
        """One row of a table of facts, or None."""
        return next(iter(self.query(f'SELECT * FROM "{table}" WHERE id = ?', (row,))), None)

    def find(self, table: str, **equals: Value) -> list[dict[str, Any]]:
        """The live rows of a table whose columns equal these values, in id order."""
        terms = "".join(f' AND "{column}" IS ?' for column in equals)
        return self.query(f'SELECT * FROM "{table}" WHERE void IS NULL{terms} ORDER BY id', tuple(equals.values()))

    # -- building an act -------------------------------------------------------------------------
    def create(self, table: str, **cells: Value) -> Change:
        """A change that makes a row; its id is new and never used again. Raises NotAllowed where there is no device."""
        if not self.trust.device:
            self.demand_current()
        self._row += 1
        given = {column: value for column, value in cells.items() if value is not None}
        return Change(table, RowId(make_id(self.trust.device, self._row)), _fitted(table, given), new=True)

    def edit(self, table: str, row: RowId, **cells: Value) -> Change | None:
        """A change of cells based on the heads as they stand now; None when nothing would change."""
        now = self.get(table, row)
        if now is None:
            raise OurBug(tr("要修改的记录不存在", "the row to change does not exist"), where=f"{table} {row}")
        heads: dict[str, list[CommitId]] = {}
        for head in self.query("SELECT col, cid FROM head WHERE row = ? ORDER BY cid", (row,)):
            heads.setdefault(head["col"], []).append(CommitId(head["cid"]))
        written = {
            column: value
            for column, value in _fitted(table, cells).items()
            if now.get(column) != value or type(now.get(column)) is not type(value) or len(heads.get(column, ())) > 1
        }
        if not written:
            return None
        base = {column: tuple(heads[column]) for column in written if column in heads}
        saw = tuple(sorted({CommitId(now["_commit"]), *(c for cids in heads.values() for c in cids)})) if "void" in written else ()
        return Change(table, row, written, base=base, saw=saw)

    def commit(
        self, scope: Scope, verb: str, author: RowId, changes: Iterable[Change | None], now: int, observed_at: int | None = None
    ) -> tuple[Commit, Touched]:
        """Make one act durable: log, tables, projections in one transaction.

        `now` and `observed_at` in ms. Raises NotAllowed when this device's certificate does not admit the act,
        MachineError when the disk refuses; then nothing is written.
        """
        kept = tuple(change for change in changes if change is not None)
        if not kept:
            raise OurBug(tr("没有任何变更的操作", "an act without a change"), where=verb)
        for change in kept:
            check_values(change)
        seq = self._seq + 1
        with transaction(self.connection, verb):
            self.demand_current()
            own = self.trust.latest(self.trust.device)
            assert own is not None  # demanded just above
            hlc = next_hlc(self._hlc, now, self._builds_on(kept), own.valid_from, own.valid_to)
            commit = Commit(
                CommitId(make_id(self.trust.device, seq)),
                hlc,
                now,
                now if observed_at is None else observed_at,
                author,
                scope,
                verb,
                kept,
            )
            reason = self.trust.admit(commit, None)
            if reason is not None:
                raise NotAllowed(reason, where=verb)
            self.connection.execute("INSERT INTO log VALUES(?,?,?,?,?)", (commit.id, hlc, scope, self._row, encode_commit(commit)))
            touched = merge(self.connection, (commit,), self._applied)
            if not touched:
                raise OurBug(
                    tr("要修改的记录不存在，或属于别的地区", "a row to change does not exist or is of another scope"), where=verb
                )
            projections.refresh(self.connection, self.trust, touched)
        self._seq, self._hlc = seq, hlc
        self._tell(touched)
        return commit, touched

    def _builds_on(self, changes: Sequence[Change]) -> int:
        """The greatest clock among the heads, creations and events this act builds on."""
        clocks = [0]
        for change in changes:
            if not change.new:
                # the greatest of all that touched the row, so of its heads too
                clocks += [row["_hlc"] for row in self.query(f'SELECT _hlc FROM "{change.table}" WHERE id = ?', (change.row,))]
            elif change.table in _CLOCK_PARENTS:
                column, state = _CLOCK_PARENTS[change.table]
                clocks += [
                    row["last_hlc"]
                    for row in self.query(f"SELECT last_hlc FROM {state} WHERE {column} = ?", (change.cells.get(column),))
                ]
        return max(clocks)

    def _tell(self, touched: Touched) -> None:
        for listener in self.listeners if touched else ():
            listener(touched)

    def _applied(self, scope: Scope, cid: CommitId) -> bool:
        """Is this commit in the tables already?"""
        in_tail = self.connection.execute("SELECT 1 FROM log WHERE id = ?", (cid,)).fetchone() is not None
        return (in_tail and not self._held_back(scope, cid)) or self._sealed_and_applied(scope, cid)

    def _sealed_and_applied(self, scope: Scope, cid: CommitId) -> bool:
        """The same for sealed commits only: while the tables are remade, the tail comes last, in one batch."""
        found = self.connection.execute(
            "SELECT 1 FROM segment WHERE device = ? AND scope = ? AND first <= ? AND last >= ? AND applied = 1 LIMIT 1",
            (device_of(cid), scope, counter_of(cid), counter_of(cid)),
        ).fetchone()
        return found is not None and not self._held_back(scope, cid)

    def _held_back(self, scope: Scope, cid: CommitId) -> bool:
        """Is this commit parked or quarantined?"""
        found = self.connection.execute(
            "SELECT 1 FROM parked WHERE cid = ?1 AND scope = ?2 UNION ALL SELECT 1 FROM quarantine WHERE cid = ?1 AND scope = ?2",
            (cid, scope),
        ).fetchone()
        return found is not None

    # -- sealing ---------------------------------------------------------------------------------
    def seal(self) -> int:
        """Turn the unsealed tail into segments, durably, before anything travels. Returns how many commits."""
        own = "SELECT DISTINCT scope FROM log WHERE id BETWEEN ? AND ? ORDER BY scope"
        scopes = [Scope(row["scope"]) for row in self.query(own, self.own_ids())]
        if scopes:
            self.demand_current()
        sealed = 0
        with _without_collecting():
            for scope in scopes:
                with transaction(self.connection, "seal"):
                    sealed += self._seal_scope(scope)
        return sealed

    def _seal_scope(self, scope: Scope) -> int:
        if self.trust.keys is None:
            raise OurBug(tr("工作区没有设备密钥", "the workspace has no device key"))
        key, frontier = self.trust.current_key(scope), self.frontier(scope)
        own = (scope, *self.own_ids())
        found = self.connection.execute("SELECT body FROM log WHERE scope = ? AND id BETWEEN ? AND ? ORDER BY id", own)
        bodies = [body for (body,) in found]
        for packed in pack(bodies, frontier):
            self._seal_packed(packed, key, self.trust.keys)
        if self.connection.execute("SELECT count(*) FROM log").fetchone() == (len(bodies),):
            self.connection.execute("DELETE FROM log")  # the usual case: this way its pages are freed and not written
        else:
            self.connection.execute("DELETE FROM log WHERE scope = ? AND id BETWEEN ? AND ?", own)
        self.trust.set_local(counters=canonical([self._seq, self._row, self._hlc]))
        return len(bodies)

    def _seal_packed(self, packed: Packed, key: ScopeKey, keys: DeviceKeys) -> None:
        """One segment more at the end of this device's chain."""
        ordinal, _, prev = self._chain_end(key.scope, self.trust.device)
        header = SegmentHeader(key.scope, self.trust.device, key.epoch, ordinal + 1, packed.first, packed.last, prev)
        data = seal_segment(header, packed.body, key, keys, os.urandom(12))
        chain = check_segment(data, keys.sign_public).chain
        self.connection.execute(
            "INSERT INTO segment VALUES(?,?,?,?,?,?,?,1,?)",
            (key.scope, header.device, header.ordinal, header.first, header.last, packed.max_hlc, chain, data),
        )

    def frontier(self, scope: Scope) -> dict[tuple[Scope, int], int]:
        """(scope, device) -> last ordinal held, for the chains of one scope."""
        return {
            (scope, row["device"]): row["last"]
            for row in self.query("SELECT device, max(ordinal) AS last FROM segment WHERE scope = ? GROUP BY device", (scope,))
        }

    def _chain_end(self, scope: Scope, device: int) -> tuple[int, int, bytes]:
        """(ordinal, seq of the last act, chain hash) of the last segment of a chain that is here."""
        row = self.connection.execute(
            "SELECT ordinal, last, chain FROM segment WHERE scope = ? AND device = ? ORDER BY ordinal DESC LIMIT 1", (scope, device)
        ).fetchone()
        return (0, 0, bytes(32)) if row is None else (row[0], row[1], row[2])

    # -- receiving -------------------------------------------------------------------------------
    def receive(self, data: bytes, where: str = "", place: tuple[Scope, int, int] | None = None) -> Received:
        """Check one segment from elsewhere and store it, unapplied. Never raises for a bad object: says why.

        `place` (scope, device, ordinal), if given, is what its name said it is.
        """
        try:
            header = read_header(data)
            if place not in (None, (header.scope, header.device, header.ordinal)):
                return Received("damaged", header, tr("名称与内容不符", "its name is not that of its content"))
            key = self.trust.sign_key(header.device)
            if key is None:
                return Received("unknown", header, tr("没有该设备的证书", "no certificate of that device is known"))
            checked = check_segment(data, key)
        except Damaged as error:
            return Received("damaged", None, error.what if isinstance(error.what, Text) else tr(error.what, error.what))
        held = self.connection.execute(
            "SELECT object FROM segment WHERE scope = ? AND device = ? AND ordinal = ?",
            (header.scope, header.device, header.ordinal),
        ).fetchone()
        if held is not None and held[0] == data:
            return Received("known", header)
        if header.device == self.trust.device:
            self.retire()
            return Received(
                "own",
                header,
                tr(
                    "发现以本机名义写成、但本机没有的记录：这是旧副本，须重新注册",
                    "holds acts in this device's name that it never wrote: this is an old copy of the workspace; enrol it again",
                ),
            )
        if held is not None:
            return self._fork(header, data)
        ordinal, last, prev = self._chain_end(header.scope, header.device)
        if header.ordinal != ordinal + 1:
            return Received("gap", header, tr(f"缺第 {ordinal + 1} 段", f"segment {ordinal + 1} is missing before it"))
        if header.prev != prev:
            return self._fork(header, data)
        if header.first <= last:
            return Received("damaged", header, tr("操作的序号往回走", "its acts count backwards"))
        with transaction(self.connection, where):
            self.connection.execute(
                "INSERT INTO segment VALUES(?,?,?,?,?,NULL,?,0,?)",
                (header.scope, header.device, header.ordinal, header.first, header.last, checked.chain, data),
            )
            touched = self._come_back(header)
        self._tell(touched)
        return Received("new", header)

    def _come_back(self, header: SegmentHeader) -> Touched:
        """Acts that lay here unsealed from a name this workspace no longer has: the sealed ones take their place.

        From the first that is another one under the same number (a copy of a workspace had gone on), they are strays:
        kept and listed, not in the tables.
        """
        ids = (make_id(header.device, header.first), make_id(header.device, header.last))
        lying = self.connection.execute("SELECT id, body FROM log WHERE id BETWEEN ? AND ? ORDER BY id", ids).fetchall()
        columns = self._read_of(header.scope, header.device, header.ordinal) if lying else None
        sealed = {commit.id: commit for commit in columns.commits()} if columns is not None else {}
        back = [cid for cid, _ in lying if cid in sealed]
        if not back:
            return {}
        end = (header.device + 1) << DEVICE_SHIFT
        stray = next((cid for cid, body in lying if cid in sealed and sealed[cid] != decode_commit(body)), end)
        rest = (stray, end)
        self.connection.execute("INSERT OR IGNORE INTO stray SELECT id, hlc, scope, body FROM log WHERE id >= ? AND id < ?", rest)
        self.connection.execute("DELETE FROM log WHERE id >= ? AND id < ?", rest)
        self.connection.executemany("DELETE FROM log WHERE id = ?", [(cid,) for cid in back])
        return self._replay(self)[1]

    def _read_of(self, *place: int) -> Columns | None:
        """What a segment that is here says, if it can be opened and read."""
        row = self.query("SELECT * FROM segment WHERE scope = ? AND device = ? AND ordinal = ?", place)[0]
        return self._read(row) if self.trust.key(Scope(place[0]), read_header(row["object"]).epoch) else None

    def _fork(self, header: SegmentHeader, data: bytes) -> Received:
        """Keep the other branch; what of either branch is in the tables is taken out, so that all laptops agree."""
        place = (header.scope, header.device, header.ordinal)
        with transaction(self.connection, "fork"):
            fresh = self.connection.execute("INSERT OR IGNORE INTO fork VALUES(?,?,?,?)", (*place, data)).rowcount
            held = self.query("SELECT 1 FROM segment WHERE scope = ? AND device = ? AND ordinal >= ? AND applied = 1", place)
            touched = self._replay(self)[1] if fresh and held else {}
        self._tell(touched)
        return Received("fork", header, tr("同一序号有两段不同的记录", "two different segments at one place of the chain"))

    def apply_received(self, between: Callable[[int, int], None] = lambda done, of: None) -> dict[str, int]:
        """Open, admit and merge every stored segment that is not applied yet; up to 16 a transaction.

        Listeners are told after each, then `between` (segments done, of how many): no transaction is open there, so other
        acts may go in between. Gives how many rows of each table were touched, counted once a transaction: all of
        them by name would be more than the rest of the memory that a great pull takes.
        """
        counts: dict[str, int] = {}
        waiting = self._waiting()
        total = len(waiting)
        while waiting:
            some, waiting = waiting[:SEGMENTS_A_TRANSACTION], waiting[SEGMENTS_A_TRANSACTION:]
            with _without_collecting(), transaction(self.connection, "apply"):
                try:
                    touched = self._apply_batch(some)
                    projections.refresh(self.connection, self.trust, touched)
                except MadeTwice:
                    touched, waiting = self._apply_anew([*some, *waiting]), []
            self._tell(touched)
            for table, rows_ in touched.items():
                counts[table] = counts.get(table, 0) + len(rows_)
            between(total - len(waiting), total)
        return counts

    def _apply_anew(self, places: Sequence[tuple[int, int, int]]) -> Touched:
        """A device made a row twice: all is made again, these segments with it, so that it does not matter which came first."""
        for place in places:
            columns = self._read_of(*place)
            if columns is not None:
                self._note_frontier(place[1], columns)
        return self._replay(self)[1]

    def _waiting(self) -> list[tuple[int, int, int]]:
        """(scope, device, ordinal) of every stored segment that can be opened and is not applied."""
        return [
            (row["scope"], row["device"], row["ordinal"])
            for row in self.query(
                f"SELECT scope, device, ordinal, substr(object, 1, 1024) AS head FROM segment s "
                f"WHERE applied = 0 AND {_NOT_FORKED} ORDER BY scope, device, ordinal"
            )
            if self.trust.key(Scope(row["scope"]), read_header(row["head"]).epoch)
        ]

    def _apply_batch(self, places: Sequence[tuple[int, int, int]]) -> Touched:
        touched: Touched = {}
        others: list[Commit] = []
        for place in places:
            columns = self._read(*self.query("SELECT * FROM segment WHERE scope = ? AND device = ? AND ordinal = ?", place))
            self._mark(place, columns)
            if columns is not None:
                others += self._take_in(columns, place[2], touched)
                self._note_frontier(place[1], columns)
        self._merge(others, touched, self._applied)
        return touched

    def _take_in(self, columns: Columns, ordinal: int, touched: Touched) -> list[Commit]:
        """Make the rows that can be made by columns; gives the other admitted commits, to be merged."""
        merging, judging = take_in(self.connection, self.trust, columns, ordinal, touched, self._known_twice())
        return merging + self._admit(judging, ordinal)

    def _merge(self, commits: Sequence[Commit], touched: Touched, applied: Applied) -> None:
        """Merge these and the parked ones that waited for the rows made so far."""
        add(touched, merge(self.connection, [*commits, *wake(self.connection, touched)], applied))

    def _read(self, row: dict[str, Any]) -> Columns | None:
        """What a stored segment says, or None when its author signed something that cannot be read (verify names it)."""
        try:
            return self._columns(row)
        except Damaged:
            return None

    def _mark(self, place: tuple[int, int, int], columns: Columns | None) -> None:
        """Note that a segment is in the tables, or cannot be read."""
        state = (_UNREADABLE, None) if columns is None else (1, max(columns.hlcs))
        self.connection.execute(
            "UPDATE segment SET applied = ?, max_hlc = ? WHERE scope = ? AND device = ? AND ordinal = ?", (*state, *place)
        )

    def _note_frontier(self, author: int, columns: Columns) -> None:
        """Remember how far the author of a segment had read the other chains."""
        self.connection.executemany(
            "INSERT INTO known VALUES(?,?,?,?) ON CONFLICT DO UPDATE SET ordinal = max(ordinal, excluded.ordinal)",
            [(scope, author, device, ordinal) for (scope, device), ordinal in columns.frontier.items()],
        )

    def open(self, row: dict[str, Any]) -> SegmentBody:
        """What a stored segment row says. Raises NotAllowed without the scope's key, Damaged when it cannot be read."""
        columns = self._columns(row)
        return SegmentBody(tuple(columns.commits()), columns.frontier)

    def _columns(self, row: dict[str, Any]) -> Columns:
        header = read_header(row["object"])
        key = self.trust.key(header.scope, header.epoch)
        if key is None:
            raise NotAllowed(tr("缺该地区的密钥", "the district's key is missing"), where=f"scope {header.scope}")
        return open_columns(row["object"], key)

    def _admit(self, commits: Sequence[Commit], ordinal: int | None) -> list[Commit]:
        """The admitted ones; the others go to quarantine with the reason."""
        admitted = []
        twice = self._known_twice() if commits else frozenset()
        for commit in commits:
            reason = self.trust.admit(commit, ordinal) or shape_fault(commit) or (_MADE_TWICE if _makes(commit) & twice else None)
            if reason is None:
                admitted.append(commit)
            else:
                quarantine(self.connection, commit, reason)
        return admitted

    # -- starting over ---------------------------------------------------------------------------
    def rebuild(self) -> int:
        """Drop and remake all tables, heads and projections from the log. Returns the number of commits read."""
        with transaction(self.connection, "rebuild"):
            count, touched = self._replay(self)
        self._tell(touched)
        return count

    def _replay(self, source: Store, *, applied_only: bool = False) -> tuple[int, Touched]:
        """Remake this store's derived tables from `source`'s segments and tail; the caller holds the transaction."""
        try:
            return self._replay_but(frozenset(), source, applied_only)
        except MadeTwice:
            return self._replay_but(self._made_twice(source, applied_only), source, applied_only)

    def _made_twice(self, source: Store, applied_only: bool) -> frozenset[Place]:
        """The rows that several of the admitted acts make; which acts those are does not depend on what came first."""
        once: set[Place] = set()
        twice: set[Place] = set()
        for place, columns in source.segments_opened(applied_only=applied_only):
            for commit in columns.commits() if columns is not None else ():
                if self.trust.admit(commit, place[2]) is None and shape_fault(commit) is None:
                    twice |= _makes(commit) & once
                    once |= _makes(commit)
        return frozenset(twice)

    def _known_twice(self) -> frozenset[Place]:
        """Rows that were found to be made by several acts: none of those goes in."""
        return frozenset(self.connection.execute("SELECT tbl, row FROM twice"))

    def _replay_but(self, twice: frozenset[Place], source: Store, applied_only: bool) -> tuple[int, Touched]:
        """The same, without the acts that make one of these rows."""
        empty_derived(self.connection)
        self.connection.executemany("INSERT INTO twice VALUES(?,?)", sorted(twice))
        self.connection.execute("UPDATE segment SET applied = 0")
        count = 0
        touched: Touched = {}
        for place, columns in source.segments_opened(applied_only=applied_only):
            self._mark(place, columns)
            if columns is not None:
                part: Touched = {}
                self._merge(self._take_in(columns, place[2], part), part, self._sealed_and_applied)
                add(touched, part)
                count += len(columns.seqs)
        tail = source.tail()
        add(touched, merge(self.connection, self._unmade(self._admit(tail, None)), self._sealed_and_applied))
        projections.refresh(self.connection, self.trust, touched)
        return count + len(tail), touched

    def _unmade(self, commits: Sequence[Commit]) -> list[Commit]:
        """Without those left here from a name this workspace no longer has whose rows sealed acts of that name make."""
        kept = []
        for commit in commits:
            makers = self._makers(_makes(commit)) if commit.device != self.trust.device else set()
            if makers - {commit.id}:
                quarantine(self.connection, commit, _MADE_TWICE)
            elif not makers:
                kept.append(commit)
        return kept

    def _makers(self, places: Iterable[Place]) -> set[int]:
        """The commits that made these rows or, held back, would."""
        sql = 'SELECT _commit AS cid FROM "{0}" WHERE id = ?1 UNION ALL SELECT cid FROM claim WHERE tbl = \'{0}\' AND row = ?1'
        return {found["cid"] for table, row in places for found in self.query(sql.format(table), (row,))}

    def segments_opened(self, *, applied_only: bool) -> Iterator[tuple[tuple[int, int, int], Columns | None]]:
        """(scope, device, ordinal) and content of every segment that counts and whose key is here, in chain order."""
        which = "applied = 1" if applied_only else "1"
        for row in self.query(f"SELECT * FROM segment s WHERE {which} AND {_NOT_FORKED} ORDER BY scope, device, ordinal"):
            if self.trust.key(Scope(row["scope"]), read_header(row["object"]).epoch):
                yield (row["scope"], row["device"], row["ordinal"]), self._read(row)

    def tail(self) -> list[Commit]:
        """The unsealed commits, oldest first."""
        return decode_commits([row["body"] for row in self.query("SELECT body FROM log ORDER BY id")])

    def take_certificates(self, objects: Iterable[bytes]) -> tuple[int, bool]:
        """Keep certificates and revocations that came from elsewhere and judge anew what they may change, all in one
        transaction. Gives how many were new and whether the tables were rebuilt. Raises Damaged for a bad one.
        """
        try:
            with transaction(self.connection, "certificates"):
                taken = [statement for data in objects if (statement := self.trust.take_certificate(data)) is not None]
                rebuilt = any(self._may_change(statement) for statement in taken)
                touched = self._replay(self)[1] if rebuilt else {}
        except BaseException:
            self.trust.reload()
            raise
        self._tell(touched)
        return len(taken), rebuilt

    def trust_changed(self, statements: Iterable[Certificate | Revocation]) -> bool:
        """After issuing certificates or revocations here: rebuild when they may change what is admitted. True if it did."""
        if not any(self._may_change(statement) for statement in statements):
            return False
        self.rebuild()
        return True

    def _may_change(self, statement: Certificate | Revocation) -> bool:
        """Can a new statement of the bureau change what of its device is admitted?"""
        device = statement.device
        since = statement.valid_from << HLC_SHIFT if isinstance(statement, Certificate) else 0
        return bool(
            self.query(
                "SELECT 1 FROM quarantine WHERE cid >> 40 = ? UNION ALL SELECT 1 FROM log WHERE id >> 40 = ? AND hlc >= ? "
                "UNION ALL SELECT 1 FROM segment WHERE device = ? AND applied = 1 AND max_hlc >= ? LIMIT 1",
                (device, device, since, device, since),
            )
        )


@contextlib.contextmanager
def _without_collecting() -> Iterator[None]:
    """Python's cyclic collector off: it finds nothing in many thousands of commits, and takes its time over it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _makes(commit: Commit) -> set[Place]:
    """The rows a commit makes."""
    return {(change.table, change.row) for change in commit.changes if change.new}


def _fitted(table: str, cells: Mapping[str, Value]) -> Mapping[str, Value]:
    """Whole numbers for columns of reals as the reals they are kept as, so that equal values are equal everywhere."""
    whole = [column for column in _REALS.get(table, ()) if type(cells.get(column)) is int]
    return {**cells, **{column: float(cells[column] or 0) for column in whole}} if whole else cells
