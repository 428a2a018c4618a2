"""The page `home` as it is painted."""

from __future__ import annotations

from ..base import Page


class HomePage(Page):
    """The page."""
