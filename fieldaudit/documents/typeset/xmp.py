"""What a PDF says of itself: XMP metadata and the colours it means.

Owns the metadata packet of PDF/A-2b (ISO 19005-2, 6.6) and the sRGB profile of its output intent, which is made here,
from the figures of IEC 61966-2-1, so that the file carries nobody else's work. Pure text and bytes.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from html import escape
from struct import pack

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{code}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{tool}</xmp:CreatorTool><xmp:CreateDate>{when}</xmp:CreateDate><xmp:ModifyDate>{when}</xmp:ModifyDate>
<pdf:Producer>{tool}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def metadata(title: str, author: str, code: str, lang: str, when: datetime, tool: str) -> bytes:
    """The XMP packet, UTF-8. Title, author, description and dates say what the Info dictionary says."""
    said = {"title": title, "author": author, "code": code, "lang": lang, "tool": tool}
    return _PACKET.format(
        when=when.isoformat(timespec="seconds"), **{key: escape(value, quote=False) for key, value in said.items()}
    ).encode()


def info_date(when: datetime) -> str:
    """The same time as the Info dictionary writes it."""
    zone = f"{when:%z}"
    return f"D:{when:%Y%m%d%H%M%S}" + (f"{zone[:3]}'{zone[3:5]}'" if zone else "")


# -- sRGB ------------------------------------------------------------------------------------------------

_WHITE = (0.96420, 1.0, 0.82491)  # D50, of the profile connection space
_COLORANTS = {  # the primaries of ITU-R BT.709, adapted from D65 to D50 (Bradford)
    b"rXYZ": (0.43607, 0.22249, 0.01392), b"gXYZ": (0.38515, 0.71687, 0.09708), b"bXYZ": (0.14307, 0.06061, 0.71410),
}  # fmt: skip
_STEPS = 1024


@cache
def srgb() -> bytes:
    """An ICC profile (version 2.1, display, RGB to XYZ) of sRGB."""
    curve = _curve()
    tags = [
        (b"desc", _description(b"sRGB IEC61966-2.1")), (b"cprt", b"text\0\0\0\0No copyright, use freely\0"),
        (b"wtpt", _xyz(_WHITE)), *((name, _xyz(value)) for name, value in _COLORANTS.items()),
        (b"rTRC", curve), (b"gTRC", curve), (b"bTRC", curve),
    ]  # fmt: skip
    at = 128 + 4 + 12 * len(tags)
    table, bodies = [pack(">L", len(tags))], []
    placed: dict[bytes, int] = {}
    for name, body in tags:
        if body not in placed:
            placed[body] = at
            bodies.append(body + b"\0" * (-len(body) % 4))
            at += len(bodies[-1])
        table.append(name + pack(">LL", placed[body], len(body)))
    head = pack(">L4sL4s4s4s6H4s4sLLLLLL3L", at, b"\0\0\0\0", 0x02100000, b"mntr", b"RGB ", b"XYZ ",
                2000, 1, 1, 0, 0, 0, b"acsp", b"\0\0\0\0", 0, 0, 0, 0, 0, 0, *map(_fixed, _WHITE))  # fmt: skip
    return head + b"\0" * (128 - len(head)) + b"".join(table) + b"".join(bodies)


def _fixed(value: float) -> int:
    return round(value * 65536)


def _xyz(value: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + pack(">3L", *map(_fixed, value))


def _description(text: bytes) -> bytes:
    return b"desc\0\0\0\0" + pack(">L", len(text) + 1) + text + b"\0" + b"\0" * (4 + 4 + 2 + 1 + 67)


def _curve() -> bytes:
    points = (number / (_STEPS - 1) for number in range(_STEPS))
    linear = (point / 12.92 if point <= 0.04045 else ((point + 0.055) / 1.055) ** 2.4 for point in points)
    return b"curv\0\0\0\0" + pack(f">L{_STEPS}H", _STEPS, *(round(value * 65535) for value in linear))
