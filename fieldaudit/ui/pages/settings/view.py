"""The page `settings` as it is painted."""

from __future__ import annotations

from ..base import Page


class SettingsPage(Page):
    """The page."""
