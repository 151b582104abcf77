"""A button that a customer tapped stands in the thread in its words, wherever staff look."""

import json
from dataclasses import replace
from urllib.parse import quote

from domain.talk.turn import ChannelName, Turn, TurnKind
from flows import privacy
from flows.talk.arriving import arriving
from flows.talk.hear import Heard, keep
from store.tables import Message, Offer
from tests.console.desk import signed_in
from tests.console.scene import step, take_over
from tests.flows.house import House

CHAT = "4711"


def _bound(house: House, language: str) -> None:
    house.order("DS100", allow=("neighbour", "safe_place"), language=language)
    house.say()
    token = (house.last_links[0] or "").rpartition("=")[2]
    house.hear(house.turn("", ChannelName.TELEGRAM, CHAT, kind=TurnKind.START, start_token=token))
    house.report(house.event("out_for_delivery"))
    house.say()


def _tap(house: House, label: str) -> tuple[str, Turn]:
    """Not heard yet: the words on the button, and the turn."""
    offer = [row for row in house.rows(Offer) if row.label == label][-1]
    composed = house.rows(Message, id=offer.message_id)[0].composed
    words = next(words for words, token in composed["buttons"] if token == offer.token)
    return words, house.turn("", ChannelName.TELEGRAM, CHAT, kind=TurnKind.CHOICE, choice_token=offer.token)


async def test_the_words_on_the_button_are_in_the_thread_in_the_search_and_in_the_export(house: House) -> None:
    _bound(house, "de")
    words, turn = _tap(house, "neighbour")
    assert words != "Neighbour"
    house.hear(turn)
    async with signed_in(house) as browser:
        page = (await browser.get("/console/conversations/1")).text
        found = (await browser.get(f"/console/conversations?q={quote(words)}")).text
    assert words in page
    assert "Neighbour" in page  # for those who do not read German
    assert "[choice]" not in page.lower()
    assert words in found
    with house.in_transaction() as tx:
        assert words in json.dumps(privacy.export(tx, "+12125550123"), default=str, ensure_ascii=False)


def test_so_it_is_where_a_person_has_the_conversation_and_before_anybody_has_read_it(small_house: House) -> None:
    _bound(small_house, "en")
    take_over(small_house)
    words, turn = _tap(small_house, "safe_place")
    step(small_house, keep, [Heard(turn, small_house.now)])
    assert [one.text for one in step(small_house, arriving, 1)] == [words]
    small_house.say()
    _, again = _tap(small_house, "safe_place")
    small_house.hear(again)
    heard = [row for row in small_house.rows(Message) if row.name == "choice"]
    assert {(row.text, row.gloss) for row in heard} == {(words, None)}


def test_a_button_of_somebody_else_s_says_nothing(small_house: House) -> None:
    _bound(small_house, "en")
    _, turn = _tap(small_house, "neighbour")
    small_house.order("DS200", name="2", phone="+12125550200")
    small_house.say()
    small_house.hear(replace(turn, channel=ChannelName.SMS, address="+12125550200"))
    assert [row.text for row in small_house.rows(Message) if row.name == "choice"] == [""]
