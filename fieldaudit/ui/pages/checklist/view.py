"""The page `checklist` as it is painted."""

from __future__ import annotations

from ..base import Page


class ChecklistPage(Page):
    """The page."""
