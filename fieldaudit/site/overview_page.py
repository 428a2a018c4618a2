"""The city overview: figures, months, kinds of measure, districts, the register; each number with the address of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..domain.calendar import local_date
from ..store import overview, register_list, visit_list
from .asked import Asked
from .said import term
from .sight import Row, Sight
from .words import WORDS

SHOWN_MONTHS = 12
CHART_WIDTH, CHART_HEIGHT, CHART_FOOT = 360, 180, 22  # units of the drawing


@dataclass(frozen=True, slots=True)
class Number:
    """A number, the address of its rows, and how many rows those are when it is not they that are counted."""

    value: int
    url: str
    word: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure at the top with the smaller ones below it."""

    word: str
    main: Number
    notes: tuple[Number, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """A row with a bar: its share from 0 to 1, in whole percent."""

    word: str
    numbers: tuple[Number, ...]
    share: int
    part: int = 0  # of the whole width, what is still open


@dataclass(frozen=True, slots=True)
class Column:
    """A month of the chart: where its two columns stand in the drawing."""

    label: str
    x: float
    width: float
    open_y: float
    open_height: float
    late_y: float
    late_height: float
    open: int


def read(sight: Sight, asked: Asked) -> dict[str, Any]:
    """Everything that the page shows."""
    within, today = asked.within(sight), local_date(sight.desk.now)
    store = sight.desk.store
    months = overview.burn_down(store, within, today)[-SHOWN_MONTHS:]
    found = overview.figures(store, within, today)
    return {
        "asked": asked, "choices": [(str(id_), row["name"]) for id_, row in sight.districts.items()],
        "tiles": _tiles(found, asked), "months": [_month(each, asked) for each in months],
        "chart": _chart(months), "top": max((each.open for each in months), default=0),
        "kinds": _kinds(overview.by_measure(store, within, today), asked),
        "districts": _districts(overview.by_district(store, within, today), asked),
        "register": _register(sight, asked), "periods": _periods(asked, f"{today:%Y-%m}"),
    }  # fmt: skip


def _opens(asked: Asked, show: str, **more: Any) -> str:
    return "/hazards" + Asked(district=asked.district, first=asked.first, last=asked.last).query(show=show, **more)


def _tiles(found: Mapping[str, int], asked: Asked) -> list[Tile]:
    def number(name: str, word: str = "", tone: str = "", value: int | None = None) -> Number:
        return Number(found[name] if value is None else value, _opens(asked, name), word and str(WORDS[word]), tone)

    ends = tuple(Number(found[f"state:{state}"], _opens(asked, f"state:{state}"), term("item_state", state))
                 for state in overview.ENDED)  # fmt: skip
    return [
        Tile(str(WORDS["found"]), number("every"), ends),
        Tile(str(WORDS["open"]), number("open"), (number("major", "major"),)),
        Tile(str(WORDS["overdue"]), number("overdue", tone="danger" if found["overdue"] else ""), (number("week", "week"),)),
        Tile(str(WORDS["cleared"]), number("cleared", tone="ok"), ()),
        Tile(str(WORDS["reinspect"]), number("reinspect"), (number("to_clear", "to_clear"),)),
        Tile(str(WORDS["exits"]), number("exits_opened", value=found["exits"]), (number("exits_opened", "hazards"),)),
        Tile(str(WORDS["wells"]), number("wells_drilled", value=found["wells"]), (number("wells_drilled", "hazards"),)),
    ]


def _periods(asked: Asked, month: str) -> list[tuple[str, str, bool]]:
    """(words, address, is it this one) of the periods one may choose."""
    choices = (("all_time", "", ""), ("this_year", f"{month[:4]}-01", month), ("this_month", month, month))
    return [
        (str(WORDS[word]), "/" + asked.query(first=first, last=last), (asked.first, asked.last) == (first, last))
        for word, first, last in choices
    ]


def _month(each: overview.Month, asked: Asked) -> tuple[str, Number, Number, Number]:
    so_far = Asked(district=asked.district, first=asked.first, last=each.month, show="every")
    return (
        each.month,
        Number(each.found, "/hazards" + so_far.query()),
        Number(each.open, _opens(asked, "every", open_at=each.month)),
        Number(each.overdue, _opens(asked, "every", overdue_at=each.month), tone="danger" if each.overdue else ""),
    )


def _chart(months: Sequence[overview.Month]) -> list[Column]:
    top = max((each.open for each in months), default=0) or 1
    step = CHART_WIDTH / max(len(months), 4)
    room = CHART_HEIGHT - CHART_FOOT - 18  # above the highest column stands its number

    def column(at: int, each: overview.Month) -> Column:
        high, late = room * each.open / top, room * each.overdue / top
        foot = CHART_HEIGHT - CHART_FOOT
        x = at * step + step * 0.2
        label = each.month[2:] if at == 0 or each.month.endswith("-01") else each.month[5:]
        return Column(label, x, step * 0.6, foot - high, high, foot - late, late, each.open)

    return [column(at, each) for at, each in enumerate(months)]


def _kinds(rows: Sequence[Row], asked: Asked) -> list[Bar]:
    most = max((row["found"] for row in rows), default=1)
    return [
        Bar(
            term("measure", row["name"]),
            (
                Number(row["found"], _opens(asked, "every", kind=row["name"])),
                Number(row["open"], _opens(asked, "open", kind=row["name"])),
            ),
            round(100 * row["found"] / most),
            round(100 * row["open"] / most),
        )
        for row in rows
    ]


_CELLS = (("every", "found"), ("cleared", "cleared"), ("ended", "ended"), ("open", "open"), ("overdue", "overdue"),
          ("exits_opened", "exits"), ("wells_drilled", "wells"))  # fmt: skip


def _districts(rows: Sequence[Row], asked: Asked) -> list[Bar]:
    def cell(row: Row, show: str, name: str) -> Number:
        url = "/hazards" + Asked(district=row["id"], first=asked.first, last=asked.last).query(show=show)
        return Number(row[name], url, tone="danger" if name == "overdue" and row[name] else "")

    return [
        Bar(
            row["name"],
            (Number(row["homes"], f"/homes?district={row['id']}"), *(cell(row, show, name) for show, name in _CELLS)),
            round(100 * (row["found"] - row["open"]) / row["found"]) if row["found"] else 0,
        )
        for row in rows
    ]


def _register(sight: Sight, asked: Asked) -> list[tuple[str, Number]]:
    """The register and the visits, whenever they were: so that the totals can be explained."""
    day = register_list.day(local_date(sight.desk.now))
    where = (asked.district,) if asked.district else sight.only
    here, store = Asked(district=asked.district), sight.desk.store
    rows = []
    for word, name in (("homes_all", "all"), ("homes_inspected", "inspected"), ("homes_never", "never")):
        homes = register_list.ids(store, register_list.Listing(name, districts=where), day)
        rows.append((str(WORDS[word]), Number(len(homes), "/homes" + here.query(show=name))))
    for state in ("approved", "finished", "returned", "no_access"):
        visits = visit_list.ids(store, visit_list.Visits(0, state, districts=where))
        word = f"{WORDS['visits']} · {term('inspection_state', state)}"
        rows.append((word, Number(len(visits), "/inspections" + here.query(show=state))))
    return rows


