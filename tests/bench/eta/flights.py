"""Goal 3: 90 % windows on a stream whose outcomes are known the same day, promised twice: planned, and on leaving."""

from collections import defaultdict
from collections.abc import Iterator
from statistics import pstdev

from domain.eta.buckets import Ladder
from domain.eta.errors import Errors, Spread
from tests.bench.eta.kinds import Flight
from tests.bench.eta.rows import Row, share
from tests.bench.eta.series import Series

AHEAD = 120.0
"""The first window is told two hours before the scheduled departure."""
WEEK = 10_080.0
FULL_WEEK = 1000


def rows(series: Series[Flight]) -> Iterator[Row]:
    for stage in ("planned", "leaving"):
        told = replay(series.items, stage == "leaving")
        for part, first, end in series.parts():
            scored = [(series.items[n], *told[n]) for n in range(first, end) if n in told]
            if scored and part != "check and later":
                yield from _score(f"eta.windows90.{stage}.{part}", scored)


def rungs(flight: Flight, leaving: bool) -> Ladder:
    stage = "leaving" if leaving else "planned"
    carrier = f"{stage}/{flight.carrier}"
    return (f"{carrier}/{flight.origin}/{flight.hour // 6}", carrier, stage)


def error(flight: Flight, leaving: bool) -> float:
    """Minutes later than forecast: than scheduled, or, once it has left, than scheduled and left late."""
    return flight.came_late - (flight.left_late if leaving else 0.0)


def replay(flights: list[Flight], leaving: bool) -> dict[int, tuple[Spread, float]]:
    """The spread of every window with what came of it; each window knows only the arrivals before it."""
    moments = [(f.leaves + f.left_late if leaving else f.leaves - AHEAD, True, n) for n, f in enumerate(flights)] + [
        (f.known, False, n) for n, f in enumerate(flights)
    ]
    errors, told = Errors(), {}
    for at, promising, n in sorted(moments):
        flight = flights[n]
        buckets, missed = rungs(flight, leaving), error(flight, leaving)
        if promising:
            spread = errors.spread(buckets)
            if spread is not None:
                told[n] = (spread, missed)
            continue
        errors.add(buckets, missed, at * 60)
        if n in told:
            errors.learn(*told[n])
    return told


def _score(name: str, scored: list[tuple[Flight, Spread, float]]) -> Iterator[Row]:
    weeks: defaultdict[int, list[tuple[bool, bool]]] = defaultdict(list)
    first = scored[0][0].leaves
    for flight, spread, missed in scored:
        weeks[int((flight.leaves - first) // WEEK)].append((spread.low <= missed <= spread.high, missed > spread.high))
    of = len(scored)
    full = [week for week in weeks.values() if len(week) >= FULL_WEEK]
    yield Row(f"{name}.cover", share(sum(h for w in weeks.values() for h, _ in w), of), "%", 90.0, 88.5, 91.5)
    yield Row(f"{name}.late", share(sum(late for w in weeks.values() for _, late in w), of), "%", 5.0)
    yield Row(f"{name}.worst_week", max(share(sum(late for _, late in w), len(w)) for w in full), "%", None, None, 10.0)
    yield Row(f"{name}.weekly_sd", pstdev([share(sum(h for h, _ in w), len(w)) for w in full]), "pp", None, None, 1.5)
    yield Row(f"{name}.width", sum(s.high - s.low for _, s, _ in scored) / of, "min")
