"""Cohorts and the ladder: what a rolling memory keeps, and which bucket speaks."""

from domain.eta.arrivals import Arrivals
from domain.eta.buckets import ENOUGH, Ladder, Stage, Traits, ladder
from domain.eta.cohort import CLOSED_S, Cohort
from domain.eta.curve import kaplan_meier
from domain.eta.priors import SHARES

HOUR = 3600.0
DAY = 24 * HOUR


def taught(arrivals: Arrivals, rungs: Ladder, hours: list[float], first_s: float = 0.0) -> float:
    """Parcels that set out two hours apart and took so many hours; returns when all were there."""
    moments = []
    for n, took in enumerate(hours):
        start = first_s + n * 2 * HOUR
        moments += [(start, 0, f"{first_s}-{n}"), (start + took * HOUR, 1, f"{first_s}-{n}")]
    for at_s, is_arrival, key in sorted(moments):
        if is_arrival:
            arrivals.finish(key, rungs, at_s)
        else:
            arrivals.start(key, rungs, at_s, HOUR)
    return max(at_s for at_s, *_ in moments)


def test_before_the_first_parcel_the_prior_speaks() -> None:
    outlook = Arrivals(SHARES).outlook(("shop/ups", "shop"), 0.0)
    assert outlook.curve is SHARES
    assert outlook.bucket is None


def test_the_coarse_bucket_speaks_until_the_fine_one_knows_enough() -> None:
    arrivals, rungs = Arrivals(SHARES), ("shop/ups", "shop")
    now = taught(arrivals, ("shop/dhl", "shop"), [50.0] * ENOUGH)
    now = taught(arrivals, rungs, [10.0] * (ENOUGH - 1), now)
    assert arrivals.outlook(rungs, now).bucket == "shop"
    now = taught(arrivals, rungs, [10.0] * 2, now)
    outlook = arrivals.outlook(rungs, now)
    assert outlook.bucket == "shop/ups"
    assert outlook.because(0.9).age == 10.0


def test_a_regime_that_worsened_is_told_once_its_parcels_are_overdue_not_once_they_arrive() -> None:
    arrivals, rungs = Arrivals(SHARES), ("shop",)
    now = taught(arrivals, rungs, [24.0 + n % 10 for n in range(700)])
    calm = arrivals.outlook(rungs, now).curve.by(0.9)
    for n in range(200):
        arrivals.start(f"strike-{n}", rungs, now + n * 60, HOUR)
    assert arrivals.outlook(rungs, now + 3 * DAY).curve.by(0.9) > calm


def test_a_cohort_forgets_its_oldest() -> None:
    cohort = Cohort(limit=20)
    for n in range(60):
        cohort.start(str(n), n * DAY, HOUR)
        cohort.finish(str(n), n * DAY + (100 if n < 40 else 5) * HOUR)
    assert len(cohort) == 20
    assert cohort.curve(61 * DAY) == kaplan_meier([5.0] * 20, [])


def test_what_is_told_twice_or_late_counts_once() -> None:
    once, twice = Cohort(30), Cohort(30)
    for n in range(30):
        for cohort, times in ((once, 1), (twice, 3)):
            for _ in range(times):
                cohort.start(str(n), n * HOUR, HOUR)
            for again in range(times):
                cohort.finish(str(n), (n + 8 + again) * HOUR)
    assert once.curve(99 * HOUR) == twice.curve(99 * HOUR)


def test_a_cancelled_parcel_leaves_no_trace() -> None:
    plain, cancelled = Cohort(100), Cohort(100)
    for n in range(40):
        for cohort in (plain, cancelled):
            cohort.start(str(n), n * HOUR, HOUR)
            cohort.finish(str(n), (n + 8) * HOUR)
        cancelled.start(f"gone-{n}", n * HOUR, HOUR)
        cancelled.leave(f"gone-{n}")
    cancelled.start("back", 0.0, HOUR)
    cancelled.finish("back", 90 * HOUR)
    cancelled.leave("back")
    assert plain.curve(99 * HOUR) == cancelled.curve(99 * HOUR)


def test_a_parcel_lost_for_sixty_days_no_longer_holds_the_curve_up() -> None:
    cohort = Cohort(100)
    for n in range(60):
        cohort.start(str(n), n * 60.0, HOUR)
        if n % 4:
            cohort.finish(str(n), n * 60.0 + (8 + n / 60) * HOUR)
    with_the_lost = cohort.curve(CLOSED_S - HOUR)
    without = cohort.curve(CLOSED_S + HOUR)
    assert with_the_lost.waiting(8.5) > without.waiting(8.5)
    assert (with_the_lost.parcels, without.parcels) == (60, 45)


def test_at_high_volume_a_cohort_still_spans_its_days() -> None:
    cohort, a_minute = Cohort(300, span_s=30 * DAY), 60.0
    for n in range(60 * 24 * 60):
        cohort.start(str(n), DAY + n * a_minute, HOUR)
    oldest = next(iter(cohort._parcels.values()))[0]
    assert 25 * DAY < 61 * DAY - oldest < 40 * DAY


def test_shares_of_a_quote_and_hours_never_meet_in_one_bucket() -> None:
    quoted = ladder(Traits("a", "ups", Stage.MOVING, quoted_s=5 * DAY))
    unquoted = ladder(Traits("a", "ups", Stage.MOVING))
    assert not set(quoted) & set(unquoted)


def test_the_ladder_goes_from_the_lane_down_to_the_stage() -> None:
    rungs = ladder(Traits("a", "ups", Stage.MOVING, lane="NY-CA", quoted_s=5 * DAY))
    assert rungs == (
        "moving/share/a/ups/4d/NY-CA",
        "moving/share/a/ups/4d",
        "moving/share/a/ups",
        "moving/share/a",
        "moving/share",
    )
