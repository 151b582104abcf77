"""A carrier that delivers on public holidays is seen to do so, and then its time is counted with them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from domain.eta.buckets import Stage
from domain.eta.explain import on_holidays
from domain.eta.learned import Learned, Record, as_facts, begun_on, from_facts, on_lane
from domain.eta.learner import Learner
from domain.eta.outcomes import Outcome
from domain.eta.rests import NO_RESTS, after, is_rest
from domain.eta.working import Working
from store.rests import rests_on
from store.tables import LearnedRow, PromiseRow
from store.types import to_json
from store.writing import table_of
from tests.flows.house import House

GERMANY = rests_on("DE-10")
SPRING = [date(2026, 4, 20) + timedelta(days=n) for n in range(40)]
"""With the 1st of May, Ascension Day and Whit Monday."""


def arrivals(on_rests: int, otherwise: int = 4) -> Working:
    """So many parcels on each day of rest, so many on each other weekday."""
    working = Working()
    for day in SPRING:
        for _ in range(on_rests if is_rest(day, GERMANY) else otherwise if day.weekday() < 5 else 0):
            working.add(day, GERMANY)
    return working


@pytest.mark.parametrize(
    ("on_rests", "otherwise", "works"),
    [(4, 4, True), (2, 4, True), (1, 4, False), (0, 4, False), (2, 40, False), (1, 1, False)],
)
def test_it_works_on_holidays_if_at_least_half_as_much_comes_as_on_other_days(
    on_rests: int, otherwise: int, *, works: bool
) -> None:
    assert arrivals(on_rests, otherwise).on_rests is works


def test_a_carrier_that_no_longer_works_on_them_is_seen_as_well() -> None:
    working = arrivals(4)
    for n in range(150):
        day = SPRING[-1] + timedelta(days=n)
        if not is_rest(day, GERMANY) and day.weekday() < 5:
            working.add(day, GERMANY)
    assert not working.on_rests


@pytest.mark.parametrize("works", [True, False])
def test_what_it_takes_is_learned_with_the_holidays_in_it_where_it_works_on_them(*, works: bool) -> None:
    """Every parcel takes three days; with a carrier that rests, holidays on the way come on top."""
    learner = Learner()
    for n, day in enumerate(day for day in SPRING if day.weekday() < 3 for _ in range(20)):
        begun = datetime.combine(day, time(9), UTC)
        came = after(begun, timedelta(days=3), NO_RESTS if works else GERMANY, UTC)
        whose = f"{n}:ordered", "shop", "swift", Stage.ORDERED, "DE-10", day.weekday(), UTC, begun
        learner.learn(Outcome(*whose, arrived_at=came, rests=GERMANY))
    known = learner.record("shop", "swift", datetime.combine(SPRING[-1] + timedelta(days=9), time(9), UTC))
    assert known.working == ({"DE"} if works else frozenset())
    usual_s = known.stages[Stage.ORDERED].usual_s
    assert usual_s is not None
    assert usual_s[0] == pytest.approx(3 * 86_400)


def test_it_is_written_down_and_stays_with_a_lane_and_a_weekday() -> None:
    known = Learned({Stage.MOVING: Record(parcels=40)}, frozenset({"DE", "AT"}))
    assert from_facts(as_facts(known)) == known  # type: ignore[arg-type]  # as it is read from JSON
    assert "working_on_holidays" not in as_facts(Learned({Stage.MOVING: Record(parcels=40)}))
    assert on_lane(known, Learned()).working == known.working
    assert begun_on(known, {Stage.MOVING: 4}).working == known.working


def test_staff_see_it() -> None:
    assert on_holidays(Learned(working=frozenset({"US"})), "US", "swift") == [
        "swift parcels come on public holidays there as well: those days are counted."
    ]
    assert on_holidays(Learned(), "US", "swift") == []


@pytest.mark.parametrize(("working", "day"), [({}, "Fri"), ({"US": True}, "Thu")])
def test_its_customers_are_told_the_day_on_which_it_comes(house: House, working: dict[str, bool], day: str) -> None:
    """On Tuesday, before Thanksgiving."""
    record = {"ordered": {"arrived": 412, "by_s": 54 * 3600.0, "chance": 0.9}, "working_on_holidays": working}
    house.order("DS100")
    house.until(timedelta(minutes=1))
    with house.in_transaction() as tx:
        row = {"merchant_id": house.merchant_id, "carrier": "doorstep", "learned_at": house.now}
        tx.execute(table_of(LearnedRow).insert().values(facts=to_json(record), **row))
    (answer,) = house.hear(house.turn("where is my parcel?"))
    assert f"by {day}" in answer
    assert len(house.rows(PromiseRow)) == 1
