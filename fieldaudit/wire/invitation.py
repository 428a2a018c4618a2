"""A one-time code, and the letters that two who know it exchange through a place that both distrust.

Whoever knows the code can open and write letters of its box; the hub that keeps them can do neither. So a new laptop
and the bureau know that they speak with each other, and a bureau with its own hub. Must not know how letters travel.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from ..errors import BadInput, Damaged
from ..i18n import tr
from . import codes
from .canon import domain, exact
from .keys import NONCE_SIZE

CODE_BYTES = 8  # random bytes a code is made of; its 12 characters carry 60 bits of them
LETTERS = 12
MAX_LETTER = 1_000_000  # bytes of a grant: a certificate has some 600, a wrapped key some 450

_ID, _KEY, _TAG = 16, 32, 16


@dataclass(frozen=True, slots=True, repr=False)
class Box:
    """What both derive from the code: where the letters lie, and the key that seals them."""

    id: str  # 32 hex characters; tells nothing of the code
    key: bytes = field(repr=False)

    @classmethod
    def of_code(cls, code: str) -> Self:
        """The box of a code as a person typed it. Raises BadInput unless it has twelve letters and digits.

        Slow (scrypt, about 50 ms): 60 bits of it cannot be met by trial.
        """
        plain = codes.plain_code(code)
        if len(plain) != LETTERS:
            raise BadInput(
                tr("邀请码应为 12 个字母或数字", "a code has twelve letters and digits"),
                todo=tr("写作 XXXX-XXXX-XXXX，大小写、空格和连字符均可。", "XXXX-XXXX-XXXX; case and hyphens do not matter."),
            )
        derived = Scrypt(salt=domain("invitation"), length=_ID + _KEY, n=1 << 14, r=8, p=1).derive(plain.encode("ascii"))
        return cls(derived[:_ID].hex(), derived[_ID:])

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The box that `to_bytes` gave. Raises Damaged."""
        if len(data) != _ID + _KEY:
            raise Damaged(tr("邀请的密钥长度不对", "the key of an invitation has the wrong length"))
        return cls(data[:_ID].hex(), bytes(data[_ID:]))

    def to_bytes(self) -> bytes:
        """48 bytes to be kept secret."""
        return bytes.fromhex(self.id) + self.key

    def seal(self, what: str, plain: bytes, nonce: bytes) -> bytes:
        """A letter: nonce and AES-256-GCM text, bound to this box and to what it is ("request", "grant" …)."""
        return exact(nonce, NONCE_SIZE, "nonce") + AESGCM(self.key).encrypt(nonce, plain, self._bound(what))

    def open(self, what: str, letter: bytes) -> bytes:
        """What a letter says. Raises Damaged unless somebody who knows the code wrote it as just that."""
        if NONCE_SIZE + _TAG <= len(letter) <= MAX_LETTER + NONCE_SIZE + _TAG:
            try:
                return AESGCM(self.key).decrypt(letter[:NONCE_SIZE], letter[NONCE_SIZE:], self._bound(what))
            except InvalidTag:
                pass
        raise Damaged(
            tr("邀请码与对方的不符，或内容被改动", "the code is not the other side's, or the letter was altered"),
            todo=tr("核对邀请码；仍不行请重新邀请。", "Compare the code; if it is right, invite again."),
        )

    def _bound(self, what: str) -> bytes:
        return domain("invitation") + bytes.fromhex(self.id) + what.encode("ascii")


def code_of(random: bytes) -> str:
    """The code of eight random bytes, XXXX-XXXX-XXXX in Crockford's base 32."""
    return codes.code(exact(random, CODE_BYTES, "code"), LETTERS)


def invitation_text(url: str, code: str) -> str:
    """What the QR of an invitation holds: the hub's address, and the code where a browser would not send it."""
    return f"{url}#{code}"


def split_invitation(text: str) -> tuple[str, str]:
    """(address, code) of an invitation's text; the code is "" when there is none."""
    url, _, code = text.strip().partition("#")
    return url, code

