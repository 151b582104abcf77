"""How far a silence goes: this parcel, this shop, this number, everything."""

from datetime import timedelta

from domain.talk.turn import ChannelName, TurnKind
from flows.messages.channels import SendFailed
from store.tables import Contact, Customer, Message, Offer, Shipment, StopEntry
from tests.flows.house import House


def test_one_parcel_falls_silent_and_the_others_go_on(house: House) -> None:
    house.order("DS100")
    house.say()
    house.hear(house.turn("stop texting me about this parcel"))
    house.order("DS200", name="2002")
    house.say()
    house.report(house.event("out_for_delivery"), house.event("out_for_delivery", "DS200"))
    house.until(timedelta(minutes=5))
    assert [row.muted_why is not None for row in house.rows(Shipment)] == [True, False]
    assert [m.shipment_id for m in house.rows(Message, name="out_for_delivery")] == [house.rows(Shipment)[1].id]
    assert house.rows(StopEntry) == []


def test_the_one_confirmation_asks_how_far_and_the_answer_narrows_it(house: House) -> None:
    house.order("DS100")
    house.say()
    house.hear(house.turn("no more texts please"))
    assert [row.label for row in house.rows(Offer)] == ["stop_parcel", "stop_shop", "stop_everything"]
    assert len(house.rows(StopEntry)) == 1
    house.hear(house.turn("1"))
    assert house.rows(StopEntry) == []
    assert [row.muted_why is not None for row in house.rows(Shipment)] == [True]


def test_no_answer_means_the_whole_number(house: House) -> None:
    house.order("DS100")
    house.say()
    house.hear(house.turn("no more texts please"))
    house.report(house.event("out_for_delivery"))
    assert house.until(timedelta(minutes=5)) == []


def test_one_shop_falls_silent_on_all_its_channels(house: House) -> None:
    house.order("DS100")
    house.say()
    house.hear(house.turn("no more texts please"))
    house.hear(house.turn("2"))
    assert [row.stopped_why is not None for row in house.rows(Customer)] == [True]
    house.report(house.event("out_for_delivery"))
    assert house.until(timedelta(minutes=5)) == []


def test_telegram_stays_usable_when_only_sms_was_stopped(house: House) -> None:
    house.order("DS100")
    house.say()
    link = house.last_links[0]
    assert link
    token = link.rsplit("=", 1)[1]
    house.hear(house.turn("/start", ChannelName.TELEGRAM, "42", kind=TurnKind.START, start_token=token))
    house.hear(house.turn("stop texting me"))
    house.report(house.event("out_for_delivery"))
    house.until(timedelta(minutes=5))
    assert [m.channel for m in house.rows(Message, name="out_for_delivery")] == ["telegram"]
    assert {(c.channel, c.state) for c in house.rows(Contact)} == {("sms", "stopped"), ("telegram", "active")}


def test_a_yes_after_the_stop_brings_the_texts_back(house: House) -> None:
    house.order("DS100")
    house.say()
    house.hear(house.turn("STOP"))
    house.hear(house.turn("YES"))
    assert house.rows(StopEntry) == []
    assert [c.state for c in house.rows(Contact)] == ["active"]


def test_an_opt_out_that_only_the_provider_knows_of_is_kept_and_telegram_goes_on(house: House) -> None:
    """Twilio's 21610: they had said STOP where we did not hear it."""
    house.order("DS100")
    house.say()
    token = str(house.last_links[0]).rsplit("=", 1)[1]
    house.sms.fails.append(SendFailed("the person opted out", permanent=True, opted_out=True))
    house.report(house.event("out_for_delivery"))
    house.until(timedelta(minutes=5))
    assert [row.address for row in house.rows(StopEntry)] == ["+12125550123"]
    assert [c.state for c in house.rows(Contact, channel="sms")] == ["stopped"]
    house.hear(house.turn("/start", ChannelName.TELEGRAM, "42", kind=TurnKind.START, start_token=token))
    house.report(house.event("delivered"))
    house.until(timedelta(minutes=5))
    assert [m.channel for m in house.rows(Message, name="delivered")] == ["telegram"]


def test_one_phone_on_two_orders_gets_a_question_and_a_stop_for_one_parcel_leaves_the_other(house: House) -> None:
    house.order("DS100")
    house.order("DS200", name="2002")
    house.say()
    (asked,) = house.hear(house.turn("where is my parcel"))
    assert "Which parcel" in asked
    assert len([o for o in house.rows(Offer) if o.label == "parcel"]) == 2
    house.hear(house.turn("1"))
    assert house.rows(Message)[-1].name == "status"
