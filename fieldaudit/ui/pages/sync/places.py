"""Where a carrier may be: sticks that are plugged in now, and folders that were used before. Knows no Qt and no record."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from ....store import exchange
from ....store.store import Store
from ...text import tr

_STICKS = ("/media/", "/run/media/", "/Volumes/")  # where desktops mount what is plugged in
_REMOVABLE = 2  # GetDriveTypeW


@dataclass(frozen=True, slots=True)
class Place:
    """A folder that is, was or may be a carrier."""

    path: Path
    stick: bool
    last_sync: int | None = None  # ms; None: never used
    usable: bool = False
    free: int = 0  # bytes
    called: str = ""

    @property
    def name(self) -> str:
        """What people call it: the stick's label, the folder's name."""
        return self.called or self.path.name or str(self.path)


def places(store: Store, demo: Path | None = None) -> list[Place]:
    """Sticks plugged in and folders used before; what can be used now first, then the one used last.

    `demo`: the folder that stands for the stick of the demo. It comes first, wherever the demo was when it was played.
    """
    used = {Path(row["place"]): row["last_sync"] for row in exchange.carriers(store) if row["kind"] != "hub"}
    sticks = plugged_in()
    if demo is not None:
        last = max((at for path, at in used.items() if path.name == demo.name), default=None)
        used = {path: at for path, at in used.items() if path.name != demo.name}
        first = [replace(_place(demo, True, last), called=tr("sync.demoStick"))]
    else:
        first = []
    found = [_place(path, path in sticks or is_stick(path), used.get(path)) for path in dict.fromkeys([*sticks, *used])]
    return first + sorted(found, key=lambda place: (not place.usable, -(place.last_sync or 0), str(place.path)))


def _place(path: Path, stick: bool, last_sync: int | None) -> Place:
    with suppress(OSError):
        if path.is_dir():
            return Place(path, stick, last_sync, True, shutil.disk_usage(path).free)
    return Place(path, stick, last_sync)


def is_stick(path: Path) -> bool:
    """Does it lie where a desktop mounts sticks?"""
    return path.as_posix().startswith(_STICKS)


def plugged_in() -> list[Path]:
    """The removable drives that are mounted now."""
    if sys.platform == "win32":
        return _windows_drives()
    with suppress(OSError):
        mounted = Path("/proc/mounts").read_text("utf-8", "replace").splitlines()
        paths = [Path(line.split(" ")[1].replace("\\040", " ")) for line in mounted if len(line.split(" ")) > 1]
        return sorted(path for path in paths if is_stick(path) and os.access(path, os.R_OK))
    return []


def _windows_drives() -> list[Path]:
    import ctypes

    kind = getattr(ctypes, "windll").kernel32.GetDriveTypeW  # noqa: B009  not there on other systems
    return [Path(f"{letter}:\\") for letter in "DEFGHIJKLMNOPQRSTUVWXYZ" if kind(f"{letter}:\\") == _REMOVABLE]
