"""One exchange with a hub in a process of its own: says how far it is, and stays at one of these words to be killed there."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from hub_world import now_ms

from fieldaudit import i18n
from fieldaudit.errors import FieldauditError
from fieldaudit.store import Workspace
from fieldaudit.sync.http import Settings, sync_with


def main(path: Path, url: str, until: str) -> None:
    def say(*words: object) -> None:
        print(*words, flush=True)
        if " ".join(map(str, words)).startswith(until):
            threading.Event().wait()

    i18n.set_language("en")
    with Workspace.open(path, None) as workspace:
        say("ready")
        try:
            sync_with(workspace, Settings(url), now_ms(), say)
            say("done")
        except FieldauditError as error:
            say(type(error).__name__, "|", error.what)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
