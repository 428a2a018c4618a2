"""What the window may ask of rooms it must not know, given by the composition root. Knows no Qt.

Imports nothing of them: it is made before the key of the workspace is derived.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..domain.core import RowId
    from ..work.desk import Desk

Clock = Callable[[], int]


def now_ms() -> int:
    """The laptop's clock, ms since 1970 UTC."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class Services:
    """Each is None where the composition root has no such room."""

    play_demo: Callable[[Path, int], Any] | None = None  # make the demo's two workspaces and the stick in a folder
    fill_rest: Callable[[Desk, RowId], int] | None = None  # answer what an open inspection of the demo lacks
    clock: Clock = now_ms
    remembered: Callable[[Path], str | None] | None = None  # the passphrase from the system's keyring
    remember: Callable[[Path, str], bool] | None = None
