"""What somebody has typed and not sent yet, and the filters saved on a laptop. No facts: they are sealed on this laptop.

They outlive the page, a lock and a crash; they are in no log, no sync and no backup. What is not sent yet is its
author's alone, and sending or taking back the last of it removes the file; saved filters are everybody's here.
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
    return _read(desk, _own(desk, inspection))


def keep(desk: Desk, inspection: RowId, remarks: Mapping[str, str]) -> None:
    """Replace the draft; durable when it returns. Blank remarks are left out. Raises MachineError."""
    _write(desk, _own(desk, inspection), remarks)


def filters(desk: Desk, page: str) -> dict[str, str]:
    """Name -> filter, as a page of the window saved them on this laptop; their search words may name homes and people."""
    return _read(desk, f"filters {page}")


def save_filters(desk: Desk, page: str, named: Mapping[str, str]) -> None:
    """Replace a page's saved filters; durable when it returns. Raises MachineError."""
    _write(desk, f"filters {page}", named)


def _own(desk: Desk, inspection: RowId) -> str:
    return f"remarks {desk.actor()} {inspection}"


def _read(desk: Desk, what: str) -> dict[str, str]:
    path, name = _place(desk, what)
    try:
        data = path.read_bytes()
        found = json.loads(AESGCM(desk.workspace.data_key).decrypt(data[:_NONCE], data[_NONCE:], name))
    except (OSError, InvalidTag, ValueError):
        return {}
    return {str(question): str(text) for question, text in found.items()} if isinstance(found, dict) else {}


def _write(desk: Desk, what: str, remarks: Mapping[str, str]) -> None:
    path, name = _place(desk, what)
    written = {question: text for question, text in remarks.items() if text.strip()}
    if not written:
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
        return
    nonce = os.urandom(_NONCE)
    body = json.dumps(written, ensure_ascii=False).encode()
    write_durably(path, nonce + AESGCM(desk.workspace.data_key).encrypt(nonce, body, name))


def _place(desk: Desk, what: str) -> tuple[Path, bytes]:
    name = hashlib.sha256(what.encode()).hexdigest()
    return desk.workspace.path / "drafts" / name, name.encode()
