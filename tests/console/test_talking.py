"""Staff in a conversation: one owner at a time, and a bot that is silent while a person speaks."""

import asyncio
from datetime import timedelta

import pytest

from domain.talk.turn import ChannelName, TurnKind
from flows.audit import Refused
from flows.messages.say import say_due
from flows.staff import talk as staff_talk
from flows.staff.talk import UNDO, Owned
from store import contacts, conversations
from store.tables import Audit, Case, Conversation, Message, Notice
from tests.console.scene import actions, by, greet, owner, reply, step, take_over
from tests.flows.house import House

HOUR = timedelta(hours=1)


def test_from_the_takeover_on_the_bot_says_nothing(house: House) -> None:
    house.order("DS100")
    house.until(HOUR)

    assert take_over(house) == Owned("Ines", None)

    assert house.hear(house.turn("Where is my parcel?")) == []
    assert [row.waiting_since is not None for row in house.rows(Conversation)] == [True]


def test_routine_news_wait_while_a_person_speaks_and_critical_news_go(house: House) -> None:
    house.order("DS100")
    house.until(HOUR)
    take_over(house)

    house.report(house.event("out_for_delivery"))
    assert house.until(HOUR) == []
    (held,) = house.rows(Notice, state="held", kind="out_for_delivery")
    assert held.why == "Ines is talking with the customer"

    house.report(house.event("out_for_delivery", detail="arriving"))
    assert len(house.until(timedelta(minutes=5))) == 1
    assert [row.name for row in house.rows(Message, state="sent")] == ["announced", "arriving_soon"]


def test_what_the_bot_had_queued_does_not_go(house: House) -> None:
    house.order("DS100")
    house.now += HOUR
    step(house, say_due, house.voice, house.now)

    take_over(house)

    assert house.say() == []
    (dropped,) = house.rows(Message)
    assert (dropped.state, dropped.why) == ("dropped", "Ines took the conversation over")
    assert [row.state for row in house.rows(Notice, key="announced")] == ["held"]


def test_handing_back_lets_what_was_held_go(house: House) -> None:
    house.order("DS100")
    take_over(house)
    assert house.until(HOUR) == []

    result = step(house, staff_talk.hand_back, 1, "Ines", by(house, why=""))

    assert isinstance(result, Owned)
    assert len(house.until(HOUR)) == 1
    assert house.hear(house.turn("Where is my parcel?")) != []


def test_a_takeover_from_an_owner_who_has_changed_is_refused_and_names_the_new_one(house: House) -> None:
    house.order("DS100")
    take_over(house, who="Ines")

    assert take_over(house, seen="bot", who="Bo") == Refused("Ines has this conversation now.")

    assert owner(house) == "Ines"
    assert take_over(house, seen="Ines", who="Bo") == Owned("Bo", None)


async def test_of_many_who_take_over_at_once_one_does(house: House) -> None:
    house.order("DS100")

    results = await asyncio.gather(
        *(house.database.write(staff_talk.take_over, 1, "bot", by(house, who)) for who in ("Ines", "Bo", "Al", "Zoe"))
    )

    (won,) = [result for result in results if isinstance(result, Owned)]
    assert owner(house) == won.owner


def test_a_reply_goes_the_way_the_customer_wrote_last_and_takes_the_conversation(house: House) -> None:
    house.order("DS100")
    greet(house)
    house.until(HOUR)
    house.hear(house.turn("I want a person", ChannelName.WEB, "1"))

    result = reply(house, "Hello Bo, <b>Ines</b> here.", "queue")

    assert isinstance(result, Owned)
    assert house.say() == []  # it can still be undone
    house.now += UNDO
    assert house.say() == ["Hello Bo, <b>Ines</b> here."]
    (said,) = house.rows(Message, author="Ines")
    assert (said.channel, said.address, said.priority) == ("web", "1", 0)
    assert actions(house) == ["takeover", "reply"]
    (thread,) = house.rows(Conversation)
    assert (thread.owner, thread.unread, thread.waiting_since) == ("Ines", 0, None)


def test_a_reply_to_a_colleague_s_conversation_is_not_sent_unseen(house: House) -> None:
    house.order("DS100")
    take_over(house, who="Bo")

    assert reply(house, "Hello", "bot") == Refused("Bo has this conversation now.")

    assert house.rows(Message, author="Ines") == []


def test_nobody_writes_to_an_address_that_asked_for_silence(house: House) -> None:
    house.order("DS100")
    house.hear(house.turn("STOP"))

    answer = reply(house, "But please!", "bot")

    assert answer == Refused("The customer asked for silence on sms: nobody may write to them there.")
    assert house.rows(Message, author="Ines") == []


def test_a_dead_address_is_replaced_by_the_way_notices_take(house: House) -> None:
    house.order("DS100")
    greet(house)
    token = (house.last_links[0] or "").rsplit("=", 1)[1]
    house.hear(house.turn("/start", ChannelName.TELEGRAM, "42", kind=TurnKind.START, start_token=token))
    step(house, contacts.set_state, "telegram", "42", "dead", "blocked", house.now)

    reply(house, "Hello", "bot")

    (said,) = house.rows(Message, author="Ines")
    assert said.channel == "sms"


def test_a_stranger_can_be_answered(house: House) -> None:
    house.hear(house.turn("hello?", address="+12125550999"))
    (thread,) = house.rows(Conversation)

    result = step(house, staff_talk.reply, thread.id, thread.owner, "Hello", house.voice, by(house))

    assert isinstance(result, Owned)
    assert [row.address for row in house.rows(Message, author="Ines")] == ["+12125550999"]


def test_closing_answers_the_request_for_a_person(house: House) -> None:
    house.order("DS100")
    house.hear(house.turn("I want to talk to a human please"))
    assert owner(house) == "queue"
    assert [row.kind for row in house.rows(Case, closed_at=None)] == ["asked_for_human"]

    step(house, staff_talk.close, 1, "queue", by(house, why=""))

    assert owner(house) == "bot"
    (case,) = house.rows(Case)
    assert (case.closed_by, case.note) == ("Ines", "the conversation was closed")
    assert [row.waiting_since for row in house.rows(Conversation)] == [None]


def test_what_is_put_in_the_queue_waits(house: House) -> None:
    house.order("DS100")
    take_over(house)

    step(house, staff_talk.enqueue, 1, "Ines", by(house, why=""))

    (thread,) = house.rows(Conversation)
    assert (thread.owner, thread.waiting_since) == ("queue", house.now)


def test_every_change_of_owner_leaves_a_row(house: House) -> None:
    house.order("DS100")
    take_over(house)
    step(house, staff_talk.hand_back, 1, "Ines", by(house, why=""))

    rows = [(row.action, row.before, row.after, row.why) for row in house.rows(Audit)]

    assert rows == [
        ("takeover", {"owner": "bot"}, {"owner": "Ines"}, "spoke with the customer"),
        ("hand_back", {"owner": "Ines"}, {"owner": "bot"}, None),
    ]


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 1501])
def test_a_reply_has_words(small_house: House, text: str) -> None:
    small_house.order("DS100")

    assert isinstance(reply(small_house, text, "bot"), Refused)


def test_a_takeover_needs_a_reason(small_house: House) -> None:
    small_house.order("DS100")

    assert isinstance(step(small_house, staff_talk.take_over, 1, "bot", by(small_house, why=" ")), Refused)
    assert step(small_house, conversations.get, 1).owner == "bot"
