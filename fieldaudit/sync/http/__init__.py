"""The hub as a carrier: asked over HTTP, trusted for nothing but what it signed.

`settings` (which hub, remembered), `line` (requests, signed and repeated), `faults` (what can be wrong, in sentences),
`carrier` with `upload` and `download` on top. httpx is imported when the first line is opened.
"""

from ...store import Workspace
from ..course import Outcome, Progress, quiet
from ..session import Exchange
from .carrier import HttpCarrier
from .line import reachable
from .settings import Settings, hub_of, remember

__all__ = ["HttpCarrier", "Settings", "hub_of", "reachable", "remember", "sync_with"]


def sync_with(workspace: Workspace, settings: Settings, now: int, progress: Progress = quiet) -> Outcome:
    """One exchange with a hub, which is remembered when it went well. Raises as `Exchange.run` and `HttpCarrier` do."""
    with HttpCarrier(workspace, settings) as carrier:
        outcome = Exchange(workspace, carrier, now, progress).run()
    remember(workspace, settings)
    return outcome
