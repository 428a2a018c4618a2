"""Receipts read back as signed by their device, and nothing else is one; the bureau opens what is sealed to itself."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from wire_examples import BUREAU, DEVICE, DISTRICT, KEYS, OTHER_BUREAU, OTHER_KEYS, SCOPE_KEY, golden

from fieldaudit.domain.core import Scope
from fieldaudit.errors import BadInput, Damaged, NotAllowed
from fieldaudit.wire.canon import canonical
from fieldaudit.wire.keys import BUREAU_DEVICE, open_scope_key, seal_scope_key
from fieldaudit.wire.receipts import MAX_LACKING, Receipt, read_receipt, sign_receipt
from fieldaudit.wire.signed import sign_object

RECEIPT = Receipt(DEVICE, 4, 1_796_000_000_000, {(DISTRICT, 5): 7, (Scope(0), 1): 12}, frozenset(("ab" * 32, "0f" * 32)))


def test_the_golden_receipt_is_written_and_read() -> None:
    data = bytes.fromhex(golden("receipt")["hex"])
    assert sign_receipt(KEYS.sign, RECEIPT) == data == golden("receipt")["text"].encode() == canonical(json.loads(data))
    assert read_receipt(data, KEYS.sign_public) == RECEIPT


@pytest.mark.parametrize("receipt", [RECEIPT, replace(RECEIPT, lacking=None), replace(RECEIPT, lacking=frozenset(), frontier={})])
def test_a_receipt_reads_back_as_signed(receipt: Receipt) -> None:
    assert read_receipt(sign_receipt(KEYS.sign, receipt), KEYS.sign_public) == receipt


def test_another_devices_receipt_and_every_changed_byte_are_refused() -> None:
    data = sign_receipt(KEYS.sign, RECEIPT)
    with pytest.raises(Damaged):
        read_receipt(data, OTHER_KEYS.sign_public)
    for place in range(len(data)):
        with pytest.raises(Damaged):
            read_receipt(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :], KEYS.sign_public)


@pytest.mark.parametrize(
    "change",
    [
        {"device": 0},
        {"device": 1 << 22},
        {"number": 0},
        {"at": -1},
        {"frontier": [[2, 5, 7], [0, 1, 12]]},
        {"frontier": [[0, 1, 12], [0, 1, 13]]},
        {"frontier": [[0, 1, 0]]},
        {"frontier": [[0, 0, 1]]},
        {"frontier": [[0, 1]]},
        {"lacking": ["ab" * 32, "0f" * 32]},
        {"lacking": ["AB" * 32]},
        {"lacking": ["../../x"]},
        {"lacking": [1]},
        {"photos": 0},
        {"photos": 2},
        {"more": 1},
        {"lacking": [f"{n:064x}" for n in range(MAX_LACKING + 1)]},
    ],
)
def test_a_receipt_that_breaks_a_rule_is_refused_even_if_signed(change: dict[str, Any]) -> None:
    fields = json.loads(sign_receipt(KEYS.sign, RECEIPT))
    del fields["signature"], fields["fieldaudit"]
    with pytest.raises(Damaged):
        read_receipt(sign_object(KEYS.sign, "receipt", {**fields, **change}), KEYS.sign_public)


def test_a_receipt_that_breaks_a_rule_is_not_signed() -> None:
    for broken in (replace(RECEIPT, number=0), replace(RECEIPT, lacking=frozenset(("x",)))):
        with pytest.raises(BadInput):
            sign_receipt(KEYS.sign, broken)


def test_the_bureau_opens_what_was_sealed_to_itself_and_no_other_bureau_does() -> None:
    sealed = seal_scope_key(BUREAU, SCOPE_KEY, BUREAU_DEVICE, BUREAU.receiver().receive_public)
    assert open_scope_key(sealed, BUREAU.public, BUREAU_DEVICE, BUREAU.receiver()) == SCOPE_KEY
    with pytest.raises(NotAllowed):
        open_scope_key(sealed, BUREAU.public, BUREAU_DEVICE, OTHER_BUREAU.receiver())
    assert BUREAU.receiver().sign_public != BUREAU.public, "the derived keys sign nothing of the bureau's"


def test_the_bureaus_receiving_key_is_derived_as_the_format_says() -> None:
    import hashlib
    import hmac

    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    prk = hmac.digest(bytes(32), bytes(range(32)), "sha256")  # HKDF by hand: extract, then two blocks
    info, okm, block = b"fieldaudit/bureau-receiver/1\0", b"", b""
    for n in (1, 2):
        block = hmac.new(prk, block + info + bytes([n]), hashlib.sha256).digest()
        okm += block
    public = X25519PrivateKey.from_private_bytes(okm[32:]).public_key().public_bytes_raw()
    assert public == BUREAU.receiver().receive_public
    assert public.hex() == golden("receipt")["bureau_receive_public"]
