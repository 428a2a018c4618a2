"""Certificates and revocations say only what the bureau signed."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from wire_examples import BUREAU, CERTIFICATE, DEVICE, DISTRICT, OTHER_BUREAU, SCOPE_KEY

from fieldaudit.domain.core import Certificate, Revocation, RowId, Scope
from fieldaudit.errors import BadInput, Damaged
from fieldaudit.wire.certs import read_certificate, sign_certificate, sign_revocation
from fieldaudit.wire.keys import seal_scope_key

REVOCATION = Revocation(DEVICE, 2, {DISTRICT: 5, Scope(0): 1}, 1_796_000_000_000)


def test_a_certificate_and_a_revocation_read_back_as_signed() -> None:
    assert read_certificate(sign_certificate(BUREAU, CERTIFICATE), BUREAU.public) == CERTIFICATE
    assert read_certificate(sign_revocation(BUREAU, REVOCATION), BUREAU.public) == REVOCATION
    nothing_counts = replace(REVOCATION, last={})
    assert read_certificate(sign_revocation(BUREAU, nothing_counts), BUREAU.public) == nothing_counts


def test_another_bureaus_certificate_is_damaged() -> None:
    for data in (sign_certificate(OTHER_BUREAU, CERTIFICATE), sign_revocation(OTHER_BUREAU, REVOCATION)):
        with pytest.raises(Damaged):
            read_certificate(data, BUREAU.public)


@pytest.mark.parametrize("flip", [1, 0x20])
def test_every_changed_byte_of_a_certificate_or_revocation_is_refused(flip: int) -> None:
    for data in (sign_certificate(BUREAU, CERTIFICATE), sign_revocation(BUREAU, REVOCATION)):
        for place in range(len(data)):
            changed = data[:place] + bytes([data[place] ^ flip]) + data[place + 1:]
            with pytest.raises(Damaged):
                read_certificate(changed, BUREAU.public)


def test_another_spelling_of_the_same_certificate_is_refused() -> None:
    data = sign_certificate(BUREAU, CERTIFICATE)
    for other in (data + b"\n", json.dumps(json.loads(data)).encode(),
                  data.replace(b'"laptop"', b'"l\\u0061ptop"'),
                  data.replace(b'"device":3', b'"device":3,"device":3')):
        assert json.loads(other) == json.loads(data)
        with pytest.raises(Damaged):
            read_certificate(other, BUREAU.public)


def test_a_signed_object_of_another_kind_is_no_certificate() -> None:
    sealed = seal_scope_key(BUREAU, SCOPE_KEY, DEVICE, CERTIFICATE.receive_key)
    for data in (sealed, b"[]", b"{}", b'{"fieldaudit":1}'):
        with pytest.raises(Damaged):
            read_certificate(data, BUREAU.public)


@pytest.mark.parametrize("broken", [
    replace(CERTIFICATE, device=0), replace(CERTIFICATE, device=1 << 22), replace(CERTIFICATE, serial=0),
    replace(CERTIFICATE, kind="phone"), replace(CERTIFICATE, sign_key=bytes(31)),
    replace(CERTIFICATE, people=CERTIFICATE.people[::-1]),
    replace(CERTIFICATE, people=CERTIFICATE.people * 2),
    replace(CERTIFICATE, people=((RowId(7), "检查员甲"),)),
    replace(CERTIFICATE, people=((RowId(0), "inspector"),)),
    replace(CERTIFICATE, scopes=(DISTRICT,)), replace(CERTIFICATE, scopes=(DISTRICT, Scope(0))),
    replace(CERTIFICATE, scopes=(Scope(0), Scope(0))),
    replace(CERTIFICATE, valid_to=CERTIFICATE.valid_from - 1),
    replace(CERTIFICATE, valid_from=-1)])
def test_a_certificate_that_breaks_a_rule_is_not_signed(broken: Certificate) -> None:
    with pytest.raises(BadInput):
        sign_certificate(BUREAU, broken)


@pytest.mark.parametrize("broken", [
    replace(REVOCATION, last={Scope(0): 0}), replace(REVOCATION, last={Scope(-1): 1}),
    replace(REVOCATION, at=-1), replace(REVOCATION, last={Scope(0): 100_000_000}),
    replace(REVOCATION, serial=0)])
def test_a_revocation_that_breaks_a_rule_is_not_signed(broken: Revocation) -> None:
    with pytest.raises(BadInput):
        sign_revocation(BUREAU, broken)
