"""Who has the hub's disk has nothing: no name, answer or photo in it, and nothing that opens as anything known."""

from __future__ import annotations

import contextlib
import gzip
import io
import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from hub_world import Caller, claim, current, running
from PIL import Image
from store_world import ADMIN, COMMON, FIRST, NOW, certificate, take_trust
from sync_world import DISTRICTS, Laptop, stick_files

pytestmark = pytest.mark.slow  # a real hub and its whole disk

City = Callable[..., list[Laptop]]
SECRETS = ("夕阳红试验养老院", "安全出口被锁闭", "检查员甲", "13800000000", "lobby-door", *DISTRICTS.values())
ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "big5")


def spellings(secret: str) -> list[bytes]:
    found = []
    for encoding in ENCODINGS:
        with contextlib.suppress(UnicodeEncodeError):
            found.append(secret.encode(encoding))
    return [*found, secret.encode("unicode_escape"), secret.encode("utf-8").hex().encode()]


@pytest.fixture
def robbed(city: City, stick: Path, tmp_path: Path) -> tuple[Path, str]:
    """The folder of a hub that carries a day's work, and what it logged; a photo was left in parts."""
    (here,) = city(1)
    here.store.commit(COMMON, "person.add", ADMIN, [here.store.create("person", name="检查员甲", role="inspector")], NOW)
    visit = here.visit(FIRST, "夕阳红试验养老院")
    here.answer(visit, "安全出口被锁闭，电话 13800000000")
    picture = io.BytesIO()
    Image.new("RGB", (64, 64), (200, 30, 30)).save(picture, "JPEG")
    here.photo(visit, picture.getvalue(), file_name="lobby-door.jpg", caption="安全出口被锁闭")
    take_trust(here.store, certificate(2))
    second = here.store.trust.latest(2)
    assert second is not None
    here.store.trust.wrap_keys_for(second)
    here.sync(stick)
    carried = stick_files(stick)
    claim(tmp_path / "hub", current(50))
    with running(tmp_path / "hub") as hub, contextlib.closing(Caller(hub.port, 50)) as caller:
        for name, data in sorted(carried.items(), key=lambda each: not each[0].startswith("certs")):
            assert caller.put(name, data).status == 201, name
        blob = next(name for name in carried if name.startswith("blobs"))
        assert caller.put(blob, carried[blob], f"?part=0&parts=1&size={len(carried[blob])}").status == 201
        assert len(caller.post("stored", {"names": sorted(carried)}).json["objects"]) == len(carried)
        assert hub.stop() == 0
    return tmp_path / "hub", hub.log.read_text("utf-8")


def test_nothing_of_the_work_can_be_read_off_a_hubs_disk_or_log(robbed: tuple[Path, str]) -> None:
    folder, log = robbed
    kinds = set()
    for path in folder.rglob("*"):
        data, name = path.read_bytes() if path.is_file() else b"", path.relative_to(folder).as_posix()
        kinds.add(name.split("/")[1] if "/" in name else name)
        for secret in SECRETS:
            for spelling in spellings(secret):
                assert spelling not in data and spelling not in name.encode() and spelling not in log.encode(), (name, secret)
    assert kinds >= {"segments", "blobs", "certs", "keys", "receipts", "parts", "hub.json"}


def test_nothing_on_a_hubs_disk_opens_as_anything_known(robbed: tuple[Path, str]) -> None:
    opened: list[tuple[str, Callable[[bytes], object]]] = [
        ("zstd", lambda data: zstandard.ZstdDecompressor().decompress(data)),
        ("gzip", gzip.decompress),
        ("zlib", zlib.decompress),
        ("picture", lambda data: Image.open(io.BytesIO(data))),
    ]
    for path in (each for each in robbed[0].rglob("*") if each.is_file()):
        data = path.read_bytes()
        for what, read in opened:
            with pytest.raises((zstandard.ZstdError, OSError, zlib.error, EOFError, SyntaxError)):
                raise AssertionError((what, path, read(data)))
        with (
            pytest.raises(sqlite3.DatabaseError),
            contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database,
        ):
            database.execute("SELECT * FROM sqlite_master").fetchall()
        assert b"\xff\xd8\xff" not in data[:64] and b"\x28\xb5\x2f\xfd" not in data[:400]
