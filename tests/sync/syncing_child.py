"""One exchange in a process of its own: says how far it is, then what came of it and what the stick holds that is not whole."""

from __future__ import annotations

import sys
from pathlib import Path

from store_world import NOW

from fieldaudit import i18n
from fieldaudit.errors import FieldauditError
from fieldaudit.store import Workspace
from fieldaudit.sync.carrier import FolderCarrier
from fieldaudit.sync.proof import verify_carrier
from fieldaudit.sync.session import Exchange


def say(*words: object) -> None:
    print(*words, flush=True)


def main(path: Path, stick: Path) -> None:
    i18n.set_language("en")
    with Workspace.open(path, None) as workspace:
        carrier = FolderCarrier(stick)
        say("ready")
        try:
            Exchange(workspace, carrier, NOW, say).run()
            say("done")
        except FieldauditError as error:
            say(type(error).__name__, "|", error.what, "|", error.where, "|", error.safe)
        say("not whole:", [str(fault) for fault in verify_carrier(workspace, carrier)])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
