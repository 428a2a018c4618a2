"""Forms as facts: publishing a checklist version, opening a compiled one, listing and checking.

A form is compiled once (pyxform is slow to import) and its compiled bytes are kept in the encrypted cache; the
row in the database holds the source as text, so the cache may be deleted without loss and any two versions can be
compared for ever. A workbook is kept as the text table it is the same form as; a form with lists of its own (CSV,
GeoJSON, XML) is kept with them as one bundle.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING

from ..domain.citations import cite_all
from ..domain.core import COMMON, RowId
from ..errors import BadInput, NotAllowed
from ..evidence.cache import Cache
from ..i18n import Text, tr
from .desk import Desk, Row

if TYPE_CHECKING:
    from ..xform import Fault, Form

FORM_FILES = {".md": "md", ".xlsx": "xlsx", ".xls": "xls", ".csv": "csv", ".xml": "xml"}
_WORKBOOKS = ("xlsx", "xls")
DATA_FILES = (".csv", ".geojson", ".xml")  # what a form may draw choices from
_CITING = ("order_basis", "basis", "refer_basis")
BUNDLE = "bundle"  # a source that is JSON: {"form": text, "media_type": …, "files": {name: text}}
MAX_SOURCE = 8_000_000  # bytes of a source: a commit holds twice that


def media_type(file_name: str) -> str:
    """How a form file is read, from its ending. Raises BadInput."""
    suffix = PurePath(file_name).suffix.lower()
    if suffix not in FORM_FILES:
        raise BadInput(
            tr(f"不认识这种表单文件：{suffix or file_name}", f"unknown kind of form file: {suffix or file_name}"),
            where=file_name,
            todo=tr("可用 .md、.xlsx、.xls、.csv 或 .xml。", "Use .md, .xlsx, .xls, .csv or .xml."),
        )
    return FORM_FILES[suffix]


def check_file(data: bytes, file_name: str, files: Mapping[str, bytes] | None = None) -> list[Fault]:
    """Every fault of a form file, with sheet and row; empty when it is sound. `files`: its media folder, by name."""
    from ..xform import check  # here and below: the window opens without a form engine

    return check(data, media_type(file_name), files)


def compile_file(data: bytes, file_name: str, files: Mapping[str, bytes] | None = None) -> Form:
    """The form of a file that is not published. Raises FormFaults with every fault, BadInput."""
    from ..xform import load

    return load(data, media_type(file_name), PurePath(file_name).stem, files)


def publish(desk: Desk, data: bytes, file_name: str, files: Mapping[str, bytes] | None = None) -> RowId:
    """Make a form version known to every laptop. The same form again gives the row that is there.

    Admin only. Raises FormFaults with every fault; BadInput when the version does not grow, or the file cannot be kept as text.
    """
    from ..xform import asks_encryption

    if desk.role() != "admin":
        raise NotAllowed(
            tr("检查表由管理员发布", "the administrator publishes forms"),
            todo=tr("请管理员发布。", "Ask the administrator to publish it."),
        )
    media, source = _source(data, file_name, files or {})
    sha = hashlib.sha256(data if media != BUNDLE else source.encode()).hexdigest()
    known = desk.store.find("form", sha256=sha)
    if known:
        return RowId(known[0]["id"])
    form = compile_file(data, file_name, files)
    sealed = asks_encryption(form)
    if sealed is not None:
        raise BadInput(sealed, where=file_name)
    _must_be_newer(desk, form, file_name)
    _tell_of_unknown_laws(desk, form)
    titles = form.titles
    row = desk.store.create(
        "form",
        name=form.name,
        version=form.version,
        title_zh=titles.get("zh", form.title),
        title_en=titles.get("en", form.title),
        source=source,
        media_type=media,
        sha256=sha,
    )
    desk.commit(COMMON, "form.publish", [row])
    _cache(desk).put(_key(sha), form.to_bytes())
    return row.row


def _source(data: bytes, file_name: str, files: Mapping[str, bytes]) -> tuple[str, str]:
    """Media type and text that a form is kept as."""
    from ..xform import read_sheets, to_markdown

    media = media_type(file_name)
    text = to_markdown(read_sheets(data, media)) if media in _WORKBOOKS else _text(data, file_name)
    media = "md" if media in _WORKBOOKS else media
    if files:
        kept = {name: _text(files[name], name) for name in sorted(files)}
        bundle = {"form": text, "media_type": media, "files": kept}
        media, text = BUNDLE, json.dumps(bundle, ensure_ascii=False, sort_keys=True, indent=0)
    if len(text.encode()) > MAX_SOURCE:
        raise BadInput(
            tr(
                f"检查表连同数据文件超过{MAX_SOURCE // 1_000_000} MB",
                f"the form with its lists exceeds {MAX_SOURCE // 1_000_000} MB",
            ),
            where=file_name,
        )
    return media, text


def _text(data: bytes, file_name: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput(
        tr("文件不是文本", "the file is not text"), where=file_name, todo=tr("请另存为 UTF-8 编码。", "Save it as UTF-8.")
    )


def _must_be_newer(desk: Desk, form: Form, file_name: str) -> None:
    """Two laptops must never mean different questions by one version. Raises BadInput."""
    held = desk.store.find("form", name=form.name)
    if not held:
        return
    last = max(held, key=_age)
    if _natural(form.version) <= _natural(str(last["version"] or "")):
        raise BadInput(
            tr(
                f"检查表“{form.name}”已有版本 {last['version']}，新版本号 {form.version or '（空）'} 没有增大",
                f"{form.name} is published as version {last['version']}: the new version {form.version or '(blank)'} does not grow",
            ),
            where=file_name,
            todo=tr("在 settings 表的 version 中填写更大的号。", "Write a greater version on the settings sheet."),
        )


def _tell_of_unknown_laws(desk: Desk, form: Form) -> None:
    """A clause that cannot be printed is told now, not when a notice is due in the building."""
    laws, unknown = desk.laws(), dict[str, None]()
    said = [form.fa.get("powers", ""), *(each.fa.get(name, "") for each in form.questions for name in _CITING)]
    for references in dict.fromkeys(said):
        try:
            cite_all(references, laws)
        except BadInput as error:
            unknown[error.where] = None
    if unknown:
        zh, en = "；".join(unknown), "; ".join(unknown)
        desk.told.append(
            Text(f"法规表中没有这些法规，或条款有误，不能印在文书上：{zh}", f"not printable, unknown law or clause: {en}")
        )


def open_form(desk: Desk, form: RowId) -> Form:
    """The compiled form of a row, from the cache or compiled anew."""
    row = desk.row("form", form)
    cache, key = _cache(desk), _key(row["sha256"])
    cached = cache.get(key)
    if cached is not None:
        return _opened(cached)
    compiled = _compiled(row)
    cache.put(key, compiled.to_bytes())
    return compiled


def _compiled(row: Row) -> Form:
    from ..xform import load

    if row["media_type"] != BUNDLE:
        return load(row["source"].encode(), row["media_type"], row["name"])
    bundle = json.loads(row["source"])
    files = {name: text.encode() for name, text in bundle["files"].items()}
    return load(bundle["form"].encode(), bundle["media_type"], row["name"], files)


@lru_cache(maxsize=4)
def _opened(compiled: bytes) -> Form:
    """A form is read-only and its expressions are compiled once: opened again and again, it is the same one."""
    from ..xform import Form

    return Form.from_bytes(compiled)


def newest(desk: Desk, name: str, version: str = "") -> Row:
    """The newest version of a form by name, or the one of that version. Raises BadInput."""
    found = [row for row in desk.store.find("form", name=name) if not version or row["version"] == version]
    if not found:
        known = desk.store.find("form", name=name) or desk.store.find("form")
        listed = sorted(known, key=lambda row: (row["name"], _age(row)))
        said = f"{name}@{version}" if version else name
        raise BadInput(
            Text(f"没有叫“{said}”的检查表", f"there is no form called {said!r}"),
            todo=", ".join(f"{row['name']}@{row['version']}".removesuffix("@") for row in listed),
        )
    return max(found, key=_age)


def is_newer(one: Row, other: Row) -> bool:
    """Whether a version of a form was made after another."""
    return _age(one) > _age(other)


def _age(row: Row) -> tuple[list[tuple[int, int, str]], int]:
    return _natural(str(row["version"] or "")), int(row["id"])


def _natural(version: str) -> list[tuple[int, int, str]]:
    """Versions in the order people count: 9 before 10, 2026.9 before 2026.10."""
    return [(1, int(part), "") if part.isdigit() else (0, 0, part) for part in re.findall(r"\d+|\D+", version)]


def _key(sha: str) -> str:
    from ..xform import FORMAT

    return f"form-{FORMAT}-{sha}"


def _cache(desk: Desk) -> Cache:
    return Cache(desk.workspace.cache, desk.workspace.data_key)
