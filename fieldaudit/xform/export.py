"""Records as tables and as JSON, with values or with labels; and a table as CSV bytes. Pure.

    table(records, form)                    -> [main table, one table for each repeat], names and values
    table(records, form, language="zh")     -> the same with labels in headings and cells
    as_json(record)                         -> nested objects

Only what counts is given: what is hidden is blank here as in a submission. Columns stand in the form's order, calculations
and metadata among them; notes and attributes have none.

A table: one row a record, as ODK Central exports it. `KEY` is the record's instanceID (its number in the list when it has
none); a repeat has a table of its own, one row an instance, with `KEY` (`uuid:1/rooms[2]`), `PARENT_KEY` and `INDEX`. A
select_multiple is one column, and with `split` one more for each choice: 1, 0, or blank when the question is not answered.

JSON: int and decimal questions give numbers, boolean ones true or false, select_multiple and rank lists, repeats lists of
objects (empty when there is none); everything else, calculations too, the text that was recorded. A question that is shown
and not answered is null; what is hidden, a group that holds nothing, and a computed or filled-in value that is blank, is
absent.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .filling.record import Record
from .form import Choice, Definition, Form, kind_of
from .versions.diff import labels_of
from .versions.match import is_group, repeats_above

LISTS = ("select_multiple", "rank")
SELECTS = ("select_one", *LISTS)
_NUMBERED = re.compile(r"\[\d+\]")
_NUMBERS = re.compile(r"-?\d+(\.\d+)?([ ;]+-?\d+(\.\d+)?)*;?\Z", re.ASCII)
_RISKY = tuple("=+-@\t\r\n＝＋－＠")
_INTEGER = re.compile(r"-?\d+\Z", re.ASCII)
_DECIMAL = re.compile(r"-?(\d+\.?\d*|\.\d+)\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: `path` is "" or the repeat's form path, `name` a name for its file, without ending."""

    path: str
    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


# -- tables ----------------------------------------------------------------------------------------------
def table(records: Iterable[Record], form: Form, *, language: str | None = None, split: bool = False,
          keys: Sequence[str] = ()) -> list[Table]:
    """Records of one form as tables, the main one first. See the module.

    `language` (a code) asks for labels instead of names and values; `keys` are the records' keys where they are to be others
    than their instanceIDs.
    """
    known = list(records)
    named = list(keys) or [key_of(record) or str(number) for number, record in enumerate(known, 1)]
    labels = _Labels(form, language)
    language = labels.language
    held = [(key, _Held(record, labels)) for key, record in zip(named, known, strict=True)]
    repeats = [each for each in form.definitions[1:] if each.repeat]
    return [_one(form, repeat, held, language, split) for repeat in (form.definitions[0], *repeats)]


def key_of(record: Record) -> str:
    """A record's instanceID: its own, else the one it came with; "" when it has none."""
    values = record.values()
    own = (values[path] for path in ("meta/instanceID", "orx:meta/orx:instanceID") if path in values)
    return record.instance_id or next(own, record.meta.get("instanceID", ""))


def _one(form: Form, top: Definition, held: Sequence[tuple[str, _Held]], language: str | None, split: bool) -> Table:
    """The table of the root or of one repeat."""
    columns = list(_columns(form, top))
    offered = {each.path: _offered(form, each, held) for each in columns if split and kind_of(each) in LISTS[:1]}
    rows = [row for key, one in held for row in _rows(one, key, top, columns, offered)]
    headings = _unique([(_heading(form, each, language), each.path) for each in columns], language)
    heads: list[str] = []
    for heading, each in zip(headings, columns, strict=True):
        labels = {choice.name: choice.label(language) for choice in form.by_path[each.path].choices} if language else {}
        heads += [heading, *(f"{heading}/{labels.get(name, name)}" for name in offered.get(each.path, ()))]
    keys = ("KEY",) if top.index == 0 else ("KEY", "PARENT_KEY", "INDEX")
    name = f"{form.name}-{top.path.replace('/', '.')}" if top.index else form.name
    return Table(top.path, name, (*heads, *keys), tuple(rows))


def _columns(form: Form, top: Definition) -> Iterator[Definition]:
    """What holds values in a table: leaves below its node, other repeats' aside."""
    here = [top.index] if top.index else []
    for each in form.definitions[1:]:
        if (not is_group(each) and not each.name.startswith("@") and kind_of(each) != "note"
                and repeats_above(form, each)[-1:] == here):
            yield each


def _heading(form: Form, definition: Definition, language: str | None) -> str:
    if language is None:
        return definition.path
    return " ".join(labels_of(form, definition).get(language, "").split()) or definition.name


def _unique(headings: Sequence[tuple[str, str]], language: str | None) -> list[str]:
    """Headings that can be told apart: the path follows where two questions have one label."""
    given = [heading for heading, _ in headings]
    return [f"{heading} ({path})" if language and given.count(heading) > 1 else heading for heading, path in headings]


def _offered(form: Form, definition: Definition, held: Sequence[tuple[str, _Held]]) -> list[str]:
    """The choices a split question gets columns for: the form's, then others that were chosen."""
    names = dict.fromkeys(choice.name for choice in form.by_path[definition.path].choices)
    for _, one in held:
        for path, value in one.values.items():
            if _NUMBERED.sub("", path) == definition.path:
                names |= dict.fromkeys(value.split())
    return list(names)


def _rows(one: _Held, key: str, top: Definition, columns: Sequence[Definition],
          offered: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    for place in one.instances_of(top.path) if top.index else [""]:
        cells: list[str] = []
        for each in columns:
            path = f"{place}{each.path[len(top.path):]}"
            cells.append(one.cell(path))
            chosen = one.values.get(path, "").split()
            cells += [str(int(name in chosen)) if chosen else "" for name in offered.get(each.path, ())]
        yield (*cells, *_keys(key, place))


def _keys(key: str, place: str) -> tuple[str, ...]:
    """The key columns of a row: of a record, or of a repeat instance at a record path."""
    if not place:
        return (key,)
    above = place[:place.rindex("[")]
    parent = above[:above.rindex("]") + 1] if "]" in above else ""
    return f"{key}/{place}", f"{key}/{parent}" if parent else key, place[place.rindex("[") + 1:-1]


class _Held:
    """What one record holds, read once: values, the instances that count, labels on demand."""

    def __init__(self, record: Record, labels: _Labels) -> None:
        self.record, self.known = record, labels
        self.values = record.values() | {each.path: record.instance_id for each in record.form.definitions
                                         if each.preload == "uid" and record.instance_id}
        self.shown = dict.fromkeys(asked.path for asked in record.visible())
        self._numbers: dict[str, set[int]] = {}  # record path of a repeat -> numbers of its instances that hold something
        for path in (*self.shown, *self.values):
            for found in _NUMBERED.finditer(path):
                self._numbers.setdefault(path[:found.start()], set()).add(int(found[0][1:-1]))

    def instances_at(self, path: str) -> list[str]:
        """The instances of a repeat at a record path (`rooms`, `rooms[2]/beds`), in order."""
        return [f"{path}[{number}]" for number in sorted(self._numbers.get(path, ()))]

    def instances_of(self, repeat: str) -> list[str]:
        """The instances of a repeat by its form path, those of one parent together."""
        paths = [path for path in self._numbers if _NUMBERED.sub("", path) == repeat]
        return [place for path in sorted(paths, key=_numbers_in) for place in self.instances_at(path)]

    def cell(self, path: str) -> str:
        """A value as a cell shows it."""
        value = self.values.get(path, "")
        return "; ".join(self.labels(path, value)) if value else ""

    def labels(self, path: str, value: str) -> list[str]:
        """The label of each choice of a selection, where labels are asked for; any other value as it is."""
        kind = self.record.form.question(path).kind
        if self.known.language is None or kind not in SELECTS:
            return [value]
        return [self.known.label(self.record, path, name) for name in (value.split() if kind in LISTS else [value])]


class _Labels:
    """The labels of choices in one language, looked up once for many records; of none when `language` is None."""

    def __init__(self, form: Form, language: str | None) -> None:
        self.form, self.language = form, language if language is None else form.language_of(language)
        self._lists: dict[str, dict[str, list[Choice]]] = {}

    def label(self, record: Record, path: str, name: str) -> str:
        """A choice's label: where the form knows one choice of the name, that one's; else as it is offered now; else the
        first the form knows, else its name. A label that quotes answers is asked of the record.
        """
        known = self._known(_NUMBERED.sub("", path)).get(name, [])
        if len(known) != 1 or "${" in known[0].label(self.language or ""):
            known = [choice for choice in record.choices(path) if choice.name == name] or known
        return known[0].label(self.language or "") if known else name

    def _known(self, path: str) -> dict[str, list[Choice]]:
        found = self._lists.get(path)
        if found is None:
            found = self._lists[path] = {}
            for choice in self.form.by_path[path].choices:
                found.setdefault(choice.name, []).append(choice)
        return found


def _numbers_in(path: str) -> list[int]:
    return [int(found[1:-1]) for found in _NUMBERED.findall(path)]


# -- JSON ------------------------------------------------------------------------------------------------
def as_json(record: Record, language: str | None = None) -> dict[str, Any]:
    """A record as nested objects of names and values; `language` (a code) asks for the labels of choices. See the module."""
    return _object(_Held(record, _Labels(record.form, language)), record.form, record.form.definitions[0], "")


def _object(held: _Held, form: Form, definition: Definition, above: str) -> dict[str, Any]:
    """What stands below a node; `above` is its record path with a slash at the end."""
    found: dict[str, Any] = {}
    for child in (form.definitions[index] for index in definition.children):
        path = f"{above}{child.name}"
        if child.repeat:
            found[child.name] = [_object(held, form, child, f"{place}/") for place in held.instances_at(path)]
        elif is_group(child):
            below = _object(held, form, child, f"{path}/")
            if any(value != [] for value in below.values()):
                found[child.name] = below
        elif not child.name.startswith("@") and kind_of(child) != "note" and (path in held.shown or path in held.values):
            found[child.name] = _plain(held, child, path)
    return found


def _plain(held: _Held, definition: Definition, path: str) -> object:
    value = held.values.get(path, "")
    if not value:
        return None
    kind = kind_of(definition)
    if held.known.language is not None and kind in SELECTS:
        labels = held.labels(path, value)
        return labels if kind in LISTS else labels[0]
    if kind in LISTS:
        return value.split()
    if definition.type == "int" and _INTEGER.match(value):
        return int(value)
    if definition.type == "decimal" and _DECIMAL.match(value):
        return float(value)
    if definition.type == "boolean" and value in ("true", "false", "1", "0"):
        return value in ("true", "1")
    return value


# -- CSV -------------------------------------------------------------------------------------------------
def csv_bytes(found: Table) -> bytes:
    """A table as CSV that Excel opens right: UTF-8 with a byte order mark, CRLF, quotes where needed.

    A cell that begins with = + - @ (or their full-width forms, or a tab or line break) could run as a formula: it gets an
    apostrophe before it, unless it is a number or a list of numbers (-3.5; coordinates), which stays exactly as recorded.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_safe(cell) for cell in found.columns])
    writer.writerows([_safe(cell) for cell in row] for row in found.rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_RISKY) and not _NUMBERS.match(cell) else cell
