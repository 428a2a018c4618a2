"""The page `rectification` as it is painted."""

from __future__ import annotations

from ..base import Page


class RectificationPage(Page):
    """The page."""
