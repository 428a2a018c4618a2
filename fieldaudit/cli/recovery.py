"""`init --from`: the bureau's first laptop again, from its recovery file and a stick or a restored backup."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from ..i18n import tr
from ..store import Workspace
from ..store.keyfile import KEY_FILE
from ..sync.carrier import FolderCarrier
from ..sync.session import Exchange
from ..work.desk import Desk
from ..work.recovery import succeed, succession_text, take_keys
from .base import Session, now_ms, read_file, secret

Make = Callable[[Path, str | None], AbstractContextManager[Workspace]]


def init_from(session: Session, recovery: str, carrier: Path | None, admin: str, pin: str, make: Make) -> None:
    """Take the keys, bring the data from `carrier` (or have it from a backup), become a device, hand the news out.

    `make` makes the workspace where there is none yet.
    """
    data = read_file(recovery)
    held = (session.workspace / KEY_FILE).exists()
    passphrase = None if held else secret("FIELDAUDIT_PASSPHRASE", tr("口令", "Passphrase"))
    with session.open() if held else make(session.workspace, passphrase) as workspace:
        take_keys(workspace, data, _passphrase())
        stick = FolderCarrier(carrier) if carrier else None
        if stick:
            Exchange(workspace, stick, now_ms()).run()
        made = succeed(Desk(workspace, now_ms()), admin, pin)
        told = Exchange(workspace, stick, now_ms()).run().as_json()["told"] if stick else []
    session.keep(passphrase)
    session.emit(
        {
            "workspace": str(session.workspace),
            "device": made.device,
            "seen": made.seen,
            "leased": made.leased,
            "others": made.others,
            "told": told,
        },
        succession_text(made),
    )


def _passphrase() -> str:
    """The recovery file's own passphrase; it often is the workspace's."""
    same = os.environ.get("FIELDAUDIT_PASSPHRASE")
    given = os.environ.get("FIELDAUDIT_RECOVERY_PASSPHRASE", same)
    return given if given is not None else secret("FIELDAUDIT_RECOVERY_PASSPHRASE", tr("恢复文件的口令", "Recovery passphrase"))
