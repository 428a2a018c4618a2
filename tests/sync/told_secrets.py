"""What must not be told: a day's work full of secrets, how each may be spelt, and what bytes can be opened as."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable
from pathlib import Path

import sqlcipher3
import zstandard
from PIL import Image
from store_world import ADMIN, COMMON, FIRST, NOW, certificate, take_trust
from sync_world import DISTRICTS, Laptop, stick_files

SECRETS = ("夕阳红试验养老院", "安全出口被锁闭", "检查员甲", "13800000000", "lobby-door", *DISTRICTS.values())
ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "big5")


def carry(here: Laptop, stick: Path) -> None:
    """Put a home, an answer, a person, a photo, certificates and wrapped keys on a stick."""
    here.store.commit(COMMON, "person.add", ADMIN, [here.store.create("person", name="检查员甲", role="inspector")], NOW)
    visit = here.visit(FIRST, "夕阳红试验养老院")
    here.answer(visit, "安全出口被锁闭，电话 13800000000")
    photo = io.BytesIO()
    Image.new("RGB", (64, 64), (200, 30, 30)).save(photo, "JPEG")
    here.photo(visit, photo.getvalue(), file_name="lobby-door.jpg", caption="安全出口被锁闭")
    take_trust(here.store, certificate(2))
    second = here.store.trust.latest(2)
    assert second is not None
    here.store.trust.wrap_keys_for(second)
    here.sync(stick)
    assert {name.partition("/")[0] for name in stick_files(stick)} == {"segments", "blobs", "certs", "keys", "receipts"}


def spellings(secret: str) -> list[bytes]:
    found = []
    for encoding in ENCODINGS:
        try:
            found.append(secret.encode(encoding))
        except UnicodeEncodeError:
            continue
    return [*found, secret.encode("unicode_escape"), secret.encode("utf-8").hex().encode()]


def told(data: bytes) -> list[str]:
    """The secrets that these bytes hold in some spelling."""
    return [secret for secret in SECRETS if any(spelling in data for spelling in spellings(secret))]


def payload(data: bytes) -> bytes:
    """What follows the clear header and the nonce of a sealed object."""
    length = int.from_bytes(data[8:12], "big")
    return data[12 + length + 12 :]


def opens(data: bytes) -> str | None:
    """The kind of file these bytes can be opened as, if any."""
    readers: dict[str, Callable[[bytes], object]] = {
        "zstd": zstandard.ZstdDecompressor().decompress,
        "gzip": gzip.decompress,
        "deflate": zlib.decompress,
        "picture": lambda content: Image.open(io.BytesIO(content)).load(),
        "SQLite": _as_sqlite,
    }
    for kind, read in readers.items():
        try:
            read(data)
        except (zstandard.ZstdError, OSError, EOFError, zlib.error, sqlcipher3.DatabaseError, ValueError):
            continue
        return kind
    return None


def _as_sqlite(data: bytes) -> object:
    if not data.startswith(b"SQLite format 3\0"):
        raise ValueError("not one")
    return data
