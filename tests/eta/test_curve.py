"""Survival curves: what they say, checked against counting by hand and against the plain share of all parcels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.eta.curve import FEW, NEVER, Curve, continued, kaplan_meier

ages = st.lists(st.floats(0.01, 100.0), max_size=60)


def by_definition(arrivals: list[float], waiting: list[float], age: float) -> float:
    """The product over arrivals up to this age of the share that outlived each, down to the last FEW."""
    alive = 1.0
    for moment in sorted(set(arrivals)):
        if moment > age:
            break
        for place in range(arrivals.count(moment)):
            at_risk = sum(a >= moment for a in arrivals) + sum(w >= moment for w in waiting) - place
            if at_risk <= FEW:
                return alive
            alive *= 1 - 1 / at_risk
    return alive


@given(ages, ages, st.floats(0.0, 110.0))
def test_the_curve_is_the_product_limit(arrivals: list[float], waiting: list[float], age: float) -> None:
    curve = kaplan_meier(sorted(arrivals), sorted(waiting))
    assert curve.waiting(age) == pytest.approx(by_definition(arrivals, waiting, age))


def test_with_everybody_there_the_curve_is_the_share_that_came() -> None:
    curve = kaplan_meier([float(n) for n in range(1, 101)], [])
    assert curve.waiting(50) == pytest.approx(0.5)
    assert curve.by(0.9) == 90


def test_parcels_still_on_the_road_make_the_promise_later() -> None:
    arrived = [float(n) for n in range(1, 101)]
    assert kaplan_meier(arrived, [60.0] * 20).by(0.85) > kaplan_meier(arrived, []).by(0.85)


def test_a_parcel_that_is_not_here_yet_needs_longer_than_a_new_one() -> None:
    curve = kaplan_meier([float(n) for n in range(1, 101)], [])
    assert curve.by(0.5) == 50
    assert curve.by(0.5, age=50) == 75


def test_the_risk_grows_while_nothing_arrives() -> None:
    curve = kaplan_meier([float(n) for n in range(1, 101)], [])
    risks = [curve.risk(80, age) for age in (0, 40, 60, 79, 80)]
    assert risks == sorted(risks)
    assert risks[0] == pytest.approx(0.2)
    assert risks[-1] == 1.0


@given(st.lists(st.floats(0.1, 50.0), min_size=20, max_size=80), st.floats(0.1, 60.0), st.floats(0.3, 0.95))
def test_the_alarm_is_the_first_age_at_which_the_risk_is_too_high(
    arrivals: list[float], promised: float, limit: float
) -> None:
    curve = kaplan_meier(sorted(arrivals), [])
    alarm = curve.alarm(promised, limit)
    assert alarm <= promised
    if alarm < promised:
        assert curve.risk(promised, alarm) >= limit - 1e-9
    for age in arrivals:
        if age < alarm:
            assert curve.risk(promised, age) <= limit + 1e-9


def test_a_curve_knows_no_age_beyond_what_it_saw() -> None:
    assert Curve((), (), 0).by(0.5) == NEVER


def test_where_few_are_left_a_coarser_curve_goes_on() -> None:
    recent = kaplan_meier([float(n) for n in range(1, 41)], [])
    long = kaplan_meier([float(n) for n in range(1, 401)], [])
    joined = continued(recent, long)
    assert joined.waiting(20) == recent.waiting(20)
    beyond = joined.waiting(200)
    assert 0 < beyond < recent.waiting(recent.ages[-1])
    assert beyond == pytest.approx(recent.waiting(30) * long.waiting(200) / long.waiting(30))


def test_joined_curves_only_fall() -> None:
    joined = continued(kaplan_meier([1.0] * 30, [0.5] * 5), kaplan_meier([float(n) for n in range(100)], []))
    assert list(joined.arrived) == sorted(joined.arrived)
    assert list(joined.ages) == sorted(joined.ages)
