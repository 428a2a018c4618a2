"""Works on a disk that fills up at every moment, and says what came of each thing it tried.

It tries a thing with so many bytes free, says "ack ..." or "refused ...", frees the disk and, when it was refused,
does it again: that must succeed. One process, one opening: a refusal must leave the program fit to go on.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

from killed_child import say
from killed_scripts import act, elsewhere, last_act, photo, photos
from store_world import NOW
from sync_world import Laptop

from fieldaudit import i18n
from fieldaudit.errors import FieldauditError
from fieldaudit.store import Workspace
from fieldaudit.store.backup import write_backup

FREE = (0, 0, 4096, 8192, 16_384, 32_768, 65_536, 150_000)  # bytes left on the disk


class Disk:
    """The disk the folder lies on, filled and freed by one big file."""

    def __init__(self, folder: Path) -> None:
        self._ballast = folder / "ballast"

    def fill(self, free: int) -> None:
        """Leave so many bytes."""
        room = shutil.disk_usage(self._ballast.parent).free - free
        with open(self._ballast, "wb") as file:
            if room > 0:
                os.posix_fallocate(file.fileno(), 0, room)

    def free(self) -> None:
        """Make room again."""
        self._ballast.unlink()


def things(folder: Path, workspace: Workspace) -> dict[str, Callable[[], str]]:
    """What a person does; each gives its number or name."""
    laptop = Laptop(workspace, NOW + 1_000_000)
    store = laptop.store

    def one_act() -> str:
        n = last_act(store) + 1
        act(laptop, n)
        return str(n)

    def one_photo() -> str:
        n = max(photos(store)) + 1
        photo(laptop, n)
        return str(n)

    def seal() -> str:
        store.seal()
        return ""

    def sync() -> str:
        laptop.sync(folder / "stick")
        return ""

    def backup() -> str:
        name = f"{len(list(folder.glob('*.zip')))}.zip"
        write_backup(workspace, folder / name, NOW, None)
        return name

    return {"act": one_act, "photo": one_photo, "seal": seal, "sync": sync, "backup": backup}


def attempt(what: str, thing: Callable[[], str]) -> bool:
    """Do it and say so, or say why not."""
    try:
        say(f"ack {what} {thing()}")
    except FieldauditError as error:
        say(" | ".join(map(str, ("refused", what, type(error).__name__, error.what, error.where, error.safe, error.todo))))
        return False
    return True


def main(folder: Path, chance: Random, rounds: int) -> None:
    disk = Disk(folder)
    for n in range(rounds):
        with Workspace.open(folder / "laptop", None) as workspace:
            todo = things(folder, workspace)
            for what in chance.sample(sorted(todo) * 2, 2 * len(todo)):
                attempt("act", todo["act"])  # so that there is something to seal
                elsewhere(Laptop(workspace), n)
                disk.fill(chance.choice(FREE))
                done = attempt(what, todo[what])
                while done and what == "act":  # the log's file may have had room in it
                    done = attempt(what, todo[what])
                disk.free()
                if not done and not attempt(what, todo[what]):
                    raise SystemExit(f"{what} is refused with room on the disk")
            disk.fill(0)
        attempt("open", lambda: _open_and_close(folder))
        disk.free()


def _open_and_close(folder: Path) -> str:
    with Workspace.open(folder / "laptop", None):
        return ""


if __name__ == "__main__":
    i18n.set_language("en")
    main(Path(sys.argv[1]), Random(sys.argv[2]), int(sys.argv[3]))
