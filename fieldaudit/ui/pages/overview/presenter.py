"""What the overview shows: figures, charts and the base, each number with the page and filter that open its rows. No widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from ....domain.calendar import local_date
from ....domain.core import RowId
from ....domain.terms import label
from ....i18n import language
from ....store import overview, register_list
from ....store.overview import Within
from ....work.desk import Desk, Row
from ....work.forms import open_form
from ...days import short
from ...text import tr
from ...widgets.marks import Cell, Mark

SHOWN_MONTHS = 24
SHOWN_KINDS = 8  # bars; what is left is one more
_ENDED = {
    "equivalent": "overview.equivalent", "disproved": "overview.disproved", "ended_with_institution": "overview.withHome",
}  # fmt: skip
_MONTHS = {
    "01": "overview.month1", "02": "overview.month2", "03": "overview.month3", "04": "overview.month4", "05": "overview.month5",
    "06": "overview.month6", "07": "overview.month7", "08": "overview.month8", "09": "overview.month9", "10": "overview.month10",
    "11": "overview.month11", "12": "overview.month12",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opens:
    """The page and its arguments where the rows behind a number are."""

    page: str
    arguments: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Number:
    """A number that opens its rows: how it is written, with what stands before and after it. `rows`: how many it opens."""

    text: str
    opens: Opens
    rows: int
    after: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure at the top: one number, or two with a stroke between, and the smaller ones below."""

    caption: str
    numbers: tuple[Number, ...]
    notes: tuple[Number, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """All of the page."""

    tiles: Sequence[Tile]
    points: Sequence[tuple[str, int, int]]
    point_marks: Sequence[Mark]
    peak: str
    kinds: Sequence[tuple[str, int]]
    kind_marks: Sequence[Mark]
    columns: Sequence[tuple[str, float]]
    districts: Sequence[Sequence[Cell]]
    district_marks: Sequence[Mark]
    base: Sequence[tuple[str, Number]]
    register_day: str
    names: Sequence[Row] = field(default=())  # of all districts, for the menu


def items(within: Within, name: str) -> Opens:
    """The hazards' table with a filter within the scope."""
    return Opens("rectification", (("filter", within.filter(name)),))


def periods(today: date) -> dict[str, tuple[str, str]]:
    """What the period toggle offers -> (first month, last month)."""
    return {"all": ("", ""), "year": (f"{today.year:04}-01", today.strftime("%Y-%m")), "month": (today.strftime("%Y-%m"),) * 2}


def period_of(within: Within, today: date) -> str:
    """Which of them this is, or "custom"."""
    named = {months: name for name, months in periods(today).items()}
    return named.get((within.first, within.last), "custom")


def read(desk: Desk, within: Within, by: str) -> Shown:
    """Read everything. `by`: "section" or "measure" for the bars."""
    today = local_date(desk.now)
    months = overview.burn_down(desk.store, within, today)[-SHOWN_MONTHS:]
    points, point_marks = _points(within, months)
    kinds, kind_marks = _kinds(desk, within, by, today)
    columns, cells, district_marks = _districts(desk, within, today)
    day = overview.register_day(desk.store)
    return Shown(
        _tiles(overview.figures(desk.store, within, today), within), points, point_marks, _peak(months), kinds, kind_marks,
        columns, cells, district_marks, _base(desk, within, today), "" if day is None else short(local_date(day), today),
        register_list.districts(desk.store),
    )  # fmt: skip


def _tiles(found: dict[str, int], within: Within) -> list[Tile]:
    def number(name: str, after: str = "", tone: str = "", text: str = "") -> Number:
        return Number(text or str(found[name]), items(within, name), found[name], after, tone)

    ended = tuple(number(f"state:{state}", tr(_ENDED[state])) for state in overview.ENDED)
    return [
        Tile(tr("overview.foundCleared"), (number("every"), number("cleared")), ended),
        Tile(tr("overview.open"), (number("open"),), (number("major", tr("overview.major")),)),
        Tile(tr("overview.overdue"), (number("overdue", tone="danger" if found["overdue"] else ""),),
             (number("week", tr("overview.week")),)),
        Tile(tr("overview.reinspect"), (number("reinspect"),), (number("to_clear", tr("overview.toClear")),)),
        Tile(tr("overview.exits"), (number("exits_opened", tr("overview.exitUnit", found["exits"]), text=str(found["exits"])),),
             (number("exits_opened", tr("overview.exitItems")),)),
        Tile(tr("overview.wells"), (number("wells_drilled", tr("overview.wellUnit", found["wells"]), text=str(found["wells"])),),
             (number("wells_drilled", tr("overview.wellItems")),)),
    ]  # fmt: skip


def _month_label(month: str, first: bool) -> str:
    name = tr(_MONTHS[month[5:]])
    return tr("overview.monthOfYear", month=name, year=month[2:4]) if first or month.endswith("-01") else name


def _long_month(month: str) -> str:
    return tr("overview.monthLong", year=month[:4], month=tr(_MONTHS[month[5:]]))


def _points(within: Within, months: Sequence[overview.Month]) -> tuple[list[tuple[str, int, int]], list[Mark]]:
    points = [(_month_label(each.month, not number), each.open, each.overdue) for number, each in enumerate(months)]
    marks = []
    for number, each in enumerate(months):
        title = tr("overview.now" if number == len(months) - 1 else "overview.endOf", month=_long_month(each.month))
        lines = (
            tr("overview.openThen", each.open),
            tr("overview.overdueThen", each.overdue),
            tr("overview.foundThen", each.found),
        )
        for strong, name in enumerate(("open_at", "overdue_at", "found_to")):
            marks.append(Mark(title, lines, items(within, f"{name}:{each.month}"), strong))
    return points, marks


def _peak(months: Sequence[overview.Month]) -> str:
    if not months:
        return ""
    most = max(months, key=lambda each: each.open)
    words = tr("overview.peak", most.open, month=_long_month(most.month))
    return words if months[-1].open else f"{words}{tr('overview.zeroNow')}"


def _kinds(desk: Desk, within: Within, by: str, today: date) -> tuple[list[tuple[str, int]], list[Mark]]:
    """The most frequent kinds and the rest as one, whose filter names all of them."""
    count, name = (overview.by_measure, "kind") if by == "measure" else (overview.by_section, "section")
    rows = count(desk.store, within, today)
    words = _sections(desk) if by == "section" else {}
    shown = [(words.get(row["name"]) or str(label("measure", row["name"].rpartition("/")[2])), [row]) for row in rows]
    if by == "section" and len(shown) > SHOWN_KINDS + 1:
        rest = rows[SHOWN_KINDS:]
        shown = [*shown[:SHOWN_KINDS], (tr("overview.otherKinds", len(rest)), rest)]
    bars, marks = [], []
    for title, of in shown:
        found, still = sum(row["found"] for row in of), sum(row["open"] for row in of)
        bars.append((title, found))
        lines = (tr("overview.foundOfKind", found), tr("overview.openOfKind", still))
        marks.append(Mark(title, lines, items(within, f"{name}:{','.join(row['name'] for row in of)}")))
    return bars, marks


def _sections(desk: Desk) -> dict[str, str]:
    """form/section -> its title in the language in use, by the newest version of each form."""
    words = {}
    for row in overview.form_titles(desk.store):
        form = open_form(desk, RowId(row["id"]))
        for section in form.sections:
            title = section.labels.get(form.language_of(language())) or next(iter(section.labels.values()), section.name)
            words[f"{row['name']}/{section.name}"] = title
    return words


def _districts(desk: Desk, within: Within, today: date) -> tuple[list[tuple[str, float]], list[list[Cell]], list[Mark]]:
    columns = [(tr(key), share) for key, share in _COLUMNS]
    cells, marks = [], []
    for row in overview.by_district(desk.store, within, today):
        here = Within(within.first, within.last, row["id"])
        days = tr("overview.daysOf", round(row["days"])) if row["days"] is not None else "–"
        opens = [_register("all", (row["id"],)), *(items(here, name) for name in _CELLS)]
        counts = (row["found"], row["cleared"], row["ended"], row["open"], row["overdue"], days, row["exits"], row["wells"])
        texts = [str(row["homes"]), *map(str, counts)]
        made = [Cell(text, strong=at in (1, 4)) for at, text in enumerate(texts)]
        share = (row["found"] - row["open"]) / row["found"] if row["found"] else 0.0
        cells.append([Cell(row["name"]), *made[:_BAR], Cell("", share), *made[_BAR:]])
        headings = [name for at, (name, _) in enumerate(columns) if at not in (0, _BAR + 1)]
        marks += [Mark(row["name"], (f"{heading} {text}",), to) for heading, text, to in zip(headings, texts, opens, strict=True)]
    return columns, cells, marks


# heading and share of the width; the bar stands behind the fifth number
_COLUMNS = (
    ("overview.district", 2.3), ("overview.homesShort", 1.1), ("overview.found", 1.2), ("overview.cleared", 1.3),
    ("overview.endedShort", 1.4), ("overview.openShort", 1.2), ("overview.progress", 1.9), ("overview.overdueShort", 1.3),
    ("overview.days", 1.5), ("overview.exitsShort", 1.1), ("overview.wellsShort", 1.1),
)  # fmt: skip
_BAR = 5
# filter behind each number but the homes
_CELLS = ("every", "cleared", "ended", "open", "overdue", "cleared", "exits_opened", "wells_drilled")


def _base(desk: Desk, within: Within, today: date) -> list[tuple[str, Number]]:
    """The register, and the visits to the whole city, so that the total can be explained."""
    day = register_list.Day(today.isoformat(), 0)
    rows = [(tr(key), _homes(desk, name, within.district, day)) for key, name in _HOMES]
    if within.district:
        return rows
    visits = overview.inspections(desk.store)
    for key, state in _VISITS:
        count = visits.get(state, 0)
        rows.append(
            (tr(key), Number(str(count), Opens("inspections", (("state", state),)), count, tr("overview.visitUnit", count)))
        )
    return rows


_HOMES = (("overview.homes", "all"), ("overview.inspected", "inspected"), ("overview.never", "never"))
_VISITS = (("overview.approved", "approved"), ("overview.waiting", "finished"), ("overview.returned", "returned"))


def _homes(desk: Desk, name: str, district: int, day: register_list.Day) -> Number:
    """How many homes a filter of the register shows, of a district or of all."""
    chosen = (district,) if district else ()
    count = len(register_list.ids(desk.store, register_list.Listing(name, districts=chosen), day))
    return Number(str(count), _register(name, chosen), count, tr("overview.homeUnit", count))


def _register(name: str, districts: tuple[int, ...]) -> Opens:
    return Opens("institutions", (("filter", name), ("districts", districts)))


__all__ = ["Number", "Opens", "Shown", "Tile", "Within", "items", "period_of", "periods", "read"]
