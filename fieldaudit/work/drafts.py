"""Remarks that a supervisor has written and not sent yet. No facts: they are sealed on this laptop, for her alone.

They outlive the page, a lock and a crash; they are in no log, no sync and no backup. Sending or taking back the last
one removes the file.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ..domain.core import RowId
from ..store.files import write_durably
from .desk import Desk

_NONCE = 12


def kept(desk: Desk, inspection: RowId) -> dict[str, str]:
    """Question -> remark, of the person at the keyboard; none where there is no draft or it cannot be read."""
    path, name = _place(desk, inspection)
    try:
        data = path.read_bytes()
        found = json.loads(AESGCM(desk.workspace.data_key).decrypt(data[:_NONCE], data[_NONCE:], name))
    except (OSError, InvalidTag, ValueError):
        return {}
    return {str(question): str(text) for question, text in found.items()} if isinstance(found, dict) else {}


def keep(desk: Desk, inspection: RowId, remarks: Mapping[str, str]) -> None:
    """Replace the draft; durable when it returns. Blank remarks are left out. Raises MachineError."""
    path, name = _place(desk, inspection)
    written = {question: text for question, text in remarks.items() if text.strip()}
    if not written:
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
        return
    nonce = os.urandom(_NONCE)
    body = json.dumps(written, ensure_ascii=False).encode()
    write_durably(path, nonce + AESGCM(desk.workspace.data_key).encrypt(nonce, body, name))


def _place(desk: Desk, inspection: RowId) -> tuple[Path, bytes]:
    name = hashlib.sha256(f"remarks {desk.actor()} {inspection}".encode()).hexdigest()
    return desk.workspace.path / "drafts" / name, name.encode()
