"""The way in: from what an author made to a compiled `Form`, or to the list of its faults."""

from __future__ import annotations

import re

from ..errors import BadInput
from ..i18n import Text, tr
from . import xforms
from .check import check_sheets
from .columns import FA_PREFIX
from .faults import Fault, FormFaults
from .form import Form
from .sheets import read, settings_of

_ROW = re.compile(r"\[?row\s*:?\s*(\d+)\]?", re.IGNORECASE)
_FILE_TYPES = {"md": ".md", "csv": ".csv", "xlsx": ".xlsx"}


def load(source: bytes, media_type: str, name: str) -> Form:
    """Compile a form. `media_type` is "md", "xlsx", "csv" (XLSForm) or "xml" (XForm); `name` is for messages,
    and the form's name where it gives itself none.

    Raises FormFaults with every fault found, BadInput for a file that is no form.
    """
    if media_type == "xml":
        return xforms.read(_not_empty(source), name)
    sheets = read(source, media_type)
    faults = check_sheets(sheets)
    if faults:
        raise FormFaults(faults, where=name)
    settings = settings_of(sheets)
    form = xforms.read(_xform(source, media_type, name), name)
    prefix = f"{FA_PREFIX}_"
    own = {column.removeprefix(prefix): value for column, value in settings.items() if column.startswith(prefix) and value}
    data = {**form.data, "fa_settings": own}
    if not (settings.get("form_id") or settings.get("id_string")):
        data |= {"name": name, "title": settings.get("form_title") or name}
    return Form(data)


def check(source: bytes, media_type: str) -> list[Fault]:
    """Every fault of a form; an empty list when it can be used. Raises BadInput for a file that is no form."""
    try:
        load(source, media_type, "form")
    except FormFaults as error:
        return list(error.faults)
    return []


def _not_empty(source: bytes) -> bytes:
    if not source.strip():
        raise BadInput(tr("文件是空的", "the file is empty"))
    return source


def _xform(source: bytes, media_type: str, name: str) -> bytes:
    """pyxform's XForm of an XLSForm that passed our own check; its complaint as a fault."""
    from pyxform.errors import PyXFormError  # late: pyxform takes some 0.4 s to import
    from pyxform.xls2xform import convert

    try:
        text = convert(source, warnings=[], validate=False, file_type=_FILE_TYPES[media_type]).xform
    except PyXFormError as error:
        raise FormFaults([_from_pyxform(str(error))], where=name) from error
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        what = tr(f"pyxform无法转换：{error}", f"pyxform cannot convert it: {error}")
        raise FormFaults([Fault("survey", 0, "", what)], where=name) from error
    return str(text).encode()


def _from_pyxform(message: str) -> Fault:
    found = _ROW.search(message)
    sheet = next((name for name in ("choices", "settings") if f"'{name}'" in message), "survey")
    said = " ".join(message.split())
    return Fault(sheet, int(found[1]) if found else 0, "", Text(said, said))
