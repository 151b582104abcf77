"""Can this van still take it? Insertion with forward slack and, where that fails, with another moved."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.routes.tour import Legs, Stop, Tour, latest, starts

ONE_MOVE, TWO_MOVES = (24,), (4, 6)
"""How many openings are followed to the end: when one stop is moved, and for the first and second of two."""
SHORT = 60
"""Two moves are tried on tours of up to so many stops: a longer one has many single moves, and somebody waits."""
REACH = 15
"""How many stops around a gap, and gaps around a slot, are looked at: farther off, waiting has taken up the shift."""


@dataclass(frozen=True, slots=True)
class Fits:
    """The order with the new stop in it: numbers of the tour's stops, the new one is `len(tour.stops)`."""

    order: tuple[int, ...]
    extra_s: float
    """How much longer the van drives."""
    moved: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Full:
    """No place was found, and why."""

    why: str


def insert(tour: Tour, new: Stop, there: Sequence[float], back: Sequence[float]) -> Fits | Full:
    """The cheapest place for a new stop that keeps every window, or the first found with one or two others moved.

    `there[i]` and `back[i]` are the seconds from stop i to the new one and from there to stop i. What it accepts never
    breaks a window of the tour. What it refuses is certain for plain insertion, and nearly so with a move. Costs
    microseconds for an insertion, less than a millisecond with a move.
    """
    if len(there) != len(tour.stops) or len(back) != len(tour.stops):
        raise ValueError(f"travel times to and from the new stop are needed for all {len(tour.stops)} stops")
    line = _Line(tour.order, tour.starts, tour.latest, tour.stops, tour.legs)
    place = _cheapest(line, new, there, back)
    if place is not None:
        extra, at = place
        return Fits((*tour.order[:at], len(tour.stops), *tour.order[at:]), extra)
    stops: Sequence[Stop] = [*tour.stops, new]
    legs = [*([*row, there[n]] for n, row in enumerate(tour.legs)), [*back, 0.0]]
    line = _Line(tour.order, tour.starts, tour.latest, stops, legs)
    for tried in (ONE_MOVE, TWO_MOVES) if len(stops) <= SHORT else (ONE_MOVE,):
        if (found := _moved(line, len(tour.stops), tried)) is not None:
            order, moved = found
            return Fits(order, _driven(legs, order) - _driven(legs, tour.order), moved)
    return Full("no place keeps every window, also with other stops moved")


@dataclass(frozen=True, slots=True)
class _Line:
    """An order that keeps its windows, with its earliest and latest starts, place by place."""

    order: Sequence[int]
    starts: Sequence[float]
    latest: Sequence[float]
    stops: Sequence[Stop]
    legs: Legs


def _cheapest(line: _Line, new: Stop, there: Sequence[float], back: Sequence[float]) -> tuple[float, int] | None:
    """The extra driving and the place (1: after the first stop) of the cheapest insertion; None if there is none."""
    best: tuple[float, int] | None = None
    stops, legs, opens, closes, service = line.stops, line.legs, new.opens_s, new.closes_s, new.service_s
    before = line.order[0]
    for place in range(1, len(line.order)):
        after, ready = line.order[place], line.starts[place - 1] + stops[before].service_s
        if ready > closes:
            break
        start = max(ready + there[before], opens)
        if start <= closes and start + service + back[after] <= line.latest[place]:
            extra = there[before] + back[after] - legs[before][after]
            if best is None or extra < best[0]:
                best = extra, place
        before = after
    return best


def _moved(line: _Line, new: int, tried: Sequence[int]) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """The first order found with stop `new` in it and as many others moved as `tried` has numbers, and those moved.

    The cheapest openings are tried first.
    """
    legs, stops = line.legs, line.stops
    openings = sorted(_openings(line, stops[new], [row[new] for row in legs], legs[new]))
    for _, gone, place in openings[: tried[0]]:
        rest = [n for n in line.order if n != gone]
        order = (*rest[:place], new, *rest[place:])
        without = _Line(order, starts(stops, legs, order), latest(stops, legs, order), stops, legs)
        if without.starts[0] > without.latest[0]:
            continue
        if len(tried) > 1:
            deeper = _moved(without, gone, tried[1:])
            if deeper is not None:
                return deeper[0], (gone, *deeper[1])
        elif (again := _cheapest(without, stops[gone], [row[gone] for row in legs], legs[gone])) is not None:
            return (*order[: again[1]], gone, *order[again[1] :]), (gone,)
    return None


def _openings(
    line: _Line, new: Stop, there: Sequence[float], back: Sequence[float]
) -> Iterator[tuple[float, int, int]]:
    """Where the new stop would fit if one other were away: extra driving, who is away, the place among the rest.

    Only places whose times change by its absence are looked at: everywhere else the new stop did not fit before.
    """
    first = bisect_left(line.latest, new.opens_s) - REACH
    last = bisect_right(line.starts, new.closes_s) + REACH
    for gap in range(max(1, first), min(len(line.order) - 1, last)):
        for place, before, after, ready, until in _around(line, gap):
            start = max(ready + there[before], new.opens_s)
            if start <= new.closes_s and start + new.service_s + back[after] <= until:
                yield there[before] + back[after] - line.legs[before][after], line.order[gap], place


def _around(line: _Line, gap: int) -> Iterator[tuple[int, int, int, float, float]]:
    """Places whose times change when the stop in the gap is away.

    Each is the place among the rest, the stops before and after it, when the van is free, when it must be at the next.
    """
    order, stops, legs = line.order, line.stops, line.legs
    before, after = order[gap - 1], order[gap + 1]
    until = line.latest[gap + 1]
    free = line.starts[gap - 1] + stops[before].service_s
    yield gap, before, after, free, until
    for place in range(gap - 1, max(0, gap - 1 - REACH), -1):
        n, earlier = order[place], order[place - 1]
        until = min(stops[n].closes_s, until - legs[n][after] - stops[n].service_s)
        if until == line.latest[place]:
            break
        yield place, earlier, n, line.starts[place - 1] + stops[earlier].service_s, until
        after = n
    for place in range(gap + 1, min(len(order) - 1, gap + 1 + REACH)):
        n = order[place]
        start = max(free + legs[before][n], stops[n].opens_s)
        if start == line.starts[place]:
            break
        free, before = start + stops[n].service_s, n
        yield place, n, order[place + 1], free, line.latest[place + 1]


def _driven(legs: Legs, order: Sequence[int]) -> float:
    return sum(legs[a][b] for a, b in pairwise(order))
