"""What may be deleted without loss: previews, compiled forms. Encrypted and authenticated with the data key."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ..store.files import write_durably

_NONCE = 12


class Cache:
    """A folder of encrypted files named by the hash of their key."""

    def __init__(self, folder: Path, data_key: bytes) -> None:
        self._folder, self._aead = folder, AESGCM(data_key)

    def _path(self, key: str) -> Path:
        return self._folder / hashlib.sha256(key.encode()).hexdigest()

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under a key, replacing what was there."""
        nonce = os.urandom(_NONCE)
        write_durably(self._path(key), nonce + self._aead.encrypt(nonce, data, key.encode()))

    def get(self, key: str) -> bytes | None:
        """The bytes kept under a key; None when absent or not what was written (it will be made again)."""
        try:
            data = self._path(key).read_bytes()
            return self._aead.decrypt(data[:_NONCE], data[_NONCE:], key.encode())
        except (FileNotFoundError, InvalidTag):
            return None
