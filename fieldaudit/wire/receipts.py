"""Receipts: a device says how far it holds every chain, so that others know what is safe there.

Owns the bytes of that signed object. A segment says the same of its author; a receipt is for those who only read.
Must not know what is done with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ..domain.core import MAX_DEVICE, Scope
from ..errors import BadInput, Damaged
from .canon import INT_MAX, encoded, malformed_as, parsed, require, rows, within
from .names import MAX_ORDINAL
from .signed import read_object, sign_object

MAX_LACKING = 5_000  # photos named; a device that lacks more says nothing of photos

_REMEMBERED, _SHORT = 1_000, 4_096  # receipts of so many bytes that were read, of one process
_RECEIPT = {"device": int, "number": int, "at": int, "frontier": list, "lacking": list, "photos": int}
_HASH = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a device says it holds. `lacking`: objects of photos that it knows of and does not hold; None: not said."""

    device: int
    number: int  # 1, 2, 3 … per device: the greatest counts
    at: int  # ms
    frontier: Mapping[tuple[Scope, int], int]  # (scope, device) -> last ordinal held
    lacking: frozenset[str] | None


def sign_receipt(sign: Callable[[str, bytes], bytes], receipt: Receipt) -> bytes:
    """The receipt as an object signed by its device (`sign`: the device key's). Raises BadInput if it breaks a rule."""
    fields = {
        "device": receipt.device,
        "number": receipt.number,
        "at": receipt.at,
        "frontier": [[scope, device, last] for (scope, device), last in sorted(receipt.frontier.items())],
        "photos": int(receipt.lacking is not None),
        "lacking": sorted(receipt.lacking or ()),
    }
    with malformed_as(BadInput, "receipt"):
        _receipt_of(parsed(encoded(fields)))
    return sign_object(sign, "receipt", fields)


def read_receipt(data: bytes, sign_public: bytes) -> Receipt:
    """The receipt in `data`. Raises Damaged unless it is canonical, well shaped and signed by that device's key."""
    return _read(data, sign_public) if len(data) <= _SHORT else _read.__wrapped__(data, sign_public)


@lru_cache(maxsize=_REMEMBERED)
def _read(data: bytes, sign_public: bytes) -> Receipt:
    """What was checked once need not be checked again: each exchange reads the receipts of all laptops."""
    fields = read_object(data, "receipt", _RECEIPT, lambda _: sign_public)
    with malformed_as(Damaged, "receipt"):
        return _receipt_of(fields)


def _receipt_of(fields: dict[str, Any]) -> Receipt:
    chains, lacking = rows(fields["frontier"], int, int, int), fields["lacking"]
    for scope, device, last in chains:
        within(scope, 0, INT_MAX, "scope")
        within(device, 1, MAX_DEVICE, "device")
        within(last, 1, MAX_ORDINAL, "ordinal")
    places = [(scope, device) for scope, device, _ in chains]
    require(places == sorted(set(places)), "记录链应排序且不重复。", "Chains must be sorted, none twice.")
    require(
        len(lacking) <= MAX_LACKING and all(type(name) is str and _HASH.fullmatch(name) for name in lacking),
        "照片名写不对。",
        "Photos are not well named.",
    )
    require(lacking == sorted(set(lacking)), "照片应排序且不重复。", "Photos must be sorted, none twice.")
    require(fields["photos"] == 1 or (fields["photos"] == 0 and not lacking), "照片一项写不对。", "The photos are not well stated.")
    return Receipt(
        device=within(fields["device"], 1, MAX_DEVICE, "device"),
        number=within(fields["number"], 1, INT_MAX, "number"),
        at=within(fields["at"], 0, INT_MAX, "at"),
        frontier={(Scope(scope), device): last for scope, device, last in chains},
        lacking=frozenset(lacking) if fields["photos"] else None,
    )
