"""What a phone sent: one phone, each photo once, every photo in a sealed temporary file until somebody has taken it.

The key of a temporary file is in memory only: what a crash leaves behind is of no use to anybody and is swept away when
the workspace is opened next. The phone says that a photo arrived only once the window has made it durable.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ...errors import Damaged
from ...i18n import Text, tr
from ...store.files import discard, make_folder, temporary_name

MOST = 500  # photos of one session: an afternoon's
_PIECE = 1 << 20  # bytes sealed together; no more than that is in memory

CLOSED = tr("电脑上的窗口已关闭", "the panel on the laptop was closed")


@dataclass(frozen=True, slots=True)
class Target:
    """Where the photos go, as the phone shows it: the home's name and the question's wording ("" for the tray)."""

    home: str
    question: str = ""


class Sealed:
    """A file written piece by piece under a key of its own, which nobody keeps."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError."""
        make_folder(folder)
        self.path = temporary_name(folder / "photo")
        self.size = 0
        self._digest = hashlib.sha256()
        self._aead = AESGCM(AESGCM.generate_key(256))
        self._held = bytearray()
        self._pieces = 0
        self._file: BinaryIO = open(self.path, "xb", opener=_private)  # noqa: SIM115  it stays open between pieces

    def write(self, data: bytes) -> None:
        """More of it. Raises OSError."""
        self._digest.update(data)
        self.size += len(data)
        self._held += data
        while len(self._held) >= _PIECE:
            self._seal(_PIECE)

    def _seal(self, many: int) -> None:
        self._file.write(self._aead.encrypt(self._pieces.to_bytes(12, "big"), bytes(self._held[:many]), None))
        del self._held[:many]
        self._pieces += 1

    def end(self) -> str:
        """All is written and durable: gives the SHA-256. Raises OSError."""
        self._seal(len(self._held))
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        return self._digest.hexdigest()

    def read(self) -> bytes:
        """What was written. Raises Damaged."""
        whole, sealed = bytearray(), _PIECE + 16
        try:
            with open(self.path, "rb") as file:
                for number in range(self._pieces):
                    whole += self._aead.decrypt(number.to_bytes(12, "big"), file.read(sealed), None)
        except (OSError, InvalidTag) as error:
            what, todo = tr("收到的照片读不出来", "the photo that arrived cannot be read"), tr("请再传一次。", "Send it again.")
            raise Damaged(what, todo=todo) from error
        return bytes(whole)

    def discard(self) -> None:
        """Nobody needs it any more."""
        self._file.close()
        discard(self.path)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


class Received:
    """A photo that arrived whole. Whoever gets it says once what became of it (from any thread): `taken`, `refused` or `failed`."""

    def __init__(self, name: str, sha256: str, changed_ms: int, file: Sealed) -> None:
        self.name, self.sha256, self.size, self.changed_ms = name, sha256, file.size, changed_ms
        self.state, self.why = "received", Text("", "")
        self._file = file

    def read(self) -> bytes:
        """Its bytes, as the phone sent them. Raises Damaged."""
        return self._file.read()

    def taken(self, note: Text | None = None) -> None:
        """It is durable where it belongs; `note`: what the person should know."""
        self._end("taken", note or Text("", ""))

    def refused(self, why: Text) -> None:
        """It cannot be used, now or ever."""
        self._end("refused", why)

    def failed(self, why: Text) -> None:
        """It could not be kept this time; the phone may send it again."""
        self._end("failed", why)

    def _end(self, state: str, why: Text) -> None:
        self.why, self.state = why, state
        self._file.discard()


class Intake:
    """One session: a token, at most one phone, and what it sent."""

    def __init__(
        self, folder: Path, target: Target, on_photo: Callable[[Received], None], on_met: Callable[[], None] = lambda: None
    ) -> None:
        self.folder, self.target = folder, target
        self.token = secrets.token_urlsafe(24)  # 192 bits
        self.open = True
        self._on_photo, self._on_met = on_photo, on_met
        self._phone = b""
        self._lock = threading.Lock()
        self._by_id: dict[str, Received] = {}
        self._by_sha: dict[str, Received] = {}

    # -- who -------------------------------------------------------------------------------------------
    def knows(self, token: str) -> bool:
        """Is it our link? Compared in constant time."""
        return self.open and hmac.compare_digest(token.encode(), self.token.encode())

    def is_the_phone(self, cookie: str) -> bool:
        """Is it the phone that this session is for? The first that asks is."""
        given = cookie.encode()
        with self._lock:
            first = bool(given) and not self._phone
            self._phone = self._phone or given
        if first:
            self._on_met()
        return bool(given) and hmac.compare_digest(given, self._phone)

    # -- what ------------------------------------------------------------------------------------------
    def of(self, id_: str) -> Received | None:
        """What was sent under the phone's own number of a photo, unless it may be sent again."""
        found = self._by_id.get(id_)
        return None if found is None or found.state == "failed" else found

    @property
    def full(self) -> bool:
        """Were so many sent that no more are taken?"""
        return len(self._by_id) >= MOST

    def arrived(self, id_: str, name: str, changed_ms: int, file: Sealed) -> Received:
        """A photo is whole and durable: handed over, unless the very same was already."""
        sha256 = file.end()
        with self._lock:
            before = self._by_sha.get(sha256)
            if before is not None and before.state != "failed":
                file.discard()
                self._by_id[id_] = before
                return before
            made = self._by_id[id_] = self._by_sha[sha256] = Received(name, sha256, changed_ms, file)
        if self.open:
            self._on_photo(made)
        else:
            made.failed(CLOSED)
        return made

    def said(self) -> dict[str, dict[str, object]]:
        """Every photo by the phone's own number of it, as the page shows it."""
        with self._lock:
            return {id_: answer(each) for id_, each in self._by_id.items()}


def answer(photo: Received) -> dict[str, object]:
    """What the phone is told of a photo."""
    state, why = photo.state, photo.why
    return {"state": state, "sha256": photo.sha256, "bytes": photo.size, "zh": why.zh, "en": why.en}


__all__ = ["MOST", "Intake", "Received", "Sealed", "Target", "answer"]
