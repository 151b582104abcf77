"""The replay of generated series keeps the goals, so that the benchmark's own code cannot rot unseen."""

from itertools import islice

from tests.bench.eta import delays, legs, made, promises
from tests.bench.eta.series import Series


def test_promises_and_notices_on_generated_orders_beat_what_the_carrier_says() -> None:
    orders = list(made.orders(3000))
    series = Series(orders, 1500, len(orders), real=False)
    told = {row.name.rsplit(".", 1)[1]: row for row in promises.rows(series)}
    assert told["late"].value < 6.5
    assert told["late"].baseline is not None
    noticed = {row.name.rsplit(".", 1)[1]: row.value for row in delays.rows(series)}
    assert noticed["warned"] > 70
    assert noticed["notices"] < 20


def test_no_promise_looks_ahead() -> None:
    """What happens later changes nothing about what was told before."""
    orders = list(made.orders(1200))
    short, whole = Series(orders[:1000], 800, 1000, real=False), Series(orders, 800, 1200, real=False)
    told, again = promises.promised(short), promises.promised(whole)
    assert told == {n: again[n] for n in told}


def test_legs_are_foretold_better_than_by_distance_over_speed() -> None:
    drives = list(islice(made.legs(), 4000))
    rows = {r.name: r for r in legs.rows(Series(drives, 2000, len(drives), real=False))}
    ape = rows["eta.travel.check.median_ape"]
    assert ape.baseline is not None
    assert ape.value < ape.baseline
