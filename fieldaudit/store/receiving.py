"""Segments from elsewhere: each is checked and stored, unapplied, or it is said why not.

Owns what becomes of a gap, a fork, a damaged segment and of one in our own name.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..domain.core import DEVICE_SHIFT, Scope, SegmentHeader, Touched, make_id
from ..errors import Damaged
from ..i18n import Text, tr
from ..wire.segments import check_segment, decode_commit, read_header
from .applying import Applying
from .connection import transaction


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one segment from elsewhere: new, known, gap, unknown, fork, damaged or own."""

    status: str
    header: SegmentHeader | None = None
    reason: Text | None = None


class Receiving(Applying):
    """Takes in what others wrote."""

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

    def _fork(self, header: SegmentHeader, data: bytes) -> Received:
        """Keep the other branch; what of either branch is in the tables is taken out, so that all laptops agree."""
        place = (header.scope, header.device, header.ordinal)
        with transaction(self.connection, "fork"):
            fresh = self.connection.execute("INSERT OR IGNORE INTO fork VALUES(?,?,?,?)", (*place, data)).rowcount
            held = self.query("SELECT 1 FROM segment WHERE scope = ? AND device = ? AND ordinal >= ? AND applied = 1", place)
            touched = self._replay(self)[1] if fresh and held else {}
        self._tell(touched)
        return Received("fork", header, tr("同一序号有两段不同的记录", "two different segments at one place of the chain"))
