"""What the choices of the first run do: found a bureau, ask to join one, take the grant, play the demo. No widgets."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ....domain.core import RowId
from ....errors import BadInput, MachineError, machine_reason
from ....i18n import tr
from ....store import Workspace
from ....store.files import write_durably
from ....store.fresh import new_workspace
from ....store.keyfile import KEY_FILE
from ....work import office
from ....work.desk import Desk
from ...session import Session

DEMO = "demo"  # the folder beside a workspace in which its demo lives
LAPTOPS = ("inspector", "supervisor")


@dataclass
class Wanted:
    """What the form of a new bureau holds; `faults` names the fields that keep it from being founded."""

    name: str = ""
    short: str = ""
    districts: str = ""  # one a line, or with commas between
    admin: str = ""
    pin: str = ""
    pin_again: str = ""
    passphrase: str = ""
    passphrase_again: str = ""
    address: str = ""
    phone: str = ""
    review_body: str = ""
    recovery: str = ""  # where to write the recovery file

    def district_names(self) -> tuple[str, ...]:
        """The districts as typed, trimmed, in order, each once."""
        parts = re.split(r"[,\uff0c\u3001\r\n]", self.districts)
        return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))

    def missing(self) -> list[str]:
        """Names of the fields that must still be filled, or do not agree."""
        found = [name for name in ("name", "short", "admin", "pin", "passphrase", "recovery") if not getattr(self, name).strip()]
        found += [] if self.district_names() else ["districts"]
        found += ["pin_again"] if self.pin and self.pin != self.pin_again else []
        found += ["passphrase_again"] if self.passphrase and self.passphrase != self.passphrase_again else []
        return found


def found(place: Path, wanted: Wanted, now: int) -> None:
    """Found the bureau in a new workspace and write its recovery file, or nothing of it. Raises FieldauditError."""
    recovery = Path(wanted.recovery)
    if recovery.exists():
        raise BadInput(
            tr("恢复文件已存在，不会覆盖", "the recovery file exists already and is not overwritten"),
            where=str(recovery),
            todo=tr("换一个文件名。", "Choose another name."),
        )
    founding = office.Founding(
        wanted.name,
        wanted.short,
        wanted.district_names(),
        wanted.admin,
        wanted.pin,
        wanted.address,
        wanted.phone,
        wanted.review_body,
    )
    office.check_pin(wanted.pin)
    with new_workspace(place, wanted.passphrase) as workspace:
        office.write_recovery(office.found_bureau(workspace, founding, now), recovery, wanted.passphrase)


def ask_to_join(place: Path, label: str, passphrase: str) -> tuple[bytes, str]:
    """Make this laptop's workspace and its request, or read the one that waits; gives the request and its code."""
    if not label.strip():
        raise BadInput(tr("请给这台电脑起个名字", "give this laptop a name"))
    if (place / KEY_FILE).exists():
        with Workspace.open(place, passphrase) as workspace:
            return office.request_enrolment(workspace, label.strip())
    with new_workspace(place, passphrase) as workspace:
        return office.request_enrolment(workspace, label.strip())


def save(file: Path, data: bytes) -> None:
    """Write a file that goes to another laptop, durably. Raises MachineError."""
    try:
        write_durably(file, data)
    except OSError as error:
        raise MachineError(
            tr("写不了文件：{why}", "cannot write the file: {why}").format(why=machine_reason(error)), where=str(file)
        ) from error


def read(file: Path) -> bytes:
    """A file from another laptop. Raises MachineError."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise MachineError(
            tr("读不了文件：{why}", "cannot read the file: {why}").format(why=machine_reason(error)), where=str(file)
        ) from error


def waits(session: Session) -> bool:
    """Has this laptop asked to join and no certificate yet?"""
    trust = session.desk().store.trust
    return trust.latest(trust.device) is None


def request_again(session: Session) -> tuple[bytes, str]:
    """The request that waits, and its code."""
    return session.act(lambda desk: office.request_enrolment(desk.workspace, ""))


def join(session: Session, grant: bytes) -> None:
    """Take the grant of the bureau's administrator. Raises NotAllowed, Damaged."""
    session.act(lambda desk: office.accept_enrolment(desk.workspace, grant))
    session.trust_changed()


def first_sync(session: Session, folder: Path, progress: Callable[[str, int, int], None]) -> None:
    """Take over roster, forms, register and records from a stick or folder."""
    from ....sync.carrier import FolderCarrier
    from ....sync.session import Exchange

    def exchange_all(desk: Desk, breathe: Callable[[], None]) -> None:
        def told(what: str, done: int, of: int) -> None:
            breathe()
            progress(what, done, of)

        Exchange(desk.workspace, FolderCarrier(folder), desk.now, told).run()

    session.long(exchange_all)
    session.trust_changed()


def knows_bureau(session: Session) -> bool:
    """Has the roster arrived?"""
    return bool(session.desk().store.find("bureau"))


def set_first_pin(session: Session, person: int, pin: str) -> None:
    """The first PIN of a person on this laptop. Raises BadInput, NotAllowed."""
    session.act(lambda desk: office.set_pin(desk, RowId(person), pin))


def demo_place(place: Path) -> Path:
    """Where the demo of a laptop lives: apart from its workspace."""
    return place.with_name(f"{place.name}-{DEMO}")


def is_demo(place: Path) -> bool:
    """Is this workspace one of the demo's two laptops?"""
    return place.name in LAPTOPS and (place.parent / "stick").is_dir() and (place.parent / "summary.json").is_file()


def make_demo(into: Path, play: Callable[[Path, int], Any], now: int) -> None:
    """Play the demo into a folder of its own, whole or not at all; one that is there stays."""
    if (into / "summary.json").is_file():
        return
    making = into.with_name(f".{into.name}.new-{os.getpid()}")
    shutil.rmtree(making, ignore_errors=True)  # of one that was cut off
    shutil.rmtree(into, ignore_errors=True)
    try:
        play(making, now)
        making.rename(into)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
