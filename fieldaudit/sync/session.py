"""One exchange with one carrier: seal, put what it lacks, take what we lack, apply, prove.

Any order, interrupted or repeated: objects are immutable, so the next run goes on. One bad object is set aside and
named; it never blocks the rest. Data goes before photos.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from ..domain.core import Scope, Touched, device_of
from ..errors import BadInput, Damaged, NotAllowed
from ..evidence.blobs import BlobStore
from ..i18n import Text, tr
from ..store import Workspace, exchange
from ..store.connection import transaction
from ..wire.names import blob_name_of, certificate_name, segment_name
from .carrier import Carrier
from .proof import check_object

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
        return {
            "sealed": self.sealed,
            "put": self.put,
            "got": self.got,
            "changed": {table: len(ids) for table, ids in sorted(self.touched.items())},
            "rebuilt": self.rebuilt,
            "bad": [{"name": name, "reason": str(reason)} for name, reason in self.bad],
            "waiting_photos": self.waiting_blobs,
            "proof": self.proof,
        }


class Exchange:
    """A sync session of one workspace with one carrier."""

    def __init__(self, workspace: Workspace, carrier: Carrier, now: int, progress: Progress = _quiet) -> None:
        self._workspace, self._store, self._carrier = workspace, workspace.store, carrier
        self._blobs = BlobStore(workspace.blobs, workspace.store.trust)
        self._now, self._progress, self._outcome = now, progress, Outcome()
        self._handed: list[str] = []  # names that lie on the carrier now: noted in one transaction

    def run(self) -> Outcome:
        """Exchange everything; raises MachineError when the carrier fails, with all that arrived kept.

        Raises NotAllowed, before anything is sealed, on a copy of a workspace that has gone on elsewhere.
        """
        self._pull_trust()
        self._look_for_a_copy()
        self._outcome.sealed = self._store.seal()
        self._pull_segments()
        self._outcome.touched = self._store.apply_received()
        try:
            self._push_trust()
            self._push_segments()
            self._push_blobs()
        finally:
            exchange.note_handed(self._store, self._carrier.place, self._handed)
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
        certificates = [data for name in self._carrier.names("certs") if (data := self._certificate(name)) is not None]
        self._outcome.got["certs"], self._outcome.rebuilt = self._store.take_certificates(certificates)
        for name in self._carrier.names("keys"):
            self._pull_key(name)

    def _certificate(self, name: str) -> bytes | None:
        """A certificate or revocation of our bureau, or None when it is not what its name says."""
        data = self._carrier.get(name)
        return data if data is not None and self._whole(name, data, "") else None

    def _whole(self, name: str, data: bytes, otherwise: Text | str) -> bool:
        """Is an object what its name says? If not it is set aside, with a reason (`otherwise`, or what is wrong)."""
        try:
            check_object(self._workspace, name, data)
        except (BadInput, Damaged) as error:
            self._bad(name, otherwise or error.what)
            return False
        return True

    def _pull_key(self, name: str) -> None:
        if exchange.has_key_object(self._store, name) or (data := self._carrier.get(name)) is None:
            return
        try:
            with transaction(self._store.connection, name):
                self._store.trust.take_key_object(name, data)
        except (Damaged, NotAllowed) as error:
            self._bad(name, error.what, aside=isinstance(error, Damaged))
            return
        self._outcome.got["keys"] += 1

    def _look_for_a_copy(self) -> None:
        """Stop if the carrier holds acts in this device's name that are not here: whoever goes on would fork the chain."""
        for scope in self._store.trust.scopes():
            self._take_chain(scope, self._store.trust.device)

    def _pull_segments(self) -> None:
        """Every known device's chain in every scope of ours; a gap or a fork stops only that chain."""
        for scope in self._store.trust.scopes():
            for device in sorted(self._store.trust.certificates.keys() - {self._store.trust.device}):
                self._take_chain(scope, device)

    def _take_chain(self, scope: Scope, device: int) -> None:
        """Look whether what both have is the same, then take what follows ours."""
        ordinal = self._store.frontier(scope).get((scope, device), 0)
        different = self._first_different(scope, device, ordinal)
        if different and self._take_segment(scope, device, different) != "damaged":
            return  # a fork
        while self._take_segment(scope, device, ordinal + 1) == "new":
            ordinal += 1

    def _first_different(self, scope: Scope, device: int, last: int) -> int:
        """The first segment up to the last one here that is not the same on the carrier; 0 if there is none.

        Read from the end: one that is the same vouches, by the chain, for all before it.
        """
        different = 0
        for ordinal in range(last, 0, -1):
            there = self._carrier.get(segment_name(scope, device, ordinal))
            if there is not None and there == exchange.segment_object(self._store, scope, device, ordinal):
                break
            different = different if there is None else ordinal
        return different

    def _take_segment(self, scope: Scope, device: int, ordinal: int) -> str:
        """Receive one segment; what became of it (`Received.status`), or "absent"."""
        name = segment_name(scope, device, ordinal)
        data = self._carrier.get(name)
        if data is None:
            return "absent"
        received = self._store.receive(data, name, (scope, device, ordinal))
        if received.status == "own":
            raise NotAllowed(
                received.reason or "",
                where=f"{self._carrier.place}: {name}",
                todo=tr("请管理员重新签发。", "Ask the admin to enrol it."),
            )
        if received.status == "new":
            self._outcome.got["segments"] += 1
        elif received.status != "known":
            self._bad(name, received.reason or received.status, aside=received.status == "damaged")
        return received.status

    # -- giving ----------------------------------------------------------------------------------
    def _put(self, kind: str, name: str, size: int, load: Callable[[], bytes]) -> None:
        there = self._carrier.size(name)
        if there not in (None, size):
            torn = tr("介质上的文件不完整，已重新放入", "torn on the carrier; put again")
            if self._whole(name, self._carrier.get(name) or b"", torn):
                return  # the other branch of a fork, or ours is the damaged one
            there = None
        if there is None and self._carrier.put_if_absent(name, load()):
            self._outcome.put[kind] += 1
        self._handed.append(name)

    def _push_trust(self) -> None:
        for row in exchange.certificates(self._store):
            self._put("certs", certificate_name(row["device"], row["serial"]), len(row["object"]), partial(bytes, row["object"]))
        for row in exchange.key_objects(self._store):
            self._put("keys", row["name"], len(row["object"]), partial(bytes, row["object"]))

    def _push_segments(self) -> None:
        rows = exchange.segments(self._store)
        for done, row in enumerate(rows, 1):
            name = segment_name(Scope(row["scope"]), row["device"], row["ordinal"])
            self._put("segments", name, row["size"], partial(self._segment, row))
            self._progress("segments", done, len(rows))

    def _segment(self, row: exchange.Row) -> bytes:
        return exchange.segment_object(self._store, row["scope"], row["device"], row["ordinal"])

    def _push_blobs(self) -> None:
        wanted = self._blob_names()
        for done, (name, object_) in enumerate(wanted.items(), 1):
            if object_ in self._blobs:
                self._push_blob(name, object_)
            self._progress("photos", done, len(wanted))

    def _push_blob(self, name: str, object_: str) -> None:
        try:
            self._put("blobs", name, self._blobs.path(object_).stat().st_size, partial(self._blobs.sealed, object_))
        except Damaged as error:  # the one here; the rest goes on
            self._bad(name, error.what, aside=False)

    def _blob_names(self) -> dict[str, str]:
        """Carrier name -> object name of every attachment's blob."""
        return {blob_name_of(scope, object_): object_ for _, object_, scope in exchange.attachment_scopes(self._store)}

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
        proven = json.dumps(self._outcome.proof, sort_keys=True)
        exchange.note_sync(self._store, self._carrier.place, "folder", self._now, proven)


def proof(workspace: Workspace) -> dict[str, dict[str, str | int]]:
    """Per scope: how many segments and a digest over the chains; equal on two laptops that hold the same."""
    found: dict[str, dict[str, str | int]] = {}
    for scope in workspace.store.trust.scopes():
        count, digest = exchange.chain_digest(workspace.store, scope)
        found[str(scope)] = {"segments": count, "digest": digest}
    return found


def status(workspace: Workspace) -> dict[str, object]:
    """What is only here, what was handed over to which carrier, and what of each device is here."""
    store = workspace.store
    own = store.trust.device
    given = exchange.handed(store)
    objects_given = {name.rpartition("/")[2] for name in given}
    names = [
        segment_name(Scope(row["scope"]), row["device"], row["ordinal"]) for row in exchange.segments(store) if row["device"] == own
    ]
    blobs = BlobStore(workspace.blobs, store.trust)
    attached = exchange.attachment_scopes(store)
    return {
        "device": own,
        **exchange.counters(store),
        "segments_only_here": sum(name not in given for name in names),
        "photos_only_here": sum(device_of(id_) == own and object_ not in objects_given for id_, object_, _ in attached),
        "photos_not_here": sum(object_ not in blobs for _, object_, _ in attached),
        "carriers": exchange.carriers(store),
        "devices": [{**row, "here": row["device"] == own} for row in exchange.segments_per_device(store)],
    }
