"""The page `register_import` as it is painted."""

from __future__ import annotations

from ..base import Page


class ImportPage(Page):
    """The page."""
