"""From the log to the tables: stored segments applied, and everything made anew.

Owns which acts go in (admitted, of the right shape, their rows made once) and that the tables do not depend on the order in
which segments came.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ..domain.core import HLC_SHIFT, Certificate, Commit, Revocation, Scope, Touched
from ..i18n import tr
from ..wire.columns import Columns
from ..wire.segments import read_header
from . import projections
from .connection import transaction
from .heads import Applied, Place
from .intake import shape_fault, take_in
from .log import NOT_FORKED, Log, without_collecting
from .merge import MadeTwice, add, merge, quarantine, wake
from .schema import empty_derived

SEGMENTS_A_TRANSACTION = 16
_MADE_TWICE = tr("所建的记录由同一设备建立了两次", "makes a row that its device made twice")
_UNREADABLE = -1  # `segment.applied` of one whose author signed what cannot be read


class Applying(Log):
    """Makes tables from the log."""

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
            with without_collecting(), transaction(self.connection, "apply"):
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
                f"WHERE applied = 0 AND {NOT_FORKED} ORDER BY scope, device, ordinal"
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

    def _replay(self, source: Log, *, applied_only: bool = False) -> tuple[int, Touched]:
        """Remake this store's derived tables from `source`'s segments and tail; the caller holds the transaction."""
        try:
            return self._replay_but(frozenset(), source, applied_only)
        except MadeTwice:
            return self._replay_but(self._made_twice(source, applied_only), source, applied_only)

    def _made_twice(self, source: Log, applied_only: bool) -> frozenset[Place]:
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

    def _replay_but(self, twice: frozenset[Place], source: Log, applied_only: bool) -> tuple[int, Touched]:
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
        sql = "SELECT _commit AS cid FROM \"{0}\" WHERE id = ?1 UNION ALL SELECT cid FROM claim WHERE tbl = '{0}' AND row = ?1"
        return {found["cid"] for table, row in places for found in self.query(sql.format(table), (row,))}

    # -- certificates ----------------------------------------------------------------------------
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


def _makes(commit: Commit) -> set[Place]:
    """The rows a commit makes."""
    return {(change.table, change.row) for change in commit.changes if change.new}
