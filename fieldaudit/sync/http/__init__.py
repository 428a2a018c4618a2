"""The hub as a carrier: asked over HTTP, trusted for nothing but what it signed.

`settings` (which hub, remembered), `line` (requests, signed and repeated), `faults` (what can be wrong, in sentences),
`carrier` with `upload` and `download` on top. httpx is imported when the first line is opened.
"""

from functools import partial

from ...store import Workspace
from ..course import Outcome, Progress, quiet
from ..session import Exchange
from .carrier import HttpCarrier
from .enrol import Joining, answer_invited, claim_hub
from .faults import NoHub
from .line import reachable
from .settings import Settings, hub_of, remember

__all__ = ["HttpCarrier", "Joining", "NoHub", "Settings", "claim_hub", "hub_of", "reachable", "remember", "sync_with"]


def sync_with(workspace: Workspace, settings: Settings, now: int, progress: Progress = quiet) -> Outcome:
    """One exchange with a hub, which is remembered when it went well, unless another was set meanwhile; who was invited and
    has asked there is granted first.

    Raises as `Exchange.run` and `HttpCarrier` do.
    """
    before = hub_of(workspace)
    with HttpCarrier(workspace, settings) as carrier:
        carrier.line.breathe = partial(progress, "receive", 0, 0)
        told = answer_invited(workspace, carrier, now)
        outcome = Exchange(workspace, carrier, now, progress).run()
    outcome.told += told
    if hub_of(workspace) == before:
        remember(workspace, settings)
    return outcome
