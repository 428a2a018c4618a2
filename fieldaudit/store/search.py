"""Finding homes, people, papers, visits and hazards by any part of what is written on them.

Owns how a person's text becomes a query of the full-text tables, and the order of what is found. Knows no window and
decides nothing: no rule looks at a search.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from ..domain.core import RowId
from .schema import SEARCHED
from .searchable import MARK, document, letters_of, plain_of, words_of
from .store import Store

LONGEST = 200  # characters of a person's text that are looked at
SPELT = ("institution", "person")  # kinds whose names are spelt in pinyin
HALF_TYPED = 2  # letters or digits from which the last word may be half typed; schema has an index for so short ones
_ALL = 1 << 31  # more than there ever are


@dataclass(frozen=True, slots=True)
class Hit:
    """One row that was found. `rank`: 0 it is exactly what was asked for, 1 a name or code begins with it, 2 a name or
    code has it, 3 it stands somewhere, 4 its name's initials have the letters, with others between."""

    kind: str  # a table of `SEARCHED`
    row: RowId
    title: str  # name, number or finding
    detail: str  # where it belongs: address, home, place
    rank: int


# -- asking ----------------------------------------------------------------------------------------------


def search(store: Store, text: str, kinds: Iterable[str] | None = None, limit: int = 20) -> list[Hit]:
    """What matches every word of `text`, at most `limit` of each kind, best first.

    The last word may be half typed. Whatever else the text holds (quotes, operators, nothing at all) is no error.
    `kinds` are tables of `SEARCHED`, in the order they are given where rows match equally well; None means all.
    """
    words = words_of(text[:LONGEST])
    if not words:
        return []
    order = list(SEARCHED if kinds is None else kinds)
    found = [(rank, kind, row) for kind in order for rank, row in _found(store, kind, words, limit)]
    shown = {(kind, row["id"]): row for kind in order for row in _shown(store, kind, [row for _, of, row in found if of == kind])}
    return [
        Hit(kind, row, seen["title"] or "", seen["detail"] or "", rank)
        for rank, kind, row in sorted(found, key=lambda hit: hit[0])
        if (seen := shown.get((kind, row)))
    ]


def rows_found(store: Store, text: str, kind: str) -> list[RowId]:
    """All rows of a kind that `search` would find, without reading what they show: for lists that filter by text."""
    words = words_of(text[:LONGEST])
    return [row for _, row in _found(store, kind, words, _ALL)] if words else []


def _found(store: Store, kind: str, words: Sequence[list[str]], limit: int) -> list[tuple[int, RowId]]:
    """(rank, row) of the best rows of a kind."""
    best: dict[RowId, int] = {}
    sql = f"SELECT rowid FROM search_{kind} WHERE search_{kind} MATCH ? ORDER BY rowid LIMIT ?"
    for rank, query in _queries(kind, words):
        if len(best) < limit:
            for row in store.query(sql, (query, limit)):
                best.setdefault(RowId(document(kind, row["rowid"])), rank)
    if kind in SPELT and len(best) < limit and len(words) == 1:
        for row_id in _scattered(store, kind, words[0], limit):
            best.setdefault(row_id, 4)
    return [(rank, row) for row, rank in islice(best.items(), limit)]


def _scattered(store: Store, kind: str, word: list[str], limit: int) -> list[RowId]:
    """Rows in whose initials the letters come in this order with others between: bylzx finds 北苑养老中心 (byylzx).

    Read from the list of words of the full-text table: each name's initials are one of them.
    """
    letters = "".join(word)
    if not letters.isascii() or letters.isdecimal() or len(letters) < HALF_TYPED:
        return []
    _list_words(store, kind)
    sql = f"SELECT DISTINCT doc FROM temp.words_{kind} WHERE term >= ? AND col = 'initials' AND term GLOB ? LIMIT ?"
    pattern = f"{MARK}*{'*'.join(letters)}*"
    return [RowId(document(kind, row["doc"])) for row in store.query(sql, (MARK, pattern, limit))]


def _list_words(store: Store, kind: str) -> None:
    """Let the words of a full-text table be read; the view of them lives as long as the connection."""
    if store.query("SELECT 1 FROM temp.sqlite_master WHERE name = ?", (f"words_{kind}",)):
        return
    for statement in (
        "PRAGMA query_only = OFF",
        f"CREATE VIRTUAL TABLE temp.words_{kind} USING fts5vocab(main, search_{kind}, 'instance')",
        f"PRAGMA query_only = {'ON' if store.reads_only else 'OFF'}",
    ):
        store.connection.execute(statement)


# -- showing ---------------------------------------------------------------------------------------------


def matched(text: str, asked: str, *, spelt: bool = True) -> list[int]:
    """Which characters of a found text answer to what was asked, to be set off where it is shown.

    `spelt`: also by the first letters of their pinyin; the first time that waits a quarter of a second for its table.
    """
    found: set[int] = set()
    for word in words_of(asked[:LONGEST]):
        typed = "".join(word)
        plain = [plain_of(character) for character in text]
        at = "".join(each or " " for each in plain).find(typed) if all(len(each) <= 1 for each in plain) else -1
        if at >= 0:
            found.update(range(at, at + len(typed)))
        elif spelt and typed.isascii():
            found.update(_spelt_at(text, typed))
    return sorted(found)


def _spelt_at(text: str, letters: str) -> list[int]:
    """The characters whose initials are these letters: together if there is such a run, else in order."""
    initials = [letters_of(character) for character in text]
    for start in range(len(initials) - len(letters) + 1):
        if all(letter in initials[start + place] for place, letter in enumerate(letters)):
            return list(range(start, start + len(letters)))
    found: list[int] = []
    for letter in letters:
        start = found[-1] + 1 if found else 0
        after = next((place for place in range(start, len(initials)) if letter in initials[place]), None)
        if after is None:
            return []
        found.append(after)
    return found


def _queries(kind: str, words: Sequence[list[str]]) -> Iterator[tuple[int, str]]:
    """(rank, query) from the narrowest to the widest; hazards have no name or code to be narrow about."""
    if kind == "item":
        yield 3, _all(words)
        return
    whole = MARK + "".join(token for word in words for token in word)
    yield 0, f'"{whole}"'
    yield 1, f'"{whole}" *'
    yield 2, _all(words, "{name code} : ", spelt=True)
    yield 3, _all(words, "{name code other} : ", spelt=len(words) > 1)  # of a single word the spelt ones are found above


def _all(words: Sequence[list[str]], columns: str = "", *, spelt: bool = False) -> str:
    """Every word in some of the columns, or spelt with first letters; the last may be half typed."""
    half = " *" if len(words[-1][-1]) >= HALF_TYPED else ""
    return " AND ".join(_query(word, columns, half if word is words[-1] else "", spelt=spelt) for word in words)


def _query(word: list[str], columns: str, half: str, *, spelt: bool) -> str:
    """One word. Its tokens are letters and digits only, so nothing of them can be taken for an operator."""
    query = f'{columns}"{" ".join(word)}"{half}'
    if spelt and len(word) == 1 and word[0].isascii() and not word[0].isdecimal():
        return f'({query} OR initials : "{" ".join(word[0])}")'
    return query


_SHOWN = {
    "institution": "SELECT id, name AS title, coalesce(address, code) AS detail FROM institution WHERE id IN ({})",
    "person": "SELECT id, name AS title, post AS detail FROM person WHERE id IN ({})",
    "notice": "SELECT n.id, n.number AS title, i.name AS detail FROM notice n LEFT JOIN home_of h ON h.institution = n.institution "
    "LEFT JOIN institution i ON i.id = coalesce(h.home, n.institution) WHERE n.id IN ({})",
    "inspection": "SELECT n.id, n.number AS title, i.name AS detail FROM inspection n LEFT JOIN inspection_state s "
    "ON s.inspection = n.id LEFT JOIN institution i ON i.id = s.institution WHERE n.id IN ({})",
    "item": "SELECT t.id, t.finding AS title, concat_ws(' ', i.name, t.place) AS detail FROM item t "
    "LEFT JOIN item_state s ON s.item = t.id LEFT JOIN institution i ON i.id = s.institution WHERE t.id IN ({})",
}


def _shown(store: Store, kind: str, ids: Sequence[RowId]) -> list[dict[str, Any]]:
    """Title and detail of the rows that were found."""
    return store.query(_SHOWN[kind].format(",".join("?" * len(ids))), ids) if ids else []
