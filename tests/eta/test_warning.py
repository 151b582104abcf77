"""A promise that is likely to break is told before it breaks, at a time known ahead, where a merchant wants it."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.axes import Milestone
from domain.eta.buckets import Stage
from domain.eta.curve import Curve
from domain.eta.learned import Learned, Record
from domain.eta.warning import SOON, at_risk_at
from domain.notices import NoticeKind, Wanted
from domain.policy import Policy, policy_from
from domain.story import Promise
from domain.windows import Window
from tests.domain.scenes import NOON, decided, event, story, window

TEN = datetime.fromisoformat("2026-11-25T15:00:00+00:00")
NINE_IN_TEN_BY_THE_END = Curve([0.5, 0.8, 0.9, 1.0], [0.3, 0.6, 0.85, 0.9], 300)
MOVING = event(Milestone.IN_TRANSIT, NOON, eta=window(TEN))
END = TEN + timedelta(hours=2)
PROMISED = Promise(1, Window(TEN.date(), TEN, END), NOON + timedelta(minutes=1))
LEARNED = Learned({Stage.MOVING: Record(shares=NINE_IN_TEN_BY_THE_END)})
ON_ITS_WAY = story(MOVING, promise=PROMISED, learned=LEARNED)


def test_the_moment_is_where_the_curve_says_it() -> None:
    """At 0.9 of the time 15 in 100 are still out, and 10 of those will be at its end: two in three."""
    at = at_risk_at(ON_ITS_WAY, 0.6)
    assert at == NOON + 0.9 * (END - NOON)


def test_a_higher_risk_is_reached_later_or_only_at_the_end() -> None:
    low = at_risk_at(ON_ITS_WAY, 0.2)
    assert low is not None
    assert low < NOON + 0.9 * (END - NOON)
    assert at_risk_at(ON_ITS_WAY, 0.9) is None


def test_without_a_record_or_a_promise_nothing_is_foretold() -> None:
    assert at_risk_at(story(MOVING, promise=PROMISED), 0.6) is None
    assert at_risk_at(story(MOVING, learned=LEARNED), 0.6) is None


def test_what_was_told_in_that_knowledge_is_not_at_risk_at_once() -> None:
    told_late = replace(PROMISED, told_at=END - timedelta(minutes=10))
    assert at_risk_at(story(MOVING, promise=told_late, learned=LEARNED), 0.6) is None


def test_the_delay_is_planned_for_that_moment_where_a_merchant_asks_for_it() -> None:
    usual, early = (decided(ON_ITS_WAY, NoticeKind.DELAY, Policy(delay_risk=risk)) for risk in (0.0, 0.6))
    assert isinstance(usual, Wanted)
    assert isinstance(early, Wanted)
    assert usual.send_after == END + Policy().late_grace
    assert early.send_after == NOON + 0.9 * (END - NOON)
    assert early.key == usual.key


def test_far_ahead_a_delay_is_told_only_when_it_is_all_but_sure() -> None:
    """Seven in ten parcels that are out after five of ten days will be late: it is told three days before the end."""
    end = NOON + timedelta(days=10)
    promise = Promise(1, Window(end.date(), end - timedelta(hours=2), end), NOON + timedelta(minutes=1))
    moving = event(Milestone.IN_TRANSIT, NOON, eta=window(end - timedelta(hours=2)))
    likely = Curve([0.5, 0.9, 1.0], [0.9, 0.91, 0.93], 300)
    assert at_risk_at(story(moving, promise=promise, learned=curve(likely)), 0.65) == end - SOON
    sure = Curve([0.5, 0.9, 1.0], [0.9, 0.905, 0.91], 300)
    assert at_risk_at(story(moving, promise=promise, learned=curve(sure)), 0.65) == NOON + 0.5 * (end - NOON)
    known = replace(promise, told_at=NOON + timedelta(days=6))
    assert at_risk_at(story(moving, promise=known, learned=curve(likely)), 0.65) is None


def curve(shares: Curve) -> Learned:
    return Learned({Stage.MOVING: Record(shares=shares)})


def test_a_merchant_sets_the_risk_among_its_settings() -> None:
    assert policy_from({"delay_risk": 0.7}).delay_risk == 0.7
