"""An inspection's page, its report (the issued paper's very bytes, or a draft), issued papers and small photos."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from ..domain.calendar import local_date
from ..domain.core import RowId
from ..domain.terms import label
from ..errors import Damaged
from ..evidence.photo import PREVIEW_LONGEST, THUMBNAIL_LONGEST
from ..i18n import language, tr
from ..store import queries
from ..store.visit_list import page
from ..work import papers
from ..work.evidence import is_photo, previews, wish
from ..work.filenames import safe_name
from ..work.papers.head import head_of
from ..work.papers.parts import edition, live_papers
from . import said
from .home_page import papers as papers_of
from .home_page import plan_line
from .lists import visit_line
from .renderer import Job
from .sight import Absent, Row, Sight

REPORTED = ("finished", "approved", "returned")  # states of an inspection whose report can be drafted
SIZES = {"small": THUMBNAIL_LONGEST, "large": PREVIEW_LONGEST}  # longer side, pixels


@dataclass(frozen=True, slots=True)
class File:
    """A file to be sent: its bytes, or the printing that gives them; its name, and a tag of the bytes."""

    name: str
    data: bytes = b""
    job: Job = ()
    tag: str = ""


def visit(sight: Sight, id_: int) -> dict[str, Any]:
    """An inspection's page. Raises Absent."""
    _, home = sight.row("inspection", id_)
    found = page(sight.desk.store, [id_])
    if not found:
        raise Absent
    today = local_date(sight.desk.now)
    items = queries.items(sight.desk.store, inspection=RowId(id_))
    line, issued = visit_line(found[0]), _issued(sight, id_) is not None
    return {
        "home": home, "visit": line, "kind": said.term("inspection_kind", line["kind"]), "begun": said.moment(line["started_at"]),
        "finished": said.moment(line["finished_at"]), "items": [plan_line(item, at, today) for at, item in enumerate(items, 1)],
        "papers": papers_of(sight, RowId(home["id"]), id_), "reported": issued or line["state"] in REPORTED,
        "issued": issued, "district": sight.districts[home["district"]]["name"],
    }  # fmt: skip


def _issued(sight: Sight, id_: int) -> Row | None:
    """The newest issued report of a visit: in the language that is spoken, else in Chinese."""
    rows = live_papers(sight.desk, "report", inspection=id_)
    own = [row for row in rows if edition(row) == language()]
    chosen = own or rows
    return chosen[-1] if chosen else None


def report(sight: Sight, id_: int) -> File:
    """The report of a visit: kept bytes, or what a draft is printed from. Raises Absent, and what gathering raises."""
    row, home = sight.row("inspection", id_)
    issued = _issued(sight, id_)
    if issued is not None:  # also while the visit is amended
        return _kept(sight, issued, home)
    shown = page(sight.desk.store, [id_])
    if not shown or shown[0]["state"] not in REPORTED:
        raise Absent
    lang = "en" if language() == "en" else "zh"
    facts = papers.gather(sight.desk, "report", papers.Asked(target=str(id_), lang=lang)).facts  # type: ignore[arg-type]
    word = str(tr("检查报告草稿", "draft of the inspection report"))
    job = ("report", facts, papers.words_of(sight.desk, "report", lang), head_of(sight.desk, "report"))
    return File(_file_name(word, row["number"] or "", home), job=job)


def paper(sight: Sight, id_: int) -> File:
    """An issued paper's very bytes. Raises Absent, Damaged (they are altered, or not on this machine)."""
    row, home = sight.paper(id_)
    return _kept(sight, row, home)


def _kept(sight: Sight, row: Row, home: Row) -> File:
    data = papers.printed(sight.desk, row)
    version = f"v{row['version']}" if row["version"] > 1 else ""
    void = str(tr("已作废", "void")) if row["void"] is not None else ""
    name = _file_name(str(papers.kind_word(row["kind"])), row["number"] or "", home, version, void)
    return File(name, data, tag=hashlib.sha256(data).hexdigest()[:32])


def _file_name(word: str, number: str, home: Row, *more: str) -> str:
    return safe_name("-".join(part for part in (word, number, *more, home["name"]) if part)) + ".pdf"


def photo(sight: Sight, id_: int, size: str) -> File:
    """A small picture of a photo with what is drawn on it: what is blurred stays so. Raises Absent."""
    row = sight.photo(id_)
    if size not in SIZES or not is_photo(row):
        raise Absent
    asked = wish(sight.desk, row, SIZES[size])
    try:
        data = previews(sight.desk).make(asked)
    except Damaged:  # not here yet, or altered: `verify` tells which
        raise Absent from None
    return File(f"{id_}.jpg", data, tag=hashlib.sha256(asked.key.encode()).hexdigest()[:32])


def role_word(role: str) -> str:
    """A role in words."""
    return str(label("role", role))
