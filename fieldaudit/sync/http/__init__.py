"""The hub as a carrier: asked over HTTP, trusted for nothing but what it signed.

`settings` (which hub, remembered), `line` (requests, signed and repeated), `faults` (what can be wrong, in sentences),
`carrier` with `upload` and `download` on top. httpx is imported when the first line is opened.
"""

from .carrier import HttpCarrier
from .line import reachable
from .settings import Settings, hub_of, remember

__all__ = ["HttpCarrier", "Settings", "hub_of", "reachable", "remember"]
