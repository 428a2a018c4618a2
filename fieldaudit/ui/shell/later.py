"""Bringing what background threads have to say onto the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from ..jobs import ENDED, Job, Jobs


class Later(QObject):
    """Calls a function on the thread it lives in, soon; may be asked from any."""

    _asked = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asked.connect(_call)

    def __call__(self, do: Callable[[], object]) -> None:
        """Call it on the window's thread."""
        self._asked.emit(do)

    def job(self, jobs: Jobs, job: Job, do: Callable[[Job], Any], then: Callable[[Job], object], *, long: bool = False) -> None:
        """Background work; `then` is called on the window's thread once it ended in any way."""

        def ended(changed: Job) -> None:
            if changed.state in ENDED:
                self(lambda: then(changed))

        job.on_change.append(ended)
        jobs.start(job, do, long=long)


def _call(do: Callable[[], object]) -> None:
    do()
