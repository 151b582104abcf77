"""Errors, levels, revisions, stops, travel: each holds what it promises on made-up days."""

from random import Random

import pytest

from domain.eta.adaptive import Levels
from domain.eta.errors import SOME, Errors
from domain.eta.residuals import Residuals
from domain.eta.revisions import LAST, ORDINARY, WIDENED, Revisions
from domain.eta.stops import StopErrors, left_of_leg_s, pace
from domain.eta.travel import FIXED_S, PER_KM_S, Travel, crow_km

DAY = 86_400.0


def test_quantiles_are_those_of_the_last_errors_only() -> None:
    residuals = Residuals(limit=99)
    for error in [1000.0] * 50 + [float(n) for n in range(1, 100)]:
        residuals.add(error)
    assert residuals.quantile(0.5) == 50
    assert residuals.quantile(0.9) == 90
    assert residuals.share_above(90) == pytest.approx(10 / 99)


def test_levels_move_outward_after_misses_until_the_stated_share_holds() -> None:
    random, levels, residuals, held = Random(1), Levels.for_chance(0.9), Residuals(500), []
    for n in range(40_000):
        error = random.gauss(0, 1 if n % 2 else 1.6 + n / 20_000)
        if len(residuals) > 100:
            low, high = residuals.quantile(levels.low), residuals.quantile(levels.high)
            held.append(low <= error <= high)
            levels.learn(error < low, error > high)
        residuals.add(error)
    assert sum(held[-10_000:]) / 10_000 == pytest.approx(0.9, abs=0.01)


def test_a_late_streak_widens_only_the_late_side() -> None:
    levels = Levels.for_chance(0.9)
    before = levels.low
    for _ in range(20):
        levels.learn(early=False, late=True)
    assert levels.high > 0.95
    assert levels.low >= before


def test_hardly_any_errors_are_no_knowledge() -> None:
    errors = Errors()
    for n in range(SOME - 1):
        errors.add(("ups", "all"), 1.0, n)
    assert errors.spread(("ups", "all")) is None
    errors.add(("ups", "all"), 1.0, SOME)
    spread = errors.spread(("ups", "all"))
    assert spread is not None
    assert (spread.bucket, spread.parcels) == ("all", SOME)


def test_revisions_are_widened_while_too_few_of_the_last_fifty_held() -> None:
    revisions = Revisions()
    for n in range(LAST):
        revisions.learn(n % 5 != 0)
    assert revisions.chance == WIDENED
    for _ in range(LAST):
        revisions.learn(True)
    assert revisions.chance == ORDINARY


def test_nearer_stops_have_narrower_windows() -> None:
    random, stops = Random(4), StopErrors()
    for n in range(20_000):
        ahead = n % 40 + 1
        stops.add(ahead, random.gauss(0, 120 * ahead**0.5), n / 200 * DAY)
    widths = [high - low for low, high in (stops.window(ahead, 0.0) for ahead in (1, 4, 9, 20, 36))]
    assert widths == sorted(widths)
    assert widths[1] == pytest.approx(2 * widths[0], rel=0.15)


def test_the_upper_quantile_of_a_stop_is_what_a_new_stop_must_leave_room_for() -> None:
    stops = StopErrors()
    for n in range(1000):
        stops.add(1, float(n % 100), n * DAY)
    assert stops.upper(1, 1000.0, 0.9) == pytest.approx(1090, abs=2)
    assert stops.risk(1, 1000.0, 1090.0) == pytest.approx(0.1, abs=0.02)


def test_todays_pace_counts_the_more_the_longer_it_was_driven() -> None:
    assert pace(0, 0) == 1.0
    assert pace(600, 1200) < pace(3600, 7200) < pace(36_000, 72_000) < 2.0


def test_a_leg_that_overruns_is_never_just_there() -> None:
    assert left_of_leg_s(400, 100) == 300
    assert left_of_leg_s(400, 900) == 100


def test_travel_times_start_from_the_prior_and_end_at_the_legs() -> None:
    random, travel = Random(2), Travel()
    assert travel.seconds(5, 9) == pytest.approx(FIXED_S + 5 * PER_KM_S)
    for _ in range(3000):
        km = random.uniform(0.3, 12)
        travel.learn(km, 9, (300 + 80 * km) * random.lognormvariate(0, 0.1))
    assert travel.seconds(5, 9) == pytest.approx(700, rel=0.05)
    assert travel.seconds(5, 13) == pytest.approx(FIXED_S + 5 * PER_KM_S)


def test_the_travel_window_covers_nine_in_ten() -> None:
    random, travel, held = Random(3), Travel(), []
    for n in range(6000):
        km = random.uniform(0.3, 12)
        took = (200 + 120 * km) * random.lognormvariate(0, 0.3)
        low, high = travel.window(km, 12)
        if n > 3000:
            held.append(low <= took <= high)
        travel.learn(km, 12, took)
    assert sum(held) / len(held) == pytest.approx(0.9, abs=0.02)


def test_the_crow_flies_a_hundred_and_eleven_kilometres_for_a_degree() -> None:
    assert crow_km((41.0, 2.0), (42.0, 2.0)) == pytest.approx(111.2, abs=0.2)
