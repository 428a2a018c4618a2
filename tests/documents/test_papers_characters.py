"""Every character of GB 2312 and 500 rarer ones are printed in every role as the glyph of the face they should have."""

from __future__ import annotations

from datetime import datetime
from functools import cache

import pytest
from checker_fonts import face_faults, shipped_face
from paper_words import RARE
from pdf_reader import Line, all_lines, read_pdf

from fieldaudit.documents.faces import ROLES, load_faces
from fieldaudit.documents.typeset.flow import Flow
from fieldaudit.documents.typeset.line import Run
from fieldaudit.documents.typeset.page import Proof
from fieldaudit.documents.typeset.pdf import write_pdf

pytestmark = pytest.mark.slow  # each prints thousands of characters

# Per role the faces in the order they are asked: its own, then Song (which knows the most), then Hei.
_FANG, _KAI, _SONG, _HEI = "FandolFang-Regular", "FandolKai-Regular", "NotoSerifSC-Regular", "NotoSansSC-Regular"
_CHAINS = {
    "fang": (_FANG, _SONG, _HEI),
    "kai": (_KAI, _SONG, _HEI),
    "song": (_SONG, _HEI),
    "title": ("NotoSerifSC-Black", _SONG, _HEI),
    "hei": (_HEI, _SONG),
    "bold": ("NotoSansSC-Bold", _HEI, _SONG),
}
_DASHES = "—―"  # of FangSong in every role: only there do two of them meet


@cache
def gb2312() -> str:
    """All 7,445 characters of GB 2312 but the full-width space, which draws nothing."""
    found = []
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                found.append(bytes([high, low]).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    return "".join(char for char in found if char != "　")


@cache
def rarer() -> str:
    """500 characters that GB 2312 has not: of names, and every so many of those that Song has."""
    face = shipped_face(_SONG)
    assert face is not None
    others = [chr(point) for point in sorted(face.characters) if 0x3400 <= point < 0xA000 and chr(point) not in gb2312()]
    return RARE + "".join(others[:: len(others) // 495][: 500 - len(RARE)])


def expected(role: str, char: str) -> str | None:
    """The face that should print it."""
    chain = (_FANG, *_CHAINS[role]) if char in _DASHES else _CHAINS[role]
    for name in chain:
        face = shipped_face(name)
        if face is not None and ord(char) in face.characters:
            return name
    return None


def printed(role: str, chars: str) -> list[Line]:
    """The lines of a paper that says nothing but these, judged glyph by glyph."""
    flow = Flow("字", load_faces())
    for at in range(0, len(chars), 500):
        flow.text(Run(chars[at : at + 500], role), size=7, leading=9)
    proof = Proof("XX", "1", 1, datetime(2026, 11, 24), "ab" * 32)
    reading = read_pdf(write_pdf([flow.copy], proof, load_faces(), "字", "字"))
    assert list(face_faults(reading)) == []
    return [line for line in all_lines(reading.pages) if line.size == 7]


def test_the_sets_are_whole_and_the_roles_are_those_of_the_papers() -> None:
    assert len(gb2312()) == 7444
    assert len(set(rarer())) == 500 and not set(rarer()) & set(gb2312())
    assert {role: tuple(chain) for role, chain in ROLES.items()} == _CHAINS


@pytest.mark.parametrize("role", _CHAINS)
def test_every_character_is_the_glyph_of_the_expected_face(role: str) -> None:
    chars = gb2312() + rarer()
    glyphs = [glyph for line in printed(role, chars) for glyph in line.glyphs if glyph.char != " "]
    assert "".join(glyph.char for glyph in glyphs) == "".join(char for char in chars if not char.isspace())
    wrong = [(glyph.char, glyph.font.face) for glyph in glyphs if glyph.font.face != expected(role, glyph.char)]
    assert wrong == []
    assert [glyph.char for glyph in glyphs if glyph.box is None] == []


def test_a_character_that_no_face_has_is_printed_as_its_code_never_as_a_box() -> None:
    said = "".join(line.text for line in printed("fang", "甲\U0001f600乙\U00020000丙"))
    assert said == "甲〔U+1F600〕乙〔U+20000〕丙"
