"""The checklists on the command line: checked, compared, shown, published; a visit's rooms, version and answers as files."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from terminal import Terminal

from fieldaudit.cli.forms import data_files
from fieldaudit.xform import read_sheets

pytestmark = pytest.mark.slow  # forms are compiled

TOWNS = "name,label\nt1,东镇\nt2,西镇\n"
WALK = """| survey |
| | type | name | label::中文 (zh) | label::English (en) | relevant |
| | integer | floors | 楼层数 | Storeys |
| | begin_repeat | rooms | 房间 | Rooms |
| | text | title | 名称 | Name |
| | end_repeat |
| | select_one_from_file towns.csv | town | 镇 | Town | ${floors} > 1 |
| settings |
| | form_id | version | form_title | default_language |
| | walk | 1 | 走查表 / Walk | 中文 (zh) |
"""
BROKEN = WALK.replace("${floors}", "${floor}").replace("integer", "integr")


@pytest.fixture
def terminal(terminal: Terminal, founded: Path, tmp_path: Path) -> Terminal:
    """A terminal with a bureau of its own, and a form with a list beside it."""
    shutil.copytree(founded / "first", tmp_path / "bureau")
    (tmp_path / "walk.md").write_text(WALK, "utf-8")
    (tmp_path / "walk-media").mkdir()
    (tmp_path / "walk-media" / "towns.csv").write_text(TOWNS, "utf-8")
    (tmp_path / "walk-media" / "picture.png").write_bytes(b"no list")
    return Terminal(tmp_path / "bureau", tmp_path, terminal.capture)


def workbook(path: Path, markdown: str) -> None:
    """The same form as an Excel file."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, sheet in read_sheets(markdown.encode(), "md").items():
        made = book.create_sheet(name)
        made.append(sheet.columns)
        for _, row in sheet.rows:
            made.append([row.get(column) for column in sheet.columns])
    book.save(path)


def begun(terminal: Terminal) -> str:
    terminal.do("forms", "publish", "walk.md", person="管理员")
    return str(terminal.do("inspect", "new", "北苑养老中心", "--with", "检查员乙", "--form", "walk")["number"])


def test_every_fault_of_a_form_is_told_with_its_row_and_the_status_says_so(terminal: Terminal) -> None:
    assert terminal.do("forms", "check", "walk.md") == [] or terminal.run("forms", "check", "walk.md").status == 0
    (terminal.folder / "broken.md").write_text(BROKEN, "utf-8")
    said = terminal.refused("forms", "check", "broken.md", "--media", "walk-media")
    assert "第2行" in said and "integr" in said and "integer" in said
    assert "第6行" in said and "floors" in said
    ran = terminal.run("forms", "check", "broken.md", "--json")
    assert ran.status == 1 and {fault["row"] for fault in json.loads(ran.out) if fault["severe"]} >= {2, 6}


def test_a_list_that_is_not_there_is_named(terminal: Terminal) -> None:
    shutil.rmtree(terminal.folder / "walk-media")
    (terminal.folder / "walk-media").mkdir()
    assert "towns.csv" in terminal.refused("forms", "check", "walk.md")
    assert "nowhere" in terminal.refused("forms", "check", "walk.md", "--media", "nowhere")
    assert data_files("walk.md", None) == {}


def test_a_workbook_is_published_as_the_text_it_is_the_same_form_as(terminal: Terminal) -> None:
    workbook(terminal.folder / "walk.xlsx", WALK)
    made = terminal.do("forms", "publish", "walk.xlsx", person="管理员")
    assert (made["name"], made["version"]) == ("walk", "1")
    assert terminal.do("forms", "publish", "walk.xlsx", person="管理员")["id"] == made["id"]
    assert terminal.do("forms", "diff", "walk.md", "walk") == []
    assert {row["name"] for row in terminal.do("forms", "list")} == {"fire_safety", "walk"}


def test_a_basis_that_no_paper_could_print_is_told_when_it_is_published(terminal: Terminal) -> None:
    names = ("fail", "severity", "measure", "days", "order_basis", "finding", "require")
    columns = f"| {' | '.join(f'bind::fa:{name}' for name in names)} |"
    form = f"""| survey |
| | type | name | label {columns}
| | select_one pf | door | 门 | fail | general | deadline | 15 | 消防法:16.1.5;没有的法:3 | 门锁闭 | 打开 |
| choices |
| | list_name | name | label |
| | pf | pass | 符合 |
| | pf | fail | 不符合 |
| settings |
| | form_id | version | namespaces |
| | doors | 1 | fa="https://fieldaudit.example/xforms/fa" |
"""
    (terminal.folder / "doors.md").write_text(form, "utf-8")
    made = terminal.do("forms", "publish", "doors.md", person="管理员")
    assert len(made["told"]) == 1 and "没有的法:3" in made["told"][0] and "消防法" not in made["told"][0].replace("没有的法", "")
    (terminal.folder / "doors.md").write_text(form.replace("没有的法:3", "消防法第28条"), "utf-8")
    assert "简称:条" in terminal.refused("forms", "check", "doors.md")


def test_only_the_administrator_publishes_and_a_version_grows(terminal: Terminal) -> None:
    assert "管理员" in terminal.refused("forms", "publish", "walk.md")
    terminal.do("forms", "publish", "walk.md", person="管理员")
    (terminal.folder / "walk.md").write_text(WALK.replace("楼层数", "层数"), "utf-8")
    said = terminal.refused("forms", "publish", "walk.md", person="管理员")
    assert "版本" in said and "1" in said
    (terminal.folder / "walk.md").write_text(BROKEN, "utf-8")
    assert "第2行" in terminal.refused("forms", "publish", "walk.md", person="管理员")


def test_a_form_that_asks_for_a_key_of_its_own_is_not_published(terminal: Terminal) -> None:
    (terminal.folder / "walk.md").write_text(WALK.replace("default_language |", "default_language | public_key |").replace(
        "中文 (zh) |\n", "中文 (zh) | MIIBIjANBgkqhkiG |\n"), "utf-8")  # fmt: skip
    said = terminal.refused("forms", "publish", "walk.md", person="管理员")
    assert "base64RsaPublicKey" in said or "public_key" in said


def test_what_changed_between_two_versions_is_told(terminal: Terminal) -> None:
    begun(terminal)
    changed = WALK.replace("楼层数", "层数").replace("| | text | title | 名称 | Name |\n", "").replace("| 1 |", "| 2 |")
    changed = changed.replace("| | end_repeat |", "| | text | name | 名 | Name |\n| | end_repeat |")
    (terminal.folder / "new.md").write_text(changed, "utf-8")
    shutil.copytree(terminal.folder / "walk-media", terminal.folder / "new-media")
    ran = terminal.run("forms", "diff", "walk@1", "new.md")
    assert ran.status == 0 and "层数" in ran.out and "名称" in ran.out
    kinds = {(change["kind"], change["path"]) for change in terminal.do("forms", "diff", "walk", "new.md")}
    assert {("label", "floors"), ("removed", "rooms/title"), ("added", "rooms/name"), ("version", "")} <= kinds
    assert "walk@9" in terminal.refused("forms", "diff", "walk@9", "new.md")


def test_a_form_is_shown_as_a_page_in_either_language(terminal: Terminal) -> None:
    assert "楼层数" in terminal.run("forms", "show", "walk.md").out
    assert "Storeys" in terminal.run("--lang", "en", "forms", "show", "walk.md").out
    assert "外窗" in terminal.run("--lang", "zh", "forms", "show", "fire_safety").out
    terminal.do("forms", "show", "walk.md", "--language", "en", "--out", "page.md")
    assert "Storeys" in (terminal.folder / "page.md").read_text("utf-8")


def test_what_a_form_may_hold_is_printed_from_the_program(terminal: Terminal) -> None:
    page = terminal.run("--lang", "en", "forms", "docs").out
    assert all(word in page for word in ("select_one", "`indexed-repeat`", "bind::fa:severity", "choice_filter"))
    terminal.do("--lang", "zh", "forms", "docs", "--out", "docs.md")
    assert "题型" in (terminal.folder / "docs.md").read_text("utf-8")


def test_rooms_are_added_filled_in_and_taken_out(terminal: Terminal) -> None:
    visit = begun(terminal)
    assert terminal.do("inspect", "add", visit, "rooms")["path"] == "rooms[2]"
    terminal.do("inspect", "answer", visit, "rooms[1]/title=东屋", "rooms[2]/title=西屋")
    terminal.do("inspect", "remove", visit, "rooms[1]")
    assert terminal.do("inspect", "show", visit)["answers"]["rooms[1]/title"] == "西屋"
    assert "rooms[7]" in terminal.refused("inspect", "remove", visit, "rooms[7]")
    assert "floors" in terminal.refused("inspect", "add", visit, "floors")


def test_a_draft_is_carried_over_and_what_does_not_fit_is_listed(terminal: Terminal) -> None:
    visit = begun(terminal)
    terminal.do("inspect", "answer", visit, "floors=3", "town=t2", "rooms[1]/title=东屋")
    (terminal.folder / "walk-media" / "towns.csv").write_text(TOWNS.replace("t2,西镇", "t3,北镇"), "utf-8")
    (terminal.folder / "walk.md").write_text(WALK.replace("| 1 |", "| 2 |"), "utf-8")
    terminal.do("forms", "publish", "walk.md", person="管理员")
    done = terminal.do("inspect", "upgrade", visit)
    assert (done["version"], [(each["path"], each["value"]) for each in done["unfit"]]) == ("2", [("town", "t2")])
    assert terminal.do("inspect", "show", visit)["answers"] == {"floors": "3", "rooms[1]/title": "东屋"}
    assert "2" in terminal.refused("inspect", "upgrade", visit)


def test_answers_are_written_as_tables_json_and_xml(terminal: Terminal) -> None:
    visit = begun(terminal)
    terminal.do("inspect", "add", visit, "rooms")
    terminal.do("inspect", "answer", visit, "floors=3", "town=t2", "rooms[1]/title=东屋", "rooms[2]/title==1+1")
    assert "没有" in terminal.refused("inspect", "export", "out"), "drafts are written only when they are named"
    made = terminal.do("inspect", "export", "out", visit, "--labels")
    assert made["files"] == ["walk-1.csv", "walk-1.rooms.csv"]
    texts = [(terminal.folder / "out" / name).read_text("utf-8-sig") for name in made["files"]]
    main, rooms = (list(csv.DictReader(io.StringIO(text))) for text in texts)
    assert main[0]["机构"] == "北苑养老中心" and main[0]["镇"] == "西镇" and main[0]["楼层数"] == "3"
    assert [row["名称"].lstrip("'") for row in rooms] == ["东屋", "=1+1"] and rooms[1]["名称"] != "=1+1", "no formula for Excel"
    terminal.do("inspect", "export", "out", visit, "--format", "json")
    (found,) = json.loads((terminal.folder / "out" / "walk-1.json").read_text("utf-8"))
    assert found["answers"]["floors"] == 3 and found["answers"]["rooms"][1] == {"title": "=1+1"}
    terminal.do("inspect", "export", "out", visit, "--format", "xml")
    assert "<town>t2</town>" in (terminal.folder / "out" / f"{visit}.xml").read_text("utf-8")
