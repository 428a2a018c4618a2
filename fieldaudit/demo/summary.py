"""What the demo leaves beside its workspaces: a summary in figures (its papers are printed by `printing`).

Owns what is counted. Reads only.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from ..domain.calendar import SHANGHAI, local_datetime
from ..domain.terms import ITEM_STATES, label
from ..errors import OurBug
from ..i18n import Text, tr
from ..store import queries
from ..sync.session import proof
from ..work import plan, records
from ..work.desk import Desk
from .city import PIN
from .laptop import Laptop

_WORDS: dict[str, Text] = {
    "homes": tr("养老机构", "homes"),
    "inspections": tr("检查", "inspections"),
    "photos": tr("照片", "photos"),
    "notices": tr("责令限期改正通知书", "rectification notices"),
    "voided": tr("其中作废", "of these void"),
    "papers": tr("制发文书", "papers issued"),
    "found": tr("发现隐患", "hazards found"),
    "open": tr("未终结", "open"),
    "cleared": tr("已销号", "cleared"),
    "equivalent": tr("采取等效措施", "equivalent measure accepted"),
    "disproved": tr("经核实不成立", "disproved"),
    "ended_with_institution": tr("随机构关停终结", "ended with the institution"),
    "overdue": tr("逾期", "overdue"),
    "exits": tr("打通生命通道", "life exits opened"),
    "wells": tr("新打消防水井", "fire wells drilled"),
    "waiting": tr("待审核检查", "inspections waiting for review"),
    "returned": tr("退回检查", "inspections returned"),
    "conflicts": tr("待处理冲突", "open conflicts"),
    "in_agreement": tr("两台电脑内容一致", "both laptops hold the same"),
}


def write_summary(inspector: Laptop, supervisor: Laptop, into: Path) -> dict[str, Any]:
    """Count, check that found = open + every end, write summary.json and summary.txt; gives the figures."""
    figures = {**_counts(inspector.desk), "in_agreement": proof(inspector.workspace) == proof(supervisor.workspace)}
    ends = ("open", "cleared", "equivalent", "disproved", "ended_with_institution")
    if figures["found"] != sum(figures[name] for name in ends):
        raise OurBug(tr("隐患数目不平", "the counts of hazards do not balance"), where=str(figures))
    (into / "summary.json").write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (into / "summary.txt").write_text("\n".join(_lines(figures)) + "\n", encoding="utf-8")
    return figures


def _counts(desk: Desk) -> dict[str, Any]:
    store = desk.store
    inspections = Counter(row["state"] for row in queries.inspections(store))
    papers_made, states = queries.notices(store), queries.states(store)
    return {
        "at": f"{local_datetime(desk.now).astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
        "homes": len(queries.institutions(store)),
        "inspections": sum(inspections.values()),
        "photos": sum(row["kind"] != "record" for row in store.find("attachment") if row["media_type"].startswith("image/")),
        "notices": len(papers_made),
        "voided": sum(row["void"] is not None for row in papers_made),
        "papers": len(queries.papers(store)),
        **queries.counts(store),
        "overdue": sum("overdue" in item.marks for item in plan.plan(desk)),
        "waiting": inspections["finished"],
        "returned": inspections["returned"],
        "conflicts": len(records.conflict_list(desk)),
        "states": {state: states[state] for state in ITEM_STATES if state in states},
        "inspection_states": dict(sorted(inspections.items())),
    }


def _lines(figures: dict[str, Any]) -> list[str]:
    """The summary as people read it, with how to look inside."""
    lines = [str(tr(f"演示数据，截至 {figures['at']}", f"Demo, as of {figures['at']}")), ""]
    for name, word in _WORDS.items():
        value = figures[name]
        lines.append(f"{word}: {tr('是', 'yes') if value is True else tr('否', 'no') if value is False else value}")
    lines += ["", str(tr("隐患状态", "Hazards by state"))]
    lines += [f"  {label('item_state', state)}: {count}" for state, count in figures["states"].items()]
    lines += ["", str(tr("检查状态", "Inspections by state"))]
    lines += [f"  {label('inspection_state', state)}: {count}" for state, count in figures["inspection_states"].items()]
    lines += ["", str(tr(
        f"看一看（所有人的 PIN 都是 {PIN}）：fieldaudit --workspace inspector plan list",
        f"Look inside (every PIN is {PIN}): fieldaudit --workspace inspector plan list"))]  # fmt: skip
    return lines
