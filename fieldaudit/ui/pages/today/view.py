"""The page `today` as it is painted."""

from __future__ import annotations

from ..base import Page


class TodayPage(Page):
    """The page."""
