"""Evidence from the command line: a batch with bad files in it, shapes from a file, originals handed out."""

from __future__ import annotations

import json

import pytest
from terminal import Terminal

pytestmark = pytest.mark.slow  # `make check` stays under a minute

PDF = b"%PDF-1.7\nstartxref\n9\n%%EOF\n"


@pytest.fixture
def visit(terminal: Terminal) -> str:
    return str(terminal.do("inspect", "new", "北苑养老中心", "--with", "检查员乙")["id"])


def test_of_a_batch_the_good_files_go_in_and_the_others_are_named(terminal: Terminal, visit: str) -> None:
    (terminal.folder / "cut.jpg").write_bytes((terminal.folder / "photo.jpg").read_bytes()[:-30])
    (terminal.folder / "duty.pdf").write_bytes(PDF)
    ran = terminal.run("inspect", "photo", visit, "sign", "cut.jpg", "photo.jpg", "duty.pdf", "absent.jpg",
                       "--json", person="检查员甲")  # fmt: skip
    assert ran.status == 1
    assert [each.get("media_type") for each in json.loads(ran.out)] == ["image/jpeg", "application/pdf", None, None]
    assert "2 个文件不能用" in ran.err and "cut.jpg" in ran.err and "absent.jpg" in ran.err and "其余 2 个已保存" in ran.err
    shown = terminal.do("inspect", "show", visit)
    assert [each["file_name"] for each in shown["photos"]] == ["photo.jpg"]
    assert [each["file_name"] for each in shown["files"]] == ["duty.pdf"]
    text = terminal.run("inspect", "show", visit).out
    assert "照片 疏散指示 photo.jpg" in text and "材料 疏散指示 duty.pdf" in text


def test_a_batch_of_nothing_usable_keeps_nothing(terminal: Terminal, visit: str) -> None:
    for name in ("a.jpg", "b.jpg"):
        (terminal.folder / name).write_bytes(b"words")
    assert "2 个文件不能用" in terminal.refused("inspect", "photo", visit, "sign", "a.jpg", "b.jpg")
    assert terminal.do("inspect", "show", visit)["photos"] == []


def test_shapes_are_drawn_from_a_file_and_wrong_ones_leave_nothing(terminal: Terminal, visit: str) -> None:
    shapes = [{"shape": "arrow", "points": [[0.1, 0.9], [0.5, 0.5]]}, {"shape": "text", "points": [[0.1, 0.1]], "text": "堵塞"}]
    (terminal.folder / "shapes.json").write_text(json.dumps(shapes))
    line = ("inspect", "photo", visit, "sign", "photo.jpg", "--annotate", "shapes.json")
    wrongs = ("{", "7", '[{"shape": "arrow"}]', '[{"shape": "star", "points": []}]', '[{"shape": "box", "points": [[0,0],[2,9]]}]')
    for wrong in wrongs:
        (terminal.folder / "wrong.json").write_text(wrong)
        assert "wrong.json" in terminal.refused(*line[:-1], "wrong.json")
    assert terminal.do("inspect", "show", visit)["photos"] == []
    made = terminal.do(*line)[0]
    assert [each["shape"] for each in made["annotations"]] == ["arrow", "text"]
    assert terminal.do(*line)[0]["annotations"] == made["annotations"]  # the same again draws nothing twice
    assert "标注 2 处" in terminal.run("inspect", "show", visit).out
    (terminal.folder / "other.jpg").write_bytes((terminal.folder / "photo.jpg").read_bytes())
    assert "一张照片" in terminal.usage(*line, "other.jpg", person="检查员甲")


def test_the_originals_are_handed_out_byte_for_byte_with_the_drawn_ones_beside_them(terminal: Terminal, visit: str) -> None:
    original = (terminal.folder / "photo.jpg").read_bytes()
    (terminal.folder / "duty.pdf").write_bytes(PDF)
    (terminal.folder / "shapes.json").write_text('[{"shape": "blur", "points": [[0.1, 0.1], [0.9, 0.9]]}]')
    terminal.do("inspect", "photo", visit, "sign", "photo.jpg", "--annotate", "shapes.json")
    terminal.do("inspect", "photo", visit, "sign", "duty.pdf")
    names = terminal.do("inspect", "show", visit, "--export", "out/evidence")["exported"]
    folder = terminal.folder / "out" / "evidence"
    assert sorted(path.name for path in folder.iterdir()) == sorted(names) and len(names) == 3
    held = {name: (folder / name).read_bytes() for name in names}
    assert {data for name, data in held.items() if not name.endswith("-标注.jpg")} == {original, PDF}
    assert any(name.endswith("photo-标注.jpg") and data[:3] == b"\xff\xd8\xff" for name, data in held.items())


def test_the_same_photo_in_another_inspection_is_told(terminal: Terminal, visit: str) -> None:
    terminal.do("inspect", "photo", visit, "sign", "photo.jpg")
    other = terminal.do("inspect", "new", "北苑养老中心", "--with", "检查员乙")["id"]
    ran = terminal.run("inspect", "photo", other, "sign", "photo.jpg", person="检查员甲")
    assert ran.status == 0 and "已用于检查" in ran.err + ran.out
