"""A neighbour, a safe place, a door code: asked, answered by the 3PL, told; taken back; said anew in other words."""

from datetime import timedelta

import pytest

from domain.talk.turn import TurnKind
from flows.changes import reschedule
from store.tables import ChangeRequest, Message
from tests.flows.house import House

ALL = ("neighbour", "safe_place", "reschedule")


@pytest.fixture
def asked(house: House) -> House:
    house.order("DS100", allow=ALL)
    house.say()
    house.hear(house.turn("leave it with the neighbour at no 7"))
    return house


def answer(house: House, confirmed: bool, which: int = -1) -> list[str]:
    """The 3PL's word about one request; what is said then."""
    request = house.rows(ChangeRequest)[which]
    with house.in_transaction() as tx:
        reschedule.decide(tx, request.public_id, confirmed, None, house.now)
    return house.until(timedelta(minutes=1))


def states(house: House) -> list[tuple[str, str, object]]:
    return [(r.kind, r.state, r.details.get("text")) for r in house.rows(ChangeRequest)]


def test_a_yes_is_told_once(asked: House) -> None:
    (words,) = answer(asked, confirmed=True)
    assert "The carrier has agreed: leave it with your neighbour." in words
    assert answer(asked, confirmed=True) == []
    asked.report(asked.event("in_transit"))
    asked.until(timedelta(minutes=5))
    assert len(asked.rows(Message, name="change_confirmed")) == 1


def test_a_no_is_told_with_what_else_there_is(asked: House) -> None:
    (words,) = answer(asked, confirmed=False)
    assert "can't do this: leave it with your neighbour" in words
    (message,) = asked.rows(Message, name="change_declined")
    assert next(label for label, _ in message.composed["buttons"]) == "Another day"


def test_no_answer_is_told_as_what_it_is_and_a_late_yes_after_it(asked: House) -> None:
    asked.now += timedelta(hours=5)
    with asked.in_transaction() as tx:
        reschedule.time_out(tx, asked.now)
    (words,) = asked.until(timedelta(minutes=1))
    assert "not answered" in words
    (late,) = answer(asked, confirmed=True)
    assert "has agreed" in late


def test_two_that_are_agreed_together_are_told_in_one_message(asked: House) -> None:
    asked.hear(asked.turn("leave it behind the shed"))
    first, second = asked.rows(ChangeRequest)
    with asked.in_transaction() as tx:
        for request in (first, second):
            reschedule.decide(tx, request.public_id, True, None, asked.now)
    (words,) = asked.until(timedelta(minutes=1))
    assert "leave it with your neighbour and leave it in the place you named" in words


def test_a_yes_to_what_was_asked_a_moment_ago_is_told_at_night(house: House) -> None:
    house.order("DS100", allow=ALL)
    house.say()
    house.until(house.now.replace(hour=3) + timedelta(days=1))
    house.hear(house.turn("leave it with the neighbour at no 7"))
    (words,) = answer(house, confirmed=True)
    assert "The carrier has agreed" in words


def test_a_yes_that_could_not_be_said_while_it_was_awaited_waits_for_the_morning(house: House) -> None:
    house.order("DS100", allow=ALL)
    house.say()
    house.until(house.now.replace(hour=3) + timedelta(days=1))
    house.hear(house.turn("leave it with the neighbour at no 7"))
    (request,) = house.rows(ChangeRequest)
    with house.in_transaction() as tx:
        reschedule.decide(tx, request.public_id, True, None, house.now)
    house.now += timedelta(hours=2)  # Nothing runs: the service is down.
    assert house.until(timedelta(minutes=1)) == []
    (words,) = house.until(timedelta(hours=9))
    assert "The carrier has agreed" in words


def test_a_yes_at_night_waits_for_the_morning_and_is_not_said_of_a_delivered_parcel(asked: House) -> None:
    asked.now += timedelta(hours=3)
    asked.until(asked.now.replace(hour=3) + timedelta(days=1))
    assert answer(asked, confirmed=True) == []
    asked.report(asked.event("delivered"))
    asked.until(timedelta(hours=14))
    assert asked.rows(Message, name="change_confirmed") == []


def test_a_wish_is_taken_back_while_the_carrier_has_not_answered(asked: House) -> None:
    (words,) = asked.hear(asked.turn("1"))
    assert "taken back: leave it with your neighbour" in words
    assert states(asked) == [("neighbour", "withdrawn", "neighbour at no 7")]


def test_what_was_declined_cannot_be_taken_back(asked: House) -> None:
    token = asked.rows(Message, name="change_requested")[0].composed["buttons"][0][1]
    answer(asked, confirmed=False)
    asked.hear(asked.turn("", kind=TurnKind.CHOICE, choice_token=token))
    assert [s for _, s, _ in states(asked)] == ["declined"]
    assert asked.rows(Message)[-1].name == "no_longer_possible"


def test_another_neighbour_replaces_the_first_one(asked: House) -> None:
    asked.hear(asked.turn("leave it with the neighbour at no 9 please"))
    assert [(kind, state) for kind, state, _ in states(asked)] == [
        ("neighbour", "withdrawn"),
        ("neighbour", "requested"),
    ]
    assert "no 9" in str(states(asked)[1][2])


def test_the_same_wish_again_asks_nobody_twice(asked: House) -> None:
    asked.hear(asked.turn("leave it with the neighbour at no 7"))
    assert len(states(asked)) == 1


def test_the_status_says_what_waits_for_the_carrier(asked: House) -> None:
    (words,) = asked.hear(asked.turn("where is it"))
    assert "not answered yet: leave it with your neighbour" in words


def test_what_was_agreed_is_asked_back_and_stands_until_the_carrier_agrees_to_that(asked: House) -> None:
    token = asked.rows(Message, name="change_requested")[0].composed["buttons"][0][1]
    answer(asked, confirmed=True)
    (words,) = asked.hear(asked.turn("", kind=TurnKind.CHOICE, choice_token=token))
    assert "deliver it as first planned" in words
    assert [(r.kind, r.state) for r in asked.rows(ChangeRequest)] == [
        ("neighbour", "confirmed"),
        ("back", "requested"),
    ]
    assert asked.rows(ChangeRequest)[1].details == {"of": "neighbour", "text": "neighbour at no 7"}
    (words,) = answer(asked, confirmed=True)
    assert "The carrier has agreed: deliver it as first planned." in words
    assert [(r.kind, r.state) for r in asked.rows(ChangeRequest)] == [("neighbour", "replaced"), ("back", "confirmed")]
