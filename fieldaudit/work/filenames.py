"""Names of files that leave the program: safe on every file system, readable, no two alike. Pure."""

from __future__ import annotations

import re

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_LONGEST = 60  # characters, so that a path stays below what the oldest file systems take


def safe_name(name: str) -> str:
    """The name without what a file system forbids, at most 60 characters; 未命名 when nothing is left."""
    cleaned = _UNSAFE.sub("-", name).strip(" .")
    own = f"_{cleaned}" if _RESERVED.fullmatch(cleaned) else cleaned
    return own[:_LONGEST].strip(" .") or "未命名"


class Namer:
    """Gives every file of a folder a name of its own, also where capitals do not count."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def name(self, name: str, ending: str, folder: str = "") -> str:
        """`folder/name.ending`, with -2, -3 … when it was given already."""
        base, ending = safe_name(name), safe_name(ending)[:8]
        stem = f"{folder}/{base}" if folder else base
        path, count = f"{stem}.{ending}", 1
        while path.casefold() in self._given:
            count += 1
            path = f"{stem}-{count}.{ending}"
        self._given.add(path.casefold())
        return path
