"""What a person may type: where options stand, what is refused, in which words and with which exit status."""

from __future__ import annotations

import builtins
import errno
import io
import json
import os
from pathlib import Path
from typing import Any

import click
import pytest
from terminal import Terminal

from fieldaudit.cli import root
from fieldaudit.cli.reference import verbs
from fieldaudit.work import inspect

pytestmark = pytest.mark.slow  # a great many lines: `make test` runs them all

PROMISED = """init; people add|list|pin; enrol request|grant|accept|revoke; institutions import|list|show|merge;
forms list|check|diff|docs|show|publish;
inspect new|answer|add|remove|photo|fix|sign|finish|amend|upgrade|export|show|list;
plan list|show|edit|grade|join|submit|extend|grant|reinspect|clear;
notice issue|serve|void|list|print; numbers lease|list; review list|approve|return;
documents draft|issue|print|list|correct|verify|batch|wording list|wording show|wording check|wording set|wording reset;
documents head set|head show|head remove;
sync folder|hub|status; hub serve|status|claim|invite|invitations|withdraw|enrol|site|link; export case|code;
 history; conflicts list|settle; quarantine list; verify; rebuild; backup; restore; undo; redo; demo"""
LISTS = ("people", "institutions", "forms", "inspect", "plan", "notice", "numbers", "review", "conflicts", "quarantine")


def test_the_promised_verbs_are_the_verbs() -> None:
    promised = set()
    for part in PROMISED.replace("\n", " ").split(";"):
        first, _, rest = part.strip().partition(" ")
        promised |= {f"{first} {verb}" if verb else first for verb in rest.split("|")}
    assert {words for words, _ in verbs()} == promised


@pytest.mark.parametrize("words", [words for words, _ in verbs()])
def test_every_verb_explains_itself_without_a_workspace(words: str, terminal: Terminal) -> None:
    ran = terminal.run(*words.split(), "--help", globals_=False)
    assert ran.status == 0 and "Usage:" in ran.out and ran.err == ""


@pytest.mark.parametrize("group", LISTS)
def test_lists_are_arrays_of_objects_with_a_decimal_id_and_readable_without_json(group: str, terminal: Terminal) -> None:
    rows = terminal.do(group, "list", person="")
    assert isinstance(rows, list)
    assert all(isinstance(row["id"], str) and row["id"].isdecimal() for row in rows)
    for language in ("zh", "en"):
        ran = terminal.run("--lang", language, group, "list")
        assert ran.status == 0 and ran.out.strip() and "None" not in ran.out and "{" not in ran.out


def test_shared_options_may_stand_before_within_and_after_the_verb(terminal: Terminal) -> None:
    place = str(terminal.workspace)
    lines = (
        ["--workspace", place, "--json", "people", "list"],
        ["people", "--json", "list", "--workspace", place],
        ["people", "list", f"--workspace={place}", "--json"],
    )
    assert len({terminal.run(*line, globals_=False).out for line in lines}) == 1
    assert "需要" not in terminal.run("--lang", "en", "nosuch", globals_=False).err


@pytest.mark.parametrize(
    "line",
    [
        "",
        "nosuch",
        "inspect nosuch",
        "inspect list extra",
        "inspect list --nosuch",
        "inspect list --state nosuch",
        "inspect list --state",
        "inspect list --lang fr",
        "people add 丁 --role janitor",
        "people add 丁",
        "people add 丁 --role admin --role inspector",
        "people list --json --lang zh --lang en",
        "inspect list --workspace elsewhere",
        "numbers lease --device many",
        "numbers lease --device 1 --count 1.5",
        "inspect answer 1",
        "inspect answer 1 sign",
        "inspect answer 1 sign=pass sign=fail",
        "inspect answer 1 sign=pass bars=pass --note both",
        "plan edit 1",
        "plan edit 1 --budget-yuan much",
        "plan grade 1 grave",
        "plan reinspect 1 perhaps --with 2",
        "notice serve 1 --with 检查员乙 --with 检查员甲",
        "notice serve 1 --with 检查员乙 --method pigeon",
        "review return 1 --remark noequals",
        "enrol revoke second",
        "documents draft plan 1",
        "documents draft report --out x.pdf",
        "documents draft report 1 --overdue --out x.pdf",
        "documents draft notice 1 --edition en --out x.pdf",
        "documents verify",
        "documents verify x.pdf --code 14E1-4D26-55C8",
        "documents wording set",
        "verify --carrier register.csv",
        "institutions import .",
    ],
)
def test_a_line_that_cannot_be_understood_is_status_2_with_its_usage(line: str, terminal: Terminal) -> None:
    for language in ("zh", "en"):
        said = terminal.run(*line.split(), *([] if "--lang" in line else ["--lang", language]), person="")
        assert said.status == 2 and said.out == "" and "Traceback" not in said.err
        chinese = any("\u4e00" <= letter <= "\u9fff" for letter in said.err.replace("丁", "").replace("检查员", ""))
        assert chinese == (language == "zh") or "--lang" in line


def test_an_option_that_may_repeat_may_repeat(terminal: Terminal) -> None:
    said = terminal.refused("review", "return", "1", "--remark", "sign=补拍", "--remark", "bars=补拍", person="科长")
    assert "没有这个检查" in said


_NEEDED = {
    "--out": "out.pdf",
    "--with": "检查员乙",
    "--reason": "理由",
    "--to": "2099-01-01",
    "--party": "inspector",
    "--before": "photo.jpg",
    "--after": "photo.jpg",
}


@pytest.mark.parametrize("wanted", ["", "17", "9" * 5000, "北苑\n", "\ud800"])
@pytest.mark.parametrize(
    "line",
    [
        "institutions show {}", "inspect show {}", "inspect new {}", "inspect answer {} sign pass",
        "inspect photo {} sign photo.jpg", "inspect fix {} sign", "inspect sign {} --strokes pen.json",
        "inspect finish {}", "inspect amend {}", "plan show {}", "plan edit {} --place x", "plan grade {} major",
        "plan join {} 5", "plan submit {}", "plan extend {}", "plan grant {} --to 2099-01-01",
        "plan reinspect {} pass", "plan clear {}", "notice issue {}", "notice serve {} --recipient x",
        "notice void {}", "notice print {}", "review approve {}", "review return {} --reason x",
        "documents draft report {}", "documents draft plan {}", "documents draft clearing {}", "documents draft service {}",
        "documents draft reinspection {}", "documents draft referral {}", "documents draft record {}",
        "documents draft immediate {}", "documents draft notice {}", "documents draft blank {} --institution x",
        "documents issue report {}", "documents print {}", "documents correct {}", "history {}",
        "conflicts settle {} name --value x",
        "inspect list --institution {}", "plan list --inspection {}", "people pin {} --new 1234",
    ],
)  # fmt: skip
def test_what_names_nothing_is_refused_in_words(line: str, wanted: str, terminal: Terminal) -> None:
    words = line.split()
    command: Any = root
    for word in words:
        command = command.commands[word] if isinstance(command, click.Group) else command
    needed = [option for each in command.params if each.required and isinstance(each, click.Option) for option in each.opts]
    more = [part for option in needed if option not in words for part in (option, _NEEDED[option])]
    ran = terminal.run(*(wanted if word == "{}" else word for word in words), *more, person="科长")
    assert ran.status == 1 and ran.out == "" and len(ran.err.splitlines()) >= 2
    assert not (terminal.folder / "out.pdf").exists()


def test_every_refusal_says_what_where_what_is_safe_and_what_to_do(terminal: Terminal) -> None:
    made = terminal.do("inspect", "new", "北苑养老中心", "--with", "检查员乙")
    lines = terminal.refused("inspect", "finish", made["id"]).splitlines()
    assert lines[0] == f"{made['number']}: 还缺 2 项" and lines[1] == "已记录的内容未受影响。"
    assert any("sign" in line for line in lines[2:]) and any("bars" in line for line in lines[2:])
    english = terminal.run("--lang", "en", "inspect", "finish", made["id"], person="检查员甲").err
    assert "2 things are missing" in english and "Nothing already recorded was changed." in english


def test_the_visit_is_told_in_words_of_one_language(terminal: Terminal) -> None:
    made = terminal.do("inspect", "new", "北苑养老中心", "--with", "检查员乙")["id"]
    done = terminal.do("inspect", "answer", made, "sign=fail", "bars=pass", person="检查员乙")
    assert [each["question"] for each in done] == ["sign", "bars"] and all(each["id"].isdecimal() for each in done)
    item = done[0]["item"]
    terminal.do("inspect", "photo", made, "sign", "photo.jpg", "--caption", "走道")
    terminal.do("plan", "edit", item, "--place", "走道", "--budget-yuan", "100")
    show = terminal.run("--lang", "zh", "inspect", "show", made).out
    assert "疏散指示: 不符合" in show and "photo.jpg" in show and "还缺" in show and "已发现" in show
    english = terminal.run("--lang", "en", "inspect", "show", made).out
    assert "exit signs: fail" in english and "missing" in english and "还缺" not in english
    shown = terminal.run("--lang", "zh", "plan", "show", item).out
    assert "部位：走道" in shown and "五落实尚缺：责任人, 预案" in shown and "budget" not in shown
    history = terminal.run("--lang", "zh", "history", item).out
    assert "填写检查项" in history and "修改整改项" in history and "部位：走道" in history and "机构：北苑养老中心" in history
    assert "place" not in history and "measure_kind" not in history
    home = terminal.run("--lang", "zh", "institutions", "show", "北苑养老中心").out
    assert "电话：0475-8000001" in home and "district" not in home
    status = terminal.run("--lang", "zh", "sync", "status").out
    assert "设备 1" in status and "还没有同步过" in status and "unsealed" not in status
    assert "segments: only here" in terminal.run("--lang", "en", "sync", "status").out


def test_plan_and_inspection_lists_are_filtered(terminal: Terminal) -> None:
    made = terminal.do("inspect", "new", "北苑养老中心", "--with", "检查员乙")
    item = terminal.do("inspect", "answer", made["id"], "sign", "fail")["item"]
    for name in (made["id"], made["number"]):
        assert [row["id"] for row in terminal.do("plan", "list", "--inspection", name)] == [item]
    assert item in [row["id"] for row in terminal.do("plan", "list", "--institution", "北苑养老中心", "--state", "found")]
    assert terminal.do("plan", "list", "--inspection", made["id"], "--state", "cleared") == []
    assert terminal.do("plan", "list", "--inspection", made["id"], "--overdue") == []
    assert made["id"] in [row["id"] for row in terminal.do("inspect", "list", "--state", "draft", "--institution", "北苑养老中心")]
    assert made["id"] not in [row["id"] for row in terminal.do("inspect", "list", "--state", "finished")]


@pytest.mark.parametrize(
    "text", ["{", "[]", "[[[0,0],[2,2]]]", "7", '{"a": 1}', "[" * 100_000, "\ud800".encode("utf-8", "surrogatepass")]
)
def test_a_strokes_file_that_is_no_signature_is_refused(text: str | bytes, terminal: Terminal) -> None:
    made = terminal.do("inspect", "new", "北苑养老中心", "--with", "检查员乙")["id"]
    (terminal.folder / "bad.json").write_bytes(text if isinstance(text, bytes) else text.encode())
    assert "签名" in terminal.refused("inspect", "sign", made, "--party", "inspector", "--strokes", "bad.json")


def test_files_that_are_not_there_or_cannot_be_written_are_named(terminal: Terminal) -> None:
    made = terminal.do("inspect", "new", "北苑养老中心", "--with", "检查员乙")["id"]
    assert "没有这个文件" in terminal.refused("inspect", "photo", made, "sign", "absent.jpg")
    assert "absent.csv" in terminal.refused("institutions", "import", "absent.csv", "--yes")
    assert "nowhere/r.pdf" in terminal.refused("documents", "draft", "report", made, "--out", "nowhere/r.pdf")
    assert "nowhere" in terminal.refused("sync", "folder", "nowhere", person="")
    assert "空字符" in terminal.usage("inspect", "photo", made, "sign", "a\0b.jpg")
    assert "--as" in terminal.usage("inspect", "list", "--as")


def test_a_grant_that_cannot_be_written_grants_nothing(terminal: Terminal) -> None:
    other = Terminal(terminal.folder / "second", terminal.folder, terminal.capture)
    code = other.do("enrol", "request", "--out", "request", "--unprotected", person="")["code"]
    words = ("enrol", "grant", "request", "--code", code, "--person", "科长", "--out")
    before = terminal.do("sync", "status", person="")["devices"]
    assert "nowhere/grant" in terminal.refused(*words, "nowhere/grant", person="管理员")
    assert terminal.do("sync", "status", person="")["devices"] == before
    granted = terminal.do(*words, "grant", person="管理员")
    assert terminal.do(*words, "grant", person="管理员")["device"] == granted["device"]
    assert other.do("enrol", "accept", "grant", person="")["device"] == granted["device"]


@pytest.mark.slow
def test_init_refuses_a_folder_in_use_and_leaves_nothing_after_a_refusal(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIELDAUDIT_PASSPHRASE", "long enough")
    words = ["init", "--bureau", "局", "--short", "养", "--district", "甲区", "--admin", "管理员"]
    assert "不是空的" in terminal.run(*words).err
    for more in (["--pin", "1"], ["--recovery", "nowhere/recovery.json"], ["--pattern", "notice"], ["--pattern", "notice={year}"]):
        ran = terminal.run("--workspace", "fresh", *words, *more, globals_=False)
        assert ran.status == 1 and not list(terminal.folder.glob("*fresh*")), ran
    Path("file").write_text("x")
    assert terminal.run("--workspace", "file/inside", *words, globals_=False).status == 1


def test_nobody_acts_without_a_name_and_a_pin(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("inspect", "new", "北苑养老中心", "--with", "检查员乙")
    assert "由谁办理" in terminal.refused(*words, person="")
    assert "没有叫" in terminal.refused(*words, person="无名")
    monkeypatch.setenv("FIELDAUDIT_PIN", "9999")
    assert "PIN 不对" in terminal.refused(*words)
    monkeypatch.delenv("FIELDAUDIT_PIN")
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert "FIELDAUDIT_PIN" in terminal.refused(*words)


def test_an_interruption_is_told_and_changes_nothing(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    before = len(terminal.do("inspect", "list"))
    monkeypatch.setattr(inspect, "begin", interrupted)
    assert "已中断" in terminal.refused("inspect", "new", "北苑养老中心", "--with", "检查员乙")
    monkeypatch.undo()
    monkeypatch.setenv("FIELDAUDIT_PIN", "0000")
    assert len(terminal.do("inspect", "list")) == before


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES])
def test_what_the_machine_refuses_anywhere_is_told_in_words(
    number: int, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise builtins.OSError(number, os.strerror(number), "/media/stick/x")

    monkeypatch.setattr(inspect, "begin", failing)
    said = terminal.refused("inspect", "new", "北苑养老中心", "--with", "检查员乙")
    assert "/media/stick/x" in said and os.strerror(number) not in said and "已记录的内容未受影响" in said


def test_numbers_beyond_reason_are_refused_in_words(terminal: Terminal) -> None:
    huge = "9" * 30
    assert terminal.refused("numbers", "lease", "--device", "1", "--count", huge, person="管理员")
    assert terminal.refused("numbers", "lease", "--device", huge, person="管理员")
    assert terminal.refused("enrol", "revoke", huge, person="管理员")
    assert terminal.do("numbers", "list", "--year", "2000") == []
    made = terminal.do("inspect", "new", "北苑养老中心", "--with", "检查员乙")["id"]
    done = terminal.do("inspect", "answer", made, "sign=fail", "bars=fail")
    for line in (["--term-days", huge], ["--budget-yuan", "nan"], ["--budget-yuan", "1e300"], ["--term-days", "-1"]):
        assert terminal.refused("plan", "edit", done[0]["item"], *line)
    photos = ("--before", "photo.jpg", "--after", "photo.jpg")
    assert terminal.refused("inspect", "fix", made, "bars", *photos, "--exits", huge, "--where", "南")
    assert terminal.refused("inspect", "fix", made, "sign", *photos, "--depth", "inf")
    for seen in ("9999-01-01T00:00", "0001-01-01T00:00", "yesterday", "2026-13-01T00:00"):
        assert terminal.refused("inspect", "new", "北苑养老中心", "--with", "检查员乙", "--seen", seen)


def test_the_register_of_numbers_and_json_of_the_rest_are_objects(terminal: Terminal) -> None:
    for words in ("sync status", "verify", "rebuild", "institutions show 北苑养老中心", "plan show 北苑养老中心"):
        assert isinstance(terminal.do(*words.split(), person=""), dict)
    assert json.loads(terminal.run("numbers", "list", "--json").out)[0]["unused"] == 100
