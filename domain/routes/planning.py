"""A day to plan: vans, stops, the times between places; and a plan of it, which is checked before it is believed."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.routes.tour import Legs, Stop, starts


@dataclass(frozen=True, slots=True)
class Van:
    """A shift, in seconds; `start` and `end` are places in `Day.legs`. It carries `capacity` of `Stop` demands."""

    name: str
    opens_s: float
    closes_s: float
    start: int
    end: int
    capacity: int | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """`legs[i][j]` are seconds from place i to place j; stop n is at place `at[n]` and loads `demand[n]`."""

    vans: tuple[Van, ...]
    stops: tuple[Stop, ...]
    at: tuple[int, ...]
    legs: Legs
    demand: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """For each van the numbers of its stops in order. `left_out` are stops no van can take, `by` who planned it."""

    tours: tuple[tuple[int, ...], ...]
    left_out: tuple[int, ...] = ()
    by: str = ""
    driven_s: float = 0.0
    problems: tuple[str, ...] = field(default=())
    """What a plan breaks; empty for one that can be driven."""


def begun(day: Day, van: Van, tour: Sequence[int]) -> list[float]:
    """When service begins at each stop of this tour, and when the van is back: in seconds, one more than stops."""
    stops, legs, order = as_tour(day, van, tour)
    return starts(stops, legs, order)[1:]


def as_tour(day: Day, van: Van, tour: Sequence[int]) -> tuple[list[Stop], Legs, tuple[int, ...]]:
    """A van's tour as stops (the first and last are its start and end), legs between them, and their order."""
    places = [van.start, *(day.at[n] for n in tour), van.end]
    stops = [
        Stop(van.opens_s, van.closes_s),
        *(day.stops[n] for n in tour),
        Stop(van.opens_s, van.closes_s),
    ]
    return stops, [[day.legs[a][b] for b in places] for a in places], tuple(range(len(places)))


def checked(day: Day, tours: Sequence[Sequence[int]], by: str) -> Planned:
    """A plan as it is: whatever an engine says, windows, shifts, loads and completeness are looked at here."""
    problems: list[str] = []
    seen = [n for tour in tours for n in tour]
    if len(seen) != len(set(seen)):
        problems.append("a stop is in the plan twice")
    driven = 0.0
    for van, tour in zip(day.vans, tours, strict=True):
        times = begun(day, van, tour)
        late = [n for n, at in zip(tour, times, strict=False) if at > day.stops[n].closes_s + 1e-6]
        problems += [f"stop {n} is reached after its window" for n in late]
        if times[-1] > van.closes_s + 1e-6:
            problems.append(f"{van.name} is back after its shift")
        if van.capacity is not None and sum(day.demand[n] for n in tour if day.demand) > van.capacity:
            problems.append(f"{van.name} carries more than it can")
        places = [van.start, *(day.at[n] for n in tour), van.end]
        driven += sum(day.legs[a][b] for a, b in itertools.pairwise(places)) if tour else 0.0
    left_out = tuple(n for n in range(len(day.stops)) if n not in set(seen))
    return Planned(tuple(tuple(t) for t in tours), left_out, by, driven, tuple(problems))


def inserted(day: Day, tours: Sequence[Sequence[int]] | None = None) -> Planned:
    """A plan without an engine: the stops that are hardest to place first, each where it costs least.

    Stops of `tours` stay with their vans and in their order. Good enough to drive, some 10 to 20 % longer than an
    engine's.
    """
    plan = [list(tour) for tour in tours] if tours is not None else [[] for _ in day.vans]
    there = {n for tour in plan for n in tour}
    waiting = [n for n in range(len(day.stops)) if n not in there]
    for n in sorted(waiting, key=lambda n: (day.stops[n].closes_s - day.stops[n].opens_s, day.stops[n].closes_s)):
        best = min(
            (found for k in range(len(plan)) if (found := _cheapest(day, k, plan[k], n)) is not None), default=None
        )
        if best is not None:
            plan[best[1]].insert(best[2], n)
    return checked(day, plan, "insertion")


def _cheapest(day: Day, van_number: int, tour: Sequence[int], n: int) -> tuple[float, int, int] | None:
    """(extra seconds, van, place) of the cheapest place in a tour; None where it breaks something."""
    van = day.vans[van_number]
    if van.capacity is not None and day.demand and sum(day.demand[m] for m in (*tour, n)) > van.capacity:
        return None
    stop, at, legs = day.stops[n], day.at[n], day.legs
    places = [van.start, *(day.at[m] for m in tour), van.end]
    stops = [Stop(van.opens_s, van.closes_s), *(day.stops[m] for m in tour), Stop(van.opens_s, van.closes_s)]
    ready, free = [], van.opens_s
    for k, (place, one) in enumerate(zip(places, stops, strict=True)):
        start = free if k == 0 else max(free + legs[places[k - 1]][place], one.opens_s)
        free = start + one.service_s
        ready.append(free)
    latest = [0.0] * len(stops)
    latest[-1] = stops[-1].closes_s
    for k in range(len(stops) - 2, -1, -1):
        latest[k] = min(stops[k].closes_s, latest[k + 1] - legs[places[k]][places[k + 1]] - stops[k].service_s)
    best: tuple[float, int, int] | None = None
    for k in range(1, len(places)):
        start = max(ready[k - 1] + legs[places[k - 1]][at], stop.opens_s)
        if start <= stop.closes_s and start + stop.service_s + legs[at][places[k]] <= latest[k]:
            extra = legs[places[k - 1]][at] + legs[at][places[k]] - legs[places[k - 1]][places[k]]
            if best is None or (extra, k - 1) < (best[0], best[2]):
                best = extra, van_number, k - 1
    return best
