"""References and formulas in the cells: names, grammar, functions, cycles, comparisons with choices that do not exist.

XLSForm.org, "Formulas", "Relevant", "Calculation", "Trigger"; docs.getodk.org "Form Logic".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ....i18n import tr
from ...xpath.expression import Call, Chain, Expression, ExpressionError, Literal, Number, Path, parts_of, walk
from ..headings import COLUMNS
from ..question_types import EXTERNALS
from .cycles import check_cycles
from .functions import EXCEL_ERRORS, function_faults, is_formula, referred, text_of, tree_of, wide_fault
from .survey import NO, REFERENCE, YES, Row, Survey

_FORMULAS = {sheet: tuple(c.name for c in columns if c.formula) for sheet, columns in COLUMNS.items()}
_KNOWN = {sheet: frozenset(column.name for column in columns) for sheet, columns in COLUMNS.items()}
_UNCLOSED = re.compile(r"\$\{(?![^{}$]{0,300}\})")
_WIDE_REFERENCE = re.compile(r"[$＄](?:｛|\{)\s?[\w.\-]{1,60}\s?(?:｝|\})")
MAX_FORMULAS = 500_000  # characters of all formulas of a survey
_NAME = re.compile(r"[^\W\d][\w.\-]*")
_LAST_SAVED = "last-saved#"


def check(survey: Survey) -> None:
    """Note what is wrong with the references and formulas of every sheet."""
    if _too_long(survey):
        return
    for row in survey.rows:
        if survey.faults.full:
            return
        _row(survey, row)
    for sheet in ("settings", "entities"):
        for row in survey.table(sheet).rows:
            for column, text in row.cells.items():
                _references(survey, row, column, text, sheet)
            for column in _FORMULAS[sheet]:
                if row.said(column):
                    _formula(survey, row, column, row.said(column), sheet)
    for row in survey.table("choices").rows:
        for column in row.texts:
            for place, text in _texts(row, column):
                _references(survey, row, place, text, "choices")
    check_cycles(survey)


def _too_long(survey: Survey) -> bool:
    """Whether the formulas together exceed what can be compiled in a moment."""
    total = 0
    for row in survey.rows:
        total += sum(len(row.said(column)) for column in (*_FORMULAS["survey"], "default"))
        if total > MAX_FORMULAS:
            survey.fault(row, "", tr(f"全部公式超过{MAX_FORMULAS}字", f"the formulas together exceed {MAX_FORMULAS} characters"))
            return True
    return False


def _row(survey: Survey, row: Row) -> None:
    for column, text in row.cells.items():
        if column == "trigger":
            _trigger(survey, row, text)
        elif column == "type":
            _answers_as_choices(survey, row)
        elif column != "name":
            for place, said in _texts(row, column):
                _references(survey, row, place, said, "survey")
    for column in _FORMULAS["survey"]:
        text = row.said(column)
        if text and text not in YES and text not in NO:
            _formula(survey, row, column, text, "survey")
    if is_formula(row.said("default")):
        _formula(survey, row, "default", row.said("default"), "survey")


def _texts(row: Row, column: str) -> Iterator[tuple[str, str]]:
    """What a column says in each of its languages, by where it stands."""
    if column not in row.texts:
        yield column, row.said(column)
    for language, text in row.texts.get(column, {}).items():
        yield f"{column}::{language}", text


# -- references -------------------------------------------------------------------------------------------
def _references(survey: Survey, row: Row, column: str, text: str, sheet: str) -> None:
    if "$" in text and _UNCLOSED.search(text):
        survey.fault(row, column, tr("${ 没有对应的 }，或引用写得不对", "${ without its }, or a reference that is no name"), sheet)
    elif column.partition("::")[0] in _KNOWN[sheet]:
        for wide in _WIDE_REFERENCE.findall(text):
            if not REFERENCE.match(wide):
                survey.remark(row, column, tr(f"“{wide}”是全角符号，不会成为引用：请改为 ${{…}}",
                                              f"{wide} is full-width and no reference: write ${{…}}"), sheet)
    for name in dict.fromkeys(REFERENCE.findall(text)):
        _reference(survey, row, column, name, sheet)


def _reference(survey: Survey, row: Row, column: str, name: str, sheet: str) -> None:
    plain = name.removeprefix(_LAST_SAVED)
    found = survey.names.get(plain, [])
    if plain == "instanceID" or (len(found) == 1 and found[0].type.kind not in EXTERNALS):
        return
    if plain != plain.strip() and survey.names.get(plain.strip()):
        text = tr(f"${{{name}}} 里不能有空格", f"no spaces inside ${{{name}}}")
    elif len(found) == 1:
        text = tr(f"“{plain}”是文件，不是题：请用 instance('{plain}')",
                  f"{plain!r} is a file, not a question: use instance('{plain}')")
    elif not found:
        text = survey.faults.meant(tr(f"没有名为“{plain}”的题",
                                      f"no question is named {plain!r}"), plain.strip(), survey.names, "${{{}}}")
    else:
        at = ", ".join(str(other.number) for other in found[:5])
        text = tr(f"“{plain}”有多个（第{at}行），无法引用", f"{plain!r} is ambiguous (rows {at})")
    survey.fault(row, column, text, sheet)


def _trigger(survey: Survey, row: Row, text: str) -> None:
    if "${" not in text or _UNCLOSED.search(text) or REFERENCE.sub("", text).replace(",", "").strip():
        survey.fault(row, "trigger", tr("trigger 应为 ${题名}，几个之间用逗号",
                                        "trigger must be ${name}, with commas between several"))
        return
    if len(REFERENCE.findall(text)) != text.count(",") + 1:
        survey.fault(row, "trigger", tr("trigger 的几个题之间要有逗号", "the questions of a trigger need commas between them"))
    for name in REFERENCE.findall(text):
        _reference(survey, row, "trigger", name, "survey")
        for other in survey.names.get(name, ())[:1]:
            if other.begins or other.type.kind == "calculate" or (
                    (other.said("calculation") or other.said("trigger")) and not other.said("label") and not other.said("hint")):
                survey.fault(row, "trigger", tr(f"“{name}”不显示在表单上，不能作 trigger",
                                                f"{name!r} is not shown, so it cannot be a trigger"))


def _answers_as_choices(survey: Survey, row: Row) -> None:
    """`select_one ${question}`: the answers of a repeat's question as choices."""
    for name in REFERENCE.findall(row.type.listed):
        _reference(survey, row, "type", name, "survey")
        for other in survey.names.get(name, ())[:1]:
            if not any(group.type.kind == "begin_repeat" for group in other.group):
                survey.remark(row, "type", tr(f"“{name}”不在重复组里", f"{name!r} is in no repeat"))


# -- formulas ---------------------------------------------------------------------------------------------
def _formula(survey: Survey, row: Row, column: str, text: str, sheet: str) -> None:
    if _UNCLOSED.search(text) or text in EXCEL_ERRORS:
        return  # noted elsewhere
    if wide := wide_fault(text):
        survey.fault(row, column, wide, sheet)
        return
    try:
        tree = tree_of(text)
    except ExpressionError as error:
        survey.fault(row, column, text_of(error), sheet)
        return
    for fault in function_faults(tree):
        survey.fault(row, column, fault, sheet)
    if any(quote in text for quote in "‘’“”"):
        survey.remark(row, column, tr("公式里用了中文引号，应为英文引号 ' 或 \"",
                                      "the formula has curly quotes: use straight quotes ' or \""), sheet)
    if sheet == "survey" and column != "choice_filter":
        _bare_words(survey, row, column, tree)
    _choice_names(survey, row, column, tree, sheet)
    _comparisons(survey, row, column, tree, sheet)


def _bare_words(survey: Survey, row: Row, column: str, tree: Expression) -> None:
    """Names that stand in a formula without `${}` or quotes: only of a group they could name something below it.

    ODK takes them as blank, so that a required or readonly like `是` never holds without a word: that is a remark.
    """
    note = survey.remark if column in ("required", "readonly") else survey.fault
    for word in dict.fromkeys(_names_below(tree)):
        if word in survey.names and row.begins:
            continue
        if word in survey.names:
            text = tr(f"题名“{word}”应写成 ${{{word}}}", f"write ${{{word}}} for the question {word}")
        elif note == survey.remark and isinstance(tree, Path):
            text = tr(f"“{word}”不是条件，永远不成立：应为 yes，或一个条件",
                      f"{word!r} is no condition and never holds: write yes, or a condition")
        else:
            text = tr(f"“{word}”没有引号：文字和选项名应写成 '{word}'",
                      f"{word!r} has no quotes: write texts and choice names as '{word}'")
        note(row, column, text)


def _names_below(tree: Expression) -> Iterator[str]:
    """Names that begin a path at the question itself; inside predicates they name columns of a list."""
    if not isinstance(tree, Path):
        for part in parts_of(tree):
            yield from _names_below(part)
    elif tree.start is not None:
        yield from _names_below(tree.start)
    elif not tree.absolute and tree.steps[0].axis == "child" and _NAME.fullmatch(tree.steps[0].test):
        yield tree.steps[0].test


def _choice_names(survey: Survey, row: Row, column: str, tree: Expression, sheet: str) -> None:
    """`jr:choice-name(value, '${question}')` asks for the question in quotes, and for a select."""
    for part in walk(tree):
        if not isinstance(part, Call) or part.name != "jr:choice-name" or len(part.arguments) != 2:
            continue
        second = part.arguments[1]
        if name := referred(second):
            survey.fault(row, column, tr(f"jr:choice-name 的第二个参数要加引号：'${{{name}}}'",
                                         f"the second argument of jr:choice-name stands in quotes: '${{{name}}}'"), sheet)
        elif isinstance(second, Literal) and second.value.strip().startswith("/_/"):
            for other in survey.names.get(second.value.strip()[3:], ())[:1]:
                if not other.type.listed:
                    survey.remark(row, column, tr(f"“{other.name}”没有选项", f"{other.name!r} has no choices"), sheet)


def _comparisons(survey: Survey, row: Row, column: str, tree: Expression, sheet: str) -> None:
    """Comparisons of a question with a choice that its list does not have: hardly ever meant."""
    for one, value in _compared(tree):
        own = column == "constraint" and isinstance(one, Path) and len(one.steps) == 1 and not one.absolute and (
            one.start is None and one.steps[0].axis == "self")
        names = [row] if own else survey.names.get(referred(one), [])
        listed = survey.choices.lists.get(names[0].type.listed) if len(names) == 1 else None
        if listed is None or not value or value in listed or (value == "other" and names[0].type.other):
            continue
        text = tr(f"“{names[0].name}”没有选项“{value}”", f"{names[0].name!r} has no choice {value!r}")
        survey.remark(row, column, survey.faults.meant(text, value, listed), sheet)


def _compared(tree: Expression) -> Iterator[tuple[Expression, str]]:
    """What is compared with a quoted text or a whole number, `selected()` among them."""
    for part in walk(tree):
        if isinstance(part, Call) and part.name == "selected" and len(part.arguments) == 2:
            pairs = [part.arguments]
        elif isinstance(part, Chain) and len(part.rest) == 1 and part.rest[0][0] in ("=", "!="):
            pairs = [(part.first, part.rest[0][1]), (part.rest[0][1], part.first)]
        else:
            continue
        for one, other in pairs:
            if isinstance(other, Literal) and "/_/" not in other.value:
                yield one, other.value
            elif isinstance(other, Number) and other.value.is_integer():
                yield one, str(int(other.value))


