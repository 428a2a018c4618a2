"""A secret under a passphrase: scrypt and AES-256-GCM.

Owns the fields and the cost. Imports little: while the key is derived (it takes a quarter of a second, without Python's lock)
the rest of the program is loaded. Salts and nonces are passed in.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from ..errors import BadInput, Damaged, NotAllowed, OurBug
from ..i18n import tr
from .canon import KEY_SIZE, NONCE_SIZE, domain, exact, from_hex, malformed_as, require, shaped, within

SALT_SIZE = 16
SCRYPT_N = 1 << 17  # 128 MB and about half a second: what OWASP asks of scrypt
SCRYPT_N_MIN, SCRYPT_N_MAX = 1 << 4, 1 << 19  # above 512 MB a small laptop would fail to open its own file

_PASSPHRASE = domain("passphrase")
_WRAPPED = {"kdf": str, "n": int, "r": int, "p": int, "salt": str, "nonce": str, "sealed": str}


def wrap_with_passphrase(secret: bytes, passphrase: str, salt16: bytes, nonce12: bytes,
                         n: int = SCRYPT_N) -> dict[str, str | int]:
    """`secret` under a passphrase, as plain JSON fields: scrypt (cost `n`, r 8, p 1) and AES-256-GCM.

    Raises BadInput for an empty passphrase. Salt and nonce must be new random bytes every time.
    """
    if not passphrase:
        raise BadInput(tr("口令不能为空。", "The passphrase must not be empty."))
    if not SCRYPT_N_MIN <= n <= SCRYPT_N_MAX or n & (n - 1):
        raise OurBug(f"scrypt cost out of range: {n}")
    salt, nonce = exact(salt16, SALT_SIZE, "salt"), exact(nonce12, NONCE_SIZE, "nonce")
    sealed = AESGCM(_passphrase_key(passphrase, salt, n)).encrypt(nonce, secret, _PASSPHRASE)
    return {"kdf": "scrypt", "n": n, "r": 8, "p": 1, "salt": salt.hex(), "nonce": nonce.hex(),
            "sealed": sealed.hex()}


def unwrap_with_passphrase(wrapped: Mapping[str, object], passphrase: str) -> bytes:
    """The secret of `wrap_with_passphrase`. Raises NotAllowed (wrong passphrase) or Damaged."""
    with malformed_as(Damaged, "passphrase"):
        fields = shaped(dict(wrapped), _WRAPPED)
        n = within(fields["n"], SCRYPT_N_MIN, SCRYPT_N_MAX, "n")
        require((fields["kdf"], fields["r"], fields["p"], n & (n - 1)) == ("scrypt", 8, 1, 0),
                "口令保护方式不认识。", "The passphrase protection is of an unknown kind.")
        salt = from_hex(fields["salt"], SALT_SIZE, "salt")
        nonce = from_hex(fields["nonce"], NONCE_SIZE, "nonce")
        sealed = from_hex(fields["sealed"], len(fields["sealed"]) // 2, "sealed")
        require(len(sealed) >= 16, "内容过短。", "The content is too short.")
    try:
        return AESGCM(_passphrase_key(passphrase, salt, n)).decrypt(nonce, sealed, _PASSPHRASE)
    except InvalidTag as fault:
        raise NotAllowed(tr("口令不对。", "Wrong passphrase."),
                         todo=tr("请检查大小写和输入法后再试。",
                                 "Check capitals and input method, then try again.")) from fault


def _passphrase_key(passphrase: str, salt: bytes, n: int) -> bytes:
    """NFC first: the same words typed on another system must give the same key."""
    try:
        words = unicodedata.normalize("NFC", passphrase).encode("utf-8")
    except UnicodeEncodeError as fault:
        raise BadInput(tr("口令中有无法识别的字符。",
                          "The passphrase holds a character that is no text.")) from fault
    return Scrypt(salt=salt, length=KEY_SIZE, n=n, r=8, p=1).derive(words)
