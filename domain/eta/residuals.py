"""A rolling window of errors: how far arrivals were from what was forecast, and its quantiles."""

from bisect import bisect_left, insort
from collections import defaultdict, deque
from collections.abc import Sequence

from domain.eta.stride import Stride


class Residuals:
    """The last `limit` errors (any unit; positive is later than forecast), kept sorted beside their order."""

    __slots__ = ("_limit", "_order", "_sorted", "_stride")

    def __init__(self, limit: int = 600, span_s: float = 0.0) -> None:
        self._limit, self._stride = limit, Stride(limit, span_s)
        self._order: deque[tuple[float, int | None]] = deque()
        self._sorted: list[float] = []

    def __len__(self) -> int:
        return len(self._sorted)

    def add(self, error: float, at_s: float = 0.0, weekday: int | None = None) -> None:
        """An error of an arrival at this instant, which set out on this weekday. At high volume only some are kept."""
        if not self._stride.lets_through(at_s):
            return
        self._order.append((error, weekday))
        insort(self._sorted, error)
        if len(self._order) > self._limit:
            del self._sorted[bisect_left(self._sorted, self._order.popleft()[0])]

    def quantile(self, level: float) -> float:
        """The error that this share of arrivals stays below, between neighbours in proportion. Raises if empty."""
        if not self._sorted:
            raise ValueError("no errors are known yet: ask a prior")
        return quantile(self._sorted, level)

    def by_weekday(self) -> dict[int, list[float]]:
        """The same errors, ascending, by the weekday on which their parcels set out."""
        days: defaultdict[int, list[float]] = defaultdict(list)
        for error, weekday in self._order:
            if weekday is not None:
                days[weekday].append(error)
        return {weekday: sorted(errors) for weekday, errors in days.items()}

    def share_above(self, error: float) -> float:
        """The share of arrivals with an error of at least this much."""
        return (len(self._sorted) - bisect_left(self._sorted, error)) / len(self._sorted) if self._sorted else 1.0


def quantile(ascending: Sequence[float], level: float) -> float:
    """The error that this share stays below, between neighbours in proportion."""
    place = min(max(level, 0.0), 1.0) * (len(ascending) + 1) - 1
    low = min(max(int(place), 0), len(ascending) - 1)
    high = min(low + 1, len(ascending) - 1)
    share = min(max(place - low, 0.0), 1.0)
    return ascending[low] + share * (ascending[high] - ascending[low])
