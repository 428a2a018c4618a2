"""Evidence in rows: photos, PDFs, recordings and papers as attachments, their blobs durable before any row names them.

Owns what counts as a photo, what the same bytes were used for before, and the small pictures for papers. Knows no
inspection: whether something may be attached now is the act's question.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..domain.annotation import Shape, read_shape
from ..domain.core import Change, RowId, Scope
from ..errors import BadInput
from ..evidence.cache import Cache
from ..evidence.files import File, read_evidence
from ..evidence.photo import Photo
from ..evidence.previews import Previews, Wish
from ..i18n import Text, tr
from ..store import photos
from ..wire.blobs import MAX_BLOB
from .desk import Desk, Row

PHOTO_KINDS = frozenset(("photo", "before", "after"))
FILE = "file"  # evidence that is no picture; it never counts where the rules ask for a photo


@dataclass(frozen=True, slots=True)
class Kept:
    """A file read to its end whose bytes are durable in a blob, though no row names it yet."""

    file_name: str
    facts: Photo | File
    object: str  # the blob's name

    @property
    def is_photo(self) -> bool:
        """Whether it counts where the rules ask for a photo."""
        return isinstance(self.facts, Photo)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file given as evidence, read but not kept yet."""

    file_name: str
    data: bytes
    facts: Photo | File

    @property
    def is_photo(self) -> bool:
        """Whether it counts where the rules ask for a photo."""
        return isinstance(self.facts, Photo)


def read_one(data: bytes, file_name: str) -> Evidence:
    """One file, read to its end. Raises BadInput naming it."""
    demand_size(len(data), file_name)
    return Evidence(file_name, data, read_evidence(data, file_name))


def demand_size(size: int, file_name: str) -> None:
    """Refuse what no blob can hold, by its size in bytes, before it is read. Raises BadInput."""
    if size > MAX_BLOB:
        raise BadInput(
            tr(f"文件超过 {MAX_BLOB // 1_000_000} MB", f"the file is larger than {MAX_BLOB // 1_000_000} MB"),
            where=file_name,
            todo=tr("请先压缩或分段。", "Make it smaller or split it first."),
        )


def read_all(files: Iterable[tuple[str, bytes]]) -> list[Evidence]:
    """The files of one act: all of them are good, and no two are the same. Raises BadInput naming the first that is not."""
    found: dict[str, Evidence] = {}
    for name, data in files:
        one = read_one(data, name)
        twin = found.setdefault(one.facts.sha256, one)
        if twin is not one:
            raise BadInput(
                tr(f"与 {twin.file_name} 是同一个文件", f"the same file as {twin.file_name}"),
                where=name,
                todo=tr("换成另一张照片。", "Give another photo."),
            )
    return list(found.values())


def count_photos(read: Iterable[Evidence | Kept]) -> int:
    """How many of them are pictures: only those count as photos."""
    return sum(one.is_photo for one in read)


def keep(desk: Desk, scope: Scope, one: Evidence) -> Kept:
    """Make the bytes durable, sealed for a scope; needs no act, so it may be called on any thread with a desk to read from.

    Bytes known in this scope are not stored twice. Raises MachineError: no room on the disk.
    """
    return Kept(one.file_name, one.facts, _blob(desk, scope, one.data, one.facts.sha256))


def evidence_change(
    desk: Desk, scope: Scope, owner_table: str, owner: RowId, one: Evidence | Kept, kind: str, path: str = "", caption: str = ""
) -> Change:
    """The attachment row of a file, its blob already durable; whoever attaches bytes that were attached elsewhere is told."""
    facts = one.facts
    desk.told += [_used_at(one.file_name, where) for where in used_at(desk, facts.sha256, owner)]
    cells = _picture_cells(facts) if isinstance(facts, Photo) else {}
    return desk.store.create(
        "attachment",
        owner_table=owner_table,
        owner_row=owner,
        path=path or None,
        kind=kind if one.is_photo else FILE,
        sha256=facts.sha256,
        object=(one if isinstance(one, Kept) else keep(desk, scope, one)).object,
        bytes=facts.bytes,
        media_type=facts.media_type,
        file_name=one.file_name,
        caption=caption or None,
        **cells,
    )


def _picture_cells(photo: Photo) -> dict[str, str | int | float | None]:
    names = ("width", "height", "taken_at", "lat", "lon", "camera")
    return {name: getattr(photo, name) for name in names}


def file_change(
    desk: Desk, scope: Scope, owner_table: str, owner: RowId, data: bytes, file_name: str, kind: str, media_type: str
) -> Change:
    """The attachment row of a file of our own making (record, paper), its blob already durable."""
    sha = hashlib.sha256(data).hexdigest()
    return desk.store.create(
        "attachment",
        owner_table=owner_table,
        owner_row=owner,
        kind=kind,
        sha256=sha,
        object=_blob(desk, scope, data, sha),
        bytes=len(data),
        media_type=media_type,
        file_name=file_name,
    )


def _blob(desk: Desk, scope: Scope, data: bytes, sha256: str) -> str:
    for row in desk.store.find("attachment", sha256=sha256):
        name = str(row["object"])
        if name in desk.blobs and desk.blobs.scope(name) == scope:
            return name
    return desk.blobs.put(data, scope)


# -- the same bytes again --------------------------------------------------------------------------------
def used_at(desk: Desk, sha256: str, besides: RowId) -> list[Text]:
    """What else on this laptop has the very same bytes attached, each thing once."""
    owners = {(row["owner_table"], row["owner_row"]) for row in desk.store.find("attachment", sha256=sha256)}
    return [_thing(desk, table, RowId(owner)) for table, owner in sorted(owners) if owner != besides]


def _thing(desk: Desk, table: str, owner: RowId) -> Text:
    row = desk.store.get(table, owner) if table in ("inspection", "item", "event") else None
    if row is not None and table == "event":
        table, row = "item", desk.store.get("item", RowId(row["item"]))
    if row is None:
        return Text(f"{table} {owner}", f"{table} {owner}")
    if table == "inspection":
        return Text(f"检查 {row['number']}", f"inspection {row['number']}")
    return Text(f"整改项 {row['id']}（{row['place'] or ''}）", f"plan item {row['id']} ({row['place'] or ''})")


def _used_at(file_name: str, where: Text) -> Text:
    return Text(f"注意：{file_name} 已用于{where.zh}", f"Note: {file_name} is already attached to {where.en}")


# -- what is shown of it ---------------------------------------------------------------------------------
def is_photo(row: Row) -> bool:
    """Whether an attachment counts as a photo."""
    return row["kind"] in PHOTO_KINDS and str(row["media_type"]).startswith("image/")


def shapes_on(desk: Desk, attachment: RowId | int) -> tuple[Shape, ...]:
    """What is drawn on a picture, in the order it was drawn; what is not well formed is passed over."""
    rows = sorted(desk.store.find("annotation", attachment=attachment), key=lambda row: (row["_hlc"], row["id"]))
    return tuple(shape for shape in map(read_shape, rows) if shape is not None)


def shapes_by(desk: Desk, rows: Iterable[Row]) -> dict[int, tuple[Shape, ...]]:
    """What is drawn on each of these attachments, in one reading; attachments without shapes are left out."""
    drawn = photos.drawn_on(desk.store, (row["id"] for row in rows))
    return {of: tuple(shape for shape in map(read_shape, found) if shape is not None) for of, found in drawn.items()}


def previews(desk: Desk) -> Previews:
    """The small pictures of this workspace."""
    return Previews(Cache(desk.workspace.cache, desk.workspace.data_key), desk.blobs.get)


def wish(desk: Desk, row: Row, longest: int, bold: float = 1.0) -> Wish:
    """The small picture of an attachment with everything that is drawn on it, `bold` times heavier than on a screen."""
    return Wish(row["object"], row["sha256"], longest, shapes_on(desk, row["id"]), bold)


def record_of_shapes(desk: Desk, rows: Sequence[Row]) -> list[list[object]]:
    """What is drawn on these attachments, as the signed record lists it."""
    return [
        [row["sha256"], shape.kind, [list(point) for point in shape.points], shape.text, shape.colour]
        for row in rows
        for shape in shapes_on(desk, row["id"])
    ]
