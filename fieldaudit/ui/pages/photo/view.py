"""The page `photo` as it is painted."""

from __future__ import annotations

from ..base import Page


class PhotoPage(Page):
    """The page."""
