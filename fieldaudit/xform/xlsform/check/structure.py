"""Groups, names, types and labels of the survey sheet. XLSForm.org, "The survey worksheet", "Grouping questions", "Repeats"."""

from __future__ import annotations

from ....i18n import tr
from ..headings import NAME
from ..question_types import BY_NAME, KOBO_ONLY, QUESTION_TYPES
from .functions import is_formula
from .survey import Row, Survey

MAX_GROUPS = 60  # groups and repeats inside one another
_NAMELESS = ("audit", "note")
_TYPE_NAMES = tuple(kind.name for kind in QUESTION_TYPES)
_LABELS = ("label", "hint", "image", "audio", "video", "big-image")


def check(survey: Survey) -> None:
    """Note what is wrong with the shape of the survey, and give every row the groups around it."""
    _groups(survey)
    siblings: dict[tuple[int, str], Row] = {}
    for row in survey.rows:
        _type(survey, row)
        if not row.ends:
            _name(survey, row, siblings)
            _label(survey, row)
    _repeat_names(survey)
    _table_lists(survey)


def _table_lists(survey: Survey) -> None:
    """Within a table-list every select offers the same list, unfiltered."""
    first: dict[int, Row] = {}
    for row in survey.rows:
        around = row.group[-1] if row.group else None
        if around is None or not row.type.listed or "table-list" not in around.said("appearance").split():
            continue
        other = first.setdefault(around.number, row)
        if other.type.listed != row.type.listed:
            survey.fault(row, "type", tr(f"table-list 里的题要用同一个列表“{other.type.listed}”",
                                         f"questions of a table-list share one list, {other.type.listed!r}"))
        elif row.type.listed not in survey.choices.lists:
            survey.fault(row, "type", tr("table-list 里的题要用 choices 工作表的列表",
                                         "a table-list takes lists of the choices sheet"))
        if other is row and row.said("choice_filter"):
            survey.fault(row, "choice_filter", tr("table-list 里不能用 choice_filter", "no choice_filter in a table-list"))


def _groups(survey: Survey) -> None:
    open_: list[Row] = []
    for row in survey.rows:
        if row.ends:
            _close(survey, row, open_)
            continue
        row.group = tuple(open_[:MAX_GROUPS])
        if row.begins:
            open_.append(row)
            if len(open_) == MAX_GROUPS + 1:
                survey.fault(row, "type", tr(f"分组嵌套超过{MAX_GROUPS}层", f"groups are nested deeper than {MAX_GROUPS}"))
    for row in open_:
        verb = row.type.kind.replace("begin", "end")
        survey.fault(row, "type", tr(f"“{row.name}”没有结束（缺 {verb}）", f"{row.name!r} is never closed ({verb})"))


def _close(survey: Survey, row: Row, open_: list[Row]) -> None:
    kind = row.type.kind
    if not open_:
        survey.fault(row, "type", tr(f"多出的 {kind}", f"{kind} without a begin"))
        return
    opened = open_.pop()
    if opened.type.kind != kind.replace("end", "begin"):
        survey.fault(row, "type", tr(f"{kind} 对应的是第{opened.number}行的 {opened.type.kind}",
                                     f"{kind} closes the {opened.type.kind} of row {opened.number}"))


# -- types ------------------------------------------------------------------------------------------------
def _type(survey: Survey, row: Row) -> None:
    written = row.said("type")
    if not written:
        survey.fault(row, "type", tr("缺少题型 type", "the type is missing"))
    elif KOBO_ONLY.match(written):
        survey.fault(row, "type", tr(f"“{written}”只有KoboToolbox能用：请改用 select_one 或 rank",
                                     f"{written!r} works in KoboToolbox only: use select_one or rank instead"))
    elif not row.type.kind:
        word = "_".join(written.split()) if written.lower().startswith(("begin", "end")) else written.split()[0]
        survey.fault(row, "type", survey.faults.meant(tr(f"不认识的题型“{written}”",
                                                         f"unknown type {written!r}"), word, _TYPE_NAMES))


# -- names ------------------------------------------------------------------------------------------------
def _name(survey: Survey, row: Row, siblings: dict[tuple[int, str], Row]) -> None:
    if not row.name:
        if row.type.kind not in _NAMELESS and row.said("type"):
            survey.fault(row, "name", tr("缺少题名 name", "the name is missing"))
        return
    if not NAME.match(row.name):
        survey.fault(row, "name", tr(f"题名“{row.name}”不合规则：以字母或下划线开头，只用字母、数字、_ - .",
                                     f"bad name {row.name!r}: begin with a letter or _, then letters, digits, _ - ."))
    elif row.name == "meta":
        survey.fault(row, "name", tr("题名“meta”是保留名", "the name 'meta' is reserved"))
    survey.names.setdefault(row.name, []).append(row)
    parent = row.group[-1].number if row.group else 0
    first = siblings.setdefault((parent, row.name), row)
    alike = siblings.setdefault((parent, row.name.lower() + " "), row)
    if first is not row:
        survey.fault(row, "name", tr(f"题名“{row.name}”重复（第{first.number}行已用）",
                                     f"duplicate name {row.name!r} (row {first.number} has it)"))
    elif alike is not row:
        survey.remark(row, "name", tr(f"题名“{row.name}”与第{alike.number}行的只有大小写不同",
                                      f"the name {row.name!r} differs from that of row {alike.number} only in capitals"))


def _repeat_names(survey: Survey) -> None:
    root = survey.settings.get("name") or "data"
    first: dict[str, Row] = {}
    for row in survey.rows:
        if row.type.kind != "begin_repeat" or not row.name:
            continue
        if row.name == root:
            survey.fault(row, "name", tr(f"重复组不能与根元素同名“{root}”", f"a repeat cannot be named like the root, {root!r}"))
        other = first.setdefault(row.name, row)
        if other is not row and row.group != other.group:
            survey.fault(row, "name", tr(f"重复组“{row.name}”已在第{other.number}行用过",
                                         f"row {other.number} is a repeat {row.name!r} too"))


# -- labels -----------------------------------------------------------------------------------------------
def _label(survey: Survey, row: Row) -> None:
    kind = BY_NAME.get(row.type.kind)
    if kind is None:
        return
    labelled = row.said("appearance") == "label" or any(row.said(column) for column in _LABELS)
    if kind.shown and row.said("big-image") and not row.said("image"):
        survey.fault(row, "big-image", tr("有 big-image 就必须有 image", "big-image needs an image too"))
    if kind.shown and not labelled and not row.said("calculation") and not row.said("trigger"):
        survey.fault(row, "label", tr("题目没有文字：label 和 hint 都是空的", "the question has neither label nor hint"))
    if row.type.kind == "calculate" and not row.said("calculation") and not is_formula(row.said("default")):
        survey.fault(row, "calculation", tr("calculate 缺少公式", "the calculation is missing"))
