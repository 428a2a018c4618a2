"""The style of the pages: colours of the window's tokens as custom properties, light and dark, before the hand-written rules."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from ..assets import asset_path, asset_text


@cache
def stylesheet() -> bytes:
    """The one style sheet."""
    colour: dict[str, dict[str, str]] = _tokens()["color"]
    light, dark = _properties(colour["light"]), _properties(colour["dark"])
    more = _properties(colour["high_contrast"])
    return (
        f":root{{color-scheme:light dark;{light}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
        f"@media (prefers-contrast:more){{:root{{color-scheme:dark;{more}}}}}\n"
        f"@media print{{:root{{color-scheme:light;{light}}}}}\n" + asset_text("site/site.css")
    ).encode()


@cache
def icon() -> bytes:
    """The icon of the browser's tab."""
    return asset_path("site/icon.svg").read_bytes()


def _tokens() -> Any:
    return json.loads(asset_text("theme/tokens.json"))


def _properties(colours: dict[str, str]) -> str:
    return "".join(f"--{name.replace('_', '-')}:{value};" for name, value in colours.items())
