"""What the carrier can show for a delivery, and what happens when the customer says otherwise."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.talk.turn import ChannelName
from flows.webhooks.receive import keep
from store.tables import Case, Contact, Message, Notice
from tests.flows.house import House, arrival

SHOWN = {"received_by": "R. Ruiz", "left_at": "porch", "photo_url": "https://carrier.example/1.jpg"}


@pytest.fixture
def delivered(house: House) -> House:
    house.order("DS100")
    house.say()
    event = house.event("delivered", detail="left_with_neighbour")
    body = json.dumps({"id": event.key, "tracking_number": "DS100", "milestone": "delivered", "proof": SHOWN}).encode()
    with house.in_transaction() as tx:
        keep(tx, [replace(arrival(house.source, event), body=body)])
    house.digest()
    house.until(timedelta(minutes=1))
    return house


def test_the_number_on_the_order_is_shown_the_photo_the_name_and_the_place(delivered: House) -> None:
    (words,) = delivered.hear(delivered.turn("who signed for my parcel?"))
    assert "Received by: R. Ruiz." in words
    assert "https://carrier.example/1.jpg" in words
    assert "porch" in words


def test_a_link_alone_is_asked_for_a_code_first(delivered: House) -> None:
    customer = str(delivered.rows(Contact)[0].customer_id)
    delivered.hear(delivered.turn("who signed for my parcel?", ChannelName.WEB, customer))
    assert not [m for m in delivered.rows(Message) if "Ruiz" in m.text]
    code = delivered.sms.said[-1][1]
    digits = "".join(c for c in code if c.isdigit())[:6]
    delivered.hear(delivered.turn(digits, ChannelName.WEB, customer))
    assert [m.channel for m in delivered.rows(Message, name="proof")] == ["web"]


def test_i_do_not_have_it_is_told_what_is_known_and_opens_a_case_and_no_rating_is_asked(delivered: House) -> None:
    known, handed = delivered.hear(delivered.turn("it says delivered but I don't have it"))
    assert "The carrier reports it delivered" in known
    assert "R. Ruiz" in known
    assert "It is with a neighbour." in known
    assert "Could you ask them, please?" in known
    assert "A person will look into it" in handed
    (case,) = delivered.rows(Case)
    assert (case.kind, case.shipment_id is not None) == ("not_received", True)
    assert "delivered at 2026-11-24 17:00 UTC (left_with_neighbour)" in case.why
    delivered.until(timedelta(days=3))
    assert delivered.rows(Message, name="feedback") == []
    assert "feedback" not in {n.kind for n in delivered.rows(Notice) if n.state == "sent"}


@pytest.mark.parametrize(
    ("words", "kind"), [("it arrived damaged", "damaged"), ("this is not my parcel", "wrong_parcel")]
)
def test_damage_and_a_wrong_parcel_have_cases_of_their_own(delivered: House, words: str, kind: str) -> None:
    delivered.hear(delivered.turn(words))
    assert [case.kind for case in delivered.rows(Case)] == [kind]
    assert [m.name for m in delivered.rows(Message, direction="out")][-2:] == ["trouble", "handed_over"]


def test_without_trouble_a_rating_is_asked(delivered: House) -> None:
    delivered.until(timedelta(days=3))
    assert len(delivered.rows(Message, name="feedback")) == 1


def test_of_two_that_were_delivered_the_one_they_pick_is_shown_with_its_proof(delivered: House) -> None:
    delivered.order("DS200", name="1002")
    delivered.report(delivered.event("delivered", "DS200"))
    delivered.until(timedelta(minutes=1))
    (which,) = delivered.hear(delivered.turn("it says delivered but I don't have it"))
    assert which.startswith("Acme: Thank you for telling us. Which parcel is it?")
    known, _ = delivered.hear(delivered.turn("DS100"))
    assert "R. Ruiz" in known
    (case,) = delivered.rows(Case)
    assert case.kind == "not_received"
