"""Forms as facts: publishing a checklist version, opening a compiled one, listing and checking.

A form is compiled once (pyxform is slow to import) and its compiled bytes are kept in the encrypted cache; the
row in the database holds the source, so the cache may be deleted without loss.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import PurePath

from ..domain.core import COMMON, RowId
from ..errors import BadInput
from ..evidence.cache import Cache
from ..i18n import tr
from ..xform import Fault, Form, check, load
from .desk import Desk, Row

_MEDIA = {".md": "md", ".xlsx": "xlsx", ".csv": "csv", ".xml": "xml"}
_TEXT_MEDIA = ("md", "csv", "xml")


def media_type(file_name: str) -> str:
    """How a form file is read, from its ending. Raises BadInput."""
    suffix = PurePath(file_name).suffix.lower()
    if suffix not in _MEDIA:
        raise BadInput(
            tr(f"不认识这种表单文件：{suffix or file_name}", f"unknown kind of form file: {suffix or file_name}"),
            where=file_name,
            todo=tr("可用 .md、.xlsx、.csv 或 .xml。", "Use .md, .xlsx, .csv or .xml."),
        )
    return _MEDIA[suffix]


def check_file(data: bytes, file_name: str) -> list[Fault]:
    """Every fault of a form file, with sheet and row; empty when it is sound."""
    return check(data, media_type(file_name))


def publish(desk: Desk, data: bytes, file_name: str) -> RowId:
    """Make a form version known to every laptop. The same bytes again give the row that is there."""
    media = media_type(file_name)
    sha = hashlib.sha256(data).hexdigest()
    known = desk.store.find("form", sha256=sha)
    if known:
        return RowId(known[0]["id"])
    if media not in _TEXT_MEDIA:
        raise BadInput(
            tr("工作簿须另存为 Markdown 或 CSV 后发布", "save a workbook as Markdown or CSV to publish it"), where=file_name
        )
    form = load(data, media, file_name)
    titles = form.titles
    row = desk.store.create(
        "form",
        name=form.name,
        version=form.version,
        title_zh=titles.get("zh", form.name),
        title_en=titles.get("en", form.name),
        source=data.decode("utf-8"),
        media_type=media,
        sha256=sha,
    )
    desk.commit(COMMON, "form.publish", [row])
    _cache(desk).put(f"form-{sha}", form.to_bytes())
    return row.row


def open_form(desk: Desk, form: RowId) -> Form:
    """The compiled form of a row, from the cache or compiled anew."""
    row = desk.row("form", form)
    cache, key = _cache(desk), f"form-{row['sha256']}"
    cached = cache.get(key)
    if cached is not None:
        return _opened(cached)
    compiled = load(row["source"].encode(), row["media_type"], row["name"])
    cache.put(key, compiled.to_bytes())
    return compiled


@lru_cache(maxsize=4)
def _opened(compiled: bytes) -> Form:
    """A form is read-only and its expressions are compiled once: opened again and again, it is the same one."""
    return Form.from_bytes(compiled)


def newest(desk: Desk, name: str) -> Row:
    """The newest version of a form by name. Raises BadInput."""
    found = desk.store.find("form", name=name)
    if not found:
        names = ", ".join(sorted({row["name"] for row in desk.store.find("form")}))
        raise BadInput(tr(f"没有叫“{name}”的检查表", f"there is no form called {name!r}"), todo=names)
    return max(found, key=lambda row: (row["version"] or "", row["id"]))


def _cache(desk: Desk) -> Cache:
    return Cache(desk.workspace.cache, desk.workspace.data_key)
