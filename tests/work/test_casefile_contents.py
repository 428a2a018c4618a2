"""Promises of what belongs to a home's case file: all rows that are this home, what was voided, what is drawn on photos."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from office_world import Office, found

from fieldaudit.store import queries
from fieldaudit.work import annotate, attaching, inspect, notices, papers, plan, register
from fieldaudit.work.casefile.contents import Contents, contents
from fieldaudit.work.casefile.timeline import Act, timeline, timeline_csv, timeline_text
from fieldaudit.work.merging import merge
from fieldaudit.work.papers import Asked
from fieldaudit.work.papers.selection import Selection, selected
from fieldaudit.work.register_file import read_register

pytestmark = pytest.mark.slow  # `make check` stays under a minute

HOME, TWIN = "北苑养老中心", "北苑敬老院"
REGISTER = f"机构名称,旗县市区,地址,床位数\n{TWIN},科尔沁区,和平路1号院,58\n"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    made = found(tmp_path, monkeypatch)
    register.take(made.desk("管理员"), register.look(made.desk("管理员"), read_register(REGISTER.encode(), "名册.csv")))
    made.homes = {row["name"]: row["id"] for row in register.listed(made.desk(None))}
    try:
        yield made
    finally:
        made.workspace.close()


def case(office: Office, home: str = HOME) -> Contents:
    desk = office.desk(None)
    return contents(desk, desk.row("institution", office.homes[home]))


def bytes_of(found_: Contents, folder: str) -> list[bytes]:
    return [entry.read() for entry in found_.entries if entry.path.startswith(f"{folder}/")]


def test_a_merged_home_has_the_papers_of_both_rows_everywhere(office: Office) -> None:
    for home in (HOME, TWIN):
        notices.issue(office.desk(), office.finished("wires", home=home).id)
    twin = Asked(target=str(office.homes[TWIN]))
    plan_paper = office.desk(None).row("paper", papers.issue(office.desk(), "plan", twin))
    merge(office.desk(), office.homes[HOME], office.homes[TWIN], "名册重复")
    desk = office.desk(None)
    kept = {papers.printed(desk, row) for row in queries.papers(office.workspace.store)}
    assert len(kept) == 3 and set(bytes_of(case(office), "文书")) == kept
    assert {papers.describe(desk, row)["institution"] for row in queries.papers(office.workspace.store)} == {HOME}
    assert len(queries.papers(office.workspace.store, office.homes[HOME])) == 3
    chosen = selected(desk, Selection(kind="notice", institution=TWIN))
    assert len(chosen) == 2 and all(HOME in each.file for each in chosen)
    told = [act.what for act in timeline(desk, [office.homes[HOME], office.homes[TWIN]])]
    assert told.count("出具责令限期改正通知书") == 2 and told.count("出具一院一策整改方案") == 1
    corrected = office.desk(None).row("paper", papers.correct(office.desk(), plan_paper["number"], "合并登记"))
    said = json.loads(corrected["facts_json"])
    assert (said["party"]["name"], len(said["lines"]), corrected["institution"]) == (HOME, 2, office.homes[TWIN])


def test_a_home_that_moved_keeps_what_was_recorded_where_it_was(office: Office) -> None:
    notices.issue(office.desk(), office.finished("wires", home=TWIN).id)
    desk = office.desk()
    moved = desk.store.edit("institution", office.homes[HOME], moved_from=office.homes[TWIN])
    desk.commit(desk.scope_of(office.homes[HOME]), "register.edit", [moved])
    assert bytes_of(case(office), "文书") == bytes_of(case(office, TWIN), "文书") != []
    circle = desk.store.edit("institution", office.homes[TWIN], moved_from=office.homes[HOME])
    desk.commit(desk.scope_of(office.homes[HOME]), "register.edit", [circle])
    assert len(bytes_of(case(office), "文书")) == 1, "rows that name one another end as well"


def test_a_case_has_the_record_as_signed_signatures_and_what_is_drawn_beside_the_untouched_photo(office: Office) -> None:
    visit = office.draft("wires")
    name, data = office.photo()
    photo = attaching.attach(office.desk(), visit.id, "wires", data, name)
    annotate.annotate(office.desk(), photo, "arrow", [[0.1, 0.1], [0.5, 0.5]])
    found_ = case(office)
    assert bytes_of(found_, "检查记录") == [], "not signed yet"
    (drawn, kept) = sorted(bytes_of(found_, "照片"), key=len)
    (row,) = queries.attachments(office.workspace.store, visit.id)
    assert kept == office.desk(None).blobs.get(row["object"])
    assert json.loads(drawn)["photo"] == row["sha256"] and json.loads(drawn)["shapes"][0]["shape"] == "arrow"
    (entry,) = [one for one in found_.entries if one.sha256]
    number = office.desk(None).row("inspection", visit.id)["number"]
    assert entry.path.startswith(f"照片/{number}_2026") and entry.path.endswith(f"_wires处_{row['sha256'][:8]}.jpg")
    assert entry.what == "照片（检查）"
    visit.sign()
    inspect.finish(office.desk(), visit.id)
    found_ = case(office)
    assert bytes_of(found_, "检查记录") == [inspect.evidence_of(office.desk(None), visit.id)]
    assert len(bytes_of(found_, "签名")) == 6 and len({entry.path for entry in found_.entries}) == len(found_.entries)


def test_the_timeline_tells_in_words_what_was_done_when_by_whom_and_when_it_was_entered(office: Office) -> None:
    visit = office.served("bars")
    plan.submit(office.desk(), visit.items["bars"], "已改")
    plan.reinspect(office.desk(), visit.items["bars"], "pass", office.people["乙"], [office.photo()], {"exits": 4, "where": "南侧"})
    acts = timeline(office.desk(None), [office.homes[HOME]])
    told = {act.what: act for act in acts}
    number = office.desk(None).row("notice", visit.notice)["number"]
    assert told["复查"].told == "打通通道（处）：4；照片（张）：1；结果：已整改；第二人：乙；位置：南侧"
    assert f"通知书：{number}" in told["下达整改通知"].told
    assert told["送达"].about == number and "院长" in told["送达"].told and told["发现隐患"].about == "bars处 bars有隐患"
    assert all(act.who and act.device == 1 for act in acts) and acts == sorted(acts, key=lambda act: (act.seen, act.entered))


def test_what_was_entered_later_is_said(office: Office) -> None:
    late = Act(1_795_492_800_000, 1_795_492_860_000, "送达", "1号", "直接送达", "甲", 2, 7)
    soon = Act(1_795_492_800_000, 1_795_492_859_999, "送达", "", "", "甲", 2, 7)
    assert timeline_text("院", [late, soon]).decode().splitlines() == [
        "院　时间线", "", "2026-11-24 12:00（2026-11-24 12:01 录入）　送达：1号　甲，设备 2", "    直接送达",
        "2026-11-24 12:00　送达　甲，设备 2",
    ]  # fmt: skip
    (row,) = csv.DictReader(io.StringIO(timeline_csv([late]).decode("utf-8-sig")))
    assert (row["发生时间"], row["录入时间"], row["操作编号"]) == ("2026-11-24 12:00", "2026-11-24 12:01", "7")
