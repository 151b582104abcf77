"""A rolling window of errors: how far arrivals were from what was forecast, and its quantiles."""

from bisect import bisect_left, insort
from collections import deque

from domain.eta.stride import Stride


class Residuals:
    """The last `limit` errors (any unit; positive is later than forecast), kept sorted beside their order."""

    __slots__ = ("_limit", "_order", "_sorted", "_stride")

    def __init__(self, limit: int = 600, span_s: float = 0.0) -> None:
        self._limit, self._stride = limit, Stride(limit, span_s)
        self._order: deque[float] = deque()
        self._sorted: list[float] = []

    def __len__(self) -> int:
        return len(self._sorted)

    def add(self, error: float, at_s: float = 0.0) -> None:
        """An error of an arrival at this instant. At high volume only some are kept."""
        if not self._stride.lets_through(at_s):
            return
        self._order.append(error)
        insort(self._sorted, error)
        if len(self._order) > self._limit:
            del self._sorted[bisect_left(self._sorted, self._order.popleft())]

    def quantile(self, level: float) -> float:
        """The error that this share of arrivals stays below, between neighbours in proportion. Raises if empty."""
        if not self._sorted:
            raise ValueError("no errors are known yet: ask a prior")
        place = min(max(level, 0.0), 1.0) * (len(self._sorted) + 1) - 1
        low = min(max(int(place), 0), len(self._sorted) - 1)
        high = min(low + 1, len(self._sorted) - 1)
        share = min(max(place - low, 0.0), 1.0)
        return self._sorted[low] + share * (self._sorted[high] - self._sorted[low])

    def share_above(self, error: float) -> float:
        """The share of arrivals with an error of at least this much."""
        return (len(self._sorted) - bisect_left(self._sorted, error)) / len(self._sorted) if self._sorted else 1.0
