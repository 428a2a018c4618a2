"""A signature's strokes as a drawing that any browser shows. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

_WIDE, _HIGH = 400, 160


def signature_svg(strokes: Sequence[Sequence[Sequence[float]]], title: str) -> bytes:
    """The strokes (x, y in 0..1, y downwards) as SVG with a title."""
    lines = [
        '<polyline points="' + " ".join(f"{x * _WIDE:.1f},{y * _HIGH:.1f}" for x, y in _drawable(stroke)) + '"/>'
        for stroke in strokes if stroke
    ]  # fmt: skip
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-10 -10 {_WIDE + 20} {_HIGH + 20}" width="{_WIDE}">',
            f"<title>{escape(title)}</title>",
            '<g fill="none" stroke="black" stroke-width="3" stroke-linecap="round" stroke-linejoin="round">',
            *lines,
            "</g>",
            "</svg>",
            "",
        )
    ).encode()


def _drawable(stroke: Sequence[Sequence[float]]) -> Sequence[Sequence[float]]:
    """A dot is a line to itself."""
    return stroke if len(stroke) > 1 else [*stroke, *stroke]
