"""Every error fieldaudit raises on purpose, split by who can mend it.

    FieldauditError            what happened, where, what is safe, what to do next
    ├── Refused                the person's input or act: mend it and try again
    │   ├── BadInput           a file, cell, value or form that cannot be read
    │   └── NotAllowed         the person, the role or the state of things forbids it
    ├── MachineError           the machine: disk full, locked, read-only, newer file
    │   └── Damaged            stored bytes are not what was written
    └── OurBug                 a promise of our own code is broken: please report

Nothing here prints; the edge (command line, window) shows `str(error)` or its parts.
"""

from __future__ import annotations

import errno

from .i18n import Text, tr

_NOTHING_LOST = tr("已记录的内容未受影响。", "Nothing already recorded was changed.")


class FieldauditError(Exception):
    """Base. `what` happened, `where` (file, row, item), what is `safe`, what to do (`todo`)."""

    def __init__(
        self,
        what: Text | str,
        *,
        where: str = "",
        safe: Text | str = _NOTHING_LOST,
        todo: Text | str = "",
    ) -> None:
        super().__init__(what)
        self.what, self.where, self.safe, self.todo = what, where, safe, todo

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else str(self.what)
        return "\n".join(str(part) for part in (head, self.safe, self.todo) if str(part))


class Refused(FieldauditError):
    """The person's input or act is refused; nothing was changed."""


class BadInput(Refused):
    """A file, row, cell, value or form that cannot be used as it is."""


class NotAllowed(Refused):
    """This person, role or state of things does not allow the act."""


class MachineError(FieldauditError):
    """The machine's state: disk full, file locked or read-only, database from a newer version."""


class Damaged(MachineError):
    """Bytes on disk or on a carrier are not the ones that were written."""


class OurBug(FieldauditError):
    """A promise of our own code is broken."""


_REASONS = {
    errno.ENOENT: tr("没有这个文件或文件夹", "there is no such file or folder"),
    errno.EACCES: tr("没有权限", "permission denied"),
    errno.EPERM: tr("没有权限", "permission denied"),
    errno.EROFS: tr("磁盘只读", "the disk is read-only"),
    errno.EISDIR: tr("是文件夹，不是文件", "it is a folder, not a file"),
    errno.ENOTDIR: tr("路径中有一段不是文件夹", "part of the path is no folder"),
    errno.ENOSPC: tr("磁盘已满", "the disk is full"),
    errno.EIO: tr("读写失败", "the disk failed to read or write"),
    errno.ENAMETOOLONG: tr("名称太长", "the name is too long"),
    errno.EEXIST: tr("已经存在", "it exists already"),
}


def machine_reason(error: OSError) -> Text:
    """Why the machine refused, in both languages where the reason is a known one."""
    said = error.strerror or str(error)
    return _REASONS.get(error.errno or 0, Text(said, said))
