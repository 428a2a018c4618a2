"""Promises of what is drawn: where folio, strip and code stand on every kind of sheet, and how marks become ink."""

from __future__ import annotations

import io
import re
import struct
import zlib
from datetime import datetime
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import pytest
from face_files import tables_of, written
from paper_examples import jpeg
from truetype_reader import TrueType as Literal

from fieldaudit.assets import asset_path
from fieldaudit.documents.faces import Face, load_faces
from fieldaudit.documents.truetype import TrueType
from fieldaudit.documents.typeset.embedding import Inked, inked
from fieldaudit.documents.typeset.line import RED, Blank, Piece, Run, Setting, set_lines
from fieldaudit.documents.typeset.page import LANDSCAPE, LETTER, MM, PORTRAIT, Copy, Ink, Mark, Picture, Proof, Sheet, Words
from fieldaudit.documents.typeset.pdf import write_pdf
from fieldaudit.documents.typeset.pen import Pen
from fieldaudit.documents.typeset.structure import File, text_string

FACES = load_faces()
PROOF = Proof("NO", "通民养改〔2026〕1号", 1, datetime(2026, 11, 24, 16, 32), "ab" * 32)
HIGH = 800.0
_WHOLE = 0xB1B0AFBA  # the checksum of every sound face


def pages(sheet: Sheet, count: int) -> list[str]:
    """The operators of empty pages."""
    pdf = write_pdf([Copy("联", sheet, [[] for _ in range(count)])], PROOF, FACES, "文书", "通辽市民政局")
    return [page.Contents.read_bytes().decode() for page in pikepdf.open(io.BytesIO(pdf)).pages]


def drawn(*marks: Mark) -> str:
    pen = Pen(File(), HIGH)
    pen.draw(marks)
    return "\n".join(pen.code)


def words(*pieces: Piece) -> Words:
    return Words(100, 200, set_lines(pieces, FACES, Setting(10, 10, 400))[0])


def test_a_landscape_page_is_a_portrait_page_turned() -> None:
    assert LANDSCAPE.left == pytest.approx(PORTRAIT.height - PORTRAIT.bottom)
    assert LANDSCAPE.top == pytest.approx(PORTRAIT.left)
    assert (LANDSCAPE.area_width, LANDSCAPE.area_height) == (PORTRAIT.area_height, PORTRAIT.area_width)


@pytest.mark.parametrize(("sheet", "inner_left", "strip"), [
    (PORTRAIT, (True, False), 12.5), (LETTER, (True, False), 7.5), (LANDSCAPE, (False, False), 7.0)])
def test_the_code_is_eleven_millimetres_wide_in_the_inner_corner(sheet: Sheet, inner_left: tuple[bool, ...], strip: float) -> None:
    for content, left in zip(pages(sheet, 2), inner_left, strict=True):
        step, x, y = (float(said) for said in re.findall(r"q (\S+) 0 0 \S+ (\S+) (\S+) cm /QR Do", content)[0])
        modules = round(11 * MM / step)
        assert step * modules == pytest.approx(11 * MM, abs=0.05)
        assert modules in (35, 39)  # 29 or 33 and three of quiet paper at either side
        assert x == pytest.approx(sheet.left - MM if left else sheet.right + MM - 11 * MM, abs=0.01)
        assert y == pytest.approx(strip * MM, abs=0.01)


def test_a_letters_first_page_has_no_number_and_all_others_have_theirs() -> None:
    for sheet, first in ((PORTRAIT, True), (LANDSCAPE, True), (LETTER, False)):
        said = [text_string(f"— {number} —") in content for number, content in enumerate(pages(sheet, 2), start=1)]
        assert said == [first, True]


def test_numbers_stand_outside_one_character_in_from_the_edge() -> None:
    odd, even = (re.findall(r"q 1 0 0 1 (\S+) (\S+) cm", content)[0] for content in pages(PORTRAIT, 2))
    assert float(even[0]) == pytest.approx(PORTRAIT.left + 14, abs=0.01)
    assert PORTRAIT.right - 14 - 50 < float(odd[0]) < PORTRAIT.right - 14 - 35
    odd, even = (re.findall(r"q 0 -1 1 0 (\S+) (\S+) cm", content)[0] for content in pages(LANDSCAPE, 2))
    assert float(odd[0]) == float(even[0]) == pytest.approx(LANDSCAPE.left - 7 * MM, abs=0.01)
    assert LANDSCAPE.height - float(even[1]) == pytest.approx(LANDSCAPE.top + 14, abs=0.01)
    assert LANDSCAPE.height - float(odd[1]) > LANDSCAPE.height / 2


def test_after_words_in_a_colour_the_pen_is_black_again() -> None:
    code = drawn(words(Run("逾期", colour=RED)))
    assert code.index("rg") < code.rindex(" TJ") < code.rindex("0 g")
    assert "rg" not in drawn(words(Run("逾期")))


def test_a_blanks_rule_lies_a_little_below_the_baseline() -> None:
    weight, x0, y0, x1, y1 = map(float, re.findall(r"[\d.]+", drawn(words(Blank(5)))))
    assert (x0, x1) == (100, 150) and y0 == y1 == HIGH - 200 - 1.6 and weight == 0.6


@pytest.mark.parametrize(("wide", "high"), [(400, 200), (200, 400)])
def test_a_picture_keeps_its_shape_inside_its_box_and_stands_on_its_foot(wide: int, high: int) -> None:
    code = drawn(Picture(10, 20, 100, 100, jpeg(wide, high), "P1"))
    width, height, x, y = (float(said) for said in re.findall(r"q (\S+) 0 0 (\S+) (\S+) (\S+) cm", code)[0])
    assert width / height == wide / high
    assert max(width, height) == 100
    assert x == 10 + (100 - width) / 2 and y == HIGH - 120


def test_a_stroke_of_one_point_is_a_dot_and_every_stroke_stays_in_its_box() -> None:
    code = drawn(Ink(10, 20, 100, 40, (((0.5, 0.5),), ((0.0, 0.0), (1.0, 1.0)))))
    assert "60.00 760.00 m 60.00 760.00 l S" in code
    assert "10.00 780.00 m 110.00 740.00 l S" in code


def checksum(data: bytes) -> int:
    data += bytes(-len(data) % 4)
    return sum(struct.unpack(f">{len(data) // 4}L", data)) & 0xFFFFFFFF


def with_composite() -> TrueType:
    """A face whose A is made of the glyphs of B and 国, and B of that of C: ours have none, official ones may."""
    tables = tables_of("NotoSansSC-Regular")
    face = TrueType(asset_path("fonts/NotoSansSC-Regular.ttf").read_bytes())
    bodies = [face.outline(glyph) for glyph in range(face.glyph_count)]
    a, b, c, han = (face.glyph(ord(char)) for char in "ABC国")
    bodies[a] = struct.pack(">5h HHhh HHbb", -1, 0, 0, 900, 900, 0x23, b, 10, 20, 0x2, han, 5, -5)
    bodies[b] = struct.pack(">5h HHbbh", -1, 0, 0, 900, 900, 0xA, c, 1, 2, 0x2000)
    bodies = [body + bytes(-len(body) % 4) for body in bodies]
    places = accumulate(map(len, bodies), initial=0)
    head = tables["head"][:50] + b"\0\1" + tables["head"][52:]
    made = {**tables, "glyf": b"".join(bodies), "loca": struct.pack(f">{len(bodies) + 1}L", *places), "head": head}
    with TemporaryDirectory() as folder:
        return TrueType(written(Path(folder) / "a.ttf", made).read_bytes())


def test_a_glyph_made_of_others_brings_them_along() -> None:
    face = with_composite()
    whole, part = Literal(face.data), Literal(zlib.decompress(Inked(Face("Made", face)).subset("A").font))
    assert part.glyph_count == 5  # with the one of no character
    assert part.outline(1) == whole.outline(face.glyph(ord("A")))
    assert checksum(part.data) == _WHOLE


@pytest.mark.parametrize("name", ["FandolFang-Regular", "NotoSerifSC-Regular", "NotoSansSC-Bold"])
def test_a_subsets_checksums_are_those_of_its_tables(name: str) -> None:
    font = zlib.decompress(inked(FACES.face(name)).subset("养老机构，1A").font)
    assert checksum(font) == _WHOLE
    for at in range(12, 12 + 16 * struct.unpack_from(">H", font, 4)[0], 16):
        tag, said, start, length = struct.unpack_from(">4sLLL", font, at)
        table = bytearray(font[start:start + length])
        if tag == b"head":
            table[8:12] = bytes(4)
        assert said == checksum(bytes(table)), tag
