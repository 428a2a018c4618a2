"""What is asked before it is done: a fix on the spot, a lower grade, taking out an instance, an amendment, a newer version."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from ....errors import FieldauditError
from ...intake import Source
from ...jobs import Job
from ...shell.told import Question
from ...text import tr
from ...widgets.photo_files import read_all
from .fix import FixQuestion

if TYPE_CHECKING:
    from .view import ChecklistPage


class Asking:
    """The page's dialogs; each does its act through the page when it is answered."""

    def __init__(self, page: ChecklistPage) -> None:
        self._page = page

    def fix(self) -> None:
        """Put the hazard right within the visit: photos before and after first."""
        card = self._page.presenter.card
        hazard = self._page.presenter.hazard(card) if card is not None else None
        if card is not None and hazard is not None:
            self._page.flushed()
            done = partial(self._carry_out_fix, card.path)
            FixQuestion(self._page.frame, hazard.measure_kind, self._page.presenter.own_photos(card), done).open()

    def _carry_out_fix(self, path: str, before: list[Source], after: list[Source], facts: dict[str, Any]) -> None:
        def ended(job: Job) -> None:
            if job.error is not None:
                self._page.frame.show_error(job.error)
            else:
                self._page.frame.toasts.say(tr("checklist.fixDone"), undo=self._page.frame.undo)

        def do(_job: Job) -> None:
            self._page.presenter.fix(path, read_all(before), read_all(after), facts)

        self._page.frame.start_job(Job(tr("checklist.fix"), quiet=True), do, ended)

    def grade(self, severity: str) -> None:
        """Grade the hazard; lowering a major one takes a reason."""
        card = self._page.presenter.card
        hazard = self._page.presenter.hazard(card) if card is not None else None
        if hazard is None:
            return
        if severity == "general" and hazard.severity != "general":
            self._page.show_all()
            Question(
                self._page.frame, tr("checklist.lower"), tr("checklist.lowerWords"), tr("checklist.lowerVerb"),
                lambda reason: self._page.do(lambda: self._page.presenter.grade(hazard, "general", reason)),
                reason=tr("checklist.reason"), needs_reason=True,
            ).open()  # fmt: skip
        else:
            self._page.do(lambda: self._page.presenter.grade(hazard, severity))

    def remove(self) -> None:
        """Ask, then take out the instance one stands on."""
        card = self._page.presenter.card
        if card is not None and card.kind == "instance" and card.removable and self._page.presenter.editable:
            Question(
                self._page.frame, tr("checklist.removeTitle", name=card.label), tr("checklist.removeWords"),
                tr("checklist.removeOne"),
                lambda _reason: self._page.do(lambda: self._page.presenter.remove_instance(card.path)),
            ).open()  # fmt: skip

    def amend(self) -> None:
        """Open the locked record again, with a reason."""
        Question(
            self._page.frame, tr("checklist.amendTitle"), tr("checklist.amendWords"), tr("checklist.amendVerb"),
            self._amended, reason=tr("checklist.reason"), needs_reason=True,
        ).open()  # fmt: skip

    def _amended(self, reason: str) -> None:
        if self._page.do(lambda: self._page.presenter.amend(reason)):
            self._page.cards.take_focus()  # the button it was asked with is gone

    def upgrade(self) -> None:
        """Carry the draft over to the newest version; what did not fit is listed."""
        try:
            found = self._page.presenter.upgrade()
        except FieldauditError as error:
            self._page.frame.show_error(error)
            return
        self._page.show_all()
        if found.unfit:
            lines = "\n".join(str(each.line) for each in found.unfit)
            title = tr("checklist.unfit", len(found.unfit))
            Question(self._page.frame, title, lines, tr("frame.understood"), lambda _reason: None).open()
        else:
            self._page.frame.toasts.say(tr("checklist.upgraded"), undo=self._page.frame.undo)
