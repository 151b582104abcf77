"""Days of rest: on public holidays nobody delivers, so a last day comes later and a silence is not unusual."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.axes import EtaKind, Milestone
from domain.eta.buckets import Stage
from domain.eta.explain import resting
from domain.eta.forecast import forecast
from domain.eta.lanes import country_of
from domain.eta.learned import Learned, Record
from domain.eta.learner import Learner
from domain.eta.outcomes import Outcome, days_late, silences
from domain.eta.rests import NO_RESTS, after, pushed, rested, rested_days
from domain.eta.usual import Usual, usual
from domain.events import Estimate
from domain.notices import NoticeKind, Wanted
from domain.policy import Policy
from domain.rules.expectation import expected
from domain.windows import by_day
from store.rests import rests_on
from tests.domain.scenes import NEW_YORK, NOON, decided, event, story

TUESDAY = NOON.date()
THANKSGIVING = TUESDAY + timedelta(days=2)
FRIDAY = TUESDAY + timedelta(days=3)
RESTS = frozenset({THANKSGIVING})
MOVING = event(Milestone.IN_TRANSIT, NOON)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("begin", "end", "later"),
    [
        (date(2026, 12, 23), date(2026, 12, 24), date(2026, 12, 24)),
        (date(2026, 12, 23), date(2026, 12, 25), date(2026, 12, 28)),  # the 26th is one as well, and then it is Sunday
        (date(2026, 12, 23), date(2026, 12, 26), date(2026, 12, 29)),
        (date(2026, 12, 25), date(2026, 12, 25), date(2026, 12, 25)),
        (date(2026, 12, 30), date(2026, 12, 31), date(2026, 12, 31)),
        (date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2)),
    ],
)
def test_each_day_of_rest_on_the_way_is_made_up_for_by_a_day_of_work(begin: date, end: date, later: date) -> None:
    assert pushed(begin, end, rests_on("DE-10")) == later


def test_a_holiday_on_a_sunday_is_a_sunday_like_any() -> None:
    second_of_advent = date(2026, 12, 6)
    assert rested_days(date(2026, 12, 4), date(2026, 12, 8), frozenset({second_of_advent})) == 0


@given(st.integers(0, 365 * 24), st.timedeltas(timedelta(0), timedelta(days=40)))
def test_what_is_reckoned_forth_is_reckoned_back_but_for_sundays(hour: int, span: timedelta) -> None:
    begin, rests = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour), rests_on("DE-10")
    end = after(begin, span, rests, UTC)
    sundays = timedelta(days=2)
    assert span <= end - begin - rested(begin, end, rests, UTC) <= span + sundays


@pytest.mark.parametrize(
    ("lane", "country"),
    [("US-10", "US"), ("IE-dublin", "IE"), ("DE", "DE"), ("10", None), ("ul", None), ("dublin", None), (None, None)],
)
def test_a_lane_names_its_country(lane: str | None, country: str | None) -> None:
    assert country_of(lane) == country


def test_holidays_are_the_countrys_where_it_is_known() -> None:
    assert THANKSGIVING in rests_on("US-10")
    assert THANKSGIVING not in rests_on("DE-10")
    assert rests_on("10") is NO_RESTS
    assert date(2026, 12, 25) not in rests_on("QZ-1")


def test_the_last_day_of_a_forecast_skips_them() -> None:
    known = Learned({Stage.MOVING: Record(arrived=412, by_s=50 * 3600.0)})
    assert forecast(story(MOVING, learned=known)) == by_day(THANKSGIVING, NEW_YORK)
    assert forecast(story(MOVING, learned=known, rests=RESTS)) == by_day(FRIDAY, NEW_YORK)


def test_a_date_that_is_moved_is_moved_past_them() -> None:
    estimated = event(Milestone.IN_TRANSIT, NOON, eta=Estimate(EtaKind.DATE, TUESDAY + timedelta(days=1)))
    late = Learned({Stage.MOVING: Record(dated=400, days=1)})
    assert expected(story(estimated, learned=late), Policy()) == by_day(THANKSGIVING, NEW_YORK)
    assert expected(story(estimated, learned=late, rests=RESTS), Policy()) == by_day(FRIDAY, NEW_YORK)


def test_a_date_that_is_repeated_is_the_carriers_own() -> None:
    estimated = event(Milestone.IN_TRANSIT, NOON, eta=Estimate(EtaKind.DATE, THANKSGIVING))
    window = expected(story(estimated, rests=RESTS), Policy())
    assert window is not None
    assert window.on == THANKSGIVING


def test_what_is_usual_is_longer_by_them() -> None:
    assert usual(story(MOVING, rests=RESTS), TUESDAY) == Usual(1, 9, Stage.MOVING)


def test_silence_over_a_holiday_is_not_unusual() -> None:
    plain, resting = (decided(story(MOVING, rests=rests), NoticeKind.SILENCE) for rests in (NO_RESTS, RESTS))
    assert isinstance(plain, Wanted)
    assert isinstance(resting, Wanted)
    assert resting.send_after - plain.send_after >= timedelta(hours=23)


def test_days_of_rest_are_not_held_against_the_carrier() -> None:
    begun = datetime(2026, 12, 23, 9, tzinfo=BERLIN)
    came = begun + timedelta(days=6)
    row = Outcome("1", "shop", "dhl", Stage.MOVING, "DE-10", 2, BERLIN, begun, arrived_at=came)
    resting = Outcome(
        "1",
        "shop",
        "dhl",
        Stage.MOVING,
        "DE-10",
        2,
        BERLIN,
        begun,
        date(2026, 12, 24),
        None,
        came,
        rests=rests_on("DE-10"),
    )
    assert resting.worked_until(came) == (came - timedelta(days=2)).timestamp()
    assert row.worked_until(came) == came.timestamp()
    assert days_late(resting) == 3
    assert silences([(Stage.MOVING, begun)], [begun, came], rests_on("DE-10"), BERLIN) == {Stage.MOVING: 4 * 86_400.0}


def test_staff_see_which_days_are_not_counted() -> None:
    assert resting(RESTS, TUESDAY) == ["Public holidays there are no time of the carrier's: 26 Nov."]
    assert resting(NO_RESTS, TUESDAY) == []


def test_what_took_longer_over_christmas_is_learned_as_what_it_takes() -> None:
    learner, begun = Learner(), datetime(2026, 12, 23, 9, tzinfo=BERLIN)
    for n in range(40):
        whose = f"{n}", "shop", "dhl", Stage.MOVING, None, 2, BERLIN, begun + timedelta(minutes=n)
        learner.learn(Outcome(*whose, arrived_at=begun + timedelta(days=4, minutes=n), rests=rests_on("DE-10")))
    usual_s = learner.record("shop", "dhl", begun + timedelta(days=9)).stages[Stage.MOVING].usual_s
    assert usual_s is not None
    assert usual_s[0] == pytest.approx(2 * 86_400, abs=3600)


def test_a_country_that_the_library_does_not_know_has_no_days_of_rest() -> None:
    """ZZ stands for no country (ISO 3166, user-assigned); its parcels are planned as if nobody rested."""
    assert date(2026, 12, 25) not in rests_on("ZZ-1>ZZ-1")
