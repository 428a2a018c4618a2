"""One database opened: who this workspace is, how far it counted, and the log as it lies there.

Reads, opens segments and tells listeners; writes nothing of what people recorded.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterator
from typing import Any

import sqlcipher3

from ..domain.core import (
    DEVICE_SHIFT,
    Commit,
    CommitId,
    RowId,
    Scope,
    SegmentBody,
    Touched,
    Value,
    counter_of,
    device_of,
)
from ..errors import Damaged, NotAllowed
from ..i18n import tr
from ..wire.canon import parse
from ..wire.columns import Columns
from ..wire.segments import decode_commits, open_columns, read_header
from .connection import rows, transaction
from .trust import Trust

NOT_FORKED = "NOT EXISTS (SELECT 1 FROM fork f WHERE f.scope = s.scope AND f.device = s.device AND f.ordinal <= s.ordinal)"


class Log:
    """The state that `Store` builds on. Whoever makes one sets the four attributes and calls `_begin`."""

    path: str
    connection: sqlcipher3.Connection
    listeners: list[Callable[[Touched], None]]
    reads_only: bool

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

    def _tell(self, touched: Touched) -> None:
        for listener in self.listeners if touched else ():
            listener(touched)

    # -- the log ---------------------------------------------------------------------------------
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

    def segments_opened(self, *, applied_only: bool) -> Iterator[tuple[tuple[int, int, int], Columns | None]]:
        """(scope, device, ordinal) and content of every segment that counts and whose key is here, in chain order."""
        which = "applied = 1" if applied_only else "1"
        for row in self.query(f"SELECT * FROM segment s WHERE {which} AND {NOT_FORKED} ORDER BY scope, device, ordinal"):
            if self.trust.key(Scope(row["scope"]), read_header(row["object"]).epoch):
                yield (row["scope"], row["device"], row["ordinal"]), self._read(row)

    def tail(self) -> list[Commit]:
        """The unsealed commits, oldest first."""
        return decode_commits([row["body"] for row in self.query("SELECT body FROM log ORDER BY id")])

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

    def _read(self, row: dict[str, Any]) -> Columns | None:
        """What a stored segment says, or None when its author signed something that cannot be read (verify names it)."""
        try:
            return self._columns(row)
        except Damaged:
            return None

    def _read_of(self, *place: int) -> Columns | None:
        """What a segment that is here says, if it can be opened and read."""
        row = self.query("SELECT * FROM segment WHERE scope = ? AND device = ? AND ordinal = ?", place)[0]
        return self._read(row) if self.trust.key(Scope(place[0]), read_header(row["object"]).epoch) else None


@contextlib.contextmanager
def without_collecting() -> Iterator[None]:
    """Python's cyclic collector off: it finds nothing in many thousands of commits, and takes its time over it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
