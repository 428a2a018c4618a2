"""What one reader may see: the districts of her scopes, and rows by an id that came in an address.

Whatever is asked for by id is traced to its home and that to its district; what is not hers is as absent as what does not
exist. Every page asks here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..domain.core import RowId
from ..errors import Refused
from ..i18n import tr
from ..store import queries
from ..work.desk import Desk
from .entering import Reader

Row = dict[str, Any]


class Absent(Refused):
    """There is no such page for this reader."""

    def __init__(self) -> None:
        super().__init__(tr("没有这一页", "no such page"), safe="")


@dataclass(frozen=True, slots=True)
class Sight:
    """A desk to read from, and the districts that its reader may see (id -> row)."""

    desk: Desk
    districts: dict[int, Row]

    @classmethod
    def of(cls, desk: Desk, reader: Reader) -> Sight:
        """The sight of a reader."""
        rows = sorted(desk.store.find("district"), key=lambda row: (row["scope"], row["id"]))
        return cls(desk, {row["id"]: row for row in rows if row["void"] is None and row["scope"] in reader.scopes})

    @property
    def only(self) -> tuple[int, ...]:
        """The districts as a limit of a query; for a reader of none a district that no home has."""
        return tuple(self.districts) or (0,)

    def home(self, id_: int | None) -> Row:
        """A home by the id of any of its merged rows. Raises Absent."""
        row = queries.home(self.desk.store, RowId(id_)) if id_ else None
        if row is None or row["void"] is not None or row["district"] not in self.districts:
            raise Absent
        return row

    def row(self, table: str, id_: int) -> tuple[Row, Row]:
        """(row, its home) of an item, an inspection or a paper that is not void. Raises Absent."""
        row = self.desk.store.get(table, RowId(id_))
        if row is None or row["void"] is not None:
            raise Absent
        return row, self.home(row["institution"])

    def paper(self, id_: int) -> tuple[Row, Row]:
        """(paper, its home); a void paper is shown as what it is. Raises Absent."""
        row = self.desk.store.get("paper", RowId(id_))
        if row is None:
            raise Absent
        return row, self.home(row["institution"])

    def photo(self, id_: int) -> Row:
        """A photo of an inspection, a hazard or what happened to it. Raises Absent."""
        row = self.desk.store.get("attachment", RowId(id_))
        if row is None or row["void"] is not None:
            raise Absent
        table, owner = row["owner_table"], row["owner_row"]
        if table == "event":
            event = self.desk.store.get("event", RowId(owner))
            table, owner = "item", event["item"] if event else 0
        if table not in ("item", "inspection") or not owner:
            raise Absent
        self.row(table, owner)
        return row
