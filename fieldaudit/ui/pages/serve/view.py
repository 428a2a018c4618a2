"""The page `serve` as it is painted."""

from __future__ import annotations

from ..base import Page


class ServePage(Page):
    """The page."""
