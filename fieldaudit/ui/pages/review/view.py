"""The page `review` as it is painted."""

from __future__ import annotations

from ..base import Page


class ReviewPage(Page):
    """The page."""
