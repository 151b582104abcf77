"""A lane with enough parcels of its own speaks for itself: how late its parcels come, and how long they are silent."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.axes import Milestone
from domain.eta.buckets import ENOUGH, Stage
from domain.eta.lanes import lane_of
from domain.eta.learned import Learned, Record, from_facts, on_lane
from domain.eta.learner import Learner
from domain.eta.outcomes import Outcome, silences
from domain.notices import NoticeKind, Wanted
from domain.policy import Policy
from domain.rules.trouble import patience_for
from tests.domain.scenes import NOON, decided, event, story

MONDAY = datetime(2026, 11, 2, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "lane"),
    [
        ({"country": "us", "postcode": "10001"}, "US-10"),
        ({"country": "GB", "postcode": "sw1a 1aa"}, "GB-SW"),
        ({"country": "IE", "city": "Dublin"}, "IE-dublin"),
        ({"postcode": "28013"}, "28"),
        ({}, None),
    ],
)
def test_a_lane_is_named_by_the_area_it_leads_to(address: dict[str, object], lane: str | None) -> None:
    assert lane_of(address) == lane


def came(n: int, lane: str, days_late: int, quiet_hours: float) -> Outcome:
    quoted_on = date(2026, 11, 4)
    arrived_at = MONDAY + timedelta(days=2 + days_late, minutes=n)
    quiet_s = quiet_hours * 3600 * (0.5 + n % 100 / 200)
    return Outcome(
        f"{lane}{n}", "m", "ups", Stage.MOVING, lane, 0, UTC, MONDAY, quoted_on, None, arrived_at, quiet_s=quiet_s
    )


def learned(near: int, far: int) -> Learner:
    learner = Learner()
    for n in range(far):
        learner.learn(came(n, "US-99", 2, 40))
    for n in range(near):
        learner.learn(came(n, "US-10", 0, 10))
    return learner


def test_a_lane_with_enough_parcels_has_a_record_of_its_own() -> None:
    learner, now = learned(ENOUGH, ENOUGH), MONDAY + timedelta(days=9)
    near, far = (learner.record("m", "ups", now, lane).stages[Stage.MOVING] for lane in ("US-10", "US-99"))
    assert (near.days, far.days) == (0, 2)
    assert near.quiet_s is not None
    assert far.quiet_s is not None
    assert near.quiet_s < 10 * 3600 < far.quiet_s < 40 * 3600


def test_a_lane_with_few_parcels_says_nothing_of_its_own() -> None:
    learner = learned(ENOUGH - 1, ENOUGH)
    assert not learner.record("m", "ups", MONDAY, "US-10").stages
    assert learner.record("m", "ups", MONDAY).stages[Stage.MOVING].lane is None


def test_a_lane_leads_and_the_carrier_fills_the_rest() -> None:
    carrier = Learned({Stage.MOVING: Record(dated=900, days=2), Stage.ORDERED: Record(dated=500, days=1)})
    both = on_lane(carrier, Learned({Stage.MOVING: Record(dated=300, days=0, lane="US-10")}))
    assert (both.stages[Stage.MOVING].days, both.stages[Stage.ORDERED].days) == (0, 1)


def test_what_an_older_version_published_can_still_be_read() -> None:
    assert from_facts({"moving": {"parcels": 3, "dated": 40, "days": 1}}).stages[Stage.MOVING].quiet_s is None


def test_a_silence_belongs_to_the_stage_in_which_it_began() -> None:
    begun = [(Stage.ORDERED, MONDAY), (Stage.MOVING, MONDAY + timedelta(hours=5))]
    scans = [MONDAY + timedelta(hours=h) for h in (20, 1, 6, 8)]
    assert silences(begun, scans) == {Stage.ORDERED: 5 * 3600.0, Stage.MOVING: 12 * 3600.0}


MOVING = event(Milestone.IN_TRANSIT, NOON)


def quiet(hours: float | None) -> Learned:
    return Learned({Stage.MOVING: Record(quiet_s=hours * 3600 if hours is not None else None)})


@pytest.mark.parametrize(
    ("measured", "hours"), [(None, 72), (30, 30), (2, 18), (2000, 288)], ids=["prior", "measured", "floor", "ceiling"]
)
def test_silence_is_what_is_unusual_here_within_reason(measured: float | None, hours: float) -> None:
    assert patience_for(story(MOVING, learned=quiet(measured)), Policy()) == timedelta(hours=hours)


def test_the_notice_is_planned_for_the_moment_it_becomes_unusual() -> None:
    wanted = decided(story(MOVING, learned=quiet(22)), NoticeKind.SILENCE)
    assert isinstance(wanted, Wanted)
    assert wanted.send_after == NOON + timedelta(hours=22)
