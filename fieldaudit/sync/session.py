"""One exchange with one carrier: seal, put what it lacks, take what we lack, apply, prove.

Any order, interrupted or repeated: objects are immutable, so the next run goes on. One bad object is set aside and
named; it never blocks the rest. Data goes before photos.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from ..domain.core import RowId, Scope, Touched, device_of
from ..errors import Damaged, FieldauditError
from ..evidence.blobs import BlobStore
from ..i18n import Text, tr
from ..store import Workspace, queries
from ..store.connection import transaction
from ..wire.names import blob_name_of, certificate_name, parse_name, segment_name
from .carrier import Carrier

Progress = Callable[[str, int, int], None]  # what, done, total


def _quiet(_what: str, _done: int, _total: int) -> None:
    return


@dataclass
class Outcome:
    """What one exchange did."""

    sealed: int = 0
    put: dict[str, int] = field(default_factory=lambda: {"segments": 0, "blobs": 0, "certs": 0, "keys": 0})
    got: dict[str, int] = field(default_factory=lambda: {"segments": 0, "blobs": 0, "certs": 0, "keys": 0})
    touched: Touched = field(default_factory=dict)
    rebuilt: bool = False
    bad: list[tuple[str, Text]] = field(default_factory=list)
    waiting_blobs: int = 0
    proof: dict[str, dict[str, str | int]] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """For `--json`."""
        return {"sealed": self.sealed, "put": self.put, "got": self.got,
                "changed": {table: len(ids) for table, ids in sorted(self.touched.items())}, "rebuilt": self.rebuilt,
                "bad": [{"name": name, "reason": str(reason)} for name, reason in self.bad],
                "waiting_photos": self.waiting_blobs, "proof": self.proof}


class Exchange:
    """A sync session of one workspace with one carrier."""

    def __init__(self, workspace: Workspace, carrier: Carrier, now: int, progress: Progress = _quiet) -> None:
        self._workspace, self._store, self._carrier = workspace, workspace.store, carrier
        self._blobs = BlobStore(workspace.blobs, workspace.store.trust)
        self._now, self._progress, self._outcome = now, progress, Outcome()

    def run(self) -> Outcome:
        """Exchange everything; raises MachineError when the carrier fails, with all that arrived kept."""
        self._outcome.sealed = self._store.seal()
        self._pull_trust()
        self._pull_segments()
        self._outcome.touched = self._store.apply_received()
        self._push_trust()
        self._push_segments()
        self._push_blobs()
        self._pull_blobs()
        self._outcome.proof = proof(self._workspace)
        self._remember()
        return self._outcome

    # -- taking ----------------------------------------------------------------------------------
    def _bad(self, name: str, reason: Text | str, *, aside: bool = True) -> None:
        self._outcome.bad.append((name, reason if isinstance(reason, Text) else tr(reason, reason)))
        if aside:
            self._carrier.set_aside(name)

    def _pull_trust(self) -> None:
        changed: set[int] = set()
        for name in self._carrier.names("certs"):
            changed |= self._pull_certificate(name)
        opened = False
        for name in self._carrier.names("keys"):
            opened |= self._pull_key(name)
        if changed:
            self._outcome.rebuilt = self._store.trust_changed(sorted(changed))

    def _pull_certificate(self, name: str) -> set[int]:
        data = self._carrier.get(name)
        if data is None:
            return set()
        try:
            parse_name(name)
            with transaction(self._store.connection, name):
                statement = self._store.trust.take_certificate(data)
        except FieldauditError as error:
            self._bad(name, error.what)
            return set()
        if statement is None:
            return set()
        self._outcome.got["certs"] += 1
        return {statement.device}

    def _pull_key(self, name: str) -> bool:
        if self._store.query("SELECT 1 FROM key_object WHERE name = ?", (name,)):
            return False
        data = self._carrier.get(name)
        if data is None:
            return False
        try:
            parse_name(name)
            with transaction(self._store.connection, name):
                opened = self._store.trust.take_key_object(name, data)
        except FieldauditError as error:
            self._bad(name, error.what)
            return False
        self._outcome.got["keys"] += 1
        return opened

    def _pull_segments(self) -> None:
        """Take each chain from where ours ends; the next name is known, so a gap stops only that chain."""
        for scope, device in self._chains():
            ordinal = self._store.frontier(scope).get((scope, device), 0) + 1
            while (data := self._carrier.get(segment_name(scope, device, ordinal))) is not None:
                if not self._take_segment(segment_name(scope, device, ordinal), data):
                    break
                ordinal += 1

    def _chains(self) -> Iterator[tuple[Scope, int]]:
        """The chains we may read: every known device in every scope of ours (our own too, to notice an old copy)."""
        for scope in self._store.trust.scopes():
            for device in sorted(self._store.trust.certificates):
                yield scope, device

    def _take_segment(self, name: str, data: bytes) -> bool:
        received = self._store.receive(data, name)
        if received.status == "new":
            self._outcome.got["segments"] += 1
            return True
        if received.status == "known":
            return True
        self._bad(name, received.reason or received.status, aside=received.status == "damaged")
        return False

    # -- giving ----------------------------------------------------------------------------------
    def _put(self, kind: str, name: str, size: int, load: Callable[[], bytes]) -> None:
        there = self._carrier.size(name)
        if there is not None and there != size:
            self._bad(name, tr("介质上的文件不完整，已重新放入", "torn on the carrier; put again"))
            there = None
        if there is None and self._carrier.put_if_absent(name, load()):
            self._outcome.put[kind] += 1
        self._store.connection.execute("INSERT OR IGNORE INTO handed VALUES(?,?)", (self._carrier.place, name))

    def _push_trust(self) -> None:
        for row in self._store.query("SELECT * FROM certificate ORDER BY device, serial"):
            self._put("certs", certificate_name(row["device"], row["serial"]), len(row["object"]), partial(bytes, row["object"]))
        for row in self._store.query("SELECT * FROM key_object ORDER BY name"):
            self._put("keys", row["name"], len(row["object"]), partial(bytes, row["object"]))

    def _push_segments(self) -> None:
        rows = self._store.query("SELECT scope, device, ordinal, length(object) AS size FROM segment ORDER BY scope, device, ordinal")
        for done, row in enumerate(rows, 1):
            name = segment_name(Scope(row["scope"]), row["device"], row["ordinal"])
            self._put("segments", name, row["size"], partial(self._segment, row))
            self._progress("segments", done, len(rows))

    def _segment(self, row: queries.Row) -> bytes:
        found = self._store.query("SELECT object FROM segment WHERE scope = ? AND device = ? AND ordinal = ?",
                                  (row["scope"], row["device"], row["ordinal"]))
        return bytes(found[0]["object"])

    def _push_blobs(self) -> None:
        wanted = self._blob_names()
        for done, (name, object_) in enumerate(wanted.items(), 1):
            if object_ in self._blobs:
                self._put("blobs", name, self._blobs.path(object_).stat().st_size, partial(self._blobs.sealed, object_))
            self._progress("photos", done, len(wanted))

    def _blob_names(self) -> dict[str, str]:
        """Carrier name -> object name of every attachment's blob."""
        names: dict[str, str] = {}
        for row in queries.blob_scopes(self._store):
            scope = attachment_scope(self._workspace, RowId(row["id"]))
            if scope is not None:
                names[blob_name_of(scope, row["object"])] = row["object"]
        return names

    def _pull_blobs(self) -> None:
        lacking = {name: object_ for name, object_ in self._blob_names().items() if object_ not in self._blobs}
        for done, (name, object_) in enumerate(lacking.items(), 1):
            data = self._carrier.get(name)
            if data is None:
                self._outcome.waiting_blobs += 1
                continue
            try:
                self._blobs.put_sealed(object_, data)
                self._outcome.got["blobs"] += 1
            except Damaged as error:
                self._bad(name, error.what)
                self._outcome.waiting_blobs += 1
            self._progress("photos", done, len(lacking))

    def _remember(self) -> None:
        with transaction(self._store.connection, "sync"):
            self._store.connection.execute(
                "INSERT INTO carrier VALUES(?,?,?,?,?) ON CONFLICT DO UPDATE SET last_sync = excluded.last_sync, "
                "proof_json = excluded.proof_json",
                (self._carrier.place, "folder", self._carrier.place, self._now, json.dumps(self._outcome.proof, sort_keys=True)))


def attachment_scope(workspace: Workspace, attachment: RowId) -> Scope | None:
    """The scope an attachment belongs to: that of the home its owner row leads to."""
    row = workspace.store.query(_SCOPE_SQL, (attachment,))
    return Scope(row[0]["scope"]) if row and row[0]["scope"] is not None else None


_SCOPE_SQL = """
SELECT d.scope FROM attachment a
LEFT JOIN inspection n ON a.owner_table = 'inspection' AND n.id = a.owner_row
LEFT JOIN event e ON a.owner_table = 'event' AND e.id = a.owner_row
LEFT JOIN service v ON a.owner_table = 'service' AND v.id = a.owner_row
LEFT JOIN notice o ON o.id = CASE a.owner_table WHEN 'notice' THEN a.owner_row ELSE v.notice END
LEFT JOIN item t ON t.id = CASE a.owner_table WHEN 'item' THEN a.owner_row ELSE e.item END
LEFT JOIN institution i ON i.id = coalesce(n.institution, o.institution, t.institution)
LEFT JOIN district d ON d.id = i.district WHERE a.id = ?"""


def proof(workspace: Workspace) -> dict[str, dict[str, str | int]]:
    """Per scope: how many segments and a digest over every chain's end; equal on two laptops that hold the same."""
    found: dict[str, dict[str, str | int]] = {}
    for scope in workspace.store.trust.scopes():
        rows = workspace.store.query("SELECT device, ordinal, chain FROM segment WHERE scope = ? ORDER BY device, ordinal", (scope,))
        digest = hashlib.sha256(b"".join(row["chain"] for row in rows)).hexdigest()[:16]
        found[str(scope)] = {"segments": len(rows), "digest": digest}
    return found


def status(workspace: Workspace) -> dict[str, object]:
    """What is only here, what was handed over to which carrier, and what of each device is here."""
    store = workspace.store
    unsealed = store.query("SELECT count(*) AS n FROM log")[0]["n"]
    own = store.query("SELECT scope, device, ordinal FROM segment WHERE device = ?", (store.trust.device,))
    handed = {row["name"] for row in store.query("SELECT DISTINCT name FROM handed")}
    only_here = [row for row in own if segment_name(Scope(row["scope"]), row["device"], row["ordinal"]) not in handed]
    blobs = BlobStore(workspace.blobs, store.trust)
    objects_handed = {name.rpartition("/")[2] for name in handed}
    photos_only_here = [row for row in queries.blob_scopes(store)
                        if device_of(row["id"]) == store.trust.device and row["object"] not in objects_handed]
    lacking = sum(1 for row in queries.blob_scopes(store) if row["object"] not in blobs)
    return {
        "device": store.trust.device, "unsealed_acts": unsealed, "segments_only_here": len(only_here),
        "photos_only_here": len(photos_only_here), "photos_not_here": lacking,
        "parked": store.query("SELECT count(*) AS n FROM parked")[0]["n"],
        "quarantined": store.query("SELECT count(*) AS n FROM quarantine")[0]["n"],
        "conflicts": store.query("SELECT count(*) AS n FROM conflict")[0]["n"],
        "forks": store.query("SELECT count(*) AS n FROM fork")[0]["n"],
        "carriers": [{"place": row["place"], "last_sync": row["last_sync"]} for row in store.query("SELECT * FROM carrier ORDER BY last_sync")],
        "devices": [{"device": row["device"], "segments": row["n"], "here": row["device"] == store.trust.device} for row in
                    store.query("SELECT device, count(*) AS n FROM segment GROUP BY device ORDER BY device")]}
