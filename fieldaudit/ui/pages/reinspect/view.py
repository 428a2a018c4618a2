"""The page `reinspect` as it is painted."""

from __future__ import annotations

from ..base import Page


class ReinspectPage(Page):
    """The page."""
