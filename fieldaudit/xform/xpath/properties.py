"""Classes of characters by name, for patterns: `\\d \\w \\s`, general categories, scripts. Knows no pattern.

`\\d`, `\\w` and Java's `\\p{Alpha}` and the like mean ASCII, as in Java and JavaScript; categories and scripts are Unicode's.
A script is told by the names of its letters and marks, which is exact for the common ones listed here.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Callable

DIGIT = frozenset(string.digits)
WORD = frozenset(string.ascii_letters + string.digits + "_")
NEWLINE = frozenset("\n\r\u2028\u2029")

_SPACE = frozenset("\t\n\v\f\r\ufeff\u2028\u2029")
_ASCII = {
    "Alpha": string.ascii_letters, "Digit": string.digits, "Alnum": string.ascii_letters + string.digits,
    "Upper": string.ascii_uppercase, "Lower": string.ascii_lowercase, "Punct": string.punctuation, "Space": " \t\n\v\f\r",
    "Blank": " \t", "XDigit": string.hexdigits, "ASCII": "".join(map(chr, range(128))),
}
_WORDS = {"Alphabetic": "L", "Letter": "L", "Uppercase": "Lu", "Lowercase": "Ll", "Number": "N", "Punctuation": "P", "Symbol": "S",
          "Mark": "M"}
_CATEGORY = re.compile("L[ultmoC]?|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?|C[cfson]?")
_SCRIPTS: dict[str, tuple[str, ...]] = {name.capitalize(): (name,) for name in (
    "LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN", "HEBREW", "ARABIC", "SYRIAC", "DEVANAGARI", "BENGALI", "GURMUKHI",
    "GUJARATI", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "THAI", "LAO", "TIBETAN", "MYANMAR", "ETHIOPIC", "KHMER",
    "MONGOLIAN", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO")}
_SCRIPTS["Han"] = ("CJK UNIFIED IDEOGRAPH", "CJK COMPATIBILITY IDEOGRAPH", "IDEOGRAPHIC ITERATION MARK")
_PREFIX = re.compile(r"(?:(?:script|sc|general_category|gc)=|Is)", re.IGNORECASE)


def is_space(char: str) -> bool:
    """`\\s` as in JavaScript: the controls of spacing and every space separator of Unicode."""
    return char in _SPACE or unicodedata.category(char) == "Zs"


def property_test(name: str) -> Callable[[str], bool] | None:
    """The test of `\\p{name}`, None for a name that is not known."""
    if name in _ASCII:
        return frozenset(_ASCII[name]).__contains__
    plain = _PREFIX.sub("", name.strip(), count=1)
    if plain.capitalize() in _SCRIPTS:
        begin = _SCRIPTS[plain.capitalize()]
        return lambda char: unicodedata.category(char)[0] in "LM" and unicodedata.name(char, "").startswith(begin)
    category = _WORDS.get(plain, plain)
    if not _CATEGORY.fullmatch(category):
        return None
    wanted = ("Lu", "Ll", "Lt") if category == "LC" else category
    return lambda char: unicodedata.category(char).startswith(wanted)
