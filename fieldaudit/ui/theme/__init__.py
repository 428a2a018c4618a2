"""How the window looks: colours, sizes, faces, icons and the one stylesheet, all from `assets/theme/tokens.json`.

Pages ask `theme()` for colours and `px()` for sizes; nobody names a colour or calls `setStyleSheet` on a widget.
"""

from .current import Theme, apply, changed, followed, motion, theme
from .faces import font
from .icons import icon, pixmap
from .tokens import TOKENS, px

__all__ = ["TOKENS", "Theme", "apply", "changed", "followed", "font", "icon", "motion", "pixmap", "px", "theme"]
