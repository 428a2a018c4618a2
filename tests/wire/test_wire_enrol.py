"""Enrolment and recovery: who asked is who is granted; the recovery file gives back everything."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

import pytest
from wire_examples import (
    BUREAU,
    CERTIFICATE,
    CHEAP,
    DEVICE,
    KEYS,
    NONCE,
    OTHER_BUREAU,
    OTHER_KEYS,
    SALT,
    SCOPE_KEY,
)

from fieldaudit.domain.core import Revocation, Scope
from fieldaudit.errors import BadInput, Damaged, NotAllowed
from fieldaudit.wire.certs import sign_certificate, sign_revocation
from fieldaudit.wire.enrol import (
    Grant,
    Request,
    make_grant,
    make_request,
    read_grant,
    read_request,
    request_code,
    same_code,
)
from fieldaudit.wire.keys import ScopeKey, open_scope_key, seal_scope_key
from fieldaudit.wire.recovery import make_recovery, open_recovery
from fieldaudit.wire.signed import sign_object

REQUEST = make_request(KEYS, "检查一组 笔记本")
OWN = sign_certificate(BUREAU, CERTIFICATE)
OTHERS = sign_certificate(BUREAU, replace(CERTIFICATE, device=9, sign_key=OTHER_KEYS.sign_public,
                                          receive_key=OTHER_KEYS.receive_public))
REVOKED = sign_revocation(BUREAU, Revocation(5, 2, {}, 1))
SEALED_KEY = seal_scope_key(BUREAU, SCOPE_KEY, DEVICE, KEYS.receive_public)
EXTRA = {"bureau": "民政局", "carriers": ["stick"]}


def flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1:]


def test_a_request_says_what_the_device_asked() -> None:
    assert read_request(REQUEST) == Request("检查一组 笔记本", KEYS.sign_public, KEYS.receive_public)


@pytest.mark.parametrize("label", ["", " a", "a\n", "x" * 81, "a\u202eb"])
def test_a_label_is_one_short_visible_line(label: str) -> None:
    with pytest.raises(BadInput):
        make_request(KEYS, label)


def test_every_changed_byte_of_a_request_is_refused() -> None:
    for place in range(len(REQUEST)):
        with pytest.raises(Damaged):
            read_request(flipped(REQUEST, place))


def test_the_code_is_eight_clear_characters_and_differs_between_requests() -> None:
    code = request_code(REQUEST)
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", code)
    assert request_code(REQUEST) == code
    assert request_code(make_request(KEYS, "另一台")) != code
    assert request_code(make_request(OTHER_KEYS, "检查一组 笔记本")) != code


def test_a_code_may_be_typed_the_way_people_type() -> None:
    for typed in ("01AB-1XYZ", "o1ab lxyz", " OIAB-1XYZ", "０１ＡＢ－１ＸＹＺ"):
        assert same_code(typed, "01AB-1XYZ")
    for typed in ("", "01AB-1XY", "01AB-1XY2", "01AB-1XYZ1"):
        assert not same_code(typed, "01AB-1XYZ")


def test_a_grant_gives_the_device_its_number_certificates_and_keys() -> None:
    grant = read_grant(make_grant(BUREAU, REQUEST, [OTHERS, OWN, REVOKED], [SEALED_KEY], EXTRA), REQUEST)
    assert grant == Grant(BUREAU.public, DEVICE, (OTHERS, OWN, REVOKED), (SEALED_KEY,), EXTRA)
    assert open_scope_key(grant.scope_keys[0], grant.bureau_public, grant.device, KEYS) == SCOPE_KEY


def test_a_grant_for_another_request_is_refused_by_name() -> None:
    later = make_request(KEYS, "新申请")
    with pytest.raises(NotAllowed) as caught:
        read_grant(make_grant(BUREAU, REQUEST, [OWN], [], {}), later)
    assert "检查一组 笔记本" in str(caught.value) and request_code(later) in str(caught.value)


def test_a_grant_without_the_devices_own_certificate_is_not_made() -> None:
    for certificates in ([], [OTHERS], [REVOKED]):
        with pytest.raises(BadInput):
            make_grant(BUREAU, REQUEST, certificates, [], {})


def test_a_grant_of_two_numbers_to_one_device_is_not_made() -> None:
    twice = sign_certificate(BUREAU, replace(CERTIFICATE, device=DEVICE + 1))
    with pytest.raises(BadInput):
        make_grant(BUREAU, REQUEST, [OWN, twice], [], {})


def test_certificates_and_keys_of_another_bureau_do_not_pass_in_a_grant() -> None:
    foreign = sign_certificate(OTHER_BUREAU, CERTIFICATE)
    with pytest.raises(Damaged):
        make_grant(BUREAU, REQUEST, [OWN, foreign], [], {})
    foreign_key = seal_scope_key(OTHER_BUREAU, SCOPE_KEY, DEVICE, KEYS.receive_public)
    with pytest.raises(Damaged):
        read_grant(make_grant(BUREAU, REQUEST, [OWN], [foreign_key], {}), REQUEST)


def test_a_grant_without_our_certificate_is_refused_though_a_bureau_signed_it() -> None:
    data = sign_object(BUREAU.sign, "grant", {
        "request": hashlib.sha256(REQUEST).hexdigest(), "label": "x", "bureau": BUREAU.public.hex(),
        "certificates": [OTHERS.decode()], "scope_keys": [], "extra": {}})
    with pytest.raises(Damaged):
        read_grant(data, REQUEST)


def test_every_changed_byte_of_a_grant_is_refused() -> None:
    data = make_grant(BUREAU, REQUEST, [OWN], [SEALED_KEY], EXTRA)
    for place in range(0, len(data), 5):
        with pytest.raises(Damaged):
            read_grant(flipped(data, place), REQUEST)


def test_the_recovery_file_gives_back_the_bureau_and_every_scope_key() -> None:
    keys = [ScopeKey(Scope(2), 2, bytes(32)), SCOPE_KEY, ScopeKey(Scope(0), 1, b"\1" * 32)]
    data = make_recovery(BUREAU, keys, "四个 随机 的 词", SALT, NONCE, CHEAP)
    bureau, opened = open_recovery(data, "四个 随机 的 词")
    assert bureau.public == BUREAU.public
    assert opened == [keys[2], keys[1], keys[0]]
    assert BUREAU.to_bytes().hex().encode() not in data and SCOPE_KEY.key.hex().encode() not in data


def test_the_recovery_file_stays_shut_under_another_passphrase() -> None:
    with pytest.raises(NotAllowed):
        open_recovery(make_recovery(BUREAU, [], "right", SALT, NONCE, CHEAP), "wrong")


def test_every_changed_byte_of_a_recovery_file_is_refused() -> None:
    data = make_recovery(BUREAU, [SCOPE_KEY], "right", SALT, NONCE, CHEAP)
    for place in range(0, len(data), 3):
        with pytest.raises((Damaged, NotAllowed)):
            open_recovery(flipped(data, place), "right")
