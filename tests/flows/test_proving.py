"""Who may change what: a code to the phone on the order, tried a few times, told to nobody else."""

import re
from datetime import timedelta

import pytest

from domain.links import Links
from domain.talk.turn import ChannelName
from flows.sealing import opened, seal
from flows.talk.proving import CODES, TRIES
from store.tables import Case, ChangeRequest, Contact, Conversation, Inbound, Message, Notice, Offer, OneTimeCode
from tests.flows.house import House

KEY = Links("https://door.example", b"k" * 32).secret_key


@pytest.fixture
def ordered(house: House) -> House:
    house.order("DS100XYZ", allow=("neighbour", "access_code", "address"))
    house.say()
    return house


def on_page(house: House, text: str) -> list[str]:
    return house.hear(house.turn(text, ChannelName.WEB, str(house.rows(Contact)[0].customer_id)))


def code(house: House) -> str:
    found = re.search(r"\d{6}", [words for _, words in house.sms.said if "code" in words.lower()][-1])
    assert found
    return found[0]


def other(right: str) -> str:
    return f"{(int(right) + 1) % 1_000_000:06}"


def test_a_change_from_a_page_waits_for_the_code_and_is_then_asked_for(ordered: House) -> None:
    on_page(ordered, "leave it with the neighbour at no 7")
    assert ordered.rows(ChangeRequest) == []
    assert [(m.channel, m.address) for m in ordered.rows(Message, name="code")] == [("sms", "+12125550123")]
    on_page(ordered, code(ordered))
    assert [(r.kind, r.details) for r in ordered.rows(ChangeRequest)] == [
        ("neighbour", {"text": "neighbour at no 7"}),
    ]
    assert [m.channel for m in ordered.rows(Message, name="change_noted")] == ["sms"]


def test_the_number_on_the_order_needs_no_code(ordered: House) -> None:
    ordered.hear(ordered.turn("leave it with the neighbour at no 7"))
    assert [row.kind for row in ordered.rows(ChangeRequest)] == ["neighbour"]
    assert ordered.rows(OneTimeCode) == []


def test_only_the_hash_of_a_code_is_kept_beside_the_message_that_carries_it(ordered: House) -> None:
    on_page(ordered, "leave it with the neighbour at no 7")
    (row,) = ordered.rows(OneTimeCode)
    assert code(ordered) not in str(row)


def test_after_five_wrong_tries_the_right_code_opens_nothing(ordered: House) -> None:
    on_page(ordered, "leave it with the neighbour at no 7")
    right = code(ordered)
    for _ in range(TRIES):
        on_page(ordered, other(right))
    on_page(ordered, right)
    assert ordered.rows(ChangeRequest) == []
    assert [m.name for m in ordered.rows(Message, direction="out")][-1] in ("status", "unclear", "handed_over")
    assert "code_spent" in [m.name for m in ordered.rows(Message)]


def test_a_code_that_is_too_old_opens_nothing(ordered: House) -> None:
    on_page(ordered, "leave it with the neighbour at no 7")
    right = code(ordered)
    ordered.now += timedelta(minutes=11)
    on_page(ordered, right)
    assert ordered.rows(ChangeRequest) == []


def test_a_code_opens_only_where_it_was_asked_for_and_once(ordered: House) -> None:
    on_page(ordered, "leave it with the neighbour at no 7")
    right = code(ordered)
    ordered.hear(ordered.turn(right, ChannelName.TELEGRAM, "777"))
    assert ordered.rows(ChangeRequest) == []
    on_page(ordered, right)
    on_page(ordered, right)
    assert len(ordered.rows(ChangeRequest)) == 1


def test_codes_are_sent_a_few_times_an_hour_and_no_more(ordered: House) -> None:
    for number in range(CODES + 2):
        on_page(ordered, f"leave it with the neighbour at no {7 + number}")
    assert len(ordered.rows(Message, name="code")) == CODES
    assert len(ordered.rows(Message, name="code_spent")) == 2


def test_a_strange_chat_hears_the_same_for_a_parcel_and_for_none(ordered: House) -> None:
    def asks(number: str, chat: str) -> list[tuple[str, str]]:
        before = len(ordered.rows(Message))
        ordered.hear(ordered.turn(f"leave {number} with my neighbour at 7", ChannelName.TELEGRAM, chat))
        return [(m.name, m.text) for m in ordered.rows(Message)[before:] if m.address == chat and m.direction == "out"]

    assert asks("DS100XYZ", "801") == asks("DS999XYZ", "802")
    assert [c.customer_id is not None for c in ordered.rows(OneTimeCode)] == [True, False]


def test_the_right_code_binds_the_strange_chat(ordered: House) -> None:
    ordered.hear(ordered.turn("leave DS100XYZ with my neighbour at 7", ChannelName.TELEGRAM, "801"))
    ordered.hear(ordered.turn(code(ordered), ChannelName.TELEGRAM, "801"))
    assert [(c.address, c.how) for c in ordered.rows(Contact, channel="telegram")] == [("801", "code")]


def test_a_door_code_is_kept_sealed_and_its_message_hidden(ordered: House) -> None:
    ordered.hear(ordered.turn("the gate code is 44219"))
    (request,) = ordered.rows(ChangeRequest)
    assert "44219" not in str(request.details)
    assert opened(KEY, request.details) == {"text": "44219"}
    assert_nowhere(ordered, "44219")


@pytest.mark.parametrize("words", ["the gate code is 44219", "door code for DS100XYZ is 44219"])
def test_a_door_code_that_waits_for_proof_can_be_read_nowhere(ordered: House, words: str) -> None:
    on_page(ordered, words)
    assert ordered.rows(ChangeRequest) == []
    assert_nowhere(ordered, "44219")
    on_page(ordered, code(ordered))
    (request,) = ordered.rows(ChangeRequest)
    assert opened(KEY, request.details) == {"text": "44219"}
    assert_nowhere(ordered, "44219")


def test_the_next_words_that_are_the_door_code_can_be_read_nowhere(ordered: House) -> None:
    ordered.hear(ordered.turn("I want to give you the door code"))
    ordered.hear(ordered.turn("#44219"))
    assert len(ordered.rows(ChangeRequest)) == 1
    assert_nowhere(ordered, "44219")


def test_a_strangers_door_code_can_be_read_nowhere(ordered: House) -> None:
    ordered.hear(ordered.turn("the gate code for DS100XYZ is 44219", ChannelName.TELEGRAM, "801"))
    assert_nowhere(ordered, "44219")


def test_a_one_time_code_can_be_read_nowhere_but_by_its_receiver(ordered: House) -> None:
    on_page(ordered, "leave it with the neighbour at no 7")
    right = code(ordered)
    assert_nowhere(ordered, right)
    on_page(ordered, right)
    assert_nowhere(ordered, right)
    assert [r.kind for r in ordered.rows(ChangeRequest)] == ["neighbour"]


def assert_nowhere(house: House, secret: str) -> None:
    """No column of any row of the conversation shows it."""
    for table in (Message, Inbound, Conversation, ChangeRequest, OneTimeCode, Case, Notice, Offer):
        for row in house.rows(table):
            assert secret not in str(row), table.__name__


def test_what_another_key_sealed_is_left_out() -> None:
    assert opened(b"x" * 32, {"sealed": seal(KEY, "44219"), "kind": "gate"}) == {"kind": "gate"}
