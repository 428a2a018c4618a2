"""The page `institutions` as it is painted."""

from __future__ import annotations

from ..base import Page


class InstitutionsPage(Page):
    """The page."""
