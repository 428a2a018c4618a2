"""Promises of an office's own head: it stands where a head stands, without loss; a file that cannot serve is named."""

from __future__ import annotations

import io
import struct
import zlib
from datetime import datetime

import pikepdf
import pytest
from PIL import Image, ImageDraw

from fieldaudit.documents.faces import load_faces
from fieldaudit.documents.typeset.flow import Flow
from fieldaudit.documents.typeset.letterhead import Letterhead, read_letterhead
from fieldaudit.documents.typeset.page import LEADING, MM, Picture, Proof
from fieldaudit.documents.typeset.pdf import write_pdf
from fieldaudit.errors import BadInput

pytestmark = pytest.mark.slow  # `make check` stays under a minute

PROOF = Proof("NO", "通民养改〔2026〕1号", 1, datetime(2026, 11, 24, 16, 32), "ab" * 32)


def picture(width: int = 1843, height: int = 355, kind: str = "PNG", mode: str = "RGB") -> bytes:
    """A red band on white, as an artwork might be."""
    image = Image.new(mode, (width, height), "white")
    ImageDraw.Draw(image).rectangle((width // 8, height // 4, width * 7 // 8, height * 3 // 4), fill="red" if mode == "RGB" else 0)
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def said_to_measure(width: int, height: int) -> bytes:
    """A picture whose head says so."""
    head = b"IHDR" + struct.pack(">LL", width, height) + picture()[24:29]
    return picture()[:12] + head + struct.pack(">L", zlib.crc32(head)) + picture()[33:]


def page(width: float = 210, height: float = 297, ink: float = 60, pages: int = 1) -> bytes:
    """A PDF (mm) with a red bar whose foot is `ink` mm below its top."""
    pdf = pikepdf.new()
    for _ in range(pages):
        sheet = pdf.add_blank_page(page_size=(width * MM, height * MM))
        bar = f"1 0 0 rg {20 * MM:.2f} {(height - ink) * MM:.2f} {(width - 40) * MM:.2f} {20 * MM:.2f} re f"
        sheet.Contents = pdf.make_stream(bar.encode() if ink else b"")
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def headed(head: Letterhead | None) -> Flow:
    """A paper of one line under the head."""
    flow = Flow("当事人联", load_faces())
    flow.letterhead(head)
    flow.title("责令限期改正通知书")
    return flow


def art(flow: Flow) -> Picture:
    """The head's mark."""
    found, = (mark for mark in flow.copy.pages[0] if isinstance(mark, Picture))
    return found


def test_a_picture_is_as_wide_as_the_type_area_from_where_a_letters_mark_begins() -> None:
    flow = headed(read_letterhead(picture(), "head.png"))
    mark = art(flow)
    assert (mark.x, mark.y, mark.width) == pytest.approx((28 * MM, 30 * MM, 156 * MM))
    assert mark.height == pytest.approx(156 * MM * 355 / 1843)
    assert mark.frame == 0


@pytest.mark.parametrize("data", [picture(), picture(1843, 700), page(), page(height=70)], ids=["low", "high", "a4", "strip"])
def test_text_goes_on_at_a_grid_line_four_millimetres_or_more_below(data: bytes) -> None:
    flow = headed(read_letterhead(data, "head"))
    mark = art(flow)
    foot = mark.y + mark.height
    below = flow.sheet.top + flow.y - LEADING - foot
    assert 4 * MM - 0.1 <= below < 4 * MM + LEADING
    assert (flow.y / LEADING) == pytest.approx(round(flow.y / LEADING))


def test_without_a_head_nothing_moves() -> None:
    assert headed(None).y == LEADING


def test_a_pdf_page_lies_on_the_papers_edges_as_far_down_as_its_ink() -> None:
    mark = art(headed(read_letterhead(page(ink=60), "head.pdf")))
    assert (mark.x, mark.y) == (0, 0)
    assert mark.width == pytest.approx(210 * MM)
    assert mark.height == pytest.approx(61 * MM, abs=1 * MM)
    drawn = Image.open(io.BytesIO(mark.jpeg))
    assert drawn.width == pytest.approx(2480, abs=2)
    assert drawn.getpixel((drawn.width // 2, drawn.height * 50 // 61)) == (255, 0, 0)


def test_the_picture_in_the_paper_is_the_one_given_point_by_point() -> None:
    pdf = write_pdf([headed(read_letterhead(picture(), "head.png")).copy], PROOF, load_faces(), "t", "b")
    opened = pikepdf.open(io.BytesIO(pdf))
    found, = (thing for thing in opened.pages[0].Resources.XObject.values() if thing.Subtype == "/Image")
    assert found.read_bytes() == Image.open(io.BytesIO(picture())).tobytes()
    assert found.ColorSpace == "/DeviceRGB"


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "1", "L", "CMYK"])
def test_every_kind_of_colour_prints_on_white(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    image = Image.open(io.BytesIO(picture())).convert(mode)
    if mode == "RGBA":
        image.putalpha(0)
    out = io.BytesIO()
    image.save(out, kind)
    mark = art(headed(read_letterhead(out.getvalue(), "head")))
    drawn = Image.open(io.BytesIO(mark.jpeg))
    assert drawn.mode in ("L", "RGB")
    assert drawn.convert("L").getpixel((2, 2)) >= 250, "the paper behind it is white"


@pytest.mark.slow
def test_a_picture_finer_than_any_printer_is_made_smaller() -> None:
    mark = art(headed(read_letterhead(picture(9000, 1400), "head.png")))
    assert Image.open(io.BytesIO(mark.jpeg)).width == pytest.approx(3685, abs=2)


def test_the_same_file_gives_the_same_paper() -> None:
    def made() -> bytes:
        return write_pdf([headed(read_letterhead(page(), "head.pdf")).copy], PROOF, load_faces(), "t", "b")
    assert made() == made()


@pytest.mark.parametrize(("data", "said"), [
    (b"GIF89a" + bytes(20), "PNG"),
    (picture(1200, 230), "195 dpi"),
    (picture(1843, 60), "1843×60"),
    (picture(1843, 1843), "156毫米"),
    (picture()[:900], "损坏"),
    (said_to_measure(40_000, 10_000), "40000×10000"),
    (page(width=297, height=210), "297×210"),
    (page(width=148, height=210), "148×210"),
    (page(pages=2), "2页"),
    (page(ink=140), "140毫米"),
    (page(ink=0), "空白"),
    (b"%PDF-1.7 no more", "无法打开"),
], ids=["gif", "coarse", "flat", "square", "cut", "huge", "landscape", "a5", "pages", "low", "empty", "broken"])  # fmt: skip
def test_a_file_that_cannot_serve_is_named_with_what_it_is_and_what_is_wanted(data: bytes, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_letterhead(data, "版头.png")
    assert "版头.png" in str(caught.value)
    assert said in str(caught.value)
    assert "156毫米" in str(caught.value) and "A4" in str(caught.value)
