"""Pictures that a phone sent for a visit, until they are put to its questions.

No facts: they lie sealed on this laptop, a file a picture, until they were placed or thrown away; they are in no log and no sync,
but in each backup that takes photos along. A picture that is placed is evidence like any other (`work.attaching`); its file
here stays while the visit is a draft, so that taking the act back leaves it at hand, and is dropped by a tray opened afterwards.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ..domain.core import RowId
from ..errors import BadInput, Damaged
from ..evidence.photo import Photo
from ..i18n import tr
from ..store.files import demand_space, disk_errors, write_durably
from .desk import Desk
from .evidence import read_one
from .inspect import state_of

_NONCE, _LENGTH = 12, 4
_MOST_HEAD = 4096  # bytes


@dataclass(frozen=True, slots=True)
class Waiting:
    """One picture. `size` bytes; `taken` ISO local time the camera wrote, or "" and then `changed_ms` of the phone's file."""

    path: Path
    name: str
    size: int
    changed_ms: int
    taken: str
    sha256: str


def keep(desk: Desk, inspection: RowId, name: str, data: bytes, changed_ms: int) -> bool:
    """Keep a picture; durable when it returns. False when it is here already, waiting or attached to this visit.

    Raises BadInput: it is no photo; MachineError: the disk.
    """
    one = read_one(data, name)
    if not isinstance(one.facts, Photo):
        todo = tr("请在检查表的题目上添加。", "Add it at a question of the checklist.")
        raise BadInput(tr("不是照片", "it is no photo"), where=name, todo=todo)
    path = _folder(desk, inspection) / _name(desk, one.facts.sha256)
    if path.exists() or _placed(desk, inspection, one.facts.sha256):
        return False
    head = {"name": name, "size": len(data), "changed": changed_ms, "taken": one.facts.taken_at or "", "sha256": one.facts.sha256}
    sealed = _sealed(desk, path, b"head", json.dumps(head, ensure_ascii=False).encode())
    body = _sealed(desk, path, b"body", data)
    demand_space(path.parent, len(body))
    write_durably(path, len(sealed).to_bytes(_LENGTH, "big") + sealed + body)
    return True


def waiting(desk: Desk, inspection: RowId) -> list[Waiting]:
    """The pictures of a visit. Reads the heads only: for a worker.

    A damaged one is listed by what the disk says of it: to look at it tells.
    """
    return [_head(desk, path) for path in _files(desk, inspection)]


def sweep(desk: Desk) -> None:
    """Drop the pictures that were placed in visits that are finished by now. For a worker. Raises MachineError."""
    with contextlib.suppress(FileNotFoundError):
        for folder in list(desk.workspace.received.iterdir()):
            visit = desk.store.find("inspection", id=folder.name) if folder.is_dir() else []
            if visit and state_of(desk, visit[0]).locked:
                for one in waiting(desk, visit[0]["id"]):
                    if one.sha256 and _placed(desk, visit[0]["id"], one.sha256):
                        drop(one.path)


def read(data_key: bytes, path: Path) -> bytes:
    """A picture's bytes as the phone sent them, by the workspace's key alone: on any thread. Raises Damaged."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _damaged(path) from error
    start = _LENGTH + int.from_bytes(data[:_LENGTH], "big")
    return _opened(data_key, path, b"body", data[start:])


def drop(path: Path) -> None:
    """Throw a picture away: it was placed, or nobody wants it. Raises MachineError."""
    with disk_errors(path):
        path.unlink(missing_ok=True)


def _placed(desk: Desk, inspection: RowId, sha256: str) -> bool:
    return bool(desk.store.find("attachment", owner_row=inspection, sha256=sha256))


def _folder(desk: Desk, inspection: RowId) -> Path:
    return desk.workspace.received / str(int(inspection))


def _files(desk: Desk, inspection: RowId) -> Iterator[Path]:
    with contextlib.suppress(FileNotFoundError):
        yield from sorted(each for each in _folder(desk, inspection).iterdir() if not each.name.startswith("."))


def _name(desk: Desk, sha256: str) -> str:
    """Of the content, under the workspace's key: a photo that somebody has cannot be looked for by its hash."""
    return hashlib.blake2b(sha256.encode(), key=desk.workspace.data_key[:64], digest_size=20, person=b"received").hexdigest()


def _sealed(desk: Desk, path: Path, part: bytes, data: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(desk.workspace.data_key).encrypt(nonce, data, part + path.name.encode())


def _opened(data_key: bytes, path: Path, part: bytes, sealed: bytes) -> bytes:
    try:
        return AESGCM(data_key).decrypt(sealed[:_NONCE], sealed[_NONCE:], part + path.name.encode())
    except (InvalidTag, ValueError) as error:
        raise _damaged(path) from error


def _head(desk: Desk, path: Path) -> Waiting:
    try:
        with open(path, "rb") as file:
            length = min(int.from_bytes(file.read(_LENGTH), "big"), _MOST_HEAD)
            said = json.loads(_opened(desk.workspace.data_key, path, b"head", file.read(length)))
        return Waiting(path, said["name"], said["size"], said["changed"], said["taken"], said["sha256"])
    except (OSError, Damaged):
        return Waiting(path, str(tr("损坏的照片", "damaged photo")), 0, 0, "", "")


def _damaged(path: Path) -> Damaged:
    return Damaged(tr("手机传来的照片损坏了", "a photo from the phone is damaged"), where=path.name,
                   todo=tr("请从手机再传一次。", "Send it from the phone again."))  # fmt: skip
