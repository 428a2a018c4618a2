"""What `forms docs` prints: types, functions and columns as Markdown tables, from the code itself. Judges nothing.

`sections` gives the tables that docs/forms.md repeats, by name; `reference` puts them together.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..i18n import Text, tr
from .columns import FA_COLUMNS, FA_PREFIX, FA_SETTINGS, FaColumn
from .xlsform.headings import CHOICES_COLUMNS, ENTITIES_COLUMNS, SETTINGS_COLUMNS, SURVEY_COLUMNS, Column
from .xlsform.question_types import QUESTION_TYPES, QuestionType
from .xpath.functions import FUNCTIONS

_SOURCES = {
    "fn": tr("ODK XForms", "ODK XForms"),
    "xpath": tr("XPath 1.0", "XPath 1.0"),
    "odk": tr("ODK文档", "ODK's documentation"),
}
_TITLES = {
    "types": tr("题型", "Types of questions"),
    "survey": tr("survey 的列", "Columns of survey"),
    "choices": tr("choices 和 external_choices 的列", "Columns of choices and external_choices"),
    "settings": tr("settings 的列", "Columns of settings"),
    "entities": tr("entities 的列", "Columns of entities"),
    "fa": tr("fa 列", "The fa columns"),
    "functions": tr("公式可用的函数", "Functions a formula may use"),
}


def reference(language: str) -> str:
    """All tables under their headings. `language` is "zh" or "en"."""
    parts = [f"## {_said(_TITLES[name], language)}\n\n{table}" for name, table in sections(language).items()]
    return "\n\n".join(parts) + "\n"


def sections(language: str) -> dict[str, str]:
    """The tables by name: types, survey, choices, settings, entities, fa, functions. `language` is "zh" or "en"."""
    return {
        "types": _types(language),
        "survey": _columns(SURVEY_COLUMNS, language),
        "choices": _columns(CHOICES_COLUMNS, language),
        "settings": _columns(SETTINGS_COLUMNS, language, FA_SETTINGS),
        "entities": _columns(ENTITIES_COLUMNS, language),
        "fa": _fa(language),
        "functions": _functions(language),
    }


def _said(text: Text, language: str) -> str:
    return text.zh if language == "zh" else text.en


def _table(head: Iterable[Text], rows: Iterable[Iterable[str]], language: str) -> str:
    titles = [_said(text, language) for text in head]
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", r"\|") for cell in line) + " |" for line in lines)


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _types(language: str) -> str:
    head = (tr("题型", "Type"), tr("问什么", "Asks for"), tr("记录", "Records"), tr("参数", "Parameters"),
            tr("也可写作", "Also written"))
    return _table(head, ((_type_name(kind), _said(kind.asks, language), _said(kind.records, language), _code(kind.parameters),
                          _code(kind.aliases)) for kind in QUESTION_TYPES), language)


def _type_name(kind: QuestionType) -> str:
    return f"`{kind.name} {kind.takes}`" if kind.takes else f"`{kind.name}`"


def _columns(columns: Iterable[Column], language: str, own: Iterable[FaColumn] = ()) -> str:
    head = (tr("列", "Column"), tr("含义", "Meaning"), tr("可分语言", "By language"), tr("公式", "Formula"),
            tr("也可写作", "Also written"))
    mark = {True: _said(tr("是", "yes"), language), False: ""}
    rows = [(f"`{c.name}`", _said(c.meaning, language), mark[c.translated], mark[c.formula], _code(c.aliases)) for c in columns]
    rows += [(f"`{FA_PREFIX}_{c.name}`", _said(c.meaning, language), "", "", "") for c in own]
    return _table(head, rows, language)


def _fa(language: str) -> str:
    head = (tr("列", "Column"), tr("含义", "Meaning"), tr("可填的值", "Allowed values"))
    return _table(head, ((f"`bind::{FA_PREFIX}:{c.name}`", _said(c.meaning, language), _allowed(c, language)) for c in FA_COLUMNS),
                  language)


def _allowed(column: FaColumn, language: str) -> str:
    if column.allowed:
        return _code(column.allowed)
    if column.number:
        return _said(tr("从0起的整数", "a whole number from 0"), language)
    if column.choice:
        return _said(tr("本题的选项名", "the name of a choice of the question"), language)
    return _said(tr("文字", "text"), language)


def _functions(language: str) -> str:
    head = (tr("函数", "Function"), tr("参数个数（出处）", "Arguments (defined by)"), tr("结果", "Gives"))
    rows = []
    for function in sorted(FUNCTIONS.values(), key=lambda f: f.name):
        source = _SOURCES.get(function.source.partition(":")[0], tr(function.source, function.source))
        counts = _said(tr(f"{function.counts().zh}（{source.zh}）", f"{function.counts().en} ({source.en})"), language)
        rows.append((f"`{function.name}`", counts, _said(function.meaning, language)))
    return _table(head, rows, language)
