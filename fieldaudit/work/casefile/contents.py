"""What belongs to a home's case file, and under which name each thing stands in it.

Owns the folders and names: Chinese as an archive would have them, safe on every file system, each once. Bytes are
read only when a file is written, so that a home of a thousand photos costs no memory. What this laptop does not hold
is listed with its hash and left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ...domain.calendar import local_datetime
from ...domain.core import RowId
from ...store import queries
from ..desk import Desk, Row
from ..evidence import is_photo
from ..filenames import Namer
from ..inspect import evidence_of
from ..papers import kind_word
from ..papers.parts import edition
from ..sheet import open_sheet
from .signature import signature_svg
from .timeline import timeline, timeline_csv, timeline_text

PAPERS, PHOTOS, FILES, SIGNATURES, RECORDS = "文书", "照片", "附件", "签名", "检查记录"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: where it stands, what it is, when it is from, and its bytes. `sha256` "": known only once it is written."""

    path: str
    what: str
    at: str
    read: Callable[[], bytes]
    sha256: str = ""


@dataclass(slots=True)
class Contents:
    """The files of a case, and what belongs to it but is not on this laptop (path, what, hash)."""

    home: Row
    entries: list[Entry] = field(default_factory=list)
    missing: list[tuple[str, str, str]] = field(default_factory=list)


def contents(desk: Desk, home: Row) -> Contents:
    """Everything that is recorded of a home, also under the rows that were merged into it or that it moved from."""
    homes = _same_home(desk, home)
    found = Contents(home)
    namer = Namer()
    _papers(desk, homes, found, namer)
    inspections = [row for one in homes for row in queries.rows_ever(desk.store, "inspection", "institution", one)]
    for inspection in inspections:
        _inspection(desk, inspection, found, namer)
    for table, row in _rows(desk, homes, inspections):
        _attached(desk, table, row, found, namer)
    acts = timeline(desk, homes)
    found.entries.append(Entry("时间线.csv", "时间线（表格）", "", lambda: timeline_csv(acts)))
    found.entries.append(Entry("时间线.txt", "时间线", "", lambda: timeline_text(home["name"], acts)))
    found.entries.append(Entry("机构.json", "机构登记信息", "", lambda: _home_json(home)))
    return found


def _same_home(desk: Desk, home: Row) -> list[RowId]:
    homes, waiting = [], [RowId(home["id"])]
    while waiting:
        one = waiting.pop()
        if one in homes:
            continue
        homes.append(one)
        row = desk.store.get("institution", one)
        if row is not None and row["moved_from"]:
            waiting.append(RowId(row["moved_from"]))
        waiting += [RowId(other["id"]) for other in queries.merged_rows(desk.store, one)]
    return homes


def _rows(desk: Desk, homes: Sequence[RowId], inspections: Sequence[Row]) -> Iterator[tuple[str, Row]]:
    """Every row of a case that files may hang on, but papers, in the order things happened."""
    for inspection in inspections:
        yield "inspection", inspection
        for step in queries.rows_ever(desk.store, "inspection_event", "inspection", RowId(inspection["id"])):
            yield "inspection_event", step
        for signature in queries.rows_ever(desk.store, "signature", "inspection", RowId(inspection["id"])):
            yield "signature", signature  # photos of a refusal to sign
    for home in homes:
        for item in queries.rows_ever(desk.store, "item", "institution", home):
            yield "item", item
            for event in queries.rows_ever(desk.store, "event", "item", RowId(item["id"])):
                yield "event", event
        for notice in queries.rows_ever(desk.store, "notice", "institution", home):
            for service in queries.rows_ever(desk.store, "service", "notice", RowId(notice["id"])):
                yield "service", service


# -- papers ------------------------------------------------------------------------------------------------


def _papers(desk: Desk, homes: Sequence[RowId], found: Contents, namer: Namer) -> None:
    rows = [row for home in homes for row in queries.rows_ever(desk.store, "paper", "institution", home)]
    for row in sorted(rows, key=lambda one: (str(one["issued_on"]), one["id"])):
        for file in queries.attachments_ever(desk.store, RowId(row["id"])):
            kind, version = kind_word(row["kind"]).zh, f"{'英文' if edition(row) == 'en' else ''}第{row['version'] or 1}版"
            name = f"{row['issued_on']}_{kind}_{row['number'] or ''}_{version}"
            _add(desk, found, namer, file, PAPERS, name, "pdf", f"{kind} {row['number'] or ''} {version}", str(row["issued_on"]))


# -- inspections -------------------------------------------------------------------------------------------


def _inspection(desk: Desk, row: Row, found: Contents, namer: Namer) -> None:
    number = str(row["number"])
    sheet = open_sheet(desk, RowId(row["id"])) if row["void"] is None else None
    if sheet is not None and sheet.state.locked:
        path = namer.name(number, "xml", RECORDS)
        found.entries.append(
            Entry(path, f"检查记录 {number}（签字时的原件）", _minute(local_datetime(row["started_at"])),
                  lambda: evidence_of(desk, RowId(row["id"])))
        )  # fmt: skip
    for signature in queries.rows_ever(desk.store, "signature", "inspection", RowId(row["id"])):
        _signature(signature, number, found, namer)


def _signature(row: Row, number: str, found: Contents, namer: Namer) -> None:
    who = row["name"] or row["party"]
    when = _minute(local_datetime(row["_at"]))
    base = f"{number}_{who}"
    about = {key: row[key] for key in ("party", "name", "post", "refused", "witness", "record_sha256") if row[key]}
    about |= {"signed_at": when, "strokes": json.loads(row["strokes_json"] or "[]")}
    if row["void"] is not None:
        about["void"] = row["void"]
    data = json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
    found.entries.append(Entry(namer.name(base, "json", SIGNATURES), f"签名数据 {who}", when, lambda: data))
    if about["strokes"]:
        whose = f"见证人 {row['witness']}" if row["refused"] else who
        drawn = signature_svg(about["strokes"], f"{whose} {when}")
        found.entries.append(Entry(namer.name(base, "svg", SIGNATURES), f"签名图 {whose}", when, lambda: drawn))


# -- what hangs on rows ------------------------------------------------------------------------------------


def _attached(desk: Desk, table: str, row: Row, found: Contents, namer: Namer) -> None:
    for file in queries.attachments_ever(desk.store, RowId(row["id"])):
        if file["kind"] in ("paper", "record"):
            continue
        photo = is_photo(file)
        given = str(file["file_name"] or "")
        ending = given.rpartition(".")[2].lower() if "." in given else "bin"
        when = str(file["taken_at"] or "")[:16] or _minute(local_datetime(file["_at"]))
        number = row.get("number") or _number_of(desk, table, row)
        parts = (number, when.replace(":", "").replace("T", "-"), _shown(desk, table, row, file), str(file["sha256"])[:8])
        what = "照片" if photo else "文件"
        said = f"{what}（{_STANDS_FOR.get(table, table)}{'，已作废：' + file['void'] if file['void'] else ''}）"
        _add(desk, found, namer, file, PHOTOS if photo else FILES, "_".join(filter(None, parts)), ending, said, when)
        if photo:
            _drawn(desk, file, found, namer)


def _shown(desk: Desk, table: str, row: Row, file: Row) -> str:
    """What a file shows, in a few words: its caption, the hazard's place, the question it answers."""
    item = row if table == "item" else desk.store.get("item", RowId(row["item"])) if table == "event" else None
    if item is None and table == "inspection" and file["path"]:
        links = desk.store.find("item_question", inspection=row["id"], path=file["path"])
        item = desk.store.get("item", RowId(links[0]["item"])) if links else None
    place = str(item["place"] or "") if item else ""
    return str(file["caption"] or place or file["path"] or "")[:24]


_STANDS_FOR = {"inspection": "检查", "item": "隐患", "event": "整改环节", "service": "送达", "inspection_event": "检查环节",
               "signature": "拒绝签字"}  # fmt: skip


def _number_of(desk: Desk, table: str, row: Row) -> str:
    """The number of the inspection that a hazard or one of its events comes from."""
    if table == "event":
        item = desk.store.get("item", RowId(row["item"]))
        return _number_of(desk, "item", item) if item else ""
    if row.get("inspection"):
        inspection = desk.store.get("inspection", RowId(row["inspection"]))
        return str(inspection["number"]) if inspection else ""
    return ""


def _drawn(desk: Desk, file: Row, found: Contents, namer: Namer) -> None:
    """What was drawn on a photo, as data beside the untouched original."""
    shapes = desk.store.find("annotation", attachment=file["id"])
    if shapes:
        said = [{key: one[key] for key in ("shape", "points_json", "text", "colour") if one[key]} for one in shapes]
        data = json.dumps({"photo": file["sha256"], "shapes": said}, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
        path = namer.name(f"标注_{str(file['sha256'])[:8]}", "json", PHOTOS)
        found.entries.append(Entry(path, "照片标注", "", lambda: data))


def _add(desk: Desk, found: Contents, namer: Namer, file: Row, folder: str, name: str, ending: str, what: str, at: str) -> None:
    path = namer.name(name, ending, folder)
    if file["object"] in desk.blobs:
        found.entries.append(Entry(path, what, at, lambda: desk.blobs.get(file["object"]), str(file["sha256"])))
    else:
        found.missing.append((path, what, str(file["sha256"])))


def _home_json(home: Row) -> bytes:
    shown = {key: value for key, value in home.items() if not key.startswith("_") and value is not None}
    return json.dumps(shown, ensure_ascii=False, indent=1, sort_keys=True, default=str).encode() + b"\n"


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M}"
