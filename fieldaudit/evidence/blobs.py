"""Evidence at rest: each blob is one sealed object in a file named by the hash of its bytes.

The same bytes lie here, on a stick and on a hub, so sending a photo is copying a file. A file is whole or not
there: temporary name, fsync, rename, fsync of the folder. Knows no table; rows that name blobs are `work`'s.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..domain.core import Scope
from ..errors import Damaged
from ..i18n import Text, tr
from ..store.files import demand_space, write_durably
from ..store.trust import Trust
from ..wire.blobs import blob_name, open_blob, read_blob_header, seal_blob

_SMALL = 200_000  # bytes; a record or a signature may use the room that is kept free for acts, a photo may not
_HEADER_ROOM = 1024  # bytes; a blob's magic and header are far shorter


class BlobStore:
    """The blobs of one workspace."""

    def __init__(self, folder: Path, trust: Trust) -> None:
        self.folder = folder
        self._trust = trust

    def path(self, name: str) -> Path:
        """Where the object of that name lies."""
        return self.folder / name[:2] / name

    def __contains__(self, name: str) -> bool:
        return self.path(name).exists()

    def put(self, plain: bytes, scope: Scope) -> str:
        """Seal and keep; durable when it returns. Gives the object's name (hash of the stored bytes)."""
        sealed = seal_blob(plain, self._trust.current_key(scope), self._trust.device, os.urandom(12))
        name = blob_name(sealed)
        self.put_sealed(name, sealed)
        return name

    def put_sealed(self, name: str, sealed: bytes) -> None:
        """Keep an object that came from elsewhere. Raises Damaged when its bytes are not those of its name, MachineError
        when the disk has no room, before anything is written.
        """
        if blob_name(sealed) != name:
            raise Damaged(tr("照片等材料的字节与其名称不符", "the bytes of a blob do not match its name"), where=name)
        if len(sealed) > _SMALL:
            demand_space(self.folder, len(sealed))
        write_durably(self.path(name), sealed)

    def sealed(self, name: str) -> bytes:
        """The stored bytes. Raises Damaged when missing or altered."""
        try:
            data = self.path(name).read_bytes()
        except OSError:
            raise Damaged(
                tr("材料文件不在本机", "a blob is not on this laptop"), where=name, todo=tr("同步后再试。", "Sync and try again.")
            ) from None
        if blob_name(data) != name:
            raise Damaged(tr("材料文件被改动或损坏", "a blob was altered or damaged"), where=name)
        return data

    def get(self, name: str) -> bytes:
        """The evidence itself, decrypted. Raises Damaged."""
        data = self.sealed(name)
        header = read_blob_header(data)
        key = self._trust.key(header.scope, header.epoch)
        if key is None:
            raise Damaged(tr("缺少打开该材料的密钥", "the key that opens this blob is missing"), where=name)
        return open_blob(data, key)

    def scope(self, name: str) -> Scope:
        """The scope whose key seals an object that is here."""
        with open(self.path(name), "rb") as file:
            return read_blob_header(file.read(_HEADER_ROOM)).scope

    def names(self) -> Iterator[str]:
        """Every object here."""
        for path in sorted(self.folder.glob("??/*")):
            if not path.name.startswith("."):
                yield path.name

    def verify(self, expected: Iterable[tuple[str, str]]) -> Iterator[Text]:
        """Name each blob that is altered, or whose content is not the (object name, sha256) a row says.

        Objects named by rows but not here yet are not faults: they may still be on another laptop.
        """
        wanted = dict(expected)
        for name in self.names():
            try:
                plain = self.get(name)
            except Damaged as error:
                yield tr(f"材料 blobs/{name[:2]}/{name}：{error.what}", f"blob blobs/{name[:2]}/{name}: {error.what}")
                continue
            if name in wanted and hashlib.sha256(plain).hexdigest() != wanted[name]:
                yield tr(f"材料 {name}：内容与登记的哈希不符", f"blob {name}: content differs from the recorded hash")
