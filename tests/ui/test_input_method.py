"""Chinese by an input method works in every field; nothing settles, triggers or goes elsewhere while it composes, and the
letters of a page's keys are only letters where somebody types."""

from __future__ import annotations

from pathlib import Path

import pytest
from looking import visible
from places import buttons, fresh, overlay, page_of, places, rest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QFileDialog, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from fieldaudit.domain.core import Touched
from fieldaudit.ui.shell.window import Window
from fieldaudit.ui.walk import SHOTS
from fieldaudit.ui.widgets import fields
from fieldaudit.ui.widgets.days import DayField
from fieldaudit.ui.widgets.fields import NumberField

Text = QLineEdit | QPlainTextEdit
LETTERS = "jkpnmariovact12/[]"  # every single key that a page listens to
PREEDIT, COMMITTED = "shusan", "疏散"
REST, LONGER = 8, 0.025  # ms that what was typed rests before it settles; s that are longer


def written_in(root: QWidget) -> list[Text]:
    """The fields under a widget that somebody can write in now."""
    return [
        each
        for each in visible(root)
        if isinstance(each, QLineEdit | QPlainTextEdit) and each.isEnabled() and not each.isReadOnly()
    ]


def text_of(field: Text) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def clear(field: Text) -> None:
    field.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Qt.Key.Key_Delete)


def compose(field: QWidget, preedit: str, committed: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(committed)
    QApplication.sendEvent(field, event)


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """What rests settles after a moment; nobody chooses files."""
    monkeypatch.setattr(fields, "REST", REST)
    monkeypatch.setattr(QFileDialog, "exec", lambda _dialog: 0)


class Acts:
    """What was written since last asked."""

    def __init__(self, window: Window) -> None:
        assert window.session is not None
        self.seen: list[Touched] = []
        window.session.on_touched.append(self.seen.append)


def faults(window: Window, field: Text, name: str) -> list[str]:
    """What goes wrong when somebody composes and types in a field."""
    acts, page, over = Acts(window), page_of(window), overlay(window)
    clear(field)
    rest(window, LONGER)
    acts.seen.clear()
    before, found = text_of(field), []
    for typed in ("s", "sh", PREEDIT):
        compose(field, typed)
        rest(window, LONGER)
    if acts.seen:
        found.append("settles while it composes")
    if page_of(window) is not page or overlay(window) is not over:
        return [f"{name}: leaves while it composes"]
    if not field.hasFocus():
        return [f"{name}: loses the keyboard while it composes, to {QApplication.focusWidget()}"]
    if text_of(field) != before:
        found.append(f"takes what is not committed: {text_of(field)!r}")
    compose(field, "", COMMITTED)
    takes_words = not isinstance(field, NumberField | DayField) and field.inputMethodHints() == Qt.InputMethodHint.ImhNone
    if takes_words and COMMITTED not in text_of(field) and not _is_secret(field):
        found.append(f"did not take what was committed: {text_of(field)!r}")
    if not field.hasFocus():
        return [f"{name}: loses the keyboard after composing"]
    return [f"{name}: {fault}" for fault in found + _letters(window, field)]


def _is_secret(field: Text) -> bool:
    return isinstance(field, QLineEdit) and field.echoMode() != QLineEdit.EchoMode.Normal


def _letters(window: Window, field: Text) -> list[str]:
    """Letters of shortcuts typed into a field."""
    page, over = page_of(window), overlay(window)
    clear(field)
    for letter in LETTERS:
        QTest.keyClicks(field, letter)
        if page_of(window) is not page or overlay(window) is not over or not field.hasFocus():
            return [f"the letter {letter} does something else than to be written"]
    plain = not isinstance(field, NumberField | DayField) and field.inputMethodHints() == Qt.InputMethodHint.ImhNone
    if (
        plain
        and not _is_secret(field)
        and (not isinstance(field, QLineEdit) or field.maxLength() > 99)
        and text_of(field) != LETTERS
    ):
        return [f"typed {LETTERS}, stands {text_of(field)!r}"]
    return []


def _name(field: Text) -> str:
    return field.accessibleName() or field.objectName() or type(field).__name__


@pytest.mark.parametrize("size", [(1366, 768), (911, 512)], ids=["wide", "narrow"])
def test_each_field_of_each_page(demo: Path, tmp_path: Path, qt: QApplication, size: tuple[int, int]) -> None:
    found, tried = [], 0
    for shot, window in places(demo, tmp_path, size=size):
        root: QWidget = overlay(window) or page_of(window)
        for at in range(len(written_in(root))):
            if at:
                fresh(window, shot)
                root = overlay(window) or page_of(window)
            if at < len(written_in(root)):
                tried += 1
                field = written_in(root)[at]
                found += faults(window, field, f"{shot.name}: {_name(field)}")
    assert found == [], "\n" + "\n".join(found)
    assert tried > 10


def test_each_field_of_each_dialog(demo: Path, tmp_path: Path, qt: QApplication) -> None:
    found, tried = [], 0
    for shot, window in places(demo, tmp_path, shots=[each for each in SHOTS if each.name != "search"]):
        for at in range(len(buttons(window))):
            fresh(window, shot)
            there = buttons(window)
            if at >= len(there):
                break
            there[at].setFocus(Qt.FocusReason.TabFocusReason)
            QTest.keyClick(there[at], Qt.Key.Key_Space)
            rest(window)
            over = overlay(window)
            for number in range(len(written_in(over)) if over is not None else 0):
                assert over is not None
                field, tried = written_in(over)[number], tried + 1
                found += faults(window, field, f"{type(over).__name__} of {shot.name}: {_name(field)}")
            if (popup := QApplication.activePopupWidget()) is not None:
                popup.close()
    assert found == [], "\n" + "\n".join(sorted(set(found)))
    assert tried > 10


def test_every_kind_of_field_is_looked_at(demo: Path, tmp_path: Path, qt: QApplication) -> None:
    """Nothing else that takes text stands on a page: no rich text, no editable list, no spin box."""
    found = []
    for shot, window in places(demo, tmp_path):
        for each in visible(window):
            editable = (
                (isinstance(each, QTextEdit) and not each.isReadOnly())
                or isinstance(each, QAbstractSpinBox)
                or (isinstance(each, QComboBox) and each.isEditable())
            )
            found += [f"{shot.name}: {each}"] if editable else []
    assert found == []
