"""A new first laptop when the first one is lost: the bureau's keys from the recovery file, the rest from the others.

First `take_keys`, then whatever brings the data (a restored backup, an exchange with a stick), then `succeed`. What the
lost laptop may have given out unseen is left free by gaps: numbers of devices, papers, certificates and key epochs.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from ..domain.calendar import local_date
from ..domain.core import RowId
from ..domain.numbers import DOCUMENT_KINDS
from ..errors import NotAllowed
from ..i18n import Text, tr
from ..store import Workspace, exchange
from ..store.connection import transaction
from ..wire.keys import BureauKey, DeviceKeys, ScopeKey
from ..wire.recovery import open_recovery
from .desk import Desk
from .office import SUCCESSOR_GAP, check_pin, lease_all, set_pin

DEVICE_GAP = 100  # device numbers left free: the lost laptop may have enrolled others that nobody here has met


@dataclass(frozen=True, slots=True)
class Succession:
    """What a new first laptop is: its number, the numbers it leased, and the laptops that may also act for the bureau."""

    device: int
    seen: dict[str, int]  # kind of paper -> highest number seen leased this year
    leased: dict[str, tuple[int, int]]
    others: tuple[int, ...]  # devices with an administrator: the lost one is among them


def take_keys(workspace: Workspace, data: bytes, passphrase: str) -> None:
    """Put the bureau's key and the scope keys of a recovery file into a workspace that is no device (new, or restored).

    Raises NotAllowed (a device already, another bureau's, wrong passphrase), Damaged.
    """
    store, trust = workspace.store, workspace.store.trust
    bureau, keys = open_recovery(data, passphrase)
    if trust.device:
        raise NotAllowed(
            tr(f"这个工作区已经是设备 {trust.device}", f"this workspace is device {trust.device} already"),
            todo=tr("换一个空文件夹，或用从备份恢复的工作区。", "Use an empty folder, or a workspace restored from a backup."),
        )
    if trust.bureau_public not in (b"", bureau.public):
        raise NotAllowed(tr("恢复文件是另一个局的", "the recovery file is another bureau's"), where=str(workspace.path))
    with transaction(store.connection, "recovery"):
        _keep_keys(workspace, bureau, keys)
    store.apply_received()


def _keep_keys(workspace: Workspace, bureau: BureauKey, keys: list[ScopeKey]) -> None:
    trust = workspace.store.trust
    own = DeviceKeys.from_seeds(os.urandom(32), os.urandom(32))
    trust.set_local(bureau_key=bureau.to_bytes(), bureau_public=bureau.public, device_keys=own.to_bytes())
    trust.reload()
    for key in keys:
        trust.add_scope_key(key)
    for row in exchange.key_objects(workspace.store):  # of a backup: among them those sealed to the bureau later
        trust.take_key_object(row["name"], row["object"])


def succeed(desk: Desk, admin: str, pin: str) -> Succession:
    """Make this workspace the bureau's first laptop: a device of its own, certified for this administrator, with numbers.

    Raises BadInput when what the others hold has not been brought here yet, NotAllowed when `admin` is none.
    """
    check_pin(pin)
    desk.bureau()
    person = desk.named("person", admin)
    if person["role"] != "admin":
        raise NotAllowed(tr(f"{person['name']}不是管理员", f"{person['name']} is no administrator"))
    trust, year = desk.store.trust, local_date(desk.now).year
    seen = _highest(desk, year)
    others = _with_administrator(desk)
    device = _free_device(desk)
    keys = trust.keys
    assert keys is not None and trust.bureau is not None  # taken from the recovery file
    with transaction(desk.store.connection, "recovery"):
        trust.set_local(device=device, successor_since=year)
        trust.leave_gap()
        scopes = {scope for scope, _ in trust.scope_keys}
        trust.issue(device, keys.sign_public, keys.receive_public, [(RowId(person["id"]), "admin")], scopes, desk.now)
    trust.device = device
    desk.person = RowId(person["id"])
    set_pin(desk, desk.person, pin)
    lease_all(desk, device, year)
    desk.seal()
    leased = {row["kind"]: (row["first"], row["last"]) for row in desk.store.find("number_lease", device=device, year=year)}
    return Succession(device, seen, leased, others)


def _highest(desk: Desk, year: int) -> dict[str, int]:
    leases = desk.store.find("number_lease", year=year)
    return {kind: max((row["last"] for row in leases if row["kind"] == kind), default=0) for kind in DOCUMENT_KINDS}


def _with_administrator(desk: Desk) -> tuple[int, ...]:
    trust = desk.store.trust
    latest = {device: trust.latest(device) for device in trust.certificates.keys() - trust.revocations.keys()}
    return tuple(sorted(device for device, own in latest.items() if own and any(role == "admin" for _, role in own.people)))


def _free_device(desk: Desk) -> int:
    """A number above every device that anything here speaks of, and a gap."""
    chains = exchange.claims(desk.store).keys() | exchange.frontier(desk.store).keys()
    leases = {row["device"] for row in desk.store.find("number_lease")}
    highest: int = max({*desk.store.trust.certificates, *(device for _, device in chains), *leases})
    return highest + DEVICE_GAP


def succession_text(made: Succession) -> Text:
    """What to tell the administrator, with what is left to do."""
    first, last = made.leased["notice"]
    others = "、".join(map(str, made.others))
    return tr(
        f"本机现为设备 {made.device}，可以签发证书和文号。通知书文号：见到的最大号为 {made.seen['notice']}，"
        f"空出 {SUCCESSOR_GAP} 个后从 {first} 起（至 {last}）。\n"
        f"遗失的电脑仍有证书（列有管理员的设备：{others}）：先与所有 U 盘同步，再运行 enrol revoke 编号。\n"
        "其他人员和电脑照常使用，同步后即认本机。",
        f"This laptop is device {made.device} now; it issues certificates and numbers. Notices: the highest number seen is "
        f"{made.seen['notice']}; {SUCCESSOR_GAP} are left free, it goes on from {first} (to {last}).\n"
        f"The lost laptop is still certified (devices with an administrator: {others}): sync with every stick, then run "
        "enrol revoke NUMBER.\n"
        "Everybody else goes on as before and knows this laptop after a sync.",
    )
