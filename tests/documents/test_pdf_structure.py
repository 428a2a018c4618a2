"""Promises of the file itself: PDF/A-2b structure, the same bytes for the same marks, text that is found as typed.

No validator judges here: `checker_fonts` and these tests read the structure.
"""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from xml.etree import ElementTree

import pikepdf
import pypdfium2
import pytest
from checker_fonts import file_faults
from paper_examples import jpeg
from pdf_reader import read_pdf
from PIL import Image, ImageCms

from fieldaudit.assets import asset_path
from fieldaudit.documents.faces import Face, load_faces
from fieldaudit.documents.truetype import TrueType
from fieldaudit.documents.typeset import embedding, pen
from fieldaudit.documents.typeset.flow import Flow
from fieldaudit.documents.typeset.line import RED, Run, Tick
from fieldaudit.documents.typeset.page import LANDSCAPE, Copy, Picture, Proof
from fieldaudit.documents.typeset.pdf import write_pdf
from fieldaudit.documents.typeset.xmp import srgb

FACES = load_faces()
PROOF = Proof("NO", "通民养改〔2026〕1号", 1, datetime(2026, 11, 24, 16, 32), "ab" * 32)
TEXT = "自收到本通知书之日起60日内，可以向甲市人民政府申请行政复议；灯具14具、0.05MPa、《消防法》第二十八条。"
RARE = "㛃䶮堃喆犇㎡m³☑"  # of three faces, and one that is drawn


def laid(name: str = "当事人联", *texts: str) -> Copy:
    flow = Flow(name, FACES)
    for text in texts or (TEXT,):
        flow.body(text)
    flow.body(Run("逾期", "hei", RED), Tick("yes"), "已告知")
    return flow.copy


def written(*copies: Copy, proof: Proof = PROOF, title: str = "责令限期改正通知书", lang: str = "zh-CN") -> bytes:
    return write_pdf(copies or (laid(),), proof, FACES, title, "通辽市民政局", lang=lang)


def test_the_structure_of_pdf_a_2b() -> None:
    pdf = written(laid(), laid("存档联", RARE))
    assert pdf.startswith(b"%PDF-1.7\n%")
    assert all(byte > 127 for byte in pdf[10:14])
    assert list(file_faults(read_pdf(pdf), "zh")) == []
    assert re.search(rb"[^\r\n]endstream", pdf) is None
    assert pikepdf.open(io.BytesIO(pdf)).check_pdf_syntax() == []
    assert not re.search(rb"/(Encrypt|SMask|ca|CA|BM|LZWDecode|JavaScript|AA|OpenAction|EmbeddedFiles)\b", pdf)
    assert b"Helvetica" not in pdf


def test_the_catalog_names_language_title_and_every_copy() -> None:
    opened = pikepdf.open(io.BytesIO(written(laid(), laid("存档联"), lang="en-GB")))
    assert opened.Root.Lang == "en-GB"
    assert opened.Root.ViewerPreferences.DisplayDocTitle
    with opened.open_outline() as outline:
        assert [entry.title for entry in outline.root] == ["当事人联", "存档联"]


@pytest.mark.parametrize("zone", [None, timezone(timedelta(hours=8))])
def test_metadata_says_what_the_info_dictionary_says(zone: timezone | None) -> None:
    title = "责令<限期>改正 & “通知书”"
    pdf = written(proof=replace(PROOF, generated_at=PROOF.generated_at.replace(tzinfo=zone)), title=title)
    opened = pikepdf.open(io.BytesIO(pdf))
    ElementTree.fromstring(opened.Root.Metadata.read_bytes().decode().partition("?>")[2].rpartition("<?")[0])
    info = opened.docinfo
    with opened.open_metadata() as said:
        assert (said["pdfaid:part"], said["pdfaid:conformance"]) == ("2", "B")
        assert said["dc:title"] == str(info.Title) == title
        assert list(said["dc:creator"]) == [str(info.Author)] == ["通辽市民政局"]
        assert said["dc:description"] == str(info.Subject) == PROOF.code
        assert list(said["dc:language"]) == ["zh-CN"]
        zulu = "" if zone is None else "+08:00"
        assert said["xmp:CreateDate"] == said["xmp:ModifyDate"] == "2026-11-24T16:32:00" + zulu
        assert str(info.CreationDate) == str(info.ModDate) == "D:20261124163200" + ("" if zone is None else "+08'00'")


def test_the_colour_profile_is_srgb() -> None:
    made = ImageCms.ImageCmsProfile(io.BytesIO(srgb()))
    image = Image.new("RGB", (6, 1))
    colours = [(0, 0, 0), (255, 255, 255), (217, 13, 13), (12, 130, 60), (20, 40, 200), (128, 128, 128)]
    image.putdata(colours)
    back = ImageCms.profileToProfile(image, made, ImageCms.createProfile("sRGB"), outputMode="RGB")
    assert back is not None
    for at, colour in enumerate(colours):
        assert back.getpixel((at, 0)) == pytest.approx(colour, abs=2)
    assert ImageCms.getProfileDescription(made).strip() == "sRGB IEC61966-2.1"


def test_what_was_written_before_leaves_no_trace_and_other_content_has_another_identifier() -> None:
    alone = written()
    other = written(laid("存档联", RARE))
    assert written() == alone
    ids = [pikepdf.open(io.BytesIO(pdf)).trailer.ID for pdf in (alone, other, written(proof=replace(PROOF, sha256="cd" * 32)))]
    assert len({bytes(one[0]) for one in ids}) == 3
    assert all(bytes(one[0]) == bytes(one[1]) for one in ids)


@pytest.mark.parametrize("text", [TEXT, RARE, "第　一　条", "A fire door, 60 min; see GB 50016-2014, 5.5.17."])
def test_a_reader_that_draws_finds_what_was_typed(text: str) -> None:
    page = pypdfium2.PdfDocument(written(laid("联", text)))[0].get_textpage()
    said = "".join(page.get_text_range().split())
    assert "".join(text.split()) in said.replace("\ufffe", "")
    assert PROOF.number in said


def test_characters_of_one_glyph_keep_codes_of_their_own() -> None:
    codes = embedding.inked(FACES.face("NotoSerifSC-Regular")).codes
    pairs: dict[int, list[int]] = {}
    for char, glyph in FACES.face("NotoSerifSC-Regular").file.codes().items():
        pairs.setdefault(glyph, []).append(char)
    doubled = [chars for chars in pairs.values() if len(chars) > 1]
    assert doubled, "this face has such characters"
    for chars in doubled:
        assert len({codes[char] for char in chars}) == len(chars)


def test_a_face_of_as_many_glyphs_as_there_are_codes_keeps_them_apart_too() -> None:
    file = TrueType(asset_path("fonts/NotoSerifSC-Regular.ttf").read_bytes())
    file.glyph_count = 0xFFFF
    codes = embedding.Inked(Face("Large", file)).codes
    said = [codes[char] for char in file.codes()]
    assert len(set(said)) == len(said)
    assert {len(code) for code in said} == {4}


def test_photos_and_the_code_are_in_the_file_once_however_often_they_are_drawn() -> None:
    picture = jpeg()
    twice = [Picture(100, 100, 200, 100, picture, "P1"), Picture(100, 300, 200, 100, jpeg(), "P1")]
    pdf = written(Copy("照片", LANDSCAPE, [[*twice], [*twice], [*twice]]))
    assert pdf.count(picture) == 1
    assert len(re.findall(rb"/Subtype /Form", pdf)) == 1
    assert len(re.findall(rb"/Subtype /Image", pdf)) == 1


def test_what_the_writer_remembers_has_an_end() -> None:
    for number in range(40):
        written(laid("联", f"第{number}项" + chr(0x4E00 + 37 * number)))
    assert len(pen._SHOWN) <= pen._MOST_SHOWN
    assert len(embedding.inked(FACES.face("FandolFang-Regular"))._subsets) <= embedding._KEPT


@pytest.mark.slow
def test_lines_that_were_forgotten_are_written_again(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = written(laid("联", TEXT, RARE))
    monkeypatch.setattr(pen, "_MOST_SHOWN", 3)
    assert written(laid("联", TEXT, RARE)) == expected
