"""One exchange with a carrier as background work: progress, pause, cancel, and a line of the log kept. Knows no Qt."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from ....errors import FieldauditError
from ....store.files import make_folder, write_durably
from ....sync.carrier import FolderCarrier
from ....sync.session import Exchange, Outcome
from ....work.desk import Desk
from ...jobs import Cancelled, Job
from ...session import Session
from ...text import tr

LOG = "sync-log.json"  # in the workspace's cache: a convenience, no fact
KEPT = 50
_UNITS = {
    "receive": "sync.unitSegments", "apply": "sync.unitSegments", "segments": "sync.unitSegments", "photos": "sync.unitPhotos",
}  # fmt: skip
_PHASES = {"receive": "sync.receiving", "apply": "sync.applying", "segments": "sync.giving", "photos": "sync.photos"}


class Transfer(Job):
    """The job of one exchange; `phase` says what it is doing, `folder` with whom."""

    def __init__(self, folder: Path, title: str) -> None:
        super().__init__(title, pausable=True, exchanges=True)
        self.folder, self.phase = folder, ""


def exchange_with(session: Session, job: Transfer) -> Outcome:
    """Exchange everything, for a background thread; between two transactions others' acts go first and it may be paused.

    Raises Cancelled, MachineError, BadInput, NotAllowed; what arrived until then is kept, the next exchange goes on.
    """

    def run(desk: Desk, breathe: Callable[[], None]) -> Outcome:
        def progress(what: str, done: int, total: int) -> None:
            job.phase = tr(_PHASES[what])
            job.turn_to(tr(_UNITS[what]))
            job.rest(breathe)
            job.step(done, total)

        job.rest(breathe)
        return Exchange(desk.workspace, FolderCarrier(job.folder), desk.now, progress).run()

    line: dict[str, Any] = {"at": session.clock(), "place": str(job.folder)}
    try:
        outcome = session.long(run)
    except Cancelled:
        _note(session, {**line, "state": "cancelled"})
        raise
    except FieldauditError as error:
        _note(session, {**line, "state": "failed", "why": str(error.what)})
        raise
    told = outcome.as_json()
    kept = {key: told[key] for key in ("put", "got", "waiting_photos", "bad", "told")}
    _note(session, {**line, "state": "done", **kept})
    for listener in list(session.on_touched):
        listener({"carrier": set()})  # given is something done too, though no record was touched
    return outcome


def log(session: Session) -> list[dict[str, Any]]:
    """The last exchanges, newest first; none where the cache was emptied."""
    try:
        found = json.loads((session.path / "cache" / LOG).read_text("utf-8"))
        return [line for line in found if isinstance(line, dict) and {"at", "place", "state"} <= line.keys()]
    except (OSError, ValueError):
        return []


def _note(session: Session, line: dict[str, Any]) -> None:
    with suppress(FieldauditError, OSError):  # a log that cannot be kept stops no exchange
        folder = session.path / "cache"
        make_folder(folder)
        lines = [line, *log(session)][:KEPT]
        write_durably(folder / LOG, json.dumps(lines, ensure_ascii=False).encode())


__all__ = ["Transfer", "exchange_with", "log"]
