"""The page `documents` as it is painted."""

from __future__ import annotations

from ..base import Page


class DocumentsPage(Page):
    """The page."""
