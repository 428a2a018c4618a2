"""Facts of 一院一策整改方案: every hazard of a home that was not disproved, with the five."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, cast

from ...documents.facts import PlanFacts, PlanLine
from ...domain.calendar import local_date
from ...domain.core import RowId
from ...domain.terms import label
from ...errors import BadInput
from ...i18n import Text
from ...store import queries
from ..desk import Desk, Row
from ..forms import open_form
from ..items import state_of
from ..register import find
from .parts import DEPENDENT, Asked, Gathered, answered, hazard_word, notice_of, now, party_of, severity

_OWN_LEAD = "civil_affairs"


def plan(desk: Desk, asked: Asked) -> Gathered:
    """The plan of a home (target: its id, name or code)."""
    home = RowId(find(desk, asked.target)["id"])
    facts = plan_facts(desk, home, asked.lang)
    return Gathered(facts=facts, institution=home, recipient=facts.party.name, asked={"lang": asked.lang})


def plan_facts(desk: Desk, institution: RowId, lang: Literal["zh", "en"] = "zh") -> PlanFacts:
    """The home's plan. Raises BadInput when the home has no hazard."""
    home = desk.row("institution", institution)
    rows = [row for row in queries.items(desk.store, institution=institution) if row["state"] != "disproved"]
    if not rows:
        raise BadInput(Text(f"{home['name']}没有整改项", f"{home['name']} has no plan item"), where=str(institution))
    notices = {row["id"]: row["number"] for each in rows if (row := notice_of(desk, state_of(desk, each)))}
    return PlanFacts(
        bureau=desk.bureau()["name"],
        party=party_of(home),
        lines=tuple(_line(desk, row, lang) for row in rows),
        prepared_on=local_date(desk.now),
        generated_at=now(desk),
        notice_number="、".join(notices.values()),
        beds=home["beds"],
        residents=home["residents"],
        dependent=_dependent(desk, rows, home["residents"]),
        responsible=home["legal_rep"] or home["head"] or "",
        manager=home["head"] or "",
        subject=_subject(desk, rows),
        lang=lang,
    )


def _subject(desk: Desk, rows: Sequence[Row]) -> str:
    """消防 when every hazard was found by a fire checklist, otherwise the wider 安全."""
    forms = {desk.row("inspection", inspection)["form"] for inspection in {row["inspection"] for row in rows}}
    return "消防" if {hazard_word(open_form(desk, RowId(form))) for form in forms} == {"火灾隐患"} else "安全"


def _dependent(desk: Desk, rows: Sequence[Row], residents: int | None) -> int | None:
    """How many residents cannot care for themselves, by the latest visit that found one of these hazards and asked.

    None when fewer live there now: it was another number of residents.
    """
    visits = sorted({RowId(row["inspection"]) for row in rows}, reverse=True)
    unable = next((count for visit in visits if (count := answered(desk, visit, DEPENDENT)) is not None), None)
    return None if unable is None or (residents is not None and unable > residents) else unable


def _line(desk: Desk, row: Row, lang: Literal["zh", "en"]) -> PlanLine:
    state = state_of(desk, row)
    lead = row["lead_department"] or _OWN_LEAD
    words = [label("measure", row["measure_kind"]), label("department", lead)]
    kind, leading = (word.zh if lang == "zh" else word.en.capitalize() for word in words)
    return PlanLine(
        row["place"] or "",
        row["finding"] or "",
        severity(row),
        kind,
        row["measure"] or "",
        row["responsible"] or "",
        row["budget_yuan"],
        row["budget_source"] or "",
        state.due,
        row["term_days"],
        cast(Literal["natural", "working"], row["term_kind"] or "natural"),
        row["contingency"] or "",
        fixed_at_scene=bool(row["fixed_on_spot"]) and state.state in ("passed", "cleared"),
        lead=leading if lead != _OWN_LEAD else "",
    )
