"""Goal 4: a van with forty stops; windows for every stop, and notices for those that will not hold."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random
from statistics import median

from domain.eta.stops import StopErrors, eta_s, left_of_leg_s, pace
from domain.eta.travel import Travel, crow_km
from tests.bench.eta.kinds import Leg
from tests.bench.eta.rows import Row, share
from tests.bench.eta.series import Series

STOPS, LEARNED_DAYS, DAYS = 40, 100, 320
RISK = 0.7
BANDS = {"1": (1, 1), "2-3": (2, 3), "4-6": (4, 6), "7-12": (7, 12), "13-24": (13, 24), "25-40": (25, 40)}
LEARN_EVERY = 3
"""Errors of one tour repeat each other: a third of them says the same."""
LOOK_S = 300.0

_Seen = defaultdict[str, list[tuple[bool, float]]]


@dataclass(slots=True)
class _Tour:
    """Planned seconds from stop to stop and what they took; the end of each window told at the depot."""

    planned: list[float]
    took: list[float]
    ends: list[float] = field(default_factory=list)
    warned: dict[int, float] = field(default_factory=dict)


def rows(series: Series[Leg]) -> Iterator[Row]:
    ratios = _noise(series)
    random, errors = Random(7), StopErrors()
    seen: _Seen = defaultdict(list)
    tours = []
    for day in range(LEARNED_DAYS + DAYS):
        tour = _tour(random, ratios)
        scoring = day >= LEARNED_DAYS
        _drive(tour, errors, day * 86_400.0, seen if scoring else None)
        if scoring:
            tours.append(tour)
    for name, held in seen.items():
        yield Row(f"eta.stops.{name}.cover", share(sum(h for h, _ in held), len(held)), "%", 90.0, 88.0, 92.0)
        yield Row(
            f"eta.stops.{name}.width",
            sum(w for _, w in held) / len(held) / 60,
            "min",
            None,
            None,
            32.0 if name == "4-6" else None,
        )
    yield from _notices(tours)


def _noise(series: Series[Leg]) -> list[float]:
    """How far real legs are from the learned line: what they took over what was expected."""
    travel, ratios = Travel(), []
    for n, leg in enumerate(series.items[: series.later]):
        km = crow_km(leg.start, leg.end)
        if n > 1000:
            ratios.append(min(4.0, leg.seconds / travel.seconds(km, leg.hour)))
        travel.learn(km, leg.hour, leg.seconds)
    middle = sum(ratios) / len(ratios)
    return [r / middle for r in ratios]


def _tour(random: Random, ratios: list[float]) -> _Tour:
    """Legs of a few minutes and three minutes at the door; the day as a whole is a little fast or slow."""
    today = random.lognormvariate(0.0, 0.08)
    planned, took = [], []
    for _ in range(STOPS):
        leg, service = random.uniform(150, 480), 180.0
        planned.append(leg + service)
        took.append(today * leg * random.choice(ratios) + service * random.lognormvariate(-0.06, 0.35))
    return _Tour(planned, took)


def _drive(tour: _Tour, errors: StopErrors, depart_s: float, seen: _Seen | None) -> None:
    """Window by window from each stop, with a look at the risks every few minutes; errors are learned afterwards."""
    arrival, learned = list(accumulate(tour.took)), []
    now = planned_so_far = 0.0
    for at in range(STOPS):
        today, left = pace(planned_so_far, now), 0.0
        for stop in range(at, STOPS):
            left += tour.planned[stop]
            ahead = stop - at + 1
            eta = eta_s(now, left, today)
            low, high = errors.window(ahead, eta)
            if at == 0:
                tour.ends.append(high)
            if (at + stop) % LEARN_EVERY == 0:
                learned.append((ahead, arrival[stop] - eta))
            if seen is not None:
                seen[_band(ahead)].append((low <= arrival[stop] <= high, high - low))
        while now < arrival[at]:
            _look(tour, errors, at, today, now, now - (arrival[at - 1] if at else 0.0))
            now += LOOK_S
        planned_so_far += tour.planned[at]
        now = arrival[at]
    for ahead, missed in learned:
        errors.add(ahead, missed, depart_s)


def _look(tour: _Tour, errors: StopErrors, at: int, today: float, now: float, since: float) -> None:
    left = left_of_leg_s(tour.planned[at], since)
    for stop in range(at, STOPS):
        left += tour.planned[stop] if stop > at else 0.0
        if stop not in tour.warned and errors.risk(stop - at + 1, eta_s(now, left, today), tour.ends[stop]) > RISK:
            tour.warned[stop] = now


def _band(ahead: int) -> str:
    return next(name for name, (first, last) in BANDS.items() if first <= ahead <= last)


def _notices(tours: list[_Tour]) -> Iterator[Row]:
    of = len(tours) * STOPS
    broken = warned = sent = 0
    leads = []
    for tour in tours:
        now = 0.0
        for stop, seconds in enumerate(tour.took):
            now += seconds
            late = now > tour.ends[stop]
            broken += late
            if stop in tour.warned:
                sent += 1
                if late and tour.warned[stop] < tour.ends[stop]:
                    warned += 1
                    leads.append(tour.ends[stop] - tour.warned[stop])
    yield Row("eta.stops.broken", share(broken, of), "%")
    yield Row("eta.stops.warned", share(warned, broken), "%", 0.0, 85.0)
    yield Row("eta.stops.messages", share(sent, of), "/100", None, None, 15.0)
    yield Row("eta.stops.lead", median(leads) / 60 if leads else 0.0, "min")
