"""What sets out on a Friday comes later than what sets out on a Tuesday: learned, told, and explained."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.axes import EtaKind, Milestone
from domain.eta.buckets import Stage
from domain.eta.explain import because
from domain.eta.forecast import forecast
from domain.eta.learned import Learned, Record, as_facts, from_facts, on_lane
from domain.eta.learner import Learner
from domain.eta.outcomes import Outcome, with_weekdays
from domain.eta.weekdays import Weekday
from domain.events import Estimate
from domain.policy import Policy
from domain.rules.expectation import expected
from domain.windows import Window, by_day
from tests.bench.eta import weekdays
from tests.domain.scenes import NEW_YORK, NOON, event, story, window
from tests.eta.test_flows import gather_all, learn
from tests.flows.house import House

TUESDAY, FRIDAY = 1, 4
MONDAY_NOON = NOON - timedelta(days=1)


def outcome(week: int, weekday: int, days_late: int, n: int = 0, **changes: object) -> Outcome:
    """A parcel that set out on this weekday of a week, was estimated for the day after, and came so much later."""
    begun = MONDAY_NOON + timedelta(weeks=week, days=weekday, minutes=n)
    on = (begun + timedelta(days=1)).date()
    quoted = (begun + timedelta(hours=23), begun + timedelta(hours=25))
    arrived = begun + timedelta(days=1 + days_late)
    key = f"{week}/{weekday}/{n}"
    one = Outcome(key, "shop", "ups", Stage.MOVING, None, weekday, NEW_YORK, begun, on, quoted, arrived)
    return replace(one, **changes)  # type: ignore[arg-type]


def weeks(weekday_late: dict[int, int], count: int = 12, a_day: int = 6) -> list[Outcome]:
    return [
        outcome(week, weekday, late, n)
        for week in range(count)
        for weekday, late in sorted(weekday_late.items())
        for n in range(a_day)
    ]


def learned(outcomes: list[Outcome]) -> Record:
    learner = Learner()
    for one in outcomes:
        learner.learn(one)
    last = max(one.started_at for one in outcomes)
    return learner.record("shop", "ups", last + timedelta(days=20)).stages[Stage.MOVING]


RESTS_ON_WEEKENDS = {0: 0, 1: 0, 2: 0, 3: 0, FRIDAY: 2}


def test_what_sets_out_on_a_friday_is_measured_for_itself() -> None:
    record = learned(weeks(RESTS_ON_WEEKENDS))
    assert record.days == 2
    assert record.begun_on(FRIDAY).days == 2
    assert record.begun_on(TUESDAY).days == 0
    assert record.begun_on(TUESDAY).high_s == pytest.approx(0.0, abs=60)
    assert record.begun_on(TUESDAY).by_s == pytest.approx(86_400, rel=0.01)
    assert record.begun_on(FRIDAY).by_s == pytest.approx(3 * 86_400, rel=0.01)


def test_a_weekday_of_which_too_little_is_known_is_as_any() -> None:
    record = learned([*weeks(RESTS_ON_WEEKENDS), *weeks({6: 5}, count=4)])
    assert record.begun_on(6) is record
    assert record.begun_on(5) is record


def test_a_weekday_counts_more_the_more_is_known_of_it() -> None:
    few, many = (learned(weeks(RESTS_ON_WEEKENDS, count)).begun_on(TUESDAY).high_s for count in (6, 12))
    assert few is not None
    assert many is not None
    assert many < few


def test_a_bad_week_is_not_taken_back_by_good_mondays_of_long_ago() -> None:
    """A weekday is measured among the same parcels as all of them, so what is late now is late on each."""
    calm, storm = weeks({0: 0, 1: 0}, count=40), [outcome(40 + w, d, 3, n) for w in range(10) for d in (0, 1)
                                                  for n in range(40)]  # fmt: skip
    record = learned([*calm, *storm])
    assert record.days == 3
    assert record.begun_on(0).days == record.begun_on(1).days == 3


def test_the_weekday_of_its_stage_decides_what_is_told() -> None:
    record = Record(dated=400, days=2, weekdays={TUESDAY: Weekday(80, days=0)})
    on_tuesday = event(Milestone.IN_TRANSIT, NOON, eta=Estimate(EtaKind.DATE, NOON.date() + timedelta(days=1)))
    told = with_weekdays(story(on_tuesday, learned=Learned({Stage.MOVING: record})))
    assert expected(told, Policy()) == Window(NOON.date() + timedelta(days=1))
    on = NOON + timedelta(days=3)
    on_friday = event(Milestone.IN_TRANSIT, on, eta=Estimate(EtaKind.DATE, on.date()))
    any_day = with_weekdays(story(on_friday, learned=Learned({Stage.MOVING: record})))
    assert expected(any_day, Policy()) == by_day(on.date() + timedelta(days=2), NEW_YORK)


def test_a_window_is_as_wide_as_its_weekday_needs() -> None:
    record = Record(parcels=400, low_s=-3600, high_s=3 * 3600, weekdays={TUESDAY: Weekday(80, -3600, 3600)})
    ten = datetime.fromisoformat("2026-11-25T15:00:00+00:00")
    told = with_weekdays(story(event(Milestone.IN_TRANSIT, eta=window(ten)), learned=Learned({Stage.MOVING: record})))
    assert expected(told, Policy()) == Window(ten.date(), ten, ten + timedelta(hours=2))


def test_where_nobody_estimates_the_last_day_is_that_of_its_weekday() -> None:
    record = Record(arrived=400, by_s=2 * 86_400.0, weekdays={TUESDAY: Weekday(60, by_s=5 * 86_400)})
    told = with_weekdays(story(event(Milestone.IN_TRANSIT), learned=Learned({Stage.MOVING: record})))
    assert forecast(told) == by_day(NOON.date() + timedelta(days=5), NEW_YORK)


def test_weekdays_are_written_down_and_read_again_also_of_a_lane() -> None:
    record = Record(dated=400, days=2, weekdays={TUESDAY: Weekday(80, days=0), FRIDAY: Weekday(70, -60, 120, 2, 9, 8)})
    known = Learned({Stage.MOVING: record})
    assert from_facts(as_facts(known)) == known  # type: ignore[arg-type]
    assert on_lane(Learned({}), known).stages[Stage.MOVING].weekdays == record.weekdays


def test_the_sentence_names_the_weekday() -> None:
    record = Record(dated=400, days=2, weekdays={FRIDAY: Weekday(72, days=1)})
    assert because(record.begun_on(FRIDAY), "ups", "under way") == [
        "Nine of ten of the last 400 ups parcels under way came by 1 day after the estimated day.",
        "Adjusted by the 72 of them that were under way since a Friday.",
    ]


def test_a_carrier_that_rests_on_sundays_keeps_its_word_on_every_weekday() -> None:
    rows = {row.name: row for row in weekdays.rows()}
    assert all(row.ok for row in rows.values())
    worst = rows["eta.weekdays.worst_day_late"]
    assert worst.baseline is not None
    assert worst.value < worst.baseline / 1.5


def test_from_events_to_the_record_that_rules_read(house: House) -> None:
    """Over a real database: the weekday is kept with each outcome, and what was learned of it is published."""
    from flows.promises.calibration import Calibration
    from store.tables import LearnedRow, OutcomeRow

    begun = house.now
    estimate = Estimate(EtaKind.DATE, begun.date() + timedelta(days=1))
    numbers = [f"OLD{n}" for n in range(40)]
    house.order(*numbers, name="old")
    house.report(*(house.event("in_transit", n, eta=estimate) for n in numbers))
    house.now = begun + timedelta(days=3)
    house.report(*(house.event("delivered", n) for n in numbers))
    gather_all(house)
    assert {row.weekday for row in house.rows(OutcomeRow)} == {begun.astimezone(NEW_YORK).weekday()}
    learn(house, Calibration())
    facts = house.rows(LearnedRow)[0].facts
    assert f'"weekdays":{{"{begun.astimezone(NEW_YORK).weekday()}":{{"parcels":40' in facts.replace(" ", "")
