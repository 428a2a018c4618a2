"""Exchanges with a mounted stick and unmounts it after so many words of progress, as a hand that pulls it does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from killed_child import refusal, say
from store_world import NOW

from fieldaudit import i18n
from fieldaudit.errors import FieldauditError
from fieldaudit.store import Workspace
from fieldaudit.sync.carrier import FolderCarrier
from fieldaudit.sync.session import Exchange


def main(laptop: Path, stick: Path, words: int) -> None:
    heard = 0

    def pull(_what: str, _done: int, _total: int) -> None:
        nonlocal heard
        heard += 1
        if heard == words:
            subprocess.run(["umount", "-l", str(stick)], check=True)

    with Workspace.open(laptop, None) as workspace:
        try:
            Exchange(workspace, FolderCarrier(stick), NOW + 10_000_000, pull).run()
            say("ack sync")
        except FieldauditError as error:
            say(refusal("sync", error))


if __name__ == "__main__":
    i18n.set_language("en")
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
