"""The file: a PDF's objects, from its pages' operators to the last byte.

Owns fonts, photos, outline and the structure of PDF/A-2b, through reportlab's own document: XMP metadata that says what the
Info dictionary says, an sRGB output intent, embedded subsets only, an identifier made from the content, no encryption, no
transparency. No validator was run on it: tests read the structure. Same content, same bytes.
"""

from __future__ import annotations

import zlib
from functools import cache
from hashlib import md5
from typing import NamedTuple

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFDocument, PDFObject

from ..faces import Face
from .embedding import LEVEL, Inked, inked
from .image import Embedded, embedded
from .line import Line
from .page import Picture, Proof, Sheet
from .xmp import info_date, metadata, srgb

rl_config.invariant = 1  # else reportlab writes a comment with the name of a class before each object
_TOOL = "fieldaudit"
_SYMBOLIC = 4  # a font's flag: its codes are its own
_QR = "QR"


class Shown(NamedTuple):
    """A set line as text operators, the same in every paper; what it says; and which face shows which characters."""

    line: Line  # held, so that its identity stays its own
    code: str
    text: str
    used: tuple[tuple[Face, str], ...]


class _Raw(PDFObject):  # type: ignore[misc]
    """An object whose text is ready."""

    __RefOnly__ = 1

    def __init__(self, text: str = "") -> None:
        self.text = text

    def format(self, document: PDFDocument) -> bytes:
        return self.text.encode("ascii")


class _Stream(PDFObject):  # type: ignore[misc]
    """A stream whose data is ready. (reportlab's own has no line end before `endstream`, as PDF/A wants it.)"""

    __RefOnly__ = 1

    def __init__(self, data: bytes, entries: dict[str, object]) -> None:
        self.data, self.head = data, _dictionary(**entries, Length=len(data))

    def format(self, document: PDFDocument) -> bytes:
        return b"".join((self.head.encode("ascii"), b"\nstream\n", self.data, b"\nendstream\n"))


class _Info(_Raw):
    """The Info dictionary; reportlab would sign it and date it, and finds nothing to do."""

    invariant = 1

    def digest(self, signature: object) -> None: ...


class _NoOutline:
    """Stands where reportlab would build its own outline."""

    ready = 1

    def prepare(self, document: PDFDocument, canvas: object) -> None: ...


class File:
    """One PDF being written. References to its objects are texts: "12 0 R"."""

    def __init__(self) -> None:
        self._document = PDFDocument(compression=0, invariant=1, pdfVersion=(1, 7))
        self._document.Outlines = _NoOutline()
        self._tree, self._resources = _Raw(), _Raw()
        self._tree_at, self._resources_at = self._add(self._tree), self._add(self._resources)
        self.shown: dict[int, Shown] = {}  # the lines that pages show, by identity
        self._images: dict[bytes, tuple[str, Embedded]] = {}
        self._drawn: dict[str, str] = {}  # photos and the QR, by the names pages draw them by
        self._pages: list[str] = []
        self._entries: list[tuple[str, str]] = []  # of the outline
        self._digest = md5(usedforsecurity=False)

    def _add(self, thing: PDFObject) -> str:
        name = self._document.Reference(thing).name
        return f"{self._document.idToObjectNumberAndVersion[name][0]} 0 R"

    def _stream(self, data: bytes, **entries: object) -> str:
        """A stream of data that is deflated already."""
        return self._add(_Stream(data, {**entries, "Filter": "/FlateDecode"}))

    def _dict(self, **entries: object) -> str:
        return self._add(_Raw(_dictionary(**entries)))

    # -- what pages use --------------------------------------------------------------------------------

    def image(self, mark: Picture) -> tuple[str, Embedded]:
        """The name and size of a photo; each is embedded once."""
        found = self._images.get(mark.jpeg)
        if found is None:
            image = embedded(mark.jpeg, mark.name, mark.width, mark.height)
            name = f"I{len(self._images) + 1}"
            found = self._images[mark.jpeg] = name, image
            self._drawn[name] = self._add(_Stream(image.data, {
                "Type": "/XObject", "Subtype": "/Image", "Width": image.width, "Height": image.height,
                "ColorSpace": "/DeviceGray" if image.components == 1 else "/DeviceRGB", "BitsPerComponent": 8,
                "Filter": image.filter}))  # fmt: skip
        return found

    def square(self, code: bytes, side: int) -> str:
        """The name of the form that draws the QR on every page."""
        if _QR not in self._drawn:
            self._drawn[_QR] = self._stream(
                zlib.compress(code, LEVEL), Type="/XObject", Subtype="/Form", BBox=f"[0 0 {side} {side}]", Resources="<< >>")
        return _QR

    def page(self, sheet: Sheet, content: bytes, entry: str = "") -> None:
        """A page of those operators; `entry` is its name in the outline."""
        self._digest.update(content)
        self._pages.append(self._dict(
            Type="/Page", Parent=self._tree_at, MediaBox=f"[0 0 {sheet.width:.3f} {sheet.height:.3f}]",
            Contents=self._stream(zlib.compress(content, LEVEL)), Resources=self._resources_at))  # fmt: skip
        if entry:
            self._entries.append((entry, self._pages[-1]))

    # -- the end ---------------------------------------------------------------------------------------

    def finish(self, proof: Proof, title: str, author: str, lang: str) -> bytes:
        """The file's bytes."""
        document = self._document
        used: dict[Face, set[str]] = {}
        for shown in self.shown.values():
            for face, chars in shown.used:
                used.setdefault(face, set()).update(chars)
        fonts = {face.name: self._font(inked(face), face.name, chars) for face, chars in used.items()}
        self._resources.text = _dictionary(Font=_dictionary(**fonts), XObject=_dictionary(**self._drawn))
        self._tree.text = _dictionary(Type="/Pages", Count=len(self._pages), Kids=f"[{' '.join(self._pages)}]")
        when = f"({info_date(proof.generated_at)})"
        document.info = _Info(_dictionary(
            Title=text_string(title), Author=text_string(author), Subject=text_string(proof.code), Creator=f"({_TOOL})",
            Producer=f"({_TOOL})", CreationDate=when, ModDate=when))  # fmt: skip
        xmp = metadata(title, author, proof.code, lang, proof.generated_at, _TOOL)
        self._digest.update(xmp + proof.sha256.encode())
        document.Catalog = self._catalog(xmp, lang)
        identifier = self._digest.hexdigest().upper()
        document._ID = f"[<{identifier}> <{identifier}>]".encode()
        data: bytes = document.GetPDFData(None)
        return data

    def _catalog(self, xmp: bytes, lang: str) -> _Raw:
        intent = _dictionary(
            Type="/OutputIntent", S="/GTS_PDFA1", OutputConditionIdentifier="(sRGB IEC61966-2.1)",
            Info="(sRGB IEC61966-2.1)", DestOutputProfile=self._stream(_profile(), N=3))  # fmt: skip
        return _Raw(_dictionary(
            Type="/Catalog", Pages=self._tree_at, Lang=f"({lang})", OutputIntents=f"[{intent}]", Outlines=self._outline(),
            Metadata=self._add(_Stream(xmp, {"Type": "/Metadata", "Subtype": "/XML"})),
            ViewerPreferences="<< /DisplayDocTitle true >>"))  # fmt: skip

    def _outline(self) -> str:
        root = _Raw()
        root_at = self._add(root)
        items = [_Raw() for _ in self._entries]
        places = [self._add(item) for item in items]
        for number, (item, (name, page)) in enumerate(zip(items, self._entries, strict=True)):
            beside = {key: places[at] for key, at in (("Prev", number - 1), ("Next", number + 1)) if 0 <= at < len(places)}
            item.text = _dictionary(Title=text_string(name), Parent=root_at, Dest=f"[{page} /Fit]", **beside)
        root.text = _dictionary(Type="/Outlines", First=places[0], Last=places[-1], Count=len(places))
        return root_at

    def _font(self, ink: Inked, name: str, used: set[str]) -> str:
        subset, file = ink.subset(used), ink.file
        base = f"/{subset.tag}+{name}"
        descriptor = self._dict(
            Type="/FontDescriptor", FontName=base, Flags=_SYMBOLIC, ItalicAngle=f"{file.italic_angle:g}",
            FontBBox="[" + " ".join(f"{ink.units(side):g}" for side in file.bbox) + "]", Ascent=f"{ink.units(file.ascent):g}",
            Descent=f"{ink.units(file.descent):g}", CapHeight=f"{ink.units(file.cap_height):g}",
            StemV=50 + file.weight ** 2 // 4225,  # no reader draws with it; the usual guess from the weight
            FontFile2=self._stream(subset.font, Length1=subset.length))  # fmt: skip
        descendant = self._dict(
            Type="/Font", Subtype="/CIDFontType2", BaseFont=base, FontDescriptor=descriptor, DW=1000, W=subset.widths,
            CIDSystemInfo="<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>",
            CIDToGIDMap=self._stream(subset.glyph_of_code))  # fmt: skip
        return self._dict(
            Type="/Font", Subtype="/Type0", BaseFont=base, Encoding="/Identity-H", DescendantFonts=f"[{descendant}]",
            ToUnicode=self._stream(subset.unicode_of_code))  # fmt: skip


def _dictionary(**entries: object) -> str:
    return "<< " + " ".join(f"/{key} {value}" for key, value in entries.items()) + " >>"


def text_string(text: str) -> str:
    """Any text as a PDF string."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


@cache
def _profile() -> bytes:
    return zlib.compress(srgb(), 9)
