"""One PDF of many papers: their pages as they are, an outline entry for each.

Owns merging alone (pikepdf copies the pages; nothing of a paper is set or drawn again). Pure: files that are open come in,
an open file is written. What makes the papers archival (output intent, language) is taken over from the first of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

import pikepdf

from ..errors import Damaged
from ..i18n import tr


def merge(papers: Sequence[tuple[str, BinaryIO]], out: BinaryIO, title: str) -> list[int]:
    """Write all papers, each (title, open file), one after another; gives the page (from 0) each begins on.

    Raises Damaged naming the paper that is no whole PDF. The same papers give the same bytes.
    """
    merged = pikepdf.new()
    starts: list[int] = []
    sources = []
    for name, file in papers:
        source = _opened(name, file)
        sources.append(source)  # its pages are read when the whole is saved
        starts.append(len(merged.pages))
        merged.pages.extend(source.pages)
    if sources:
        _take_over(merged, sources[0])
    _describe(merged, title, [(name, start) for (name, _), start in zip(papers, starts, strict=True)])
    merged.save(out, min_version="1.7", deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    for source in sources:
        source.close()
    return starts


def _opened(name: str, file: BinaryIO) -> pikepdf.Pdf:
    try:
        return pikepdf.open(file)
    except pikepdf.PdfError as error:
        raise Damaged(tr("不是完整的 PDF 文件", "it is no whole PDF file"), where=name) from error


def _take_over(merged: pikepdf.Pdf, first: pikepdf.Pdf) -> None:
    for key in ("/OutputIntents", "/Lang", "/ViewerPreferences"):
        if key in first.Root:
            value = first.Root[key]
            merged.Root[key] = merged.copy_foreign(value) if value.is_indirect else merged.copy_foreign(first.make_indirect(value))


def _describe(merged: pikepdf.Pdf, title: str, entries: Sequence[tuple[str, int]]) -> None:
    with merged.open_outline() as outline:
        outline.root.extend(pikepdf.OutlineItem(name, page) for name, page in entries)
    with merged.open_metadata(set_pikepdf_as_editor=False, update_docinfo=True) as xmp:
        xmp["dc:title"] = title
        xmp["pdfaid:part"], xmp["pdfaid:conformance"] = "2", "B"
        xmp["xmp:CreatorTool"] = "fieldaudit"
