"""A process that answers questions of a visit until it is killed: `checklist_child.py WORKSPACE INSPECTION PERSON PATH`."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from fieldaudit.domain.core import RowId
from fieldaudit.ui.pages.checklist.presenter import ChecklistPresenter
from fieldaudit.ui.session import Session
from fieldaudit.ui.settings import Settings

folder, inspection, person, start = sys.argv[1:]
session, settings = Session(Path(folder), None), Settings()
session.sign_in(RowId(int(person)), "0000")
visit = RowId(int(inspection))
page = ChecklistPresenter(session, visit, start, keep_place=lambda path: settings.put(f"place/{visit}", path))
for value in ("na", "fail"):
    card = page.card
    assert card is not None
    page.answer(card.path, value)
    print(f"{card.path} {value}", flush=True)
    page.step(1)
print(f"at {page.path}", flush=True)
time.sleep(600)
