"""What is new since a caller last asked: the ends of all chains, receipts and keys, as this process knows them.

What is put through it is known at once, the rest is looked for again after a moment. It grows with devices, not with
their history. Everything here blocks.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ...domain.core import Scope
from ...errors import BadInput
from ...wire.keys import BUREAU_DEVICE
from ...wire.names import MAX_ORDINAL, Name, ReceiptName, ScopeKeyName, SegmentName, parse_name, segment_name
from .objects import Objects
from .receipts import Digests
from .roster import FRESH_S, Roster

Chain = tuple[Scope, int]

MOST = 1_000  # segments named in one answer
_RESCAN_S = 600.0  # all chains from their beginning: another process may have moved a bad segment aside
_SHARE = 0.05  # of the time at most goes into looking again


@dataclass
class _Refreshed:
    """When something was last looked for, so that it is done neither too seldom nor all the time."""

    every: float
    at: float = float("-inf")
    took: float = 0.0

    def due(self) -> bool:
        """Is it time to look again?"""
        return time.monotonic() - self.at >= max(self.every, self.took / _SHARE)

    def run(self, work: Callable[[], None]) -> None:
        """Look again by `work`."""
        begun = time.monotonic()
        work()
        self.at = time.monotonic()
        self.took = self.at - begun


@dataclass
class Index:
    """Of one process."""

    objects: Objects
    roster: Roster
    digests: Digests
    _ends: dict[Chain, int] = field(default_factory=dict)
    _end_digests: dict[Chain, tuple[int, str]] = field(default_factory=dict)
    _receipts: dict[int, int] = field(default_factory=dict)
    _keys: dict[int, set[str]] = field(default_factory=dict)
    _key_scopes: dict[str, Scope] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)  # of the fields above, never held while the store is asked
    _looking: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._news = _Refreshed(0.5 if self.objects.local else 2.0)
        self._trust, self._all = _Refreshed(FRESH_S), _Refreshed(_RESCAN_S)

    # -- keeping up ------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Look again for what is due."""
        with self._looking:
            if self._all.due():
                self._all.run(lambda: self._look(whole=True))
            elif self._news.due():
                self._news.run(self._look)
            if self._trust.due():
                self._trust.run(self._look_for_keys)
        self.roster.refresh()

    def _look(self, whole: bool = False) -> None:
        """Follow every chain from where it was known to end, or from its beginning; see the newest receipts."""
        folders = self.objects.many(self.objects.folders, self.objects.folders("segments"))
        chains = [chain for below in folders for each in below if (chain := _chain(each)) is not None]
        self.objects.many(self._count if whole else self._follow, chains)
        receipts: dict[int, int] = {}
        for name, _ in self.objects.below("receipts"):
            parsed = _parsed(name)
            if isinstance(parsed, ReceiptName):
                receipts[parsed.device] = max(parsed.number, receipts.get(parsed.device, 0))
        with self._lock:
            self._receipts = receipts

    def _follow(self, chain: Chain) -> None:
        begun = self._ends.get(chain, 0)
        end = self._end_after(chain, begun)
        with self._lock:
            if begun <= self._ends.get(chain, 0) < end:  # else somebody knows better meanwhile
                self._ends[chain] = end

    def _count(self, chain: Chain) -> None:
        end = self._end_after(chain, 0)
        with self._lock:
            self._ends[chain] = end
        self._follow(chain)  # what was put in between

    def _end_after(self, chain: Chain, end: int) -> int:
        while found := self.objects.chain_after(*chain, end, MOST):
            end += len(found)
            if len(found) < MOST:
                break
        return end

    def _look_for_keys(self) -> None:
        before = set(self._key_scopes)
        found = {name: _parsed(name) for name, _ in self.objects.below("keys")}
        with self._lock:
            for name in before - found.keys():  # another process moved it aside
                self._drop_key(name)
            for name, parsed in found.items():
                self._note_key(name, parsed)

    def _drop_key(self, name: str) -> None:
        self._key_scopes.pop(name, None)
        for held in self._keys.values():
            held.discard(name)

    def _note_key(self, name: str, parsed: Name | None) -> None:
        if isinstance(parsed, ScopeKeyName) and name not in self._key_scopes:
            self._keys.setdefault(parsed.device, set()).add(name)
            self._key_scopes[name] = parsed.scope

    def note(self, name: str, parsed: Name) -> None:
        """What was just put."""
        if isinstance(parsed, SegmentName):
            chain = (parsed.scope, parsed.device)
            if parsed.ordinal == self._ends.get(chain, 0) + 1:
                self._follow(chain)
            return
        with self._lock:
            match parsed:
                case ReceiptName(device, number):
                    self._receipts[device] = max(number, self._receipts.get(device, 0))
                case ScopeKeyName():
                    self._note_key(name, parsed)

    def forget(self, name: str, parsed: Name) -> None:
        """It was moved aside."""
        with self._lock:
            if isinstance(parsed, SegmentName):
                chain = (parsed.scope, parsed.device)
                self._ends[chain] = min(self._ends.get(chain, 0), parsed.ordinal - 1)
                self._end_digests.pop(chain, None)
            if isinstance(parsed, ScopeKeyName):
                self._drop_key(name)

    # -- answering -------------------------------------------------------------------------------
    def segments_after(self, have: Mapping[Chain, int], scopes: frozenset[Scope]) -> tuple[list[tuple[str, int]], bool]:
        """Names and sizes of what a caller lacks, chain by chain, at most MOST; and whether there is more."""
        found: list[tuple[str, int]] = []
        for chain, end in sorted(tuple(self._ends.items())):
            held = have.get(chain, 0)
            if chain[0] not in scopes or end <= held:
                continue
            if len(found) == MOST:
                return found, True
            wanted = min(MOST - len(found), end - held)
            found += self.objects.chain_after(*chain, held, wanted)
            if wanted < end - held:
                return found, True
        return found, False

    def ends(self, have: Mapping[Chain, int], scopes: frozenset[Scope]) -> list[tuple[Scope, int, int, str]]:
        """(scope, device, ordinal, SHA-256 of that segment) of the chains where the hub has less than the caller, or the same."""
        ours = [chain for chain, held in sorted(have.items()) if chain[0] in scopes and self._ends.get(chain, 0) <= held]
        return [(*chain, *self._sound_end(chain)) for chain in ours]

    def _sound_end(self, chain: Chain) -> tuple[int, str]:
        """The last segment and its digest; one that a power cut tore is moved aside and does not count."""
        while end := self._ends.get(chain, 0):
            known = self._end_digests.get(chain)
            if known is not None and known[0] == end:
                return known
            name = segment_name(*chain, end)
            digest = self.digests.of(name)
            if digest is None and self.objects.head(name) is not None:
                return end, ""  # its author is not known here
            with self._lock:
                if digest is not None:
                    self._end_digests[chain] = (end, digest.hex())
                elif self._ends.get(chain) == end:
                    self._ends[chain] = end - 1
        return 0, ""

    def newest_receipt(self, device: int) -> int:
        """The number of a device's newest receipt; 0: none."""
        return self._receipts.get(device, 0)

    def receipts_after(self, have: Mapping[int, int]) -> list[tuple[int, int]]:
        """(device, number) of the newest receipts that a caller lacks."""
        return sorted((device, number) for device, number in tuple(self._receipts.items()) if number > have.get(device, 0))

    def keys_for(self, device: int, scopes: frozenset[Scope]) -> list[str]:
        """Names of the wrapped keys a caller may have."""
        names = self._keys.get(device, set()) | self._keys.get(BUREAU_DEVICE, set())
        return sorted(name for name in tuple(names) if self._key_scopes.get(name) in scopes)

    def token(self, keys: list[str]) -> str:
        """Stands for these keys and all certificates."""
        return hashlib.sha256("\n".join([*sorted(self.roster.names), *keys]).encode("ascii")).hexdigest()[:32]


def _chain(folder: str) -> Chain | None:
    parsed = _parsed(f"{folder}/{MAX_ORDINAL:08}")
    return (parsed.scope, parsed.device) if isinstance(parsed, SegmentName) else None


def _parsed(name: str) -> Name | None:
    try:
        return parse_name(name)
    except BadInput:
        return None
