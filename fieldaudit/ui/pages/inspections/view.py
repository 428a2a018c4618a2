"""The page `inspections` as it is painted."""

from __future__ import annotations

from ..base import Page


class InspectionsPage(Page):
    """The page."""
