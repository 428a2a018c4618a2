"""The design tokens as they stand in the file, and lengths scaled by the system's font size. Knows no widget."""

from __future__ import annotations

import json
from typing import Any

from ...assets import asset_text

BASE_FONT = 14  # px: the tokens' lengths are meant for this size
TOKENS: dict[str, Any] = json.loads(asset_text("theme/tokens.json"))
_scale = 1.0


def set_scale(font_pixels: float) -> None:
    """Let every length follow the system's font size (px)."""
    global _scale
    _scale = font_pixels / BASE_FONT


def px(length: float) -> int:
    """A length of the tokens (logical px at a 14 px font) in the window's logical px."""
    return round(length * _scale)
