"""What customers do, on a real database: who they are, what they may, and what they hear back."""

from datetime import timedelta
from typing import Any

from domain.talk.turn import ChannelName, TurnKind
from flows.messages.channels import SendFailed
from flows.replan import replan
from flows.talk.manners import FLOOD
from store import conversations
from store.tables import Case, Consent, Contact, Conversation, Inbound, Message, Notice, Offer, StopEntry
from tests.flows.house import House

CHAT = "4242"
STRANGER = "+12125550999"


def link_token(house: House) -> str:
    """The token of the order's Telegram link."""
    link = house.last_links[0]
    assert link is not None
    return link.rsplit("=", 1)[1]


def start(house: House, token: str | None, address: str = CHAT) -> list[str]:
    return house.hear(house.turn("/start", ChannelName.TELEGRAM, address, kind=TurnKind.START, start_token=token))


def test_a_deep_link_binds_once_and_then_opens_nothing(house: House) -> None:
    house.order("DS100")
    house.say()
    token = link_token(house)
    assert start(house, token)
    assert [(c.channel, c.address) for c in house.rows(Contact, channel="telegram")] == [("telegram", CHAT)]
    again = start(house, token, address="777")
    assert len(again) == 1
    assert "DS100" not in again[0]
    assert house.rows(Contact, channel="telegram", address="777") == []


def test_a_link_that_has_expired_binds_nobody(house: House) -> None:
    house.order("DS100")
    house.say()
    house.now += timedelta(days=31)
    assert len(start(house, link_token(house))) == 1
    assert house.rows(Contact, channel="telegram") == []


def test_once_bound_notices_come_on_telegram(house: House) -> None:
    house.order("DS100")
    house.say()
    start(house, link_token(house))
    house.report(house.event("out_for_delivery"))
    house.say()
    assert [row.channel for row in house.rows(Message, name="out_for_delivery")] == ["telegram"]


def test_who_blocks_the_bot_is_reached_by_sms(house: House) -> None:
    house.order("DS100")
    house.say()
    start(house, link_token(house))
    blocked = "Telegram: the bot was blocked by the user"
    house.telegram.fails.append(SendFailed(blocked, permanent=True, unbind=True))
    house.report(house.event("out_for_delivery"))
    house.say()
    house.say()
    assert [row.state for row in house.rows(Contact, channel="telegram")] == ["dead"]
    assert [(m.channel, m.state) for m in house.rows(Message, name="out_for_delivery")] == [
        ("telegram", "failed"),
        ("sms", "sent"),
    ]
    assert house.notices()["out_for_delivery:2026-11-24"] == "sent"


def test_the_senders_own_contact_card_binds_and_nobody_elses(house: House) -> None:
    house.order("DS100")
    house.say()
    house.hear(
        house.turn("contact", ChannelName.TELEGRAM, "666", kind=TurnKind.MEDIA),
        house.turn("", ChannelName.TELEGRAM, CHAT, kind=TurnKind.CONTACT, phone="+12125550123"),
    )
    assert [c.address for c in house.rows(Contact, channel="telegram")] == [CHAT]


def test_a_stranger_learns_no_more_than_a_milestone(house: House) -> None:
    house.order("DS100XYZ")
    house.say()
    house.report(house.event("out_for_delivery", "DS100XYZ", eta=house.tomorrow()))
    house.say()
    known = house.hear(house.turn("where is DS100XYZ", address=STRANGER))
    unknown = house.hear(house.turn("where is DS999XYZ", address=STRANGER))
    for words in (*known, *unknown):
        assert "Elm" not in words
        assert "Bo" not in words
        assert "/t/" not in words
        assert "10:00" not in words


def test_a_tap_on_another_persons_button_does_nothing(house: House) -> None:
    house.order("DS100", allow=("neighbour",))
    house.report(house.event("delivery_attempted"))
    house.say()
    token = house.rows(Offer)[0].token
    house.order("DS200", name="2002", phone=STRANGER, allow=("neighbour",))
    house.say()
    answer = house.hear(house.turn("", address=STRANGER, kind=TurnKind.CHOICE, choice_token=token))
    assert len(answer) == 1
    assert "no longer" in answer[0]


def test_a_made_up_button_gets_a_polite_no(house: House) -> None:
    house.order("DS100")
    house.say()
    (answer,) = house.hear(house.turn("", kind=TurnKind.CHOICE, choice_token="x' OR 1=1"))
    assert "no longer" in answer


def test_stop_is_kept_at_once_for_what_is_queued_and_what_is_to_come(house: House) -> None:
    house.order("DS100")
    house.say()
    house.report(house.event("out_for_delivery"))
    house.hear(house.turn("no more texts please"))
    house.report(house.event("delivered"))
    assert house.until(timedelta(days=1)) == []
    assert [row.address for row in house.rows(StopEntry)] == ["+12125550123"]
    assert [(c.given, c.channel) for c in house.rows(Consent)][-1] == (False, "sms")
    assert {n.state for n in house.rows(Notice, kind="delivered")} == {"suppressed"}


def test_a_new_order_does_not_undo_a_stop_and_start_does(house: House) -> None:
    house.order("DS100")
    house.say()
    house.hear(house.turn("stop texting me"))
    house.order("DS200", name="2002")
    assert house.say() == []
    house.hear(house.turn("START", kind=TurnKind.RESUME))
    house.report(house.event("out_for_delivery", "DS200"))
    assert len(house.until(timedelta(minutes=5))) == 1


def test_a_turn_is_answered_once_however_often_it_comes(house: House) -> None:
    house.order("DS100")
    house.say()
    turn = house.turn("where is my parcel")
    assert len(house.hear(turn, turn)) == 1
    assert house.hear(turn) == []


def test_a_flood_gets_one_notice_and_then_nothing(house: House) -> None:
    house.order("DS100")
    house.say()
    for n in range(FLOOD + 5):
        house.hear(house.turn(f"hello {n}"))
    assert len(house.rows(Message, name="too_many")) == 1
    assert {row.state for row in house.rows(Inbound)} == {"handled", "ignored"}


def test_while_a_person_talks_the_bot_is_silent_and_routine_notices_wait(house: House) -> None:
    house.order("DS100")
    house.say()
    (thread,) = house.rows(Conversation)
    take_over(house, thread, "Ines")
    assert house.hear(house.turn("where is my parcel")) == []
    house.report(house.event("out_for_delivery"))
    assert house.until(timedelta(minutes=5)) == []
    assert house.notices()["out_for_delivery:2026-11-24"] == "held"
    house.report(house.event("out_for_delivery", detail="arriving"))
    assert len(house.until(timedelta(minutes=1))) == 1
    take_over(house, house.rows(Conversation)[0], "bot")
    assert len(house.until(timedelta(minutes=1))) == 1


def test_two_misses_call_a_person_and_open_a_case(house: House) -> None:
    house.order("DS100")
    house.say()
    house.hear(house.turn("qwxz blorp"))
    house.hear(house.turn("zzyx glorp"))
    assert [row.owner for row in house.rows(Conversation)] == ["queue"]
    assert [case.kind for case in house.rows(Case)] == ["asked_for_human"]


def test_a_conversation_moves_from_sms_to_web_and_keeps_its_thread(house: House) -> None:
    house.order("DS100", allow=("neighbour",))
    house.say()
    house.hear(house.turn("where is it"))
    customer = str(house.rows(Contact)[0].customer_id)
    house.hear(house.turn("where is it", ChannelName.WEB, customer))
    assert len(house.rows(Conversation)) == 1
    assert [row.channel for row in house.rows(Message, name="status")] == ["sms", "web"]


def take_over(house: House, thread: Any, owner: str) -> None:
    with house.in_transaction() as tx:
        assert conversations.pass_on(tx, thread.id, thread.owner, owner, house.now)
        replan(tx, [row.id for row in house.shipments(tx)], house.now)
