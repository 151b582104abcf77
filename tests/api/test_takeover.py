"""A conversation is taken over through the API, and handed back."""

from store.tables import Audit, Conversation
from store.tables import Message as SaidMessage
from tests.api.door import Door, an_order

INES = {"who": "Ines", "why": "the customer called"}
PATH = "/conversations/1/takeover"


async def test_a_conversation_is_taken_over_and_handed_back(door: Door) -> None:
    await door.put(an_order())

    taken = await door.send(PATH, INES)
    assert (taken.status_code, taken.json()["owner"]) == (200, "Ines")
    again = await door.send(PATH, INES)
    assert again.json() == taken.json()

    back = await door.client.delete(PATH, params=INES)
    assert (back.status_code, back.json()["owner"]) == (200, "bot")
    assert (await door.client.delete(PATH, params=INES)).json() == back.json()
    assert door.rows(Audit, "who", "action") == [("Ines", "takeover"), ("Ines", "hand_back")]


async def test_whoever_saw_another_owner_is_told_who_has_it(door: Door) -> None:
    await door.put(an_order())
    await door.send(PATH, INES)

    answer = await door.send(PATH, INES | {"who": "Bo", "from": "bot"})

    assert (answer.status_code, answer.json()["detail"]) == (409, "Ines has this conversation now.")
    assert door.rows(Conversation, "owner") == [("Ines",)]


async def test_only_a_person_takes_a_conversation_over(small_door: Door) -> None:
    await small_door.put(an_order())

    for name in ("bot", "Queue", "nobody"):
        answer = await small_door.send(PATH, INES | {"who": name})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "who")


async def test_an_unknown_conversation_is_not_there(small_door: Door) -> None:
    assert (await small_door.send("/conversations/999/takeover", INES)).status_code == 404
    assert (await small_door.send(f"/conversations/{2**70}/takeover", INES)).status_code == 422


async def test_a_person_s_words_take_the_conversation_whichever_way_they_come(door: Door) -> None:
    await door.put(an_order())
    path = "/conversations/1/messages"

    sent = await door.send(path, {"who": "Ines", "text": "Hello, this is Ines."}, "POST")
    assert (sent.status_code, sent.json()["owner"]) == (200, "Ines")
    late = await door.send(path, {"who": "Bo", "text": "Hello", "from": "bot"}, "POST")
    assert (late.status_code, late.json()["detail"]) == (409, "Ines has this conversation now.")
    assert (await door.send(path, {"who": "bot", "text": "Hello"}, "POST")).status_code == 422
    assert (await door.send(path, {"who": "Ines", "text": ""}, "POST")).status_code == 422
    assert door.rows(SaidMessage, "author", "state") == [("Ines", "queued")]
