"""Works on a disk that makes trouble at every moment, and says what came of each thing it tried.

It tries a thing while the disk is full (or calls of the system fail, by libfiu), says "ack ..." or "refused ...", lets
the trouble end and, when it was refused, does it again: that must succeed. In one process, for a refusal must leave
the program fit to go on. In the end it dies without closing anything.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from random import Random

from killed_child import refusal, say
from killed_scripts import act, elsewhere, last_act, photo, photos
from store_world import NOW
from sync_world import Laptop

from fieldaudit import i18n
from fieldaudit.errors import FieldauditError
from fieldaudit.store import Workspace
from fieldaudit.store.backup import write_backup

FREE = (0, 0, 4096, 8192, 16_384, 32_768, 65_536, 150_000)  # bytes left on the disk
OFTEN = (1.0, 0.5, 0.2, 0.05)  # how likely each call fails
CODES = (5, 28)  # EIO, ENOSPC

Trouble = Callable[[], AbstractContextManager[object]]
Thing = Callable[[], object]


# -- troubles --------------------------------------------------------------------------------------------


@contextmanager
def full(folder: Path, free: int) -> Iterator[None]:
    """The disk the folder lies on has so many bytes left: one big file takes the rest."""
    ballast = folder / "ballast"
    room = shutil.disk_usage(folder).free - free
    with open(ballast, "wb") as file:
        if room > 0:
            os.posix_fallocate(file.fileno(), 0, room)
    try:
        yield
    finally:
        ballast.unlink()


@contextmanager
def failing(point: str, often: float, code: int) -> Iterator[None]:
    """Calls of one kind fail at random with an errno. Only under fiu-run, which brings the functions called here."""
    libfiu = ctypes.CDLL(None)
    error = ctypes.c_char_p()
    command = f"enable_random name={point},probability={often},failinfo={code}"
    if libfiu.fiu_rc_string(command.encode(), ctypes.byref(error)) != 0:
        raise SystemExit(f"libfiu refuses: {command}")
    try:
        yield
    finally:
        libfiu.fiu_rc_string(f"disable name={point}".encode(), ctypes.byref(error))


def trouble(kind: str, folder: Path, chance: Random) -> Trouble:
    """`full`, or the name of a point of libfiu."""
    if kind == "full":
        return lambda: full(folder, chance.choice(FREE))
    ctypes.CDLL(None).fiu_set_prng_seed(chance.randrange(1 << 31))
    return lambda: failing(kind, chance.choice(OFTEN), chance.choice(CODES))


# -- what is tried ---------------------------------------------------------------------------------------


def things(folder: Path, workspace: Workspace) -> dict[str, Thing]:
    """What a person does; each gives its number or name."""
    laptop = Laptop(workspace, NOW + 1_000_000)
    store = laptop.store

    def one_act() -> int:
        n = last_act(store) + 1
        act(laptop, n)
        return n

    def one_photo() -> int:
        n = max(photos(store)) + 1
        photo(laptop, n)
        return n

    def backup() -> str:
        name = f"{len(list(folder.glob('[!.]*.zip')))}.zip"
        write_backup(workspace, folder / name, NOW, None)
        return name

    def sync() -> str:
        laptop.sync(folder / "stick")
        return ""

    return {"act": one_act, "photo": one_photo, "seal": store.seal, "sync": sync, "backup": backup}


class Desk:
    """The laptop's workspace, open."""

    def __init__(self, folder: Path, trouble_: Trouble, reopens: bool) -> None:
        self.folder, self.trouble, self.reopens = folder, trouble_, reopens
        self.open()

    def open(self) -> None:
        self.workspace = Workspace.open(self.folder / "laptop", None)
        self.todo = things(self.folder, self.workspace)

    def close(self) -> None:
        self.workspace.close()

    def attempt(self, what: str, while_: AbstractContextManager[object]) -> bool:
        """Do it and say so, or say why not."""
        try:
            with while_:
                done = self.todo[what]()
        except FieldauditError as error:
            say(refusal(what, error))
            if self.reopens:
                self.close()
                self.open()
            return False
        say(f"ack {what} {done}")
        return True

    def insist(self, what: str) -> None:
        """Try it in trouble; when refused, without: that must succeed. Acts are tried until one is refused."""
        done, tries = self.attempt(what, self.trouble()), 1
        while done and what == "act" and tries < 40:  # the log's file may have had room in it
            done, tries = self.attempt(what, self.trouble()), tries + 1
        if not done and not self.attempt(what, nullcontext()):
            raise SystemExit(f"{what} is refused though there is no trouble any more")

    def close_and_open(self) -> None:
        """Both in trouble; when it does not open, without trouble it does."""
        with self.trouble():
            self.close()
        try:
            with self.trouble():
                self.open()
        except FieldauditError as error:
            say(refusal("open", error))
            self.open()


def main(kind: str, folder: Path, chance: Random, turns: int) -> None:
    # SQLCipher remembers a reading that failed, and refuses everything, until the database is opened again.
    desk = Desk(folder, trouble(kind, folder, chance), reopens="read" in kind)
    for n in range(turns):
        for what in chance.sample(sorted(desk.todo) * 2, 2 * len(desk.todo)):
            desk.attempt("act", nullcontext())  # so that there is something to seal
            elsewhere(Laptop(desk.workspace), n)
            desk.insist(what)
        desk.attempt("act", desk.trouble())
        desk.close_and_open()
    desk.attempt("act", desk.trouble())
    os._exit(0)


if __name__ == "__main__":
    i18n.set_language("en")
    main(sys.argv[1], Path(sys.argv[2]), Random(sys.argv[3]), int(sys.argv[4]))
