"""Keys: of devices, of the bureau, of scopes; sealing a scope key to a device.

Owns which algorithm each key uses (Ed25519 to sign, X25519 with HPKE to receive) and the bytes of each. Must not know
where keys are kept. Seeds are passed in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ..domain.core import MAX_DEVICE, Scope
from ..errors import Damaged, NotAllowed
from ..i18n import tr
from .canon import INT_MAX, KEY_SIZE, NONCE_SIZE, canonical, domain, exact, from_hex, malformed_as, within
from .signed import read_object, sign_object, verify

__all__ = ["BUREAU_DEVICE", "KEY_SIZE", "NONCE_SIZE", "BureauKey", "DeviceKeys", "ScopeKey", "SealedKeyAddress",
           "check_scope_key", "open_scope_key", "public_pem", "seal_scope_key", "verify"]

BUREAU_DEVICE = MAX_DEVICE  # the number under which scope keys are sealed to the bureau itself; no laptop gets it

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_HPKE_SIZE = 32 + KEY_SIZE + 16  # ephemeral public key, the sealed key, GCM tag


def public_pem(public: bytes) -> bytes:
    """An Ed25519 public key (32 bytes) as the PEM that openssl reads."""
    key = Ed25519PublicKey.from_public_bytes(exact(public, KEY_SIZE, "public key"))
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


@dataclass(frozen=True, slots=True, repr=False)
class DeviceKeys:
    """The two private keys of a device: one to sign with, one to receive scope keys with."""

    _sign: Ed25519PrivateKey
    _receive: X25519PrivateKey

    @classmethod
    def from_seeds(cls, sign: bytes, receive: bytes) -> Self:
        """Keys from two times 32 random bytes."""
        return cls(Ed25519PrivateKey.from_private_bytes(exact(sign, KEY_SIZE, "signing seed")),
                   X25519PrivateKey.from_private_bytes(exact(receive, KEY_SIZE, "receiving seed")))

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Keys from what `to_bytes` gave (64 bytes). Raises Damaged."""
        if len(data) != 2 * KEY_SIZE:
            raise Damaged(tr("设备密钥长度不对。", "The device's keys have the wrong length."))
        return cls.from_seeds(data[:KEY_SIZE], data[KEY_SIZE:])

    def to_bytes(self) -> bytes:
        """64 secret bytes: signing seed, receiving seed."""
        return self._sign.private_bytes_raw() + self._receive.private_bytes_raw()

    @property
    def sign_public(self) -> bytes:
        """The Ed25519 public key, 32 bytes."""
        return self._sign.public_key().public_bytes_raw()

    @property
    def receive_public(self) -> bytes:
        """The X25519 public key, 32 bytes."""
        return self._receive.public_key().public_bytes_raw()

    def sign(self, prefix: str, message: bytes) -> bytes:
        """The signature (64 bytes) over `message` as the thing `prefix` ("segment", "enrol-request" ...)."""
        return self._sign.sign(domain(prefix) + message)

    def receive(self, sealed: bytes, info: bytes) -> bytes | None:
        """What was sealed by HPKE to these keys under `info`; None if it was not."""
        try:
            return _SUITE.decrypt(sealed, self._receive, info=info)
        except InvalidTag:
            return None


@dataclass(frozen=True, slots=True, repr=False)
class BureauKey:
    """The bureau's private key; it signs certificates, revocations, scope keys and grants only."""

    _sign: Ed25519PrivateKey

    @classmethod
    def from_seed(cls, seed: bytes) -> Self:
        """The key from 32 random bytes."""
        return cls(Ed25519PrivateKey.from_private_bytes(exact(seed, KEY_SIZE, "bureau seed")))

    def to_bytes(self) -> bytes:
        """The 32 secret bytes `from_seed` takes."""
        return self._sign.private_bytes_raw()

    @property
    def public(self) -> bytes:
        """The Ed25519 public key, 32 bytes."""
        return self._sign.public_key().public_bytes_raw()

    def receiver(self) -> DeviceKeys:
        """The keys with which the bureau opens scope keys sealed to itself (as `BUREAU_DEVICE`).

        Derived from its seed, so that a recovery file also opens the keys that were made after it.
        """
        derive = HKDF(algorithm=SHA256(), length=2 * KEY_SIZE, salt=None, info=domain("bureau-receiver"))
        return DeviceKeys.from_bytes(derive.derive(self.to_bytes()))

    def sign(self, prefix: str, message: bytes) -> bytes:
        """The signature (64 bytes) over `message` as the thing `prefix` ("certificate", "grant" ...)."""
        return self._sign.sign(domain(prefix) + message)


@dataclass(frozen=True, slots=True)
class ScopeKey:
    """The secret all devices of a scope share during one epoch: 32 bytes."""

    scope: Scope
    epoch: int  # 1, 2, 3 ...: a revocation starts a new one
    key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        exact(self.key, KEY_SIZE, "scope key")


@dataclass(frozen=True, slots=True)
class SealedKeyAddress:
    """Which scope key a sealed scope key holds, and for which device."""

    scope: Scope
    epoch: int
    device: int


def seal_scope_key(bureau: BureauKey, key: ScopeKey, device: int, receive_public: bytes) -> bytes:
    """`key` for one device, as a JSON object signed by the bureau. Never twice the same bytes (HPKE)."""
    info = _scope_key_info(SealedKeyAddress(key.scope, key.epoch, device))
    public = X25519PublicKey.from_public_bytes(exact(receive_public, KEY_SIZE, "receiving key"))
    sealed = _SUITE.encrypt(key.key, public, info=info)
    return sign_object(bureau.sign, "scope-key", {
        "scope": key.scope, "epoch": key.epoch, "device": device, "sealed": sealed.hex()})


def check_scope_key(data: bytes, bureau_public: bytes) -> SealedKeyAddress:
    """What anyone can check of a sealed scope key: form and the bureau's signature. Raises Damaged."""
    return _read_scope_key(data, bureau_public)[0]


def open_scope_key(data: bytes, bureau_public: bytes, device: int, keys: DeviceKeys) -> ScopeKey:
    """The scope key that the bureau sealed for `device`.

    Raises Damaged when form or signature is wrong, NotAllowed when it was sealed for another device or
    for other keys of this one.
    """
    address, sealed = _read_scope_key(data, bureau_public)
    if address.device != device:
        raise NotAllowed(
            tr("这把数据密钥是给设备 {theirs} 的，本机是设备 {ours}。",
               "This scope key was sealed for device {theirs}; this is device {ours}.")
            .format(theirs=address.device, ours=device), where="scope-key")
    key = keys.receive(sealed, _scope_key_info(address))
    if key is None or len(key) != KEY_SIZE:
        raise NotAllowed(
            tr("这把数据密钥不是封给本机现有密钥的。",
               "This scope key was not sealed for the keys of this device."), where="scope-key",
            todo=tr("请管理员重新授权本机。", "Ask the administrator to enrol this device again."))
    return ScopeKey(address.scope, address.epoch, key)


def _read_scope_key(data: bytes, bureau_public: bytes) -> tuple[SealedKeyAddress, bytes]:
    fields = read_object(data, "scope-key", {"scope": int, "epoch": int, "device": int, "sealed": str},
                         lambda _: bureau_public)
    with malformed_as(Damaged, "scope-key"):
        address = SealedKeyAddress(Scope(within(fields["scope"], 0, INT_MAX, "scope")),
                                   within(fields["epoch"], 1, INT_MAX, "epoch"),
                                   within(fields["device"], 1, MAX_DEVICE, "device"))
        return address, from_hex(fields["sealed"], _HPKE_SIZE, "sealed")


def _scope_key_info(address: SealedKeyAddress) -> bytes:
    """What HPKE binds the sealed key to."""
    return domain("scope-key") + canonical(
        {"scope": address.scope, "epoch": address.epoch, "device": address.device})
