"""What an address asks for behind its question mark, checked: what is not one of the known values is no page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

from ..domain.terms import ENDS, MEASURES, OPEN_STATES
from ..store.board import FILTERS
from ..store.overview import Within
from ..store.visit_list import STATES as VISITS
from .sight import Absent, Sight

_MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")
_NUMBER = re.compile(r"[1-9][0-9]{0,18}")
LONGEST_TEXT = 60  # characters of a search
STATES = (*OPEN_STATES, *ENDS)
HAZARDS = (*FILTERS, *(f"state:{state}" for state in STATES))
VISIT_STATES = tuple(state for state in VISITS if state != "mine")  # whose they are is not asked here


@dataclass(frozen=True, slots=True)
class Asked:
    """The known parameters; "" and 0 ask for nothing."""

    show: str = ""
    district: int = 0
    kind: str = ""
    first: str = ""
    last: str = ""
    open_at: str = ""
    overdue_at: str = ""
    q: str = ""
    page: int = 1

    @classmethod
    def of(cls, given: Mapping[str, str], shows: tuple[str, ...], sight: Sight) -> Asked:
        """What is given, of a page that knows these `shows`. Raises Absent."""
        district, page = _number(given.get("district")), _number(given.get("page")) or 1
        if district and district not in sight.districts:
            raise Absent
        asked = cls(
            _one_of(given.get("show"), shows), district, _one_of(given.get("kind"), tuple(MEASURES)), _month(given.get("first")),
            _month(given.get("last")), _month(given.get("open_at")), _month(given.get("overdue_at")),
            given.get("q", "").strip()[:LONGEST_TEXT], page,
        )  # fmt: skip
        return asked

    def within(self, sight: Sight) -> Within:
        """As the overview's figures take it."""
        return Within(self.first, self.last, self.district, sight.only)

    def filter(self, sight: Sight) -> str:
        """As the table of hazards takes it."""
        parts = [self.within(sight).filter(self.show or "open")]
        parts += [f"kind:{self.kind}"] if self.kind else []
        parts += [f"open_at:{self.open_at}"] if self.open_at else []
        parts += [f"overdue_at:{self.overdue_at}"] if self.overdue_at else []
        return "+".join(parts)

    def query(self, **changes: str | int) -> str:
        """The same with some changes, as it stands in an address; "" or "?…". A change goes back to the first page."""
        other = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]
        said = {field.name: value for field in fields(other) if (value := getattr(other, field.name)) != field.default}
        return f"?{urlencode(said)}" if said else ""


def row_id(text: str) -> int:
    """A row's id in an address. Raises Absent."""
    number = _number(text)
    if not number:
        raise Absent
    return number


def _number(text: str | None) -> int:
    if not text or text == "0":
        return 0
    if not _NUMBER.fullmatch(text) or int(text) >= 1 << 63:
        raise Absent
    return int(text)


def _one_of(text: str | None, known: tuple[str, ...]) -> str:
    if text and text not in known:
        raise Absent
    return text or ""


def _month(text: str | None) -> str:
    if text and not _MONTH.fullmatch(text):
        raise Absent
    return text or ""
