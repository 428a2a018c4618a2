"""Which register row stands for a home when several were found to be one and the same.

A merge only says, on the row given up, which row is kept. What hangs on either row belongs to the kept one: this rule
says which that is. It looks at nothing but those statements, so laptops that hold the same ones agree.
"""

from __future__ import annotations

from collections.abc import Mapping

from .core import RowId


def kept_home(home: RowId, merged_into: Mapping[RowId, RowId]) -> RowId:
    """The row that stands for `home`, following the merges; two laptops may have merged in a circle: then the row
    with the smallest id of the circle."""
    seen = [home]
    while (into := merged_into.get(seen[-1])) is not None:
        if into in seen:
            return min(seen[seen.index(into) :])
        seen.append(into)
    return seen[-1]
