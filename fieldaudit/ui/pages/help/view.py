"""The page `help` as it is painted."""

from __future__ import annotations

from ..base import Page


class HelpPage(Page):
    """The page."""
