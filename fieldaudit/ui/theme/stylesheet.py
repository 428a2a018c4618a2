"""The one stylesheet of the application, made from the tokens. States are dynamic properties: kind, tone, role, current."""

from __future__ import annotations

from .tokens import TOKENS, px


def stylesheet(name: str) -> str:
    """The whole stylesheet of a theme ("light", "dark", "high_contrast")."""
    c = TOKENS["color"][name]
    edge = c["border_control"] if name == "high_contrast" else c["border"]
    parts = [_base(c), _frames(c, edge), _buttons(c), _views(c, edge), _inputs(c), _menus(c, edge), _calendar(c)]
    return "\n".join([*parts, _small(c, edge)])


def _base(c: dict[str, str]) -> str:
    return f"""
* {{ font-size: {px(14)}px; outline: 0; }}
QWidget {{ color: {c["text"]}; }}
QMainWindow, QDialog, #page, #content {{ background: {c["bg"]}; }}
QLabel {{ background: transparent; }}
QLabel[role="display"] {{ font-size: {px(28)}px; font-weight: 700; }}
QLabel[role="title"] {{ font-size: {px(20)}px; font-weight: 700; }}
QLabel[role="heading"] {{ font-size: {px(16)}px; font-weight: 700; }}
QLabel[role="question"] {{ font-size: {px(16)}px; }}
QLabel[role="strong"] {{ font-weight: 700; }}
QLabel[role="table"] {{ font-size: {px(13)}px; }}
QLabel[role="table_bold"] {{ font-size: {px(13)}px; font-weight: 700; }}
QLabel[role="caption"] {{ font-size: {px(12)}px; color: {c["text_muted"]}; }}
QLabel[tone="muted"] {{ color: {c["text_muted"]}; }}
QLabel[tone="secondary"] {{ color: {c["text_secondary"]}; }}
QLabel[tone="accent"] {{ color: {c["accent"]}; }}
QLabel[tone="danger"] {{ color: {c["danger_text"]}; }}
QLabel[tone="warn"] {{ color: {c["warn_text"]}; }}
QLabel[tone="ok"] {{ color: {c["ok_text"]}; }}
QToolTip {{ background: {c["tooltip_bg"]}; color: {c["tooltip_text"]}; border: 0; padding: {px(6)}px {px(8)}px;
  font-size: {px(12)}px; }}
"""


def _frames(c: dict[str, str], edge: str) -> str:
    return f"""
QFrame[kind="card"] {{ background: {c["surface"]}; border: 1px solid {edge}; border-radius: {px(8)}px; }}
QFrame[kind="card"][current="true"] {{ border: 1px solid {c["accent"]}; border-left: 3px solid {c["accent"]}; }}
QFrame[kind="pane"] {{ background: {c["surface"]}; }}
QFrame[kind="sunken"] {{ background: {c["surface_sunken"]}; }}
QFrame[kind="hazard"] {{ background: {c["surface_sunken"]}; border-left: 3px solid {c["danger"]}; }}
QFrame[kind="error"] {{ background: {c["danger_bg"]}; border: 1px solid {c["danger_border"]}; border-radius: {px(8)}px; }}
QFrame[kind="warning"] {{ background: {c["warn_bg"]}; border: 1px solid {c["warn_border"]}; border-radius: {px(8)}px; }}
QFrame[kind="ok"] {{ background: {c["ok_bg"]}; border: 1px solid {c["ok_border"]}; border-radius: {px(8)}px; }}
QFrame[kind="remark"] {{ background: {c["accent_bg"]}; border: 1px solid {c["accent"]}; border-radius: {px(6)}px; }}
QFrame[kind="raised"] {{ background: {c["surface_raised"]}; border: 1px solid {c["border_control"]};
  border-radius: {px(10)}px; }}
QFrame[kind="popup"] {{ background: {c["surface_raised"]}; border: 1px solid {c["border_control"]}; }}
QFrame[kind="lock"] {{ background: {c["surface_sunken"]}; border: 1px solid {edge}; border-radius: {px(6)}px; }}
QFrame[kind="toast"] {{ background: {c["tooltip_bg"]}; border-radius: {px(8)}px; }}
QFrame[kind="toast"] QLabel {{ color: {c["tooltip_text"]}; }}
QFrame[kind="toast"] QPushButton {{ color: {c["tooltip_accent"]}; background: transparent; border: 0; font-weight: 700; }}
QFrame[kind="line"] {{ background: {edge}; max-height: 1px; min-height: 1px; border: 0; }}
QFrame[kind="column"] {{ background: {edge}; max-width: 1px; min-width: 1px; border: 0; }}
QFrame[kind="tint"] {{ background: {c["accent_bg"]}; border-radius: {px(6)}px; }}
QFrame[kind="side"] {{ background: {c["rail"]}; border-right: 1px solid {edge}; }}
QFrame[kind="demo"] {{ background: {c["warn_bg"]}; border-bottom: 1px solid {c["warn_border"]}; }}
#rail {{ background: {c["rail"]}; border-right: 1px solid {edge}; }}
#topBar {{ background: {c["surface"]}; border-bottom: 1px solid {edge}; }}
#footer {{ background: {c["surface"]}; border-top: 1px solid {edge}; }}
#pill {{ border: 1px solid {edge}; border-radius: {px(16)}px; background: transparent; padding: 0 {px(12)}px;
  min-height: {px(30)}px; max-height: {px(30)}px; }}
#pill:hover {{ background: {c["hover"]}; }}
"""


def _buttons(c: dict[str, str]) -> str:
    return f"""
QPushButton {{ background: {c["surface"]}; border: 1px solid {c["border_control"]}; border-radius: {px(6)}px;
  padding: 0 {px(14)}px; min-height: {px(34)}px; max-height: {px(34)}px; }}
QPushButton:hover {{ background: {c["hover"]}; }}
QPushButton:pressed {{ background: {c["surface_sunken"]}; }}
QPushButton:disabled {{ color: {c["text_disabled"]}; border-color: {c["border"]}; background: {c["surface_sunken"]}; }}
QPushButton[extent="small"] {{ min-height: {px(30)}px; max-height: {px(30)}px; padding: 0 {px(10)}px; font-size: {px(13)}px; }}
QPushButton[extent="large"] {{ min-height: {px(42)}px; max-height: {px(42)}px; padding: 0 {px(18)}px; font-size: {px(15)}px; }}
QPushButton[kind="primary"] {{ background: {c["accent"]}; border: 1px solid {c["accent"]}; color: {c["accent_text"]};
  font-weight: 700; }}
QPushButton[kind="primary"]:hover {{ background: {c["accent_hover"]}; border-color: {c["accent_hover"]}; }}
QPushButton[kind="primary"]:pressed {{ background: {c["accent_pressed"]}; border-color: {c["accent_pressed"]}; }}
QPushButton[kind="primary"]:disabled {{ color: {c["text_disabled"]}; border-color: {c["border"]};
  background: {c["surface_sunken"]}; }}
QPushButton[kind="text"] {{ background: transparent; border: 0; color: {c["accent"]}; padding: 0 {px(6)}px; }}
QPushButton[kind="text"]:hover {{ color: {c["accent_hover"]}; background: {c["hover"]}; }}
QPushButton[flush="left"] {{ padding-left: 0; text-align: left; }}
QPushButton[flush="right"] {{ padding-right: 0; text-align: right; }}
QPushButton[flush="left"]:hover, QPushButton[flush="right"]:hover {{ background: transparent; }}
QPushButton[kind="icon"] {{ background: transparent; border: 0; padding: 0; min-width: {px(36)}px; max-width: {px(36)}px;
  min-height: {px(36)}px; }}
QPushButton[kind="icon"]:hover {{ background: {c["hover"]}; }}
QPushButton[kind="filter"] {{ border-radius: {px(16)}px; min-height: {px(30)}px; max-height: {px(30)}px;
  padding: 0 {px(12)}px; font-size: {px(13)}px; }}
QPushButton[kind="filter"]:checked {{ background: {c["accent_bg"]}; color: {c["accent_on_bg"]}; border-color: {c["accent"]};
  font-weight: 700; }}
QPushButton[kind="rail"], QPushButton[kind="field"], QPushButton[kind="choice"] {{ padding: 0; min-height: 0; max-height: 9999px; }}
QPushButton[kind="rail"] {{ background: transparent; border: 0; }}
QPushButton[kind="choice"] {{ border-radius: {px(8)}px; }}
QPushButton[kind="choice"]:focus {{ border: 2px solid {c["accent"]}; }}
QPushButton[kind="tile"] {{ background: {c["surface"]}; border: 1px solid {c["border"]}; border-radius: {px(8)}px; padding: 0;
  min-height: {px(98)}px; max-height: {px(98)}px; }}
QPushButton[kind="count"] {{ background: transparent; border: 0; padding: 0; min-height: {px(40)}px; max-height: {px(40)}px; }}
QPushButton[kind="day"] {{ background: transparent; border: 0; padding: 0; min-height: {px(80)}px; max-height: {px(80)}px; }}
QPushButton[kind="tile"]:hover {{ background: {c["hover"]}; }}
QPushButton[kind="chosen"]:enabled {{ border-color: {c["accent"]}; color: {c["accent"]}; font-weight: 700; }}
QPushButton::menu-indicator {{ image: none; width: 0; }}
"""


def _inputs(c: dict[str, str]) -> str:
    box = f"background: {c['surface']}; border: 1px solid {c['border_control']}; border-radius: {px(6)}px;"
    return f"""
QLineEdit, QComboBox, QDateEdit, QSpinBox {{ {box} min-height: {px(34)}px; max-height: {px(34)}px; padding: 0 {px(10)}px;
  selection-background-color: {c["selection"]}; selection-color: {c["text"]}; placeholder-text-color: {c["text_muted"]}; }}
QLineEdit[extent="large"], QComboBox[extent="large"] {{ min-height: {px(42)}px; max-height: {px(42)}px; font-size: {px(15)}px; }}
QLineEdit[kind="palette"] {{ border: 0; background: transparent; padding: 0; font-size: {px(18)}px; }}
#paletteFoot {{ border-bottom-left-radius: {px(9)}px; border-bottom-right-radius: {px(9)}px; }}
QPlainTextEdit, QTextEdit {{ {box} padding: {px(6)}px {px(8)}px; selection-background-color: {c["selection"]};
  selection-color: {c["text"]}; placeholder-text-color: {c["text_muted"]}; }}
QSpinBox::up-button, QSpinBox::down-button {{ width: 0; border: 0; }}
QLineEdit QToolButton {{ background: transparent; border: 0; padding: 0; }}
QTextBrowser {{ border: 0; border-radius: 0; }}
QLineEdit:read-only, QPlainTextEdit:read-only, QLineEdit:disabled, QComboBox:disabled, QDateEdit:disabled {{
  background: {c["surface_sunken"]}; border-color: {c["border"]}; }}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] {{ border-color: {c["danger"]}; }}
QComboBox::drop-down, QDateEdit::drop-down {{ border: 0; width: {px(28)}px; }}
QComboBox::down-arrow {{ image: none; }}
QComboBox QAbstractItemView::item {{ min-height: {px(36)}px; padding: 0 {px(10)}px; }}
QComboBox[wrong="true"] {{ border-color: {c["danger"]}; }}
QComboBox QAbstractItemView {{ background: {c["surface_raised"]}; border: 1px solid {c["border_control"]};
  selection-background-color: {c["selection"]}; selection-color: {c["text"]}; outline: 0; }}
QCheckBox, QRadioButton {{ spacing: {px(8)}px; }}
"""


def _views(c: dict[str, str], edge: str) -> str:
    return f"""
QAbstractScrollArea {{ background: transparent; border: 0; }}
QAbstractScrollArea::corner {{ background: transparent; border: 0; }}
QScrollArea > QWidget > QWidget {{ background: transparent; }}
QTableView, QListView, QTreeView {{ background: {c["surface"]}; border: 0; outline: 0; gridline-color: {edge};
  selection-background-color: {c["selection"]}; selection-color: {c["text"]}; }}
QHeaderView {{ background: {c["surface"]}; }}
QHeaderView::section {{ background: {c["surface"]}; color: {c["text_secondary"]}; border: 0; border-bottom: 1px solid {edge};
  padding: 0 {px(12)}px; font-size: {px(13)}px; min-height: {px(35)}px; }}
QScrollBar:vertical {{ background: transparent; width: {px(8)}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {px(8)}px; margin: 0; }}
QScrollBar::handle {{ background: {c["border_control"]}; border-radius: {px(4)}px; min-height: {px(32)}px; min-width: {px(32)}px; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; border: 0;
  width: 0; height: 0; }}
QTabBar {{ background: transparent; border: 0; border-bottom: 1px solid {edge}; }}
QTabBar::tab {{ background: transparent; border: 0; border-bottom: 2px solid transparent; color: {c["text_secondary"]};
  padding: 0; margin-right: {px(24)}px; min-height: {px(38)}px; max-height: {px(38)}px; }}
QTabBar::tab:selected {{ color: {c["accent"]}; border-bottom-color: {c["accent"]}; font-weight: 700; }}
"""


def _menus(c: dict[str, str], edge: str) -> str:
    return f"""
QMenu {{ background: {c["surface_raised"]}; border: 1px solid {c["border_control"]}; padding: {px(4)}px; }}
QMenu::item {{ padding: {px(8)}px {px(16)}px; border-radius: {px(4)}px; }}
QMenu::item:selected {{ background: {c["selection"]}; }}
QMenu::item:disabled {{ color: {c["text_disabled"]}; }}
QMenu::separator {{ height: 1px; background: {edge}; margin: {px(4)}px {px(8)}px; }}
QSplitter::handle {{ background: {edge}; }}
"""


def _calendar(c: dict[str, str]) -> str:
    return f"""
QCalendarWidget QWidget {{ background: {c["surface_raised"]}; alternate-background-color: {c["surface_raised"]}; }}
QCalendarWidget QToolButton {{ background: transparent; border: 0; border-radius: {px(6)}px; color: {c["text"]};
  font-weight: 700; min-height: {px(32)}px; min-width: {px(32)}px; padding: 0 {px(6)}px; }}
QCalendarWidget QToolButton:hover {{ background: {c["hover"]}; }}
QCalendarWidget QToolButton::menu-indicator {{ image: none; }}
QCalendarWidget QAbstractItemView {{ background: {c["surface_raised"]}; color: {c["text"]};
  selection-background-color: {c["accent"]}; selection-color: {c["accent_text"]}; }}
QCalendarWidget QAbstractItemView:disabled {{ color: {c["text_disabled"]}; }}
"""


def _small(c: dict[str, str], edge: str) -> str:
    chips = {
        "neutral": ("surface_sunken", "text_secondary"), "danger": ("danger_bg", "danger_text"), "warn": ("warn_bg", "warn_text"),
        "ok": ("ok_bg", "ok_text"), "accent": ("accent_bg", "accent_on_bg"),
    }  # fmt: skip
    bold = c["surface"] == c["bg"]  # high contrast: surfaces do not differ, so chips get an edge
    rules = [
        f'QLabel[chip="{tone}"] {{ background: {c[back]}; color: {c[fore]}; border-radius: {px(4)}px; padding: 0 {px(8)}px; '
        f"font-size: {px(12)}px; min-height: {px(24 - 2 * bold)}px; max-height: {px(24 - 2 * bold)}px;"
        f"{f' border: 1px solid {c[fore]};' if bold else ''} }}"
        for tone, (back, fore) in chips.items()
    ]
    return "\n".join([
        *rules,
        f'QLabel[chip][mark="true"] {{ padding-left: {px(26)}px; }}',
        f'QLabel[chip="plain"] {{ border: 1px solid {edge}; border-radius: {px(4)}px; padding: 0 {px(8)}px; '
        f'font-size: {px(12)}px; min-height: {px(22)}px; max-height: {px(22)}px; }}',
        f'QLabel[badge="danger"] {{ background: {c["danger"]}; color: {c["danger_text_on"]}; border-radius: {px(9)}px; '
        f'font-size: {px(12)}px; font-weight: 700; min-width: {px(18)}px; min-height: {px(18)}px; max-height: {px(18)}px; }}',
        f'QLabel[badge="neutral"] {{ background: {c["track"]}; color: {c["text_secondary"]}; border-radius: {px(9)}px; '
        f'font-size: {px(12)}px; font-weight: 700; min-width: {px(18)}px; min-height: {px(18)}px; max-height: {px(18)}px; }}',
        f'QLabel[kbd="true"] {{ background: {c["surface_sunken"]}; color: {c["text_secondary"]}; border: 1px solid {edge}; '
        f'border-radius: {px(4)}px; padding: 0 {px(5)}px; font-size: {px(12)}px; min-height: {px(18)}px; '
        f'max-height: {px(18)}px; }}',
    ])  # fmt: skip
