"""When an exchange with the hub begins by itself: whenever something is only here, else every quarter of an hour; with patience
where it fails, and never after the hub refused until a person has synced. Knows no Qt and no network.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

MINUTE = 60_000  # ms
SOON, USUAL, LONGEST = 2 * MINUTE, 15 * MINUTE, 60 * MINUTE


def due(lines: Sequence[dict[str, Any]], url: str, here: int, now: int) -> bool:
    """Is it time? `lines`: the sync log, newest first; `here`: how many records are only here; `now`: ms.

    A clock that was put back makes it time.
    """
    mine = [line for line in lines if line["place"] == url]
    if not mine:
        return True
    last, failed = mine[0], 0
    if last.get("lasts"):
        return False
    for line in mine:
        if line["state"] != "failed":
            break
        failed += 1
    usual = SOON if here and last["state"] == "done" else USUAL
    pause = min(SOON << (failed - 1), LONGEST) if failed else usual
    return not 0 <= now - int(last["at"]) < pause


def news(lines: Sequence[dict[str, Any]], url: str) -> bool:
    """Did the last exchange tell something that a person should look at and that the one before had not told?"""
    done = [line for line in lines if line["place"] == url and line["state"] == "done"][:2]
    if not done:
        return False
    before = done[1] if len(done) > 1 else {}
    return any(each not in before.get(key, []) for key in ("told", "bad") for each in done[0].get(key, []))


__all__ = ["due", "news"]
