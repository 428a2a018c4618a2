"""The theme in use: light, dark or high contrast; chosen, or the system's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from .faces import install_faces
from .stylesheet import stylesheet
from .system import asks_high_contrast, asks_reduced_motion
from .tokens import BASE_FONT, TOKENS, set_scale

CHOICES = ("system", "light", "dark", "high_contrast")


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one theme by token name."""

    name: str

    def __getitem__(self, token: str) -> QColor:
        return _colour(self.name, token)


@lru_cache(maxsize=256)
def _colour(name: str, token: str) -> QColor:
    """A colour, read once: rows ask for thousands in a frame. Nobody changes what he got."""
    value = TOKENS["color"][name][token]
    if not value.startswith("rgba"):
        return QColor(value)
    red, green, blue, alpha = value[5:-1].split(",")
    return QColor(int(red), int(green), int(blue), round(float(alpha) * 255))


class _Changed(QObject):
    """Told once after the theme was replaced; who caches pixmaps listens."""

    signal = Signal()
    followed = Signal()  # it was replaced because the desktop became dark or light


_current = Theme("light")
_choice = ""
_desktops_size = 1.0  # its text beside that of the tokens
_still = False  # the desktop asks for reduced motion
_emitter = _Changed()
changed, followed = _emitter.signal, _emitter.followed


def theme() -> Theme:
    """The theme in use."""
    return _current


def motion(name: str) -> int:
    """How long a movement of the tokens takes, ms: 0 where the desktop asks for reduced motion."""
    return 0 if _still else int(TOKENS["motion"][name])


def apply(choice: str, size: float = 0) -> None:
    """Dress the application in a theme ("system" follows the desktop's, also later); call once before the first window.

    `size`: how large text and all that goes with it is beside the tokens (1: as they are); 0 keeps it. A desktop whose own
    text is larger than the tokens' makes it larger still, never smaller: targets are for gloved hands.
    """
    global _current, _choice, _still, _desktops_size
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    if not _choice:
        _desktops_size = min(max(1.0, QFontInfo(app.font()).pixelSize() / BASE_FONT), 2.0)
        app.styleHints().colorSchemeChanged.connect(_desktop_changed)
    if size:
        set_scale(BASE_FONT * size * _desktops_size)
    _choice, _still = choice, asks_reduced_motion()
    _current = Theme(_systems(app) if choice == "system" else choice)
    install_faces(app)
    app.setStyle("Fusion")
    app.setPalette(_palette(_current))
    app.setStyleSheet(stylesheet(_current.name))
    changed.emit()


def _systems(app: QApplication) -> str:
    """What the desktop asks for: high contrast, dark or light."""
    if asks_high_contrast():
        return "high_contrast"
    return "dark" if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"


def _desktop_changed() -> None:
    """The desktop became dark or light: follow, where its theme was chosen."""
    app = QApplication.instance()
    if _choice == "system" and isinstance(app, QApplication) and _systems(app) != _current.name:
        apply(_choice)
        followed.emit()


def _palette(colours: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for one, token in {
        role.Window: "bg", role.WindowText: "text", role.Base: "surface", role.AlternateBase: "surface_sunken",
        role.Text: "text", role.Button: "surface", role.ButtonText: "text", role.BrightText: "danger_text",
        role.Highlight: "selection", role.HighlightedText: "text", role.ToolTipBase: "tooltip_bg",
        role.ToolTipText: "tooltip_text", role.PlaceholderText: "text_muted", role.Link: "accent", role.Accent: "accent",
        role.Mid: "border", role.Dark: "border_control", role.Light: "surface_raised", role.Shadow: "border",
    }.items():  # fmt: skip
        palette.setColor(one, colours[token])
    for one in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, one, colours["text_disabled"])
    return palette
