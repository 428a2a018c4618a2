"""Writing a case file: a folder or a zip that is whole or not there, its list of hashes signed by this laptop.

Owns the manifest (SHA256SUMS, its signature, the keys and the certificate that vouch for it) and how the files get to the
disk. What belongs to a case is `contents`.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from ...domain.calendar import local_datetime
from ...errors import BadInput, Damaged, NotAllowed
from ...i18n import tr
from ...store import exchange
from ...store.files import make_folder, sync_file, sync_folder, temporary_name, writing
from ...wire.certs import certificate_parts
from ...wire.keys import public_pem
from ..desk import Desk, Row
from .contents import Contents, Entry, contents
from .howto import BUREAU_KEY, CERTIFICATE, CERTIFICATE_SIGNATURE, DEVICE_KEY, INDEX, PAGE, SIGNATURE, SUMS, About, page

Progress = Callable[[int, int], None]
_STORED = (".jpg", ".jpeg", ".png", ".heic", ".pdf", ".mp4", ".m4a", ".mp3")  # nothing is gained by squeezing these


@dataclass(frozen=True, slots=True)
class Exported:
    """A case file that is done. `missing`: what belongs to it but is not on this laptop."""

    path: Path
    files: int
    size: int
    missing: tuple[str, ...]
    bureau_code: str


class _Target(Protocol):
    def put(self, path: str, data: bytes) -> None: ...


def export(desk: Desk, home: Row, target: Path, progress: Progress | None = None) -> Exported:
    """Write the case file of a home: a zip when `target` ends in .zip, otherwise a folder. Never overwrites.

    Raises NotAllowed (this laptop is no device of the bureau and cannot sign), BadInput (the target exists), Damaged (a file
    here is not what was recorded), MachineError (disk full …); then nothing is left behind.
    """
    _may_sign(desk)
    _must_be_new(target)
    found = contents(desk, home)
    with _made(target, desk) as into:
        size = _write(desk, found, into, progress or (lambda done, of: None))
    return Exported(
        target, len(found.entries), size, tuple(path for path, _, _ in found.missing), bureau_code(desk.store.trust.bureau_public)
    )


def bureau_code(public: bytes) -> str:
    """The code of a bureau's key that people compare: SHA-256 of its 32 bytes, hex."""
    return hashlib.sha256(public).hexdigest()


def _may_sign(desk: Desk) -> None:
    trust = desk.store.trust
    if trust.keys is None or not trust.device or trust.latest(trust.device) is None:
        raise NotAllowed(
            tr("本机没有证书，不能为案卷签名", "this laptop has no certificate and cannot sign a case file"),
            todo=tr("先登记本机（enrol），再导出。", "Enrol this laptop first, then export."),
        )


def _must_be_new(target: Path) -> None:
    if os.path.lexists(target):
        raise BadInput(
            tr("已存在，不会覆盖", "it exists already and is not overwritten"), where=str(target),
            todo=tr("换一个名称。", "Choose another name."),
        )  # fmt: skip
    if not target.parent.is_dir():
        raise BadInput(tr("没有这个文件夹", "there is no such folder"), where=str(target.parent))


# -- the files ---------------------------------------------------------------------------------------------


def _write(desk: Desk, found: Contents, into: _Target, progress: Progress) -> int:
    sums: list[tuple[str, str]] = []
    size = 0
    for number, entry in enumerate(found.entries, start=1):
        data = entry.read()
        digest = hashlib.sha256(data).hexdigest()
        if entry.sha256 and entry.sha256 != digest:
            raise Damaged(tr("文件与登记的哈希不符", "a file differs from its recorded hash"), where=entry.path,
                          todo=tr("运行 verify 检查本机。", "Run verify to check this laptop."))  # fmt: skip
        into.put(entry.path, data)
        sums.append((digest, entry.path))
        size += len(data)
        progress(number, len(found.entries))
    for path, data in _manifest(desk, found, dict((path, digest) for digest, path in sums)):
        into.put(path, data)
        if path not in (SUMS, SIGNATURE):
            sums.append((hashlib.sha256(data).hexdigest(), path))
        size += len(data)
    listed = "".join(f"{digest}  {path}\n" for digest, path in sums).encode()
    keys = desk.store.trust.keys
    assert keys is not None  # asked before anything was written
    into.put(SUMS, listed)
    into.put(SIGNATURE, keys.sign("case-file", listed))
    return size + len(listed)


def _manifest(desk: Desk, found: Contents, hashes: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    trust = desk.store.trust
    keys = trust.keys
    assert keys is not None
    own = [row["object"] for row in exchange.certificates(desk.store) if row["device"] == trust.device]
    signed, signature = certificate_parts(own[-1])
    about = About(
        found.home["name"], desk.bureau()["name"], f"{local_datetime(desk.now):%Y-%m-%d %H:%M}",
        desk.name_of(desk.person) if desk.person else "—", trust.device, len(found.entries), len(found.missing),
        keys.sign_public.hex(), bureau_code(trust.bureau_public),
    )  # fmt: skip
    yield INDEX, _index(found, hashes)
    yield PAGE, page(about)
    yield "案卷.json", _about_json(about)
    yield DEVICE_KEY, public_pem(keys.sign_public)
    yield BUREAU_KEY, public_pem(trust.bureau_public)
    yield CERTIFICATE, signed
    yield CERTIFICATE_SIGNATURE, signature


def _about_json(about: About) -> bytes:
    shown = {"fieldaudit": "case-file/1", **{name: getattr(about, name) for name in About.__slots__}}
    return json.dumps(shown, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def _index(found: Contents, hashes: dict[str, str]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(("文件", "内容", "时间", "SHA-256", "说明"))
    writer.writerows((entry.path, entry.what, entry.at, hashes[entry.path], "") for entry in found.entries)
    writer.writerows((path, what, "", sha256, "不在本机，未收入") for path, what, sha256 in found.missing)
    return out.getvalue().encode("utf-8-sig")


# -- folder or zip -----------------------------------------------------------------------------------------


@contextmanager
def _made(target: Path, desk: Desk) -> Iterator[_Target]:
    """The folder or zip under a temporary name, given its own once it is whole."""
    temporary = temporary_name(target)
    try:
        with writing(target, temporary):
            if target.suffix.lower() == ".zip":
                with zipfile.ZipFile(temporary, "w", allowZip64=True) as archive:
                    yield _Zip(archive, local_datetime(desk.now))
                sync_file(temporary)
            else:
                temporary.mkdir()
                yield _Folder(temporary)
            os.replace(temporary, target)
            sync_folder(target.parent)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


class _Folder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, path: str, data: bytes) -> None:
        made = self._folder / path
        make_folder(made.parent)
        with open(made, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())


class _Zip:
    def __init__(self, archive: zipfile.ZipFile, at: datetime) -> None:
        self._archive, self._at = archive, at.timetuple()[:6]

    def put(self, path: str, data: bytes) -> None:
        info = zipfile.ZipInfo(path, self._at)
        info.external_attr = 0o644 << 16
        info.compress_type = zipfile.ZIP_STORED if path.lower().endswith(_STORED) else zipfile.ZIP_DEFLATED
        self._archive.writestr(info, data)


__all__ = ["Entry", "Exported", "bureau_code", "export"]
