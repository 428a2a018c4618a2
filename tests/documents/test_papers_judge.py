"""The judge can fail: a sound paper is spoilt in one place of its own content, and the fault is named."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

import pytest
from paper_checker import paper_faults
from paper_examples import NOTICE, PLAN, REPORT
from paper_strategies import code, render
from pdf_objects import PdfFile, Ref, Stream

pytestmark = pytest.mark.slow  # each judges a paper

_FACTS = {"notice": NOTICE, "report": REPORT, "plan": PLAN}
_SAID = {"notice": [NOTICE.hazards[0].finding], "report": [], "plan": []}
Content = Callable[[bytes], bytes]


@cache
def sound(kind: str) -> bytes:
    """The paper as it is printed."""
    return render(kind, _FACTS[kind])


def faults(kind: str, pdf: bytes) -> list[str]:
    """What the judge says of it."""
    return paper_faults(pdf, kind, code=code(kind, _FACTS[kind]), said=_SAID[kind])


def rewritten(pdf: PdfFile, changed: dict[int, bytes]) -> bytes:
    """The file with other bytes for some objects, and a table that tells where each stands."""
    starts = sorted(pdf.places.items(), key=lambda one: one[1])
    table = pdf.data.rindex(b"xref", 0, pdf.data.rindex(b"startxref"))
    ends = [place for _, place in starts[1:]] + [table]
    out, places = bytearray(pdf.data[: starts[0][1]]), {}
    for (number, place), end in zip(starts, ends, strict=True):
        places[number] = len(out)
        out += changed.get(number, pdf.data[place:end])
    trailer = pdf.data[pdf.data.index(b"trailer", table) : pdf.data.rindex(b"startxref")]
    begins = len(out)
    count = max(places) + 1
    entries = [f"{places[n]:010} 00000 n \n" if n in places else "0000000000 65535 f \n" for n in range(count)]
    out += f"xref\n0 {count}\n".encode() + "".join(entries).encode() + trailer + f"startxref\n{begins}\n%%EOF\n".encode()
    return bytes(out)


def _object(pdf: PdfFile, number: int) -> bytes:
    """An object's own bytes."""
    start = pdf.places[number]
    return pdf.data[start : pdf.data.index(b"endobj", start) + 6] + b"\n"


def with_content(kind: str, page: int, change: Content) -> bytes:
    """The paper with another content of one page."""
    pdf = PdfFile(sound(kind))
    ref = pdf.pages()[page]["Contents"]
    stream = pdf.get(ref)
    assert isinstance(ref, Ref) and isinstance(stream, Stream)
    spoilt = change(stream.data)
    assert spoilt != stream.data, "nothing was changed"
    packed = zlib.compress(spoilt)
    entries = f"{ref.number} 0 obj\n<< /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode()
    return rewritten(pdf, {ref.number: entries + packed + b"\nendstream\nendobj\n"})


def with_objects(kind: str, pattern: bytes, by: bytes) -> bytes:
    """The paper with something replaced in every object that has it outside its streams."""
    pdf = PdfFile(sound(kind))
    changed = {}
    for number in pdf.places:
        if not isinstance(pdf.get(Ref(number, 0)), Stream) and re.search(pattern, _object(pdf, number)):
            changed[number] = re.sub(pattern, by, _object(pdf, number))
    assert changed, "nothing was changed"
    return rewritten(pdf, changed)


def _moved(said: str, across: float, up: float) -> Content:
    """The line that says so, somewhere else."""
    spoken = said.encode("utf-16-be").hex().upper().encode()
    span = re.compile(rb"(<FEFF" + spoken + rb"[^>]*>(?:(?!EMC).)*?)(-?[\d.]+) (-?[\d.]+)(?= T[dm])", re.S)

    def move(content: bytes) -> bytes:
        return span.sub(lambda m: m[1] + f"{float(m[2]) + across:.3f} {float(m[3]) + up:.3f}".encode(), content, count=1)

    return move


def _said(old: str, new: str) -> Content:
    """Another text beside the same glyphs."""
    return lambda content: content.replace(
        old.encode("utf-16-be").hex().upper().encode(), new.encode("utf-16-be").hex().upper().encode()
    )


@pytest.mark.parametrize("kind", _FACTS)
def test_the_sound_paper_has_no_fault_and_writing_it_anew_changes_nothing(kind: str) -> None:
    assert faults(kind, sound(kind)) == []
    assert faults(kind, rewritten(PdfFile(sound(kind)), {})) == []


def test_every_figure_of_the_page_is_measured() -> None:
    first = "2026年11月24日9时"
    cases: dict[str, tuple[int, Content]] = {
        "on line": (0, _moved(first, 0, 0.2)),
        "leaves the type area": (0, _moved(first, 8, 0)),
        "lie on each other": (0, _moved(first, 0, 2 * 28.991)),
        "read after": (0, _moved(first, 0, 4 * 28.991)),
        "cut by the sheet's edge": (0, _moved("通辽市民政局", 240, 0)),
        "page number": (0, _moved("— 1 —", -10, 0)),
        "in the dashes'|height": (0, _moved("— 1 —", 0, 3)),
        "set in": (0, lambda content: re.sub(rb" 16(?:\.0+)? Tf", b" 15.5 Tf", content, count=1)),
        "0 QR": (0, lambda content: re.sub(rb"/\w+ Do", b"", content, count=1)),
    }  # fmt: skip
    for named, (page, change) in cases.items():
        found = faults("notice", with_content("notice", page, change))
        assert any(re.search(named, fault) for fault in found), (named, found)


def test_what_a_line_says_is_compared_with_what_it_shows() -> None:
    # The words beside the glyphs are taken away from one line, then changed in another.
    bare = faults(
        "notice", with_content("notice", 0, lambda content: re.sub(rb"/ActualText <FEFF[0-9A-F]*>", b"", content, count=1))
    )
    assert any("no text beside its glyphs" in fault for fault in bare), bare
    other = faults("notice", with_content("notice", 0, _said("责令限期改正", "责令立即改正")))
    assert any("and shows" in fault for fault in other), other


def test_a_forbidden_mark_at_a_line_s_start_or_end_is_seen() -> None:
    turned = _line_of(lambda text: len(text) > 20 and text[0] not in "一二三四（" and "。" not in text[:2])
    start = faults("notice", with_content("notice", 0, _said(turned, "。" + turned[1:])))
    assert any("begins with '。'" in fault for fault in start), start
    end = faults("notice", with_content("notice", 0, _said(turned, turned[:-1] + "（")))
    assert any("ends with '（'" in fault for fault in end), end


def _line_of(fits: Callable[[str], bool]) -> str:
    from pdf_reader import read_pdf

    return next(line.text for line in read_pdf(sound("notice")).pages[0].lines if line.size == 16 and fits(line.text))


@pytest.mark.parametrize(("pattern", "by", "named"), [
    (rb"/FontFile2 \d+ 0 R", b"", "not embedded"),
    (rb"/ToUnicode \d+ 0 R", b"", "no ToUnicode"),
    (rb"/BaseFont /[A-Z]{6}\+", b"/BaseFont /", "no subset tag"),
    (rb"/Lang \([^)]*\)", b"/Lang (de-DE)", "language"),
    (rb"/OutputIntents \[.*?\]", b"/OutputIntents []", "output intent"),
    (rb"/Metadata \d+ 0 R", b"", "no XMP"),
    (rb"/MediaBox \[ ?0 0 595", b"/MediaBox [ 0 0 612", "the sheet is"),
])  # fmt: skip
def test_a_font_or_a_promise_of_the_file_that_is_missing_is_named(pattern: bytes, by: bytes, named: str) -> None:
    found = faults("notice", with_objects("notice", pattern, by))
    assert any(named in fault for fault in found), found


def test_a_glyph_of_another_character_is_seen() -> None:
    """Two codes of one show string change places: the words stay, the picture is another."""

    def swap(content: bytes) -> bytes:
        return re.sub(rb"<([0-9A-F]{4})([0-9A-F]{4})", rb"<\2\1", content, count=1)

    assert any("and shows" in fault for fault in faults("notice", with_content("notice", 0, swap)))


def test_the_page_number_of_a_landscape_sheet_and_the_rules_of_its_table_are_measured() -> None:
    assert any("leaves the type area" in fault or "goes through" in fault for fault in faults(
        "plan", with_content("plan", 0, _moved("方案编号", -20, 0))))  # fmt: skip
    through = faults("plan", with_content("plan", 0, _moved("整改通知书", -12, 0)))
    assert any("a rule goes through" in fault for fault in through), through


def test_a_table_whose_head_is_gone_from_its_second_page_is_seen() -> None:
    pages = [at for at in range(len(PdfFile(sound("report")).pages())) if at]
    found: Sequence[str] = []
    for at in pages:
        try:
            found = faults("report", with_content("report", at, _said("检查内容", "检查事项")))
        except AssertionError:
            continue
        if any("head is not repeated" in fault for fault in found):
            return
    raise AssertionError(found)


def test_white_words_are_seen_where_nothing_dark_is_under_them() -> None:
    def bleached(content: bytes) -> bytes:
        return re.sub(rb"(BT [-\d.]+ [-\d.]+ T[dm]\s)", rb"1 1 1 rg\n\1", content, count=1)

    found = faults("notice", with_content("notice", 0, bleached))
    assert any("white on white" in fault for fault in found), found


def test_a_page_too_many_and_a_copy_too_few_are_counted() -> None:
    other = render("notice", replace(NOTICE, version=2))
    found = paper_faults(other, "notice", code=code("notice", NOTICE))
    assert any("QR does not hold" in fault for fault in found)
    found = faults("notice", with_content("notice", 0, _said("共", "供")))
    assert any("proof line" in fault for fault in found), found
