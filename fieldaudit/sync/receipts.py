"""Receipts on a carrier: telling the others how far this device holds everything, and hearing it of them.

Only the newest of each device is kept and put; each laptop hands on what it has heard. A device publishes one when what
it holds has changed, at the end of an exchange, so that its photos count too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from ..errors import BadInput
from ..store import Workspace, exchange
from ..wire.names import ReceiptName, parse_name, receipt_name
from ..wire.receipts import MAX_LACKING, Receipt, read_receipt, sign_receipt
from .carrier import Carrier

Whole = Callable[[str, bytes], bool]  # is an object what its name says? (set aside and named if not)


def numbers_on(carrier: Carrier, whole: Whole) -> Mapping[int, Sequence[int]]:
    """device -> numbers of its receipts on a carrier, newest first; what has another name is set aside."""
    found: dict[int, list[int]] = defaultdict(list)
    for name in list(carrier.names("receipts")):
        try:
            parsed = parse_name(name)
        except BadInput:
            parsed = None
        if isinstance(parsed, ReceiptName):
            found[parsed.device].append(parsed.number)
        else:
            whole(name, b"")
    return {device: sorted(numbers, reverse=True) for device, numbers in found.items()}


def take_receipts(workspace: Workspace, carrier: Carrier, numbers: Mapping[int, Sequence[int]], whole: Whole) -> int:
    """Keep the newest whole receipt of every other certified device; gives how many were news."""
    store, news = workspace.store, 0
    held = {row["device"]: row["number"] for row in exchange.receipt_objects(store)}
    for device in sorted(store.trust.certificates.keys() & numbers.keys() - {store.trust.device}):
        for number in numbers[device]:
            if number <= held.get(device, 0):
                break
            name = receipt_name(device, number)
            data = carrier.get(name)
            if data is not None and whole(name, data):
                exchange.keep_receipt(store, read_receipt(data, store.trust.sign_key(device) or b""), data)
                news += 1
                break
    return news


def written_elsewhere(workspace: Workspace, carrier: Carrier, numbers: Mapping[int, Sequence[int]], whole: Whole) -> str | None:
    """The name of a receipt in this device's own name that it does not know: another copy of the workspace wrote it.

    (Or this one, before it was mended after damage: nothing was recorded in that name, so it is told, not refused.)
    """
    store = workspace.store
    own = next((row for row in exchange.receipt_objects(store) if row["device"] == store.trust.device), None)
    for number in numbers.get(store.trust.device, ()):
        if own is not None and number < own["number"]:
            break
        name = receipt_name(store.trust.device, number)
        data = carrier.get(name)
        ours = own is not None and (number, data) == (own["number"], bytes(own["object"]))
        if data is not None and not ours and whole(name, data):
            return name
    return None


def publish_receipt(workspace: Workspace, now: int, seen: int, photos: Iterable[str]) -> None:
    """Write this device's next receipt if it holds more (or other photos) than it said last.

    `seen`: the greatest number in its name on the carrier, whoever wrote it; `photos`: those it lacks.
    """
    store = workspace.store
    if store.trust.keys is None or store.trust.device not in store.trust.certificates:
        return
    last = next((receipt for receipt in exchange.receipts(store) if receipt.device == store.trust.device), None)
    frontier, lacking = exchange.sound_frontier(store), _said(photos)
    number = last.number if last else 0
    if not frontier or (last is not None and number >= seen and (last.frontier, last.lacking) == (frontier, lacking)):
        return
    receipt = Receipt(store.trust.device, max(number, seen) + 1, now, frontier, lacking)
    exchange.keep_receipt(store, receipt, sign_receipt(store.trust.keys.sign, receipt))


def _said(photos: Iterable[str]) -> frozenset[str] | None:
    """The photos that are lacking; None: too many to name."""
    lacking = frozenset(photos)
    return lacking if len(lacking) <= MAX_LACKING else None
