"""The way in: from what an author made to a compiled `Form`, or to the list of its faults."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import BadInput
from ..i18n import Text, tr
from .columns import FA_PREFIX
from .faults import Fault, FormFaults
from .form import Form
from .reader import xforms
from .xlsform.check import check_sheets
from .xlsform.headings import headings_of, is_usable
from .xlsform.searches import without_searches
from .xlsform.sheets import SHEETS, Sheet, read, settings_of
from .xmlsafe import as_bytes

Files = Mapping[str, bytes] | None
_ROW = re.compile(r"\[?row\s*:?\s*(\d+)\]?", re.IGNORECASE)
_NODE = re.compile(r'(?:nodeset|ref|id)="(/[^":\[]+)')
_COLUMNS = {"calculate": "calculation", "output": "label", "value": "default", "jr:count": "repeat_count"}
_ITEMSETS = "itemsets.csv"


def load(source: bytes | str, media_type: str, name: str, files: Files = None) -> Form:
    """Compile a form. `media_type` is "md", "xlsx", "xls", "csv" (XLSForm) or "xml" (XForm); `name` is for messages,
    and the form's id where it gives itself none.

    `files`: the form's media folder by file name; data files that the form names are compiled in, and one that is not
    there is a fault. Without `files` nothing is known of the folder: lists in files stay empty until it is given.

    Raises FormFaults with every severe fault found, BadInput for a file that is no form.
    """
    form, faults = _read(source, media_type, name, files)
    if form is None:
        raise FormFaults([fault for fault in faults if fault.severe], where=name)
    return form


def check(source: bytes | str, media_type: str, files: Files = None) -> list[Fault]:
    """Every fault of a form, remarks (`severe` False) among them. Raises BadInput for a file that is no form."""
    return _read(source, media_type, "form", files)[1]


def _read(source: bytes | str, media_type: str, name: str, files: Files) -> tuple[Form | None, list[Fault]]:
    """The form, or None when a fault is severe; and all faults."""
    data = as_bytes(source, name)
    faults: list[Fault] = []
    try:
        if media_type == "xml":
            return xforms.read(_not_empty(data), name, files, remarks=faults), faults
        sheets = without_searches(read(data, media_type))
        faults = check_sheets(sheets, files)
        if any(fault.severe for fault in faults):
            return None, faults
        return _compiled(sheets, name, files), faults
    except FormFaults as error:
        order = {sheet: at for at, sheet in enumerate(SHEETS)}
        return None, sorted((*error.faults, *faults), key=lambda fault: (order.get(fault.sheet, len(order)), fault.row))


def _not_empty(source: bytes) -> bytes:
    if not source.strip():
        raise BadInput(tr("文件是空的", "the file is empty"))
    return source


def _compiled(sheets: Mapping[str, Sheet], name: str, files: Files) -> Form:
    xform, itemsets = _xform(sheets, name)
    own = {_ITEMSETS: itemsets} if itemsets else {}
    try:
        form = xforms.read(xform, name, files, own)
    except FormFaults as error:
        raise FormFaults(_in_rows(error.faults, sheets, name, files, own), where=name) from error
    except BadInput as error:
        what = error.what if isinstance(error.what, Text) else tr(error.what, error.what)
        raise FormFaults([Fault("survey", 0, "", what)], where=name) from error
    prefix = f"{FA_PREFIX}_"
    said = {column.removeprefix(prefix): value for column, value in settings_of(sheets).items()
            if column.startswith(prefix) and value}
    return Form({**form.data, "fa_settings": said})


def _in_rows(found: Sequence[Fault], sheets: Mapping[str, Sheet], name: str, files: Files, own: Files) -> list[Fault]:
    """Faults of the XForm at the rows its author sees: it is made once more with an element a line, to tell them apart."""
    pretty = _xform(sheets, name, pretty=True)[0]
    try:
        xforms.read(pretty, name, files, own)
    except FormFaults as again:
        found = again.faults
    lines = pretty.decode().split("\n")
    names = {cells.get("name", ""): number for number, cells in reversed(sheets["survey"].rows)}
    faults = []
    for fault in found:
        near = " ".join(reversed(lines[max(0, fault.row - 5):fault.row]))
        node = _NODE.search(near)
        row = names.get(node[1].rpartition("/")[2].removesuffix("_count"), 0) if node else 0
        faults.append(Fault("survey", row, _COLUMNS.get(fault.column, fault.column), fault.text))
    return list(dict.fromkeys(faults))


# -- pyxform ----------------------------------------------------------------------------------------------
def _xform(sheets: Mapping[str, Sheet], name: str, pretty: bool = False) -> tuple[bytes, bytes]:
    """pyxform's XForm of sheets that passed our own check, and the CSV of their external choices; its complaint as a fault.

    It gets the rows as we read them, so that every kind of file means the same and is parsed within our limits only.
    """
    from pyxform.errors import PyXFormError  # late: pyxform takes some 0.4 s to import
    from pyxform.xls2xform import convert

    try:
        result = convert(_workbook(sheets, name), warnings=[], validate=False, pretty_print=pretty)
    except PyXFormError as error:
        raise FormFaults([_from_pyxform(str(error))], where=name) from error
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        what = tr(f"pyxform无法转换：{error}", f"pyxform cannot convert it: {error}")
        raise FormFaults([Fault("survey", 0, "", what)], where=name) from error
    return str(result.xform).encode(), str(result.itemsets or "").encode()


def _workbook(sheets: Mapping[str, Sheet], name: str) -> dict[str, Any]:
    """The sheets in the shape of pyxform's own readers: rows from the second on, blank ones too."""
    book: dict[str, Any] = {"sheet_names": [sheet.name for sheet in sheets.values()], "fallback_form_name": name}
    for key in SHEETS:
        if key in sheets:
            headings = headings_of(key, sheets[key].columns)
            columns = [h.written for h in headings if is_usable(h) or "choices" not in key]
            book[key] = [{column: row[column] for column in columns if column in row} for _, row in sheets[key].rows]
            book[f"{key}_header"] = [dict.fromkeys(columns)]
    return book


def _from_pyxform(message: str) -> Fault:
    found = _ROW.search(message)
    sheet = next((name for name in ("choices", "settings", "entities") if f"'{name}'" in message), "survey")
    said = " ".join(message.split())
    return Fault(sheet, int(found[1]) if found else 0, "", Text(said, said))
