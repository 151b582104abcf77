"""From a carrier's record to what is said: the guard widens, moves, stays silent, and learning itself is no news."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from domain.axes import EtaKind, Milestone
from domain.eta.buckets import Stage
from domain.eta.curve import Curve
from domain.eta.learned import FEWEST, NOTHING_LEARNED, Learned, Record, as_facts, from_facts
from domain.eta.learner import Learner
from domain.eta.outcomes import Outcome, outcomes
from domain.events import Estimate
from domain.notices import NoticeKind, Silent, Wanted
from domain.policy import Policy
from domain.rules.expectation import based_on, expected
from domain.story import Promise
from domain.windows import Guard, Shift, Window, by_day, shift, window_of
from tests.domain.scenes import NEW_YORK, NOON, decided, event, story, window

TEN = datetime.fromisoformat("2026-11-25T15:00:00+00:00")
"""Ten o'clock tomorrow in New York."""
TWO_HOURS = event(Milestone.IN_TRANSIT, eta=window(TEN))
DATED = event(Milestone.IN_TRANSIT, eta=Estimate(EtaKind.DATE, TEN.date()))


def moving(**record: object) -> Learned:
    return Learned({Stage.MOVING: Record(**record)})  # type: ignore[arg-type]


def an_hour_late(parcels: int = 400) -> Learned:
    return moving(parcels=parcels, low_s=-1800.0, high_s=7200.0)


def parcel(n: int, late: timedelta = timedelta(), **changes: object) -> Outcome:
    begin = TEN + timedelta(days=n)
    quoted = (begin, begin + timedelta(hours=2))
    arrived = begin + timedelta(hours=1) + late
    outcome = Outcome(
        f"{n}:moving", "shop", "ups", Stage.MOVING, None, n % 7, NEW_YORK, begin - timedelta(days=2),
        begin.date(), quoted, arrived,
    )  # fmt: skip
    return replace(outcome, **changes)  # type: ignore[arg-type]


def test_with_nothing_learned_an_estimate_is_repeated_as_before() -> None:
    told = expected(story(TWO_HOURS), Policy())
    assert told == Window(TEN.date(), TEN, TEN + timedelta(hours=2))
    assert expected(story(TWO_HOURS, learned=an_hour_late(FEWEST - 1)), Policy()) == told


def test_a_window_takes_in_all_of_the_time_in_which_arrivals_lie() -> None:
    told = expected(story(TWO_HOURS, learned=an_hour_late()), Policy())
    assert told == Window(TEN.date(), TEN, TEN + timedelta(hours=3))


def test_a_window_is_said_in_whole_half_hours() -> None:
    told = expected(story(TWO_HOURS, learned=moving(parcels=400, low_s=-4000.0, high_s=3700.0)), Policy())
    assert told == Window(TEN.date(), TEN - timedelta(minutes=30), TEN + timedelta(hours=2, minutes=30))


def test_a_good_record_lets_an_instant_be_said_to_the_hour() -> None:
    sharp = event(Milestone.IN_TRANSIT, eta=Estimate(EtaKind.DATETIME, None, TEN))
    prior = expected(story(sharp), Policy())
    known = expected(story(sharp, learned=moving(parcels=400, low_s=-900.0, high_s=1200.0)), Policy())
    assert prior is not None
    assert known is not None
    assert known.span(NEW_YORK)[1] - known.span(NEW_YORK)[0] == timedelta(hours=1)
    assert prior.span(NEW_YORK)[1] - prior.span(NEW_YORK)[0] == timedelta(hours=2)


def test_a_window_that_would_have_to_be_half_a_day_is_the_day() -> None:
    told = expected(story(TWO_HOURS, learned=moving(parcels=400, low_s=-7200.0, high_s=40_000.0)), Policy())
    assert told == Window(TEN.date())


@pytest.mark.parametrize(
    ("low_s", "high_s", "told"),
    [
        (-9000.0, 3600.0, (time(6), time(13))),
        (0.0, 4 * 3600.0, (time(10), time(15))),
        (3600.0, 5 * 3600.0, (time(10), time(16))),
    ],
)
def test_a_window_that_needs_many_hours_is_half_a_day_where_it_lies_in_one(
    low_s: float, high_s: float, told: tuple[time, time]
) -> None:
    said = expected(story(TWO_HOURS, learned=moving(parcels=400, low_s=low_s, high_s=high_s)), Policy())
    assert said is not None
    begin, end = (at.astimezone(NEW_YORK).time() for at in said.span(NEW_YORK))
    assert (begin, end) == told


def test_half_a_day_holds_all_that_was_measured_and_is_no_news_in_itself() -> None:
    late = measured_to_lie(timedelta(hours=-1), timedelta(hours=3))
    noon = TEN + timedelta(hours=2)
    said = window_of(window(noon + timedelta(hours=1)), NEW_YORK, late)
    assert said == Window(TEN.date(), noon, noon + timedelta(hours=6))
    hours = Window(TEN.date(), noon + timedelta(hours=1), noon + timedelta(hours=3))
    assert shift(said, hours, NEW_YORK, timedelta(minutes=30)) == Shift.NARROWER


def measured_to_lie(low: timedelta, high: timedelta) -> Guard:
    return Guard(around=(low, high))


def test_what_a_carrier_says_in_hours_is_left_alone() -> None:
    said = window_of(window(TEN - timedelta(hours=4), 7), NEW_YORK, Guard())
    assert said == Window(TEN.date(), TEN - timedelta(hours=4), TEN + timedelta(hours=3))


def test_a_window_narrows_as_the_parcel_comes_nearer() -> None:
    """The same two hours of the 3PL: a day before it moves, half a day under way, three hours on the van."""
    learned = Learned(
        {
            Stage.ORDERED: Record(parcels=400, low_s=-30_000.0, high_s=40_000.0),
            Stage.MOVING: Record(parcels=400, low_s=-9000.0, high_s=3600.0),
            Stage.ON_THE_ROAD: Record(parcels=400, low_s=-1800.0, high_s=7200.0),
        }
    )
    said = []
    for milestone in (Milestone.CREATED, Milestone.IN_TRANSIT, Milestone.OUT_FOR_DELIVERY):
        window_ = expected(story(event(milestone, eta=window(TEN)), learned=learned), Policy())
        assert window_ is not None
        said.append((window_.is_day, window_.span(NEW_YORK)[1] - window_.span(NEW_YORK)[0]))

    assert said == [(True, timedelta(days=1)), (False, timedelta(hours=7)), (False, timedelta(hours=3))]


def test_dates_that_hold_a_day_later_are_told_as_the_last_day() -> None:
    told = expected(story(DATED, learned=moving(dated=400, days=1)), Policy())
    assert told == by_day(TEN.date() + timedelta(days=1), NEW_YORK)


def test_dates_that_are_labels_are_not_repeated() -> None:
    label = story(DATED, learned=moving(dated=400, days=5))
    assert expected(label, Policy()) is None
    silent = decided(replace(label, announced_at=NOON - timedelta(days=9)), NoticeKind.ESTIMATE)
    assert isinstance(silent, Silent)


def test_learning_is_no_news_to_the_customer() -> None:
    """The same estimate stays told, whatever was learned since about its carrier."""
    told = expected(story(TWO_HOURS), Policy())
    assert told is not None
    basis = based_on(story(TWO_HOURS), told, Policy())
    promise = Promise(1, told, NOON - timedelta(hours=1), basis)
    same = story(TWO_HOURS, promise=promise, learned=moving(parcels=400, low_s=-7200.0, high_s=12_000.0))
    moved = decided(same, NoticeKind.PROMISE_MOVED)
    assert isinstance(moved, Silent)
    assert moved.why == "the estimate is the one that was told"


def test_another_estimate_is_news_also_after_learning() -> None:
    promise = Promise(1, Window(TEN.date(), TEN, TEN + timedelta(hours=2)), NOON - timedelta(hours=1), "before")
    moved = decided(
        story(event(Milestone.IN_TRANSIT, eta=window(TEN + timedelta(hours=4))), promise=promise,
              learned=an_hour_late()),
        NoticeKind.PROMISE_MOVED,
    )  # fmt: skip
    assert isinstance(moved, Wanted)


def test_a_record_survives_being_written_down() -> None:
    learned = Learned(
        {Stage.MOVING: Record(412, 0.9, -1800.5, 7200.0, 380, 1, Curve([0.5, 1.0], [0.4, 0.9], 300))},
    )
    assert from_facts(as_facts(learned)) == learned  # type: ignore[arg-type]
    assert from_facts({"teleported": {}}) == NOTHING_LEARNED


def test_the_learner_finds_out_how_late_a_carrier_is() -> None:
    learner = Learner()
    for n in range(200):
        learner.learn(parcel(n, late=timedelta(minutes=30 * (n % 10))))
    record = learner.record("shop", "ups", TEN + timedelta(days=300)).stages[Stage.MOVING]
    assert record.parcels == 200
    assert record.low_s == pytest.approx(0, abs=1)
    assert record.high_s == pytest.approx(4.5 * 3600, abs=1)
    guard = Learned({Stage.MOVING: record}).guard(Milestone.IN_TRANSIT, Guard())
    assert guard.around == (timedelta(seconds=record.low_s or 0), timedelta(seconds=record.high_s or 0))


def test_days_are_counted_where_the_parcel_is_awaited() -> None:
    learner = Learner()
    for n in range(100):
        late = timedelta(days=1) if n % 3 == 0 else timedelta()
        learner.learn(parcel(n, late=late, quoted=None))
    record = learner.record("shop", "ups", TEN + timedelta(days=300)).stages[Stage.MOVING]
    assert (record.dated, record.days) == (100, 1)


def test_telling_the_learner_again_changes_nothing() -> None:
    once, twice = Learner(), Learner()
    for n in range(100):
        late = timedelta(minutes=n)
        once.learn(parcel(n, late=late))
        twice.learn(parcel(n, arrived_at=None))
        twice.learn(parcel(n, late=late))
        twice.learn(parcel(n, late=late))
    later = TEN + timedelta(days=200)
    assert once.record("shop", "ups", later) == twice.record("shop", "ups", later)


def test_an_outcome_belongs_to_the_stage_in_which_it_was_estimated() -> None:
    """What was estimated on the road says nothing about what was known while it moved."""
    road = event(Milestone.OUT_FOR_DELIVERY, TEN, eta=window(TEN + timedelta(hours=1)))
    there = event(Milestone.DELIVERED, TEN + timedelta(hours=2))
    found = {o.stage: o for o in outcomes(story(event(Milestone.IN_TRANSIT), road, there), "shop", "ups")}
    assert set(found) == set(Stage)
    assert found[Stage.ON_THE_ROAD].quoted is not None
    assert found[Stage.MOVING].quoted is None
    assert {o.arrived_at for o in found.values()} == {TEN + timedelta(hours=2)}


def test_a_cancelled_parcel_has_left() -> None:
    found = outcomes(story(TWO_HOURS, event(Milestone.CANCELLED, NOON + timedelta(hours=1))), "shop", "ups")
    assert all(o.left and o.arrived_at is None for o in found)
