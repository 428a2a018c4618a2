"""What a home's plan shows beside its items: the facts that its visits asked for, the newest answer of each."""

from __future__ import annotations

from collections.abc import Sequence

from ..domain.core import RowId
from .store import Store


def answered(store: Store, institution: RowId, names: Sequence[str]) -> dict[str, str]:
    """name of a question, whatever group it stands in -> its newest answer at this home."""
    rows = store.query(
        """SELECT a.path, a.value FROM inspection_state s JOIN inspection n ON n.id = s.inspection
        JOIN answer a ON a.inspection = n.id AND a.void IS NULL AND a.value IS NOT NULL
        WHERE s.institution = ? ORDER BY n.started_at, n.id, a._hlc""",
        (institution,),
    )
    found = {row["path"].rpartition("/")[2]: str(row["value"]) for row in rows}
    return {name: found[name] for name in names if found.get(name)}
