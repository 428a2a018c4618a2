"""The key file of a workspace: its data key, wrapped by the passphrase (or plain, in a demo that says so).

Imports little, so that the derivation of the key can begin before the rest of the program is loaded (`reading_key`).
Knows no database.
"""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..errors import BadInput, Damaged, NotAllowed
from ..i18n import Text, tr
from ..wire.passphrase import unwrap_with_passphrase, wrap_with_passphrase

KEY_FILE, DATABASE = "key.json", "fieldaudit.db"
_PLAIN_KEY = re.compile("[0-9a-f]{64}")
KeyFile = dict[str, Any]  # the parsed content of key.json


def reading_key(path: Path, passphrase: str | None) -> Callable[[], tuple[bytes, bool]]:
    """`read_key` begun on a thread of its own; calling what this gives waits for it and gives or raises what it does."""
    done: list[tuple[bytes, bool]] = []
    failed: list[BaseException] = []

    def read() -> None:
        try:
            done.append(read_key(path, passphrase))
        except BaseException as error:  # whoever waits gets it
            failed.append(error)

    thread = threading.Thread(target=read, name="key", daemon=True)
    thread.start()

    def wait() -> tuple[bytes, bool]:
        thread.join()
        if failed:
            raise failed[0]
        return done[0]

    return wait


def is_protected(path: Path) -> bool:
    """Does opening this workspace need a passphrase?"""
    return "key" not in _read_key_file(path)


def read_key(path: Path, passphrase: str | None) -> tuple[bytes, bool]:
    """The data key and whether a passphrase guards it. Raises BadInput, NotAllowed or Damaged."""
    content = _read_key_file(path)
    try:
        return unlock(content, passphrase, str(path)), "key" not in content
    except Damaged as error:
        raise _no_key(_UNREADABLE, str(path / KEY_FILE)) from error
    except NotAllowed as error:
        if passphrase is not None:  # a flipped byte in the key file looks just the same
            error.todo = _SURE_OF_IT
        raise


def unlock(content: KeyFile, passphrase: str | None, where: str) -> bytes:
    """The data key out of a key file's content. Raises NotAllowed (passphrase missing or wrong) or Damaged."""
    if "key" in content:
        return bytes.fromhex(content["key"])
    if passphrase is None:
        raise NotAllowed(
            tr("需要口令", "a passphrase is needed"),
            where=where,
            todo=tr("设置 FIELDAUDIT_PASSPHRASE 或在提示处输入。", "Set FIELDAUDIT_PASSPHRASE or type it when asked."),
        )
    return unwrap_with_passphrase(content["wrapped"], passphrase)


def key_file(key: bytes, passphrase: str | None) -> bytes:
    """The bytes of a key file: the data key under a passphrase, or in the clear and marked so."""
    content: KeyFile = {"v": 1, "protection": "none", "key": key.hex()}
    if passphrase is not None:
        wrapped = wrap_with_passphrase(key, passphrase, os.urandom(16), os.urandom(12))
        content = {"v": 1, "protection": "passphrase", "wrapped": wrapped}
    return json.dumps(content, indent=1).encode()


def _read_key_file(path: Path) -> KeyFile:
    try:
        data = (path / KEY_FILE).read_bytes()
    except FileNotFoundError:
        if (path / DATABASE).exists():
            raise _no_key(tr("密钥文件不见了", "the key file is gone"), str(path / KEY_FILE)) from None
        raise BadInput(
            tr("这里没有工作区", "there is no workspace here"),
            where=str(path),
            safe="",
            todo=tr(
                "先运行 fieldaudit init 或 fieldaudit enrol request，或用 --workspace 指明文件夹。",
                "Run fieldaudit init or fieldaudit enrol request first, or name the folder with --workspace.",
            ),
        ) from None
    except OSError as error:
        raise _no_key(_UNREADABLE, str(path / KEY_FILE)) from error
    return parse_key_file(data, str(path / KEY_FILE))


_UNREADABLE = tr("密钥文件读不出来", "the key file cannot be read")


_SURE_OF_IT = tr(
    "请检查大小写和输入法后再试。确信口令没有错时运行 fieldaudit rebuild：密钥文件可能损坏，由快照补回。",
    "Check capitals and input method, then try again. If you are sure of it, run fieldaudit rebuild: the key file may be "
    "damaged, and is put back from a snapshot.",
)


def _no_key(what: Text, where: str) -> Damaged:
    todo = tr(
        "运行 fieldaudit rebuild：由最近的快照补回。没有快照时从备份恢复。",
        "Run fieldaudit rebuild: it is put back from the newest snapshot. Without one, restore a backup.",
    )
    return Damaged(what, where=where, todo=todo)


def parse_key_file(data: bytes, where: str) -> KeyFile:
    """The content of a key file. Raises Damaged."""
    try:
        content = json.loads(data.decode("utf-8"))
    except ValueError as error:
        raise _no_key(_UNREADABLE, where) from error
    fits = isinstance(content, dict) and (
        isinstance(content.get("wrapped"), dict) or _PLAIN_KEY.fullmatch(str(content.get("key"))) is not None
    )
    if not fits:
        raise _no_key(tr("密钥文件不完整", "the key file is incomplete"), where)
    found: KeyFile = content
    return found
