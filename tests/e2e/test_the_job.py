"""The main job on real input by the installed command alone: from an empty machine to seven cleared hazards
on two laptops."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from laptops import PIN, Laptop, fill, found_bureau, photo, sign_all

HERE = Path(__file__).parent
FAILED = {  # question -> place; two are major, one opens exits
    "window_bars": "南侧外窗", "gas_detector": "厨房", "exit_sign": "二层走道", "extinguisher_state": "一层门厅",
    "wiring": "三层居室", "patrol": "值班室", "archive": "办公室",
}  # fmt: skip
MAJOR = ("window_bars", "gas_detector")

pytestmark = pytest.mark.e2e


def _import_register(laptop: Laptop, folder: Path) -> None:
    preview = laptop.do("institutions", "import", HERE / "register_200.csv")
    assert (preview["new"], preview["refused"], preview["stored"]) == (188, 12, None)
    expected = {entry["row"]: entry["reason"] for entry in json.loads((HERE / "register_200.refused.json").read_text("utf-8"))}
    refused = folder / "refused.csv"
    done = laptop.do("institutions", "import", HERE / "register_200.csv", "--yes", "--refused", refused, person="管理员")
    assert {row["row"]: row["key"] for row in done["refused_rows"]} == expected
    assert all(row["reason"] for row in done["refused_rows"]) and refused.stat().st_size > 500
    assert len(laptop.do("institutions", "list")) == 188
    again = laptop.do("institutions", "import", HERE / "register_200.csv", "--yes", person="管理员")
    assert (again["new"], again["updated"], again["unchanged"]) == (0, 0, 188)


def _second_laptop(first: Laptop, folder: Path, stick: Path) -> Laptop:
    second = Laptop(folder / "second", "科室负责人甲")
    first.do("people", "add", "科室负责人甲", "--role", "supervisor", "--badge", "15050000009", person="管理员")
    asked = second.do("enrol", "request", "--out", folder / "request", "--label", "审核用", person="")
    assert "code" in first.refused("enrol", "grant", folder / "request", "--code", "AAAA-AAAA", "--person", "科室负责人甲",
                                   "--out", folder / "grant", person="管理员")  # fmt: skip
    first.do("enrol", "grant", folder / "request", "--code", asked["code"], "--person", "科室负责人甲", "--out", folder / "grant",
             person="管理员")  # fmt: skip
    assert second.do("enrol", "accept", folder / "grant", person="")["device"] == 2
    first.do("sync", "folder", stick)
    second.do("sync", "folder", stick, person="")
    second.do("people", "pin", "科室负责人甲", "--new", PIN, person="")
    return second


def _text(pdf: Path) -> str:
    out = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    body = [line for line in out.splitlines() if not re.search(r"版次.*第 ?\d+ ?页|^\s*—\s*\d+\s*—\s*$", line)]
    return re.sub(r"\s+", "", "".join(body))


def _check_notice(laptop: Laptop, notice: str, items: dict[str, str], folder: Path) -> None:
    pdf = folder / "notice.pdf"
    laptop.do("notice", "print", notice, "--out", pdf)
    text, year = _text(pdf), datetime.now(timezone(timedelta(hours=8))).year
    assert f"通民养改〔{year}〕1号" in text
    for question, item in items.items():
        shown = laptop.do("plan", "show", item)
        finding = re.sub(r"\s+", "", shown["finding"])
        assert finding in text and FAILED[question] in text, question
        after = text[text.index(finding) :]
        assert re.match(r".{0,120}?第[〇一二三四五六七八九十百]+条", after), question
        term = "立即" if shown["term_days"] == 0 else f"自送达之日起{shown['term_days']}日内"
        assert term in after[:260], question
    fonts = subprocess.run(["pdffonts", str(pdf)], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert fonts
    for line in fonts:
        flags = re.search(r"\s(yes|no)\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+$", line)
        assert flags and flags[1] == "yes" and flags[2] == "yes", line


def test_one_inspection_from_an_empty_machine_to_seven_cleared_hazards_on_two_laptops(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    first = found_bureau(tmp_path)
    _import_register(first, tmp_path)
    home = first.do("institutions", "list")[0]["id"]

    # the visit
    inspection = first.do("inspect", "new", home, "--with", "检查员乙")["id"]
    items = fill(first, inspection, FAILED)
    shown = first.do("inspect", "show", inspection)
    judged = [q for q in shown["questions"] if "fail" in q["choices"]]
    assert len(judged) == 65 and all(q["value"] for q in judged)
    assert set(items) == set(FAILED)
    for number, question in enumerate(("window_bars", "window_bars", "gas_detector", "exit_sign", "extinguisher_state", "wiring")):
        first.do("inspect", "photo", inspection, question, photo(tmp_path, f"p{number}.jpg", 20 + number * 30))
    for question, place in FAILED.items():
        first.do("plan", "edit", items[question], "--place", place, "--responsible", "院长", "--budget-yuan", 2000)
    assert "missing" in first.refused("inspect", "finish", inspection)
    for question in MAJOR:
        first.do("plan", "grade", items[question], "major")
    sign_all(first, inspection, tmp_path)
    digest = first.do("inspect", "finish", inspection)["record_sha256"]
    severities = {q: first.do("plan", "show", items[q])["severity"] for q in FAILED}
    assert sorted(q for q, severity in severities.items() if severity == "major") == sorted(MAJOR)

    # the notice
    notice = first.do("notice", "issue", inspection)
    assert notice["items"] == 7 and not notice["provisional"]
    _check_notice(first, notice["id"], items, tmp_path)
    first.do("notice", "serve", notice["id"], "--recipient", "院长", "--with", "检查员乙")
    first.do("notice", "print", notice["id"], "--proof", "--out", tmp_path / "proof.pdf")
    assert "送达回证" in _text(tmp_path / "proof.pdf")

    # the second laptop, by stick
    second = _second_laptop(first, tmp_path, stick)
    here, there = first.do("inspect", "show", inspection), second.do("inspect", "show", inspection, person="")
    assert there["record_sha256"] == digest and there["answers"] == here["answers"]
    assert [p["sha256"] for p in there["photos"]] == [p["sha256"] for p in here["photos"]] and len(there["photos"]) == 6
    assert all(p["here"] for p in there["photos"])
    assert [row["id"] for row in second.do("review", "list")] == [inspection]
    second.do("review", "approve", inspection)

    # the reinspection, and clearing on both
    first.do("sync", "folder", stick)
    for number, (question, item) in enumerate(items.items()):
        facts = ("--exits", 4, "--where", "一至三层南侧") if question == "window_bars" else ()
        first.do("plan", "submit", item, "--note", "已整改")
        first.do("plan", "reinspect", item, "pass", "--with", "检查员乙", "--photo",
                 photo(tmp_path, f"after{number}.jpg", 10 + number * 31), *facts)  # fmt: skip
    first.do("plan", "clear", *(item for question, item in items.items() if question not in MAJOR))
    assert "supervisor" in first.refused("plan", "clear", items["window_bars"])
    first.do("sync", "folder", stick)
    second.do("sync", "folder", stick, person="")
    second.do("plan", "clear", *(items[question] for question in MAJOR))
    second.do("sync", "folder", stick, person="")
    first.do("sync", "folder", stick)

    # the end: the same on both
    for laptop in (first, second):
        plan = laptop.do("plan", "show", home, person="")
        assert (plan["found"], plan["cleared"], plan["open"], plan["exits"]) == (7, 7, 0, 4)
        assert laptop.do("verify", "--carrier", stick, person="")["whole"] is True
        assert laptop.do("inspect", "show", inspection, person="")["state"] == "approved"
    proofs = [laptop.do("sync", "folder", stick, person="")["proof"] for laptop in (first, second)]
    assert proofs[0] == proofs[1]
    laptop_report = tmp_path / "report.pdf"
    second.do("documents", "draft", "report", inspection, "--out", laptop_report, person="")
    assert "消防安全检查报告" in _text(laptop_report)
    second.do("documents", "draft", "plan", home, "--out", tmp_path / "plan.pdf", person="")
    assert "一院一策" in _text(tmp_path / "plan.pdf")
