"""What is due in a moment is put into words already, and goes at its time: not before, and not a step later."""

from datetime import UTC, datetime, timedelta
from functools import partial

from flows.audit import By
from flows.messages.dispatch import AHEAD
from flows.messages.say import Said, say_due
from flows.staff.overrides import hold
from store.tables import Message
from tests.flows.house import House

MOMENT = timedelta(milliseconds=1)
NIGHT = datetime(2026, 3, 3, 7, tzinfo=UTC)
"""Two in the morning in New York."""


def speak_ahead(house: House) -> Said:
    return house.database.step(partial(say_due, ahead=AHEAD), house.voice, house.now)


def ordered_at_night(house: House) -> datetime:
    """When the news of it is due, once people may be written to."""
    house.now = NIGHT
    house.order("DS100")
    assert house.say() == []
    due = house.next_due()
    assert due is not None
    assert due > NIGHT + timedelta(hours=4)
    return due


def test_it_is_in_words_before_its_time_and_goes_at_its_time(house: House) -> None:
    due = ordered_at_night(house)
    house.now = due - AHEAD
    said = speak_ahead(house)
    assert (said.decided, said.queued) == (1, 1)
    assert [(row.state, row.due_at) for row in house.rows(Message)] == [("queued", due)]
    house.now = due - MOMENT
    assert house.say() == []
    house.now = due
    assert len(house.say()) == 1


def test_the_opening_of_the_day_is_no_later_for_it(house: House) -> None:
    due = ordered_at_night(house)
    house.now = due - AHEAD / 2
    speak_ahead(house)
    assert [row.due_at for row in house.rows(Message)] == [due]


def test_what_is_due_later_is_left_to_the_plan(house: House) -> None:
    due = ordered_at_night(house)
    house.now = due - AHEAD - MOMENT
    assert speak_ahead(house).decided == 0
    assert house.rows(Message) == []
    assert house.next_due() == due


def test_two_that_are_due_one_after_the_other_go_each_at_its_time(house: House) -> None:
    times = [house.now + timedelta(hours=1) + n * AHEAD / 4 for n in range(2)]
    house.order("DS100")
    house.order("DS200", name="1002", phone="+12125550124")
    with house.database.transaction() as tx:
        for shipment_id, at in enumerate(times, start=1):
            hold(tx, shipment_id, None, at, By("kim", "not yet", house.now))
    house.now = times[0] - AHEAD / 2
    assert speak_ahead(house).decided == 2
    assert [row.due_at for row in house.rows(Message)] == times
