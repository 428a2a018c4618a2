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
from .searchable import MARK, document, words_of
from .store import Store

LONGEST = 200  # characters of a person's text that are looked at
HALF_TYPED = 2  # letters or digits from which the last word may be half typed; schema has an index for so short ones


@dataclass(frozen=True, slots=True)
class Hit:
    """One row that was found. `rank`: 0 it is exactly what was asked for, 1 a name or code begins with it, 2 a name or
    code has it, 3 it stands somewhere."""

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


def _found(store: Store, kind: str, words: Sequence[list[str]], limit: int) -> list[tuple[int, RowId]]:
    """(rank, row) of the best rows of a kind."""
    best: dict[RowId, int] = {}
    sql = f"SELECT rowid FROM search_{kind} WHERE search_{kind} MATCH ? ORDER BY rowid LIMIT ?"
    for rank, query in _queries(kind, words):
        if len(best) < limit:
            for row in store.query(sql, (query, limit)):
                best.setdefault(RowId(document(kind, row["rowid"])), rank)
    return [(rank, row) for row, rank in islice(best.items(), limit)]


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
