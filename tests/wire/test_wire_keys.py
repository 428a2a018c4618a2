"""Keys sign for one thing only; scope keys open on one device only; passphrases wrap."""

from __future__ import annotations

import json
from typing import Any

import pytest
from wire_examples import BUREAU, CHEAP, DEVICE, KEYS, NONCE, OTHER_BUREAU, OTHER_KEYS, SALT, SCOPE_KEY

from fieldaudit.errors import BadInput, Damaged, NotAllowed, OurBug
from fieldaudit.i18n import Text
from fieldaudit.wire.keys import (
    BureauKey,
    DeviceKeys,
    ScopeKey,
    SealedKeyAddress,
    check_scope_key,
    open_scope_key,
    seal_scope_key,
    verify,
)
from fieldaudit.wire.passphrase import unwrap_with_passphrase, wrap_with_passphrase


def test_device_and_bureau_keys_survive_their_bytes() -> None:
    again = DeviceKeys.from_bytes(KEYS.to_bytes())
    assert len(KEYS.to_bytes()) == 64
    assert (again.sign_public, again.receive_public) == (KEYS.sign_public, KEYS.receive_public)
    assert BureauKey.from_seed(BUREAU.to_bytes()).public == BUREAU.public


def test_device_keys_of_the_wrong_length_are_damaged() -> None:
    with pytest.raises(Damaged):
        DeviceKeys.from_bytes(KEYS.to_bytes()[:-1])
    with pytest.raises(OurBug):
        BureauKey.from_seed(bytes(31))


def test_a_signature_holds_for_its_key_thing_and_message_only() -> None:
    signature = KEYS.sign("segment", b"message")
    assert verify(KEYS.sign_public, "segment", b"message", signature)
    assert not verify(KEYS.sign_public, "certificate", b"message", signature)
    assert not verify(KEYS.sign_public, "segment", b"massage", signature)
    assert not verify(OTHER_KEYS.sign_public, "segment", b"message", signature)
    assert not verify(KEYS.sign_public, "segment", b"message", signature[:-1])
    assert not verify(b"short", "segment", b"message", signature)


def test_a_thing_is_a_plain_word_so_that_prefixes_cannot_overlap() -> None:
    with pytest.raises(OurBug):
        KEYS.sign("fieldaudit/segment/1", b"")


def test_secrets_do_not_show_in_what_python_prints() -> None:
    shown = repr((KEYS, BUREAU, SCOPE_KEY))
    assert SCOPE_KEY.key.hex() not in shown and repr(SCOPE_KEY.key) not in shown


def test_a_scope_key_opens_on_its_device() -> None:
    sealed = seal_scope_key(BUREAU, SCOPE_KEY, DEVICE, KEYS.receive_public)
    assert open_scope_key(sealed, BUREAU.public, DEVICE, KEYS) == SCOPE_KEY
    assert check_scope_key(sealed, BUREAU.public) == SealedKeyAddress(SCOPE_KEY.scope, 1, DEVICE)


def test_a_scope_key_is_refused_to_other_devices_and_other_keys() -> None:
    sealed = seal_scope_key(BUREAU, SCOPE_KEY, DEVICE, KEYS.receive_public)
    with pytest.raises(NotAllowed, match="3"):
        open_scope_key(sealed, BUREAU.public, DEVICE + 1, KEYS)
    with pytest.raises(NotAllowed):
        open_scope_key(sealed, BUREAU.public, DEVICE, OTHER_KEYS)


def test_a_scope_key_of_another_bureau_is_damaged() -> None:
    sealed = seal_scope_key(OTHER_BUREAU, SCOPE_KEY, DEVICE, KEYS.receive_public)
    with pytest.raises(Damaged):
        open_scope_key(sealed, BUREAU.public, DEVICE, KEYS)


def test_a_scope_key_moved_to_another_epoch_does_not_open_even_if_the_bureau_signed_it() -> None:
    sealed = json.loads(seal_scope_key(BUREAU, SCOPE_KEY, DEVICE, KEYS.receive_public))
    moved = {name: value for name, value in sealed.items() if name != "signature"} | {"epoch": 2}
    text = json.dumps(moved, sort_keys=True, separators=(",", ":")).encode()
    moved["signature"] = BUREAU.sign("scope-key", text).hex()
    data = json.dumps(moved, sort_keys=True, separators=(",", ":")).encode()
    with pytest.raises(NotAllowed):
        open_scope_key(data, BUREAU.public, DEVICE, KEYS)


def test_every_changed_byte_of_a_sealed_scope_key_is_refused() -> None:
    sealed = seal_scope_key(BUREAU, SCOPE_KEY, DEVICE, KEYS.receive_public)
    for place in range(0, len(sealed), 3):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1:]
        with pytest.raises(Damaged):
            open_scope_key(changed, BUREAU.public, DEVICE, KEYS)


def test_a_scope_key_has_32_bytes() -> None:
    with pytest.raises(OurBug):
        ScopeKey(SCOPE_KEY.scope, 1, bytes(31))


def wrapped(passphrase: str = "消防 安全 2026") -> dict[str, Any]:
    return dict(wrap_with_passphrase(b"secret", passphrase, SALT, NONCE, CHEAP))


def test_a_secret_comes_back_under_its_passphrase() -> None:
    assert unwrap_with_passphrase(json.loads(json.dumps(wrapped())), "消防 安全 2026") == b"secret"


def test_a_wrong_passphrase_is_refused_in_both_languages() -> None:
    with pytest.raises(NotAllowed) as caught:
        unwrap_with_passphrase(wrapped(), "消防 安全 2025")
    what = caught.value.what
    assert isinstance(what, Text) and "口令" in what.zh and "passphrase" in what.en


def test_a_passphrase_typed_in_decomposed_letters_is_the_same_passphrase() -> None:
    assert unwrap_with_passphrase(wrapped("caf\u00e9"), "cafe\u0301") == b"secret"


def test_an_empty_or_impossible_passphrase_is_refused() -> None:
    for passphrase in ("", "\ud800"):
        with pytest.raises(BadInput):
            wrap_with_passphrase(b"secret", passphrase, SALT, NONCE, CHEAP)


@pytest.mark.parametrize("change", [
    {"n": 1 << 20}, {"n": 3}, {"n": 0}, {"n": 48}, {"n": True}, {"r": 9}, {"p": 2}, {"kdf": "pbkdf2"},
    {"salt": "00"}, {"nonce": "zz" * 12}, {"sealed": "00"}, {"sealed": "0"}, {"more": 1}])
def test_a_wrapping_with_odd_parameters_is_damaged_before_any_work_is_done(change: dict[str, object]) -> None:
    with pytest.raises(Damaged):
        unwrap_with_passphrase(wrapped() | change, "消防 安全 2026")


def test_a_cost_outside_the_bounds_is_our_own_mistake() -> None:
    for n in (1 << 20, 8, 100):
        with pytest.raises(OurBug):
            wrap_with_passphrase(b"secret", "x", SALT, NONCE, n)
