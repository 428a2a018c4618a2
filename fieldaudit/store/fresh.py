"""A new workspace that stands at its place only when all went well.

Owns the folder beside it in which it is made; knows nothing of what is founded or enrolled in it.
"""

from __future__ import annotations

import os
import shutil
from contextlib import AbstractContextManager
from pathlib import Path

from ..errors import BadInput, MachineError, machine_reason
from ..i18n import tr
from .workspace import Workspace


class new_workspace(AbstractContextManager[Workspace]):
    """A workspace that stands at its place only when all went well: made beside it and renamed at the end."""

    def __init__(self, path: Path, passphrase: str | None) -> None:
        self._path, self._passphrase = path, passphrase
        self._temporary = path.with_name(f".{path.name}.new-{os.getpid()}")

    def __enter__(self) -> Workspace:
        if os.path.lexists(self._path) and (not self._path.is_dir() or any(self._path.iterdir())):
            raise BadInput(
                tr("文件夹已存在且不是空的", "the folder exists and is not empty"),
                where=str(self._path),
                todo=tr("换一个文件夹。", "Choose another folder."),
            )
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise MachineError(
                tr("不能建立文件夹：{why}", "cannot make the folder: {why}").format(why=machine_reason(error)),
                where=str(self._path),
            ) from None
        self._workspace = Workspace.create(self._temporary, self._passphrase)
        return self._workspace

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._workspace.close()
        if kind is None:
            if self._path.exists():
                self._path.rmdir()
            self._temporary.rename(self._path)
        else:
            shutil.rmtree(self._temporary)
