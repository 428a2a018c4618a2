"""A workspace that takes over: restored, revoked or found to be an old copy, it becomes another laptop of the same bureau."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from office_world import NOON, Office, found, second_laptop

from fieldaudit.errors import NotAllowed
from fieldaudit.store import Workspace
from fieldaudit.store.backup import Backup, restore, write_backup
from fieldaudit.store.held import held_back
from fieldaudit.work import office as acts
from fieldaudit.work import records
from fieldaudit.work.desk import Desk

pytestmark = pytest.mark.slow  # bureaus with several laptops


def enrol_again(first: Office, workspace: Workspace) -> int:
    """Ask, have it granted, accept; gives the new number."""
    request, code = acts.request_enrolment(workspace, "next")
    desk = first.desk("管理员")
    scopes = [row["scope"] for row in desk.store.find("district")]
    grant, _ = acts.grant_enrolment(desk, request, code, [first.people["科长"]], scopes)
    return acts.accept_enrolment(workspace, grant)


def test_another_bureau_cannot_take_over_a_restored_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    ours, theirs = found(tmp_path / "one", monkeypatch), found(tmp_path / "two", monkeypatch)
    write_backup(ours.workspace, tmp_path / "b.zip", NOON, None)
    restore(Backup(tmp_path / "b.zip"), tmp_path / "r", None)
    with Workspace.open(tmp_path / "r", None) as restored:
        with pytest.raises(NotAllowed, match="另一个局"):
            enrol_again(theirs, restored)
        assert restored.store.trust.device == 0
        assert enrol_again(ours, restored) == 2
        desk = Desk(restored, ours.now, ours.people["科长"])
        assert desk.role() == "supervisor"
        assert restored.store.find("number_lease", device=2) == [], "its lease comes with the next sync, none is inherited"
    ours.workspace.close()
    theirs.workspace.close()


def test_a_copied_folder_is_found_by_the_stick_and_goes_on_as_another_laptop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = found(tmp_path, monkeypatch)
    second = second_laptop(first, tmp_path / "second", "甲", "乙", "科长")
    stick = tmp_path / "stick"
    first.sync(stick)
    second.sync(stick)
    second.workspace.close()
    shutil.copytree(tmp_path / "second", tmp_path / "copy")
    second.workspace = Workspace.open(tmp_path / "second", None)
    visit = second.draft("sign")
    second.sync(stick)
    with Workspace.open(tmp_path / "copy", None) as workspace:
        copy = Office(workspace, second.people, second.now, 200, second.homes)
        before = workspace.store.acts
        mine = copy.draft("gas", home="南山养老院")  # the copy does not know yet that it is one
        acts_of_copy = workspace.store.acts - before
        for _ in range(2):
            with pytest.raises(NotAllowed, match="旧副本"):
                copy.sync(stick)
            with pytest.raises(NotAllowed, match="旧副本"):
                mine.answer("wires", "fail")
        first.now = second.now
        assert enrol_again(first, workspace) == 3
        copy.now = first.now = max(copy.now, first.now)
        first.sync(stick)
        copy.sync(stick)
        assert workspace.store.get("inspection", visit.id) is not None, "what the laptop it was copied from recorded"
        assert copy.desk("科长").role() == "supervisor"
        assert workspace.store.get("inspection", mine.id) is not None, "the same number, another home"
        assert records.verify_all(copy.desk(None)) == [] and workspace.store.tail() == []
        strays = [held for held in held_back(workspace.store) if held.device == 2]
        assert strays[0].verb == "inspection.begin" and len(strays) == acts_of_copy, "what only the copy knew is kept and listed"
    first.workspace.close()
    second.workspace.close()


def test_a_revoked_laptop_asks_again_in_the_same_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = found(tmp_path, monkeypatch)
    second = second_laptop(first, tmp_path / "second", "科长")
    with pytest.raises(NotAllowed, match="已经注册"):
        acts.request_enrolment(second.workspace, "again")
    first.sync(tmp_path / "stick")
    second.sync(tmp_path / "stick")
    acts.revoke_device(first.desk("管理员"), 2)
    first.sync(tmp_path / "stick")
    second.sync(tmp_path / "stick")
    assert enrol_again(first, second.workspace) == 3
    first.workspace.close()
    second.workspace.close()


def test_a_restored_workspace_takes_and_gives_by_a_stick_before_it_is_enrolled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = found(tmp_path, monkeypatch)
    write_backup(first.workspace, tmp_path / "b.zip", NOON, None)
    first.sync(tmp_path / "stick")
    visit = first.draft("sign")
    restore(Backup(tmp_path / "b.zip"), tmp_path / "r", None)
    with Workspace.open(tmp_path / "r", None) as restored:
        reader = Office(restored, first.people, first.now, 0, first.homes)
        (tmp_path / "empty").mkdir()
        assert reader.sync(tmp_path / "empty").put["segments"] > 0, "what the lost laptop had sealed reaches the others"
        first.sync(tmp_path / "stick")
        reader.sync(tmp_path / "stick")
        assert restored.store.get("inspection", visit.id) is not None
        assert records.verify_all(reader.desk(None)) == []
    first.workspace.close()
