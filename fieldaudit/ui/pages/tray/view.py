"""The page `tray` as it is painted."""

from __future__ import annotations

from ..base import Page


class TrayPage(Page):
    """The page."""
