"""Mending from the command line: undo, redo, institutions merge, late entry, a wrong clock, service and ends."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from terminal import DAY, Terminal

from fieldaudit.cli import base

pytestmark = pytest.mark.slow  # a bureau is founded for each


@pytest.fixture
def terminal(terminal: Terminal, founded: Path, tmp_path: Path) -> Terminal:
    """A terminal with a bureau of its own: these tests change the register and the clock."""
    shutil.copytree(founded / "first", tmp_path / "bureau")
    return Terminal(tmp_path / "bureau", tmp_path, terminal.capture)


def begin(terminal: Terminal, *more: str) -> str:
    return str(terminal.do("inspect", "new", "北苑养老中心", "--with", "检查员乙", *more)["id"])


def test_an_answer_is_undone_and_redone_and_the_history_names_the_acts(terminal: Terminal) -> None:
    visit = begin(terminal)
    answer = terminal.do("inspect", "answer", visit, "sign", "fail")
    done = terminal.do("undo", "--reason", "点错")
    assert (done["verb"], done["author"]) == ("inspection.answer", "检查员甲")
    assert [row["what"] for row in done["rows"] if row["table"] == "answer"] == ["检查项：sign；回答：fail"]
    shown = terminal.do("inspect", "show", visit)
    assert shown["items"] == [] and not any(shown["answers"].values())
    assert terminal.do("redo")["act"] == done["act"]
    assert [item["id"] for item in terminal.do("inspect", "show", visit)["items"]] == [answer["item"]]
    acts = terminal.do("history", answer["item"])
    assert [act["verb"] for act in acts] == ["inspection.answer", "act.undo", "act.redo"]
    assert all(act["id"] in terminal.run("history", answer["item"]).out for act in acts)
    assert terminal.do("undo", acts[0]["id"])["act"] == acts[0]["id"]
    assert "没有可重做" in terminal.refused("redo", person="检查员乙")


@pytest.mark.parametrize("words", [("undo", "17"), ("undo", "nothing"), ("undo", "9" * 30)])
def test_an_act_that_is_not_here_is_refused_in_words(words: tuple[str, ...], terminal: Terminal) -> None:
    assert "没有这次操作" in terminal.refused(*words)


def test_somebody_elses_act_is_refused_with_who_may(terminal: Terminal) -> None:
    visit = begin(terminal)
    act = terminal.do("history", visit)[0]["id"]
    assert "科室负责人" in terminal.refused("undo", act, person="检查员乙")


def test_two_rows_become_one_home_and_are_parted_again(terminal: Terminal) -> None:
    (terminal.folder / "more.csv").write_text("机构名称,旗县市区,电话,地址\n北苑敬老院,科尔沁区,0475-8000002,和平路1号\n", "utf-8")
    terminal.do("institutions", "import", "more.csv", "--yes", person="管理员")
    visit = terminal.do("inspect", "new", "北苑敬老院", "--with", "检查员乙")["id"]
    terminal.usage("institutions", "merge", "北苑养老中心", "北苑敬老院", person="检查员甲")
    done = terminal.do("institutions", "merge", "北苑养老中心", "北苑敬老院", "--reason", "名册重复")
    assert done["differing"]["phone"] == {"kept": "0475-8000001", "other": "0475-8000002"}
    assert [row["name"] for row in terminal.do("institutions", "list", person="")] == ["北苑养老中心"]
    assert terminal.do("inspect", "show", visit, person="")["institution_name"] == "北苑养老中心"
    shown = terminal.do("institutions", "show", "北苑敬老院", person="")
    assert (shown["name"], shown["merged"][0]["name"], shown["merged"][0]["reason"]) == ("北苑养老中心", "北苑敬老院", "名册重复")
    rows = [(act["verb"], act["row"] == shown["id"]) for act in terminal.do("history", shown["id"], person="")]
    assert rows == [("register.import", True), ("register.import", False), ("register.merge", False)]
    assert shown["merged"][0]["id"] in terminal.run("history", shown["id"]).out
    terminal.do("undo")
    assert len(terminal.do("institutions", "list", person="")) == 2
    assert terminal.do("inspect", "show", visit, person="")["institution_name"] == "北苑敬老院"
    line = ("institutions", "merge", "北苑养老中心", "北苑敬老院", "--reason", "重复", "--take", "phone")
    taken = terminal.run(*line, person="检查员甲")
    assert taken.status == 0 and "undo" in taken.out and "0475" not in taken.out
    assert terminal.do("institutions", "show", "北苑养老中心", person="")["phone"] == "0475-8000002"


def test_what_is_entered_later_says_so_and_a_month_later_is_told(terminal: Terminal) -> None:
    from fieldaudit.work.desk import local_time

    seen = local_time(base.now_ms() - 40 * DAY).replace(" ", "T")
    said = terminal.do("inspect", "new", "北苑养老中心", "--with", "检查员乙", "--seen", seen)
    assert "40 天" in said["told"][0]
    act = terminal.do("history", said["id"], person="")[0]
    assert act["late"] and act["at"] == seen.replace("T", " ")
    assert act["entered_at"] in terminal.run("history", said["id"]).out
    assert terminal.do("inspect", "show", said["id"], person="")["entered_late"] == act["entered_at"]
    assert f"补录 {act['entered_at']}" in terminal.run("inspect", "show", said["id"]).out
    future = local_time(base.now_ms() + DAY).replace(" ", "T")
    assert "将来" in terminal.refused("inspect", "answer", said["id"], "sign", "pass", "--seen", future)


def test_a_clock_set_back_is_told_by_each_writing_verb_and_the_act_is_kept(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = begin(terminal)
    now = base.now_ms()
    monkeypatch.setattr(base, "now_ms", lambda: now - DAY)
    ran = terminal.run("inspect", "answer", visit, "sign", "pass", person="检查员甲")
    assert ran.status == 0 and ran.err.count("请核对时钟") == 1
    assert "请核对时钟" in terminal.do("inspect", "answer", visit, "bars", "pass")["told"][0]
    assert terminal.run("inspect", "show", visit).err == ""


def test_a_visit_without_access_is_recorded_from_the_command_line(terminal: Terminal) -> None:
    visit = begin(terminal)
    terminal.usage("inspect", "finish", visit, "--witness", "门卫", person="检查员甲")
    assert "照片或见证人" in terminal.refused("inspect", "finish", visit, "--no-access", "大门锁闭")
    assert terminal.do("inspect", "finish", visit, "--no-access", "大门锁闭", "--photo", "photo.jpg") == {"state": "no_access"}
    shown = terminal.run("inspect", "show", visit).out
    assert "未能进入" in shown and "大门锁闭" in shown


def test_an_amendment_is_shown_with_what_it_changed(terminal: Terminal) -> None:
    visit = begin(terminal)
    terminal.do("inspect", "answer", visit, "sign=pass", "bars=pass")
    _sign_and_finish(terminal, visit)
    terminal.do("inspect", "amend", visit, "--reason", "看错灯具")
    terminal.do("inspect", "answer", visit, "sign", "fail", "--place", "二层")
    shown = terminal.do("inspect", "show", visit, person="")["amended"]
    assert shown[0]["reason"] == "看错灯具"
    assert {"of": shown[0]["changed"][0]["of"], "before": "pass", "after": "fail"} == shown[0]["changed"][0]
    told = terminal.run("inspect", "show", visit).out
    assert "看错灯具" in told and "疏散指示: 符合 → 不符合" in told


def _sign_and_finish(terminal: Terminal, visit: str) -> None:
    for party, who in (("inspector", "检查员甲"), ("second", "检查员乙")):
        terminal.do("inspect", "sign", visit, "--party", party, "--strokes", "pen.json", person=who)
    terminal.do("inspect", "sign", visit, "--party", "home", "--refused", "不签", "--witness", "网格员")
    terminal.do("inspect", "finish", visit)


@pytest.mark.slow  # draws the papers
def test_from_a_refused_service_to_another_lawful_end(terminal: Terminal) -> None:
    visit = begin(terminal)
    item = terminal.do("inspect", "answer", visit, "sign", "fail", "--place", "二层")["item"]
    terminal.do("inspect", "answer", visit, "bars", "pass")
    _sign_and_finish(terminal, visit)
    notice = terminal.do("notice", "issue", visit)["id"]
    assert "notice void" in terminal.refused("undo")
    left = ("notice", "serve", notice, "--with", "检查员乙", "--method", "left", "--refused", "不收")
    assert "--photo" in terminal.refused(*left)
    posted = ("--method", "post", "--tracking", "XA1", "--recipient", "院长", "--sent", "2026-11-20")
    terminal.usage(*left[:-4], *posted, person="检查员甲")
    assert terminal.do(*left, "--photo", "photo.jpg")["served_on"]
    terminal.do("notice", "print", notice, "--proof", "--out", "proof.pdf", person="")
    terminal.do("plan", "extend", item, "--to", "2099-01-01", "--reason", "采购")
    refused = terminal.do("plan", "grant", item, "--refuse", "期限足够", person="科长")
    assert refused["granted"] is False
    terminal.usage("plan", "grant", item, "--refuse", "足够", "--to", "2099-01-01", person="科长")
    terminal.usage("plan", "clear", item, "--reason", "核实", person="科长")
    terminal.usage("plan", "clear", item, "--end", "disproved", "--note", "核实", person="科长")
    assert "挂牌督办" in terminal.refused("plan", "edit", item, "--escalate", "久拖", person="科长")
    terminal.do("plan", "edit", item, "--refer", "消防救援", "--reason", "职权", person="科长")
    ended = terminal.do("plan", "clear", item, "--end", "disproved", "--reason", "核实", person="科长")
    assert ended == [{"id": item, "state": "disproved"}]
    terminal.do("undo", person="科长")
    shown = terminal.do("plan", "show", item, person="")
    assert shown["state"] == "in_progress" and "referred" in shown["marks"]
    assert [event["kind"] for event in shown["events"] if event["retracted"]] == ["disproved"]
    assert "已撤销" in terminal.run("plan", "show", item).out
    terminal.do("redo", person="科长")
    shown = terminal.do("plan", "show", item, person="")
    assert [event["restores"] for event in shown["events"]][-2:] == [False, True]
    assert "恢复" in terminal.run("plan", "show", item).out
