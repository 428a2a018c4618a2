"""One exchange with a carrier as background work: progress, pause, cancel, and a line of the log kept. Knows no Qt."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ....errors import FieldauditError, MachineError
from ....store import Workspace
from ....store.files import make_folder, write_durably
from ....sync.carrier import FolderCarrier
from ....sync.course import Outcome, Progress
from ....sync.session import Exchange
from ....work.desk import Desk
from ...jobs import Cancelled, Job
from ...session import Session
from ...text import tr

if TYPE_CHECKING:
    from ....sync.http import Settings

LOG = "sync-log.json"  # in the workspace's cache: a convenience, no fact
KEPT = 50
_NUMBERS = re.compile("[0-9]+")
_UNITS = {
    "receive": "sync.unitSegments", "apply": "sync.unitSegments", "segments": "sync.unitSegments", "photos": "sync.unitPhotos",
}  # fmt: skip
_PHASES = {"receive": "sync.receiving", "apply": "sync.applying", "segments": "sync.giving", "photos": "sync.photos"}


class Transfer(Job):
    """The job of one exchange with a folder or a hub; `phase` says what it is doing. `automatic`: nobody asked for it."""

    def __init__(self, place: Path | Settings, title: str, *, automatic: bool = False) -> None:
        super().__init__(title, pausable=True, exchanges=True)
        self.place, self.phase, self.automatic = place, "", automatic

    @property
    def folder(self) -> Path | None:
        """The folder, None for a hub."""
        return self.place if isinstance(self.place, Path) else None

    def where(self) -> str:
        """The path or the address."""
        return str(self.place) if isinstance(self.place, Path) else self.place.url

    def run(self, workspace: Workspace, now: int, progress: Progress) -> Outcome:
        """The exchange itself."""
        if isinstance(self.place, Path):
            return Exchange(workspace, FolderCarrier(self.place), now, progress).run()
        from ....sync.http import hub_of, sync_with

        self.place = hub_of(workspace) or self.place  # as it is set now: this one may have waited for its turn
        return sync_with(workspace, self.place, now, progress)


def exchange_with(session: Session, job: Transfer) -> Outcome:
    """Exchange everything, for a background thread; between two transactions, and while a hub is waited for, others' acts go
    first and it may be paused.

    Raises Cancelled, MachineError, BadInput, NotAllowed; what arrived until then is kept, the next exchange goes on.
    """

    def run(desk: Desk, breathe: Callable[[], None]) -> Outcome:
        def progress(what: str, done: int, total: int) -> None:
            job.phase = tr(_PHASES[what])
            job.turn_to(tr(_UNITS[what]))
            job.rest(breathe)
            if (done, total) != (job.done, job.total):
                job.step(done, total)

        job.rest(breathe)
        return job.run(desk.workspace, desk.now, progress)

    line: dict[str, Any] = {"at": session.clock(), "automatic": job.automatic}
    try:
        outcome = session.long(run)
    except Cancelled:
        _note(session, {**line, "place": job.where(), "state": "cancelled"})
        raise
    except FieldauditError as error:
        lasts = not isinstance(error, MachineError)
        _note(session, {**line, "place": job.where(), "state": "failed", "why": str(error.what), "lasts": lasts})
        raise
    told = outcome.as_json()
    kept = {key: told[key] for key in ("put", "got", "waiting_photos", "bad", "told")}
    _note(session, {**line, "place": job.where(), "state": "done", **kept})
    for listener in list(session.on_touched):
        listener({"carrier": set()})  # given is something done too, though no record was touched
    return outcome


def exchange_by_itself(session: Session, job: Transfer) -> Outcome | None:
    """The same when nobody asked for it: a network that fails is no news, it is logged and tried again later (None).

    Raises what else goes wrong (a disk that is full, here or there) when it begins; while it lasts, only the log says it again.
    """
    from ....sync.http import NoHub

    try:
        outcome = exchange_with(session, job)
    except NoHub:
        return None
    except MachineError as error:
        fault = f"{error.where}: {_NUMBERS.sub('', str(error.what))}"  # how many megabytes are lacking is no other fault
        if session.told.get(job.where()) == fault:
            return None
        session.told[job.where()] = fault
        raise
    session.told.pop(job.where(), None)
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


__all__ = ["Transfer", "exchange_by_itself", "exchange_with", "log"]
