"""Works in a workspace whose disk fills up, in its own mounts; says what happened, a line each."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from store_world import FIRST, NOW, begin, certificate, enrol, signed, write

from fieldaudit.errors import MachineError
from fieldaudit.evidence.blobs import BlobStore
from fieldaudit.i18n import set_language
from fieldaudit.store import Workspace
from fieldaudit.store.backup import keep_snapshot, write_backup
from fieldaudit.store.files import LOW, low_space
from fieldaudit.store.verify import verify

PHOTO = 3_000_000


def said(name: str, act: object) -> None:
    """Whether an act was done or refused, and what it left half written."""
    left = [path.name for path in disk.rglob(".*")]
    try:
        act()  # type: ignore[operator]
        print(name, "done", left, flush=True)
    except MachineError as error:
        print(name, type(error).__name__, str(error.what), left, flush=True)


def fill(free: int) -> None:
    """Leave so many bytes."""
    usage = os.statvfs(disk)
    size = usage.f_bavail * usage.f_frsize - free
    with open(disk / "filling", "ab") as file:
        os.posix_fallocate(file.fileno(), file.tell(), size)


def main() -> None:
    set_language("en")
    print("low", low_space(disk) is not None, os.statvfs(disk).f_blocks * os.statvfs(disk).f_frsize < LOW)
    with Workspace.create(disk / "w", None) as workspace:
        store = enrol(workspace.store, 1, signed(certificate(1)))
        blobs = BlobStore(workspace.blobs, store.trust)
        home = begin(store)
        said("photo", lambda: blobs.put(os.urandom(PHOTO), FIRST))
        fill(50_200_000)
        said("photo", lambda: blobs.put(os.urandom(PHOTO), FIRST))
        said("backup", lambda: write_backup(workspace, disk / "b.zip", NOW, None))
        said("record", lambda: blobs.put(b"a signed record", FIRST))
        print("snapshot", keep_snapshot(workspace, NOW, "2026-11-25") is not None)
        said("act", lambda: write(store, home, beds=1))
        fill(30_000)
        n = 1
        while n < 5_000:
            n += 1
            try:
                write(store, home, name=f"{n}" * 500)
            except MachineError as error:
                print("full", error.what, error.safe)
                break
        acts = store.acts
    (disk / "filling").unlink()
    with Workspace.open(disk / "w", None) as workspace:
        print("after", workspace.store.acts == acts, verify(workspace.store), len(list(workspace.blobs.glob("??/*"))))
        said("act", lambda: write(workspace.store, home, beds=2))


if __name__ == "__main__":
    disk = Path(sys.argv[1])
    main()
