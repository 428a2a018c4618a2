"""The verbs that print many papers, set the office's head and carry a case out, as a person types them."""

from __future__ import annotations

import io
import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from terminal import Terminal

from fieldaudit.cli.batch import STOPPED

HOME = "北苑养老中心"

pytestmark = pytest.mark.slow  # papers are drawn


@pytest.fixture
def own(terminal: Terminal, founded: Path) -> Terminal:
    """A bureau of its own with three finished visits; the terminal's folder has nothing else of them."""
    shutil.copytree(founded / "first", terminal.folder / "own")
    terminal.workspace = terminal.folder / "own"
    for _ in range(3):
        made = terminal.do("inspect", "new", HOME, "--with", "检查员乙")
        for answer in ("sign=fail", "bars=pass"):
            terminal.do("inspect", "answer", made["id"], answer)
        (item,) = terminal.do("plan", "list", "--inspection", made["id"])
        terminal.do("plan", "edit", item["id"], "--place", "二层走道")
        for who, party in (("检查员甲", "inspector"), ("检查员乙", "second")):
            terminal.do("inspect", "sign", made["id"], "--party", party, "--strokes", "pen.json", person=who)
        terminal.do("inspect", "sign", made["id"], "--party", "home", "--strokes", "pen.json", "--name", "院长")
        terminal.do("inspect", "finish", made["id"])
    return terminal


def test_a_batch_fills_a_folder_and_says_so(own: Terminal) -> None:
    done = own.do("documents", "batch", "report", "--into", "reports", "--processes", "2", person="")
    files = sorted(path.name for path in (own.folder / "reports").iterdir())
    assert done["papers"] == len(files) == 3 and all("_检查报告_北苑养老中心.pdf" in name for name in files)
    for name in files:
        assert own.run("documents", "verify", f"reports/{name}").status == 0, "each verifies by its facts"
    assert "不是空的" in own.refused("documents", "batch", "report", "--into", "reports", person="")
    assert "没有符合条件" in own.refused("documents", "batch", "notice", "--into", "none", person="")
    assert not (own.folder / "none").exists()
    assert own.run("documents", "batch", "report").status == 2


def test_a_merged_batch_is_one_file_with_an_entry_for_each_paper(own: Terminal) -> None:
    own.do("documents", "batch", "report", "--merge", "all.pdf", "--edition", "en", "--processes", "1", person="")
    with pikepdf.open(own.folder / "all.pdf") as merged:
        with merged.open_outline() as outline:
            assert len(outline.root) == 3 and all("检查报告" in entry.title for entry in outline.root)
        assert merged.Root.OutputIntents and str(merged.Root.Lang)
        assert len(merged.pages) % 3 == 0
    assert sorted(path.name for path in own.folder.iterdir() if "all.pdf" in path.name) == ["all.pdf"]
    assert "不会覆盖" in own.refused("documents", "batch", "report", "--merge", "all.pdf", person="")


def test_interrupted_it_stops_after_what_was_begun_and_the_same_line_goes_on(own: Terminal) -> None:
    line = [sys.executable, "-c", "from fieldaudit.cli import main; main()", "--workspace", str(own.workspace), "--json",
            "documents", "batch", "blank", "--form", "fire_safety", "--into", "lists", "--processes", "1"]  # fmt: skip
    child = subprocess.Popen(line, cwd=own.folder, stdout=subprocess.PIPE, text=True)
    journal = own.folder / "lists" / ".batch.jsonl"
    while child.poll() is None and not (journal.exists() and b'"file"' in journal.read_bytes()):
        time.sleep(0.01)
    child.send_signal(signal.SIGINT)
    said, _ = child.communicate()
    first = json.loads(said)
    second = first
    assert child.returncode == (STOPPED if first["cancelled"] else 0)
    if first["cancelled"]:
        second = json.loads(subprocess.run(line, cwd=own.folder, capture_output=True, text=True).stdout)
    assert second["papers"] == len(list((own.folder / "lists").glob("*.pdf"))) and not second["cancelled"]
    assert not journal.exists()


def test_the_office_sets_shows_and_takes_away_its_head(own: Terminal) -> None:
    data = io.BytesIO()
    Image.new("RGB", (1600, 260), (200, 30, 30)).save(data, "PNG")
    (own.folder / "head.png").write_bytes(data.getvalue())
    assert "管理员" in own.refused("documents", "head", "set", "head.png")
    assert own.do("documents", "head", "show", person="") == {"file": None}
    own.do("documents", "head", "set", "head.png", "--reason", "双语版头", person="管理员")
    shown = own.do("documents", "head", "show", "--out", "back.png", person="")
    assert shown == {"file": "head.png", "bytes": len(data.getvalue())}
    assert (own.folder / "back.png").read_bytes() == data.getvalue()
    own.do("documents", "head", "remove", person="管理员")
    assert "没有设定" in own.refused("documents", "head", "remove", person="管理员")
    (own.folder / "head.txt").write_text("not a picture")
    refused = own.refused("documents", "head", "set", "head.txt", person="管理员")
    assert "head.txt" in refused and "156" in refused


def test_a_case_is_written_by_somebody_and_says_how_it_is_checked(own: Terminal) -> None:
    done = own.do("export", "case", HOME, "--to", "case.zip")
    assert done["missing"] == [] and len(done["bureau_code"]) == 64
    assert "不会覆盖" in own.refused("export", "case", HOME, "--to", "case.zip")
    assert "由谁办理" in own.refused("export", "case", HOME, "--to", "other.zip", person="")
    assert own.do("export", "code", person="") == {"bureau": "通辽市民政局", "code": done["bureau_code"]}
    told = own.run("export", "case", HOME, "--to", "case", person="检查员甲").out
    assert "核验说明.txt" in told and done["bureau_code"] in told
    assert "检查员甲" in (own.folder / "case" / "核验说明.txt").read_text()


def test_a_refused_paper_is_told_with_where_what_and_what_to_do(own: Terminal) -> None:
    (finished, *_) = own.do("inspect", "list", person="")
    (own.folder / "r.toml").write_text('[require]\nfields = ["party.code"]\n', "utf-8")
    own.do("documents", "wording", "set", "report", "r.toml", person="管理员")
    for processes in ("1", "2"):
        merged = own.do("documents", "batch", "report", "--merge", f"none{processes}.pdf", "--processes", processes, person="")
        assert merged["papers"] == 0 and sorted(merged["refused"].values())[0].startswith(finished["number"][:4])
        done = own.do("documents", "batch", "report", "--into", f"none{processes}", "--processes", processes, person="")
        assert done["papers"] == 0 and len(done["refused"]) == 3
        said = next(why for name, why in done["refused"].items() if finished["number"] in name)
        assert not (own.folder / f"none{processes}.pdf").exists()
        assert "party.code" in said and "补填后再打印" in said and finished["number"] in said


def test_a_batch_goes_on_under_the_time_of_its_first_run_and_on_its_own_laptop_alone(own: Terminal) -> None:
    journal = own.folder / "lists" / ".batch.jsonl"
    journal.parent.mkdir()
    for laptop, said in ((2, "另一种"), (1, "")):
        asked = {"kind": "record", "lang": "zh", "laptop": laptop}
        journal.write_text(json.dumps({"fieldaudit": "batch/1", "asked": asked, "clock": 1_795_492_800_000}) + "\n")
        if said:
            assert said in own.refused("documents", "batch", "record", "--into", "lists", person="")
    own.do("documents", "batch", "record", "--into", "lists", "--processes", "1", person="")
    made = list(journal.parent.iterdir())
    assert len(made) == 3 and all(b"<xmp:ModifyDate>2026-11-24T12:00:00+08:00<" in path.read_bytes() for path in made)
