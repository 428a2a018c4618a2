"""What the desktop asks of every program: high contrast, reduced motion. Asked once, before a theme is put on.

Windows tells by SystemParametersInfo; Linux desktops (GNOME, UKUI, DDE) by the settings portal on the session bus. Whoever
cannot be asked asked for nothing.
"""

from __future__ import annotations

import os
import sys

_PORTAL = ("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings")
_UNKNOWN_KEY = "org.freedesktop.portal.Error.NotFound"
_deaf: list[str] = []  # why nobody can be asked
_WAIT = 200  # ms: a hanging portal must not hold the window back


def asks_high_contrast() -> bool:
    """Does the desktop ask for high contrast?"""
    if sys.platform == "win32":
        return _windows_high_contrast()
    if "highcontrast" in os.environ.get("GTK_THEME", "").replace("-", "").lower():
        return True
    return _portal("org.freedesktop.appearance", "contrast") == 1


def asks_reduced_motion() -> bool:
    """Does the desktop ask for reduced motion?"""
    if sys.platform == "win32":
        import ctypes

        moves = ctypes.c_int(1)
        _parameters(0x1042, 0, ctypes.byref(moves))  # SPI_GETCLIENTAREAANIMATION
        return not moves.value
    return _portal("org.freedesktop.appearance", "reduced-motion") == 1 or (
        _portal("org.gnome.desktop.interface", "enable-animations") is False
    )


def _windows_high_contrast() -> bool:
    import ctypes

    class HighContrast(ctypes.Structure):
        _fields_ = (("size", ctypes.c_uint), ("flags", ctypes.c_uint), ("scheme", ctypes.c_wchar_p))

    asked = HighContrast()
    asked.size = ctypes.sizeof(asked)
    _parameters(0x0042, asked.size, ctypes.byref(asked))  # SPI_GETHIGHCONTRAST
    return bool(asked.flags & 1)  # HCF_HIGHCONTRASTON


def _parameters(action: int, size: int, target: object) -> None:
    import ctypes

    library = getattr(ctypes, "windll")  # noqa: B009  only Windows has it
    library.user32.SystemParametersInfoW(action, size, target, 0)


def _portal(namespace: str, key: str) -> object:
    """A setting of the desktop, or None where nobody answers; who did not answer once is not asked again."""
    if _deaf or not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return None
    from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage, QDBusVariant

    asked = QDBusMessage.createMethodCall(*_PORTAL, "Read")  # old desktops know no ReadOne
    asked.setArguments([namespace, key])
    answer = QDBusConnection.sessionBus().call(asked, QDBus.CallMode.Block, _WAIT)
    if answer.type() != QDBusMessage.MessageType.ReplyMessage:
        if answer.errorName() != _UNKNOWN_KEY:
            _deaf.append(answer.errorName())
        return None
    said = answer.arguments()[0]
    while isinstance(said, QDBusVariant):  # the portal wraps it twice
        said = said.variant()
    return said
