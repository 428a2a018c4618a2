"""One line of JSON for each request and for what went wrong. No name of an object, no address, nothing of people or homes."""

from __future__ import annotations

import json
import sys
import time
import traceback


def say(event: str, **fields: object) -> None:
    """Write one line to standard error."""
    line = {"at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "event": event, **fields}
    sys.stderr.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
    sys.stderr.flush()


def bug(error: BaseException) -> None:
    """An error nobody expected: where it arose; its words may hold anything, so they are left out."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    say("bug", kind=type(error).__name__, trace=[f"{frame.name}:{frame.lineno}" for frame in frames])
