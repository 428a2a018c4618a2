"""An inspection beside the last one of the same home and checklist, question by question. Changes nothing.

A verdict and the figures asked just before it by its name (`exits_n`, `exits`) are one line, as on the checklist, and the
verdicts are numbered as there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..domain.core import RowId
from ..store import queries, reviewing
from ..xform import Question
from .desk import Desk, Row
from .evidence import is_photo
from .in_words import in_words
from .inspect import failed
from .last_time import visits
from .sheet import Sheet, open_sheet

_NUMBERS = ("integer", "decimal", "range")
_SILENT = ("note", "calculate", "hidden", "metadata")
_INSTANCE = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class Said:
    """What one visit says at a line: the answer (`tone`: pass, fail, na, plain or "" for none), figures, note, photos, item."""

    value: str
    words: str
    tone: str
    figures: tuple[str, ...]
    note: str
    photos: tuple[Row, ...]
    item: Row | None


@dataclass(frozen=True, slots=True)
class Line:
    """One question this time and last time. `number`: of a verdict, 0 for others; `paths`: of all that stands in it."""

    path: str
    paths: tuple[str, ...]
    number: int
    section: str
    label: str
    this: Said
    last: Said | None

    @property
    def fails(self) -> bool:
        """Was it answered as a failure this time?"""
        return self.this.tone == "fail"

    @property
    def differs(self) -> bool:
        """Is the answer, or a figure, another one than last time? Without a last time nothing differs."""
        return self.last is not None and (self.this.words, self.this.figures) != (self.last.words, self.last.figures)


@dataclass(frozen=True)
class Comparison:
    """An inspection, the one it is compared with (None for the first of its kind), and every line."""

    sheet: Sheet
    last: Sheet | None
    lines: tuple[Line, ...]
    photos: tuple[Row, ...]  # of this time: of its questions and hazards
    missing: tuple[Row, ...]  # of these, whose picture has not reached this laptop

    @cached_property
    def tones(self) -> Mapping[str, int]:
        """pass, fail, na -> how many lines."""
        return {tone: sum(line.this.tone == tone for line in self.lines) for tone in ("pass", "fail", "na")}

    def chosen(self, which: str) -> list[Line]:
        """The lines of a filter: "differs", "fails", "all"."""
        if which == "differs":
            return [line for line in self.lines if line.differs]
        return [line for line in self.lines if line.fails or which != "fails"]


def compare(desk: Desk, inspection: RowId | str, language: str) -> Comparison:
    """Open an inspection beside the last finished one. Raises BadInput, NotAllowed for what is no live inspection."""
    sheet = open_sheet(desk, inspection)
    before = visits(desk, sheet)
    last = open_sheet(desk, before[0].id) if before else None
    this, that = _Reading(desk, sheet, language), _Reading(desk, last, language) if last else None
    lines = tuple(this.lines(that))
    photos = tuple(row for rows in this.photos.values() for row in rows)
    return Comparison(sheet, last, lines, photos, tuple(row for row in photos if row["object"] not in desk.blobs))


class _Reading:
    """One visit, read once: answers, photos and hazards by path."""

    def __init__(self, desk: Desk, sheet: Sheet, language: str) -> None:
        self.sheet, self.language = sheet, language
        self.notes = {path: row["note"] or "" for path, row in queries.answers(desk.store, sheet.id).items()}
        self.items: dict[str, Row] = {}
        self.photos: dict[str, list[Row]] = {}
        for row in queries.attachments(desk.store, sheet.id):
            if is_photo(row):
                self.photos.setdefault(row["path"] or "", []).append(row)
        for item in reviewing.links(desk.store, sheet.id):
            self.items.setdefault(item["path"], item)
            found = [row for row in queries.attachments(desk.store, RowId(item["id"])) if is_photo(row)]
            if found and self.items[item["path"]] is item and not _listed(self.photos, found[0]):
                self.photos.setdefault(item["path"], []).extend(found)

    def lines(self, that: _Reading | None) -> Iterator[Line]:
        record, number, waiting = self.sheet.record, 0, list[tuple[str, Question]]()
        for path, question in record.visible():
            if question.kind in _SILENT:
                continue
            verdict = bool(question.fa.get("fail")) and question.kind == "select_one"
            mine = [each for each in waiting if verdict and each[1].name.startswith(f"{question.name}_")]
            yield from (self._line(each, (), 0, that) for each in waiting if each not in mine)
            waiting = []
            if question.kind in _NUMBERS:
                waiting = [(path, question)] if not waiting else [*waiting, (path, question)]
                continue
            number += verdict
            yield self._line((path, question), mine, number if verdict else 0, that)
        yield from (self._line(each, (), 0, that) for each in waiting)

    def _line(
        self, asked: tuple[str, Question], figures: Sequence[tuple[str, Question]], number: int, that: _Reading | None
    ) -> Line:
        path, question = asked
        paths = (path, *(each for each, _ in figures))
        section = next((each for each in self.sheet.form.sections if each.path == question.section), None)
        title = section.labels.get(self.sheet.form.language_of(self.language), "") if section else ""
        last = that.said(paths) if that else None
        return Line(path, paths, number, title, self.sheet.record.label(path, self.language), self._of(asked, paths), last)

    def said(self, paths: Sequence[str]) -> Said | None:
        """What this visit says at the paths of a line; None where its form has no such question or it was not asked."""
        question = self.sheet.form.by_path.get(_INSTANCE.sub("", paths[0]))
        if question is None or not self.sheet.record.relevant(paths[0]):
            return None
        return self._of((paths[0], question), paths)

    def _of(self, asked: tuple[str, Question], paths: Sequence[str]) -> Said:
        path, question = asked
        record, value = self.sheet.record, self.sheet.record.get(path)
        figures = [record.get(each) for each in paths[1:] if _INSTANCE.sub("", each) in self.sheet.form.by_path]
        photos = tuple(row for each in paths for row in self.photos.get(each, ()))
        note = " ".join(filter(None, (self.notes.get(each, "") for each in paths)))
        words = in_words(record, path, question, self.language)
        return Said(value, words, _tone(question, value), tuple(filter(None, figures)), note, photos, self.items.get(path))


def _listed(photos: Mapping[str, Sequence[Row]], row: Row) -> bool:
    return any(each["id"] == row["id"] for rows in photos.values() for each in rows)


def _tone(question: Question, value: str) -> str:
    if not value:
        return ""
    if not question.fa.get("fail") or question.kind != "select_one":
        return "plain"
    return "fail" if failed(question, value) else "na" if value in ("na", "not_applicable") else "pass"


__all__ = ["Comparison", "Line", "Said", "compare"]
