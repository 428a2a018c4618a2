"""Promises of official faces: found by what they call themselves, they lend glyphs and never move a line."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from face_files import named, tables_of, with_rights, without, written
from paper_examples import NOTICE, pdf_text, poppler

from fieldaudit.documents import faces as faces_module
from fieldaudit.documents.faces import Faces, find_official, load_faces
from fieldaudit.documents.papers import notice
from fieldaudit.documents.typeset.line import Run, Setting, set_lines
from fieldaudit.errors import BadInput

BODY = Setting(16, 442.2 / 28, 442.2, 2 * 442.2 / 28)
TEXT = ("依据《中华人民共和国消防法》第五十二条第二款，2026年11月24日检查人员张堃发现14樘外窗、"
        "GB 55037-2022规定的出口——共3处——未达到要求，责令你单位限期改正。")


@pytest.fixture
def official_fang(tmp_path: Path) -> Path:
    """A face that is plainly not ours and calls itself 仿宋."""
    return written(tmp_path / "whatever.ttf", named(tables_of("NotoSansSC-Regular"), "仿宋_GB2312", "FangSong_GB2312"))


def printed(faces: Faces, text: str = TEXT, role: str = "fang") -> list[tuple[str, str]]:
    return [(glyph.char, glyph.face.name) for line in set_lines((Run(text, role),), faces, BODY) for glyph in line.glyphs]


def test_an_official_face_prints_and_no_line_breaks_elsewhere(official_fang: Path) -> None:
    ours, official = load_faces(), load_faces(official=(official_fang,))
    mine, theirs = (set_lines((Run(TEXT),), faces, BODY) for faces in (ours, official))
    assert [line.text for line in mine] == [line.text for line in theirs]
    assert [line.width for line in mine] == [line.width for line in theirs]
    by_char = dict(printed(official))
    assert by_char["国"] == by_char["2"] == by_char["，"] == "FangSong_GB2312"
    assert by_char["—"] == "FandolFang-Regular"  # the only dash that fills its cell


def test_a_glyph_stands_in_the_middle_of_the_room_that_ours_would_take(official_fang: Path) -> None:
    faces = load_faces(official=(official_fang,))
    for char in "国8A":
        ink = faces.ink("fang", char)
        ours = load_faces().ink("fang", char)
        assert ink is not None and ours is not None
        assert ink.advance == ours.advance
        assert ink.shift + ink.wide / 2 == pytest.approx(ours.advance / 2)
    line, = set_lines((Run("国A国"),), faces, Setting(10, 10, 1000))
    own, = set_lines((Run("国A国"),), load_faces(), Setting(10, 10, 1000))
    assert [glyph.x + glyph.face.width(glyph.char) * 5 for glyph in line.glyphs] == pytest.approx(
        [glyph.x + glyph.face.width(glyph.char) * 5 for glyph in own.glyphs], abs=0.02)


def test_a_character_the_official_face_lacks_is_printed_as_without_it(tmp_path: Path) -> None:
    poor = named(without("NotoSansSC-Regular", "堃外"), "仿宋", "FangSong")
    official = dict(printed(load_faces(official=(written(tmp_path / "a.ttf", poor),))))
    ours = dict(printed(load_faces()))
    assert official["国"] == "FangSong"
    assert (official["堃"], official["外"]) == (ours["堃"], ours["外"])


def test_a_rare_character_that_the_official_face_has_is_printed_in_it(official_fang: Path) -> None:
    face = load_faces(official=(official_fang,)).official["fang"]
    char = next(char for char in "堃喆犇燊垚淼玥珺昇芃" if face.has(char) and not load_faces().face("FandolFang-Regular").has(char))
    assert dict(printed(load_faces(official=(official_fang,)), f"国{char}国"))[char] == "FangSong_GB2312"


def test_an_empty_glyph_of_the_official_face_is_not_printed(tmp_path: Path) -> None:
    tables = named(tables_of("NotoSansSC-Regular"), "仿宋", "FangSong")
    empty = written(tmp_path / "a.ttf", {**tables, "loca": bytes(len(tables["loca"]))})
    assert set(dict(printed(load_faces(official=(empty,)), "国8，")).values()) == {"FandolFang-Regular"}


def test_a_face_of_another_grid_is_measured_in_its_own_units(tmp_path: Path) -> None:
    tables = named(tables_of("NotoSansSC-Regular"), "仿宋", "FangSong")
    head = bytearray(tables["head"])
    struct.pack_into(">H", head, 18, 2000)  # units to the em: every glyph half as large
    ink = load_faces(official=(written(tmp_path / "a.ttf", {**tables, "head": bytes(head)}),)).ink("fang", "国")
    assert ink is not None
    assert (ink.advance, ink.wide, ink.shift) == (1.0, 0.5, 0.25)


@pytest.mark.slow
def test_the_pages_of_a_paper_are_the_same_with_an_official_face(official_fang: Path) -> None:
    ours = notice.render(NOTICE, load_faces(), ("party",))
    theirs = notice.render(NOTICE, load_faces(official=(official_fang,)), ("party",))
    assert [page.split() for page in poppler("pdftotext", ours, "-layout").split("\f")] == [
        page.split() for page in poppler("pdftotext", theirs, "-layout").split("\f")]
    assert pdf_text(ours) == pdf_text(theirs)
    assert "FangSong_GB2312" in poppler("pdffonts", theirs)
    assert "FangSong_GB2312" not in poppler("pdffonts", ours)


def test_a_face_of_a_collection_is_found_by_its_number(tmp_path: Path) -> None:
    other = named(tables_of("NotoSansSC-Bold"), "宋体", "SimSun")
    kai = named(tables_of("NotoSansSC-Regular"), "楷体", "KaiTi")
    faces = load_faces(official=(written(tmp_path / "all.ttc", other, kai),))
    assert set(faces.official) == {"kai"}
    assert dict(printed(faces, role="kai"))["国"] == "KaiTi"
    assert faces.official["kai"].file.glyph(ord("国")) > 0


def test_of_two_faces_for_a_role_the_one_of_the_standard_prints(tmp_path: Path) -> None:
    plain = written(tmp_path / "a.ttf", named(tables_of("NotoSansSC-Regular"), "仿宋", "FangSong"))
    standard = written(tmp_path / "b.ttf", named(tables_of("NotoSansSC-Bold"), "仿宋_GB2312", "FangSong_GB2312"))
    for order in ((plain, standard), (standard, plain)):
        assert load_faces(official=order).official["fang"].name == "FangSong_GB2312"


@pytest.mark.parametrize("fs_type", [0x0002, 0x0100, 0x0104, 0x0200])
def test_a_face_that_may_not_be_embedded_is_refused_by_name(tmp_path: Path, fs_type: int) -> None:
    path = written(tmp_path / "a.ttf", with_rights(named(tables_of("NotoSansSC-Regular"), "黑体", "SimHei"), fs_type))
    with pytest.raises(BadInput, match=r"a\.ttf"):
        load_faces(official=(path,))


@pytest.mark.parametrize("fs_type", [0x0000, 0x0004, 0x0008, 0x0006, 0x000A])
def test_a_face_for_print_or_editing_may_be_embedded(tmp_path: Path, fs_type: int) -> None:
    path = written(tmp_path / "a.ttf", with_rights(named(tables_of("NotoSansSC-Regular"), "黑体", "SimHei"), fs_type))
    assert load_faces(official=(path,)).official["hei"].name == "SimHei"


@pytest.mark.parametrize("data", [b"", b"OTTO" + bytes(500), b"not a face", b"\0\1\0\0\0\x09" + bytes(40), b"ttcf\0\1\0\0\0\0\0\2"])
def test_a_file_that_is_no_truetype_face_is_refused_by_name(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "simfang.ttf"
    path.write_bytes(data)
    with pytest.raises(BadInput, match=r"simfang\.ttf"):
        load_faces(official=(path,))


def test_a_face_cut_off_in_the_middle_is_refused(tmp_path: Path) -> None:
    whole = written(tmp_path / "a.ttf", named(tables_of("NotoSansSC-Regular"), "黑体", "SimHei"))
    (tmp_path / "b.ttf").write_bytes(whole.read_bytes()[:200_000])
    with pytest.raises(BadInput, match=r"b\.ttf"):
        load_faces(official=(tmp_path / "b.ttf",))


@pytest.mark.parametrize("table", ["name", "cmap", "head", "hhea", "maxp"])
@pytest.mark.parametrize("broken", [b"", b"\xff" * 8, b"\0\0\xff\xff" * 4])
def test_a_face_with_a_broken_table_is_refused_and_never_found(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str, broken: bytes) -> None:
    tables = named(tables_of("NotoSansSC-Regular"), "黑体", "SimHei")
    path = written(tmp_path / "a.ttf", {**tables, table: broken})
    with pytest.raises(BadInput, match=r"a\.ttf"):
        load_faces(official=(path,))
    monkeypatch.setattr(faces_module, "_folders", lambda: [tmp_path])
    assert find_official() == ()


def test_official_faces_are_found_by_name_whatever_their_files_are_called(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "deep" / "down").mkdir(parents=True)
    hei = written(tmp_path / "deep" / "down" / "XY12.TTF", named(tables_of("NotoSansSC-Regular"), "黑体", "SimHei"))
    title = written(tmp_path / "t.ttf", named(tables_of("NotoSerifSC-Black"), "方正小标宋简体", "FZXBSJW--GB1-0"))
    written(tmp_path / "simfang.ttf", named(tables_of("NotoSansSC-Regular"), "别的字体", "Other"))
    written(tmp_path / "k.ttf", with_rights(named(tables_of("NotoSansSC-Regular"), "楷体", "KaiTi"), 2))
    (tmp_path / "broken.ttf").write_bytes(b"\0\1\0\0broken")
    monkeypatch.setattr(faces_module, "_folders", lambda: [tmp_path, tmp_path / "none"])
    found = find_official()
    assert found == tuple(sorted((hei, title)))
    assert {role: face.name for role, face in load_faces(official=found).official.items()} == {
        "hei": "SimHei", "title": "FZXBSJW--GB1-0"}


@pytest.mark.parametrize("platform", ["win32", "darwin", "linux"])
def test_every_system_has_its_font_folders(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setenv("LOCALAPPDATA", "Local")
    folders = [folder.as_posix() for folder in faces_module._folders()]
    assert any("ont" in folder for folder in folders) and len(folders) == len(set(folders)) >= 2
