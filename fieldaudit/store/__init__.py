"""The only place with SQL: schema, log, heads, projections, queries, keys at rest, the workspace folder.

`Store` and `Workspace` are imported when they are first asked for: `keyfile`, which needs neither, begins before.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .store import Store
    from .workspace import Workspace

__all__ = ["Store", "Workspace"]


def __getattr__(name: str) -> Any:
    if name == "Store":
        from .store import Store

        return Store
    if name == "Workspace":
        from .workspace import Workspace

        return Workspace
    raise AttributeError(name)
