"""What a customer has just written is seen before the bot has read it, by those alone whose conversation it is."""

from flows.talk.arriving import arriving
from flows.talk.hear import Heard, keep
from store.tables import Conversation, Customer, Inbound
from tests.console.desk import signed_in
from tests.console.scene import step
from tests.flows.house import House


def says(house: House, text: str, address: str = "+12125550123") -> None:
    """It has come, and nobody has read it."""
    step(house, keep, [Heard(house.turn(text, address=address), house.now)])


def seen(house: House, conversation_id: int) -> list[str]:
    return [one.text for one in step(house, arriving, conversation_id)]


async def test_it_stands_at_the_end_of_the_thread_until_it_is_read(house: House) -> None:
    house.order("DS100")
    says(house, "by the way <b>")
    async with signed_in(house) as browser:
        page = (await browser.get("/console/conversations/1")).text
        assert "by the way &lt;b&gt;" in page
        assert "the bot reads it in a moment" in page
        house.hear(house.turn("hello?"))
        assert "the bot reads it in a moment" not in (await browser.get("/console/conversations/1")).text
    assert [row.state for row in house.rows(Inbound)] == ["handled", "handled"]


def test_digits_are_covered_until_somebody_knows_what_they_are(house: House) -> None:
    house.order("DS100")
    says(house, "the door is 4711#")
    assert seen(house, 1) == ["the door is ••••#"]


def test_another_s_words_are_nowhere_else(house: House) -> None:
    """The same person is a customer of two merchants; who was spoken with last is spoken with now."""
    house.order("DS100")
    house.order("DS200", name="2", phone="+12125559999")
    house.order("DS300", name="3", merchant="other")
    mine, stranger, other = (
        next(t.id for t in house.rows(Conversation) if t.customer_id == c.id) for c in house.rows(Customer)
    )
    says(house, "by the way")
    assert seen(house, stranger) == []
    assert sorted([*seen(house, mine), *seen(house, other)]) == ["by the way"]


def test_a_stranger_s_next_words_are_seen_too(house: House) -> None:
    house.hear(house.turn("hello?", address="+12125558888"))
    says(house, "by the way", address="+12125558888")
    assert seen(house, house.rows(Conversation)[0].id) == ["by the way"]
