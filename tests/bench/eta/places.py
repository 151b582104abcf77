"""Goal 6: can this van still take it? Every answer is driven; every refusal is checked by searching all orders."""

from collections.abc import Iterator
from math import hypot
from random import Random
from statistics import median, quantiles
from time import thread_time

from domain.routes.insertion import Fits, insert
from domain.routes.tour import Legs, Stop, Tour, starts
from tests.bench.eta.rows import Row, share
from tests.bench.eta.towns import questions, towns

QUESTIONS_EACH = 15
LOOKED_AT = 20_000
"""After so many steps a search is given up."""
LONG = 150


def rows() -> Iterator[Row]:
    asked = accepted = unsound = possible = given_up = 0
    took, left = [], []
    for number, town in enumerate(towns()):
        for tour, new, there in questions(town, Random(number), QUESTIONS_EACH):
            seconds, answer = _timed(tour, new, there)
            took.append(seconds * 1e6)
            left.append(len(tour.stops) - 2)
            stops, legs = _with(tour, new, there)
            asked += 1
            if isinstance(answer, Fits):
                accepted, possible = accepted + 1, possible + 1
                unsound += not _keeps(stops, legs, answer.order)
                continue
            found = _possible(stops, legs)
            possible, given_up = possible + (found is True), given_up + (found is None)
    yield Row("eta.places.asked", asked, "")
    yield Row("eta.places.unsound", unsound, "", None, None, 0.0)
    yield Row("eta.places.possible", possible, "")
    yield Row("eta.places.given_up", given_up, "")
    yield Row("eta.places.found", share(accepted, possible), "%", None, 95.0)
    yield Row("eta.places.stops_left", median(left), "")
    yield Row("eta.places.median", median(took), "us")
    yield Row("eta.places.p95", quantiles(took, n=20)[-1], "us", None, None, 1000.0)
    yield Row("eta.places.long_van_p95", _long_van(), "us", None, None, 5000.0)


def _timed(tour: Tour, new: Stop, there: list[float]) -> tuple[float, object]:
    """The faster of two: the machine does other things too."""
    times = []
    answer: object = None
    for _ in range(2):
        began = thread_time()
        answer = insert(tour, new, there, there)
        times.append(thread_time() - began)
    return min(times), answer


def _with(tour: Tour, new: Stop, there: list[float]) -> tuple[list[Stop], Legs]:
    return [*tour.stops, new], [*([*row, there[n]] for n, row in enumerate(tour.legs)), [*there, 0.0]]


def _keeps(stops: list[Stop], legs: Legs, order: tuple[int, ...]) -> bool:
    begun = starts(stops, legs, order)
    return all(begin <= stops[n].closes_s for n, begin in zip(order, begun, strict=True))


def _possible(stops: list[Stop], legs: Legs) -> bool | None:
    """Whether any order at all keeps every window; None when the search was given up."""
    end, looked = len(stops) - 2, 0
    failed: dict[tuple[int, frozenset[int]], float] = {}

    def search(at: int, free: float, rest: frozenset[int]) -> bool | None:
        nonlocal looked
        if not rest:
            return free + legs[at][end] <= stops[end].closes_s
        looked += 1
        if looked > LOOKED_AT:
            return None
        if failed.get((at, rest), free + 1) <= free:
            return False
        arrivals = {n: max(free + legs[at][n], stops[n].opens_s) for n in rest}
        if any(arrival > stops[n].closes_s for n, arrival in arrivals.items()):
            return False
        for n in sorted(rest, key=lambda n: arrivals[n] + 0.5 * stops[n].closes_s):
            found = search(n, arrivals[n] + stops[n].service_s, rest - {n})
            if found is not False:
                return found
        failed[at, rest] = free
        return False

    middle = frozenset(n for n in range(1, len(stops)) if n != end)
    return search(0, stops[0].opens_s + stops[0].service_s, middle)


def _long_van() -> float:
    """The 95th percentile for a van with LONG stops left, in microseconds; a slot is two hours."""
    random, took = Random(9), []
    spots = [(random.uniform(0, 100), random.uniform(0, 100)) for _ in range(LONG + 2)]
    spots.sort(key=lambda spot: (int(spot[0] / 10), spot[1] * (-1) ** int(spot[0] / 10)))
    legs = [[60 + 15 * hypot(a[0] - b[0], a[1] - b[1]) for b in spots] for a in spots]
    begun = starts([Stop(0, 9e9, 90)] * len(spots), legs, range(len(spots)))
    stops = [Stop(max(0.0, t - 3600), t + random.uniform(60, 3600), 90) for t in begun]
    stops[0], stops[-1] = Stop(0, 0), Stop(0, begun[-1] + 1800)
    tour = Tour(stops, legs)
    for _ in range(200):
        spot, slot = (random.uniform(0, 100), random.uniform(0, 100)), random.uniform(0, begun[-1])
        there = [60 + 15 * hypot(spot[0] - x, spot[1] - y) for x, y in spots]
        took.append(_timed(tour, Stop(slot, slot + 7200, 90), there)[0] * 1e6)
    return quantiles(took, n=20)[-1]
