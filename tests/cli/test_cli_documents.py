"""The verbs of papers as a person types them: draft, issue, print, list, correct, verify with its statuses, and words."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from terminal import Terminal

from fieldaudit.cli.documents import ALTERED, UNKNOWN

pytestmark = pytest.mark.slow  # a bureau of its own for most of them

HOME = "北苑养老中心"


@pytest.fixture
def own(terminal: Terminal, founded: Path) -> Terminal:
    """A bureau of its own: papers are numbered and words are set in it."""
    shutil.copytree(founded / "first", terminal.folder / "own")
    terminal.workspace = terminal.folder / "own"
    return terminal


@pytest.fixture
def visit(own: Terminal) -> str:
    """A finished visit with one hazard; gives its number."""
    made = own.do("inspect", "new", HOME, "--with", "检查员乙")
    for answer in ("sign=fail", "bars=pass"):
        own.do("inspect", "answer", made["id"], answer)
    (item,) = own.do("plan", "list", "--inspection", made["id"])
    own.do("plan", "edit", item["id"], "--place", "二层走道")
    for who, party in (("检查员甲", "inspector"), ("检查员乙", "second")):
        own.do("inspect", "sign", made["id"], "--party", party, "--strokes", "pen.json", person=who)
    own.do("inspect", "sign", made["id"], "--party", "home", "--strokes", "pen.json", "--name", "院长")
    own.do("inspect", "finish", made["id"])
    return str(made["number"])


def verdict(terminal: Terminal, *words: str) -> tuple[int, Any]:
    """Status and outcome of a verification."""
    import json

    ran = terminal.run("documents", "verify", *words, "--json")
    return ran.status, json.loads(ran.out)


def test_from_a_draft_to_a_correction_and_what_verify_says_of_each(own: Terminal, visit: str) -> None:
    assert own.do("documents", "draft", "report", visit, "--out", "draft.pdf", person="") == {"file": "draft.pdf"}
    assert verdict(own, "draft.pdf")[0] == 0
    made = own.do("documents", "issue", "report", visit, "--out", "report.pdf")
    assert (made["number"], made["version"], made["kind"]) == (visit, 1, "report")
    own.do("documents", "print", visit, "--out", "again.pdf", person="")
    assert Path("again.pdf").read_bytes() == Path("report.pdf").read_bytes()
    status, said = verdict(own, "report.pdf")
    assert (status, said["outcome"], said["number"]) == (0, "ours", visit)
    assert "已制发" in own.refused("documents", "issue", "report", visit)
    assert "没有变化" in own.refused("documents", "correct", visit, "--reason", "再看")
    data = bytearray(Path("report.pdf").read_bytes())
    data[len(data) // 2] ^= 4
    Path("altered.pdf").write_bytes(data)
    assert verdict(own, "altered.pdf")[0] == ALTERED == 3 and verdict(own, "pen.json")[0] == UNKNOWN == 4
    for words in ((), ("altered.pdf", "--code", "14E1-4D26-55C8")):
        own.usage("documents", "verify", *words)
    rows = own.do("documents", "list", "--institution", HOME, person="")
    assert [(row["kind"], row["number"], row["version"]) for row in rows] == [("report", visit, 1)]
    assert own.do("documents", "list", "--kind", "plan", person="") == []
    for language, word in (("zh", "检查报告"), ("en", "inspection report")):
        assert word in own.run("--lang", language, "documents", "list").out


def test_what_a_paper_says_decides_its_next_version(own: Terminal, visit: str) -> None:
    issued = own.do("notice", "issue", visit, "--with-agency", "通辽市消防救援支队=消防法:54")
    old = own.do("documents", "list", person="")[0]
    assert old["number"] == issued["number"] and old["recipient"] == HOME
    number = issued["number"]
    own.do("documents", "print", number, "--out", "1.pdf", person="")
    Path("register2.csv").write_text("机构名称,旗县市区,电话,地址\n北苑养老中心,科尔沁区,0475-8000001,和平路2号\n", "utf-8")
    own.do("institutions", "import", "register2.csv", "--yes", person="检查员甲")
    made = own.do("documents", "correct", number, "--reason", "地址有误", "--out", "2.pdf")
    assert (made["number"], made["version"], made["reason"]) == (number, 2, "地址有误")
    own.do("documents", "print", number, "--version", "1", "--out", "old.pdf", person="")
    own.do("notice", "print", number, "--out", "new.pdf", person="")
    assert Path("old.pdf").read_bytes() == Path("1.pdf").read_bytes() != Path("2.pdf").read_bytes() == Path("new.pdf").read_bytes()
    status, said = verdict(own, "1.pdf")
    assert status == 0 and "第2版" in said["notes"][0]
    text = own.run("documents", "verify", "1.pdf").out
    assert number in text and "未被改动" in text and "地址有误" in text


def test_options_go_with_their_kinds_only(own: Terminal, visit: str) -> None:
    for line in (
        f"documents issue report {visit} --until 2026-11-25T18:00", f"documents draft plan {visit} --to 某局 --out x.pdf",
        f"documents draft record {visit} --edition en --out x.pdf", "documents draft ledger --until 2026-11-25T18:00 --out x.pdf",
        f"documents draft report {visit} --due 2026-12-01 --out x.pdf", f"documents draft plan {HOME} --item 1 --out x.pdf",
        f"documents draft notice {visit} --protection 看守 --out x.pdf", f"documents draft referral {HOME} --suspend 1 --out x.pdf",
        f"documents draft plan {HOME} --institution {HOME} --out x.pdf", "documents draft blank --district 科尔沁区 --out x.pdf",
        "documents draft blank --state found --out x.pdf", "documents draft blank --year 2026 --out x.pdf",
        "documents draft blank --overdue --out x.pdf",
    ):  # fmt: skip
        own.usage(*line.split(), person="检查员甲")
    assert "notice issue" in own.refused("documents", "issue", "notice", visit)
    assert "写作" in own.refused("documents", "issue", "immediate", visit, "--until", "明天")
    assert not Path("x.pdf").exists()


def test_what_was_asked_for_with_options_is_verified_with_them(own: Terminal, visit: str) -> None:
    for kind, target, *options in (
        ("notice", visit, "--due", "2030-12-20"), ("immediate", visit, "--until", "2030-11-25T18:00", "--protection", "专人看守"),
    ):  # fmt: skip
        more = ["--item", own.do("plan", "list", person="")[0]["id"], *options]
        own.do("documents", "draft", kind, target, *more, "--out", f"{kind}.pdf", person="")
        assert verdict(own, f"{kind}.pdf")[0] != 0
        assert verdict(own, f"{kind}.pdf", *more)[0] == 0 == verdict(own, f"{kind}.pdf", "--of", target, *more)[0]


def test_every_kind_that_needs_no_more_is_drafted(own: Terminal, visit: str) -> None:
    own.do("notice", "issue", visit)
    (notice,) = own.do("notice", "list")
    for line in (
        f"report {visit} --edition en", f"record {visit}", f"plan {HOME}", f"plan {HOME} --edition en", "ledger --year 2026",
        "ledger", "blank fire_safety", f"blank fire_safety --institution {HOME} --rounds 2", f"service {notice['number']}",
    ):  # fmt: skip
        kind, *more = line.split()
        if kind == "ledger" and more:
            more[-1] = str(notice["issued_on"][:4])
        own.do("documents", "draft", kind, *more, "--out", "x.pdf", person="")
        assert Path("x.pdf").read_bytes().startswith(b"%PDF-"), line
        Path("x.pdf").unlink()


def test_words_of_the_office_are_checked_set_used_and_reset(own: Terminal, visit: str) -> None:
    own.do("documents", "wording", "show", "report", "--out", "report.toml")
    own.do("documents", "draft", "report", visit, "--out", "before.pdf", person="")
    text = Path("report.toml").read_text("utf-8")
    lines = text.splitlines()
    Path("report.toml").write_text(text.replace("检查编号", "检查　编号", 1), "utf-8")
    assert own.do("documents", "wording", "check", "report", "report.toml")["fits"] is True
    assert "管理员" in own.refused("documents", "wording", "set", "report", "report.toml")
    own.do("documents", "wording", "set", "report", "report.toml", "--reason", "按本局习惯", person="管理员")
    own.do("documents", "draft", "report", visit, "--out", "after.pdf", person="")
    assert Path("after.pdf").read_bytes() != Path("before.pdf").read_bytes()
    (row,) = [each for each in own.do("documents", "wording", "list", person="") if each["own"]]
    assert (row["kind"], row["edition"], row["by"], row["reason"]) == ("report", "zh", "管理员", "按本局习惯")
    assert "检查　编号" in own.run("documents", "wording", "show", "report").out
    assert "检查　编号" not in own.run("documents", "wording", "show", "report", "--shipped").out
    assert "现行措辞相同" in own.refused("documents", "wording", "set", "report", "report.toml", person="管理员")
    own.do("documents", "wording", "reset", "report", person="管理员")
    own.do("documents", "draft", "report", visit, "--out", "reset.pdf", person="")
    assert "原文" in own.refused("documents", "wording", "reset", "report", person="管理员")
    assert len(lines) == len(text.splitlines())


def test_words_that_do_not_fit_are_refused_with_their_line(own: Terminal) -> None:
    own.do("documents", "wording", "show", "notice", "--out", "n.toml")
    text = Path("n.toml").read_text("utf-8")
    at = next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith("[sentence]"))
    lines = text.splitlines()
    lines.insert(at, 'stranger = "陌生的一项"')
    for name, content in (("strange.toml", "\n".join(lines)), ("broken.toml", 'x = "'), ("no.toml", b"\xff\xfe\x00")):
        Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
    assert f"strange.toml:{at + 1}" in own.refused("documents", "wording", "check", "notice", "strange.toml")
    assert f"strange.toml:{at + 1}" in own.refused("documents", "wording", "set", "notice", "strange.toml", person="管理员")
    assert "broken.toml:1" in own.refused("documents", "wording", "check", "notice", "broken.toml")
    assert "UTF-8" in own.refused("documents", "wording", "check", "notice", "no.toml")
    assert "没有" in own.refused("documents", "wording", "show", "notice", "--edition", "en")
    assert all(not row["own"] for row in own.do("documents", "wording", "list", person=""))


def test_words_a_newer_program_set_refuse_to_print_and_say_what_to_do(own: Terminal, visit: str) -> None:
    from fieldaudit.domain.core import COMMON
    from fieldaudit.store import Workspace
    from fieldaudit.work.desk import Desk

    with Workspace.open(own.workspace, None) as workspace:
        store = workspace.store
        admin = store.find("person", role="admin")[0]["id"]
        made = store.create("wording", kind="report", lang="zh", source='[title]\nof_the_future = "x"\n', sha256="0" * 64)
        Desk(workspace, store.find("person")[0]["_at"] + 10**7, admin).commit(COMMON, "wording.set", [made])
    said = own.refused("documents", "draft", "report", visit, "--out", "r.pdf")
    assert "report.zh.toml:2" in said and "title.of_the_future" in said and "wording reset" in said
    assert not Path("r.pdf").exists()
    own.do("documents", "draft", "record", visit, "--out", "record.pdf")
    own.do("documents", "wording", "reset", "report", person="管理员")
    own.do("documents", "draft", "report", visit, "--out", "r.pdf")


@pytest.mark.parametrize("place", [".", "nowhere.pdf", "/dev/zero", "/dev/null"])
def test_what_is_no_plain_file_is_refused_at_once(place: str, terminal: Terminal) -> None:
    ran = terminal.run("documents", "verify", place)
    assert ran.status in (1, 2) and ran.err.strip() and "Traceback" not in ran.err


def test_a_file_of_two_gigabytes_is_answered_at_once(terminal: Terminal) -> None:
    with open("huge.pdf", "wb") as file:
        file.truncate(2_000_000_000)
    status, said = verdict(terminal, "huge.pdf")
    assert status == UNKNOWN and "大" in said["said"]
    Path("huge.pdf").unlink()
