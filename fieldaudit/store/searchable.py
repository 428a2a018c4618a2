"""What can be searched of every row: the words that the full-text tables (`schema`) hold, and keeping those tables.

Written by the projections only. Every Chinese character is a word of its own, so any piece of a text is a phrase, however
short. Names are kept a second time as the first letters of their pinyin (幸福养老院: x f y l y). Each name, code and
spelling is kept whole as well, as one word with a mark before it: so "is exactly" and "begins with" are questions about
one word. The tables hold no text: `search` reads what it shows from the facts. Knows no query.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, product
from typing import Any

import sqlcipher3

from ..domain.core import RowId, Touched
from .heads import rows_of
from .schema import SEARCHED

MARK = "ǁ"  # a letter to the tokenizer that nobody types
_IDEOGRAPH = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = f"[^\\W_{MARK}{_IDEOGRAPH}]+"
_TOKEN = re.compile(f"[{_IDEOGRAPH}]|{_RUN}")
_TOKEN_OR_END = re.compile(f"[\n{_IDEOGRAPH}]|{_RUN}")
NEWEST_FIRST = frozenset(("notice", "inspection", "item"))  # found in this order; homes and people oldest first
_ROWS_AT_ONCE = 5_000
_SPELLED = 60  # characters of a name that get a letter
_READINGS = 8  # spellings of one name
# Characters of homes' and people's names that are commonly read in two ways with different first letters.
_ALSO = {
    "乐": "y", "长": "c", "重": "c", "行": "h", "朝": "z", "厦": "x", "曾": "z", "单": "s", "盛": "c", "藏": "c", "调": "t",
    "降": "x", "石": "d", "查": "z", "翟": "z", "仇": "q", "区": "o", "尉": "y", "传": "z", "弹": "t", "还": "h", "校": "j",
    "省": "x", "率": "l", "巷": "h", "阿": "e", "贾": "g", "种": "c", "番": "p", "陂": "p", "浒": "x", "泊": "b", "圈": "j",
}  # fmt: skip


def words_of(text: str) -> list[list[str]]:
    """The words of a text, each as its tokens: runs of letters and digits, and every Chinese character by itself."""
    return [tokens for word in _plain(text).split() if (tokens := _TOKEN.findall(word))]


def document(kind: str, row: int) -> int:
    """The number under which a row's words are kept; and the row of a number. The full-text tables give the smallest
    number first, and quickly only that way."""
    return -row if kind in NEWEST_FIRST else row


def ideographic(token: str) -> bool:
    """Is it a Chinese character?"""
    return re.fullmatch(f"[{_IDEOGRAPH}]", token) is not None


def plain_of(character: str) -> str:
    """A character as it is compared: full width as the usual one, a capital as a small letter."""
    return _plain(character)


def letters_of(character: str) -> str:
    """The letters that the pinyin of a character begins with, the usual one first; of others themselves."""
    return _letters(_plain(character))


def _plain(text: str) -> str:
    """Full-width digits and letters as the usual ones, capital letters as small ones."""
    return unicodedata.normalize("NFKC", text).casefold()


def refresh(connection: sqlcipher3.Connection, touched: Touched) -> None:
    """Write again what can be searched of the rows that a merge touched; the caller holds the transaction."""
    for kind in SEARCHED:
        ids = set(touched.get(kind, ()))
        if kind == "institution":
            ids |= set(_elsewhere(connection, ids).values())
        numbers = sorted(document(kind, row) for row in ids)  # full-text tables are written quickest in this order
        for start in range(0, len(numbers), _ROWS_AT_ONCE):
            _write(connection, kind, numbers[start : start + _ROWS_AT_ONCE])


def _write(connection: sqlcipher3.Connection, kind: str, numbers: Sequence[int]) -> None:
    live = _texts(connection, kind, [RowId(document(kind, number)) for number in numbers])
    gone = [(number,) for number in numbers if document(kind, number) not in live]
    connection.executemany(f"DELETE FROM search_{kind} WHERE rowid = ?", gone)
    connection.executemany(
        f"INSERT OR REPLACE INTO search_{kind}(rowid, name, code, other, initials) VALUES(?,?,?,?,?)",
        sorted((document(kind, row), *texts) for row, texts in live.items()),
    )


_Texts = tuple[str, str, str, str]  # name, code, other, initials


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which columns of a table are searched as what; names are spelt in pinyin too."""

    names: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def all(self) -> str:
        return ", ".join((*self.names, *self.codes, *self.others))


_SEARCHED = {
    "institution": _Columns(("name", "head"), ("code", "phone"), ("address", "legal_rep")),
    "person": _Columns(("name",), ("badge_no",), ("post",)),
    "notice": _Columns(codes=("number",)),
    "inspection": _Columns(codes=("number",)),
    "item": _Columns(others=("finding", "place", "measure")),
}


def _elsewhere(connection: sqlcipher3.Connection, ids: Iterable[RowId]) -> dict[RowId, RowId]:
    """The row that stands for each of these that does not stand for itself."""
    return {row: home for row, home in rows_of(connection, "home_of", "institution, home", "institution", ids) if row != home}


def _texts(connection: sqlcipher3.Connection, kind: str, ids: Sequence[RowId]) -> dict[RowId, _Texts]:
    """What is to be found of each of these rows that is live; of a home all that its merged rows say."""
    found: dict[RowId, _Texts] = {}
    homes = kind == "institution"
    hidden = _elsewhere(connection, ids) if homes else {}
    for id_, void, *cells in rows_of(connection, f'"{kind}"', f"id, void, {_SEARCHED[kind].all()}", "id", ids):
        merged = _merged(connection, id_) if homes else []
        if (void is None or merged) and id_ not in hidden:  # a row that stands for others is a home even where it was given up
            found[RowId(id_)] = _text(_SEARCHED[kind], [cells, *merged])
    return found


def _merged(connection: sqlcipher3.Connection, home: RowId) -> list[Sequence[Any]]:
    """The searched cells of the rows that were merged into a home."""
    columns = _SEARCHED["institution"].all()
    sql = f"SELECT {columns} FROM home_of h JOIN institution i ON i.id = h.institution WHERE h.home = ? AND i.id <> ? ORDER BY i.id"
    return list(connection.execute(sql, (home, home)))


def _text(columns: _Columns, rows: Sequence[Sequence[Any]]) -> _Texts:
    """The words of one row, or of several that are one home."""
    names = _written(row[: len(columns.names)] for row in rows)
    codes = _written(row[len(columns.names) : -len(columns.others) or None] for row in rows)
    others = _written(row[len(columns.names) + len(columns.codes) :] for row in rows)
    spelt = [spelling for name in names for spelling in _initials(name)]
    return _whole(names), _whole(codes), _spaced(others), _whole(spelt, " ".join)


def _written(rows: Iterable[Sequence[Any]]) -> list[str]:
    """The texts that stand in these cells, each once."""
    return list(dict.fromkeys(str(cell) for row in rows for cell in row if cell is not None))


def _whole(texts: Sequence[str], spaced: Callable[[str], str] | None = None) -> str:
    """Texts word by word, and each of them in one word."""
    words = [(spaced or _one)(text) for text in texts]
    return " ".join(f"{MARK}{word.replace(' ', '')} {word}" for word in words if word)


def _one(text: str) -> str:
    return " ".join(_TOKEN.findall(_plain(text)))


def _spaced(texts: Sequence[str]) -> str:
    """Texts word by word, with a mark between two, so that no phrase runs from one into the next."""
    return " ".join(_TOKEN_OR_END.findall(_plain("\n".join(texts)))).replace("\n", MARK) if texts else ""


def _initials(name: str) -> Iterator[str]:
    """The first letters of a name's pinyin, for each of its common readings; other letters and digits as they are."""
    letters = [each for character in "".join(_TOKEN.findall(_plain(name)))[:_SPELLED] if (each := _letters(character))]
    return map("".join, islice(product(*letters), _READINGS))


@cache
def _letters(character: str) -> str:
    """The letters that a character's readings begin with, the usual one first."""
    if not ideographic(character):
        return character
    from pypinyin import Style, lazy_pinyin  # takes a quarter of a second: only where a name is first recorded

    usual = lazy_pinyin(character, style=Style.FIRST_LETTER, errors="ignore")
    return "".join([*usual, _ALSO.get(character, "")])
