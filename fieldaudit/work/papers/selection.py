"""Which papers a batch prints, and what each file is called.

Owns the filters and the names. Issued papers pass as the bytes that were kept; of the others the facts are gathered when
their turn comes, so that a batch of hundreds holds a few at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from ...documents.wording import ENGLISH
from ...domain.calendar import local_date
from ...domain.core import RowId
from ...errors import BadInput
from ...i18n import tr
from ...store import queries
from ..batch import Unrendered, Wanted
from ..desk import Desk, Row
from ..filenames import Namer
from ..register import find, listed
from .catalogue import KINDS, kind_word
from .head import head_of
from .issuing import gather, printed
from .parts import Asked, edition
from .render import render_office
from .words import words_of

FRESH = ("report", "record", "plan", "ledger", "blank")  # printed from what is recorded now unless `issued` is asked for
_OF_INSPECTIONS = ("report", "record")
UNFINISHED = ("draft", "no_access")
_ENGLISH = "_英文"  # of a file's name


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What a batch is asked for. `since` and `until`: day of issue, or of the inspection; ISO text, both included."""

    kind: str
    issued: bool = False  # only issued papers, as they were kept
    institution: str = ""
    district: str = ""
    state: str = ""  # of the inspections (report, record)
    since: str = ""
    until: str = ""
    lang: Literal["zh", "en"] = "zh"
    form: str = ""  # of blank checklists

    def asked(self) -> Mapping[str, Any]:
        """As a journal keeps it."""
        return {key: value for key, value in asdict(self).items() if value}


def selected(desk: Desk, wanted: Selection) -> list[Wanted]:
    """The papers of a batch, in a steady order, each with a name of its own. Raises BadInput for a filter that fits none."""
    _check(wanted)
    namer = Namer()
    rows = _issued(desk, wanted) if wanted.issued or wanted.kind not in FRESH else _fresh(desk, wanted)
    return [Wanted(namer.name(name, "pdf"), name, make, str(of)) for name, of, make in rows]


def _check(wanted: Selection) -> None:
    if wanted.kind not in KINDS:
        raise BadInput(tr(f"没有“{wanted.kind}”这种文书", f"there is no paper of kind {wanted.kind!r}"), todo=", ".join(KINDS))
    _check_taken(wanted)
    if wanted.issued and not KINDS[wanted.kind].by:
        word = kind_word(wanted.kind)
        raise BadInput(tr(f"{word.zh}不编号制发，不用 --issued", f"a {word.en} is not issued: leave --issued out"))
    for day in (wanted.since, wanted.until):
        if day:
            _day(day)


def _check_taken(wanted: Selection) -> None:
    """A filter that a kind does not know would print more than was asked for. Raises BadInput."""
    dated = [kind for kind in KINDS if wanted.issued or kind not in FRESH or kind in _OF_INSPECTIONS]
    for option, given, kinds in (
        ("--state", wanted.state, () if wanted.issued else _OF_INSPECTIONS),
        ("--form", wanted.form, ("blank",)),
        ("--edition", wanted.lang != "zh", () if wanted.issued else ENGLISH),
        ("--since, --until", wanted.since or wanted.until, dated),
    ):
        if given and wanted.kind not in kinds:
            word = kind_word(wanted.kind)
            raise BadInput(
                tr(f"这样打印{word.zh}不能用 {option}", f"{option} cannot choose among {word.en}s printed like this"),
                todo=f"{option}: {', '.join(kinds) or '-'}",
            )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(tr(f"不是日期：{text}", f"not a day: {text}"), todo="2026-11-30") from None


def _homes(desk: Desk, wanted: Selection) -> list[Row]:
    """The homes asked for, by name."""
    homes = listed(desk, district=wanted.district)
    if wanted.institution:
        home = find(desk, wanted.institution)
        homes = [row for row in homes if row["id"] == home["id"]]
    return sorted(homes, key=lambda row: (row["name"], row["id"]))


def _within(wanted: Selection, day: str) -> bool:
    return (not wanted.since or day >= wanted.since) and (not wanted.until or day <= wanted.until)


# -- as they were issued -----------------------------------------------------------------------------------


def _issued(desk: Desk, wanted: Selection) -> Iterator[tuple[str, int, Any]]:
    """The newest version of every live paper of the kind."""
    homes = {row["id"] for row in _homes(desk, wanted)}
    rows = [
        row for row in queries.papers(desk.store)
        if row["kind"] == wanted.kind and row["void"] is None and row["replaced_by"] is None and row["institution"] in homes
        and _within(wanted, row["issued_on"])
    ]  # fmt: skip
    for row in sorted(rows, key=lambda row: (row["issued_on"], row["id"])):
        version = f"_第{row['version']}版" if row["version"] > 1 else ""
        which = f"{row['number']}{_ENGLISH if edition(row) == 'en' else ''}{version}"
        name = f"{row['issued_on']}_{kind_word(row['kind']).zh}_{which}_{row['institution_name']}"
        yield name, row["id"], lambda row=row: printed(desk, row)


# -- from what is recorded now -----------------------------------------------------------------------------


def _fresh(desk: Desk, wanted: Selection) -> Iterator[tuple[str, int, Any]]:
    word = kind_word(wanted.kind).zh + (_ENGLISH if wanted.lang == "en" else "")
    if wanted.kind in _OF_INSPECTIONS:
        for row in _inspections(desk, wanted):
            yield f"{row['number']}_{word}_{row['institution_name']}", row["id"], _maker(desk, wanted, Asked(target=str(row["id"])))
        return
    for home in _homes(desk, wanted):
        if wanted.kind != "blank" and not queries.items(desk.store, institution=RowId(home["id"])):
            continue  # a plan or ledger of no hazard
        yield f"{word}_{home['name']}", home["id"], _maker(desk, wanted, _of_home(wanted, home))


def _of_home(wanted: Selection, home: Row) -> Asked:
    if wanted.kind == "plan":
        return Asked(target=str(home["id"]))
    return Asked(target=wanted.form, institution=str(home["id"]))


def _inspections(desk: Desk, wanted: Selection) -> list[Row]:
    homes = {row["id"] for row in _homes(desk, wanted)}
    return [
        row for row in reversed(queries.inspections(desk.store, wanted.state or None))
        if row["institution"] in homes and (wanted.state or row["state"] not in UNFINISHED)
        and _within(wanted, local_date(row["started_at"]).isoformat())
    ]  # fmt: skip


def _maker(desk: Desk, wanted: Selection, asked: Asked) -> Any:
    def make() -> Unrendered:
        own = Asked(**{**asdict(asked), "lang": wanted.lang})
        facts = gather(desk, wanted.kind, own).facts
        return Unrendered(render_office, (wanted.kind, facts, words_of(desk, wanted.kind, wanted.lang), head_of(desk, wanted.kind)))

    return make
