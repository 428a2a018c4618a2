"""Joining with an invitation: what the form holds, asking through the hub, the wait for the grant, the first exchange. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ....errors import BadInput, MachineError
from ....store.fresh import new_workspace
from ....store.keyfile import KEY_FILE
from ....sync.http.asked import Asked, asked, keep_asked
from ....wire.invitation import Box, split_invitation
from ....work.desk import Desk
from ...jobs import Cancelled
from ...session import Session
from ...text import capital, tr


@dataclass(frozen=True, slots=True)
class Invited:
    """What the form holds. `invitation`: the hub's address, or all that the QR says."""

    invitation: str = ""
    code: str = ""
    ca: str = ""
    label: str = ""
    passphrase: str = ""
    again: str = ""

    def asked(self) -> Asked:
        """What to ask for: a code in the address counts unless another was typed."""
        url, written = split_invitation(self.invitation)
        return Asked(url, self.ca.strip(), self.code.strip() or written, self.label.strip())

    def faults(self, *, fresh: bool = True) -> dict[str, str]:
        """What is wrong, by field; a laptop that is not `fresh` has its passphrase. Derives the code's key: some 50 ms."""
        needed = tr("firstRun.needed")
        keys = ("label", "passphrase") if fresh else ("label",)
        found = {key: needed for key in keys if not getattr(self, key).strip()}
        if self.passphrase != self.again:
            found["again"] = tr("firstRun.differs")
        wanted = self.asked()
        if wanted.ca and not Path(wanted.ca).is_file():
            found["ca"] = tr("hub.noFile")
        for key, look in (("invitation", wanted.settings), ("code", lambda: Box.of_code(wanted.code))):
            try:
                look()
            except BadInput as error:
                found[key] = capital(str(error.what))
        return found


def begin(place: Path, invited: Invited) -> None:
    """Make the workspace of this laptop and note what it asks for. In a worker. Raises MachineError."""
    if (place / KEY_FILE).exists():
        raise BadInput(tr("firstRun.there"), where=str(place))
    with new_workspace(place, invited.passphrase) as workspace:
        keep_asked(workspace, invited.asked())


def waits_for(session: Session) -> Asked | None:
    """What this laptop asked a hub for and has not been granted, or whose first exchange is to be done yet."""
    return asked(session.desk().workspace)


def begin_again(session: Session, invited: Invited) -> None:
    """Ask for this from now on. Raises MachineError."""
    session.act(lambda desk: keep_asked(desk.workspace, invited.asked()))


def give_up(session: Session) -> None:
    """Wait no more for the hub; another way in is open."""
    session.act(lambda desk: keep_asked(desk.workspace, None))


@dataclass(frozen=True, slots=True)
class Step:
    """How far it is: "waiting", "offline" (with why), "granted"."""

    state: str
    why: str = ""


def go_on(session: Session, *, ask: bool) -> Step:
    """Ask (the first time since the start), then look whether the grant is there. In a worker.

    A hub that cannot be reached is waited for. Raises NotAllowed, Damaged, BadInput: then no waiting helps; Cancelled when it was
    given up meanwhile.
    """

    def do(desk: Desk, breathe: Callable[[], None]) -> Step:
        def still() -> None:
            """Let acts in; one of them may be that nothing is waited for any more."""
            breathe()
            if asked(desk.workspace) != wanted:
                raise Cancelled

        wanted = asked(desk.workspace)
        trust = desk.store.trust
        if wanted is None or trust.latest(trust.device) is not None:
            return Step("granted")
        joining = wanted.joining(desk.workspace, still)
        if ask:
            joining.ask()
        return Step("granted" if joining.take() else "waiting")

    try:
        step = session.long(do)
    except MachineError as error:
        return Step("offline", capital(str(error.what)))
    if step.state == "granted":
        session.trust_changed()
    return step


def first_exchange(session: Session, progress: Callable[[str, int, int], None]) -> None:
    """Take over roster, forms, register and records; then nothing is waited for. In a worker. Raises MachineError."""
    from ....sync.http import sync_with

    def do(desk: Desk, breathe: Callable[[], None]) -> None:
        wanted = asked(desk.workspace)
        if wanted is None:
            return

        def told(what: str, done: int, of: int) -> None:
            breathe()
            progress(what, done, of)

        sync_with(desk.workspace, wanted.settings(), desk.now, told)
        keep_asked(desk.workspace, None)

    session.long(do)
    with suppress(MachineError):
        session.trust_changed()


__all__ = ["Invited", "Step", "begin", "begin_again", "first_exchange", "give_up", "go_on", "waits_for"]
