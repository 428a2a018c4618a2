"""The passphrase may lie in the system's keyring: optional, never asking, and gone without a trace where it fails."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.errors import KeyringLocked

from fieldaudit.cli import main
from fieldaudit.cli.keyrings import ENTRY_FILE, remember, remembered
from fieldaudit.store import Workspace

PASSPHRASE = "correct horse battery"


class Kept(KeyringBackend):
    """A keyring in memory."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


class Locked(Kept):
    """A keyring that refuses everything."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("locked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("locked")


class Crashing(Kept):
    """A keyring whose service falls over."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError("no bus")


class Forgetful(Kept):
    """A keyring that takes everything and keeps nothing."""

    def get_password(self, service: str, username: str) -> str | None:
        return None


@pytest.fixture(autouse=True)
def own_backend() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


def test_what_is_remembered_comes_back_for_that_workspace_only_and_moves_with_it(tmp_path: Path) -> None:
    keyring.set_keyring(Kept())
    one, two = tmp_path / "one", tmp_path / "two"
    for folder, words in ((one, "eins"), (two, "zwei")):
        folder.mkdir()
        assert remembered(folder) is None
        assert remember(folder, words)
    assert (remembered(one), remembered(two)) == ("eins", "zwei")
    assert remember(one, "neu") and remembered(one) == "neu"
    one.rename(tmp_path / "elsewhere")
    assert remembered(tmp_path / "elsewhere") == "neu"
    assert "neu" not in (tmp_path / "elsewhere" / ENTRY_FILE).read_text()


@pytest.mark.parametrize(
    ("backend", "told"), [(fail.Keyring, ""), (Locked, "KeyringLocked"), (Crashing, "RuntimeError"), (Forgetful, "")]
)
def test_a_keyring_that_is_missing_locked_broken_or_forgetful_is_as_if_it_were_not_there(
    tmp_path: Path, backend: type[KeyringBackend], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    keyring.set_keyring(Kept())
    assert remember(tmp_path, "words")
    keyring.set_keyring(backend())
    assert remembered(tmp_path) is None
    said = capsys.readouterr().err
    assert (told in said and "no bus" not in said) if told else not said
    assert remember(tmp_path / "new", "words") is False and not (tmp_path / "new" / ENTRY_FILE).exists()


def test_a_workspace_that_was_not_remembered_never_asks_the_keyring(tmp_path: Path) -> None:
    keyring.set_keyring(Crashing())
    assert remembered(tmp_path) is None
    (tmp_path / ENTRY_FILE).write_bytes(b"\xff\xfe")
    assert remembered(tmp_path) is None


def run(capture: pytest.CaptureFixture[str], path: Path, *words: str) -> tuple[int, str]:
    capture.readouterr()
    try:
        status = main(["--workspace", str(path), "--lang", "en", *words])
    except SystemExit as end:
        status = int(end.code or 0)
    said = capture.readouterr()
    return status, said.err


@pytest.mark.slow
def test_the_program_opens_with_what_the_keyring_keeps_and_asks_again_when_it_does_not_fit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = Kept()
    keyring.set_keyring(backend)
    path = tmp_path / "w"
    Workspace.create(path, PASSPHRASE).close()
    assert run(capsys, path, "people", "list")[0] == 1, "nothing to open it with, and nobody to ask"
    monkeypatch.setenv("FIELDAUDIT_PASSPHRASE", PASSPHRASE)
    assert run(capsys, path, "--remember", "people", "list") == (0, "")
    monkeypatch.delenv("FIELDAUDIT_PASSPHRASE")
    assert run(capsys, path, "people", "list") == (0, "")
    for key in backend.held:
        backend.held[key] = "changed since"
    status, said = run(capsys, path, "people", "list")
    assert status == 1 and "FIELDAUDIT_PASSPHRASE" in said
    keyring.set_keyring(Locked())
    monkeypatch.setenv("FIELDAUDIT_PASSPHRASE", PASSPHRASE)
    status, said = run(capsys, path, "--remember", "people", "list")
    assert status == 0 and "it is not kept" in said
    assert run(capsys, path, "people", "list") == (0, "")


@pytest.mark.slow
def test_the_library_is_imported_only_when_a_workspace_was_remembered() -> None:
    import subprocess

    script = (
        "import sys, pathlib, fieldaudit.cli\n"
        "from fieldaudit.cli.keyrings import remembered\n"
        "remembered(pathlib.Path('/nonexistent'))\n"
        "print('keyring' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
