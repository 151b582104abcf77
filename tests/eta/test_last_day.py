"""A last day, "by Friday": told where dates have to be moved, and where nobody estimates but others came."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.axes import EtaKind, Milestone
from domain.eta.buckets import ENOUGH, Stage
from domain.eta.forecast import BASIS, forecast
from domain.eta.learned import Learned, Record
from domain.eta.learner import Learner
from domain.eta.outcomes import Outcome
from domain.events import Estimate
from domain.ledger import Judged, Verdict, judge
from domain.notices import NoticeKind, Silent, Wanted
from domain.policy import Policy
from domain.rules.expectation import expected
from domain.rules.saying import window_facts
from domain.story import Promise
from domain.windows import Guard, Shift, Window, by_day, shift, window_of
from flows.promises.windows import told_window
from store.tables import LearnedRow, PromiseRow
from store.types import to_json
from store.writing import table_of
from tests.domain.scenes import NEW_YORK, NOON, decided, event, story
from tests.flows.house import House

FRIDAY = date(2026, 11, 27)
BY_FRIDAY = by_day(FRIDAY, NEW_YORK)
MOVING = event(Milestone.IN_TRANSIT, NOON)
KNOWN = Learned({Stage.MOVING: Record(arrived=412, by_s=70 * 3600.0), Stage.ORDERED: Record(arrived=500, by_s=9e4)})


def test_a_date_that_has_to_be_moved_is_said_as_the_last_day() -> None:
    date_given = Estimate(EtaKind.DATE, FRIDAY - timedelta(days=2))
    assert window_of(date_given, NEW_YORK, Guard(days=2)) == BY_FRIDAY
    assert window_of(date_given, NEW_YORK, Guard()) == Window(FRIDAY - timedelta(days=2))


@pytest.mark.parametrize("window", [BY_FRIDAY, Window(FRIDAY), Window(FRIDAY, NOON, NOON + timedelta(hours=2)), None])
def test_it_survives_being_written_down(window: Window | None) -> None:
    assert told_window(window_facts(window)) == window


@pytest.mark.parametrize(
    ("new", "news"),
    [
        (Window(FRIDAY - timedelta(days=2)), Shift.NARROWER),
        (by_day(FRIDAY - timedelta(days=1), NEW_YORK), Shift.NARROWER),
        (BY_FRIDAY, Shift.NONE),
        (Window(FRIDAY + timedelta(days=1)), Shift.LATER),
        (by_day(FRIDAY + timedelta(days=3), NEW_YORK), Shift.LATER),
    ],
)
def test_only_a_later_day_breaks_it(new: Window, news: str) -> None:
    assert shift(BY_FRIDAY, new, NEW_YORK, timedelta(minutes=30)) == news


@pytest.mark.parametrize(
    ("days", "verdict"), [(-4, Verdict.KEPT), (-1, Verdict.KEPT), (0, Verdict.KEPT), (1, Verdict.BROKEN)]
)
def test_coming_sooner_keeps_it(days: int, verdict: Verdict) -> None:
    at = datetime(2026, 11, 27, 20, tzinfo=UTC) + timedelta(days=days)
    condition = story(MOVING, event(Milestone.DELIVERED, at)).condition
    judged = judge(BY_FRIDAY, NEW_YORK, NOON - timedelta(days=9), condition, at + timedelta(days=3))
    assert isinstance(judged, Judged)
    assert judged.verdict is verdict


def test_where_nobody_estimates_the_record_does() -> None:
    assert forecast(story(MOVING, learned=KNOWN)) == BY_FRIDAY
    wanted = decided(story(MOVING, learned=KNOWN), NoticeKind.ESTIMATE)
    assert isinstance(wanted, Wanted)
    assert told_window(wanted.facts["window"]) == BY_FRIDAY


def test_without_a_record_or_with_an_estimate_there_is_no_forecast() -> None:
    assert forecast(story(MOVING)) is None
    estimated = event(Milestone.IN_TRANSIT, NOON, eta=Estimate(EtaKind.DATE, FRIDAY))
    assert forecast(story(estimated, learned=KNOWN)) is None
    assert isinstance(decided(story(MOVING), NoticeKind.ESTIMATE), Silent)


def test_where_dates_are_labels_the_record_speaks_in_place_of_them() -> None:
    label = event(Milestone.IN_TRANSIT, NOON, eta=Estimate(EtaKind.DATE, FRIDAY - timedelta(days=2)))
    known = Learned({Stage.MOVING: replace(KNOWN.stages[Stage.MOVING], dated=400, days=5)})
    one = story(label, learned=known, announced_at=NOON - timedelta(days=9))
    wanted = decided(one, NoticeKind.ESTIMATE)
    assert isinstance(wanted, Wanted)
    assert told_window(wanted.facts["window"]) == BY_FRIDAY
    told = replace(one, promise=Promise(1, BY_FRIDAY, NOON, BASIS))
    assert expected(told, Policy()) == BY_FRIDAY
    assert isinstance(decided(told, NoticeKind.PROMISE_MOVED), Silent)
    assert isinstance(decided(told, NoticeKind.DELAY), Wanted)  # planned for when its time has passed
    window = Estimate(EtaKind.WINDOW, None, NOON + timedelta(hours=30), NOON + timedelta(hours=32))
    assert forecast(replace(one, condition=story(event(Milestone.IN_TRANSIT, NOON, eta=window)).condition)) is None


def test_told_once_it_stands_and_is_no_reminder() -> None:
    told = Promise(1, BY_FRIDAY, NOON, BASIS)
    one = story(MOVING, learned=KNOWN, promise=told)
    assert decided(one, NoticeKind.ESTIMATE) == Silent(NoticeKind.ESTIMATE, "a window was told before")
    assert decided(one, NoticeKind.DAY_BEFORE) == Silent(NoticeKind.DAY_BEFORE, "only the last day is known")


def came(n: int, hours: float) -> Outcome:
    began = datetime(2026, 11, 2, 8, tzinfo=UTC) + timedelta(minutes=n)
    arrived_at = began + timedelta(hours=hours)
    return Outcome(f"{n}", "merchant-1", "doorstep", Stage.MOVING, None, 0, UTC, began, arrived_at=arrived_at)


def test_what_parcels_took_is_learned_also_where_nobody_estimated() -> None:
    learner, now = Learner(), datetime(2026, 11, 12, tzinfo=UTC)
    for n in range(ENOUGH - 1):
        learner.learn(came(n, 40 + n % 20))
    assert learner.record("merchant-1", "doorstep", now).stages[Stage.MOVING].by_s is None
    learner.learn(came(ENOUGH, 40))
    record = learner.record("merchant-1", "doorstep", now + timedelta(hours=2)).stages[Stage.MOVING]
    assert record.arrived == ENOUGH
    assert record.by_s is not None
    assert 56 <= record.by_s / 3600 <= 59


@pytest.mark.parametrize("label", [None, Estimate(EtaKind.DATE, date(2026, 11, 26))])
def test_the_customer_hears_the_last_day_and_the_ledger_says_what_it_rests_on(
    house: House, label: Estimate | None
) -> None:
    """Where nobody estimates, and where dates have to be moved too far to be repeated."""
    facts = to_json({"moving": {"arrived": 412, "by_s": 70 * 3600.0, "chance": 0.9, "dated": 400, "days": 5}})
    with house.in_transaction() as tx:
        row = {"merchant_id": house.merchant_id, "carrier": "doorstep", "facts": facts, "learned_at": house.now}
        tx.execute(table_of(LearnedRow).insert().values(**row))
    house.order("DS100")
    house.until(timedelta(minutes=1))
    house.report(house.event("in_transit", eta=label))
    (words,) = house.until(timedelta(minutes=5))
    assert "by Sat" in words  # Thursday is Thanksgiving
    (promise,) = house.rows(PromiseRow)
    assert (promise.source, promise.based_on, promise.chance, promise.parcels) == (BASIS, BASIS, 0.9, 412)
    assert promise.from_at is None
    (answer,) = house.hear(house.turn("where is my parcel?"))
    assert "by Sat" in answer
    assert len(house.rows(PromiseRow)) == 1
