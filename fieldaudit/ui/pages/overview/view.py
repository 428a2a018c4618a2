"""The page `overview` as it is painted."""

from __future__ import annotations

from ..base import Page


class OverviewPage(Page):
    """The page."""
