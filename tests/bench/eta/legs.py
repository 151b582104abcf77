"""Goal 5: travel times without a map, refit leg by leg."""

from collections.abc import Iterator
from statistics import median

from domain.eta.travel import Travel, crow_km
from tests.bench.eta.kinds import Leg
from tests.bench.eta.rows import Row, share
from tests.bench.eta.series import Series

ROAD, KM_H = 1.3, 30.0
"""The baseline: the road is a third longer than the crow's way, at 30 km/h."""


def rows(series: Series[Leg]) -> Iterator[Row]:
    travel = Travel()
    told: list[tuple[float, float, float, float, float]] = []
    for leg in series.items:
        km = crow_km(leg.start, leg.end)
        low, high = travel.window(km, leg.hour)
        told.append((leg.seconds, travel.seconds(km, leg.hour), low, high, km * ROAD / KM_H * 3600))
        travel.learn(km, leg.hour, leg.seconds)
    for part, first, end in series.parts():
        if part != "check and later":
            yield from _score(f"eta.travel.{part}", told[first:end])


def _score(name: str, told: list[tuple[float, float, float, float, float]]) -> Iterator[Row]:
    ours = 100 * median(abs(guess - took) / took for took, guess, *_ in told)
    theirs = 100 * median(abs(crow - took) / took for took, *_, crow in told)
    yield Row(f"{name}.median_ape", ours, "%", theirs, None, 26.0)
    yield Row(
        f"{name}.cover90",
        share(sum(low <= took <= high for took, _, low, high, _ in told), len(told)),
        "%",
        90.0,
        87.0,
        93.0,
    )
    yield Row(f"{name}.mae", sum(abs(guess - took) for took, guess, *_ in told) / len(told) / 60, "min")
