"""A small bureau of laptops for the tests of store and sync, made with `Trust` directly: no forms, no papers.

All keys are fixed bytes. Every laptop's certificate lists the same three people. Device 1 holds the bureau's key.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from fieldaudit.domain.core import (
    Certificate,
    Change,
    Commit,
    CommitId,
    Revocation,
    RowId,
    Scope,
    SegmentBody,
    SegmentHeader,
    Value,
    make_id,
)
from fieldaudit.store import Store
from fieldaudit.store.connection import transaction
from fieldaudit.wire.certs import sign_certificate, sign_revocation
from fieldaudit.wire.keys import BureauKey, DeviceKeys, ScopeKey, seal_scope_key
from fieldaudit.wire.segments import check_segment, encode_body, seal_segment

KEY = bytes(range(32))  # of the databases
NOW = 1_790_000_000_000  # ms
YEAR = 365 * 24 * 3600 * 1000
BUREAU = BureauKey.from_seed(bytes([7]) * 32)
COMMON, FIRST, SECOND = SCOPES = Scope(0), Scope(1), Scope(2)

ADMIN, INSPECTOR, SUPERVISOR, STRANGER = (RowId(make_id(1, 900_000 + n)) for n in range(4))
PEOPLE = ((ADMIN, "admin"), (INSPECTOR, "inspector"), (SUPERVISOR, "supervisor"))


def device_keys(device: int) -> DeviceKeys:
    """The keys of a laptop."""
    return DeviceKeys.from_seeds(bytes([device]) * 32, bytes([device + 100]) * 32)


def scope_key(scope: Scope, epoch: int = 1) -> ScopeKey:
    """The key of a scope."""
    return ScopeKey(scope, epoch, bytes([50 + scope, epoch]) * 16)


def wrapped_key(scope: Scope, device: int, epoch: int = 1) -> bytes:
    """The key of a scope as it travels to a laptop."""
    return seal_scope_key(BUREAU, scope_key(scope, epoch), device, device_keys(device).receive_public)


def certificate(device: int, **other: Any) -> Certificate:
    """The certificate of a laptop: everybody, all scopes, from a year ago for three years, unless said otherwise."""
    keys = device_keys(device)
    usual = Certificate(device, 1, "laptop", keys.sign_public, keys.receive_public, PEOPLE, SCOPES, NOW - YEAR, NOW + 2 * YEAR)
    return replace(usual, **other)


def signed(*statements: Certificate | Revocation) -> list[bytes]:
    """Certificates and revocations as the bureau signs them."""
    return [
        sign_revocation(BUREAU, statement) if isinstance(statement, Revocation) else sign_certificate(BUREAU, statement)
        for statement in statements
    ]


def enrol(store: Store, device: int, certificates: Iterable[bytes], scopes: Iterable[Scope] = SCOPES) -> Store:
    """Make an empty database the workspace of a laptop."""
    trust = store.trust
    with transaction(store.connection, "enrol"):
        trust.set_local(device=device, device_keys=device_keys(device).to_bytes(), bureau_public=BUREAU.public)
        if device == 1:
            trust.set_local(bureau_key=BUREAU.to_bytes())
        trust.reload()
        for data in certificates:
            trust.take_certificate(data)
        for scope in scopes:
            trust.add_scope_key(scope_key(scope))
    return store


def laptops(count: int, folder: Path | None = None, scopes: Iterable[Scope] = SCOPES) -> list[Store]:
    """The stores of devices 1..count that know each other; in memory, or as files in a folder."""
    certificates = signed(*(certificate(device) for device in range(1, count + 1)))
    return [
        enrol(Store(":memory:" if folder is None else folder / f"laptop{device}.db", KEY), device, certificates, scopes)
        for device in range(1, count + 1)
    ]


def take_trust(store: Store, *statements: Certificate | Revocation) -> bool:
    """What sync does with certificates that arrive. True when the tables were rebuilt."""
    return store.take_certificates(signed(*statements))[1]


# -- acts ------------------------------------------------------------------------------------------------


def begin(store: Store, scope: Scope = FIRST, now: int = NOW, **cells: Value) -> RowId:
    """An inspector registers a home; gives its row."""
    made = store.create("institution", **{"name": "试验养老院", **cells})
    store.commit(scope, "register.import", INSPECTOR, [made], now)
    return made.row


def write(store: Store, row: RowId, scope: Scope = FIRST, now: int = NOW, **cells: Value) -> Commit:
    """An inspector corrects a home."""
    return store.commit(scope, "register.edit", INSPECTOR, [store.edit("institution", row, **cells)], now)[0]


# -- what travels ----------------------------------------------------------------------------------------


def objects(store: Store, *, device: int | None = None, scope: Scope | None = None) -> list[bytes]:
    """The segments a store holds, in chain order."""
    return [
        bytes(row["object"])
        for row in store.query("SELECT * FROM segment ORDER BY scope, device, ordinal")
        if device in (None, row["device"]) and scope in (None, row["scope"])
    ]


def hand_over(source: Store, target: Store) -> None:
    """Everything the source holds reaches the target."""
    source.seal()
    for data in objects(source):
        target.receive(data)
    target.apply_received()


def new(table: str, row: int, **cells: Value) -> Change:
    """A change that makes a row."""
    return Change(table, RowId(row), cells, new=True)


def act(device: int, seq: int, *changes: Change, scope: Scope = FIRST, **other: Any) -> Commit:
    """An act as any device could write it, whatever our own store would refuse; a second after the one before."""
    wall = NOW + seq * 1000
    usual = Commit(CommitId(make_id(device, seq)), wall << 16, wall, wall, INSPECTOR, scope, "register.edit", changes)
    return replace(usual, **other)


class Chain:
    """A chain of segments written without any store, as a hostile device can."""

    def __init__(self, device: int, scope: Scope = FIRST, key: ScopeKey | None = None) -> None:
        self.device, self.scope, self.key = device, scope, key or scope_key(scope)
        self.ordinal, self.prev = 0, bytes(32)

    def seal(self, *acts: Commit, body: bytes | None = None) -> bytes:
        """The next segment, holding these acts, or claiming to while its body says something else."""
        data = seal_segment(
            SegmentHeader(self.scope, self.device, self.key.epoch, self.ordinal + 1, acts[0].seq, acts[-1].seq, self.prev),
            encode_body(SegmentBody(acts, {})) if body is None else body,
            self.key,
            device_keys(self.device),
            bytes([self.ordinal % 256]) * 12,
        )
        self.ordinal, self.prev = self.ordinal + 1, check_segment(data, device_keys(self.device).sign_public).chain
        return data


# -- what a store holds ----------------------------------------------------------------------------------


def contents(store: Store, tables: Sequence[str]) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of these tables, in a fixed order, types told apart."""
    return {table: sorted(map(repr, store.connection.execute(f'SELECT * FROM "{table}"'))) for table in tables}
