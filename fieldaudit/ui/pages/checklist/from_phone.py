"""手机传照片 from the checklist: the panel is bound to the question that was open."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .view import ChecklistPage


def from_phone(page: ChecklistPage) -> None:
    """Let a phone send photos to the current question."""
    from ...shell.phone.panel import open_panel
    from ...shell.phone.taking import into_question

    shown, card = page.presenter, page.presenter.card
    if card is not None and card.asks and shown.editable and page.flushed():
        taking = into_question(page.frame, shown.inspection, card.path)
        open_panel(page.frame, shown.title(), card.label, taking)


__all__ = ["from_phone"]
