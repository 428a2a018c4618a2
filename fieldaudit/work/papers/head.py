"""The office's own head (letterhead): artwork that stands over the first page of notices, orders, opinions and letters.

Set and taken away by the administrator, the same on every laptop that syncs. It is kept beside the office's words, as text
(base64), and is read again every time: what can no longer be used is refused by name, never silently left off.
"""

from __future__ import annotations

import base64
import hashlib
import json
from contextlib import suppress
from typing import TYPE_CHECKING

from ...errors import BadInput, NotAllowed
from ...i18n import tr
from ...store import queries
from ..desk import COMMON, Desk, Row
from .words import demand_admin

if TYPE_CHECKING:
    from ...documents.typeset.artwork import Letterhead

HEADED = ("notice", "immediate", "reinspection", "referral")
MAX_HEAD = 4_000_000  # bytes of the file
_KIND = "letterhead"  # among the office's words


def head_of(desk: Desk, kind: str) -> Letterhead | None:
    """The head of a paper of this kind; None for the program's plain one. Raises BadInput."""
    row = _row(desk) if kind in HEADED else None
    return None if row is None else _read(row)


def heads_ever(desk: Desk, kind: str) -> list[Letterhead | None]:
    """Every head that a paper of this kind may have been printed with, the present one first; broken ones left out."""
    found: list[Letterhead | None] = []
    for row in queries.wordings_ever(desk.store, _KIND, "zh") if kind in HEADED else ():
        with suppress(BadInput):
            found.append(_read(row))
    return [*found, None]


def put_head(desk: Desk, data: bytes, name: str, reason: str = "") -> None:
    """Set the office's head for everybody. Admin only. Raises BadInput naming the file, what it is and what is wanted."""
    from ...documents.typeset.artwork import read_letterhead  # reportlab is slow to import

    demand_admin(desk)
    if len(data) > MAX_HEAD:
        raise BadInput(
            tr(f"版头文件超过 {MAX_HEAD // 1_000_000} MB", f"the head is larger than {MAX_HEAD // 1_000_000} MB"), where=name
        )
    read_letterhead(data, name)
    source = json.dumps({"name": name, "data": base64.b64encode(data).decode()}, ensure_ascii=False)
    made = desk.store.create(
        "wording", kind=_KIND, lang="zh", source=source, sha256=hashlib.sha256(data).hexdigest(), reason=reason.strip() or None
    )
    desk.commit(COMMON, "wording.set", [made])
    desk.seal()


def take_head_away(desk: Desk, reason: str = "") -> None:
    """Go back to the program's plain heads. Admin only."""
    demand_admin(desk)
    rows = desk.store.find("wording", kind=_KIND)
    if not rows:
        raise NotAllowed(tr("没有设定版头", "no head is set"))
    said = reason.strip() or "恢复原样"
    desk.commit(COMMON, "wording.set", [desk.store.edit("wording", row["id"], void=said) for row in rows])
    desk.seal()


def head_file(desk: Desk) -> tuple[str, bytes] | None:
    """Name and bytes of the file that was set, as it was."""
    row = _row(desk)
    return None if row is None else _file(row)


def _row(desk: Desk) -> Row | None:
    return max(desk.store.find("wording", kind=_KIND), key=lambda row: (row["_hlc"], row["id"]), default=None)


def _file(row: Row) -> tuple[str, bytes]:
    try:
        held = json.loads(row["source"])
        return str(held["name"]), base64.b64decode(held["data"])
    except (ValueError, KeyError, TypeError):  # of another version of the program
        raise BadInput(tr("登记的版头无法读取", "the head that is kept cannot be read"), where=_KIND) from None


def _read(row: Row) -> Letterhead:
    from ...documents.typeset.artwork import read_letterhead

    try:
        name, data = _file(row)
        return read_letterhead(data, name)
    except BadInput as error:
        error.todo = tr(
            "本局的版头无法使用：请管理员用 documents head set 更换，或用 documents head remove 取消。",
            "The office's head cannot be used: the admin replaces it with documents head set, or takes it away.",
        )
        raise
