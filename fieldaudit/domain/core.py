"""The core types every room speaks: ids, changes, commits, segments, certificates.

Owns the shapes and the arithmetic of ids and hybrid clocks; knows no encoding (that is `wire`), no
storage (that is `store`) and no rule of the trade (that is the rest of `domain`).

Units: `hlc` is (milliseconds since 1970 UTC) << 16 | tie counter; `wall`, `observed_at` and certificate
dates are milliseconds since 1970 UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NewType

RowId = NewType("RowId", int)  # device number << 40 | counter; positive, below 2**63
CommitId = NewType("CommitId", int)  # device number << 40 | seq
Scope = NewType("Scope", int)  # 0 = common, otherwise a district's scope number
Value = int | float | str | None

COMMON = Scope(0)
DEVICE_SHIFT = 40
MAX_DEVICE = (1 << 22) - 1
COUNTER_MASK = (1 << DEVICE_SHIFT) - 1
HLC_SHIFT = 16


def make_id(device: int, counter: int) -> int:
    """A RowId or CommitId from a device number and a counter (both ≥ 1)."""
    if not 1 <= device <= MAX_DEVICE or not 1 <= counter <= COUNTER_MASK:
        raise ValueError(f"id out of range: device {device}, counter {counter}")
    return device << DEVICE_SHIFT | counter


def device_of(id_: int) -> int:
    """The device number inside a RowId or CommitId."""
    return id_ >> DEVICE_SHIFT


def counter_of(id_: int) -> int:
    """The counter (row counter or commit seq) inside a RowId or CommitId."""
    return id_ & COUNTER_MASK


def hlc_ms(hlc: int) -> int:
    """The milliseconds inside a hybrid clock reading."""
    return hlc >> HLC_SHIFT


@dataclass(frozen=True, slots=True)
class Change:
    """One row changed by one commit.

    `new` marks the creation of the row; then `base` is empty. For an edit `base` names, per written
    column, the commits whose values the author saw as that cell's heads; a column without a base means
    the commit that made the row. `saw` (only with a `void` cell) lists the row's head commits the voider
    knew. A row appears at most once in a commit.
    """

    table: str
    row: RowId
    cells: Mapping[str, Value]
    new: bool = False
    base: Mapping[str, tuple[CommitId, ...]] = field(default_factory=dict)
    saw: tuple[CommitId, ...] = ()


@dataclass(frozen=True, slots=True)
class Commit:
    """One act of one person: the unit of transaction, rights, history and undo."""

    id: CommitId
    hlc: int
    wall: int  # ms: what the laptop's clock said
    observed_at: int  # ms: when the thing was seen or done
    author: RowId  # person
    scope: Scope
    verb: str
    changes: tuple[Change, ...]

    @property
    def device(self) -> int:
        return device_of(self.id)

    @property
    def seq(self) -> int:
        return counter_of(self.id)


Touched = dict[str, set[RowId]]  # table -> rows; the only refresh signal


@dataclass(frozen=True, slots=True)
class SegmentHeader:
    """The clear part of a segment: one link of the chain of (scope, device)."""

    scope: Scope
    device: int
    epoch: int  # which scope key sealed it
    ordinal: int  # 1, 2, 3 … within (scope, device)
    first: int  # seq of the first and last commit inside
    last: int
    prev: bytes  # 32 bytes: chain hash of ordinal-1, or zeros


@dataclass(frozen=True, slots=True)
class SegmentBody:
    """What a segment says: commits in seq order, and how far its author had read each other chain."""

    commits: tuple[Commit, ...]
    frontier: Mapping[tuple[Scope, int], int]  # (scope, device) -> last ordinal held


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the bureau says of one device; the only source of rights.

    Of a device's certificates the one with the greatest (`valid_from`, `serial`) not after a commit's
    time applies to it.
    """

    device: int
    serial: int  # 1, 2, 3 … per device
    kind: str  # "laptop" | "hub"
    sign_key: bytes  # Ed25519 public, 32 bytes
    receive_key: bytes  # X25519 public, 32 bytes
    people: tuple[tuple[RowId, str], ...]  # (person, role), sorted
    scopes: tuple[Scope, ...]  # sorted; 0 always included
    valid_from: int  # ms
    valid_to: int  # ms


@dataclass(frozen=True, slots=True)
class Revocation:
    """The bureau ends a device: per scope the last segment that still counts (absent = none)."""

    device: int
    serial: int
    last: Mapping[Scope, int]
    at: int  # ms
