"""Goal 7: whole days of a hundred stops, planned by the engine and driven by our own count, against the best known."""

import json
from collections.abc import Iterator
from statistics import mean

from domain.routes.planning import Day, Van, checked
from domain.routes.tour import Stop
from routing.engine import is_installed
from routing.worker import solve
from tests.bench.eta.rows import Row
from tests.bench.eta.series import REAL
from tests.bench.eta.towns import Town, read

EVERY = 6
"""Of Solomon's 56 towns so many are left out between two that are planned."""
VANS = 25
FINE = 100
"""The engine counts in whole seconds, Solomon in tenths and less."""
SECONDS = ((1.0, 2.0), (5.0, 0.5))
"""How long it may think, and how far from the best known it may be on average, in per cent."""


def rows() -> Iterator[Row]:
    files = sorted((REAL / "vrptw" / "solomon").glob("*.txt"))[::EVERY]
    if not files or not is_installed():
        return
    best = json.loads((REAL / "vrptw" / "BKS.json").read_text())
    for seconds, most in SECONDS:
        gaps, broken = [], 0
        for file in files:
            day = _day(read(file))
            planned = checked(day, solve(day, seconds), "")
            broken += bool(planned.problems or planned.left_out)
            known = best[f"{file.stem}_distance"]["best_known_cost"]
            gaps.append(100 * (planned.driven_s / FINE / known - 1))
        yield Row(f"eta.plans.{seconds:g}s.mean_gap", mean(gaps), "%", None, None, most)
        yield Row(f"eta.plans.{seconds:g}s.worst_gap", max(gaps), "%")
        yield Row(f"eta.plans.{seconds:g}s.broken", broken, "", None, None, 0.0)


def _day(town: Town) -> Day:
    depot, *doors = town.places
    vans = tuple(Van(f"van-{n}", 0.0, FINE * depot.stop.closes_s, 0, 0, int(town.room)) for n in range(VANS))
    stops = tuple(Stop(FINE * d.stop.opens_s, FINE * d.stop.closes_s, FINE * d.stop.service_s) for d in doors)
    everywhere = range(len(town.places))
    legs = [[FINE * town.leg(a, b) for b in everywhere] for a in everywhere]
    return Day(vans, stops, tuple(range(1, len(town.places))), legs, tuple(int(d.load) for d in doors))
