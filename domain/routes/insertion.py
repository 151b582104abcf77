"""Can this van still take it? Insertion with forward slack and, where that fails, with another moved."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.routes.legs import LazyLegs
from domain.routes.tour import Legs, Stop, Tour

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
    legs = _Rows(tour.legs, there, back)
    line = _Line(tour.order, tour.starts, tour.latest, stops, legs)
    for tried in (ONE_MOVE, TWO_MOVES) if len(stops) <= SHORT else (ONE_MOVE,):
        if (found := _moved(line, legs, len(tour.stops), tried)) is not None:
            order, moved = found
            return Fits(order, _driven(legs, order, tour.order) - _driven(legs, tour.order, order), moved)
    return Full("no place keeps every window, also with other stops moved")


class _Cells(dict[int, float]):
    """The legs from one stop, each when it is first asked for: few of them are."""

    def __init__(self, row: Sequence[float], there: float) -> None:
        self._row = row
        self[len(row)] = there

    def __missing__(self, n: int) -> float:
        leg_s = self[n] = self._row[n]
        return leg_s


class _Rows(dict[int, _Cells]):
    """The tour's legs with those of the new stop."""

    def __init__(self, legs: Legs, there: Sequence[float], back: Sequence[float]) -> None:
        self._legs, self._there, self._back = legs, there, back
        self[len(legs)] = _Cells(back, 0.0)

    def __missing__(self, n: int) -> _Cells:
        row = self[n] = _Cells(self._legs[n], self._there[n])
        return row

    def row(self, n: int) -> list[float]:
        """The legs from this stop to each."""
        return [*self._back, 0.0] if n == len(self._legs) else [*self._legs[n], self._there[n]]

    def to(self, n: int) -> list[float]:
        """The legs from each stop to this one."""
        if n == len(self._legs):
            return [*self._there, 0.0]
        legs = self._legs
        column = legs.to(n) if isinstance(legs, LazyLegs) else [row[n] for row in legs]
        return [*column, self._back[n]]


@dataclass(frozen=True, slots=True)
class _Line:
    """An order that keeps its windows, with its earliest and latest starts, place by place."""

    order: Sequence[int]
    starts: Sequence[float]
    latest: Sequence[float]
    stops: Sequence[Stop]
    legs: _Rows | Legs


def _cheapest(line: _Line, new: Stop, there: Sequence[float], back: Sequence[float]) -> tuple[float, int] | None:
    """The extra driving and the place (1: after the first stop) of the cheapest insertion; None if there is none."""
    best: tuple[float, int] | None = None
    stops, legs, order, starts, latest = line.stops, line.legs, line.order, line.starts, line.latest
    opens, closes, service = new.opens_s, new.closes_s, new.service_s
    before = order[0]
    for place in range(1, len(order)):
        after, ready = order[place], starts[place - 1] + stops[before].service_s
        if ready > closes:
            break
        start = ready + there[before]
        begin = start if start > opens else opens  # noqa: FURB136 - asked a thousand times for one answer
        if start <= closes and begin + service + back[after] <= latest[place]:
            extra = there[before] + back[after] - legs[before][after]
            if best is None or extra < best[0]:
                best = extra, place
        before = after
    return best


def _moved(line: _Line, legs: _Rows, new: int, tried: Sequence[int]) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """The first order found with stop `new` in it and as many others moved as `tried` has numbers, and those moved.

    The cheapest openings are tried first.
    """
    stops = line.stops
    openings = sorted(_openings(line, stops[new], legs.to(new), legs.row(new)))
    for _, gone, place, gap in openings[: tried[0]]:
        rest = [n for n in line.order if n != gone]
        order = (*rest[:place], new, *rest[place:])
        without = _changed(line, order, min(gap, place), max(gap, place))
        if without.starts[0] > without.latest[0]:
            continue
        if len(tried) > 1:
            deeper = _moved(without, legs, gone, tried[1:])
            if deeper is not None:
                return deeper[0], (gone, *deeper[1])
        elif (again := _cheapest(without, stops[gone], legs.to(gone), legs.row(gone))) is not None:
            return (*order[: again[1]], gone, *order[again[1] :]), (gone,)
    return None


def _changed(line: _Line, order: Sequence[int], first: int, last: int) -> _Line:
    """The line with another order between these places: times are reckoned anew only as far as they change."""
    stops, legs = line.stops, line.legs
    begun, until = list(line.starts), list(line.latest)
    before = order[first - 1]
    for place in range(first, len(order)):
        n = order[place]
        at = max(begun[place - 1] + stops[before].service_s + legs[before][n], stops[n].opens_s)
        if place > last and at == begun[place]:
            break
        begun[place], before = at, n
    after = order[last + 1]
    for place in range(last, -1, -1):
        n = order[place]
        by = min(stops[n].closes_s, until[place + 1] - legs[n][after] - stops[n].service_s)
        if place < first and by == until[place]:
            break
        until[place], after = by, n
    return _Line(order, begun, until, stops, legs)


def _openings(
    line: _Line, new: Stop, there: Sequence[float], back: Sequence[float]
) -> Iterator[tuple[float, int, int, int]]:
    """Where the new stop would fit if one other were away: extra driving, who is away, the place among the rest, and
    the place that becomes free.

    Only places whose times change by its absence are looked at: everywhere else the new stop did not fit before.
    """
    first = bisect_left(line.latest, new.opens_s) - REACH
    last = bisect_right(line.starts, new.closes_s) + REACH
    opens, closes, service, legs, order = new.opens_s, new.closes_s, new.service_s, line.legs, line.order
    for gap in range(max(1, first), min(len(order) - 1, last)):
        for place, before, after, ready, until in _around(line, gap):
            start = ready + there[before]
            begin = start if start > opens else opens  # noqa: FURB136 - here too
            if start <= closes and begin + service + back[after] <= until:
                yield there[before] + back[after] - legs[before][after], order[gap], place, gap


def _around(line: _Line, gap: int) -> list[tuple[int, int, int, float, float]]:
    """Places whose times change when the stop in the gap is away.

    Each is the place among the rest, the stops before and after it, when the van is free, when it must be at the next.
    """
    order, stops, legs, starts, latest = line.order, line.stops, line.legs, line.starts, line.latest
    before, after = order[gap - 1], order[gap + 1]
    until = latest[gap + 1]
    free = starts[gap - 1] + stops[before].service_s
    found = [(gap, before, after, free, until)]
    n = before
    for place in range(gap - 1, max(0, gap - 1 - REACH), -1):
        stop, earlier = stops[n], order[place - 1]
        until = until - legs[n][after] - stop.service_s
        if until > stop.closes_s:
            until = stop.closes_s
        if until == latest[place]:
            break
        found.append((place, earlier, n, starts[place - 1] + stops[earlier].service_s, until))
        n, after = earlier, n
    n = order[gap + 1]
    for place in range(gap + 1, min(len(order) - 1, gap + 1 + REACH)):
        stop = stops[n]
        start = free + legs[before][n]
        if start < stop.opens_s:
            start = stop.opens_s
        if start == starts[place]:
            break
        free, before, n = start + stop.service_s, n, order[place + 1]
        found.append((place, before, n, free, latest[place + 1]))
    return found


def _driven(legs: _Rows, order: Sequence[int], other: Sequence[int]) -> float:
    """Along the legs of an order that the other one has not."""
    shared = set(pairwise(other))
    return sum(legs[a][b] for a, b in pairwise(order) if (a, b) not in shared)
