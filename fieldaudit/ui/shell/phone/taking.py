"""Where a phone's photo goes: onto the question that was open, as a file would, or among the received pictures of a tray."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ....domain.core import RowId
from ....errors import BadInput, FieldauditError
from ....i18n import Text, tr
from ....sync.phone import Received
from ....work import received
from ...intake import Taken, take_photos
from ...jobs import Job
from .presenter import Outcome, Take

if TYPE_CHECKING:
    from ..frame import Frame

_LOCKED = tr("这道题现在不能添加照片，请看电脑", "no photo can be added to this question now; look at the laptop")
_BROKEN = tr("没有存上，请看电脑", "it was not stored; look at the laptop")
_HERE = tr("之前已经传过", "it was sent before")


def into_question(frame: Frame, inspection: RowId, path: str) -> Take:
    """Onto a question of a visit's checklist."""

    def take(photo: Received, done: Callable[[Outcome], None]) -> None:
        job = take_photos(frame, inspection, path, [(photo.name, photo.read)], lambda taken: done(of_question(taken)), quiet=True)
        if job is None:  # the person at the laptop was told
            done(Outcome("failed", _LOCKED))

    return take


def of_question(taken: Taken) -> Outcome:
    """What became of the one file that was given."""
    if taken.refused:
        return Outcome("refused", _words(taken.refused[0][1]))
    if taken.rows:
        return Outcome("taken" if taken.added else "here", _joined(taken.told) if taken.added else _HERE)
    return Outcome("failed", _words(taken.error) if taken.error is not None else _BROKEN)


def into_tray(frame: Frame, inspection: RowId, shown: Callable[[], object]) -> Take:
    """Among a visit's received pictures; `shown` is called when there is one more."""

    def take(photo: Received, done: Callable[[Outcome], None]) -> None:
        def keep(_job: Job) -> Outcome:
            desk = frame.session.desk_of_thread()
            try:
                new = received.keep(desk, inspection, photo.name, photo.read(), photo.changed_ms)
            except BadInput as error:
                return Outcome("refused", _words(error))
            return Outcome("taken") if new else Outcome("here", _HERE)

        def ended(job: Job) -> None:
            if job.state != "done":
                done(Outcome("failed", _words(job.error) if job.error is not None else _BROKEN))
                return
            shown()
            done(job.result)

        frame.start_job(Job("", quiet=True), keep, ended)

    return take


def _words(error: FieldauditError) -> Text:
    return _joined([part if isinstance(part, Text) else Text(part, part) for part in (error.what, error.todo) if part])


def _joined(parts: list[Text]) -> Text:
    return Text(" ".join(part.zh for part in parts).strip(), " ".join(part.en for part in parts).strip())


__all__ = ["into_question", "into_tray", "of_question"]
