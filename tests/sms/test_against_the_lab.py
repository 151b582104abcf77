"""SMS against the lab: its Twilio is not ours, so what both accept is more likely to be right."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.sms.composing import compose
from bot.sms.sending import SmsChannel
from bot.sms.statuses import is_final
from domain.talk.turn import TurnKind
from flows.messages.channels import Composed, Option, SendFailed, Sent
from tests.rigs.lab import Lab
from tests.sms.door import Door, open_door
from tests.sms.scene import CUSTOMER, SpokenWords, text, utterance

PUBLIC = "https://doorstep.example"
SENDER = "+12125550100"


@pytest.fixture
async def door(lab: Lab) -> AsyncIterator[Door]:
    async with open_door(PUBLIC, lab.auth_token) as door:
        inbound = {"numbers": [SENDER], "inbound_url": f"{PUBLIC}/channels/sms", "strict": True}
        await lab.ask("config", sms=inbound, map={PUBLIC: door.local_url})
        yield door


@pytest.fixture
async def sms(lab: Lab, door: Door) -> AsyncIterator[SmsChannel]:
    channel = SmsChannel(
        SpokenWords(), account_sid=lab.account_sid, auth_token=lab.auth_token, public_url=PUBLIC, from_number=SENDER,
        api_url=lab.twilio_url, timeout_seconds=2,
    )  # fmt: skip
    yield channel
    await channel.close()


async def test_what_is_composed_arrives_in_gsm7_and_costs_what_was_counted(lab: Lab, sms: SmsChannel) -> None:
    options = (Option("a", "Mié 25 nov 09:00–12:00"), Option("b", "Jue 26 nov 17:00–20:00"))
    words = SpokenWords("Acme: ¿qué día le va mejor, María? – “Sí”… " + "Más información aquí. " * 8)
    composed = compose(utterance(options=options), words)

    await sms.send(CUSTOMER, composed, "att1")

    (message,) = await lab.messages(ch="sms", to=CUSTOMER)
    assert (message["text"], message["encoding"], message["segments"]) == (composed.text, "GSM-7", composed.units)
    assert await lab.violations() == []


@pytest.mark.parametrize("order", ["ordered", "reversed", "shuffled", "duplicate"])
async def test_callbacks_end_in_the_same_state_whatever_their_order(
    lab: Lab, door: Door, sms: SmsChannel, order: str
) -> None:
    await lab.ask("sms/outcome", final="undelivered", code=30003, callbacks=order)

    sent = await sms.send(CUSTOMER, text(), "att-1")
    await door.until(lambda door: {report.status for report in door.reports} == {"sent", "undelivered"})

    assert isinstance(sent, Sent)
    assert {(report.sid, report.token) for report in door.reports} == {(sent.provider_id, "att-1")}
    last = max(door.reports, key=lambda report: report.rank)
    assert (last.status, last.error_code, is_final(last.status)) == ("undelivered", 30003, True)
    assert door.refused == []


async def test_a_status_whose_callbacks_were_lost_is_asked_for(lab: Lab, door: Door, sms: SmsChannel) -> None:
    await lab.ask("sms/outcome", final="delivered", callbacks="lost")

    sent = await sms.send(CUSTOMER, text(), "a")

    assert isinstance(sent, Sent)
    report = await sms.fetch_status(sent.provider_id)
    while report is None or not is_final(report.status):
        report = await sms.fetch_status(sent.provider_id)
    assert (report.status, door.reports) == ("delivered", [])


async def test_a_customers_text_comes_in_and_forged_ones_stay_out(lab: Lab, door: Door) -> None:
    for forged in ("unsigned", "wrong", "other_token"):
        await lab.ask("sms/inbound", **{"from": CUSTOMER}, body="STOP", forged=forged)
    await lab.ask("sms/inbound", **{"from": CUSTOMER}, body="where’s my parcel? 📦")
    await lab.ask("sms/inbound", **{"from": CUSTOMER}, body="", media=["https://api.twilio.com/m/1"])
    await lab.ask("sms/inbound", **{"from": CUSTOMER}, body="Stop")

    assert len(door.refused) == 3
    assert [(turn.kind, turn.text) for turn in door.turns] == [
        (TurnKind.TEXT, "where’s my parcel? 📦"), (TurnKind.MEDIA, "photo"), (TurnKind.STOP, "Stop"),
    ]  # fmt: skip
    assert {turn.address for turn in door.turns} == {CUSTOMER}
    assert await lab.violations() == []


async def test_who_has_stopped_is_refused_as_opted_out(lab: Lab, door: Door, sms: SmsChannel) -> None:
    await lab.ask("sms/inbound", **{"from": CUSTOMER}, body="STOP")

    result = await sms.send(CUSTOMER, text(), "a")

    assert isinstance(result, SendFailed)
    assert (result.opted_out, result.permanent) == (True, True)


async def test_a_line_cut_after_sending_leaves_a_message_that_is_found(lab: Lab, sms: SmsChannel) -> None:
    started = datetime.now(UTC)
    await lab.ask("faults", ch="sms", do={"cut_after": True}, times=1)
    await lab.ask("faults", ch="sms", do={"cut": True}, times=1)

    taken = await sms.send(CUSTOMER, Composed("taken"), "a")
    lost = await sms.send(CUSTOMER, Composed("lost"), "b")

    assert isinstance(taken, SendFailed)
    assert isinstance(lost, SendFailed)
    assert (taken.unsure, lost.unsure) == (True, True)
    assert isinstance(await sms.find(CUSTOMER, Composed("taken"), started), Sent)
    assert await sms.find(CUSTOMER, Composed("lost"), started) is None


@pytest.mark.parametrize(
    ("fault", "unsure", "whole_lane"),
    [
        ({"status": 429, "retry_after": 3}, False, True),
        ({"status": 503}, False, True),
        ({"status": 502, "body": "<html>"}, True, False),
        ({"hang": 30}, True, False),
    ],
)
async def test_faults_are_told_apart(
    lab: Lab, sms: SmsChannel, fault: dict[str, object], unsure: bool, whole_lane: bool
) -> None:
    await lab.ask("faults", ch="sms", do=fault)

    result = await sms.send(CUSTOMER, text(), "a")

    assert isinstance(result, SendFailed)
    assert (result.unsure, result.whole_lane, result.permanent) == (unsure, whole_lane, False)
