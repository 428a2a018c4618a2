"""Files made to hurt, and a child process that opens each within limits of memory and processor time.

Run as a program it prints one line of JSON a case: name, what `check` did, in how many seconds of processor time. Each case may
take CPU_SECONDS and the process MEMORY bytes of address space; a case that exceeds them does not print "refused".
"""

from __future__ import annotations

import io
import json
import resource
import signal
import sys
import zipfile
from collections.abc import Callable

MEMORY = 1_500_000_000
CPU_SECONDS = 10
HEAD = "| survey |\n| | type | name | label | relevant | calculation | constraint |\n"
TYPES = b"""<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="png" ContentType="image/png"/>
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
<Override PartName="/xl/sharedStrings.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>
<Override PartName="/xl/styles.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>"""
RELS = b"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
 Target="xl/workbook.xml"/></Relationships>"""
WORKBOOK = b"""<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>
<sheet name="survey" sheetId="1" r:id="rId1"/></sheets></workbook>"""
WORKBOOK_RELS = b"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship
 Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>
<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>
</Relationships>"""
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def cell(reference: str, text: str) -> bytes:
    """An inline text cell."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'.encode()


def row(number: int, *texts: str) -> bytes:
    """A row of inline text cells from column A."""
    return f'<row r="{number}">'.encode() + b"".join(cell(f"{chr(65 + at)}{number}", text) for at,
        text in enumerate(texts)) + b"</row>"


SOUND_ROWS = row(1, "type", "name", "label") + row(2, "text", "a", "A")


def sheet(rows: bytes = SOUND_ROWS, before: bytes = b"") -> bytes:
    """A worksheet part."""
    return b"<worksheet " + MAIN + b">" + before + b"<sheetData>" + rows + b"</sheetData></worksheet>"


def parts(**others: bytes) -> dict[str, bytes]:
    """The parts of a sound workbook of one question; `sheet1`, `strings`, `styles`, `workbook` may be given."""
    found = {"[Content_Types].xml": TYPES, "_rels/.rels": RELS, "xl/_rels/workbook.xml.rels": WORKBOOK_RELS,
             "xl/workbook.xml": others.pop("workbook", WORKBOOK), "xl/worksheets/sheet1.xml": others.pop("sheet1", sheet()),
             "xl/sharedStrings.xml": others.pop("strings", b"<sst " + MAIN + b"/>"),
             "xl/styles.xml": others.pop("styles", b"<styleSheet " + MAIN + b"/>")}
    return found | others


def zipped(found: dict[str, bytes], level: int = 9) -> bytes:
    """The parts as an archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, data in found.items():
            archive.writestr(name, data)
    return stream.getvalue()


def xlsx(**others: bytes) -> bytes:
    """A workbook; see parts."""
    return zipped(parts(**others), 1)


def bad_crc() -> bytes:
    """A sound workbook of which one stored byte was changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts().items():
            archive.writestr(name, data)
    return stream.getvalue().replace(b"<t>text</t>", b"<t>texx</t>")


def lying_sizes() -> bytes:
    """A bomb whose directory claims that it is small."""
    data = xlsx(sheet1=sheet(b"<row/>" * 5_000_000))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        true_size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    return data.replace(true_size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))


def nested() -> bytes:
    """A bomb in a bomb: only the outer archive is ever unpacked."""
    inner = zipped({"xl/worksheets/sheet1.xml": b"\0" * 50_000_000})
    return zipped({"[Content_Types].xml": TYPES, "xl/workbook.xml": zipped({"a.zip": inner})})


def laughs(head: bytes = b"") -> bytes:
    """Entities that would unfold to gigabytes."""
    lines = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 10))
    return head + b'<!DOCTYPE x [<!ENTITY e0 "ha">' + lines + b"]><sst><si><t>&e9;</t></si></sst>"


def md(*rows: str) -> bytes:
    """A survey of rows, the first of which is row 2."""
    return (HEAD + "".join(f"| | {row} |\n" for row in rows)).encode()


def xform(body: bytes) -> bytes:
    """A raw XForm around a body."""
    return (b'<h:html xmlns:h="http://www.w3.org/1999/xhtml" xmlns="http://www.w3.org/2002/xforms"><h:head><model><instance>'
            b'<data id="x"><a/></data></instance></model></h:head><h:body>' + body + b"</h:body></h:html>")


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "not a zip": (lambda: b"PK\x03\x04" + b"rubbish" * 1000, "xlsx"),
    "truncated": (lambda: xlsx()[:-200], "xlsx"),
    "cut in the middle": (lambda: xlsx()[:1500], "xlsx"),
    "an encrypted workbook": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000, "xlsx"),
    "another kind of zip": (lambda: zipped({"word/document.xml": b"<a/>", "[Content_Types].xml": TYPES}), "xlsx"),
    "a part is missing": (lambda: zipped({k: v for k, v in parts().items() if "sheet1" not in k}), "xlsx"),
    "a part is no XML": (lambda: xlsx(sheet1=b"<worksheet"), "xlsx"),
    "a part is a picture": (lambda: zipped({
        "xl/pic.png": sheet(), **{k: v.replace(b"worksheets/sheet1.xml", b"pic.png") for k,
        v in parts().items() if "sheet1" not in k}}),
        "xlsx"),
    "bad CRC": (bad_crc, "xlsx"),
    "zip bomb": (lambda: xlsx(sheet1=b"\0" * 61_000_000), "xlsx"),
    "zip bomb in several parts": (lambda: xlsx(**{f"xl/worksheets/sheet{n}.xml": b" " * 9_000_000 for n in range(2, 10)}), "xlsx"),
    "zip bomb with lying sizes": (lying_sizes, "xlsx"),
    "zip bomb in a zip bomb": (nested, "xlsx"),
    "many parts": (lambda: xlsx(**{f"xl/p{n}.xml": b"<a/>" for n in range(2_100)}), "xlsx"),
    "many shared strings": (lambda: xlsx(strings=b"<sst>" + b"<si/>" * 3_000_000 + b"</sst>"), "xlsx"),
    "one row of a million cells": (lambda: xlsx(sheet1=sheet(b"<row>" + b"<c/>" * 3_000_000 + b"</row>")), "xlsx"),
    "a million columns": (lambda: xlsx(sheet1=sheet(b'<row r="1">' + b"".join(
        cell(f"{chr(65 + n % 26)}{chr(65 + n // 26 % 26)}{chr(65 + n // 676)}1",
        "x") for n in range(16_000)) + b"</row>")), "xlsx"),

           "many styles": (
        lambda: xlsx(styles=b"<styleSheet " + MAIN + b"><cellXfs>" + b"<xf/>" * 400_000 + b"</cellXfs></styleSheet>"), "xlsx"),
    "a cell of 10 MB": (lambda: xlsx(sheet1=sheet(SOUND_ROWS + row(3, "x" * 10_000_000))), "xlsx"),
    "laughs": (lambda: xlsx(strings=laughs()), "xlsx"),
    "laughs behind a long comment": (lambda: xlsx(strings=laughs(b"<!--" + b" " * 9000 + b"-->")), "xlsx"),
    "laughs in UTF-16": (lambda: xlsx(strings=laughs().decode().encode("utf-16")), "xlsx"),
    "laughs in EBCDIC": (lambda: xlsx(strings=laughs(b'<?xml version="1.0" encoding="cp037"?>').decode().encode("cp037")), "xlsx"),
    "an encoding of its own": (lambda: xlsx(strings=b'<?xml version="1.0" encoding="utf-7"?><sst/>'), "xlsx"),

           "external entity": (lambda: xlsx(strings=b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><sst><si><t>&e;</t></si></sst>'),
                        "xlsx"),
    "XLS of rubbish": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 200, "xls"),
    "XLS of zeros": (lambda: b"\x09\x08\x10\x00\x00\x06\x05\x00" + b"\0" * 100_000, "xls"),
    "XForm with laughs": (laughs, "xml"),
    "XForm with an external entity": (lambda: b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', "xml"),
    "XForm with a parameter entity": (lambda: b'<!DOCTYPE x [<!ENTITY % e SYSTEM "http://x.invalid/e"> %e;]><x/>', "xml"),
    "XForm 10,000 deep": (lambda: xform(b"<group>" * 10_000 + b"</group>" * 10_000), "xml"),

           "XForm with a label of 11 MB": (
        lambda: xform(b'<input ref="/data/a"><label>' + b"x" * 11_000_000 + b"</label></input>"), "xml"),
    "XForm of 25 MB": (lambda: xform(b'<input ref="/data/a"><label>x</label></input>' * 500_000), "xml"),
    "file of 11 MB": (lambda: b"| survey |\n" * 1_000_000, "md"),
    "label of 9 MB": (lambda: md("text | a | " + "x" * 9_000_000), "md"),
    "10,000 nested groups": (lambda: md(*(f"begin_group | g{n} | G" for n in range(4_990)), "text | a | A",
        *("end_group",) * 4_990), "md"),
    "60,000 questions": (lambda: md(*(f"text | q{n} | Q" for n in range(59_000))), "md"),
    "a ring of 5,000 calculations": (lambda: md(*(f"calculate | c{n} | | | ${{c{(n + 1) % 5000}}}" for n in range(5_000))), "md"),
    "2,500 pairs of calculations": (lambda: md(*(f"calculate | c{n} | | | ${{c{n ^ 1}}}" for n in range(5_000))), "md"),
    "every calculation reads every other": (
        lambda: md(*(f"calculate | c{n} | | | {'+'.join(f'${{c{m}}}' for m in range(170))}" for n in range(170))), "md"),
    "labels of references": (lambda: md("text | a | A", *(f"note | n{n} | {'${a} ' * 6_000}" for n in range(300))), "md"),
    "open braces": (lambda: md(*(f"note | n{n} | {'${' * 90}" for n in range(330))), "md"),
    "unknown references": (lambda: md(*(f"text | question_{n} | A | ${{questoin_{n}}} = 1" for n in range(9_000))), "md"),
    "unknown types": (lambda: md(*(f"txet{n} | question_{n} | A" for n in range(9_000))), "md"),
    "unknown functions": (lambda: md(*(f"text | q{n} | A | fnuc{n}()" for n in range(9_000))), "md"),
    "long formulas": (lambda: md(*(f"text | q{n} | A | {'1+' * 9_000}1" for n in range(500))), "md"),
    "deep formula": (lambda: md(f"text | q | A | {'(' * 9_000}1{')' * 9_000}"), "md"),
    "bars": (lambda: b"|survey|\n" + b"|" * 3_000_000, "md"),
    "hyphens": (lambda: b"|survey|\n||type|name|\n" + (b"|" + b"-" * 30_000 + b"x\n") * 300, "md"),
    "quotes without an end": (lambda: b'survey\n,type,name\n,"' + b"x" * 5_000_000, "csv"),
}
OPENED: dict[str, tuple[Callable[[], bytes], str]] = {
    "a sound workbook": (xlsx, "xlsx"),
    "a dimension that lies": (lambda: xlsx(sheet1=sheet(before=b'<dimension ref="A1:XFD1048576"/>')), "xlsx"),
    "a dimension that is too small": (lambda: xlsx(sheet1=sheet(before=b'<dimension ref="A1:A1"/>')), "xlsx"),
    "a last row far below": (lambda: xlsx(sheet1=sheet(SOUND_ROWS + row(1_048_576, "text", "z", "Z"))), "xlsx"),
    "a picture of rubbish": (lambda: xlsx(**{"xl/media/image1.png": b"\x89PNG<!DOCTYPE" + bytes(1000)}), "xlsx"),
    "a catastrophic pattern": (lambda: md("text | a | A | | | regex(., '(a+)+(aa?)*$')"), "md"),
    "20,000 choices": (lambda: md("select_one l | q | Q") + b"| choices |\n| | list_name | name | label |\n" + b"".join(
        b"| | l | c%d | C |\n" % n for n in range(20_000)), "md"),
    "2,000 questions": (lambda: md("text | q0 | Q",
        *(f"text | q{n} | Q ${{q{n - 1}}} | ${{q{n - 1}}} = 1" for n in range(1, 2_000))), "md"),
}


class TooLong(Exception):
    """The case used up its processor time."""


def _too_long(*_: object) -> None:
    raise TooLong


def _outcome(data: bytes, media_type: str) -> str:
    from fieldaudit.errors import BadInput
    from fieldaudit.xform import check

    try:
        faults = check(data, media_type)
    except BadInput as error:
        return "refused" if error.what.zh and error.what.en else "refused without a word"  # type: ignore[union-attr]
    except BaseException as error:  # told to the parent, which fails the case
        return f"{type(error).__name__}: {error}"
    return "refused" if any(fault.severe for fault in faults) else "opened"


def main() -> None:
    """Open every case; see the module's docstring."""
    import fieldaudit.xform.load  # noqa: F401  before the limits, so that they count the files alone

    signal.signal(signal.SIGXCPU, _too_long)
    for name, (make, media_type) in {**REFUSED, **OPENED}.items():
        data = make()
        used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
        resource.setrlimit(resource.RLIMIT_CPU, (int(used) + CPU_SECONDS, resource.RLIM_INFINITY))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.RLIM_INFINITY))
        outcome = _outcome(data, media_type)
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        seconds = sum(resource.getrusage(resource.RUSAGE_SELF)[:2]) - used
        print(json.dumps({"name": name, "outcome": outcome, "seconds": round(seconds, 2)}), flush=True)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
