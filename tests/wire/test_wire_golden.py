"""The program writes and reads the golden vectors byte for byte; docs/format.md speaks of the same bytes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from wire_examples import BUREAU, CERTIFICATE, DEVICE, DISTRICT, KEYS, NONCE, SCOPE_KEY, golden

from fieldaudit.domain.core import (
    Change,
    CommitId,
    Revocation,
    RowId,
    Scope,
    SegmentBody,
    SegmentHeader,
    make_id,
)
from fieldaudit.wire import blobs, canon, certs, keys, names, passphrase, receipts, segments
from fieldaudit.wire.frame import encrypt, head_bytes

VECTORS = ("commit", "segment", "blob", "certificate", "revocation", "scope_key", "receipt")
FORMAT = (Path(__file__).parents[2] / "docs" / "format.md").read_text("utf-8")


def raw(name: str, field: str = "hex") -> bytes:
    return bytes.fromhex(golden(name)[field])


@pytest.mark.parametrize("name", VECTORS)
def test_the_format_document_names_the_hash_of_each_vector(name: str) -> None:
    digest = hashlib.sha256(raw(name)).hexdigest()
    assert golden(name)["sha256"] == digest
    assert f"`{name}.json`" in FORMAT and digest in FORMAT


def test_the_vectors_lie_where_the_document_says() -> None:
    found = sorted(path.stem for path in (Path(__file__).parent / "golden").iterdir())
    assert found == sorted(VECTORS)


def test_the_format_document_gives_every_limit_magic_and_step_of_the_program() -> None:
    for limit in (segments.MAX_BODY, segments.MAX_COMMIT, blobs.MAX_BLOB, passphrase.SCRYPT_N, passphrase.SCRYPT_N_MAX,
                  names.MAX_ORDINAL, keys.BUREAU_DEVICE, receipts.MAX_LACKING):
        assert f"{limit:,}" in FORMAT
    for magic in (segments.SEGMENT_MAGIC, blobs.BLOB_MAGIC):
        assert magic.hex() in FORMAT and magic.decode().strip() in FORMAT
    for field in ("body_sha256", "chain", "digest"):
        assert golden("segment")[field] in FORMAT
    for thing in ("segment", "receipt", "certificate", "revocation", "scope-key", "enrol-request", "grant"):
        assert f"`{thing}`" in FORMAT


def test_the_golden_commit_is_written_and_read() -> None:
    written = Change("answer", RowId(make_id(3, 40)), {"note": '消防通道"堵塞"\n已拍照 🔥', "value": None},
                     base={"value": (CommitId(make_id(3, 11)), CommitId(make_id(5, 9)))})
    commit = segments.decode_commit(raw("commit"))
    assert (commit.device, commit.seq, commit.scope, commit.verb) == (3, 12, 2, "correct")
    assert commit.changes[0] == written
    assert commit.changes[1].cells == {"lon": 120.89, "beds": (1 << 63) - 1, "void": "录入重复"}
    assert commit.changes[1].saw == (make_id(1, 4),)
    assert [change.new for change in commit.changes] == [False, False, True]
    assert segments.encode_commit(commit) == raw("commit")


def segment_header() -> SegmentHeader:
    fields = golden("segment")["header"]
    return SegmentHeader(**{**fields, "prev": bytes.fromhex(fields["prev"])})


def segment_body() -> SegmentBody:
    vector = golden("segment")
    return SegmentBody(tuple(segments.decode_commit(text.encode()) for text in vector["commits"]),
                       {(Scope(scope), device): last for scope, device, last in vector["frontier"]})


def test_the_golden_segment_opens_and_checks() -> None:
    checked = segments.check_segment(raw("segment"), raw("segment", "sign_public"))
    assert (checked.chain, checked.digest) == (raw("segment", "chain"), raw("segment", "digest"))
    assert checked.header == segment_header()
    assert segments.open_segment(raw("segment"), SCOPE_KEY) == segment_body()


def test_the_golden_segment_is_written_step_by_step() -> None:
    body = segments.encode_body(segment_body())
    assert body == golden("segment")["body_text"].encode()
    assert segments.chain_hash(segment_header(), body, SCOPE_KEY) == raw("segment", "chain")
    head = head_bytes(segments.SEGMENT_MAGIC, golden("segment")["header_text"].encode())
    sealed = encrypt(head, SCOPE_KEY, NONCE, raw("segment", "compressed"))
    assert hashlib.sha256(sealed).digest() == raw("segment", "digest")
    signature = KEYS.sign("segment", raw("segment", "chain") + raw("segment", "digest"))
    assert sealed + raw("segment", "chain") + signature == raw("segment")


def test_sealing_the_golden_body_gives_the_golden_segment_but_for_the_compressors_bytes() -> None:
    body = golden("segment")["body_text"].encode()
    sealed = segments.seal_segment(segment_header(), body, SCOPE_KEY, KEYS, NONCE)
    begin = 12 + len(golden("segment")["header_text"]) + len(NONCE)
    assert sealed[:begin] == raw("segment")[:begin]
    assert sealed[-96:-64] == raw("segment", "chain")
    assert segments.open_segment(sealed, SCOPE_KEY) == segment_body()


def test_the_golden_blob_is_written_and_read() -> None:
    plain = raw("blob", "plain")
    assert blobs.seal_blob(plain, SCOPE_KEY, DEVICE, NONCE) == raw("blob")
    assert blobs.open_blob(raw("blob"), SCOPE_KEY) == plain
    assert blobs.blob_name(raw("blob")) == golden("blob")["sha256"]


def test_the_golden_certificate_and_revocation_are_written_and_read() -> None:
    revocation = Revocation(DEVICE, 2, {Scope(0): 1, DISTRICT: 5}, 1_796_000_000_000)
    assert certs.sign_certificate(BUREAU, CERTIFICATE) == raw("certificate")
    assert certs.sign_revocation(BUREAU, revocation) == raw("revocation")
    assert certs.read_certificate(raw("certificate"), BUREAU.public) == CERTIFICATE
    assert certs.read_certificate(raw("revocation"), BUREAU.public) == revocation


def test_the_golden_scope_key_opens() -> None:
    assert keys.open_scope_key(raw("scope_key"), BUREAU.public, DEVICE, KEYS) == SCOPE_KEY


@pytest.mark.parametrize("name", ["certificate", "commit", "receipt", "revocation", "scope_key"])
def test_the_golden_texts_are_the_golden_bytes_and_canonical(name: str) -> None:
    assert golden(name)["text"].encode() == raw(name)
    assert canon.canonical(json.loads(golden(name)["text"])) == raw(name)
