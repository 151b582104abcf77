"""What was understood stands beside the message, and staff say what it really meant."""

from api.console.phrases import MEANINGS
from domain.talk.answer import Verb
from domain.talk.meaning import Concern
from flows.staff.teaching import is_label
from store.tables import Audit, Message, TaughtExample
from tests.console.desk import signed_in
from tests.flows.house import House


def heard(house: House, text: str) -> int:
    house.order("DS100")
    house.say()
    house.hear(house.turn(text))
    return int(house.rows(Message, direction="in")[-1].id)


async def test_a_message_says_what_it_was_taken_for_and_why(small_house: House) -> None:
    heard(small_house, "where is my parcel")
    async with signed_in(small_house) as browser:
        page = (await browser.get("/console/conversations/1")).text
    assert "Read as: where is it" in page
    assert "% sure" in page


async def test_what_it_meant_is_taught_with_who_said_so(small_house: House) -> None:
    message = heard(small_house, "where is my parcel")
    async with signed_in(small_house) as browser:
        await browser.get("/console/conversations/1")
        await browser.post(f"/console/conversations/1/messages/{message}/meant", label="human: not_received")
        page = (await browser.get("/console/conversations/1")).text
    (example,) = small_house.rows(TaughtExample)
    assert (example.label, example.language, example.text) == ("human: not_received", "en", "where is my parcel")
    assert "Meant: delivered, and not received" in page
    assert [row.action for row in small_house.rows(Audit)][-1] == "teach"


async def test_a_made_up_meaning_and_another_conversations_message_are_refused(small_house: House) -> None:
    message = heard(small_house, "where is my parcel")
    async with signed_in(small_house) as browser:
        await browser.get("/console/conversations/1")
        made_up = await browser.post(f"/console/conversations/1/messages/{message}/meant", label="teleport")
        elsewhere = await browser.post(f"/console/conversations/1/messages/{message + 50}/meant", label="status")
    assert (made_up.status_code, elsewhere.status_code) == (409, 409)
    assert small_house.rows(TaughtExample) == []


async def test_words_and_reasons_are_escaped(small_house: House) -> None:
    heard(small_house, "<script>alert(1)</script> where is my parcel")
    async with signed_in(small_house) as browser:
        page = (await browser.get("/console/conversations/1")).text
    assert "<script>alert(1)" not in page


def test_everything_that_can_be_taught_has_words() -> None:
    labels = {verb.value for verb in Verb if verb is not Verb.HUMAN} | {f"human: {concern}" for concern in Concern}
    assert set(MEANINGS) == {label for label in labels if is_label(label)}
