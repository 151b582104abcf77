"""Staff decide about messages that have not gone: each decision is a fact, and survives whatever comes next."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from flows.audit import Refused
from flows.staff import overrides
from flows.staff.overrides import Decided
from store.tables import Audit, Contact, Message, Notice, OverrideRow, PromiseRow
from store.writing import table_of
from tests.console.scene import by, cancel, correct, greet, hold, notice, release, send_now, step
from tests.flows.house import House

HOUR = timedelta(hours=1)


def _queue(house: House) -> None:
    """What is due is put into words and waits for its channel."""
    from flows.messages.say import say_due

    step(house, say_due, house.voice, house.now)


def test_a_held_message_waits_until_it_is_released(house: House) -> None:
    house.order("DS100")

    assert isinstance(hold(house, "announced"), Decided)
    assert house.until(3 * HOUR) == []
    assert notice(house, "announced").why == "held by Ines: spoke with the customer"

    released = release(house)
    assert isinstance(released, Decided)
    assert len(house.until(HOUR)) == 1


def test_a_hold_with_an_end_moves_the_message_there(house: House) -> None:
    house.order("DS100")
    until = house.now + 3 * HOUR

    assert hold(house, "announced", until) == Decided(until)

    assert notice(house, "announced").send_after == until
    assert house.until(2 * HOUR) == []
    assert len(house.until(2 * HOUR)) == 1


def test_a_hold_of_everything_holds_also_what_is_planned_later(house: House) -> None:
    house.order("DS100")
    hold(house)

    house.report(house.event("out_for_delivery"))

    assert house.until(HOUR) == []
    assert set(house.notices().values()) <= {"held", "withdrawn"}


def test_a_cancelled_message_stays_cancelled_whatever_comes(house: House) -> None:
    house.order("DS100")
    cancel(house, "announced")

    house.report(house.event("accepted"))
    house.report(house.event("accepted"))

    assert not any("DS100" in words and "order" in words.lower() for words in house.until(HOUR))
    assert notice(house, "announced").why == "cancelled by Ines: spoke with the customer"


def test_a_cancel_that_is_taken_back_brings_the_message_back(house: House) -> None:
    house.order("DS100")
    cancel(house, "announced")

    assert isinstance(release(house, "cancel"), Decided)

    assert notice(house, "announced").state == "planned"


def test_corrected_words_are_what_the_customer_reads(house: House) -> None:
    house.order("DS100")
    greet(house)

    correct(house, "announced", "  Your lamp <b>comes</b>\n on Friday. ")

    assert house.until(HOUR) == ["Acme: Your lamp <b>comes</b>\non Friday."]


def test_the_last_correction_counts(house: House) -> None:
    house.order("DS100")
    greet(house)
    correct(house, "announced", "First.")
    house.now += timedelta(seconds=1)
    correct(house, "announced", "Second.")

    assert house.until(HOUR) == ["Acme: Second."]


def test_of_two_holds_the_last_counts_and_one_release_ends_it(house: House) -> None:
    house.order("DS100")
    hold(house, "announced")
    hold(house, "announced", house.now + HOUR)

    assert notice(house, "announced").state == "planned"
    release(house)

    assert notice(house, "announced").send_after < house.now + HOUR


def test_what_is_sent_now_goes_before_its_time_and_out_of_a_hold(house: House) -> None:
    house.order("DS100")
    hold(house, "announced")
    house.now += timedelta(minutes=1)

    assert send_now(house, "announced") == Decided(house.now)

    assert len(house.say()) == 1


def test_what_had_expired_is_sent_after_all(house: House) -> None:
    house.order("DS100")
    house.now += timedelta(days=3)
    house.say()
    assert notice(house, "announced").state == "expired"

    assert send_now(house, "announced") == Decided(house.now)

    assert len(house.say()) == 1
    assert notice(house, "announced").state == "sent"


def test_a_message_that_waits_for_its_channel_is_taken_back(house: House) -> None:
    house.order("DS100")
    house.report(house.event("in_transit", eta=house.tomorrow()))
    house.now += HOUR
    _queue(house)
    (queued,) = house.rows(Message, state="queued")
    (told,) = house.rows(Notice, message_id=queued.id)
    assert house.rows(PromiseRow)

    assert isinstance(cancel(house, told.key), Decided)

    assert house.rows(Message, id=queued.id)[0].state == "dropped"
    assert notice(house, told.key).state == "withdrawn"
    assert house.rows(PromiseRow) == []
    assert house.say() == []


def test_taking_back_the_first_message_leaves_the_greeting_to_the_next(house: House) -> None:
    house.order("DS100")
    house.now += HOUR
    _queue(house)
    assert [row.greeted for row in house.rows(Contact)] == [True]

    hold(house, "announced")

    assert [row.greeted for row in house.rows(Contact)] == [False]


def test_of_parcels_said_together_the_others_still_go(house: House) -> None:
    house.order("DS100", "DS101")
    house.now += HOUR
    _queue(house)
    assert {row.state for row in house.rows(Notice, kind="announced")} == {"sending", "merged"}

    cancel(house, "announced")

    (words,) = house.say()
    assert house.voice.links.tracking(2) in words
    assert [row.state for row in house.rows(Notice, kind="announced")] == ["withdrawn", "sent"]


def test_what_has_gone_is_told_and_nothing_is_decided(house: House) -> None:
    house.order("DS100")
    house.until(HOUR)

    assert cancel(house, "announced") == Refused("Too late: it has been sent.")
    assert hold(house, "announced") == Refused("Too late: it has been sent.")

    assert house.rows(OverrideRow) == []
    assert [row.action for row in house.rows(Audit)] == ["cancel.refused", "hold.refused"]


def test_what_is_being_sent_at_this_moment_is_told_too(house: House) -> None:
    house.order("DS100")
    house.now += HOUR
    _queue(house)
    step(house, lambda tx: tx.execute(update(table_of(Message)).values(state="sending", claimed_at=house.now)))

    assert cancel(house, "announced") == Refused("Too late: it is being sent at this moment.")


def test_what_the_plan_does_not_want_cannot_be_sent(house: House) -> None:
    house.order("DS100")

    assert send_now(house, "delivered:1") == Refused("No such message is planned for this parcel.")
    cancel(house, "announced")
    assert send_now(house, "announced") == Refused(
        "It is not going to be sent: cancelled by Ines: spoke with the customer."
    )


@pytest.mark.parametrize("why", ["", "   ", "x" * 501])
def test_every_decision_needs_a_reason_of_some_length(small_house: House, why: str) -> None:
    small_house.order("DS100")

    assert isinstance(step(small_house, overrides.cancel, 1, "announced", by(small_house, why=why)), Refused)
    assert small_house.rows(Audit) == []


@pytest.mark.parametrize("text", ["", " \n ", "x" * 1501])
def test_corrected_words_must_be_words(small_house: House, text: str) -> None:
    small_house.order("DS100")

    assert isinstance(correct(small_house, "announced", text), Refused)


def test_a_hold_cannot_end_in_the_past(small_house: House) -> None:
    small_house.order("DS100")

    assert hold(small_house, "announced", small_house.now) == Refused("A hold must end in the future.")


def test_nothing_is_released_twice(small_house: House) -> None:
    small_house.order("DS100")
    hold(small_house, "announced")
    release(small_house)

    assert isinstance(release(small_house), Refused)


def test_the_audit_row_says_what_was_before_and_after(house: House) -> None:
    house.order("DS100")

    hold(house, "announced", house.now + HOUR)

    (row,) = house.rows(Audit)
    assert (row.who, row.action, row.subject, row.why) == ("Ines", "hold", "shipment:1", "spoke with the customer")
    assert row.before["state"] == row.after["state"] == "planned"
    assert row.before["send_after"] < row.after["send_after"] == (house.now + HOUR).isoformat()
