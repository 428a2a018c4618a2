"""How often one address may ask: buckets of tokens, in bounded memory. Knows no request."""

from __future__ import annotations

from collections import OrderedDict

MOST_ADDRESSES = 4_000  # remembered; the one not seen longest is forgotten


class Rate:
    """`burst` at once, then `each_second`, for every key. Use from one event loop."""

    def __init__(self, each_second: float, burst: int) -> None:
        self._refill, self._burst = each_second, float(burst)
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # key -> tokens left, when

    def wait(self, key: str, now: float) -> float:
        """0 when this one may pass (and is counted), else the seconds until it might. `now` in seconds, never going back."""
        left, at = self._left.pop(key, (self._burst, now))
        left = min(self._burst, left + (now - at) * self._refill)
        passes = left >= 1
        self._left[key] = (left - 1 if passes else left, now)
        while len(self._left) > MOST_ADDRESSES:
            self._left.popitem(last=False)
        return 0.0 if passes else (1 - left) / self._refill
