"""Bringing what background threads have to say onto the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from ..jobs import ENDED, Job, Jobs
from ..threads import on_window, open_door


class Later:
    """Calls a function on the window's thread as long as a widget is there; may be asked from any."""

    def __init__(self, owner: QWidget) -> None:
        self._owner = owner
        open_door()

    def __call__(self, do: Callable[[], object]) -> None:
        """Call it on the window's thread."""
        on_window(lambda: do() if isValid(self._owner) else None)

    def job(self, jobs: Jobs, job: Job, do: Callable[[Job], Any], then: Callable[[Job], object], *, long: bool = False) -> None:
        """Background work; `then` is called on the window's thread once it ended in any way."""

        def ended(changed: Job) -> None:
            if changed.state in ENDED:
                self(lambda: then(changed))

        job.on_change.append(ended)
        jobs.start(job, do, long=long)
