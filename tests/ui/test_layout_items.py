"""A layout is asked where a widget is, never for its items.

Python keeps the wrapper of an item as long as the layout's; Qt frees the item with its widget. Whatever comes to lie at that
address, an event of the keyboard too, is then taken for the item: `event.type()` fails and the key is lost.
"""

from __future__ import annotations

from pathlib import Path

import fieldaudit.ui

UI = Path(fieldaudit.ui.__file__).parent


def test_no_layout_is_asked_for_its_items() -> None:
    assert [str(file.relative_to(UI)) for file in UI.rglob("*.py") if ".itemAt(" in file.read_text("utf-8")] == []
