"""A tour: the stops a van still has before it, with the times that leave every promise whole."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.eta.stops import StopErrors

Legs = Sequence[Sequence[float]]
"""Seconds from stop to stop: `legs[i][j]` from stop i to stop j, by their places in the tour."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Service begins between `opens_s` and `closes_s` and takes `service_s`. A van that is early waits."""

    opens_s: float
    closes_s: float
    service_s: float = 0.0


class Tour:
    """Stops in the order they are driven. The first is where the van is now, the last where it has to be in the end.

    `starts[i]` is when service at stop i begins at the earliest, `latest[i]` when it may begin so that all later stops
    are in time. Raises ValueError for a tour that breaks a window by itself.
    """

    __slots__ = ("latest", "legs", "order", "starts", "stops")

    def __init__(self, stops: Sequence[Stop], legs: Legs, order: Sequence[int] | None = None) -> None:
        self.stops, self.legs = stops, legs
        self.order = tuple(range(len(stops))) if order is None else tuple(order)
        self.starts = starts(self.stops, self.legs, self.order)
        if any(start > stops[n].closes_s for n, start in zip(self.order, self.starts, strict=True)):
            raise ValueError("the tour breaks a window already")
        self.latest = latest(self.stops, self.legs, self.order)


def starts(stops: Sequence[Stop], legs: Legs, order: Sequence[int]) -> list[float]:
    """When service begins at each stop of this order, at the earliest."""
    before = order[0]
    begun = [stops[before].opens_s]
    for n in order[1:]:
        begun.append(max(begun[-1] + stops[before].service_s + legs[before][n], stops[n].opens_s))
        before = n
    return begun


def latest(stops: Sequence[Stop], legs: Legs, order: Sequence[int]) -> list[float]:
    """Until when service may begin at each stop of this order, for everything after it to be in time."""
    last = order[-1]
    found = [stops[last].closes_s]
    for n, after in zip(reversed(order[:-1]), reversed(order[1:]), strict=True):
        found.append(min(stops[n].closes_s, found[-1] - legs[n][after] - stops[n].service_s))
    found.reverse()
    return found


def with_room(tour: Tour, errors: StopErrors, level: float = 0.9) -> Tour:
    """The same tour with every window closing earlier by what its arrival may be late at this level.

    So a stop is taken only if the promises hold in bad hours too. Where a stop has less room already, it keeps what it
    has: no new stop may take from it.
    """
    stops = list(tour.stops)
    for place, n in enumerate(tour.order):
        if place:
            late_s = max(0.0, errors.upper(place, 0.0, level))
            stops[n] = replace(stops[n], closes_s=max(tour.starts[place], stops[n].closes_s - late_s))
    return Tour(stops, tour.legs, tour.order)
