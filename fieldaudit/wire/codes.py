"""Codes that people read out and type: Crockford's base 32 in groups of four, told apart from whatever is typed between."""

from __future__ import annotations

import unicodedata

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O and U
_BITS, _GROUP = 5, 4


def code(random: bytes, letters: int) -> str:
    """So many letters of the lowest bits of these bytes, most significant first, with a hyphen between groups of four."""
    number = int.from_bytes(random, "big")
    plain = "".join(_LETTERS[number >> shift & 31] for shift in range(_BITS * (letters - 1), -1, -_BITS))
    return "-".join(plain[start : start + _GROUP] for start in range(0, letters, _GROUP))


def plain_code(typed: str) -> str:
    """A code as it was typed, without what does not matter: case, spaces, hyphens, full width, O for 0, I and L for 1."""
    found = unicodedata.normalize("NFKC", typed).upper().translate(str.maketrans("OIL", "011"))
    return "".join(letter for letter in found if letter in _LETTERS)
