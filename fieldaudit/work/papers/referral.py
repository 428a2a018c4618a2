"""Facts of 移送函: the hazards of a home that another agency could act on, by the clause it could act by.

Facts only, never a conclusion on a penalty. Which clause (`refer_basis`) comes with the form; nothing of it stands on
the bureau's own notices.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from ...documents.facts import Matter, ReferralFacts
from ...documents.phrases import sentence
from ...domain import facts as read
from ...domain.calendar import local_date
from ...domain.citations import cite_all
from ...domain.core import RowId
from ...domain.terms import label
from ...errors import BadInput, NotAllowed
from ...i18n import tr
from ...store import queries
from ..desk import Desk, Row
from ..items import state_of
from ..plan import photos_of
from ..register import find
from ..sheet import open_sheet
from .parts import Asked, Gathered, about, events_of, kind_of, live_papers, named, notice_of, now, party_of

_CLAUSE = re.compile("(《[^》]+》(?:（[^）]*）)?)(第[^条]+条)?(.*)")
_OWN_MEASURES = "我局将继续督促该机构整改，并配合做好在住老年人的安置等工作"


def referral(desk: Desk, asked: Asked) -> Gathered:
    """A letter on a home (target: its id, name or code): the hazards named, or those that were referred and are open."""
    home = find(desk, asked.target)
    rows = _rows(desk, RowId(home["id"]), asked)
    facts = referral_facts(desk, home, rows, asked.recipient or _to(desk, rows))
    inspections = sorted({RowId(row["inspection"]) for row in rows})
    return Gathered(
        facts=facts,
        institution=RowId(home["id"]),
        inspection=inspections[-1],
        recipient=facts.recipient,
        asked={"items": [str(row["id"]) for row in rows], "recipient": facts.recipient},
    )


def _rows(desk: Desk, home: RowId, asked: Asked) -> list[Row]:
    """The hazards the letter is about. Raises BadInput, NotAllowed naming the one that cannot be referred."""
    rows = queries.items(desk.store, institution=home)
    if asked.items:
        chosen = {str(desk.row("item", item)["id"]) for item in asked.items}
        strange = chosen - {str(row["id"]) for row in rows}
        if strange:
            raise BadInput(tr("隐患不属于这家机构", "the hazard is not of this home"), where=", ".join(sorted(strange)))
        rows = [row for row in rows if str(row["id"]) in chosen]
        without = next((row for row in rows if not row["refer_basis"]), None)
        if without is not None:
            raise NotAllowed(
                tr("隐患没有移送依据", "the hazard has no clause that another agency could act by"), where=named(without)
            )
        return rows
    referred = [row for row in rows if row["referred"] and state_of(desk, row).is_open]
    rows = [row for row in referred if row["refer_basis"]]
    if referred and not rows:
        raise NotAllowed(
            tr("已移送的隐患没有移送依据，不能制作移送函", "no clause was given that another agency could act by"),
            where=named(referred[0]),
            todo=tr("依据来自检查表的 fa:refer_basis 一栏。", "It comes with the checklist, in its column fa:refer_basis."),
        )
    if not rows:
        raise NotAllowed(
            tr("没有已移送而未终结的隐患", "no open hazard was referred"),
            where=str(desk.row("institution", home)["name"]),
            todo=tr("先移送：plan edit --refer；或用 --item 指定。", "First refer it: plan edit --refer; or name it with --item."),
        )
    return rows


def _to(desk: Desk, rows: Sequence[Row]) -> str:
    """The one agency to which these hazards were referred. Raises BadInput when there are none or several."""
    said = [
        read.words(event.facts, "to") for row in rows for event in events_of(desk, row) if event.kind == "referred"
    ]
    names = list(dict.fromkeys(name for name in said if name))
    if len(names) != 1:
        raise BadInput(
            tr("要写明移送给哪个机关", "say which agency it goes to"), where="、".join(names), todo=tr("用 --to。", "Use --to.")
        )
    return names[0]


def referral_facts(desk: Desk, home: Row, rows: Sequence[Row], recipient: str) -> ReferralFacts:
    """Everything the letter prints but its number."""
    bureau = desk.bureau()
    sheets = [open_sheet(desk, inspection) for inspection in sorted({RowId(row["inspection"]) for row in rows})]
    cited = [cite_all(row["refer_basis"], desk.laws())[0] for row in rows]
    law, clauses = _law(cited)
    return ReferralFacts(
        bureau=bureau["name"],
        number="",
        recipient=recipient,
        party=party_of(home),
        inspected_on=local_date(sheets[-1].row["started_at"]),
        inspection_kind=kind_of(sheets[-1]),
        matters=tuple(_matter(desk, row, clause) for row, clause in zip(rows, clauses, strict=True)),
        law=law,
        own_measures=_OWN_MEASURES,
        attachments=tuple(_attachments(desk, rows)),
        contact=bureau["name"],
        issued_on=local_date(desk.now),
        generated_at=now(desk),
        contact_phone=bureau["phone"] or "",
        reinspected_on=_reinspected_on(desk, rows),
        subject=f"{about(sheets[-1].form)}违法线索",
        draft=True,
    )


def _law(cited: Sequence[str]) -> tuple[str, list[str]]:
    """The law with its article where all clauses are of one, and each clause without the law's name. Raises BadInput."""
    parts = [match.groups() for match in map(_CLAUSE.fullmatch, cited) if match]
    titles = {title for title, _, _ in parts}
    if len(parts) != len(cited) or len(titles) != 1:
        raise BadInput(
            tr("所列隐患的移送依据不是同一部法律，请分别移送", "they rest on different laws: refer them apart"),
            where="、".join(dict.fromkeys(cited)),
            todo=tr("用 --item 分别制作。", "Make one letter for each with --item."),
        )
    articles = list(dict.fromkeys(article or "" for _, article, _ in parts))
    return f"{titles.pop()}{'、'.join(articles)}", [f"{article or ''}{rest}" for _, article, rest in parts]


def _matter(desk: Desk, row: Row, clause: str) -> Matter:
    """Where, what, what became of the order; and what has become of it since."""
    state = state_of(desk, row)
    told = [sentence(row["place"] or "") + sentence(row["finding"] or "")]
    if notice_of(desk, state):
        told.append("经责令限期改正，复查仍未改正" if state.is_open and state.failures else "已责令限期改正")
    ended = "" if state.is_open else f"现{label('item_state', state.state).zh}，一并抄告"
    return Matter("，".join(told), clause, ended)


def _reinspected_on(desk: Desk, rows: Sequence[Row]) -> date | None:
    days = [local_date(event.at) for row in rows for event in events_of(desk, row) if event.kind == "reinspected"]
    return max(days, default=None)


def _attachments(desk: Desk, rows: Sequence[Row]) -> list[str]:
    """The papers and photos that go with the letter, each once."""
    named_: list[str] = []
    for number in dict.fromkeys(desk.row("inspection", row["inspection"])["number"] for row in rows):
        named_.append(f"检查报告（{number}）1份")
    notices = {row["id"]: notice for row in rows if (notice := notice_of(desk, state_of(desk, row)))}
    for notice in {each["id"]: each for each in notices.values()}.values():
        served = desk.store.find("service", notice=notice["id"])
        named_.append(f"责令限期改正通知书（{notice['number']}）{'及送达回证各' if served else ''}1份")
        named_ += [f"复查意见书（{paper['number']}）1份" for paper in live_papers(desk, "reinspection", notice=notice["id"])]
    sides = [side for row in rows for side in photos_of(desk, RowId(row["id"])).values()]
    photos = {photo["sha256"] for side in sides for photo in side}
    return [*named_, f"现场照片{len(photos)}张"] if photos else named_


