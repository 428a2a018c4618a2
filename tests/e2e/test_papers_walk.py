"""The clerk's day by the installed command alone: every kind of paper drafted, issued, printed again, corrected and verified,
the office's own words and head, many at once, and a case file that a plain shell checks."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from laptops import PIN, Laptop, fill, found_bureau, photo, sign_all
from PIL import Image

FAILED = {"window_bars": "南侧外窗", "wiring": "三层居室", "extinguisher_state": "一层门厅"}
HOME, SUPERVISOR, ADMIN = "北苑养老中心", "科室负责人甲", "管理员"

pytestmark = pytest.mark.e2e


@dataclass
class Office:
    """A bureau with one home that was inspected, ordered, served and reinspected."""

    laptop: Laptop
    folder: Path
    inspection: str
    number: str
    notice: str
    items: dict[str, str]

    def path(self, name: str) -> Path:
        return self.folder / name

    def issue(self, kind: str, *words: object, person: str = "检查员甲") -> Any:
        return self.laptop.do("documents", "issue", kind, *words, "--out", self.path(f"{kind}.pdf"), person=person)

    def verdict(self, *words: object) -> tuple[int, str]:
        return verdict(self.laptop, *words)


def verdict(laptop: Laptop, *words: object) -> tuple[int, str]:
    """Exit status of documents verify, and what it says."""
    done = laptop.run("documents", "verify", *words, person="", lang="zh")
    assert done.returncode in (0, 3, 4) and not done.stderr, done.stderr
    return done.returncode, done.stdout


def _text(pdf: Path) -> str:
    out = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    return re.sub(r"\s+", "", out)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("walk")
    laptop = found_bureau(folder)
    laptop.do("people", "add", SUPERVISOR, "--role", "supervisor", "--badge", "15050000009", "--pin", PIN, person=ADMIN)
    register = folder / "register.csv"
    register.write_text(f"机构名称,旗县市区,地址,床位数\n{HOME},科尔沁区,和平路1号,60\n", "utf-8")
    laptop.do("institutions", "import", register, "--yes", person=ADMIN)
    begun = laptop.do("inspect", "new", HOME, "--with", "检查员乙")
    inspection, number = begun["id"], begun["number"]
    items = fill(laptop, inspection, FAILED)
    laptop.do("inspect", "photo", inspection, "wiring", photo(folder, "before.jpg", 30))
    for question, place in FAILED.items():
        laptop.do("plan", "edit", items[question], "--place", place)
    laptop.do("plan", "grade", items["window_bars"], "major")
    sign_all(laptop, inspection, folder)
    laptop.do("inspect", "finish", inspection)
    notice = laptop.do("notice", "issue", inspection)
    laptop.do("notice", "serve", notice["id"], "--recipient", "院长", "--with", "检查员乙")
    laptop.do("plan", "submit", items["wiring"], "--note", "已整改")
    laptop.do("plan", "reinspect", items["wiring"], "pass", "--with", "检查员乙", "--photo", photo(folder, "after.jpg", 60))
    return Office(laptop, folder, inspection, number, notice["number"], items)


def test_every_kind_is_issued_printed_again_and_known(office: Office) -> None:
    issue, items = office.issue, office.items
    spot = (office.number, "--item", items["extinguisher_state"])
    assert "--until" in office.laptop.refused("documents", "issue", "immediate", *spot)
    issue("immediate", *spot, "--until", "2099-12-01T18:00")
    for kind, target in (("report", office.number), ("record", office.number), ("reinspection", office.notice), ("plan", HOME)):
        issue(kind, target)
    office.laptop.do("plan", "clear", items["wiring"])
    issue("clearing", items["wiring"])
    office.laptop.do("plan", "edit", items["window_bars"], "--refer", "fire_rescue", "--reason", "超出职权", person=SUPERVISOR)
    issue("referral", HOME, person=SUPERVISOR)
    listed = office.laptop.do("documents", "list", person="")
    assert {paper["kind"] for paper in listed} == {
        "notice", "service", "immediate", "report", "record", "reinspection", "plan", "clearing", "referral",
    }  # fmt: skip
    for paper in (paper for paper in listed if paper["kind"] in ("report", "clearing")):
        again = office.path("again.pdf")
        office.laptop.do("documents", "print", paper["id"], "--out", again, person="")
        assert office.path(f"{paper['kind']}.pdf").read_bytes() == again.read_bytes()
    assert office.verdict(office.path("referral.pdf"))[0] == 0
    altered = office.path("altered.pdf")
    data = bytearray(office.path("plan.pdf").read_bytes())
    data[len(data) // 2] ^= 1
    altered.write_bytes(data)
    assert office.verdict(altered)[0] == 3
    code = re.search(r"校验([0-9A-F-]{14})", _text(office.path("plan.pdf")))
    assert code and office.verdict("--code", code[1])[0] == 0


def test_what_is_not_issued_is_known_by_its_facts_until_they_change(office: Office) -> None:
    draft = {
        "report": ("report", office.number), "report.en": ("report", office.number, "--edition", "en"),
        "ledger": ("ledger", "--institution", HOME), "blank": ("blank", "--institution", HOME),
    }  # fmt: skip
    for name, words in draft.items():
        office.laptop.do("documents", "draft", *words, "--out", office.path(f"{name}-draft.pdf"), person="")
        assert office.verdict(office.path(f"{name}-draft.pdf"))[0] == 0, name
    office.laptop.do("plan", "edit", office.items["window_bars"], "--budget-yuan", 2500)
    office.laptop.do("inspect", "amend", office.inspection, "--reason", "面积写错")
    office.laptop.do("inspect", "answer", office.inspection, "floor_area", "4300")
    status, said = office.verdict(office.path("report-draft.pdf"))
    assert status == 3 and "此后登记有变化" in said
    assert "inspect finish" in office.laptop.refused("documents", "issue", "report", office.number, lang="zh")
    assert "TARGET" in office.laptop.run("documents", "draft", "ledger", HOME, "--out", office.path("no.pdf")).stderr


def test_a_correction_names_the_version_it_replaces_and_both_stay(office: Office) -> None:
    first = office.issue("plan", HOME) if not office.path("plan.pdf").exists() else None
    number = first["number"] if first else office.laptop.do("documents", "list", "--kind", "plan", person="")[0]["number"]
    office.laptop.do("plan", "edit", office.items["window_bars"], "--contingency", "夜间专人看守")
    plain = number.replace("〔", "(").replace("〕", ")")  # as a keyboard types it
    done = office.laptop.do("documents", "correct", plain, "--reason", "补写预案", "--out", office.path("plan2.pdf"))
    assert done["version"] == 2 and "替代第1版" in _text(office.path("plan2.pdf"))
    office.laptop.do("documents", "print", number, "--version", "1", "--out", office.path("plan1.pdf"), person="")
    status, said = office.verdict(office.path("plan1.pdf"))
    assert status == 0 and "已由第2版替代" in said
    assert "第3版" in office.laptop.refused("documents", "print", number, "--version", "3", "--out", "no.pdf", lang="zh")


def test_the_office_sets_its_words_and_its_head_and_both_are_on_the_next_paper(office: Office) -> None:
    own = office.path("notice.toml")
    office.laptop.do("documents", "wording", "show", "notice", "--out", own, person="")
    text = own.read_text("utf-8")
    own.write_text(text.replace('paper = "责令限期改正通知书"', "paper = “责令”", 1), "utf-8")
    refused = office.laptop.refused("documents", "wording", "check", "notice", own, lang="zh")
    assert "notice.toml:" in refused and "英文引号" in refused and "wording show" in refused
    own.write_text(text.replace("逾期不改正的", "逾期仍不改正的"), "utf-8")
    office.laptop.do("documents", "wording", "set", "notice", own, "--reason", "统一用语", person=ADMIN)
    head = office.path("head.png")
    Image.new("RGB", (1842, 300), (200, 20, 20)).save(head)
    office.laptop.do("documents", "head", "set", head, person=ADMIN)
    office.laptop.do("documents", "head", "show", "--out", office.path("kept.png"), person="")
    assert office.path("kept.png").read_bytes() == head.read_bytes()
    office.laptop.do("documents", "draft", "immediate", office.number, "--item", office.items["extinguisher_state"], "--until",
                     "2099-12-01T18:00", "--out", office.path("headed.pdf"), person="")  # fmt: skip
    shown = subprocess.run(["pdfimages", "-list", str(office.path("headed.pdf"))], capture_output=True, text=True, check=True)
    assert "image" in shown.stdout


def test_many_at_once_and_a_case_file_that_a_plain_shell_checks(office: Office) -> None:
    done = office.laptop.do("documents", "batch", "notice", "--into", office.path("notices"), person="")
    (paper,) = office.path("notices").iterdir()
    assert done["papers"] == 1 and office.number not in paper.name and office.notice in paper.name and HOME in paper.name
    assert "--state" in office.laptop.refused("documents", "batch", "notice", "--state", "draft", "--into", office.path("none"))
    office.laptop.do("documents", "batch", "notice", "--merge", office.path("all.pdf"), person="")
    status, said = office.verdict(office.path("all.pdf"))
    assert status == 4 and "单份文件" in said
    case = office.path("case")
    office.laptop.do("export", "case", HOME, "--to", case)
    lines = re.findall(r"^ \((\d)\) (.+)$", (case / "核验说明.txt").read_text("utf-8"), re.M)
    assert [number for number, _ in lines] == list("123456")
    shell = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    said = [subprocess.check_output(["sh", "-c", line], cwd=case, env=shell, text=True) for _, line in lines]
    assert "FAILED" not in said[0] and said[2].split() == said[3].split() == ["Signature", "Verified", "Successfully"]
    assert said[4].strip() == "1"
    photo_of = next((case / "照片").iterdir())
    photo_of.write_bytes(photo_of.read_bytes()[:-1] + b"\x00")
    assert subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=case, env=shell, capture_output=True).returncode == 1


def test_what_one_laptop_issued_another_knows_once_it_has_synced(office: Office) -> None:
    stick, second = office.path("stick"), Laptop(office.path("second"), SUPERVISOR)
    stick.mkdir()
    asked = second.do("enrol", "request", "--out", office.path("request"), "--label", "审核用", person="")
    office.laptop.do("enrol", "grant", office.path("request"), "--code", asked["code"], "--person", SUPERVISOR, "--out",
                     office.path("grant"), person=ADMIN)  # fmt: skip
    second.do("enrol", "accept", office.path("grant"), person="")
    paper = office.path("one.pdf")
    number = office.laptop.do("documents", "list", "--kind", "notice", person="")[0]["number"]
    office.laptop.do("documents", "print", number, "--out", paper, person="")
    status, said = verdict(second, paper)
    assert status == 4 and "先同步" in said
    office.laptop.do("sync", "folder", stick)
    second.do("sync", "folder", stick, person="")
    assert verdict(second, paper)[0] == 0
