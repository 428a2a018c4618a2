"""All faults of an XLSForm at once, each with sheet and row; our own check, before pyxform sees the form.

pyxform stops at its first fault and keeps few row numbers. `check_sheets` looks at the rows alone, module by module:
structure (groups, names, types, labels), choices (lists, files), expressions (references, functions, cycles), parameters,
settings (settings, headings, languages, `fa:`). A fault that keeps the form from opening in ODK or here is severe; what
opens but can hardly be meant is a remark.
"""

from __future__ import annotations

from collections.abc import Mapping

from ....i18n import tr
from ...faults import Fault, FaultList
from ..sheets import SHEETS, Sheet
from . import choices, expressions, parameters, settings, structure
from .functions import function_faults
from .survey import Files, read_survey

__all__ = ["check_sheets", "function_faults"]


def check_sheets(sheets: Mapping[str, Sheet], files: Files = None) -> list[Fault]:
    """Every fault of the form, by sheet and row. `files`: its media folder by file name; None when it is not known."""
    faults = FaultList()
    survey = read_survey(sheets, files, faults)
    table = survey.table("survey")
    heading = next((number for number, cells in sheets["survey"].rows[:10] if "type" in cells.values()), 0)
    if heading and not table.has("type"):
        faults.add("survey", heading, "", tr(f"标题行在第{heading}行，应在第1行：删去它上面的行",
                                             f"the headings stand in row {heading}, not in row 1: delete the rows above"))
        return faults.listed(SHEETS)
    for column in ("type", "name"):
        if not table.has(column):
            faults.add("survey", 1, column, tr(f"缺少列“{column}”", f"the column {column!r} is missing"))
    if not survey.rows:
        faults.add("survey", 0, "", tr("没有题目", "there are no questions"))
    if not faults.severe:
        settings.check_sheet_names(survey)
        choices.read_lists(survey)
        structure.check(survey)
        choices.check(survey)
        parameters.check(survey)
        expressions.check(survey)
        settings.check(survey)
    return faults.listed(SHEETS)
