"""The page `sync` as it is painted."""

from __future__ import annotations

from ..base import Page


class SyncPage(Page):
    """The page."""
