"""What may be deleted without loss: previews, compiled forms. Encrypted and authenticated with the data key.

Knows no originals. A file is whole or makes no sense to the key, so neither a crash nor another hand can put a wrong
picture here, and nothing waits for the disk: what is lost is made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


class Cache:
    """A folder of encrypted files named by the hash of their key."""

    def __init__(self, folder: Path, data_key: bytes) -> None:
        self._folder, self._aead = folder, AESGCM(data_key)

    def _path(self, key: str) -> Path:
        return self._folder / hashlib.sha256(key.encode()).hexdigest()

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under a key, replacing what was there; not kept where the disk is full or refuses."""
        nonce = os.urandom(_NONCE)
        path = self._path(key)
        temporary = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(nonce + self._aead.encrypt(nonce, data, key.encode()))
            os.replace(temporary, path)
        except OSError:  # a cache may miss anything: an act must not fail because a preview could not be kept
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)

    def get(self, key: str) -> bytes | None:
        """The bytes kept under a key; None when absent or not what was written (it will be made again)."""
        try:
            data = self._path(key).read_bytes()
        except OSError:
            return None
        try:
            return self._aead.decrypt(data[:_NONCE], data[_NONCE:], key.encode())
        except (InvalidTag, ValueError):  # altered, or cut off within the nonce
            return None
