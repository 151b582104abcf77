"""The rules of transition, as properties over any history: what late, repeated and contrary events may do."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.axes import RANK, Direction, Milestone, Timeliness, TrackingHealth
from domain.condition import REVERSED, Condition, fold
from domain.events import TrackingEvent
from domain.lives import APART, LEAD, LONG_AGO, begins
from domain.notices import Wanted
from domain.plan import plan
from domain.policy import Policy
from domain.story import Story, Told
from tests.domain.scenes import NOON, event, story, window

MILESTONES = st.sampled_from(list(Milestone))
HOURS = st.integers(-24 * 12, 0)
DAY = timedelta(days=1)


@st.composite
def events(draw: st.DrawFn, most: int = 10) -> list[TrackingEvent]:
    """What a 3PL may report in twelve days, each at an instant of its own, received in any order."""
    made = []
    for number, hours in enumerate(draw(st.lists(HOURS, unique=True, max_size=most))):
        at = NOON + timedelta(hours=hours)
        made.append(
            event(
                draw(MILESTONES),
                at,
                key=f"e{number}",
                received_at=at + timedelta(minutes=draw(st.integers(0, 24 * 60 * 12))),
                eta=window(at + timedelta(hours=draw(st.integers(0, 72)))) if draw(st.booleans()) else None,
                timeliness=draw(st.sampled_from([Timeliness.UNKNOWN, Timeliness.DELAYED, Timeliness.ON_TIME])),
                detail=draw(st.sampled_from([None, "arriving", "customs", "left_with_neighbour"])),
                reason=draw(st.sampled_from([None, "recipient.not_home", "carrier.lost"])),
            )
        )
    return made


def wanted(told_by: Story) -> dict[str, Wanted]:
    return {one.key: one for one in plan(told_by, Policy()) if isinstance(one, Wanted)}


def all_told(facts: Story) -> Story:
    """The same story after everything that it wanted to say has been said, and what that in turn gave rise to."""
    for _ in range(4):
        due = wanted(facts)
        if not due:
            break
        told = {key: Told(key, one.kind, max(one.send_after, NOON)) for key, one in due.items()}
        facts = replace(facts, told={**facts.told, **told})
    return facts


@given(events(), st.data())
@settings(max_examples=150)
def test_order_of_arrival_and_repetition_never_matter(history: list[TrackingEvent], data: st.DataObject) -> None:
    mixed = data.draw(
        st.permutations(history + data.draw(st.lists(st.sampled_from(history), max_size=5)) if history else [])
    )
    assert fold(mixed) == fold(history)
    assert wanted(story(*mixed)) == wanted(story(*history))


@pytest.mark.parametrize(
    "milestone", [Milestone.EXCEPTION, Milestone.DELIVERY_ATTEMPTED, Milestone.AVAILABLE_FOR_PICKUP]
)
def test_an_older_report_of_the_same_trouble_from_the_evening_before_is_no_news(milestone: Milestone) -> None:
    noon = event(milestone, NOON, key="noon")
    told = all_told(story(noon))
    evening = event(milestone, NOON - timedelta(hours=13), key="evening", received_at=NOON + timedelta(hours=1))
    now = replace(told, condition=fold([noon, evening]))

    assert now.condition.reached[milestone].at == evening.effective_at
    assert set(wanted(now)) <= set(wanted(told))


@given(events(), MILESTONES, HOURS)
@settings(max_examples=300)
def test_a_late_older_event_moves_nothing_and_says_nothing(
    history: list[TrackingEvent], milestone: Milestone, hours: int
) -> None:
    """Older than the newest that counted, and received after it."""
    known = fold(history)
    assume(known.now is not None)
    newest = max(e.effective_at for e in history if e.milestone is not Milestone.UNKNOWN)
    at = NOON + timedelta(hours=hours, minutes=30)
    assume(at < newest and known.milestone is not Milestone.UNKNOWN)
    # A parcel that has ended stays ended by what came first; an older end, or a return after it, is another history.
    late = event(milestone, at, key="late", received_at=NOON)
    assume(milestone not in (Milestone.DELIVERED, Milestone.RETURNING, Milestone.RETURNED, Milestone.CANCELLED))
    after = fold([*history, late])
    assert (after.milestone, after.quoted) == (known.milestone, known.quoted)

    said = all_told(story(*history))
    now = replace(said, condition=after)
    assert set(wanted(now)) <= set(wanted(said))


@given(events(), MILESTONES, st.integers(1, 24 * 9))
@settings(max_examples=300)
def test_after_delivered_only_a_reversal_a_return_or_proof_counts(
    history: list[TrackingEvent], milestone: Milestone, hours: int
) -> None:
    delivered = event(Milestone.DELIVERED, NOON + timedelta(hours=1), key="delivered")
    base = [*history, delivered]
    assume(fold(base).milestone is Milestone.DELIVERED)
    before = fold(base)
    later = delivered.occurred_at + timedelta(hours=hours)
    noise = event(milestone, later, key="later", eta=window(later + DAY))
    after = fold([*base, noise])

    if milestone in (Milestone.RETURNING, Milestone.RETURNED):
        assert after.milestone is milestone
    elif milestone is Milestone.DELIVERED:
        assert after.reached[Milestone.DELIVERED].at == before.reached[Milestone.DELIVERED].at
    else:
        assert _standing(after) == _standing(before)
        said = all_told(story(*base))
        assert set(wanted(replace(said, condition=after))) <= set(wanted(said))

    back = fold([*base, noise._replace(detail=REVERSED, milestone=Milestone.OUT_FOR_DELIVERY)])
    assert back.milestone is Milestone.OUT_FOR_DELIVERY
    assert Milestone.DELIVERED not in back.reached


@given(events())
def test_no_step_between_is_made_up(history: list[TrackingEvent]) -> None:
    assert set(fold(history).reached) <= {e.milestone for e in history}


@given(events(), st.sampled_from(list(Direction)), st.sampled_from(list(TrackingHealth)), MILESTONES)
def test_other_directions_and_the_health_of_tracking_say_nothing_to_customers(
    history: list[TrackingEvent], direction: Direction, health: TrackingHealth, milestone: Milestone
) -> None:
    assume(direction is not Direction.DELIVERY)
    elsewhere = event(milestone, NOON + timedelta(hours=2), key="elsewhere", direction=direction, health=health)
    assert wanted(story(*history, elsewhere)) == wanted(story(*history))
    assert _standing(fold([*history, elsewhere])) == _standing(fold(history))


@given(events(), st.data())
@settings(max_examples=150)
def test_an_unknown_word_in_between_changes_no_place(history: list[TrackingEvent], data: st.DataObject) -> None:
    at = NOON + timedelta(hours=data.draw(HOURS), minutes=30)
    assert fold([*history, event(Milestone.UNKNOWN, at, key="odd")]).milestone is fold(history).milestone


@given(events(), st.integers(15, 400))
def test_a_number_used_again_brings_nothing_of_the_parcel_before(history: list[TrackingEvent], days: int) -> None:
    """Its earlier life, ended long before the order: whatever it was, the new parcel is told as if alone."""
    announced_at = NOON - 13 * DAY
    ended = announced_at - LEAD - timedelta(days=days)
    shift = ended - NOON
    earlier = [_moved(e, shift, f"old-{e.key}") for e in history if RANK[e.milestone] < RANK[Milestone.CANCELLED]]
    earlier.append(event(Milestone.DELIVERED, ended, key="old-delivered"))
    now = [event(Milestone.IN_TRANSIT, NOON - timedelta(hours=3), key="new"), *history]
    assume(not any(e.occurred_at < announced_at - LEAD for e in now))
    since = begins([*earlier, *now], announced_at)
    assert since is not None
    ours = [e for e in [*earlier, *now] if e.occurred_at >= since]
    assert fold(ours) == fold(now)


@given(events())
def test_a_parcel_announced_before_it_ended_keeps_its_whole_life(history: list[TrackingEvent]) -> None:
    assert begins(history, NOON - 12 * DAY) is None


def test_an_order_announced_a_week_after_its_delivery_is_still_about_that_parcel() -> None:
    delivered = event(Milestone.DELIVERED, NOON - 7 * DAY)
    assert begins([delivered], NOON) is None
    assert begins([delivered, event(Milestone.DELIVERED, NOON - 6 * DAY, key="proof")], NOON) is None
    moved_on = event(Milestone.ACCEPTED, delivered.occurred_at + APART, key="again")
    assert begins([delivered, moved_on], NOON) == delivered.occurred_at + APART
    long_ago = event(Milestone.DELIVERED, NOON - LONG_AGO - DAY)
    assert begins([long_ago], NOON) == long_ago.occurred_at + APART


def _standing(condition: Condition) -> object:
    """All that a customer could be told of where the parcel is."""
    return condition.milestone, condition.reached, condition.quoted, condition.attempts, condition.action_by


def _moved(one: TrackingEvent, by: timedelta, key: str) -> TrackingEvent:
    at: datetime = one.occurred_at + by
    return one._replace(key=key, occurred_at=at, received_at=one.received_at + by)
