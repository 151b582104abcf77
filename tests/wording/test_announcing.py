"""Announcements: to those who are chosen, once, true when said, in their hours, and never against their wish."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from flows.audit import Refused
from flows.messages import announcements as flow
from flows.messages import announcing
from flows.messages.announcements import Now
from flows.messages.say import say_due
from store.tables import Audit, Message, PromiseRow
from tests.console.scene import set_owner
from tests.flows.house import House
from tests.wording.announce import SMITH, act, advance, by, came, hand_in, send, stands, write


def customer(house: House, number: str, **changes: object) -> None:
    house.order(number, name=f"order-{number}", phone=f"+1212555{number[2:]:0>4}", **changes)


def heard(house: House) -> list[str]:
    return sorted(text for _, text in house.sms.said if "storm" in text)


def test_everybody_who_is_chosen_hears_it_once_and_nobody_else(house: House) -> None:
    address = {"lines": ["1 A St"], "city": "Boston", "postcode": "02110", "country": "US"}
    customer(house, "DS1")
    customer(house, "DS2")
    customer(house, "DS3", address=address)
    house.say()
    announcement = send(house, chosen={"areas": ["100", "hoboken"]})
    advance(house, 3)
    house.say()
    advance(house, 3)
    house.say()

    assert heard(house) == [
        "Acme: A storm is over the town: parcel DS1 may come late today.",
        "Acme: A storm is over the town: parcel DS2 may come late today.",
    ]
    assert stands(house, announcement) == "done"
    assert came(house, announcement) == {"DS1": ("sent", None), "DS2": ("sent", None)}


@pytest.mark.parametrize(
    ("words", "promises"),
    [("A storm: it is still expected {{ window | window }}.", 1), ("A storm. {{ links | lines }}", 0)],
)
def test_a_time_that_an_announcement_names_is_a_row_of_the_ledger(house: House, words: str, promises: int) -> None:
    """The estimate has moved by too little to be news; who names it all the same has told it."""
    customer(house, "DS1")
    house.say()
    told = house.tomorrow()
    house.report(house.event("in_transit", "DS1", eta=told))
    house.until(timedelta(minutes=10))
    assert told.from_at is not None
    assert told.to_at is not None
    half = timedelta(minutes=30)
    house.report(
        house.event("in_transit", "DS1", eta=replace(told, from_at=told.from_at + half, to_at=told.to_at + half))
    )
    send(house, {"en": words})
    advance(house, 3)
    house.say()

    kinds = [row.kind for row in house.rows(PromiseRow) if row.kind == "announcement"]
    assert len(kinds) == promises


@pytest.mark.parametrize(
    ("chosen", "numbers"),
    [
        ({}, ["DS1", "DS2"]),
        ({"areas": ["boston"]}, ["DS1"]),
        ({"areas": ["BOSTON", "100"]}, ["DS1", "DS2"]),
        ({"areas": ["0211"]}, ["DS1"]),
        ({"areas": ["%"]}, []),
        ({"country": "us"}, ["DS1", "DS2"]),
        ({"country": "DE"}, []),
        ({"carriers": ["doorstep"]}, ["DS1", "DS2"]),
        ({"carriers": ["ups"]}, []),
        ({"milestones": ["out_for_delivery"]}, ["DS2"]),
        ({"milestones": ["delivered"]}, ["DS3"]),
        ({"on_from": "2026-11-25", "on_to": "2026-11-25"}, ["DS2"]),
        ({"on_from": "2026-11-26"}, []),
    ],
)
def test_parcels_are_chosen_by_area_carrier_day_and_status(
    house: House, chosen: dict[str, object], numbers: list[str]
) -> None:
    address = {"lines": ["1 A St"], "city": "Boston", "postcode": "02110", "country": "US"}
    customer(house, "DS1", address=address)
    customer(house, "DS2")
    customer(house, "DS3")
    house.report(house.event("in_transit", "DS2", eta=house.tomorrow()))
    house.now += timedelta(hours=19)
    house.report(house.event("out_for_delivery", "DS2"), house.event("delivered", "DS3"))
    announcement = write(house, chosen=chosen)
    result = hand_in(house, announcement)

    if numbers:
        assert isinstance(result, Now)
        assert sorted(came(house, announcement)) == numbers
    else:
        assert result == Refused("Nobody is chosen: no parcel of this merchant is like that now.")


def test_it_waits_for_the_morning_and_says_only_what_is_still_true(house: House) -> None:
    customer(house, "DS1")
    customer(house, "DS2")
    house.say()
    house.now += timedelta(hours=11)  # eleven at night
    announcement = send(house)
    advance(house)
    assert house.say() == []

    house.now += timedelta(hours=8)
    house.report(house.event("delivered", "DS1"))
    house.until(timedelta(hours=3))
    assert heard(house) == ["Acme: A storm is over the town: parcel DS2 may come late today."]
    assert came(house, announcement)["DS1"] == ("withdrawn", "its journey is over: delivered")


def test_a_stop_a_person_and_a_dead_end_are_outcomes_with_their_reason(house: House) -> None:
    customer(house, "DS1")
    house.say()
    house.hear(house.turn("STOP", address="+12125550001"))
    announcement = send(house)
    advance(house)
    house.say()
    assert heard(house) == []
    state, why = came(house, announcement)["DS1"]
    assert state in ("suppressed", None)
    assert "silence" in (why or "") or "STOP" in (why or ""), why


def test_a_person_in_the_conversation_goes_first(house: House) -> None:
    customer(house, "DS1")
    house.say()
    set_owner(house, "Ines")
    announcement = send(house)
    advance(house)
    house.say()
    assert heard(house) == []
    assert came(house, announcement)["DS1"] == ("held", "Ines is talking with the customer")


def test_two_parcels_of_one_customer_are_one_message(house: House) -> None:
    house.order("DS1", "DS2")
    house.until(timedelta(minutes=2))
    announcement = send(house, {"en": "A storm. {{ links | lines }}"})
    advance(house)
    house.until(timedelta(minutes=2))
    assert len(heard(house)) == 1
    assert {state for state, _ in came(house, announcement).values()} == {"sent", "merged"}


def test_two_announcements_to_one_parcel_are_two_messages(house: House) -> None:
    customer(house, "DS1")
    house.say()
    send(house)
    send(house, {"en": "The storm is over."})
    advance(house, 2)
    house.say()
    assert heard(house) == [
        "Acme: A storm is over the town: parcel DS1 may come late today.",
        "Acme: The storm is over.",
    ]


def test_paused_nothing_goes_and_what_is_queued_is_taken_back(house: House) -> None:
    for n in range(1, 6):
        customer(house, f"DS{n}")
    house.say()
    announcement = send(house)
    advance(house)
    with house.in_transaction() as tx:
        say_due(tx, house.voice, house.now)  # queued, and not yet sent
    assert isinstance(act(house, "pause", announcement, "Zoe"), Now)
    house.say()
    advance(house, 2)
    assert heard(house) == []
    assert set(came(house, announcement).values()) == {("held", "the announcement was paused by Zoe: the storm")}

    act(house, "resume", announcement)
    advance(house, 2)
    house.say()
    assert len(heard(house)) == 5


def test_stopped_what_has_not_gone_never_goes(house: House) -> None:
    for n in range(1, 4):
        customer(house, f"DS{n}")
    house.say()
    announcement = send(house)
    advance(house)
    act(house, "stop", announcement)
    house.say()
    advance(house, 2)
    house.until(timedelta(days=1))
    assert heard(house) == []
    assert set(came(house, announcement).values()) == {("withdrawn", "the announcement was stopped by Ines: the storm")}
    assert act(house, "resume", announcement) == Refused("It is not paused.")


def test_a_second_person_approves_what_is_for_many(database_url: str) -> None:
    house = House(database_url, policy={"announce_alone": 2})
    for n in range(1, 4):
        customer(house, f"DS{n}")
    announcement = write(house)
    assert hand_in(house, announcement) == Now(announcement, "waiting")  # type: ignore[arg-type]  # equal to its value
    assert act(house, "start", announcement).__class__ is Refused
    assert act(house, "approve", announcement, "Ines").__class__ is Refused
    assert act(house, "approve", announcement, "Zoe") == Now(announcement, "ready")  # type: ignore[arg-type]  # same
    assert act(house, "start", announcement) == Now(announcement, "sending")  # type: ignore[arg-type]  # same
    assert [row.action for row in house.rows(Audit)][-4:] == [
        "announcement.write",
        "announcement.hand_in",
        "announcement.approve",
        "announcement.start",
    ]
    house.close()


def test_who_reads_another_language_is_not_forgotten(house: House) -> None:
    customer(house, "DS1")
    customer(house, "DS2", language="pl")
    customer(house, "DS3", language="es-MX")
    house.say()
    announcement = write(house, {"en": "A storm.", "es": "Hay una storm."})
    assert hand_in(house, announcement) == Refused(
        "Customers read pl too: write it for them, or say which words they get."
    )
    send(house, {"en": "A storm.", "es": "Hay una storm."}, fallback="en")
    advance(house)
    house.say()
    assert heard(house) == ["Acme: A storm.", "Acme: A storm.", "Acme: Hay una storm."]


def test_where_its_words_cannot_speak_of_a_parcel_something_true_is_said(house: House) -> None:
    customer(house, "DS1")
    house.say()
    send(house, {"en": "A storm: expected {{ window | window }}."})
    advance(house)
    assert "There is news about your Acme delivery." in house.say()[0]


def test_many_parcels_are_chosen_released_and_said_in_sets(small_house: House) -> None:
    house = small_house
    for n in range(1, 601):
        customer(house, f"DS{n}")
    house.say()
    house.sms.said.clear()
    announcement = write(house)
    counted = Counted()
    with house.in_transaction() as tx:
        event.listen(tx, "before_cursor_execute", counted)
        assert isinstance(flow.hand_in(tx, announcement, {}, by(house)), Now)
    assert counted.statements < 15
    act(house, "approve", announcement, "Zoe")
    act(house, "start", announcement)
    with house.in_transaction() as tx:
        counted = Counted()
        event.listen(tx, "before_cursor_execute", counted)
        announcing.advance(tx, house.now)
    assert counted.statements < 60  # for five hundred of them, inserts come sixty-four rows at a time
    for _ in range(8):
        house.say()
        advance(house)

    assert len(heard(house)) == 600
    assert stands(house, announcement) == "done"
    assert len({row.conversation_id for row in house.rows(Message, name="announcement")}) == 600


class Counted:
    """How many statements went to the database."""

    def __init__(self) -> None:
        self.statements = 0

    def __call__(self, *_: object) -> None:
        self.statements += 1


def test_the_check_knows_an_announcement() -> None:
    assert SMITH.check("announcement", "en", "any", "A storm.").is_usable
    assert not SMITH.check("announcement", "en", "any", "{{ ''.__class__ }}").is_usable
