"""How fast, and how often again: a bucket of bytes for the bandwidth, and the waits between attempts."""

from __future__ import annotations

import random
import threading
import time

FIRST_WAIT, LONGEST_WAIT = 0.2, 20.0  # s
_BURST = 1.0  # s of the limit that may go at once after a pause


class Bucket:
    """At most so many bytes a second through all threads together; 0: as many as one likes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._lock = threading.Lock()
        self._left, self._at = limit * _BURST, time.monotonic()

    def take(self, size: int) -> float:
        """Take so many bytes; gives how long (s) to wait before they may go."""
        if not self.limit:
            return 0.0
        with self._lock:
            now = time.monotonic()
            self._left = min(self.limit * _BURST, self._left + (now - self._at) * self.limit) - size
            self._at = now
            return max(0.0, -self._left / self.limit)


def wait_before(attempt: int) -> float:
    """Seconds before an attempt (the second one is 1): twice as long each time, and not all laptops at the same moment."""
    longest: float = min(LONGEST_WAIT, FIRST_WAIT * 2.0**attempt)
    return random.uniform(longest / 2, longest)
