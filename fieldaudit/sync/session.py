"""One exchange with one carrier: seal, put what it lacks, take what we lack, apply, prove.

Any order, interrupted or repeated: objects are immutable, so the next run goes on. One bad object is set aside and
named; it never blocks the rest. Data goes before photos.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from ..domain.calendar import SHANGHAI, local_datetime
from ..domain.core import Scope
from ..errors import BadInput, Damaged, NotAllowed
from ..evidence.blobs import BlobStore
from ..i18n import Text, tr
from ..store import Workspace, exchange
from ..store.connection import transaction
from ..wire.names import SegmentName, blob_name_of, certificate_name, parse_name, receipt_name, segment_name
from .carrier import BAD, Carrier
from .proof import check_object
from .receipts import numbers_on, publish_receipt, take_receipts, written_elsewhere
from .status import warnings

# what (receive, apply, segments, photos), done, total (0: not known). Called where no transaction is open: the caller may let
# other acts in, wait, or raise to stop; all that arrived is kept and the next exchange goes on from there.
Progress = Callable[[str, int, int], None]


def _quiet(_what: str, _done: int, _total: int) -> None:
    return


@dataclass
class Outcome:
    """What one exchange did."""

    sealed: int = 0
    put: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("segments", "blobs", "certs", "keys", "receipts"), 0))
    got: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("segments", "blobs", "certs", "keys", "receipts"), 0))
    put_again: int = 0  # of those: had lain on this carrier before
    touched: dict[str, int] = field(default_factory=dict)  # rows of each table
    rebuilt: bool = False
    bad: list[tuple[str, Text]] = field(default_factory=list)
    waiting_blobs: int = 0
    told: list[Text] = field(default_factory=list)  # what the people must know
    proof: dict[str, dict[str, str | int]] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """For `--json`."""
        return {
            "sealed": self.sealed,
            "put": self.put,
            "put_again": self.put_again,
            "got": self.got,
            "changed": dict(sorted(self.touched.items())),
            "rebuilt": self.rebuilt,
            "bad": [{"name": name, "reason": str(reason)} for name, reason in self.bad],
            "waiting_photos": self.waiting_blobs,
            "told": [str(text) for text in self.told],
            "proof": self.proof,
        }


class Exchange:
    """A sync session of one workspace with one carrier."""

    def __init__(self, workspace: Workspace, carrier: Carrier, now: int, progress: Progress = _quiet) -> None:
        self._workspace, self._store, self._carrier = workspace, workspace.store, carrier
        self._blobs = BlobStore(workspace.blobs, workspace.store.trust)
        self._now, self._progress, self._outcome = now, progress, Outcome()
        self._id = carrier.identify()
        self._before = exchange.handed_to(self._store, self._id)
        self._aside = frozenset(name.removeprefix(f"{BAD}/") for name in carrier.names(BAD))
        self._receipts: Mapping[int, Sequence[int]] = {}
        self._copy: str | None = None  # a receipt that another copy of this workspace wrote
        self._lacking: dict[str, str] = {}  # name -> object of the photos that are not here
        self._handed: list[str] = []  # names that lie on the carrier now: noted in one transaction

    def run(self) -> Outcome:
        """Exchange everything; raises MachineError when the carrier fails, with all that arrived kept.

        Raises NotAllowed, before anything is sealed, on a copy of a workspace that has gone on elsewhere.
        """
        self._carrier.sweep(self._now)
        self._pull_trust()
        self._receipts = numbers_on(self._carrier, self._sound)
        self._look_for_a_copy()
        self._outcome.sealed = self._store.seal()
        self._pull_segments()
        self._outcome.touched = self._store.apply_received(partial(self._progress, "apply"))
        self._outcome.got["receipts"] = take_receipts(self._workspace, self._carrier, self._receipts, self._sound)
        try:
            self._push_trust()
            self._push_segments()
            self._push_blobs()
            self._pull_blobs()
            self._push_receipts()
        finally:
            exchange.note_handed(self._store, self._id, self._handed)
        self._outcome.told += self._tell()
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

    def _sound(self, name: str, data: bytes) -> bool:
        return self._whole(name, data, "")

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
        if self._store.trust.device not in self._store.trust.certificates:
            return  # a workspace brought back, before it is a device again
        for scope in self._store.trust.scopes():
            self._take_chain(scope, self._store.trust.device)

    def _old_copy(self, name: str, reason: Text | None) -> None:
        self._store.retire()
        raise NotAllowed(
            reason or "",
            where=f"{self._carrier.place}: {name}",
            todo=tr(
                "停用这个副本；或运行 fieldaudit enrol request，请管理员作为新电脑重新授权。",
                "Stop using this copy, or run fieldaudit enrol request and have the admin grant it as a new laptop.",
            ),
        )

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
            self._old_copy(name, received.reason)
        if received.status == "new":
            self._outcome.got["segments"] += 1
            self._progress("receive", self._outcome.got["segments"], 0)
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
        elif there is None and name in self._before and name.replace("/", "-") not in self._aside:
            self._outcome.put_again += 1
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
            else:
                self._lacking[name] = object_
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
        lacking = dict(self._lacking)
        for done, (name, object_) in enumerate(lacking.items(), 1):
            data = self._carrier.get(name)
            if data is None:
                self._outcome.waiting_blobs += 1
                continue
            try:
                self._blobs.put_sealed(object_, data)
                self._outcome.got["blobs"] += 1
                del self._lacking[name]
            except Damaged as error:
                self._bad(name, error.what)
                self._outcome.waiting_blobs += 1
            self._progress("photos", done, len(lacking))

    def _push_receipts(self) -> None:
        own = self._receipts.get(self._store.trust.device, (0,))
        self._copy = written_elsewhere(self._workspace, self._carrier, self._receipts, self._sound)
        publish_receipt(self._workspace, self._now, max(own), self._lacking.values())
        for row in exchange.receipt_objects(self._store):
            self._put("receipts", receipt_name(row["device"], row["number"]), len(row["object"]), partial(bytes, row["object"]))

    # -- telling ---------------------------------------------------------------------------------
    def _tell(self) -> list[Text]:
        """What this exchange showed that the people must know."""
        again, last = self._outcome.put_again, exchange.last_sync(self._store, self._id)
        told = warnings(self._store, self._now)
        if again:
            when = tr("上次同步", "the last sync") if last is None else _minute(last)
            told.insert(
                0,
                tr(
                    f"这个介质比{when.zh}时旧：当时在上面的 {again} 件已不见，已重新放入；请查问它是否被还原或删改",
                    f"this carrier is older than it was on {when.en}: {again} objects that lay on it had gone and were put again; "
                    "ask whether it was restored or cleared",
                ),
            )
        if self._copy is not None:
            told.append(
                tr(
                    f"有人在用本工作区的另一个副本：介质上的 {self._copy} 以本机名义写成，本机没有写过；只能用其中一个",
                    f"another copy of this workspace is in use: {self._copy} on the carrier is in this laptop's name and not "
                    "its own; use one of them only",
                )
            )
        return told + [
            tr(
                f"介质上有设备 {device} 的记录，但它的证书还没有到：证书到后自动取入",
                f"the carrier holds records of device {device}, whose certificate has not arrived: they are taken when it comes",
            )
            for device in self._strangers()
        ]

    def _strangers(self) -> list[int]:
        """Devices whose segments of our scopes lie on the carrier and whose certificate is not known."""
        found = set()
        for name in self._carrier.names("segments"):
            with contextlib.suppress(BadInput):
                parsed = parse_name(name)
                if isinstance(parsed, SegmentName) and parsed.scope in self._store.trust.scopes():
                    found.add(parsed.device)
        return sorted(found - self._store.trust.certificates.keys())

    def _remember(self) -> None:
        proven = json.dumps(self._outcome.proof, sort_keys=True)
        exchange.note_sync(self._store, self._id, "folder", self._carrier.place, self._now, proven)


def _minute(ms: int) -> Text:
    shown = local_datetime(ms).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    return Text(shown, shown)


def proof(workspace: Workspace) -> dict[str, dict[str, str | int]]:
    """Per scope: how many segments and a digest over the chains; equal on two laptops that hold the same."""
    found: dict[str, dict[str, str | int]] = {}
    for scope in workspace.store.trust.scopes():
        count, digest = exchange.chain_digest(workspace.store, scope)
        found[str(scope)] = {"segments": count, "digest": digest}
    return found
