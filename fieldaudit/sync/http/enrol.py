"""Enrolment over a hub: claiming one, inviting, answering who asks, and joining; letters go through `sync.hub.enrolment`."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator

from ...errors import BadInput, Damaged, NotAllowed
from ...i18n import Text, tr
from ...store import Workspace, at_hub
from ...wire.canon import canonical
from ...wire.hub import NONCE_SIZE as ASKED
from ...wire.invitation import MAX_LETTER, Box
from ...wire.keys import NONCE_SIZE
from ...work.desk import Desk
from ...work.invitations import Invitation, admit_hub, answer, ask, open_invitations, take
from .carrier import HttpCarrier
from .faults import wrong
from .line import FIRST_TRIES, Line
from .reading import fields_of, unreadable
from .settings import Settings, remember

_MOST = MAX_LETTER + 64


def claim_hub(desk: Desk, settings: Settings, code: str, breathe: Callable[[], None] = lambda: None) -> int:
    """Make a hub that shows this code the bureau's own, and sync with it from now on. Gives its device number.
    `breathe` is called while the network is waited for. Admin, root only.

    Raises NotAllowed when it belongs to a bureau already, Damaged when the code is not its.
    """
    box = Box.of_code(code)
    with contextlib.closing(Line(settings)) as line:
        line.breathe = breathe
        said = fields_of(line, line.ask("GET", f"/v1/hub?nonce={os.urandom(ASKED).hex()}", signed=False, tries=FIRST_TRIES))
        if "unclaimed" not in said:
            raise NotAllowed(
                tr("这个集中站已有归属", "this hub belongs to a bureau already"),
                where=settings.url,
                todo=tr("如果是本局的，直接同步即可。", "If it is this bureau's, just sync with it."),
            )
        request = box.open("request", _bytes(line, said["unclaimed"]))
        grant, device = admit_hub(desk, request)
        letter = box.seal("grant", grant, os.urandom(NONCE_SIZE))
        answered = line.ask("POST", "/v1/claim", letter, signed=False, tries=1)
        if box.open("claimed", answered.body) != str(device).encode("ascii"):
            raise wrong(settings.url, tr("认领的答复不符", "it answers the claim with another number"))
    remember(desk.workspace, settings)
    at_hub.take_back(desk.store, settings.url, f"hub-{device}")  # of one that was lost there
    return device


def answer_invited(workspace: Workspace, carrier: HttpCarrier, now: int) -> list[Text]:
    """Open the boxes of this workspace's invitations at a hub and grant whoever asked with their codes.

    Gives what the people should know. One bad letter stands in nobody's way.
    """
    told: list[Text] = []
    for invitation in open_invitations(workspace.store, now):
        carrier.identify()
        carrier.line.ask("PUT", f"/v1/invitations/{invitation.box.id}", canonical({"until": invitation.until}))
        said = fields_of(carrier.line, carrier.line.ask("GET", f"/v1/requests/{invitation.box.id}"))
        for letter in said.get("letters", []):
            told += _answer(workspace, carrier.line, invitation, _bytes(carrier.line, letter), now)
    return told


def _answer(workspace: Workspace, line: Line, invitation: Invitation, letter: bytes, now: int) -> list[Text]:
    try:
        granted, device = answer(workspace, _as_kept(workspace, invitation), letter, now)
    except Damaged:
        return []  # of somebody who does not know the code
    except NotAllowed as error:
        return [error.what if isinstance(error.what, Text) else Text(error.what, error.what)]
    line.ask("PUT", f"/v1/grants/{invitation.box.id}", granted)
    if invitation.device:
        return []
    return [tr(f"受邀的电脑已获授权，是设备 {device}", f"the invited laptop was granted; it is device {device}")]


def _as_kept(workspace: Workspace, invitation: Invitation) -> Invitation:
    """The invitation as it is now: another letter may just have been answered."""
    return next(each for each in open_invitations(workspace.store, 0) if each.box == invitation.box)


class Joining:
    """A new laptop on its way into a bureau through a hub; made again after a restart it goes on."""

    def __init__(
        self, workspace: Workspace, settings: Settings, code: str, label: str, breathe: Callable[[], None] = lambda: None
    ) -> None:
        """`breathe` is called while the network is waited for, and may raise. Raises BadInput for a code that is none."""
        if not code:
            raise BadInput(
                tr("还缺邀请码", "the invitation's code is missing"),
                todo=tr("请管理员给出邀请码，或粘贴二维码的全部内容。", "Ask for the code, or paste all of what the QR holds."),
            )
        self._workspace, self._settings, self._label = workspace, settings, label
        self._box, self._breathe = Box.of_code(code), breathe

    def ask(self) -> None:
        """Leave the request in the box. Raises NotAllowed when the invitation has ended or there is none."""
        letter = ask(self._workspace, self._box, self._label)
        with self._line() as line:
            line.ask("POST", f"/v1/requests/{self._box.id}", letter, signed=False, tries=FIRST_TRIES)

    def take(self) -> int:
        """Take the grant if it is there; gives the device's number, 0: not yet."""
        with self._line() as line:
            found = line.ask("GET", f"/v1/grants/{self._box.id}", signed=False, tries=FIRST_TRIES, most=_MOST)
        if found.code == "absent":
            return 0
        device = take(self._workspace, self._box, found.body)
        remember(self._workspace, self._settings)
        return device

    @contextlib.contextmanager
    def _line(self) -> Iterator[Line]:
        with contextlib.closing(Line(self._settings)) as line:
            line.breathe = self._breathe
            yield line


def _bytes(line: Line, value: object) -> bytes:
    """What hex stands for in the hub's answer."""
    try:
        return bytes.fromhex(str(value))
    except ValueError:
        raise unreadable(line) from None


__all__ = ["Joining", "answer_invited", "claim_hub"]
