"""The chat on the page: said once, answered at once, escaped, and no faster than a person writes."""

from datetime import timedelta

import pytest

from api.tracking.forms import A_MINUTE
from domain.orders import Consent
from domain.slots import SlotGiven
from domain.talk.turn import TurnKind
from flows.changes.slots import publish
from flows.messages.secret_words import as_sent
from store.tables import ChangeRequest, Conversation, Inbound, Message, Shipment
from tests.flows.house import NOON
from tests.tracking.visit import SCRIPT, Visit, readable

ON_THE_PAGE = Consent(("web",), "checkout", NOON)
TOMORROW = SlotGiven(
    "wed-am", NOON + timedelta(hours=21), NOON + timedelta(hours=24), 5, NOON + timedelta(hours=18), "DS100"
)


@pytest.fixture
def ordered(visit: Visit) -> Visit:
    return _ordered(visit)


def _ordered(visit: Visit) -> Visit:
    visit.house.order("DS100", consent=ON_THE_PAGE, allow=("reschedule", "neighbour"))
    visit.house.say()
    return visit


async def test_a_question_typed_without_script_is_answered_on_the_page(visit_on_each: Visit) -> None:
    ordered = _ordered(visit_on_each)
    said = await ordered.say("Where is my parcel?")

    assert [(one.mine, one.name) for one in said] == [(True, "text"), (False, "status")]
    assert said[0].text == "Where is my parcel?"
    assert "not scanned yet" in said[1].text


async def test_a_form_that_is_sent_twice_says_its_words_once(ordered: Visit) -> None:
    await ordered.say("Where is my parcel?", key="form-1")
    await ordered.say("Where is my parcel?", key="form-1")

    assert len(ordered.house.rows(Inbound)) == 1


async def test_the_same_form_with_other_words_says_those_too(ordered: Visit) -> None:
    """A browser's way back shows an old form, with its old key."""
    await ordered.say("Where is my parcel?", key="form-1")
    said = await ordered.say("Thanks", key="form-1")

    assert [one.text for one in said if one.mine] == ["Where is my parcel?", "Thanks"]


async def test_two_people_s_forms_never_share_a_key(ordered: Visit) -> None:
    ordered.house.order("DS900", name="other", phone="+12125550188", consent=ON_THE_PAGE)
    await ordered.say("Where is my parcel?", key="same")
    await ordered.post("/chat", {"text": "Where is my parcel?", "key": "same"}, number="DS900")

    assert len(ordered.house.rows(Inbound)) == 2


async def test_a_new_day_is_asked_for_by_two_taps(visit_on_each: Visit) -> None:
    ordered = _ordered(visit_on_each)
    with ordered.house.database.transaction() as tx:
        publish(tx, ordered.house.merchant_id, [TOMORROW], NOON)

    offered = (await ordered.say("Another day"))[-1]
    slot, token = offered.choices[0]
    answer = await ordered.post("/choices", {"choice": token, "key": "k2"})
    asked = await ordered.chat()
    said = await ordered.say(code_of(ordered), key="k3")

    assert answer.status_code == 303
    assert slot == "Tomorrow 09:00–12:00"
    assert asked[-2].mine
    assert asked[-2].text == slot
    assert asked[-1].name == "code_sent"
    assert said[-1].name == "reschedule_requested"
    assert [row.state for row in ordered.house.rows(ChangeRequest)] == ["requested"]


async def test_a_choice_tapped_twice_is_taken_once(ordered: Visit) -> None:
    with ordered.house.database.transaction() as tx:
        publish(tx, ordered.house.merchant_id, [TOMORROW], NOON)
    token = (await ordered.say("Another day"))[-1].choices[0][1]

    for _ in range(2):
        await ordered.post("/choices", {"choice": token, "key": "k2"})
    for _ in range(2):
        await ordered.say(code_of(ordered), key="k3")

    assert [row.kind for row in ordered.house.rows(ChangeRequest)] == ["reschedule"]
    assert sum(one.mine for one in await ordered.chat()) == 3


async def test_a_choice_that_was_offered_to_somebody_else_does_nothing(ordered: Visit) -> None:
    with ordered.house.database.transaction() as tx:
        publish(tx, ordered.house.merchant_id, [TOMORROW], NOON)
    token = (await ordered.say("Another day"))[-1].choices[0][1]
    ordered.house.order("DS900", name="other", phone="+12125550188", consent=ON_THE_PAGE)

    await ordered.post("/choices", {"choice": token, "key": "k"}, number="DS900")

    said = await ordered.chat("DS900")
    assert said[-1].name == "no_longer_possible"
    assert said[-2].text == ""
    assert ordered.house.rows(ChangeRequest) == []


async def test_only_the_newest_choices_can_be_tapped(ordered: Visit) -> None:
    await ordered.say("Where is my parcel?", key="1")
    said = await ordered.say("I won't be home", key="2")

    assert [bool(one.choices) for one in said] == [False, False, False, True]


async def test_what_was_offered_on_the_way_is_not_offered_at_the_door(ordered: Visit) -> None:
    ordered.house.report(ordered.house.event("out_for_delivery"))
    ordered.house.say()
    on_the_way = await ordered.chat()
    ordered.house.now += timedelta(minutes=5)
    ordered.house.report(ordered.house.event("delivered"))
    before_it_is_said = await ordered.chat()
    ordered.house.say()

    assert on_the_way[-1].choices
    assert not any(one.choices for one in before_it_is_said)
    assert not any(one.choices for one in await ordered.chat())


async def test_with_script_the_answer_comes_back_with_a_fresh_form(ordered: Visit) -> None:
    answer = await ordered.post("/chat", {"text": "Where is my parcel?", "key": "k"}, **SCRIPT)

    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "not scanned yet" in readable(answer.text)
    assert '<form id="say"' in answer.text
    assert 'value="k"' not in answer.text


async def test_words_are_shown_exactly_and_never_as_markup(ordered: Visit) -> None:
    hostile = "<script>alert(1)</script> & 'q' \"z\" <b>bold</b>"

    said = await ordered.say(hostile)
    page = (await ordered.get()).text

    assert said[0].text == hostile
    assert "<script>alert" not in page
    assert "<b>" not in page


@pytest.mark.parametrize(
    "body",
    [
        b"text=%00%01where%1b%5b31m&key=%00",
        b"text=%ED%A0%80&key=k",
        b"text=%FF%FE&key=k",
        "text=\u202ereversed\u202c&key=k".encode(),
        b"text=" + b"a" * 20_000,
        b"&".join(b"a%d=1" % n for n in range(500)),
        b"\x00" * 100,
        b"",
    ],
)
async def test_whatever_is_posted_gets_an_answer(ordered: Visit, body: bytes) -> None:
    kind = {"content-type": "application/x-www-form-urlencoded"}
    for rest in ("/chat", "/choices"):
        answer = await ordered.client.post(ordered.path() + rest, content=body, headers=kind)
        assert answer.status_code == 303

    assert all("\x00" not in row.text and "\u202e" not in row.text for row in ordered.house.rows(Message))
    assert (await ordered.get()).status_code == 200


async def test_nothing_and_far_too_much_are_answered_politely(ordered: Visit) -> None:
    nothing = await ordered.post("/chat", {"text": "   ", "key": "k"})
    too_much = await ordered.post("/chat", {"text": "a" * 1001, "key": "k"})

    assert "Nothing was sent" in (await ordered.client.get(nothing.headers["location"])).text
    assert "That message is too long" in (await ordered.client.get(too_much.headers["location"])).text
    assert ordered.house.rows(Inbound) == []


async def test_a_note_says_only_what_we_say(ordered: Visit) -> None:
    page = (await ordered.get("?note=gone_title")).text

    assert "This page is closed" not in page


async def test_whoever_writes_too_fast_is_asked_to_wait(visit: Visit) -> None:
    visit.house.order("DS100", consent=ON_THE_PAGE)
    answers = [await visit.post("/chat", {"text": f"hello {n}", "key": str(n)}, **SCRIPT) for n in range(A_MINUTE + 5)]

    assert "Please wait a moment" in answers[-1].text
    assert A_MINUTE <= len(visit.house.rows(Inbound)) < A_MINUTE + 5


async def test_a_change_on_offer_is_asked_for_in_any_language(visit: Visit) -> None:
    """The button knows what it does: nobody has to understand its words."""
    visit.house.order("DS100", consent=ON_THE_PAGE, allow=("neighbour",), language="tr")

    await visit.post("/changes", {"change": "neighbour", "key": "k"})

    said = await visit.chat()
    assert [(one.mine, one.name) for one in said] == [(True, "choice"), (False, "ask_detail")]
    assert said[0].text == "Komşuya bırakın"


async def test_of_several_parcels_it_is_this_page_s_that_is_changed(visit: Visit) -> None:
    visit.house.order("DS100", "DS200", consent=ON_THE_PAGE, allow=("pickup_point",))

    await visit.post("/changes", {"change": "pickup_point", "key": "k"}, number="DS200")

    asked = visit.house.rows(Conversation)[0].asked
    assert asked["shipment_id"] == visit.house.rows(Shipment, tracking_number="DS200")[0].id


async def test_what_is_not_on_offer_cannot_be_asked_for(ordered: Visit) -> None:
    await ordered.post("/changes", {"change": "safe_place", "key": "1"})
    await ordered.post("/changes", {"change": "human", "key": "2"})

    assert [one.name for one in await ordered.chat() if not one.mine] == ["not_allowed"]
    assert ordered.house.rows(ChangeRequest) == []


async def test_a_tap_is_kept_with_the_words_on_its_button(ordered: Visit) -> None:
    token = dict((await ordered.say("Where is my parcel?"))[-1].choices)["I won't be home"]
    await ordered.post("/choices", {"choice": token, "key": "k2"})

    turn = ordered.house.rows(Inbound)[-1].turn
    assert (turn["kind"], turn["text"]) == (TurnKind.CHOICE, "I won't be home")


def code_of(visit: Visit) -> str:
    """The code that went to the phone on the order."""
    (message,) = visit.house.rows(Message, name="code")
    assert (message.channel, message.address) == ("sms", "+12125550123")
    sent = as_sent(message.composed, visit.house.voice.links.secret_key)
    assert sent is not None
    return sent.text.split()[1 if sent.text.startswith("Acme") else 0]
