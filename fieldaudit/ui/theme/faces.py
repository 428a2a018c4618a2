"""The window's face: Noto Sans SC, Regular and Bold only, in the sizes of the tokens' scale."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from ...assets import asset_path
from .tokens import BASE_FONT, TOKENS, px

FAMILY = "Noto Sans SC"
_FILES = ("fonts/NotoSansSC-Regular.ttf", "fonts/NotoSansSC-Bold.ttf")


def install_faces(app: QApplication) -> None:
    """Add the faces to the application and make the body size its font."""
    if FAMILY not in QFontDatabase.families():
        for name in _FILES:
            QFontDatabase.addApplicationFont(str(asset_path(name)))
    app.setFont(font("body"))


def font(role: str) -> QFont:
    """The font of a role of the scale: display, title, heading, question, segment, body, strong, table, caption, badge."""
    entry = TOKENS["type"]["scale"][role]
    made = QFont(FAMILY)
    made.setPixelSize(px(entry["size"]))
    made.setWeight(QFont.Weight.Bold if entry["weight"] >= 700 else QFont.Weight.Normal)
    return made


__all__ = ["BASE_FONT", "FAMILY", "font", "install_faces"]
