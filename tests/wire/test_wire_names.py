"""Names of objects read back exactly, and nothing else is a name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldaudit.domain.core import MAX_DEVICE, Scope
from fieldaudit.errors import BadInput, OurBug
from fieldaudit.wire.names import (
    MAX_ORDINAL,
    BlobName,
    CertificateName,
    ReceiptName,
    ScopeKeyName,
    SegmentName,
    blob_name_of,
    certificate_name,
    parse_name,
    receipt_name,
    scope_key_name,
    segment_name,
)

pytestmark = pytest.mark.slow  # `make check` stays under a minute

HEX = "ab" * 32
SCOPES = st.integers(0, (1 << 63) - 1).map(Scope)
DEVICES = st.integers(1, MAX_DEVICE)
NUMBERS = st.integers(1, (1 << 63) - 1)


def test_names_are_spelt_as_the_format_says() -> None:
    assert segment_name(Scope(2), 3, 7) == "segments/2/3/00000007"
    assert blob_name_of(Scope(2), HEX) == f"blobs/2/ab/{HEX}"
    assert certificate_name(3, 1) == "certs/3/1"
    assert scope_key_name(Scope(0), 1, 3) == "keys/0/1/3"
    assert receipt_name(3, 12) == "receipts/3/12"


@settings(derandomize=True, max_examples=60, deadline=None)
@given(SCOPES, DEVICES, NUMBERS, st.integers(1, MAX_ORDINAL), st.binary(min_size=32, max_size=32))
def test_every_name_reads_back(scope: Scope, device: int, number: int, ordinal: int, digest: bytes) -> None:
    assert parse_name(segment_name(scope, device, ordinal)) == SegmentName(scope, device, ordinal)
    assert parse_name(blob_name_of(scope, digest.hex())) == BlobName(scope, digest.hex())
    assert parse_name(certificate_name(device, number)) == CertificateName(device, number)
    assert parse_name(scope_key_name(scope, number, device)) == ScopeKeyName(scope, number, device)
    assert parse_name(receipt_name(device, number)) == ReceiptName(device, number)


@pytest.mark.parametrize("name", [
    "", "segments", "segments/2/3", "segments/2/3/7", "segments/2/3/00000000", "segments/2/0/00000001",
    "segments/02/3/00000001", "segments/2/3/00000001/", "/segments/2/3/00000001", "segments/2/3/00000001\n",
    "segments/../3/00000001", "segments//3/00000001", "segments/-1/3/00000001", "segments/２/3/00000001",
    "Segments/2/3/00000001", "segments\\2\\3\\00000001", "segments/2/4194304/00000001",
    "segments/2/3/00000001\0",
    f"segments/{1 << 63}/3/00000001", f"blobs/2/ab/{HEX.upper()}", f"blobs/2/cd/{HEX}", f"blobs/2/ab/{HEX}0",
    f"blobs/2/ab/../{HEX}", "certs/0/1", "certs/3/0", "certs/3/01", "certs/3/1.tmp", "keys/0/0/3",
    "keys/0/1/0", "receipts/1", "receipts/0/1",
    "receipts/1/0", "receipts/1/01", "../certs/3/1", "certs/3/../../../etc/passwd", "C:/certs/3/1"])
def test_any_other_spelling_is_refused_and_shown(name: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_name(name)
    assert caught.value.where == ascii(name)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.from_regex(r"\A(segments|blobs|certs|keys)(/[0-9a-f.]{1,9}){1,3}\Z"))
def test_a_name_that_is_accepted_is_the_one_spelling_of_what_it_means(name: str) -> None:
    try:
        found = parse_name(name)
    except BadInput:
        return
    match found:
        case SegmentName(scope, device, ordinal):
            again = segment_name(scope, device, ordinal)
        case BlobName(scope, digest):
            again = blob_name_of(scope, digest)
        case CertificateName(device, serial):
            again = certificate_name(device, serial)
        case ScopeKeyName(scope, epoch, device):
            again = scope_key_name(scope, epoch, device)
    assert again == name


@pytest.mark.parametrize("spell", [
    partial(segment_name, Scope(2), 3, MAX_ORDINAL + 1), partial(segment_name, Scope(2), 0, 1),
    partial(blob_name_of, Scope(2), "../x"), partial(certificate_name, 1, 0),
    partial(scope_key_name, Scope(-1), 1, 1)])
def test_numbers_out_of_range_make_no_name(spell: Callable[[], str]) -> None:
    with pytest.raises(OurBug):
        spell()
