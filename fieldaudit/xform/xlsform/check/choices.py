"""The choices sheets, and what the survey makes of them: lists, files of choices, filters.

XLSForm.org, "Multiple choice", "Cascading selects", "Multiple choice from file", "External XML data", "How to pull data from CSV".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ....errors import BadInput
from ....i18n import Text, tr
from ...reader import lists
from ...xpath.expression import Call, Expression, ExpressionError, Path, parts_of
from ..headings import NAME, is_usable
from ..question_types import EXTERNALS, FILE_ENDINGS, FROM_FILE, MULTIPLE, SELECTS
from .functions import tree_of
from .parameters import pairs_of
from .survey import YES, Choices, Row, Survey

_PULLDATA = re.compile(r"""pulldata\(\s*(?:'([^'"]*)'|"([^'"]*)")""")
_SEARCH = re.compile(r"\bsearch\s*\(")
_SHEETS = (("choices", "choices"), ("external_choices", "external"))


def read_lists(survey: Survey) -> None:
    """Read both choices sheets; note missing and doubled names, and choices without a label."""
    for sheet, attribute in _SHEETS:
        table = survey.table(sheet)
        found = Choices(columns=[heading.column for heading in table.headings])
        setattr(survey, attribute, found)
        for row in table.rows:
            _choice(survey, sheet, row, found)
        if table.rows:
            _columns(survey, sheet)


def _choice(survey: Survey, sheet: str, row: Row, found: Choices) -> None:
    listed, name = row.said("list_name"), row.name
    if not listed or not name:
        if listed or name or row.said("label"):
            column = "name" if listed else "list_name"
            survey.fault(row, column, tr(f"缺少 {column}", f"{column} is missing"), sheet)
        return
    known = found.lists.setdefault(listed, {})
    if name in known and sheet == "choices" and survey.settings.get("allow_choice_duplicates", "") not in YES:
        survey.fault(row, "name", tr(f"列表“{listed}”里选项“{name}”重复（第{known[name]}行已有）",
                                     f"choice {name!r} stands twice in list {listed!r} (row {known[name]})"), sheet)
    known.setdefault(name, row.number)
    if not any(row.said(column) for column in ("label", "image", "audio", "video")):
        survey.remark(row, "label", tr(f"选项“{name}”没有文字", f"choice {name!r} has no label"), sheet)


def _columns(survey: Survey, sheet: str) -> None:
    table = survey.table(sheet)
    for column in ("list_name", "name"):
        if not table.has(column):
            survey.faults.add(sheet, 1, column, tr(f"缺少列“{column}”", f"the column {column!r} is missing"))
    for heading in table.headings:
        if not is_usable(heading) and not heading.column.startswith("$"):
            survey.faults.remark(sheet, 1, heading.written, tr(
                "列标题不能当作名称用（有空格或符号），公式里用不到这一列", "no name: formulas cannot use it"))


# -- selects ------------------------------------------------------------------------------------------------
def check(survey: Survey) -> None:
    """Note what is wrong with the lists and files that the questions name."""
    for row in survey.rows:
        if row.type.kind in SELECTS:
            _select(survey, row)
        elif row.type.kind in EXTERNALS and row.name:
            _file(survey, row, "name", row.name.removesuffix(".csv") + f".{row.type.kind[:3]}")
        for column, text in row.cells.items():
            for found in _PULLDATA.finditer(text):
                name = (found[1] or found[2] or "").removesuffix(".csv")
                _file(survey, row, column, f"{name}.csv")
        if _SEARCH.search(row.said("appearance")):
            survey.fault(row, "appearance", tr("不支持 search()：请改用 select_one_from_file 和 choice_filter",
                                               "search() is not supported: use select_one_from_file and choice_filter"))
    _instances(survey)


def _select(survey: Survey, row: Row) -> None:
    kind, listed = row.type.kind, row.type.listed
    if not listed:
        survey.fault(row, "type", tr("缺少选项列表名", "the choice list is missing"))
    elif kind in FROM_FILE:
        _from_file(survey, row)
    elif listed.startswith("${"):
        if kind == "select_one_external" or (kind in MULTIPLE and kind != "rank"):
            survey.fault(row, "type", tr("只有 select_one 和 rank 能从已有答案中选",
                                         "only select_one and rank take answers as choices"))
    elif kind == "select_one_external":
        _known_list(survey, row, "external_choices", survey.external.lists)
        if not row.said("choice_filter"):
            survey.fault(row, "choice_filter", tr("select_one_external 应有 choice_filter",
                                                   "select_one_external wants a choice_filter"))
    elif listed.endswith(FILE_ENDINGS):
        _file(survey, row, "type", listed)
    elif _known_list(survey, row, "choices", survey.choices.lists) and kind in MULTIPLE:
        note = survey.remark if kind == "rank" else survey.fault
        for name in survey.choices.lists[listed]:
            if " " in name:
                note(row, "type", tr(f"多选题的选项名不能有空格：“{name}”", f"choice {name!r} of a multiple select has a space"))
    if row.type.other:
        _other(survey, row)
    if row.said("choice_filter"):
        _filter(survey, row)


def _known_list(survey: Survey, row: Row, sheet: str, known: dict[str, dict[str, int]]) -> bool:
    listed = row.type.listed
    if listed in known:
        return True
    if not known:
        text = tr(f"没有选项列表“{listed}”：工作表 {sheet} 里没有选项",
                  f"there is no choice list {listed!r}: the sheet {sheet} has no choices")
    else:
        text = survey.faults.meant(tr(f"没有选项列表“{listed}”", f"there is no choice list {listed!r}"), listed, known)
    survey.fault(row, "type", text)
    return False


def _other(survey: Survey, row: Row) -> None:
    if row.said("choice_filter"):
        survey.fault(row, "choice_filter", tr("or_other 不能与 choice_filter 同用",
                                              "or_other and choice_filter do not go together"))
    if row.type.listed not in survey.choices.lists:
        survey.fault(row, "type", tr("or_other 只能用于 choices 工作表里的列表", "or_other needs a list of the choices sheet"))
    elif any(heading.language for heading in survey.table("choices").headings):
        survey.remark(row, "type", tr("or_other 的“Other”不会翻译：宜自己写选项 other 和一道填写题",
                                      "the 'Other' of or_other is not translated: better write a choice other and a text question"))


# -- files ------------------------------------------------------------------------------------------------
def _from_file(survey: Survey, row: Row) -> None:
    name = row.type.listed
    if not name.endswith(FILE_ENDINGS) or name.count(".") != 1:
        survey.fault(row, "type", tr(f"文件名“{name}”应以 .csv、.xml 或 .geojson 结尾，且只有一个点",
                                     f"the file name {name!r} must end in .csv, .xml or .geojson and have one dot"))
        return
    columns = _file(survey, row, "type", name)
    if not columns:
        return
    value, label = ("id", "title") if name.endswith(".geojson") else ("name", "label")
    said = pairs_of(row.said("parameters")) or {}
    for parameter, column in (("value", said.get("value", value)), ("label", said.get("label", label))):
        if column not in columns:
            survey.fault(row, "parameters" if parameter in said else "type", survey.faults.meant(
                tr(f"文件“{name}”没有列“{column}”（{parameter}）", f"the file {name} has no column {column!r} ({parameter})"),
                column, columns))


def _file(survey: Survey, row: Row, column: str, name: str) -> list[str] | None:
    """The columns of a named file; None when it is not there or cannot be read (noted)."""
    if survey.files is None:
        survey.remark(row, column, tr(f"需要文件“{name}”，应放在表单的媒体文件夹里",
                                       f"the file {name} is needed in the form's media folder"))
        return None
    if name not in survey.files:
        survey.fault(row, column, survey.faults.meant(
            tr(f"缺少文件“{name}”，应放在表单的媒体文件夹里（rooms.xlsx 的是它旁边的 rooms-media）",
               f"the file {name} is missing from the form's media folder (for rooms.xlsx: rooms-media beside it)"),
            name, survey.files))
        return None
    found = _read(survey, name)
    if isinstance(found, Text):
        survey.fault(row, column, tr(f"文件“{name}”：{found.zh}", f"the file {name}: {found.en}"))
        return None
    return found


def _read(survey: Survey, name: str) -> list[str] | Text:
    """The columns of a file of the media folder, or why it cannot be read; read once."""
    if name not in survey.read:
        try:
            survey.read[name] = _columns_of(lists.read_list(name, (survey.files or {})[name]))
        except BadInput as error:
            survey.read[name] = error.what if isinstance(error.what, Text) else tr(error.what, error.what)
    return survey.read[name]


def _columns_of(found: lists.Table | lists.Tree) -> list[str]:
    """The columns of a list: of a table its own, of a tree those of its first items."""
    if isinstance(found, dict):
        return list(found["columns"])
    return list(dict.fromkeys(child[0] for item in found[2][:50] for child in item[2]))


def _instances(survey: Survey) -> None:
    """Two lists of different files under one id."""
    first: dict[str, tuple[str, Row | None]] = {name: ("choices", None) for name in survey.choices.lists}
    for row, column, source in _sources(survey.rows):
        name = source.rpartition(".")[0]
        other, there = first.setdefault(name, (source, row))
        if other != source:
            at = f"第{there.number}行" if there else "choices"
            survey.fault(row, column, tr(f"“{name}”已是 {other} 的名称（{at}）", f"{name!r} is already the name of {other}"))


def _sources(rows: Iterable[Row]) -> Iterator[tuple[Row, str, str]]:
    for row in rows:
        if row.type.kind in FROM_FILE and row.type.listed.endswith(FILE_ENDINGS):
            yield row, "type", row.type.listed
        elif row.type.kind in EXTERNALS and row.name:
            yield row, "name", f"{row.name}.{row.type.kind[:3]}"


# -- filters ----------------------------------------------------------------------------------------------
def _filter(survey: Survey, row: Row) -> None:
    """Columns that a choice filter names and the list lacks."""
    columns = _filter_columns(survey, row)
    try:
        tree = tree_of(row.said("choice_filter"))
    except ExpressionError:
        return  # noted with the expressions
    if not columns:
        return
    for name in dict.fromkeys(_bare_names(tree)):
        if name not in columns:
            survey.remark(row, "choice_filter", survey.faults.meant(
                tr(f"选项列表没有列“{name}”，这样不会有选项",
                   f"the list has no column {name!r}: no choice will be shown"), name, columns))


def _filter_columns(survey: Survey, row: Row) -> list[str] | None:
    kind, listed = row.type.kind, row.type.listed
    if kind in FROM_FILE or listed.endswith(FILE_ENDINGS):
        found = _read(survey, listed) if listed in (survey.files or ()) else None
        return None if isinstance(found, Text) else found
    if listed.startswith("${"):
        return None
    return survey.external.columns if kind == "select_one_external" else survey.choices.columns


def _bare_names(tree: Expression) -> Iterator[str]:
    """Names of the choice's own columns: single relative steps outside of other paths' predicates."""
    if isinstance(tree, Path):
        first = tree.steps[0] if tree.steps else None
        if not tree.absolute and tree.start is None and first is not None and first.axis == "child" and NAME.match(first.test):
            yield first.test
        return
    if isinstance(tree, Call) and tree.name in ("pulldata", "instance"):
        return
    for part in parts_of(tree):
        yield from _bare_names(part)
