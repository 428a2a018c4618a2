"""Functions that encode, digest and verify texts. Importing this module registers them.

Spec: getodk.github.io/xforms-spec, `digest` (as in XForms 1.1) and `base64-decode`; docs.getodk.org for `extract-signed`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib

from ...i18n import tr
from .dialect import EvaluationError, Value, to_string
from .registry import register, words_of
from .world import Context

_ALGORITHMS = {"MD5": "md5", "SHA1": "sha1", "SHA256": "sha256", "SHA384": "sha384", "SHA512": "sha512"}
_SIGNATURE = 64  # bytes of an Ed25519 signature


@register("digest", 2, 3, tr("文本的摘要：MD5、SHA-1、SHA-256、SHA-384、SHA-512；base64 或 hex",
                             "MD5, SHA-1, SHA-256, SHA-384 or SHA-512 of a text, in base64 or hex"))
def _digest(context: Context, text: Value, algorithm: Value, encoding: Value = "base64") -> Value:
    """Raises EvaluationError naming an algorithm or encoding there is not (XForms 1.1: xforms-compute-exception)."""
    wanted, written = to_string(algorithm), to_string(encoding)
    name = _ALGORITHMS.get(wanted.upper().replace("-", ""))
    if name is None:
        raise EvaluationError(tr(f"不支持的摘要算法“{wanted}”", f"unknown digest algorithm {wanted!r}"))
    if written.lower() not in ("base64", "hex"):
        raise EvaluationError(tr(f"不支持的摘要编码“{written}”", f"unknown digest encoding {written!r}"))
    raw = hashlib.new(name, to_string(text).encode(), usedforsecurity=False).digest()
    return raw.hex() if written.lower() == "hex" else base64.b64encode(raw).decode()


def _bytes(text: Value) -> bytes | None:
    """Bytes from base64, the standard or the URL-safe alphabet, padded or not; None when it is neither."""
    packed = "".join(words_of(text)).replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True)
    except (binascii.Error, ValueError):  # ValueError: characters beyond ASCII
        return None


@register("base64-decode", 1, None, tr("base64 解码为 UTF-8 文本", "UTF-8 text from base64"))
def _base64_decode(context: Context, text: Value) -> Value:
    """Bytes that are no UTF-8 become U+FFFD, as on both clients; what is no base64 gives blank."""
    raw = _bytes(text)
    return "" if raw is None else raw.decode(errors="replace")


@register("extract-signed", 2, None, tr("签名（Ed25519）有效时的正文，否则为空",
                                        "the signed text if its Ed25519 signature holds, else blank"), source="odk")
def _extract_signed(context: Context, signed: Value, public_key: Value) -> Value:
    """`signed` is base64 of 64 bytes of signature and the message; `public_key` base64 of the 32 bytes of the key."""
    from cryptography.exceptions import InvalidSignature  # late: few forms need it
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    raw, key = _bytes(signed), _bytes(public_key)
    if raw is None or key is None or len(key) != 32 or len(raw) < _SIGNATURE:
        return ""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(raw[:_SIGNATURE], raw[_SIGNATURE:])
        return raw[_SIGNATURE:].decode()
    except (InvalidSignature, UnicodeDecodeError):
        return ""
