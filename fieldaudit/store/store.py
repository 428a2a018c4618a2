"""The one way in: `commit` for our own acts, `receive` + `apply_received` for those from elsewhere.

Owns the order of things inside one durable transaction: log, tables, heads, projections, counters; and sealing. Builds on `log`
(what lies there), `applying` (from the log to the tables) and `receiving`. Knows no act of the trade (that is `work`) and no
carrier (that is `sync`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import sqlcipher3

from ..domain.core import Change, Commit, CommitId, RowId, Scope, SegmentHeader, Touched, Value, make_id
from ..errors import NotAllowed, OurBug
from ..i18n import tr
from ..wire.canon import canonical
from ..wire.columns import Packed
from ..wire.keys import DeviceKeys, ScopeKey
from ..wire.segments import check_segment, encode_commit, pack, seal_segment
from . import projections
from .clock import next_hlc
from .connection import blame, connect, transaction
from .intake import check_values
from .log import without_collecting
from .merge import merge
from .migrate import migrating
from .receiving import Received, Receiving
from .schema import FACT_COLUMNS, SCHEMA_VERSION, prepare

_CLOCK_PARENTS = {"event": ("item", "item_state"), "inspection_event": ("inspection", "inspection_state")}
_REALS = {table: tuple(column for column, kind in columns.items() if kind == "real") for table, columns in FACT_COLUMNS.items()}


class Store(Receiving):
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

    # -- sealing ---------------------------------------------------------------------------------
    def seal(self) -> int:
        """Turn the unsealed tail into segments, durably, before anything travels. Returns how many commits."""
        own = "SELECT DISTINCT scope FROM log WHERE id BETWEEN ? AND ? ORDER BY scope"
        scopes = [Scope(row["scope"]) for row in self.query(own, self.own_ids())]
        if scopes:
            self.demand_current()
        sealed = 0
        with without_collecting():
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


def _fitted(table: str, cells: Mapping[str, Value]) -> Mapping[str, Value]:
    """Whole numbers for columns of reals as the reals they are kept as, so that equal values are equal everywhere."""
    whole = [column for column in _REALS.get(table, ()) if type(cells.get(column)) is int]
    return {**cells, **{column: float(cells[column] or 0) for column in whole}} if whole else cells


__all__ = ["Received", "Store"]
