"""A parcel's condition: the fold over its events."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.axes import Direction, Milestone, Timeliness
from domain.condition import REVERSED, fold
from domain.events import TrackingEvent
from domain.plan import plan
from domain.policy import Policy
from tests.domain.scenes import NOON, event, story, window

milestones = st.sampled_from(list(Milestone))
hours = st.integers(min_value=-24 * 20, max_value=24 * 20)


@st.composite
def histories(draw: st.DrawFn) -> list[TrackingEvent]:
    """Any events in any order of time, some with estimates, delays, and other directions."""
    made = []
    for number in range(draw(st.integers(0, 12))):
        at = NOON + timedelta(hours=draw(hours))
        made.append(
            event(
                draw(milestones),
                at,
                key=f"e{number}",
                received_at=NOON + timedelta(hours=draw(hours)),
                eta=window(at + timedelta(hours=draw(st.integers(0, 72)))) if draw(st.booleans()) else None,
                timeliness=draw(st.sampled_from(list(Timeliness))),
                direction=draw(st.sampled_from(list(Direction))),
                detail=draw(st.sampled_from([None, "arriving", REVERSED, "left_with_neighbour"])),
            )
        )
    return made


@given(histories(), st.randoms(use_true_random=False), st.data())
def test_any_shuffle_and_any_duplication_gives_the_same_condition_and_plan(
    events: list[TrackingEvent], random: object, data: st.DataObject
) -> None:
    repeated = events + data.draw(st.lists(st.sampled_from(events), max_size=10)) if events else []
    shuffled = data.draw(st.permutations(repeated))
    assert fold(shuffled) == fold(events)
    assert plan(story(*shuffled), Policy()) == plan(story(*events), Policy())


@given(histories())
def test_unknown_never_overwrites_what_is_known(events: list[TrackingEvent]) -> None:
    known = [e for e in events if e.milestone is not Milestone.UNKNOWN]
    assert fold(events).milestone is fold(known).milestone


@given(histories())
def test_what_is_returned_or_cancelled_stays_so(events: list[TrackingEvent]) -> None:
    ended = fold(events)
    if ended.milestone not in (Milestone.RETURNED, Milestone.CANCELLED):
        return
    later = event(Milestone.IN_TRANSIT, NOON + timedelta(days=60), key="later")
    assert fold([*events, later]).milestone is ended.milestone


def test_an_older_event_that_comes_late_moves_nothing_back() -> None:
    delivered = event(Milestone.DELIVERED, NOON)
    late = event(Milestone.IN_TRANSIT, NOON - timedelta(hours=5), received_at=NOON + timedelta(hours=1))
    assert fold([delivered, late]).milestone is Milestone.DELIVERED


def test_after_delivered_noise_is_noise_and_a_reversal_is_not() -> None:
    delivered = event(Milestone.DELIVERED, NOON)
    noise = event(Milestone.IN_TRANSIT, NOON + timedelta(hours=1))
    back = event(Milestone.OUT_FOR_DELIVERY, NOON + timedelta(hours=2), detail=REVERSED)
    assert fold([delivered, noise]).milestone is Milestone.DELIVERED
    assert fold([delivered, back]).milestone is Milestone.OUT_FOR_DELIVERY


def test_a_delivery_told_again_adds_how_and_never_when() -> None:
    first = event(Milestone.DELIVERED, NOON)
    proof = event(Milestone.DELIVERED, NOON + timedelta(hours=3), detail="left_with_neighbour")
    standing = fold([first, proof]).reached[Milestone.DELIVERED]
    assert (standing.at, standing.detail) == (NOON, "left_with_neighbour")


def test_a_completed_pickup_is_not_a_delivery() -> None:
    collected = event(Milestone.DELIVERED, NOON, direction=Direction.PICKUP)
    assert fold([collected]).milestone is Milestone.UNKNOWN


def test_an_event_from_the_future_counts_as_just_received() -> None:
    misdated = event(Milestone.OUT_FOR_DELIVERY, NOON + timedelta(days=400), received_at=NOON)
    delivered = event(Milestone.DELIVERED, NOON + timedelta(hours=2))
    assert fold([misdated, delivered]).milestone is Milestone.DELIVERED


def test_two_days_of_failed_attempts_are_two_attempts_and_a_rescan_is_none() -> None:
    first = event(Milestone.DELIVERY_ATTEMPTED, NOON)
    rescan = event(Milestone.DELIVERY_ATTEMPTED, NOON + timedelta(hours=6))
    second = event(Milestone.DELIVERY_ATTEMPTED, NOON + timedelta(days=1))
    assert fold([first, rescan]).attempts == 1
    assert fold([first, rescan, second]).attempts == 2
