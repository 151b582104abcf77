"""A growing delay does not nag, good news is told once it is safe, and a time told in an answer is a promise too."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.axes import Milestone
from domain.eta.buckets import Stage
from domain.eta.learned import Learned, Record
from domain.notices import Decision, NoticeKind, Silent, Wanted
from domain.policy import Policy
from domain.slots import SlotGiven
from domain.story import Promise, Story, Told
from domain.windows import Window, basis_of
from flows.changes.reschedule import Asked, ask
from flows.changes.slots import publish
from store.tables import PromiseRow
from tests.domain.scenes import NOON, decided, event, story, window
from tests.flows.house import House

TEN = datetime.fromisoformat("2026-11-25T15:00:00+00:00")
PROMISED = Promise(1, Window(TEN.date(), TEN, TEN + timedelta(hours=2)), NOON - timedelta(hours=1), "before")


def moved(minutes: int, told: int = 0, milestone: Milestone = Milestone.IN_TRANSIT, **facts: object) -> Story:
    """A promise, and an estimate that moves it; so many moves were told before."""
    times = {
        f"promise_moved:{n}": Told(f"promise_moved:{n}", NoticeKind.PROMISE_MOVED, NOON - timedelta(days=n))
        for n in range(10, 10 + told)
    }
    estimate = window(TEN + timedelta(minutes=minutes))
    return story(event(milestone, NOON, eta=estimate), promise=PROMISED, told=times, **facts)


def said(one: Story) -> Decision:
    return decided(one, NoticeKind.PROMISE_MOVED)


@pytest.mark.parametrize(("told", "minutes"), [(0, 30), (1, 60), (2, 120), (3, 240), (4, 480)])
def test_each_further_move_has_to_be_twice_as_far(told: int, minutes: int) -> None:
    assert isinstance(said(moved(minutes, told)), Wanted)
    assert said(moved(minutes - 30 if told else 0, told)) == Silent(
        NoticeKind.PROMISE_MOVED, "what was told still holds"
    )


def test_an_hour_by_hour_delay_is_told_a_few_times_and_not_each_hour(house: House) -> None:
    house.order("DS100")
    house.until(timedelta(minutes=1))
    house.report(house.event("in_transit", eta=window(TEN)))
    house.until(timedelta(minutes=10))
    for hour in range(1, 7):
        house.now += timedelta(minutes=20)
        house.report(house.event("in_transit", eta=window(TEN + timedelta(minutes=40 * hour))))
        house.until(timedelta(minutes=10))
    moves = [key for key, state in house.notices().items() if key.startswith("promise_moved") and state == "sent"]
    assert len(moves) == 3


MEASURED = Learned({Stage.MOVING: Record(parcels=400, low_s=-1800.0, high_s=1800.0)})


@pytest.mark.parametrize(("minutes", "told"), [(1, 0), (30, 1)])
def test_an_estimate_that_is_taken_back_before_it_has_stood_for_a_while_is_not_told(
    house: House, minutes: int, told: int
) -> None:
    """Two hours later, and back again: told only if it stood in between."""
    house.order("DS100")
    house.until(timedelta(minutes=1))
    house.report(house.event("in_transit", eta=window(TEN)))
    house.until(timedelta(minutes=10))
    house.report(house.event("in_transit", eta=window(TEN + timedelta(hours=2))))
    house.until(timedelta(minutes=minutes))
    house.report(house.event("in_transit", eta=window(TEN)))
    house.until(timedelta(minutes=1))

    assert sum(row.kind == "promise_moved" for row in house.rows(PromiseRow)) == told


def test_good_news_waits_until_it_is_safe() -> None:
    usual, longer = Policy().confirm_move, Policy().confirm_earlier
    for one, wait in (
        (moved(-180), longer),
        (moved(-180, learned=MEASURED), usual),
        (moved(180), usual),
    ):
        wanted = said(one)
        assert isinstance(wanted, Wanted)
        assert wanted.send_after == NOON + wait


def test_a_time_told_in_an_answer_is_a_promise_and_not_told_again(house: House) -> None:
    house.order("DS100")
    house.until(timedelta(minutes=1))
    house.report(house.event("in_transit", eta=window(TEN)))
    house.until(timedelta(minutes=10))
    house.report(house.event("in_transit", eta=window(TEN + timedelta(hours=3))))
    (answer,) = house.hear(house.turn("where is my parcel?"))
    assert "13:00" in answer or "1:00" in answer
    first, second = house.rows(PromiseRow)
    assert (second.number, second.kind, second.from_at) == (2, "answer", TEN + timedelta(hours=3))
    assert second.message_id is not None
    assert first.message_id not in (None, second.message_id)
    house.until(timedelta(hours=1))
    assert not [key for key, state in house.notices().items() if key.startswith("promise_moved") and state == "sent"]


def test_the_closest_time_that_is_known_is_a_promise_too(house: House) -> None:
    house.order("DS100")
    house.until(timedelta(minutes=1))
    house.report(house.event("in_transit", eta=window(TEN)))
    (answer,) = house.hear(house.turn("what time exactly?"))
    (promise,) = house.rows(PromiseRow)

    assert "The closest time we know is" in answer
    assert (promise.kind, promise.from_at) == ("answer", TEN)


def test_what_an_answer_keeps_to_itself_is_no_promise(house: House) -> None:
    """While another slot is asked for, the answer says that; the window of before rests."""
    house.order("DS100", allow=("reschedule",))
    house.until(timedelta(minutes=1))
    house.report(house.event("in_transit", eta=window(TEN)))
    later = TEN + timedelta(days=1)
    with house.in_transaction() as tx:
        publish(tx, 1, [SlotGiven("thu", later, later + timedelta(hours=2), 5, TEN, zone="10001")], house.now)
        assert isinstance(ask(tx, 1, "thu", True, house.now, Policy()), Asked)
    answers = house.hear(house.turn("where is my parcel?"))

    assert any("asked the carrier" in answer for answer in answers)
    assert "answer" not in [row.kind for row in house.rows(PromiseRow)]


def test_asking_again_is_no_new_promise(house: House) -> None:
    house.order("DS100")
    house.until(timedelta(minutes=1))
    house.report(house.event("in_transit", eta=window(TEN)))
    house.until(timedelta(minutes=10))
    house.hear(house.turn("where is my parcel?"))
    house.hear(house.turn("where is my parcel?"))
    assert [row.number for row in house.rows(PromiseRow)] == [1]


def test_the_estimate_that_was_told_is_known_again() -> None:
    one = moved(180)
    quoted = one.condition.quoted
    assert quoted is not None
    told = replace(PROMISED, based_on=basis_of(quoted.estimate))
    assert isinstance(said(replace(one, promise=told)), Silent)
