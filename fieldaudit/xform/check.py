"""All faults of an XLSForm at once, each with sheet and row; our own check, before pyxform sees the form.

pyxform stops at its first fault and keeps no row numbers. This looks at the rows alone: names, types, groups,
choice lists, `${references}`, expressions and their functions, `fa:` columns, cycles of calculations.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..i18n import Text, tr
from . import pattern
from .columns import FA_BY_NAME, FA_NAMESPACE, FA_PREFIX
from .expression import Call, Expression, ExpressionError, Literal, parse, walk
from .faults import Fault
from .functions import FUNCTIONS
from .graph import cycles
from .sheets import Sheet, settings_of

_NAME = re.compile(r"[^\W\d][\w.\-]*\Z")
_REFERENCE = re.compile(r"\$\{\s*([^}]*?)\s*\}")
_LAST_SAVED = "last-saved#"
_SELECTS = ("select_one_from_file", "select_multiple_from_file", "select_one_external",
            "select_one", "select_multiple", "select one from", "select one", "select all that apply from",
            "select all that apply", "rank")
_FROM_FILE = ("select_one_from_file", "select_multiple_from_file", "select_one_external")
_MULTIPLE = ("select_multiple", "select all that apply", "select all that apply from", "rank")
TYPES = frozenset((
    "text", "string", "integer", "int", "decimal", "range", "date", "time", "datetime", "note", "calculate",
    "hidden", "acknowledge", "trigger", "image", "photo", "audio", "video", "file", "barcode", "geopoint",
    "location", "gps", "geotrace", "geoshape", "start", "end", "today", "deviceid", "username", "phonenumber",
    "email", "subscriberid", "simserial", "imei", "audit", "start-geopoint", "background-audio",
    "background-geopoint", "xml-external", "csv-external", "select_one", "select_multiple", "rank"))
_NAMELESS = ("audit",)

# Columns (after normalising) that hold an expression, and the ones whose text may hold ${references}.
_EXPRESSIONS = {"relevant": "relevant", "relevance": "relevant", "constraint": "constraint",
                "calculation": "calculate", "calculate": "calculate", "required": "required",
                "readonly": "readonly", "read_only": "readonly", "choice_filter": "choice_filter",
                "repeat_count": "count", "jr:count": "count", "bind::relevant": "relevant",
                "bind::constraint": "constraint", "bind::calculate": "calculate",
                "bind::required": "required", "bind::readonly": "readonly"}
_TRUTH_WORDS = frozenset(("yes", "no", "true", "false", "true()", "false()"))
_TEXTS = ("label", "hint", "guidance_hint", "constraint_message", "required_message", "bind::jr:constraintmsg",
          "bind::jr:requiredmsg")


def check_sheets(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """Every fault of the form, in the order of the rows."""
    return _Check(sheets).all()


@dataclass(slots=True)
class _Row:
    number: int
    cells: dict[str, str]  # by normalised column
    written: dict[str, str]  # normalised column -> heading as written
    kind: str = ""  # the type's first word(s)
    listed: str = ""  # the choice list it names
    name: str = ""
    group: tuple[int, ...] = ()  # row numbers of the groups and repeats around it


@dataclass(slots=True)
class _Check:
    sheets: Mapping[str, Sheet]
    faults: list[Fault] = field(default_factory=list)

    def all(self) -> list[Fault]:
        survey = self.sheets["survey"]
        lists = self._choices()
        rows = [self._row(number, cells) for number, cells in survey.rows if cells]
        if not self._has_columns(survey) or not rows:
            if not rows:
                self._fault("survey", 0, "", tr("没有题目", "there are no questions"))
            return self.faults
        self._groups(rows)
        names = self._names(rows)
        for row in rows:
            self._type(row, lists)
            self._references(row, names)
            self._fa(row, lists)
        self._namespace(rows)
        self._cycles(rows)
        return sorted(self.faults, key=lambda fault: (fault.sheet != "survey", fault.sheet, fault.row))

    def _fault(self, sheet: str, row: int, column: str, text: Text) -> None:
        self.faults.append(Fault(sheet, row, column, text))

    def _has_columns(self, survey: Sheet) -> bool:
        present = {_normal(column) for column in survey.columns}
        for column in ("type", "name"):
            if column not in present:
                self._fault("survey", 1, column, tr(f"缺少列“{column}”", f"the column {column!r} is missing"))
        return {"type", "name"} <= present

    def _row(self, number: int, cells: Mapping[str, str]) -> _Row:
        row = _Row(number, {_normal(c): text for c, text in cells.items()}, {_normal(c): c for c in cells})
        row.kind, row.listed = _kind_of(row.cells.get("type", ""))
        row.name = row.cells.get("name", "")
        return row

    # -- choices -----------------------------------------------------------------------------------
    def _choices(self) -> dict[str, list[str]]:
        """Choice names by list; faults for missing and doubled ones."""
        lists: dict[str, list[str]] = {}
        sheet = self.sheets.get("choices")
        allow_doubles = settings_of(self.sheets).get("allow_choice_duplicates", "").lower() in ("yes", "true")
        for number, cells in sheet.rows if sheet else ():
            row = {_normal(column): text for column, text in cells.items()}
            listed, name = row.get("list_name", row.get("list name", "")), row.get("name", row.get("value", ""))
            if not row:
                continue
            if not listed or not name:
                column = "name" if listed else "list_name"
                self._fault("choices", number, column, tr(f"缺少 {column}", f"{column} is missing"))
                continue
            known = lists.setdefault(listed, [])
            if name in known and not allow_doubles:
                self._fault("choices", number, "name", tr(f"列表“{listed}”里选项“{name}”重复",
                                                          f"choice {name!r} stands twice in list {listed!r}"))
            known.append(name)
        return lists

    # -- structure ---------------------------------------------------------------------------------
    def _groups(self, rows: list[_Row]) -> None:
        """Give every row the groups around it; fault what is not closed or closed wrongly."""
        open_: list[_Row] = []
        for row in rows:
            verb, _, what = row.kind.partition(" ")
            if verb == "end" and what in ("group", "repeat"):
                self._close(row, what, open_)
                continue
            row.group = tuple(group.number for group in open_)
            if verb == "begin" and what in ("group", "repeat"):
                open_.append(row)
        for row in open_:
            self._fault("survey", row.number, "type", tr(f"“{row.name}”没有结束（缺 end_{row.kind[6:]}）",
                                                         f"{row.name!r} is never closed (end_{row.kind[6:]})"))

    def _close(self, row: _Row, what: str, open_: list[_Row]) -> None:
        if not open_:
            self._fault("survey", row.number, "type", tr(f"多出的 end_{what}", f"end_{what} without a begin"))
        elif open_[-1].kind != f"begin {what}":
            opened = open_.pop()
            self._fault("survey", row.number, "type",
                        tr(f"end_{what} 对应的是第{opened.number}行的 {opened.kind}",
                           f"end_{what} closes the {opened.kind} of row {opened.number}"))
        else:
            open_.pop()

    def _names(self, rows: list[_Row]) -> dict[str, list[_Row]]:
        """Rows by name; faults for missing, bad and doubled names."""
        names: dict[str, list[_Row]] = {}
        siblings: dict[tuple[tuple[int, ...], str], _Row] = {}
        for row in rows:
            if row.kind.startswith("end "):
                continue
            if not row.name:
                if row.kind not in _NAMELESS and row.cells.get("type"):
                    self._fault("survey", row.number, "name", tr("缺少题名 name", "the name is missing"))
                continue
            self._name(row, siblings)
            names.setdefault(row.name, []).append(row)
        return names

    def _name(self, row: _Row, siblings: dict[tuple[tuple[int, ...], str], _Row]) -> None:
        if not _NAME.match(row.name):
            self._fault("survey", row.number, "name",
                        tr(f"题名“{row.name}”不合规则：以字母或下划线开头，只用字母、数字、_ - .",
                           f"bad name {row.name!r}: begin with a letter or _, then letters, digits, _ - ."))
        key = (row.group, row.name.lower())
        first = siblings.setdefault(key, row)
        if first is not row:
            self._fault("survey", row.number, "name", tr(f"题名“{row.name}”重复（第{first.number}行已用）",
                                                         f"duplicate name {row.name!r} (row {first.number} has it)"))

    def _type(self, row: _Row, lists: Mapping[str, list[str]]) -> None:
        if not row.cells.get("type"):
            self._fault("survey", row.number, "type", tr("缺少题型 type", "the type is missing"))
        elif row.kind in _SELECTS:
            self._select(row, lists)
        elif row.kind not in ("begin group", "begin repeat", "end group", "end repeat") and not _known(row.kind):
            near = difflib.get_close_matches(row.kind, TYPES, 1)
            self._fault("survey", row.number, "type", _with_hint(
                tr(f"不认识的题型“{row.cells['type']}”", f"unknown type {row.cells['type']!r}"), near))

    def _select(self, row: _Row, lists: Mapping[str, list[str]]) -> None:
        if row.kind in _FROM_FILE:
            self._fault("survey", row.number, "type", tr(f"暂不支持外部选项文件（{row.listed}）",
                                                         f"choices from a file are not supported ({row.listed})"))
        elif not row.listed:
            self._fault("survey", row.number, "type", tr("缺少选项列表名", "the choice list is missing"))
        elif row.listed not in lists and not row.listed.startswith("${"):
            near = difflib.get_close_matches(row.listed, lists, 1)
            self._fault("survey", row.number, "type", _with_hint(
                tr(f"没有选项列表“{row.listed}”", f"there is no choice list {row.listed!r}"), near))
        elif row.kind in _MULTIPLE:
            for name in lists.get(row.listed, ()):
                if " " in name:
                    self._fault("survey", row.number, "type",
                                tr(f"多选题的选项名不能有空格：“{name}”", f"choice {name!r} of a multiple select has a space"))

    # -- expressions ---------------------------------------------------------------------------------
    def _references(self, row: _Row, names: Mapping[str, list[_Row]]) -> None:
        for column, text in row.cells.items():
            if not (_is_text(column) or column in _EXPRESSIONS or column in ("default", "trigger", "type")):
                continue
            for name in _REFERENCE.findall(text):
                self._reference(row, column, name.removeprefix(_LAST_SAVED), names)
            if column in _EXPRESSIONS and text.lower() not in _TRUTH_WORDS:
                self._expression(row, column, text)
            if column == "default" and _is_dynamic(text):
                self._expression(row, column, text)

    def _reference(self, row: _Row, column: str, name: str, names: Mapping[str, list[_Row]]) -> None:
        found = names.get(name, [])
        if not found:
            near = difflib.get_close_matches(name, names, 1)
            self._fault("survey", row.number, row.written[column], _with_hint(
                tr(f"没有名为“{name}”的题", f"no question is named {name!r}"), near, "${{{}}}"))
        elif len(found) > 1:
            at = ", ".join(str(other.number) for other in found)
            self._fault("survey", row.number, row.written[column],
                        tr(f"“{name}”有多个（第{at}行），无法引用", f"{name!r} is ambiguous (rows {at})"))

    def _expression(self, row: _Row, column: str, text: str) -> None:
        try:
            tree = parse(_REFERENCE.sub(" /_/_ ", text))
        except ExpressionError as error:
            self._fault("survey", row.number, row.written[column], _what(error))
            return
        for fault in function_faults(tree):
            self._fault("survey", row.number, row.written[column], fault)

    # -- fa: -----------------------------------------------------------------------------------------
    def _fa(self, row: _Row, lists: Mapping[str, list[str]]) -> None:
        for column, value in row.cells.items():
            if not column.startswith(f"bind::{FA_PREFIX}:"):
                continue
            name = column.rpartition(":")[2]
            known = FA_BY_NAME.get(name)
            if known is None:
                near = difflib.get_close_matches(name, FA_BY_NAME, 1)
                self._fault("survey", row.number, row.written[column], _with_hint(
                    tr(f"没有 fa:{name} 这一列", f"there is no column fa:{name}"), near))
            elif fault := known.fault(value, frozenset(lists.get(row.listed, ()))):
                self._fault("survey", row.number, row.written[column], fault)

    def _namespace(self, rows: list[_Row]) -> None:
        used = any(column.startswith(f"bind::{FA_PREFIX}:") for row in rows for column in row.cells)
        if used and f"{FA_PREFIX}=" not in settings_of(self.sheets).get("namespaces", ""):
            wanted = f'{FA_PREFIX}="{FA_NAMESPACE}"'
            self._fault("settings", 2, "namespaces", tr(f"使用了 fa: 列，namespaces 应写 {wanted}",
                                                        f"fa: columns are used: namespaces must say {wanted}"))

    # -- cycles ----------------------------------------------------------------------------------------
    def _cycles(self, rows: list[_Row]) -> None:
        """Calculations and relevance that depend on themselves, each cycle once, at its first row."""
        by_number = {row.number: row for row in rows}
        by_name = {row.name: row for row in rows if row.name}
        needs = {row.number: _needs(row, by_name, by_number) for row in rows}
        for cycle in cycles(needs):
            row = by_number[min(cycle)]
            around = " → ".join(by_number[number].name for number in (*cycle, cycle[0]))
            column = next((row.written[c] for c in ("calculation", "calculate", "relevant", "bind::calculate",
                                                    "bind::relevant", "relevance") if c in row.written), "")
            self._fault("survey", row.number, column, tr(f"循环依赖：{around}", f"depends on itself: {around}"))


def function_faults(tree: Expression) -> Iterator[Text]:
    """Unknown functions, wrong argument counts and bad patterns anywhere in an expression."""
    for part in walk(tree):
        if not isinstance(part, Call):
            continue
        function = FUNCTIONS.get(part.name)
        if function is None:
            near = difflib.get_close_matches(part.name, FUNCTIONS, 1)
            yield _with_hint(tr(f"没有函数 {part.name}()", f"there is no function {part.name}()"), near, "{}()")
            continue
        try:
            function.check_count(len(part.arguments))
            if part.name == "regex" and isinstance(part.arguments[1], Literal):
                pattern.check(part.arguments[1].value)
        except ExpressionError as error:
            yield _what(error)


def _needs(row: _Row, by_name: Mapping[str, _Row], by_number: Mapping[int, _Row]) -> set[int]:
    """The rows whose values this row's value or visibility is computed from.

    A reference to a group or repeat itself (count, position) reads its shape, not its answers.
    """
    texts = [row.cells[c] for c, kind in _EXPRESSIONS.items()
             if kind in ("relevant", "calculate", "count") and c in row.cells]
    read = [by_name[name] for text in texts for name in _REFERENCE.findall(text) if name in by_name]
    inside = {number for number in row.group if _computed(by_number[number])}
    return {other.number for other in read if not other.kind.startswith("begin ")} | inside


def _computed(row: _Row) -> bool:
    return any(c in row.cells for c, kind in _EXPRESSIONS.items() if kind in ("relevant", "count"))


def _what(error: ExpressionError) -> Text:
    return error.what if isinstance(error.what, Text) else tr(error.what, error.what)


def _with_hint(text: Text, near: list[str], form: str = "{}") -> Text:
    if not near:
        return text
    hint = form.format(near[0])
    return tr(f"{text.zh}，是不是 {hint}？", f"{text.en}; did you mean {hint}?")


def _normal(column: str) -> str:
    """A column heading without language, in lower case: `Label::English (en)` is `label`."""
    parts = [part.strip() for part in column.split("::")]
    head = parts[0].lower()
    if head in ("bind", "body", "control", "instance", "media") and len(parts) > 1:
        name = parts[1] if parts[1].startswith(f"{FA_PREFIX}:") else parts[1].lower()
        return f"{head}::{name}"
    return head if len(parts) > 1 else head.replace(" ", "_") if head.startswith(_TEXTS) else head


def _kind_of(text: str) -> tuple[str, str]:
    """The type without its list, and the list: ("select_one", "yn"), ("begin group", "")."""
    words = text.split()
    joined = " ".join(words)
    if joined.lower().replace("_", " ").startswith(("begin ", "end ")):
        verb, _, what = joined.lower().replace("_", " ").partition(" ")
        what = {"lgroup": "repeat", "looped group": "repeat"}.get(what, what)
        return f"{verb} {what.removesuffix(' over')}", ""
    for kind in _SELECTS:
        if joined.lower() == kind or joined.lower().startswith(kind + " "):
            return kind, joined[len(kind):].strip().removesuffix(" or_other").removesuffix(" or specify other")
    return joined.lower(), ""


def _known(kind: str) -> bool:
    if kind in TYPES:
        return True
    from pyxform.question_type_dictionary import QUESTION_TYPE_DICT  # late: the older names, rarely met

    return kind in {name.lower() for name in QUESTION_TYPE_DICT}


def _is_text(column: str) -> bool:
    return column in _TEXTS


def _is_dynamic(text: str) -> bool:
    """Whether a default is an expression (a reference or a call) rather than plain text."""
    return bool(_REFERENCE.search(text) or re.match(r"\s*[a-z][\w:\-]*\(.*\)\s*\Z", text))
