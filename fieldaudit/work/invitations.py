"""Invitations: the administrator admits a laptop before it asks, and whoever then asks with the one-time code is granted.

The code is told or shown by QR; the letters of both sides pass through a hub that can read neither (`wire.invitation`).
What was promised is this workspace's own state, kept until it is granted or has ended. Must not know the network.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ..domain.core import RowId, Scope
from ..errors import BadInput, NotAllowed
from ..i18n import tr
from ..store import Store, Workspace
from ..store.connection import transaction
from ..wire.canon import canonical, parse
from ..wire.enrol import read_request
from ..wire.invitation import CODE_BYTES, Box, code_of
from ..wire.keys import NONCE_SIZE
from .desk import Desk
from .office import accept_enrolment, admit, demand_issuer, request_enrolment

HOUR_MS = 3_600_000
LONGEST_MS = 14 * 24 * HOUR_MS  # an invitation that lies about longer is asked for again
_KEPT = "invitations"


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who may act on the laptop that asks with the code, for which scopes, until when (ms), and who invited."""

    box: Box = field(repr=False)
    people: tuple[RowId, ...]
    scopes: tuple[Scope, ...]
    until: int
    by: RowId
    device: int = 0  # the laptop that was granted; 0: none yet
    asked_by: str = ""  # its signing key, hex: the same laptop may be answered again


def invite(desk: Desk, people: Sequence[RowId], scopes: Sequence[Scope], until: int) -> tuple[Invitation, str]:
    """Promise a laptop these people and scopes until a time (ms). Gives the invitation and its one-time code.

    The code is shown now and never kept. Admin, root only. Raises BadInput, NotAllowed.
    """
    demand_issuer(desk)
    if not people:
        raise BadInput(tr("至少要有一人可在那台电脑上操作", "at least one person must be named for that laptop"))
    if not desk.now < until <= desk.now + LONGEST_MS:
        raise BadInput(
            tr("邀请的期限应在今后 14 天以内", "an invitation ends within the next 14 days"),
            todo=tr("换一个期限。", "Choose another."),
        )
    for person in people:
        desk.row("person", person)
    code = code_of(os.urandom(CODE_BYTES))
    made = Invitation(Box.of_code(code), tuple(people), tuple(scopes), until, desk.actor())
    _keep(desk.store, [*_current(desk), made])
    return made, code


def invitations(store: Store) -> list[Invitation]:
    """Every invitation that is kept here, oldest first; ended ones too until the next is made."""
    data = store.trust.local(_KEPT)
    return [] if data is None else [_of_fields(fields) for fields in parse(bytes(data), _KEPT)]


def open_invitations(store: Store, now: int) -> list[Invitation]:
    """Those that may still be asked for."""
    return [each for each in invitations(store) if each.until >= now]


def withdraw(desk: Desk, id_: str) -> None:
    """Take an invitation back: nobody is granted by it any more. Admin, root only. Raises BadInput."""
    demand_issuer(desk)
    held = invitations(desk.store)
    if id_ not in {each.box.id for each in held}:
        raise BadInput(tr("没有这个邀请", "there is no such invitation"), where=id_)
    _keep(desk.store, [each for each in held if each.box.id != id_])


def answer(workspace: Workspace, invitation: Invitation, letter: bytes, now: int) -> tuple[bytes, int]:
    """Grant the request in a letter, in the name of who invited. Gives the letter with the grant, and the device.

    The same laptop is answered again; another one is not. Raises Damaged, NotAllowed.
    """
    request = invitation.box.open("request", letter)
    key = read_request(request).sign_key.hex()
    if invitation.asked_by not in ("", key):
        raise NotAllowed(
            tr("这个邀请已被另一台电脑用过", "another laptop has used this invitation"),
            where=str(invitation.device),
            todo=tr("请管理员重新邀请；如不是本局的电脑，请吊销它。", "Invite again; if that laptop is not yours, revoke it."),
        )
    if now > invitation.until:
        raise NotAllowed(tr("邀请已过期", "the invitation has ended"), todo=tr("请管理员重新邀请。", "Ask to be invited again."))
    grant, device = admit(Desk(workspace, now, invitation.by), request, invitation.people, invitation.scopes)
    used = replace(invitation, device=device, asked_by=key)
    _keep(workspace.store, [used if each.box == used.box else each for each in invitations(workspace.store)])
    return invitation.box.seal("grant", grant, os.urandom(NONCE_SIZE)), device


def ask(workspace: Workspace, box: Box, label: str) -> bytes:
    """On the new laptop: the letter that asks to be enrolled. Asking twice asks the same."""
    request, _ = request_enrolment(workspace, label)
    return box.seal("request", request, os.urandom(NONCE_SIZE))


def take(workspace: Workspace, box: Box, letter: bytes) -> int:
    """On the new laptop: take the grant in a letter; from now on this workspace is device N. Gives N."""
    return accept_enrolment(workspace, box.open("grant", letter))


def admit_hub(desk: Desk, request: bytes) -> tuple[bytes, int]:
    """Certify a hub for all districts: it may keep what it cannot read. Admin, root only. Gives the grant and its device."""
    scopes = [Scope(row["scope"]) for row in desk.store.find("district")]
    return admit(desk, request, [], scopes, "hub")


def _current(desk: Desk) -> list[Invitation]:
    return open_invitations(desk.store, desk.now)


def _keep(store: Store, held: Sequence[Invitation]) -> None:
    with transaction(store.connection, _KEPT):
        store.trust.set_local(invitations=canonical([_fields(each) for each in held]))


def _fields(each: Invitation) -> dict[str, object]:
    return {
        "box": each.box.to_bytes().hex(), "people": each.people, "scopes": each.scopes, "until": each.until, "by": each.by,
        "device": each.device, "asked_by": each.asked_by,
    }  # fmt: skip


def _of_fields(fields: dict[str, object]) -> Invitation:
    box = Box.from_bytes(bytes.fromhex(str(fields.pop("box"))))
    people, scopes = fields.pop("people"), fields.pop("scopes")
    assert isinstance(people, list) and isinstance(scopes, list)
    return Invitation(box, tuple(map(RowId, people)), tuple(map(Scope, scopes)), **fields)  # type: ignore[arg-type]
