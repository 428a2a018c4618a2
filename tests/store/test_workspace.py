"""The folder of a workspace: its key, its lock, its version."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from store_world import INSPECTOR, STRANGER

from fieldaudit.errors import BadInput, Damaged, MachineError, NotAllowed
from fieldaudit.store import Workspace
from fieldaudit.store.keyfile import is_protected
from fieldaudit.store.pins import TRIES, people_with_pin, pin_fits, set_pin
from fieldaudit.store.schema import SCHEMA_VERSION
from fieldaudit.store.verify import verify

pytestmark = pytest.mark.slow  # `make check` stays under a minute

OPEN = """
import sys, pathlib
from fieldaudit.errors import FieldauditError
from fieldaudit.store import Workspace
try:
    Workspace.open(pathlib.Path(sys.argv[1]), None).close()
    print("opened")
except FieldauditError as error:
    print(type(error).__name__, error.what.en)
"""


def opened_by_another_process(path: Path) -> str:
    done = subprocess.run([sys.executable, "-c", OPEN, str(path)], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def files(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "lock"
    }


def test_a_second_process_or_window_on_the_same_workspace_is_refused(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "w", None):
        assert opened_by_another_process(tmp_path / "w") == "MachineError another fieldaudit is using this workspace"
        with pytest.raises(MachineError):
            Workspace.open(tmp_path / "w", None)
    assert opened_by_another_process(tmp_path / "w") == "opened"


def test_only_the_right_passphrase_opens_a_protected_workspace(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "w", "正确 的口令").close()
    before = files(tmp_path / "w")
    assert is_protected(tmp_path / "w")
    for wrong in ("正确的口令", "", None):
        with pytest.raises((NotAllowed, BadInput)):
            Workspace.open(tmp_path / "w", wrong)
    assert files(tmp_path / "w") == before
    with Workspace.open(tmp_path / "w", "正确 的口令") as workspace:
        assert workspace.protected and verify(workspace.store) == []
        assert workspace.data_key.hex() not in (tmp_path / "w" / "key.json").read_text("utf-8")


def test_a_database_of_a_newer_program_is_refused_unharmed(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "w", None) as workspace:
        workspace.store.connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = files(tmp_path / "w")
    for _ in range(2):  # the refusal leaves neither lock nor open file behind
        with pytest.raises(MachineError, match="更新版本"):
            Workspace.open(tmp_path / "w", None)
    assert files(tmp_path / "w") == before


def test_a_workspace_is_not_made_where_one_is_or_with_a_passphrase_too_short(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        Workspace.create(tmp_path / "w", "abc")
    assert not (tmp_path / "w").exists()
    Workspace.create(tmp_path / "w", None).close()
    before = files(tmp_path / "w")
    with pytest.raises(BadInput):
        Workspace.create(tmp_path / "w", None)
    assert files(tmp_path / "w") == before


def test_a_folder_without_a_workspace_is_named_and_left_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=str(tmp_path)):
        Workspace.open(tmp_path, None)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"key": "zz"}', '{"key": 5}', '{"key": "00"}', '{"wrapped": 3}', "\xff"])
def test_a_damaged_key_file_is_named(tmp_path: Path, content: str) -> None:
    Workspace.create(tmp_path / "w", None).close()
    (tmp_path / "w" / "key.json").write_bytes(content.encode("latin-1"))
    with pytest.raises(Damaged):
        Workspace.open(tmp_path / "w", None)


def test_a_key_file_of_another_workspace_opens_nothing_and_harms_nothing(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "one", None).close()
    Workspace.create(tmp_path / "two", None).close()
    (tmp_path / "one" / "key.json").write_bytes((tmp_path / "two" / "key.json").read_bytes())
    before = files(tmp_path / "one")
    with pytest.raises(Damaged):
        Workspace.open(tmp_path / "one", None)
    assert files(tmp_path / "one") == before


def test_a_workspace_that_was_cut_off_while_it_was_made_can_be_opened(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "w", None).close()
    for name in ("fieldaudit.db", "mark"):  # the mark comes with the first opening
        (tmp_path / "w" / name).unlink()
    with Workspace.open(tmp_path / "w", None) as workspace:
        assert verify(workspace.store) == []


def test_only_a_demo_keeps_its_key_in_the_clear_and_says_so(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "w", None) as workspace:
        assert not workspace.protected
    assert not is_protected(tmp_path / "w")
    assert json.loads((tmp_path / "w" / "key.json").read_text("utf-8"))["protection"] == "none"


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(MachineError, match="file"):
        Workspace.create(tmp_path / "file" / "w", None)
    assert os.listdir(tmp_path) == ["file"]


def test_a_pin_is_refused_after_ten_wrong_tries_until_it_is_set_anew(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "w", None) as workspace:
        store = workspace.store
        set_pin(store, INSPECTOR, "2468")
        assert people_with_pin(store) == {INSPECTOR}
        assert not pin_fits(store, STRANGER, "2468")
        for _ in range(TRIES - 1):
            assert not pin_fits(store, INSPECTOR, "1357")
        assert pin_fits(store, INSPECTOR, "2468"), "a right one in time starts the count anew"
        for _ in range(TRIES):
            assert not pin_fits(store, INSPECTOR, "1357")
    with Workspace.open(tmp_path / "w", None) as workspace:
        assert not pin_fits(workspace.store, INSPECTOR, "2468"), "closing and opening does not help"
        set_pin(workspace.store, INSPECTOR, "1111")
        assert pin_fits(workspace.store, INSPECTOR, "1111")
        assert not pin_fits(workspace.store, INSPECTOR, "2468")
        assert "1111" not in str(workspace.store.query("SELECT * FROM pin"))
