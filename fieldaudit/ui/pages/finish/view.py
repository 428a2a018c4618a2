"""The page `finish` as it is painted."""

from __future__ import annotations

from ..base import Page


class FinishPage(Page):
    """The page."""
