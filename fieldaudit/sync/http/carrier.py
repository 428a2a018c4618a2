"""A hub as a carrier: it says what is new there, so only that is asked for, and only what it lacks is sent.

It is believed once its greeting is signed by a device of kind "hub" that our bureau certified; what it holds is believed
as little as what lies on a stick. Used within `with`: leaving hangs up.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import partial
from typing import Any, Self

from ...domain.core import Certificate, Scope
from ...errors import Damaged, FieldauditError, NotAllowed
from ...i18n import Text, tr
from ...store import Workspace, exchange
from ...wire.canon import canonical
from ...wire.certs import read_certificate
from ...wire.hub import MAX_NAMED, NONCE_SIZE, Greeting, Stored, read_greeting, read_stored
from ...wire.names import SegmentName, certificate_name, parse_name, receipt_name
from ..carrier import Begun, Chain, Offer
from .download import Downloads
from .faults import clock_text, stranger, wrong
from .line import FIRST_TRIES, Answer, Line
from .reading import fields_of, lists, names, pairs, sizes, unreadable
from .settings import Settings
from .upload import Uploads

CLOCK_MS = 5 * 60 * 1000  # a laptop's clock that differs more is told of
_CHUNK = (64 * 1024, 64 * 1024 * 1024)  # bytes; what a hub may ask for
_ROUNDS = 10_000  # of asking what is new; a hub that never ends is none


class HttpCarrier:
    """One hub, for one exchange of one workspace. Raises MachineError or NotAllowed for what goes wrong on the way."""

    kind = "hub"

    def __init__(self, workspace: Workspace, settings: Settings) -> None:
        trust = workspace.store.trust
        if trust.keys is None or not trust.device:
            raise NotAllowed(
                tr("本机尚未注册，不能与集中站同步", "this laptop is not enrolled: it cannot sync with a hub"),
                todo=tr("先注册：fieldaudit enrol。", "Enrol it first: fieldaudit enrol."),
            )
        self.place, self.hub = settings.url, 0
        self.trust_there: frozenset[str] | None = None
        self._store, self._trust = workspace.store, trust
        self.line = Line(settings, trust.device, trust.keys)
        self._down = Downloads(self.line, workspace.cache / "hub")
        self._up = Uploads(self.line)
        self._sign_key = b""
        self._have: Mapping[Chain, int] = {}
        self._new: dict[str, int] = {}  # segments there that are not here -> size
        self._newer: dict[Chain, int] = {}  # chains of which it has more -> the last it has
        self._last: dict[Chain, tuple[int, str]] = {}  # where the hub has no more than we
        self._receipts: list[tuple[int, int]] = []
        self._token = ""
        self._coming: dict[str, Callable[[], Mapping[str, bytes | None]]] = {}  # small objects that will be asked for one by one
        self._ahead: Iterator[tuple[str, bytes | None]] | None = None
        self._clock_off = 0.0
        self._early: dict[str, Any] | None = None  # what is new, asked for before we knew whom we ask

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Hang up; threads under way give up."""
        self.line.close()

    # -- who it is -------------------------------------------------------------------------------
    def identify(self) -> str:
        if not self.hub:
            self._greet()
        return f"hub-{self.hub}"

    def _greet(self) -> None:
        """Learn which hub this is, its clock and its chunk, and see that our bureau certified it.

        The one that was here last time is asked meanwhile what is new: most often it is that one.
        """
        met = self._met() if self.line.crew.hands > 1 else 0
        early = self.line.crew.soon(partial(self._news_of, met, self._question(met))) if met else None
        nonce, begun = os.urandom(NONCE_SIZE), time.time()
        answer = self.line.ask("GET", f"/v1/hub?nonce={nonce.hex()}", signed=False, tries=FIRST_TRIES)
        said = fields_of(self.line, answer)
        if "unclaimed" in said:
            raise stranger(self.place, tr("它还没有注册到任何局", "it is not enrolled in any bureau yet"))
        device, at = said.get("device"), said.get("at")
        if type(device) is not int or type(at) is not int or answer.headers["Fieldaudit-Hub"] != str(device):
            raise unreadable(self.line)
        self.line.hub, self.line.ahead = device, (begun + time.time()) / 2 - at / 1000
        self._sign_key = self._certified(device, at)
        try:
            greeting = read_greeting(answer.body, self._sign_key)
        except Damaged:
            raise stranger(self.place, tr("它的签名不符", "its signature does not match")) from None
        self._take_greeting(greeting, nonce, device)
        if early is not None and met == device:
            self._early = early()

    def _met(self) -> int:
        """The device number of the hub that was here last time; 0: none was."""
        found = exchange.hub_at(self._store, self.place)
        return int(found.removeprefix("hub-")) if found else 0

    def _take_greeting(self, greeting: Greeting, nonce: bytes, device: int) -> None:
        if (greeting.nonce, greeting.device) != (nonce, device):
            raise stranger(self.place, tr("它答的是另一次问候", "it answers another greeting"))
        if not _CHUNK[0] <= greeting.chunk <= _CHUNK[1]:
            raise wrong(self.place, tr("分块大小不合理", "its chunk is out of range"))
        self.hub, self.line.chunk, self._clock_off = device, greeting.chunk, self.line.ahead

    def _certified(self, device: int, now: int) -> bytes:
        """The hub's signing key, by a certificate of kind hub; one that is not here yet comes from the hub itself."""
        certificate = self._trust.latest(device) or self._from_itself(device)
        if certificate is None or certificate.kind != "hub":
            raise stranger(self.place, tr(f"设备 {device} 没有集中站的证书", f"device {device} has no certificate of a hub"))
        if device in self._trust.revocations:
            raise stranger(self.place, tr("它已被吊销", "it was revoked"))
        if certificate.valid_to < now:
            raise stranger(self.place, tr("它的证书已过期", "its certificate has expired"))
        return self._trust.sign_key(device) or certificate.sign_key

    def _from_itself(self, device: int) -> Certificate | None:
        self._early = self._ask_news(self._question(self.line.hub))
        found = []
        for name in names(self.line, self._early.get("certs"), "certs/"):
            if name.startswith(certificate_name(device, 1)[:-1]):
                data = self._down.get(name) or b""
                self._coming[name] = partial(dict, {name: data})
                statement = read_certificate(data, self._trust.bureau_public)
                if not isinstance(statement, Certificate):
                    raise stranger(self.place, tr("它已被吊销", "it was revoked"))
                found.append(statement)
        return max((each for each in found if each.device == device), key=lambda each: each.serial, default=None)

    # -- what is new -------------------------------------------------------------------------------
    def begin(self, begun: Begun) -> None:
        self.line.breathe = begun.breathe
        self._have = begun.have
        have = dict(begun.have)
        for _ in range(_ROUNDS):
            said, self._early = self._early or self._ask_news(self._question(self.hub, have)), None
            fresh = sizes(self.line, said.get("segments"), "segments/")
            self._take_news(said, fresh, have)
            if said.get("more") is not True:
                return
            if not fresh:
                break
        raise wrong(self.place, tr("它总说还有", "it says for ever that there is more"))

    def _question(self, hub: int, have: Mapping[Chain, int] | None = None) -> bytes:
        """What is new for whom has this? Without `have`: for this workspace as it is."""
        held = exchange.frontier(self._store) if have is None else have
        receipts = [[row["device"], row["number"]] for row in exchange.receipt_objects(self._store)]
        return canonical(
            {
                "have": [[scope, device, last] for (scope, device), last in sorted(held.items())],
                "receipts": receipts,
                "trust": self._trust.local(f"trust:hub-{hub}") or "",
            }
        )

    def _ask_news(self, question: bytes) -> dict[str, Any]:
        return fields_of(self.line, self.line.ask("POST", "/v1/changes", question))

    def _news_of(self, hub: int, question: bytes) -> dict[str, Any] | None:
        """The same of a hub that is only hoped to answer; None: not now."""
        try:
            return fields_of(self.line, self.line.ask("POST", "/v1/changes", question, hub=hub, tries=1))
        except FieldauditError:
            return None  # it is asked again, once it is known who answers

    def _take_news(self, said: dict[str, Any], fresh: Mapping[str, int], have: dict[Chain, int]) -> None:
        """Note one answer; `have` goes on to what it names."""
        self._new.update(fresh)
        for name in fresh:
            parsed = parse_name(name)
            assert isinstance(parsed, SegmentName)  # `sizes` saw to it
            chain = (parsed.scope, parsed.device)
            have[chain] = max(parsed.ordinal, have.get(chain, 0))
            self._newer[chain] = have[chain]
        for scope, device, last, digest in lists(self.line, said.get("last"), int, int, int, str):
            self._last.setdefault((Scope(scope), device), (last, digest))
        self._receipts = pairs(self.line, said.get("receipts"), int, int)
        self._token = said["trust"] if type(said.get("trust")) is str else ""
        if said.get("certs") is not None:
            self.trust_there = frozenset(
                [*names(self.line, said["certs"], "certs/"), *names(self.line, said.get("keys"), "keys/")]
            )

    def remarks(self) -> list[Text]:
        return [clock_text(self._clock_off)] if abs(self._clock_off) * 1000 > CLOCK_MS else []

    def end(self) -> None:
        key = f"trust:hub-{self.hub}"
        if self._trust.local(key) != self._token:
            self._trust.set_local(**{key: self._token})

    # -- taking ------------------------------------------------------------------------------------
    def sweep(self, now_ms: int) -> int:
        return self._down.sweep(now_ms)

    def names(self, prefix: str) -> Iterator[str]:
        found = {"certs": self._unknown_trust, "keys": self._unknown_trust, "receipts": self._newer_receipts}.get(prefix)
        listed = sorted(name for name in found() if name.startswith(f"{prefix}/")) if found else []
        lacking = [name for name in listed if name not in self._coming]
        for start in range(0, len(lacking), MAX_NAMED):
            some = lacking[start : start + MAX_NAMED]
            coming = self.line.crew.soon(partial(self._down.small, some))
            self._coming |= dict.fromkeys(some, coming)
        return iter(listed)

    def _unknown_trust(self) -> set[str]:
        known = {certificate_name(row["device"], row["serial"]) for row in exchange.certificates(self._store)}
        known |= {row["name"] for row in exchange.key_objects(self._store)}
        return set(self.trust_there or ()) - known

    def _newer_receipts(self) -> set[str]:
        return {receipt_name(device, number) for device, number in self._receipts if number}

    def get(self, name: str) -> bytes | None:
        if name in self._coming:
            return self._coming.pop(name)()[name]
        if not name.startswith("segments/"):
            return self._down.get(name)
        if name in self._new:
            return self._next(name)
        parsed = parse_name(name)
        assert isinstance(parsed, SegmentName)  # our own spelling
        chain = (parsed.scope, parsed.device)
        return self._down.get(name) if parsed.ordinal <= self._reaches(chain) else None

    def _reaches(self, chain: Chain) -> int:
        """The last segment of a chain that lies there, of those that are here."""
        return self._have.get(chain, 0) if chain in self._newer else self._last.get(chain, (0, ""))[0]

    def _next(self, name: str) -> bytes | None:
        """A segment that is new, with those that follow fetched meanwhile; those that nobody asks for are left out."""
        if self._ahead is None:
            known = self._trust.certificates.keys() - {self._trust.device}
            order = [each for each in sorted(self._new, key=_place) if _place(each) >= _place(name)]
            wanted = {each: self._new[each] for each in order if _place(each)[1] in known}
            self._ahead = self._down.many(wanted, ordered=True) if name in wanted else iter(())
        for got, data in self._ahead:
            if got == name:
                return data
        self._ahead = None
        return self._down.get(name)

    def holds(self, scope: Scope, device: int, ordinal: int, name: str, load: Callable[[], bytes]) -> bool | None:
        chain = (scope, device)
        if chain in self._newer:
            return True  # what follows vouches for it, or `receive` sees that it does not
        last, digest = self._last.get(chain, (0, ""))
        if ordinal > last:
            return None
        if ordinal == last:
            return digest == hashlib.sha256(load()).hexdigest()
        there = self._down.get(name)
        return None if there is None else there == load()

    def first_lacking(self, scope: Scope, device: int) -> int:
        chain = (scope, device)
        shown = self._newer.get(chain) or self._last.get(chain, (0, ""))[0]
        if chain in self._have and chain not in self._newer and chain not in self._last:
            shown = self._have[chain]  # it shows us nothing of that district
        return shown + 1

    def authors(self) -> set[Chain]:
        return set(self._newer)

    def fetch(self, names: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        listed = list(names)
        for start in range(0, len(listed), MAX_NAMED):
            some = listed[start : start + MAX_NAMED]
            there = self._up.there(some)
            yield from ((name, None) for name in some if name not in there)
            for name, data in self._down.many({name: there[name] for name in some if name in there}):
                yield name, data
                self._down.kept(name)

    # -- giving ------------------------------------------------------------------------------------
    def give(self, offers: Iterable[Offer]) -> Iterator[tuple[Offer, str | Damaged]]:
        return self._up.give(offers)

    def set_aside(self, name: str) -> None:
        self.line.ask("POST", "/v1/suspect", canonical({"name": name}))

    def stored(self, names: Sequence[str]) -> Callable[[], tuple[Stored, bytes]]:
        body, named = canonical({"names": sorted(names)}), frozenset(names)
        return self.line.crew.soon(lambda: self._vouched(self.line.ask("POST", "/v1/stored", body), named))

    def _vouched(self, answer: Answer, names: Set[str]) -> tuple[Stored, bytes]:
        try:
            stored = read_stored(answer.body, self._sign_key)
        except Damaged:
            raise wrong(self.place, tr("回执的签名不符", "its receipt is not signed by it")) from None
        if stored.device != self.hub or not stored.objects.keys() <= names:
            raise wrong(self.place, tr("回执答非所问", "its receipt is about something else"))
        return stored, answer.body


def _place(name: str) -> tuple[int, int, int]:
    """Where a segment stands in the order in which chains are taken."""
    scope, device, ordinal = map(int, name.split("/")[1:])
    return scope, device, ordinal
