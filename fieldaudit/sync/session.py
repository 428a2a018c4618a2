"""One exchange with one carrier: seal, put what it lacks, take what we lack, apply, prove.

Any order, interrupted or repeated: objects are immutable, so the next run goes on. One bad object is set aside and
named; it never blocks the rest. Data goes before photos. A stick is looked through; a hub says what is new there.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import partial

from ..domain.calendar import SHANGHAI, local_datetime
from ..domain.core import Scope
from ..errors import Damaged, MachineError, NotAllowed
from ..i18n import Text, tr
from ..store import Workspace, at_hub, exchange
from ..store.connection import transaction
from ..wire.keys import BUREAU_DEVICE
from ..wire.names import certificate_name, receipt_name, segment_name
from .carrier import Begun, Carrier, Offer
from .confirming import Confirming
from .course import Course, Outcome, Progress, quiet
from .photos import Photos
from .receipts import numbers_on, publish_receipt, take_receipts, written_elsewhere
from .status import warnings

__all__ = ["Exchange", "Outcome", "Progress", "proof"]


class Exchange:
    """A sync session of one workspace with one carrier."""

    def __init__(self, workspace: Workspace, carrier: Carrier, now: int, progress: Progress = quiet) -> None:
        self._course = Course(workspace, carrier, now, progress)
        self._workspace, self._store, self._carrier, self._outcome = workspace, workspace.store, carrier, self._course.outcome
        self._photos, self._confirming = Photos(self._course), Confirming(self._course)
        self._receipts: Mapping[int, Sequence[int]] = {}
        self._copy: str | None = None  # a receipt that another copy of this workspace wrote

    def run(self) -> Outcome:
        """Exchange everything; raises MachineError when the carrier fails, with all that arrived kept.

        Raises NotAllowed, before anything is sealed, on a copy of a workspace that has gone on elsewhere.
        """
        course = self._course
        self._confirming.meet()
        self._carrier.begin(Begun(exchange.frontier(self._store), course.breathe))
        self._carrier.sweep(course.now)
        self._pull_trust()
        self._receipts = numbers_on(self._carrier, course.whole)
        self._look_for_a_copy()
        self._outcome.sealed = self._store.seal()
        self._pull_segments()
        self._outcome.touched = self._store.apply_received(partial(course.progress, "apply"))
        self._outcome.got["receipts"] = take_receipts(self._workspace, self._carrier, self._receipts, course.whole)
        try:
            self._photos.look()
            self._push()
            self._photos.pull()
            self._confirming.begin()
            self._push_receipts()
            self._confirming.ask()
        except BaseException:
            course.note()
            raise
        self._outcome.told += self._tell()
        self._outcome.proof = proof(self._workspace)
        self._remember()
        return self._outcome

    # -- taking ----------------------------------------------------------------------------------
    def _pull_trust(self) -> None:
        certificates = [data for name in self._carrier.names("certs") if (data := self._certificate(name)) is not None]
        self._outcome.got["certs"], self._outcome.rebuilt = self._store.take_certificates(certificates)
        for name in self._carrier.names("keys"):
            self._pull_key(name)

    def _certificate(self, name: str) -> bytes | None:
        """A certificate or revocation of our bureau, or None when it is not what its name says."""
        data = self._carrier.get(name)
        return data if data is not None and self._course.whole(name, data) else None

    def _pull_key(self, name: str) -> None:
        if exchange.has_key_object(self._store, name) or (data := self._carrier.get(name)) is None:
            return
        try:
            with transaction(self._store.connection, name):
                self._store.trust.take_key_object(name, data)
        except (Damaged, NotAllowed) as error:
            self._course.bad(name, error.what, aside=isinstance(error, Damaged))
            return
        self._outcome.got["keys"] += 1

    def _look_for_a_copy(self) -> None:
        """Stop if the carrier holds acts in this device's name that are not here: whoever goes on would fork the chain."""
        if self._store.trust.device not in self._store.trust.certificates:
            return  # a workspace brought back, before it is a device again
        device = self._store.trust.device
        for scope in self._store.trust.scopes():
            self._take_chain(scope, device, self._store.frontier(scope).get((scope, device), 0))

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
            frontier = self._store.frontier(scope)
            for device in sorted(self._store.trust.certificates.keys() - {self._store.trust.device}):
                self._take_chain(scope, device, frontier.get((scope, device), 0))

    def _take_chain(self, scope: Scope, device: int, ordinal: int) -> None:
        """Look whether what both have is the same, then take what follows ours."""
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
            ours = partial(exchange.segment_object, self._store, scope, device, ordinal)
            same = self._carrier.holds(scope, device, ordinal, segment_name(scope, device, ordinal), ours)
            if same:
                break
            different = different if same is None else ordinal
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
            self._course.progress("receive", self._outcome.got["segments"], 0)
        elif received.status != "known":
            self._course.bad(name, received.reason or received.status, aside=received.status == "damaged")
        return received.status

    # -- giving ----------------------------------------------------------------------------------
    def _push(self) -> None:
        """Give what it lacks. A carrier that takes nothing more (it is full) may still have photos for us."""
        try:
            self._push_trust()
            self._push_segments()
            self._photos.push()
            self._confirming.look_again()
        except MachineError:
            with contextlib.suppress(MachineError):  # what it was first is what is told
                self._photos.pull()
            raise

    def _push_trust(self) -> None:
        rows = exchange.certificates(self._store)
        certs = [("certs", certificate_name(row["device"], row["serial"]), bytes(row["object"])) for row in rows]
        keys = [("keys", row["name"], bytes(row["object"])) for row in exchange.key_objects(self._store)]
        lacking = self._not_there([name for _, name, _ in (*certs, *keys)])
        self._give([(kind, name, data) for kind, name, data in (*certs, *keys) if name in lacking])

    def _give(self, objects: Sequence[tuple[str, str, bytes]]) -> None:
        """Small ones (kind, name, bytes)."""
        self._course.give([Offer(kind, name, len(data), partial(bytes, data)) for kind, name, data in objects])

    def _not_there(self, names: Sequence[str]) -> set[str]:
        """Which certificates and keys to offer: all to a folder, to a hub those that it was not given or has lost."""
        if not self._carrier.hub:
            return set(names)
        there = self._carrier.trust_there
        if there is not None:
            shown = {name for name in names if name.startswith("certs/") or self._is_ours(name)}
            if any(exchange.was_handed(self._store, self._course.id, name) for name in shown - there):
                with transaction(self._store.connection, self._course.id):
                    at_hub.forget_rest(self._store, self._course.id)
        return self._lacking(names, there or ())

    def _lacking(self, names: Iterable[str], there: Container[str]) -> set[str]:
        """What a hub was not given and does not say to have; the rest lies there from now on."""
        fresh = [name for name in names if not exchange.was_handed(self._store, self._course.id, name)]
        for name in fresh:
            if name in there:
                self._course.lies_there(name)
        return {name for name in fresh if name not in there}

    def _is_ours(self, key: str) -> bool:
        """Is a wrapped key one of those that the hub shows us?"""
        _, scope, _, device = key.split("/")
        return int(device) in (BUREAU_DEVICE, self._store.trust.device) and int(scope) in self._store.trust.scopes()

    def _push_segments(self) -> None:
        chains = exchange.frontier(self._store)
        rows = [
            row
            for (scope, device), last in sorted(chains.items())
            if (first := self._carrier.first_lacking(scope, device)) <= last
            for row in exchange.segments_from(self._store, scope, device, first)
        ]
        self._course.give([self._offer(row) for row in rows], "segments")
        self._confirming.find_own(chains)

    def _offer(self, row: exchange.Row) -> Offer:
        place = (Scope(row["scope"]), row["device"], row["ordinal"])
        return Offer("segments", segment_name(*place), row["size"], partial(exchange.segment_object, self._store, *place))

    def _push_receipts(self) -> None:
        own = self._receipts.get(self._store.trust.device, (0,))
        self._copy = written_elsewhere(self._workspace, self._carrier, self._receipts, self._course.whole)
        publish_receipt(self._workspace, self._course.now, max(own), self._photos.lacking.values())
        rows = exchange.receipt_objects(self._store)
        named = [("receipts", receipt_name(row["device"], row["number"]), bytes(row["object"])) for row in rows]
        if self._carrier.hub:
            there = {receipt_name(device, number) for device, numbers in self._receipts.items() for number in numbers}
            lacking = self._lacking([name for _, name, _ in named], there)
            named = [each for each in named if each[1] in lacking]
        self._give(named)

    # -- telling ---------------------------------------------------------------------------------
    def _tell(self) -> list[Text]:
        """What this exchange showed that the people must know."""
        again, last = self._outcome.put_again, exchange.last_sync(self._store, self._course.id)
        told = [*self._carrier.remarks(), *warnings(self._store, self._course.now)]
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
        refused = sum(at_hub.vouched(name) for name in self._course.refused)
        if refused:
            told.append(
                tr(
                    f"集中站这次没有接收 {refused} 件：它还没有相应的证书，或证书还没有生效；下次同步再送。一直这样请告诉管理员",
                    f"the hub did not take {refused} objects this time: it does not have the certificate for them yet, or that one "
                    "is not in force; the next sync offers them again. If it stays so, tell the administrator",
                )
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
        found = {device for scope, device in self._carrier.authors() if scope in self._store.trust.scopes()}
        return sorted(found - self._store.trust.certificates.keys())

    def _remember(self) -> None:
        proven = json.dumps(self._outcome.proof, sort_keys=True)
        with transaction(self._store.connection, self._course.id):
            for part in (self._course, self._confirming, self._photos):
                part.write()
            exchange.note_sync(self._store, self._course.id, self._carrier.kind, self._carrier.place, self._course.now, proven)
            self._carrier.end()


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
