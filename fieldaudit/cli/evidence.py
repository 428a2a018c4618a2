"""Evidence as the command line tells and hands it out: what became of each file, shapes from JSON, originals on disk."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from ..domain.annotation import RED, wrong_with
from ..domain.core import RowId
from ..errors import BadInput, Refused
from ..evidence.photo import PREVIEW_LONGEST
from ..i18n import Text, tr
from ..store import queries
from ..work import annotate
from ..work.attaching import Given
from ..work.desk import Desk, Row
from ..work.evidence import is_photo, previews, wish
from .base import read_file, write_file

_SHAPE_FIELDS = {"shape", "points", "text", "colour"}


def brief(desk: Desk, row: Row) -> dict[str, Any]:
    """An attachment as data."""
    return {
        "id": str(row["id"]),
        "path": row["path"],
        "sha256": row["sha256"],
        "file_name": row["file_name"],
        "media_type": row["media_type"],
        "bytes": row["bytes"],
        "taken_at": row["taken_at"],
        "lat": row["lat"],
        "lon": row["lon"],
        "here": row["object"] in desk.blobs,
        "annotations": [
            {"id": str(each["id"]), "shape": each["shape"], "points": json.loads(each["points_json"] or "[]"),
             "text": each["text"] or "", "colour": each["colour"]}
            for each in desk.store.find("annotation", attachment=row["id"])
        ],
    }  # fmt: skip


def listed(desk: Desk, inspection: RowId) -> dict[str, list[dict[str, Any]]]:
    """An inspection's evidence: photos, and files that are no pictures."""
    rows = queries.attachments(desk.store, inspection)
    return {
        "photos": [brief(desk, row) for row in rows if is_photo(row)],
        "files": [brief(desk, row) for row in rows if row["kind"] == "file"],
    }


def line(brief: dict[str, Any], question: str) -> str:
    """An attachment as a line of `inspect show`."""
    here = "" if brief["here"] else tr("（还没有收到）", " (not here yet)")
    word = tr("照片", "photo") if brief["media_type"].startswith("image/") else tr("材料", "file")
    count = len(brief["annotations"])
    drawn = tr(f"（标注 {count} 处）", f" ({count} shapes drawn)") if count else ""
    return f"  {word} {question} {brief['file_name']} {brief['sha256'][:12]}{drawn}{here}"


def unread(paths: Sequence[str]) -> list[tuple[str, Callable[[], bytes]]]:
    """(name, what reads it): a batch of photos is not held in memory all at once."""
    return [(Path(path).name, partial(read_file, path)) for path in paths]


def set_aside(given: Sequence[Given]) -> None:
    """Say which files of a batch were not taken. Raises Refused: the others are kept already."""
    refused = [each.refused for each in given if each.refused is not None]
    if len(given) == 1 and refused:
        raise refused[0]
    if refused:
        raise Refused(
            tr(f"{len(refused)} 个文件不能用，已放在一边", f"{len(refused)} files cannot be used and were set aside"),
            safe=tr(f"其余 {len(given) - len(refused)} 个已保存。", f"The other {len(given) - len(refused)} are kept."),
            todo="\n".join(f"  {error.where}: {error.what} {error.todo}" for error in refused),
        )


def given_text(desk: Desk, given: Sequence[Given]) -> str:
    """What was taken, a line each."""
    rows = [desk.row("attachment", each.row) for each in given if each.row is not None]
    return "\n".join(f"{row['file_name']}  {row['sha256'][:12]}  {row['taken_at'] or ''}".rstrip() for row in rows)


_EXAMPLE = '[{"shape": "arrow", "points": [[0.2, 0.8], [0.5, 0.5]], "colour": "#e02020"}]'


def read_shapes(path: str) -> list[dict[str, Any]]:
    """Shapes from a JSON file, each well formed. Raises BadInput."""
    shapes: Any = None
    try:
        shapes = json.loads(read_file(path))
        good = isinstance(shapes, list) and all(isinstance(each, dict) and set(each) <= _SHAPE_FIELDS for each in shapes)
    except (ValueError, RecursionError):
        good = False
    if not good or not all(isinstance(each.get("points"), list) and isinstance(each.get("shape"), str) for each in shapes):
        raise BadInput(
            tr("不是标注文件", "not a file of shapes"),
            where=path,
            todo=Text(f"写作 {_EXAMPLE}", f"Write {_EXAMPLE}"),
        )
    for number, each in enumerate(shapes, 1):
        wrong = wrong_with(each["shape"], each["points"], str(each.get("text") or ""), str(each.get("colour") or RED))
        if wrong is not None:
            raise BadInput(wrong, where=f"{path} [{number}]")
    return list(shapes)


def draw(desk: Desk, attachment: RowId, shapes: Sequence[dict[str, Any]]) -> None:
    """Draw them on a photo, one act each."""
    for shape in shapes:
        annotate.annotate(
            desk, attachment, shape["shape"], shape["points"], str(shape.get("text") or ""), str(shape.get("colour") or RED)
        )


def export(desk: Desk, inspection: RowId, folder: str) -> list[str]:
    """Write the originals, byte for byte, and the pictures with what is drawn on them. Gives the files' names."""
    os.makedirs(folder, exist_ok=True)
    written = []
    small = previews(desk)
    for row in queries.attachments(desk.store, inspection):
        if row["object"] not in desk.blobs:
            desk.told.append(Text(f"{row['file_name']} 不在本机，没有导出", f"{row['file_name']} is not here: not written"))
            continue
        name = f"{row['sha256'][:8]}-{_safe_name(row['file_name'])}"
        files = {name: desk.blobs.get(row["object"])}
        asked = wish(desk, row, PREVIEW_LONGEST) if is_photo(row) else None
        if asked is not None and asked.shapes:
            files[f"{Path(name).stem}-标注.jpg"] = small.make(asked)
        for file_name, data in files.items():
            write_file(str(Path(folder) / file_name), data)
            written.append(file_name)
    return written


def _safe_name(name: str | None) -> str:
    """A file name that every system takes; where it came from does not matter."""
    last = re.split(r"[/\\]", name or "")[-1]
    return re.sub(r'[<>:"|?*\x00-\x1f]', "_", last).strip(". ")[-120:] or "file"
