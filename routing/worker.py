"""The engine's own process: a day of stops on its standard input, tours on its standard output, both JSON.

Apart from the service, so that planning takes neither its memory nor its turns, and can be ended when it takes too
long. It works at low priority.
"""

import contextlib
import os
import sys
from dataclasses import replace
from typing import Any

import msgspec

from domain.routes.planning import Day, Van, inserted

LATEST = 10_000_000
WAITS = 1_000_000
"""What leaving a stop out costs, in seconds of driving: more than any detour."""


def main() -> None:
    with contextlib.suppress(OSError):
        os.nice(10)
    asked = msgspec.json.decode(sys.stdin.buffer.read())
    day = msgspec.convert(asked["day"], Day)
    tours: dict[str, object] = {"insertion": inserted(day).tours}
    if asked["seconds"]:
        tours["PyVRP"] = solve(day, float(asked["seconds"]))
    sys.stdout.buffer.write(msgspec.json.encode(tours))


def solve(day: Day, seconds: float) -> list[list[int]]:
    """The tours by van, in the order of `day.vans`. Raises ModuleNotFoundError where the engine is not installed."""
    from pyvrp import Model
    from pyvrp.stop import MaxRuntime

    model = Model()
    locations = [model.add_location(n, 0) for n in range(len(day.legs))]
    with_load = any(van.capacity is not None for van in day.vans)
    possible = [n for n, stop in enumerate(day.stops) if _up(stop.opens_s) <= int(min(stop.closes_s, LATEST))]
    _add_stops(model, locations, day, possible, with_load=with_load)
    alike = _alike(day)
    _add_vans(model, locations, day, alike, with_load=with_load)
    for a, row in enumerate(day.legs):
        for b, leg_s in enumerate(row):
            if a != b:
                model.add_edge(locations[a], locations[b], distance=_up(leg_s), duration=_up(leg_s))
    result = model.solve(stop=MaxRuntime(seconds), seed=1, collect_stats=False, display=False)
    tours: list[list[int]] = [[] for _ in day.vans]
    if result.is_feasible():
        for route in result.best.routes():
            tours[alike[route.vehicle_type()].pop(0)] = [possible[visit.idx] for visit in route if visit.is_client()]
    return tours


def _add_stops(model: Any, locations: list[Any], day: Day, possible: list[int], *, with_load: bool) -> None:
    """A stop whose window was over before the day began is left out from the first."""
    for n in possible:
        stop = day.stops[n]
        model.add_client(
            locations[day.at[n]],
            delivery=[day.demand[n] if day.demand else 0] if with_load else [],
            service_duration=round(stop.service_s),
            tw_early=_up(stop.opens_s),
            tw_late=int(min(stop.closes_s, LATEST)),
            prize=WAITS,
            required=False,
        )


def _alike(day: Day) -> list[list[int]]:
    """The numbers of vans that differ in their name alone, together: the engine tries an empty van of each kind."""
    kinds: dict[Van, list[int]] = {}
    for n, van in enumerate(day.vans):
        kinds.setdefault(replace(van, name=""), []).append(n)
    return list(kinds.values())


def _add_vans(model: Any, locations: list[Any], day: Day, alike: list[list[int]], *, with_load: bool) -> None:
    depots: dict[int, Any] = {}
    for some in alike:
        van = day.vans[some[0]]
        for place in (van.start, van.end):
            if place not in depots:
                depots[place] = model.add_depot(locations[place])
        model.add_vehicle_type(
            len(some),
            capacity=[van.capacity if van.capacity is not None else LATEST] if with_load else [],
            start_depot=depots[van.start],
            end_depot=depots[van.end],
            tw_early=_up(van.opens_s),
            tw_late=int(min(van.closes_s, LATEST)),
        )


def _up(seconds: float) -> int:
    """Rounded up, so that what fits in whole seconds fits."""
    return max(0, -int(-seconds // 1))


if __name__ == "__main__":
    main()
