"""An office's own form on the command line: what is shown can be typed again, and what is refused says what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from terminal import Terminal

pytestmark = pytest.mark.slow  # forms are compiled and processes started

OWN = """| survey |
| | type | name | label | relevant | bind::fa:fail | bind::fa:severity | bind::fa:finding |
| | decimal | depth | Depth |
| | select_multiple kit | kit | Kit |
| | select_multiple kit | other_kit | Other |
| | begin_repeat | rooms | Room |
| | text | title | Name |
| | select_one yn | open | Does ${title} open? | | no | general | shut |
| | end_repeat |
| | note | tip | ${title} has a note | ${depth} > 3 |
| choices |
| | list_name | name | label |
| | kit | ext | Extinguisher |
| | kit | hyd | Hydrant |
| | yn | yes | Yes |
| | yn | no | No |
| settings |
| | form_id | form_title | namespaces |
| | own | Own form | fa="https://fieldaudit.example/xforms/fa" |
"""


@pytest.fixture
def own(terminal: Terminal, founded: Path, tmp_path: Path) -> Terminal:
    """A terminal with a bureau of its own that has the form; its visit's number in `visit`."""
    shutil.copytree(founded / "first", tmp_path / "bureau")
    (tmp_path / "own.md").write_text(OWN, "utf-8")
    return Terminal(tmp_path / "bureau", tmp_path, terminal.capture)


@pytest.fixture
def visit(own: Terminal) -> str:
    own.do("forms", "publish", "own.md", person="管理员")
    return str(own.do("inspect", "new", "北苑养老中心", "--with", "检查员乙", "--form", "own")["number"])


def test_each_answer_is_shown_under_what_answer_takes(own: Terminal, visit: str) -> None:
    own.do("inspect", "answer", visit, "depth=2", "kit=ext hyd", "title=A")
    assert "  title  Name: A" in own.run("inspect", "show", visit).out, "one room: the bare name will do"
    own.do("inspect", "add", visit, "rooms")
    own.do("inspect", "answer", visit, "rooms[2]/title=B", "rooms[2]/open=no")
    own.do("inspect", "photo", visit, "rooms[2]/open", "photo.jpg")
    shown = own.run("inspect", "show", visit).out
    assert "  kit  Kit: Extinguisher、Hydrant" in shown
    assert "  rooms[1]/title  Name: A" in shown and "  rooms[2]/open  Does B open?: No" in shown
    assert "照片 rooms[2]/open Does B open? photo.jpg" in shown
    assert " rooms[2]/open shut [" in shown and "还缺 rooms[2]/open " in shown
    assert "Extinguisher, Hydrant" in own.run("--lang", "en", "inspect", "show", visit).out
    assert own.do("inspect", "show", visit, person="")["items"][0]["paths"] == ["rooms[2]/open"]


def test_a_visit_says_its_form_and_the_notes_that_the_form_shows(own: Terminal, visit: str) -> None:
    own.do("inspect", "answer", visit, "depth", "2")
    assert "Own form" in own.run("inspect", "show", visit).out.splitlines()[0]
    assert "has a note" not in own.run("inspect", "show", visit).out
    own.do("inspect", "answer", visit, "depth=4", "title=A")
    assert "  提示  A has a note" in own.run("inspect", "show", visit).out
    told = own.do("inspect", "show", visit, person="")
    assert (told["form"], told["version"], told["title"]) == ("own", "", "Own form")


def test_answers_before_a_refused_one_are_said_to_be_kept(own: Terminal, visit: str) -> None:
    said = own.refused("inspect", "answer", visit, "depth=2", "kit=hyd", "other_kit=ladder")
    assert "前面 2 个回答已保存" in said and "可选：ext Extinguisher, hyd Hydrant" in said
    assert own.do("inspect", "show", visit, person="")["answers"] == {"depth": "2", "kit": "hyd"}
    assert "已记录的内容未受影响" in own.refused("inspect", "answer", visit, "depth=x")


def test_a_negative_number_is_written_with_an_equals_sign(own: Terminal, visit: str) -> None:
    assert "检查项=-4" in own.usage("inspect", "answer", visit, "depth", "-4", person="检查员甲")
    own.do("inspect", "answer", visit, "depth=-4")


def test_a_correction_of_several_choices_is_told_in_words(own: Terminal, visit: str) -> None:
    own.do("inspect", "answer", visit, "kit=ext", "title=A", "open=yes")
    for party, person in (("inspector", "检查员甲"), ("second", "检查员乙")):
        own.do("inspect", "sign", visit, "--party", party, "--strokes", "pen.json", person=person)
    own.do("inspect", "sign", visit, "--party", "home", "--strokes", "pen.json", "--name", "院长")
    own.do("inspect", "finish", visit)
    own.do("inspect", "amend", visit, "--reason", "漏选")
    own.do("inspect", "answer", visit, "kit", "ext hyd")
    own.do("inspect", "answer", visit, "open", "no")
    shown = own.run("inspect", "show", visit).out
    assert "Kit: Extinguisher → Extinguisher、Hydrant" in shown
    assert "rooms[1]/open Does A open?: Yes → No" in shown
    assert "已签字: 被检查单位、检查员、第二检查员" in shown


def test_a_form_without_a_version_says_so_when_it_is_published(own: Terminal) -> None:
    assert "检查表 own（没有版本号）已发布" in own.run("forms", "publish", "own.md", person="管理员").out
    assert "own@" not in own.refused("forms", "show", "nowhere")


def test_a_table_begins_with_the_home_and_is_named_by_the_form(own: Terminal, visit: str) -> None:
    own.do("inspect", "answer", visit, "depth=2", "title=A")
    assert own.do("inspect", "export", "out", visit, "--labels")["files"] == ["own.csv", "own.rooms.csv"]
    heads = (own.folder / "out" / "own.csv").read_text("utf-8-sig").splitlines()[0].split(",")
    assert heads[:4] == ["机构", "开始时间", "状态", "Depth"]
    own.do("inspect", "export", "out", visit)
    heads, row = ((own.folder / "out" / "own.csv").read_text("utf-8-sig").splitlines()[n].split(",") for n in (0, 1))
    assert heads[:4] == ["institution", "started_at", "state", "depth"] and row[0] == "北苑养老中心" and row[2:4] == ["draft", "2"]
    assert (heads[-1], row[-1]) == ("KEY", f"No.{visit}"), "Excel makes no date of it"
    assert f",No.{visit}," in (own.folder / "out" / "own.rooms.csv").read_text("utf-8-sig")


def test_a_question_named_as_a_column_of_the_visit_keeps_its_name(own: Terminal) -> None:
    form = OWN.replace("decimal | depth | Depth", "text | state | 状态").replace("${depth} > 3", "")
    (own.folder / "own.md").write_text(form, "utf-8")
    own.do("forms", "publish", "own.md", person="管理员")
    number = str(own.do("inspect", "new", "北苑养老中心", "--with", "检查员乙", "--form", "own")["number"])
    own.do("inspect", "answer", number, "state=sound")
    for options, visits, question in (((), "state (inspection)", "state"), (("--labels",), "状态 (检查)", "状态")):
        own.do("inspect", "export", "out", number, *options)
        heads, row = (line.split(",") for line in (own.folder / "out" / "own.csv").read_text("utf-8-sig").splitlines())
        assert heads[2:4] == [visits, question] and row[3] == "sound"


def test_a_file_that_is_not_there_is_no_unknown_form(own: Terminal) -> None:
    assert own.refused("forms", "diff", "nowhere.xlsx", "own.md").startswith("nowhere.xlsx: 没有这个文件")
    assert own.refused("forms", "show", "Nowhere.MD").startswith("Nowhere.MD: 没有这个文件")


def test_the_report_of_a_form_that_judges_nothing_is_printed(own: Terminal) -> None:
    plain = OWN.replace("no | general | shut", "").replace("| own |", "| plain |")
    (own.folder / "plain.md").write_text(plain, "utf-8")
    own.do("forms", "publish", "plain.md", person="管理员")
    number = str(own.do("inspect", "new", "北苑养老中心", "--with", "检查员乙", "--form", "plain")["number"])
    own.do("inspect", "answer", number, "depth=4", "title=A")
    own.do("documents", "draft", "report", number, "--out", "report.pdf")
    assert (own.folder / "report.pdf").read_bytes().startswith(b"%PDF")
