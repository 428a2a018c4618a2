"""Settings, sheet names, namespaces, languages, spreadsheet errors and the `fa:` columns.

XLSForm.org, "Settings worksheet", "Multiple language support", "Advanced use and extensibility".
"""

from __future__ import annotations

import re

from ....i18n import tr
from ...columns import FA_BY_NAME, FA_NAMESPACE, FA_PREFIX, FA_SETTINGS
from ...faults import nearest
from ..headings import COLUMNS, NAME, SETTINGS_COLUMNS
from ..sheets import SHEETS
from .functions import EXCEL_ERRORS
from .survey import NO, YES, Row, Survey, Table

_DECLARED = re.compile(r"""([^\s=]{1,100})=["'“”]?[^\s"'“”]{1,500}""")
_BUILT_IN = frozenset(("jr", "orx", "odk", "h", "ev", "xsd", "xml", "entities"))
_PREFIXED = re.compile(r"(?:bind|body|control|instance|attribute)::([^:\s]{1,100}):")
_LISTED = 8  # rows named in one remark
_YES_NO = ("allow_choice_duplicates", "clean_text_values", "omit_instanceid", "client_editable", "auto_send", "auto_delete")


def check_sheet_names(survey: Survey) -> None:
    """Sheets whose names are nearly those of XLSForm."""
    for name, sheet in survey.sheets.items():
        if name not in SHEETS and not name.startswith("_"):
            near = nearest(name, [known for known in SHEETS if known not in survey.sheets])
            if near:
                survey.faults.remark(sheet.name, 0, "", tr(f"工作表“{sheet.name}”不会读取，是不是 {near}？",
                                                           f"the sheet {sheet.name!r} is not read; did you mean {near}?"))


def check(survey: Survey) -> None:
    """Note what is wrong with the settings and with what every sheet shares."""
    _settings(survey)
    _namespaces(survey)
    _fa(survey)
    for name in COLUMNS:
        table = survey.table(name)
        for row in table.rows:
            for column, text in row.cells.items():
                if text in EXCEL_ERRORS:
                    survey.fault(row, column, tr(f"单元格是Excel的错误值 {text}", f"the cell holds Excel's error {text}"), name)
    _languages(survey)
    _entities(survey)


# -- settings ---------------------------------------------------------------------------------------------
def _settings(survey: Survey) -> None:
    table = survey.table("settings")
    if not table.rows:
        return
    row = table.rows[0]
    for extra in table.rows[1:]:
        survey.remark(extra, "", tr("settings 只读第2行", "only row 2 of settings is read"), "settings")
    for column in row.cells:
        _setting_known(survey, row, column)
    for column in _YES_NO:
        value = row.said(column)
        if value and value not in YES and value not in NO:
            survey.remark(row, column, tr(f"应为 yes 或 no，而不是“{value}”", f"must be yes or no, not {value!r}"), "settings")
    if row.name and not NAME.match(row.name):
        survey.fault(row, "name", tr(f"“{row.name}”不能作根元素的名称", f"{row.name!r} cannot name the root element"), "settings")
    if " " in row.said("form_id"):
        survey.remark(row, "form_id", tr("form_id 最好不含空格", "a form_id is better without spaces"), "settings")
    if row.said("public_key"):
        survey.remark(row, "public_key", tr("本程序不加密提交的记录，有公钥的表单不能发布",
                                               "records are not encrypted here: a form with a key is not published"), "settings")


def _setting_known(survey: Survey, row: Row, column: str) -> None:
    known = {c.name for c in SETTINGS_COLUMNS} | {f"{FA_PREFIX}_{c.name}" for c in FA_SETTINGS}
    if column.startswith(f"{FA_PREFIX}_") and column not in known:
        survey.remark(row, column, survey.faults.meant(tr(f"没有设置“{column}”",
                                                   f"there is no setting {column!r}"), column, known), "settings")


def _namespaces(survey: Survey) -> None:
    said = survey.settings.get("namespaces", "")
    declared = {found[1] for found in _DECLARED.finditer(said)} | _BUILT_IN
    row = next(iter(survey.table("settings").rows), None)
    for name in ("survey", "settings"):
        for heading in survey.table(name).headings:
            found = _PREFIXED.match(heading.column)
            if found is None or found[1] in declared:
                continue
            wanted = f'{FA_PREFIX}="{FA_NAMESPACE}"' if found[1] == FA_PREFIX else f'{found[1]}="…"'
            used = any(heading.column in other.cells for other in survey.table(name).rows)
            if used:
                text = tr(f"使用了 {found[1]}: 列，namespaces 应写 {wanted}",
                          f"{found[1]}: columns are used: namespaces must say {wanted}")
                survey.faults.add("settings", row.number if row else 2, "namespaces", text)


# -- fa: --------------------------------------------------------------------------------------------------
def _fa(survey: Survey) -> None:
    head = f"bind::{FA_PREFIX}:"
    for row in survey.rows:
        choices = frozenset(survey.choices.lists.get(row.type.listed, ()))
        for column, value in row.cells.items():
            if not column.startswith(head):
                continue
            name = column.removeprefix(head)
            known = FA_BY_NAME.get(name)
            if known is None:
                survey.fault(row, column, survey.faults.meant(
                    tr(f"没有 fa:{name} 这一列", f"there is no column fa:{name}"), name, FA_BY_NAME))
            elif fault := known.fault(value, choices):
                survey.fault(row, column, fault)


# -- languages --------------------------------------------------------------------------------------------
def _languages(survey: Survey) -> None:
    tables = [survey.table("survey"), survey.table("choices")]
    named = list(dict.fromkeys(heading.language for table in tables for heading in table.headings if heading.language))
    default = survey.settings.get("default_language", "")
    plain = any(h.known and h.known.translated and not h.language for table in tables for h in table.headings)
    if default and named and default not in named and not plain:
        row = survey.table("settings").rows[0]
        survey.remark(row, "default_language", survey.faults.meant(
            tr(f"没有哪一列用语言“{default}”", f"no column is in the language {default!r}"), default, named), "settings")
    if len(named) > 1:
        for table in tables:
            _untranslated(survey, table, named, default)


def _untranslated(survey: Survey, table: Table, languages: list[str], default: str) -> None:
    """One remark for each column and language in which some rows say nothing though they do in another."""
    missing: dict[tuple[str, str], list[int]] = {}
    for row in table.rows:
        for column, texts in row.texts.items():
            said = {language or default for language in texts}
            for language in languages:
                if language not in said:
                    missing.setdefault((column, language), []).append(row.number)
    for (column, language), rows in missing.items():
        at = ", ".join(map(str, rows[:_LISTED])) + (" …" if len(rows) > _LISTED else "")
        survey.faults.remark(table.name, rows[0], f"{column}::{language}", tr(
            f"{column} 缺少“{language}”的翻译：第{at}行", f"{column} is not translated into {language}: rows {at}"))


# -- entities ---------------------------------------------------------------------------------------------
def _entities(survey: Survey) -> None:
    table = survey.table("entities")
    for row in survey.rows:
        if row.said("save_to"):
            _save_to(survey, row, bool(table.rows))
    for row in table.rows:
        if not row.said("list_name"):
            survey.fault(row, "list_name", tr("缺少 list_name", "list_name is missing"), "entities")
        elif not row.said("label") and not row.said("entity_id"):
            survey.fault(row, "label", tr("新建实体须有 label", "creating entities needs a label"), "entities")


def _save_to(survey: Survey, row: Row, entities: bool) -> None:
    name = row.said("save_to").rpartition("#")[2]
    if not entities:
        survey.fault(row, "save_to", tr("用 save_to 须有 entities 工作表", "save_to needs a sheet entities"))
    elif row.begins or row.ends:
        survey.fault(row, "save_to", tr("分组和重复组不能保存到实体", "groups and repeats cannot be saved to an entity"))
    elif not NAME.match(name) or name.startswith("__") or name.lower() in ("name", "label"):
        survey.fault(row, "save_to", tr(f"“{name}”不能作实体的属性名", f"{name!r} cannot name a property of an entity"))
