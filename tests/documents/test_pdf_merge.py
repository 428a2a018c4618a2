"""Promises of merging: every page as it was, an entry for each paper, archival as its parts, the same bytes each time."""

from __future__ import annotations

import io
import time
from datetime import datetime

import pikepdf
import pytest

from fieldaudit.documents.faces import load_faces
from fieldaudit.documents.merge import merge
from fieldaudit.documents.typeset.flow import Flow
from fieldaudit.documents.typeset.page import Proof
from fieldaudit.documents.typeset.pdf import write_pdf
from fieldaudit.errors import Damaged


def paper(text: str, pages: int) -> bytes:
    flow = Flow("联", load_faces())
    for number in range(pages):
        if number:
            flow.new_page()
        flow.body(text)
    return write_pdf([flow.copy], Proof("RE", text, 1, datetime(2026, 11, 24, 16, 32), "ab" * 32), load_faces(), text, "甲局")


PAPERS = [("北苑", paper("北苑", 2)), ("南苑", paper("南苑", 1)), ("西苑", paper("西苑", 3))]


def merged() -> tuple[list[int], bytes]:
    out = io.BytesIO()
    starts = merge([(name, io.BytesIO(data)) for name, data in PAPERS], out, "整改方案")
    return starts, out.getvalue()


def test_every_page_is_there_as_it_was_and_each_paper_has_its_entry() -> None:
    starts, data = merged()
    pdf = pikepdf.open(io.BytesIO(data))
    assert starts == [0, 2, 3] and len(pdf.pages) == 6
    parts = [page.Contents.read_bytes() for _, one in PAPERS for page in pikepdf.open(io.BytesIO(one)).pages]
    assert [page.Contents.read_bytes() for page in pdf.pages] == parts
    with pdf.open_outline() as outline:
        assert [entry.title for entry in outline.root] == ["北苑", "南苑", "西苑"]


def test_it_is_archival_as_its_parts_are() -> None:
    pdf = pikepdf.open(io.BytesIO(merged()[1]))
    assert str(pdf.Root.Lang) == "zh-CN" and bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    intent, = pdf.Root.OutputIntents
    assert len(intent.DestOutputProfile.read_bytes()) > 1000
    with pdf.open_metadata() as xmp:
        assert (xmp["dc:title"], xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("整改方案", "2", "B")
    assert str(pdf.docinfo.Title) == "整改方案"


@pytest.mark.slow
def test_the_same_papers_give_the_same_bytes_at_another_second() -> None:
    once = merged()
    time.sleep(1.1)
    assert merged() == once


def test_a_paper_that_is_no_whole_file_is_named() -> None:
    with pytest.raises(Damaged, match="南苑"):
        merge([("北苑", io.BytesIO(PAPERS[0][1])), ("南苑", io.BytesIO(b"%PDF-1.7"))], io.BytesIO(), "整改方案")
