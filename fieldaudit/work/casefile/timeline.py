"""A home's timeline: every act that concerns it as it was seen, with who did it, on which laptop, and when it was entered.

Owns which rows tell an act and its words. Void rows are told as well, with the reason: nothing that was done is left out.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ...domain.core import CommitId, RowId
from ...domain.terms import VOCABULARIES, label
from ...store import queries
from ...store.history import CommitReader
from ..desk import Desk, Row, local_time
from ..papers import kind_word

_COLUMNS = ("发生时间", "录入时间", "事项", "对象", "内容", "办理人", "设备", "操作编号")
_SAID = {
    "date": "日期", "due": "期限", "to": "延至", "reason": "理由", "note": "说明", "result": "结果", "exits": "打通通道（处）",
    "where": "位置", "well_depth_m": "井深（米）", "well_yield_m3h": "出水量（立方米每小时）", "photos": "照片（张）",
    "before": "整改前照片（张）", "after": "整改后照片（张）", "department": "部门", "document": "文号", "term_days": "期限（天）",
    "residents_settled": "已安置（人）", "residents_total": "在住（人）", "mode": "期限方式", "second": "第二人",
    "notice": "通知书", "by": "单位", "term_kind": "期限种类",
}  # fmt: skip
_VOCABULARY = {"result": "result", "mode": "order_mode", "department": "department", "term_kind": "term_kind"}


@dataclass(frozen=True, slots=True)
class Act:
    """One act. `seen` and `entered` in ms since 1970; `about`: the hazard, inspection or paper it concerns."""

    seen: int
    entered: int
    what: str
    about: str
    told: str
    who: str
    device: int
    commit: int

    def cells(self) -> tuple[str, ...]:
        """As a row of the table."""
        return (local_time(self.seen), local_time(self.entered), self.what, self.about, self.told, self.who, str(self.device),
                str(self.commit))  # fmt: skip


def timeline(desk: Desk, homes: Sequence[RowId]) -> list[Act]:
    """Every act on these rows of one home, oldest first."""
    reader = CommitReader(desk.store)
    acts = [act for home in homes for act in _of_home(desk, reader, home)]
    return sorted(acts, key=lambda act: (act.seen, act.entered, act.commit))


def timeline_csv(acts: Sequence[Act]) -> bytes:
    """As a table that a spreadsheet opens: UTF-8 with its mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows([_COLUMNS, *(act.cells() for act in acts)])
    return out.getvalue().encode("utf-8-sig")


def timeline_text(name: str, acts: Sequence[Act]) -> bytes:
    """As a page to read."""
    lines = [f"{name}　时间线", ""]
    for act in acts:
        late = f"（{local_time(act.entered)} 录入）" if act.entered - act.seen >= 60_000 else ""
        about = f"：{act.about}" if act.about else ""
        lines.append(f"{local_time(act.seen)}{late}　{act.what}{about}　{act.who}，设备 {act.device}")
        lines += [f"    {act.told}"] if act.told else []
    return ("\n".join(lines) + "\n").encode()


def _of_home(desk: Desk, reader: CommitReader, home: RowId) -> Iterator[Act]:
    register = desk.store.get("institution", home)
    if register is not None:
        yield _act(desk, reader, register, "登记机构", register["name"], "")
    numbers: dict[int, str] = {}
    for inspection in queries.rows_ever(desk.store, "inspection", "institution", home):
        numbers[inspection["id"]] = str(inspection["number"])
        kind = label("inspection_kind", inspection["kind"]).zh
        yield _act(desk, reader, inspection, f"开始{kind}", str(inspection["number"]), "", inspection["started_at"])
        yield from _of_inspection(desk, reader, inspection)
    for item in queries.rows_ever(desk.store, "item", "institution", home):
        named = f"{item['place'] or ''} {item['finding'] or ''}".strip()
        found = f"检查 {numbers.get(item['inspection'], '')}，{label('severity', item['severity']).zh}"
        yield _act(desk, reader, item, "发现隐患", named, found)
        for event in queries.rows_ever(desk.store, "event", "item", RowId(item["id"])):
            yield _act(desk, reader, event, label("event", event["kind"]).zh, named, _facts(desk, event["facts_json"]))
    yield from _of_papers(desk, reader, home)


def _of_inspection(desk: Desk, reader: CommitReader, inspection: Row) -> Iterator[Act]:
    number, row = str(inspection["number"]), RowId(inspection["id"])
    for step in queries.rows_ever(desk.store, "inspection_event", "inspection", row):
        yield _act(desk, reader, step, label("inspection_event", step["kind"]).zh, number, step["reason"] or "")
    for signature in queries.rows_ever(desk.store, "signature", "inspection", row):
        said = f"拒绝签名：{signature['refused']}；见证人：{signature['witness']}" if signature["refused"] else ""
        yield _act(desk, reader, signature, "签名", f"{number} {signature['name'] or signature['party']}", said)


def _of_papers(desk: Desk, reader: CommitReader, home: RowId) -> Iterator[Act]:
    for paper in queries.rows_ever(desk.store, "paper", "institution", home):
        kind = kind_word(paper["kind"]).zh
        what = f"更正{kind}" if paper["replaces_row"] else f"出具{kind}"
        yield _act(desk, reader, paper, what, f"{paper['number'] or ''} 第{paper['version'] or 1}版", paper["reason"] or "")
    for notice in queries.rows_ever(desk.store, "notice", "institution", home):
        for service in queries.rows_ever(desk.store, "service", "notice", RowId(notice["id"])):
            said = "；".join(filter(None, (label("service_method", service["method"]).zh, service["place"], service["recipient"],
                                         service["refused"], service["witness"])))  # fmt: skip
            yield _act(desk, reader, service, "送达", str(notice["number"]), said, service["served_at"])


def _act(desk: Desk, reader: CommitReader, row: Row, what: str, about: str, told: str, seen: int | None = None) -> Act:
    commit = reader.find(CommitId(row["_commit"]))
    entered = commit.wall if commit else row["_at"]
    void = f"（已作废：{row['void']}）" if row["void"] else ""
    return Act(seen or row["_at"], entered, what + void, about, told, desk.name_of(RowId(row["_by"])),
               commit.device if commit else 0, int(row["_commit"]))  # fmt: skip


def _facts(desk: Desk, text: str | None) -> str:
    said = json.loads(text or "{}")
    return "；".join(f"{_SAID.get(key, key)}：{_fact(desk, key, value)}" for key, value in said.items() if value not in (None, ""))


def _fact(desk: Desk, key: str, value: Any) -> str:
    if key == "second":
        return desk.name_of(RowId(value))
    if key == "notice":
        row = desk.store.get("notice", RowId(value))
        return str(row["number"]) if row else str(value)
    words = VOCABULARIES.get(_VOCABULARY.get(key, ""), {})
    return words[value].zh if value in words else str(value)
