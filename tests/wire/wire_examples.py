"""Fixed keys, commits and vectors that the tests of `wire` share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from fieldaudit.domain.core import Certificate, Change, Commit, CommitId, RowId, Scope, make_id
from fieldaudit.wire.keys import BureauKey, DeviceKeys, ScopeKey

DISTRICT = Scope(2)
DEVICE = 3
BUREAU = BureauKey.from_seed(bytes(range(32)))
OTHER_BUREAU = BureauKey.from_seed(bytes(range(1, 33)))
KEYS = DeviceKeys.from_seeds(bytes(range(32, 64)), bytes(range(64, 96)))
OTHER_KEYS = DeviceKeys.from_seeds(bytes(range(33, 65)), bytes(range(65, 97)))
SCOPE_KEY = ScopeKey(DISTRICT, 1, bytes(range(96, 128)))
NONCE = bytes(range(200, 212))
SALT = bytes(range(160, 176))
CHEAP = 1 << 4  # scrypt cost for tests: the same code, a thousandth of the time

CERTIFICATE = Certificate(
    device=DEVICE, serial=1, kind="laptop", sign_key=KEYS.sign_public, receive_key=KEYS.receive_public,
    people=((RowId(make_id(1, 7)), "inspector"), (RowId(make_id(1, 8)), "supervisor")),
    scopes=(Scope(0), DISTRICT), valid_from=1_790_000_000_000, valid_to=1_821_536_000_000)


def row(counter: int) -> RowId:
    """A row made on our device."""
    return RowId(make_id(DEVICE, counter))


def commit(seq: int, *changes: Change, verb: str = "answer", scope: Scope = DISTRICT) -> Commit:
    """One act on our device, one second after the one before."""
    now = 1_795_000_000_000 + seq * 1000
    author = RowId(make_id(1, 7))
    return Commit(CommitId(make_id(DEVICE, seq)), now << 16, now, now - 400, author, scope, verb, changes)


def answer(seq: int, value: str = "no") -> Commit:
    """The common act: one answer, one new row."""
    return commit(seq, Change("answer", row(seq), {"path": f"/fire/q{seq % 65}", "value": value}, new=True))


def golden(name: str) -> dict[str, Any]:
    """One vector: hex inputs and outputs."""
    path = Path(__file__).parent / "golden" / f"{name}.json"
    vector: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return vector
