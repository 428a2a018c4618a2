"""Pull the plug while a checklist is filled in: what was answered is there, and one stands on the same question again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldaudit.domain.core import RowId
from fieldaudit.store import queries
from fieldaudit.ui.pages.checklist.presenter import ChecklistPresenter
from fieldaudit.ui.session import Session
from fieldaudit.ui.settings import Settings

CHILD = Path(__file__).with_name("checklist_child.py")


def test_a_killed_process_leaves_every_answer_and_its_place(
    demo_copy: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIELDAUDIT_CONFIG", str(tmp_path / "config"))
    folder = demo_copy("inspector")
    session = Session(folder, None)
    person = next(each["id"] for each in session.people() if each["name"] == "检查员甲")
    drafts = queries.inspections(session.desk().store, state="draft")
    visit = RowId(next(row["id"] for row in drafts if person in (row["inspector_row"], row["second_row"])))
    session.close()

    command = [sys.executable, str(CHILD), str(folder), str(visit), str(person), "escape/exit_clear"]
    child = subprocess.Popen(command, env=dict(os.environ), stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    said = [child.stdout.readline().split() for _ in range(3)]
    child.kill()
    child.wait()
    child.stdout.close()
    assert said[2][:1] == ["at"]

    again = Session(folder, None)
    try:
        again.sign_in(RowId(person), "0000")
        held = queries.answers(again.desk().store, visit)
        assert {path: held[path]["value"] for path, _ in said[:2]} == {path: value for path, value in said[:2]}
        shown = ChecklistPresenter(again, visit, place=Settings().text(f"place/{visit}"))
        assert shown.path == said[2][1]
        card = shown.card_of(said[1][0])
        assert card is not None
        assert shown.hazard(card) is not None
    finally:
        again.close()
