"""A second reader, written from docs/format.md alone: it uses nothing of the program."""

from __future__ import annotations

import hashlib
import hmac
import json
from itertools import accumulate
from typing import Any

import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from wire_examples import golden


def vector(name: str, *names: str) -> list[bytes]:
    return [bytes.fromhex(golden(name)[field]) for field in names]


def demand_signature(public: bytes, thing: str, message: bytes, signature: bytes) -> None:
    """Raises InvalidSignature."""
    prefix = b"fieldaudit/" + thing.encode() + b"/1\0"
    Ed25519PublicKey.from_public_bytes(public).verify(signature, prefix + message)


def rewritten(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def rows_of(group: dict[str, Any]) -> list[list[Any]]:
    """The changes of a group in the form of section 7."""
    changes: list[list[Any]] = []
    for place, row in enumerate(accumulate(group["row"])):
        values = [column[place] for column in group["cells"]]
        cells = dict(zip(group["columns"], values, strict=True))
        base = {group["columns"][at]: ids for where, at, ids in group["base"] if where == place}
        saw: list[int] = next((ids for where, ids in group["saw"] if where == place), [])
        change = [group["table"], row, group["new"], cells, base, saw]
        changes.append(change if saw else change[:5] if base else change[:4])
    return changes


def commits_of(body: dict[str, Any], device: int, scope: int) -> list[list[Any]]:
    """The commits of a body in the form of section 7."""
    columns, turns = body["commits"], iter(body["order"])
    groups = [iter(rows_of(group)) for group in body["groups"]]
    walls = list(accumulate(columns["wall"]))
    return [[device << 40 | seq, hlc, wall, wall + later, author, scope, verb,
             [next(groups[next(turns)]) for _ in range(count)]]
            for seq, hlc, wall, later, author, verb, count in zip(
                accumulate(columns["seq"]), accumulate(columns["hlc"]), walls, columns["observed_at"],
                columns["author"], columns["verb"], columns["changes"], strict=True)]


def test_the_golden_segment_reads_as_the_format_says() -> None:
    data, key, public = vector("segment", "hex", "scope_key", "sign_public")
    assert data[:8] == b"FA-SEG1\n"
    end = 12 + int.from_bytes(data[8:12], "big")
    header = json.loads(data[12:end])
    chain, signature = data[-96:-64], data[-64:]
    demand_signature(public, "segment", chain + hashlib.sha256(data[:-96]).digest(), signature)
    packed = AESGCM(key).decrypt(data[end:end + 12], data[end + 12:-96], data[:end])
    body = zstandard.ZstdDecompressor().decompress(packed)
    inner = hmac.new(key, body, "sha256").digest()
    assert hashlib.sha256(bytes.fromhex(header["prev"]) + data[12:end] + inner).digest() == chain
    commits = commits_of(json.loads(body), header["device"], header["scope"])
    assert [rewritten(commit).decode() for commit in commits] == golden("segment")["commits"]
    assert commits[-1] == json.loads(golden("commit")["text"])
    assert json.loads(body)["frontier"] == golden("segment")["frontier"]


def test_the_golden_blob_reads_as_the_format_says() -> None:
    data, key, plain = vector("blob", "hex", "scope_key", "plain")
    assert data[:8] == b"FA-BLB1\n"
    end = 12 + int.from_bytes(data[8:12], "big")
    assert json.loads(data[12:end]) == {"scope": 2, "epoch": 1, "device": 3, "size": len(plain)}
    assert AESGCM(key).decrypt(data[end:end + 12], data[end + 12:], data[:end]) == plain


def test_the_golden_signed_objects_are_signed_as_the_format_says() -> None:
    for name in ("certificate", "revocation", "scope_key", "receipt"):
        thing = name.replace("_", "-")
        data, public = vector(name, "hex", "sign_public" if name == "receipt" else "bureau_public")
        fields = json.loads(data)
        assert rewritten(fields) == data
        assert fields["fieldaudit"] == f"{thing}/1"
        signature = bytes.fromhex(fields.pop("signature"))
        demand_signature(public, thing, rewritten(fields), signature)


# -- RFC 9180, base mode, for DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM ------------------

KEM_SUITE = b"KEM" + (0x0020).to_bytes(2, "big")
HPKE_SUITE = b"HPKE" + b"".join(number.to_bytes(2, "big") for number in (0x0020, 0x0001, 0x0002))


def extract(salt: bytes, suite: bytes, label: bytes, secret: bytes) -> bytes:
    return hmac.new(salt or bytes(32), b"HPKE-v1" + suite + label + secret, "sha256").digest()


def expand(key: bytes, suite: bytes, label: bytes, info: bytes, length: int) -> bytes:
    """One block of HKDF-Expand is enough: at most 32 bytes."""
    text = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return hmac.new(key, text + b"\1", "sha256").digest()[:length]


def test_the_golden_scope_key_opens_as_the_format_says() -> None:
    data, receive, own_public, key = vector("scope_key", "hex", "receive_seed", "receive_public", "key")
    sealed = bytes.fromhex(json.loads(data)["sealed"])
    encapsulated, encrypted = sealed[:32], sealed[32:]
    info = b'fieldaudit/scope-key/1\0{"device":3,"epoch":1,"scope":2}'
    sender = X25519PublicKey.from_public_bytes(encapsulated)
    shared = X25519PrivateKey.from_private_bytes(receive).exchange(sender)
    secret = expand(extract(b"", KEM_SUITE, b"eae_prk", shared), KEM_SUITE, b"shared_secret",
                    encapsulated + own_public, 32)
    context = (b"\0" + extract(b"", HPKE_SUITE, b"psk_id_hash", b"")
               + extract(b"", HPKE_SUITE, b"info_hash", info))
    root = extract(secret, HPKE_SUITE, b"secret", b"")
    opener = AESGCM(expand(root, HPKE_SUITE, b"key", context, 32))
    assert opener.decrypt(expand(root, HPKE_SUITE, b"base_nonce", context, 12), encrypted, b"") == key
