"""What a hub knows of itself: keys, the bureau it serves, its certificate, or the code by which it can be claimed.

One file, `hub.json`, for its owner alone: whoever has it can speak as this hub. The keys sign greetings and receipts;
nothing is ever sealed for them. Several processes of one hub share the file, or copies of it.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from ...domain.core import Certificate
from ...errors import BadInput, Damaged, MachineError, NotAllowed, machine_reason
from ...i18n import tr
from ...store.files import discard, make_folder, sync_folder, temporary_name
from ...wire.canon import canonical, from_hex, loaded, malformed_as, shaped
from ...wire.certs import read_certificate
from ...wire.enrol import make_request
from ...wire.invitation import CODE_BYTES, code_of
from ...wire.keys import KEY_SIZE, DeviceKeys

FILE = "hub.json"
OBJECTS = "objects"  # beside it, unless a store is given
LABEL = "hub"  # of its request; the bureau's people name it
_SHAPE = {"sign": str, "receive": str, "bureau": str, "certificate": str, "code": str}


@dataclass(frozen=True, slots=True)
class HubState:
    """A hub's own state. `bureau` and `certificate` are empty, `device` 0 and `code` is not "" until it is claimed."""

    path: Path
    keys: DeviceKeys = field(repr=False)
    bureau: bytes = b""
    certificate: bytes = b""
    code: str = field(default="", repr=False)
    device: int = 0

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The state in a folder; made, with new keys and a code, where there is none. Raises MachineError, Damaged."""
        path = folder / FILE
        try:
            if not path.exists():
                made = cls(path, DeviceKeys.from_bytes(os.urandom(2 * KEY_SIZE)), code=code_of(os.urandom(CODE_BYTES)))
                with contextlib.suppress(FileExistsError):  # another process of this hub was quicker
                    _write_private(path, made._data(), new=True)
            return cls._read(path, path.read_bytes())
        except OSError as error:
            raise _unusable(path, error) from error

    @classmethod
    def _read(cls, path: Path, data: bytes) -> Self:
        with malformed_as(Damaged, str(path)):
            fields = shaped(loaded(data), _SHAPE)
            seeds = [from_hex(fields[name], KEY_SIZE, name) for name in ("sign", "receive")]
            bureau = from_hex(fields["bureau"], KEY_SIZE, "bureau") if fields["bureau"] else b""
        certificate = fields["certificate"].encode("utf-8")
        device = read_certificate(certificate, bureau).device if certificate else 0
        return cls(path, DeviceKeys.from_bytes(b"".join(seeds)), bureau, certificate, fields["code"], device)

    @property
    def claimed(self) -> bool:
        """Does it belong to a bureau?"""
        return self.device != 0

    def request(self) -> bytes:
        """Its request to be enrolled; the same every time."""
        return make_request(self.keys, LABEL)

    def claim(self, certificate: bytes, bureau_public: bytes) -> Self:
        """The state of a hub that belongs to that bureau from now on, durably; its code is void. `Hub.claim` calls it.

        Raises NotAllowed when it belongs to one already, BadInput or Damaged when the certificate is not one of that
        bureau for these keys.
        """
        if self.claimed:
            raise NotAllowed(tr("集中站已有归属", "this hub belongs to a bureau already"))
        statement = read_certificate(certificate, bureau_public)
        own = (self.keys.sign_public, self.keys.receive_public)
        if not isinstance(statement, Certificate) or statement.kind != "hub" or (statement.sign_key, statement.receive_key) != own:
            raise BadInput(tr("不是发给这台集中站的证书", "not a certificate for this hub"))
        made = replace(self, bureau=bureau_public, certificate=certificate, code="", device=statement.device)
        made._save()
        return made

    def _save(self) -> None:
        try:
            _write_private(self.path, self._data(), new=False)
        except OSError as error:
            raise _unusable(self.path, error) from error

    def _data(self) -> bytes:
        seeds = self.keys.to_bytes()
        fields = {"sign": seeds[:KEY_SIZE].hex(), "receive": seeds[KEY_SIZE:].hex(), "bureau": self.bureau.hex()}
        return canonical({**fields, "certificate": self.certificate.decode("utf-8"), "code": self.code})


def _write_private(path: Path, data: bytes, *, new: bool) -> None:
    """Durably, readable by its owner alone from the first byte on. `new`: raises FileExistsError where there is one."""
    make_folder(path.parent)
    temporary = temporary_name(path)
    try:
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if new:
            os.link(temporary, path)
        else:
            os.replace(temporary, path)
    finally:
        discard(temporary)
    sync_folder(path.parent)


def _unusable(path: Path, error: OSError) -> MachineError:
    return MachineError(
        tr("集中站的数据文件夹不可用：{why}", "the hub's folder cannot be used: {why}").format(why=machine_reason(error)),
        where=str(path),
        todo=tr("检查磁盘和权限后重试。", "Check disk and permissions, then try again."),
    )
