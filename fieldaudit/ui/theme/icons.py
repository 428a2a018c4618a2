"""Icons (Lucide, stroke drawings): one SVG each, coloured and weighted for its size when it is asked for."""

from __future__ import annotations

import re
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from ...assets import asset_text
from .tokens import px


def icon(name: str, token: str = "text", size: int = 20, checked: str | None = None) -> QIcon:
    """An icon for buttons: normal and disabled, and another colour when checked. Lucide's name; size in token px."""
    made = QIcon(pixmap(name, token, size))
    made.addPixmap(pixmap(name, "text_disabled", size), QIcon.Mode.Disabled)
    if checked is not None:
        made.addPixmap(pixmap(name, checked, size), QIcon.Mode.Normal, QIcon.State.On)
    return made


def pixmap(name: str, token: str = "text", size: int = 20, stroke: float = 0.0) -> QPixmap:
    """One icon as a pixmap of the screen's density. `token`: a colour of the theme; `stroke` 0: by size."""
    from .current import theme

    ratio = max((screen.devicePixelRatio() for screen in QApplication.screens()), default=1.0)
    weight = stroke or (2.0 if size <= 16 else 1.75)
    return _drawn(name, theme()[token].name(QColor.NameFormat.HexArgb), px(size), weight, ratio)


@lru_cache(maxsize=1024)
def _drawn(name: str, colour: str, size: int, stroke: float, ratio: float) -> QPixmap:
    source = re.sub(r'stroke-width="[\d.]+"', f'stroke-width="{stroke}"', asset_text(f"icons/{name}.svg"))
    svg = source.replace("currentColor", QColor(colour).name())
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made
