"""The page `plan` as it is painted."""

from __future__ import annotations

from ..base import Page


class PlanPage(Page):
    """The page."""
