"""The writer: pages of marks into one PDF.

Owns everything that is PDF: the pen that turns marks into operators, what every page carries (number, proof strip, 草稿),
fonts, photos, outline, and the structure of PDF/A-2b through reportlab's own objects: XMP metadata equal to the Info
dictionary, an sRGB output intent, embedded subsets only, a file identifier made from the content, no encryption, no
transparency. No validator was run on it; tests read the structure. Same marks, same bytes.

Every line of text is written as one span with its own text beside the glyphs (ActualText), so that what is copied,
searched or read aloud is what was written, however far the line was spread.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import md5
from typing import Any, NamedTuple

import segno

from ..faces import Face, Faces
from .embedding import LEVEL, Inked, inked
from .image import Embedded, embedded
from .line import BLACK, Colour, Line, Run, Setting, set_lines
from .page import (
    MM,
    Copy,
    Fill,
    Ink,
    Mark,
    Picture,
    Proof,
    Rule,
    Sheet,
    Words,
)
from .xmp import info_date, metadata, srgb

# isort: split
from reportlab.pdfbase.pdfdoc import (  # after faces has turned reportlab's switches
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFObject,
    PDFObjectReference,
)

_TOOL = "fieldaudit"
_FOLIO = 14.0  # 4号: page numbers, and the "one character" they stand in from the edge
_STRIP_GREY: Colour = (0.35, 0.35, 0.35)
_DRAFT_GREY: Colour = (0.9, 0.9, 0.9)
_SYMBOLIC = 4  # a font's flag: its codes are its own
_QR = "QR"
# Version, page, time of printing, head of the hash; and what a draft says across the page.
_STRIP = {
    "zh": "{number}　版次 {version}　第 {page} 页 共 {total} 页　生成 {at:%Y-%m-%d %H:%M}　校验 {short}",
    "en": "{number}　version {version}　page {page} of {total}　generated {at:%Y-%m-%d %H:%M}　check {short}",
}
_ACROSS = {"zh": "草　稿", "en": "DRAFT"}


def write_pdf(copies: Sequence[Copy], proof: Proof, faces: Faces, title: str, author: str,
              draft: bool = False, lang: str = "zh-CN") -> bytes:
    """The PDF of all copies, one after another, each with an entry in the outline."""
    file = _File()
    pages: list[PDFObjectReference] = []
    entries: list[tuple[str, PDFObjectReference]] = []
    for copy in copies:
        for number, page in enumerate(copy.pages, start=1):
            content = _page(file, copy, page, number, proof, faces, draft, lang[:2])
            pages.append(file.page(copy.sheet, content))
            if number == 1:
                entries.append((copy.name, pages[-1]))
    return file.finish(pages, entries, proof, title, author, lang)


def _page(file: _File, copy: Copy, page: Sequence[Mark], number: int, proof: Proof, faces: Faces,
          draft: bool, lang: str) -> bytes:
    total, sheet = len(copy.pages), copy.sheet
    pen = _Pen(file, sheet.height)
    if draft:
        _draft(pen, sheet, faces, lang)
    pen.draw(page)
    if copy.furniture is not None:
        pen.draw(copy.furniture(number, total))
    if copy.numbered and (number > 1 or sheet.first_folio):
        _folio(pen, sheet, number, faces)
    _strip(pen, sheet, proof, (number, total), faces, lang)
    return "\n".join(pen.code).encode("ascii")


# -- what every page carries ------------------------------------------------------------------------------


def _one_line(text: str, role: str, size: float, faces: Faces, colour: Colour = BLACK) -> Line:
    return set_lines((Run(text, role, colour),), faces, Setting(size, size, 1e6, justify=0))[0]


def _folio(pen: _Pen, sheet: Sheet, number: int, faces: Faces) -> None:
    """— 1 —: dashes 7 mm outside the type area, one character in from its outer edge."""
    figures = _one_line(str(number), "song", _FOLIO, faces)
    length = figures.width + 2.5 * _FOLIO
    odd = number % 2 == 1
    if sheet.landscape:  # the place it has on the portrait page, turned with the sheet
        start = sheet.bottom - _FOLIO - length if odd else sheet.top + _FOLIO
        pen.code.append(f"q 0 -1 1 0 {_f(sheet.left - 7 * MM)} {_f(pen.height - start)} cm")
    else:
        start = sheet.right - _FOLIO - length if odd else sheet.left + _FOLIO
        pen.code.append(f"q 1 0 0 1 {_f(start)} {_f(pen.height - sheet.bottom - 7 * MM)} cm")
    here = _Pen(pen.file, 0.0, pen.code)
    here.rule(Rule(0, 0, _FOLIO, 0, 0.5))
    here.rule(Rule(length - _FOLIO, 0, length, 0, 0.5))
    here.words(Words(1.25 * _FOLIO, 0.36 * _FOLIO, figures), said=f"— {number} —")
    pen.code.append("Q")


def _strip(pen: _Pen, sheet: Sheet, proof: Proof, page: tuple[int, int], faces: Faces, lang: str) -> None:
    """QR 11 mm in the inner foot corner; number, version, page, time and hash beside it."""
    number, total = page
    said = _STRIP[lang].format(number=proof.number, version=proof.version, page=number, total=total,
                               at=proof.generated_at, short=proof.short)
    line = _one_line(said, "hei", 6.5, faces, _STRIP_GREY)
    inner_left = number % 2 == 1 and not sheet.landscape
    foot = sheet.height - sheet.strip
    side = 11 * MM
    x = sheet.left - MM if inner_left else sheet.right + MM - side
    pen.form(_QR, x, foot, side, pen.file.qr(proof.code))
    start = x + side + 2 * MM if inner_left else x - 2 * MM - line.width
    pen.words(Words(start, foot - 2 * MM, line))


def _draft(pen: _Pen, sheet: Sheet, faces: Faces, lang: str) -> None:
    line = _one_line(_ACROSS[lang], "hei", 110, faces, _DRAFT_GREY)
    pen.code.append(f"q 0.766 0.643 -0.643 0.766 {_f(sheet.width / 2)} {_f(sheet.height / 2)} cm")
    _Pen(pen.file, 0.0, pen.code).words(Words(-line.width / 2, 0.35 * 110, line))
    pen.code.append("Q")


# -- the pen -----------------------------------------------------------------------------------------------


class _Pen:
    """Writes marks as operators; y runs down from `height`. Between marks the pen is black and undashed."""

    def __init__(self, file: _File, height: float, code: list[str] | None = None) -> None:
        self.file, self.height = file, height
        self.code: list[str] = [] if code is None else code

    def draw(self, marks: Iterable[Mark]) -> None:
        for mark in marks:
            if isinstance(mark, Words):
                self.words(mark)
            elif isinstance(mark, Rule):
                self.rule(mark)
            elif isinstance(mark, Fill):
                self.fill(mark)
            elif isinstance(mark, Picture):
                self.picture(mark)
            else:
                self.ink(mark)

    def words(self, mark: Words, said: str | None = None) -> None:
        """One line of text, its glyphs, boxes and blanks, as one span that says what it says."""
        line = mark.line
        if line.spans:
            text = line.text if said is None else said
            shown = _shown(line)
            for face, chars in shown.used:
                self.file.font(face).update(chars)
            self.code.append(f"/Span <</ActualText {_text(text)}>> BDC\nBT {_f(mark.x)} {_f(self.height - mark.baseline)} Td\n"
                             f"{shown.code}\nET\nEMC")
        for x, width in line.blanks:
            base = mark.baseline + 0.16 * line.size
            self.rule(Rule(mark.x + x, base, mark.x + x + width, base, 0.6))
        for x, ticked in line.ticks:
            self._box(mark.x + x, mark.baseline, line.size, ticked)

    def _box(self, x: float, base: float, size: float, ticked: str) -> None:
        side = 0.78 * size
        left, top = x + 0.06 * size, base - 0.73 * size
        self.code.append(f"{_f(0.05 * size)} w {_f(left)} {_f(self.height - top - side)} {_f(side)} {_f(side)} re S")
        if ticked == "yes":
            self._polyline([(left + 0.18 * side, top + 0.52 * side), (left + 0.42 * side, top + 0.76 * side),
                            (left + 0.84 * side, top + 0.22 * side)], 0.09 * size)
        elif ticked == "no":
            for rising in (0.2, 0.8):
                self._polyline([(left + 0.2 * side, top + rising * side),
                                (left + 0.8 * side, top + (1 - rising) * side)], 0.09 * size)

    def _polyline(self, points: Sequence[tuple[float, float]], weight: float) -> None:
        path = " l ".join(f"{_f(x)} {_f(self.height - y)}" for x, y in points).replace(" l ", " m ", 1)
        self.code.append(f"{_f(weight)} w {path} l S")

    def rule(self, mark: Rule) -> None:
        line = (f"{_f(mark.weight)} w {_f(mark.x0)} {_f(self.height - mark.y0)} m "
                f"{_f(mark.x1)} {_f(self.height - mark.y1)} l S")
        if mark.colour != BLACK:
            line = f"{_colour(mark.colour)} RG {line} 0 G"
        if mark.dash:
            line = f"[{_f(mark.dash[0])} {_f(mark.dash[1])}] 0 d {line} [] 0 d"
        self.code.append(line)

    def fill(self, mark: Fill) -> None:
        box = f"{_f(mark.x)} {_f(self.height - mark.y - mark.height)} {_f(mark.width)} {_f(mark.height)} re"
        paint = f"{_f(mark.frame)} w {box} B" if mark.frame > 0 else f"{box} f"
        self.code.append(f"{_colour(mark.colour)} rg {paint} 0 g")

    def picture(self, mark: Picture) -> None:
        name, image = self.file.image(mark)
        scale = min(mark.width / image.width, mark.height / image.height)
        width, height = image.width * scale, image.height * scale
        x = _f(mark.x + (mark.width - width) / 2)
        y = _f(self.height - mark.y - mark.height)
        size = f"{_f(width)} {_f(height)}"
        self.code.append(f"q {_f(width)} 0 0 {_f(height)} {x} {y} cm /{name} Do Q 0.3 w {x} {y} {size} re S")

    def ink(self, mark: Ink) -> None:
        self.code.append("q 1 J 1 j")
        for stroke in mark.strokes:
            points = [(mark.x + x * mark.width, mark.y + y * mark.height) for x, y in stroke]
            self._polyline(points if len(points) > 1 else points * 2, 1.1)
        self.code.append("Q")

    def form(self, name: str, x: float, foot: float, side: float, modules: int) -> None:
        """A square of `modules` units a side, its foot at `foot`."""
        step = side / modules
        self.code.append(f"q {step:.5f} 0 0 {step:.5f} {_f(x)} {_f(self.height - foot)} cm /{name} Do Q")


class _Shown(NamedTuple):
    """A set line as text operators, the same in every paper, and which face shows which characters."""

    line: Line  # held, so that its identity stays its own
    code: str
    used: tuple[tuple[Face, str], ...]


_SHOWN: dict[int, _Shown] = {}
_MOST_SHOWN = 8192


def _shown(line: Line) -> _Shown:
    """The operators of a line; lines that come back on every paper are the same objects and written once."""
    found = _SHOWN.get(id(line))
    if found is None:
        if len(_SHOWN) >= _MOST_SHOWN:
            _SHOWN.clear()
        code: list[str] = []
        colour = BLACK
        for span in line.spans:
            if span.colour != colour:
                colour = span.colour
                code.append(_colour(colour) + " rg")
            codes = inked(span.face).codes
            strings = "".join(f">{back}<{text.translate(codes)}" if back else text.translate(codes)
                              for back, text in span.shown)
            code.append(f"/{span.face.name} {_f(line.size)} Tf [<{strings}>] TJ".replace("<>", ""))
        if colour != BLACK:
            code.append("0 g")
        used = tuple((span.face, "".join(text for _, text in span.shown)) for span in line.spans)
        found = _SHOWN[id(line)] = _Shown(line, "\n".join(code), used)
    return found


def _colour(colour: Colour) -> str:
    return " ".join(map(_f, colour))


def _f(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".")


@lru_cache(maxsize=64)
def _qr(text: str) -> tuple[int, bytes]:
    """The code in units of one module, three modules of quiet paper around it: the side, and its operators."""
    rows = tuple(segno.make_qr(text, error="m").matrix)
    code = [f"{start + 3} {len(rows) + 2 - down} {stop - start} 1 re"
            for down, row in enumerate(rows) for start, stop in _dark_runs(row)]
    return len(rows) + 6, ("\n".join(code) + "\nf").encode()


def _dark_runs(row: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for at, module in enumerate(row):
        if module and runs and runs[-1][1] == at:
            runs[-1] = (runs[-1][0], at + 1)
        elif module:
            runs.append((at, at + 1))
    return runs


# -- the file ----------------------------------------------------------------------------------------------


class _Bytes(PDFObject):  # type: ignore[misc]
    """A stream whose data is ready. (reportlab's own puts no line end before `endstream`, as PDF/A wants it.)"""

    __RefOnly__ = 1

    def __init__(self, data: bytes, **entries: object) -> None:
        self.data, self.entries = data, {**entries, "Length": len(data)}

    def format(self, document: PDFDocument) -> bytes:
        head: bytes = PDFDictionary(self.entries).format(document)
        return b"".join((head, b"\nstream\n", self.data, b"\nendstream\n"))


class _NoOutline(PDFObject):  # type: ignore[misc]
    """Stands where reportlab would build its own outline."""

    ready = 1

    def prepare(self, document: PDFDocument, canvas: object) -> None: ...


class _Info(PDFDictionary):  # type: ignore[misc]
    """The Info dictionary as a plain one; reportlab adds nothing of its own."""

    invariant = 1

    def digest(self, signature: object) -> None: ...


class _File:
    """One PDF being written: its objects, and which faces, photos and code its pages use."""

    def __init__(self) -> None:
        self.document = PDFDocument(compression=0, invariant=1, pdfVersion=(1, 7))
        self.document.Outlines = _NoOutline()
        self._parent = self._add(PDFDictionary({}))
        self._fonts: dict[Face, set[str]] = {}
        self._images: dict[bytes, tuple[str, Embedded]] = {}
        self._objects: dict[str, object] = {}  # XObject resources of all pages
        self._resources = PDFDictionary({})
        self._resources_at = self._add(self._resources)
        self._digest = md5(usedforsecurity=False)

    def _add(self, thing: PDFObject) -> PDFObjectReference:
        return self.document.Reference(thing)

    def font(self, face: Face) -> set[str]:
        """The set that takes the characters written in a face."""
        found = self._fonts.get(face)
        if found is None:
            found = self._fonts[face] = set()
        return found

    def image(self, mark: Picture) -> tuple[str, Embedded]:
        """The name and size of a photo; each is embedded once."""
        found = self._images.get(mark.jpeg)
        if found is None:
            image = embedded(mark.jpeg, mark.name, mark.width, mark.height)
            name = f"I{len(self._images) + 1}"
            found = self._images[mark.jpeg] = name, image
            space = "/DeviceGray" if image.components == 1 else "/DeviceRGB"
            self._objects[name] = self._add(_Bytes(
                image.jpeg, Type="/XObject", Subtype="/Image", Width=image.width, Height=image.height,
                ColorSpace=space, BitsPerComponent=8, Filter="/DCTDecode"))
        return found

    def qr(self, text: str) -> int:
        """The code as a form that every page may draw; its side in modules."""
        side, code = _qr(text)
        if _QR not in self._objects:
            self._objects[_QR] = self._add(_packed(
                code, Type="/XObject", Subtype="/Form", BBox=f"[0 0 {side} {side}]", Resources="<< >>"))
        return side

    def page(self, sheet: Sheet, content: bytes) -> PDFObjectReference:
        """A page of those operators."""
        self._digest.update(content)
        return self._add(_Dictionary({
            "Type": "/Page", "Parent": self._parent, "MediaBox": f"[0 0 {_f(sheet.width)} {_f(sheet.height)}]",
            "Contents": self._add(_packed(content)), "Resources": self._resources_at}))

    def finish(self, pages: Sequence[PDFObjectReference], entries: Sequence[tuple[str, PDFObjectReference]],
               proof: Proof, title: str, author: str, lang: str) -> bytes:
        """The file's bytes."""
        document = self.document
        self._resources.dict = {
            "Font": PDFDictionary({face.name: self._font_object(inked(face), face.name, used)
                                   for face, used in self._fonts.items()}),
            "XObject": PDFDictionary(self._objects)}
        tree = document.idToObject[self._parent.name]
        tree.dict = {"Type": "/Pages", "Count": len(pages), "Kids": PDFArray(pages)}
        when = info_date(proof.generated_at)
        document.info = _Info({
            "Title": _text(title), "Author": _text(author), "Subject": _text(proof.code), "Creator": _text(_TOOL),
            "Producer": _text(_TOOL), "CreationDate": f"({when})", "ModDate": f"({when})"})
        xmp = metadata(title, author, proof.code, lang, proof.generated_at, _TOOL)
        document.Catalog = self._catalog(entries, xmp, lang)
        self._digest.update(xmp + proof.sha256.encode())
        identifier = self._digest.hexdigest().upper()
        document._ID = f"[<{identifier}> <{identifier}>]".encode()
        data: bytes = document.GetPDFData(None)
        return data

    def _catalog(self, entries: Sequence[tuple[str, PDFObjectReference]], xmp: bytes, lang: str) -> PDFDictionary:
        profile = self._add(_packed(srgb(), N=3))
        intent = PDFDictionary({
            "Type": "/OutputIntent", "S": "/GTS_PDFA1", "OutputConditionIdentifier": "(sRGB IEC61966-2.1)",
            "Info": "(sRGB IEC61966-2.1)", "DestOutputProfile": profile})
        return _Dictionary({
            "Type": "/Catalog", "Pages": self._parent, "Lang": f"({lang})",
            "Metadata": self._add(_Bytes(xmp, Type="/Metadata", Subtype="/XML")),
            "OutputIntents": PDFArray([intent]), "Outlines": self._outline(entries),
            "ViewerPreferences": PDFDictionary({"DisplayDocTitle": "true"})})

    def _outline(self, entries: Sequence[tuple[str, PDFObjectReference]]) -> PDFObjectReference:
        root = _Dictionary({})
        root_at = self._add(root)
        items = [_Dictionary({"Title": _text(name), "Parent": root_at, "Dest": PDFArray([page, "/Fit"])})
                 for name, page in entries]
        places = [self._add(item) for item in items]
        for item, before in zip(items[1:], places, strict=False):
            item["Prev"] = before
        for item, after in zip(items, places[1:], strict=False):
            item["Next"] = after
        root.dict = {"Type": "/Outlines", "First": places[0], "Last": places[-1], "Count": len(places)}
        return root_at

    def _font_object(self, ink: Inked, name: str, used: set[str]) -> PDFObjectReference:
        subset, file = ink.subset(used), ink.file
        base = f"/{subset.tag}+{name}"
        descriptor = self._add(_Dictionary({
            "Type": "/FontDescriptor", "FontName": base, "Flags": _SYMBOLIC, "FontBBox": PDFArray(file.bbox),
            "ItalicAngle": file.italicAngle, "Ascent": file.ascent, "Descent": file.descent,
            "CapHeight": file.capHeight, "StemV": file.stemV,
            "FontFile2": self._add(_deflated(subset.font, Length1=subset.length))}))
        descendant = self._add(_Dictionary({
            "Type": "/Font", "Subtype": "/CIDFontType2", "BaseFont": base, "FontDescriptor": descriptor,
            "CIDSystemInfo": "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>", "DW": 1000,
            "W": subset.widths, "CIDToGIDMap": self._add(_deflated(subset.glyph_of_code))}))
        return self._add(_Dictionary({
            "Type": "/Font", "Subtype": "/Type0", "BaseFont": base, "Encoding": "/Identity-H",
            "DescendantFonts": PDFArray([descendant]), "ToUnicode": self._add(_deflated(subset.unicode_of_code))}))


_Dictionary: Any = PDFDictionary


def _deflated(data: bytes, **entries: object) -> _Bytes:
    return _Bytes(data, Filter="/FlateDecode", **entries)


def _packed(data: bytes, **entries: object) -> _Bytes:
    return _deflated(zlib.compress(data, LEVEL), **entries)


def _text(text: str) -> str:
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"
