"""Judges what a finished paper is made of: its faces, its glyphs, and what a PDF/A-2b says about itself.

Every glyph drawn is compared with the shipped face of the same name: it must be that character's outline and width.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pdf_objects import PdfFile, Stream, text_string
from pdf_reader import Font, Reading, all_lines
from truetype_reader import TrueType

FACES = Path(__file__).parents[2] / "fieldaudit" / "assets" / "fonts"
_TAG = re.compile(r"[A-Z]{6}\+.+")
_XMP = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xml": "http://www.w3.org/XML/1998/namespace",
}


@cache
def shipped_face(name: str) -> TrueType | None:
    """The face of that name as it comes with the program; None where there is none."""
    path = FACES / f"{name}.ttf"
    return TrueType(path.read_bytes()) if path.is_file() else None


def face_faults(reading: Reading) -> Iterator[str]:
    """Every font embedded, a subset, with text; every character drawn as the glyph of its face, as wide as it says."""
    used: dict[Font, dict[int, str]] = defaultdict(dict)
    for line in all_lines(reading.pages):
        for glyph in line.glyphs:
            used[glyph.font][glyph.code] = glyph.char
    for font in {font for page in reading.pages for font in page.fonts}:
        yield from _font_faults(font)
        if font.program is not None and font.said is not None:
            for code, char in used[font].items():
                yield from _glyph_faults(font, code, char)


def _font_faults(font: Font) -> Iterator[str]:
    if not _TAG.fullmatch(font.name):
        yield f"{font.name} has no subset tag"
    if font.program is None:
        yield f"{font.name} is not embedded"
    if font.said is None:
        yield f"{font.name} has no ToUnicode"
    if font.inner["Subtype"] not in ("TrueType", "CIDFontType2"):
        yield f"{font.name} is {font.inner['Subtype']}"
    if shipped_face(font.face) is None:
        yield f"{font.name} is none of ours"
    if font.descriptor.get("Flags", 0) & 4 and not font.composite and "Encoding" in font.entries:
        yield f"{font.name} is symbolic and has an encoding (PDF/A-2 6.2.11.6)"
    if font.name != str(font.descriptor.get("FontName")):
        yield f"{font.name} is called {font.descriptor.get('FontName')} in its descriptor"


def _glyph_faults(font: Font, code: int, char: str) -> Iterator[str]:
    program, face = font.program, shipped_face(font.face)
    assert program is not None
    glyph = font.glyph(code)
    if glyph == 0:
        yield f"{font.name} draws an empty box for {char!r}"
        return
    if len(char) != 1 or char in "\0\ufffd":
        yield f"{font.name} {code}: says {char!r}"
    elif face is not None:
        true = face.characters.get(ord(char))
        if true is None:
            yield f"{font.name} draws {char!r}, which the face has not"
        elif not program.draws(glyph, face, true):
            yield f"{font.name} draws another glyph for {char!r}"
        elif abs(program.advance(glyph) - face.advance(true)) > 0.5:
            yield f"{font.name}: {char!r} is not as wide as in the face"
    if abs(program.advance(glyph) - font.width(code)) > 1:
        yield f"{font.name}: width of {char!r} is {font.width(code)}, its glyph's {program.advance(glyph)}"


# -- what the file says of itself --------------------------------------------------------------------------


def file_faults(reading: Reading, lang: str) -> Iterator[str]:
    """Outline, title, language, XMP, output intent and identifier: the structure of PDF/A-2b."""
    pdf = reading.pdf
    info = pdf.get(pdf.trailer.get("Info")) or {}
    title = text_string(pdf.get(info.get("Title", b"")))
    if not re.match(rb"%PDF-1\.[4-7]\n%[\x80-\xff]{4}", pdf.data.replace(b"\r", b"\n")):
        yield f"the file begins with {pdf.data[:20]!r}"
    if not title.strip():
        yield "no title"
    if text_string(pdf.root.get("Lang", b"")) != {"zh": "zh-CN"}.get(lang, lang):
        yield f"language {pdf.root.get('Lang')!r}"
    if not pdf.outline() or pdf.outline()[0][1] != 0:
        yield "no outline that begins on the first page"
    identifier = pdf.trailer.get("ID")
    if not identifier or len(identifier) != 2 or any(len(part) < 16 for part in identifier):
        yield "no file identifier"
    if "Encrypt" in pdf.trailer or "AcroForm" in pdf.root or any("Annots" in page for page in pdf.pages()):
        yield "it is encrypted or has fields or annotations"
    yield from _xmp_faults(pdf, title)
    yield from _intent_faults(pdf)
    yield from _picture_faults(reading)


def _xmp_faults(pdf: PdfFile, title: str) -> Iterator[str]:
    from lxml import etree

    stream = pdf.get(pdf.root.get("Metadata"))
    if not isinstance(stream, Stream):
        yield "no XMP"
        return
    if "Filter" in stream.entries:
        yield "the XMP is packed"
    packet = etree.fromstring(stream.data)

    def said(name: str) -> list[str]:
        prefix, _, local = name.partition(":")
        places = packet.xpath(f"//{name}//text() | //rdf:Description/@{name}", namespaces=_XMP)
        assert prefix in _XMP and local
        return [str(place) for place in places if str(place).strip()]

    if (said("pdfaid:part"), said("pdfaid:conformance")) != (["2"], ["B"]):
        yield f"XMP: PDF/A {said('pdfaid:part')} {said('pdfaid:conformance')}"
    if said("dc:title") != [title]:
        yield f"XMP: title {said('dc:title')}, not {title!r}"


def _intent_faults(pdf: PdfFile) -> Iterator[str]:
    intents = pdf.get(pdf.root.get("OutputIntents")) or []
    intent = pdf.get(intents[0]) if intents else {}
    profile = pdf.get(intent.get("DestOutputProfile"))
    if intent.get("S") != "GTS_PDFA1" or not isinstance(profile, Stream):
        yield "no output intent with a profile"
    elif profile.data[36:40] != b"acsp" or int.from_bytes(profile.data[:4], "big") != len(profile.data):
        yield "the output intent's profile is none"
    elif {b"GRAY": 1, b"RGB ": 3, b"CMYK": 4}.get(profile.data[16:20]) != profile.entries.get("N"):
        yield "the output intent's profile has another number of colours"


def _picture_faults(reading: Reading) -> Iterator[str]:
    for page in reading.pages:
        for _, picture in page.pictures:
            space = picture.entries.get("ColorSpace")
            if isinstance(space, str) and space not in ("DeviceRGB", "DeviceGray"):
                yield f"a picture in {space}, which the output intent does not name"
            if picture.entries.get("Interpolate"):
                yield "a picture that is interpolated (PDF/A-2 6.2.8)"
