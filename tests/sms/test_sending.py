"""The real twilio client against a strict stand-in: what goes over the wire, and what each way of failing means."""

import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.sms.sending import SmsChannel
from bot.sms.statuses import StatusReport
from domain.talk.turn import ChannelName
from flows.messages.channels import Channel, Composed, SendFailed, Sent
from tests.rigs.ports import free_port
from tests.sms.scene import CUSTOMER, SpokenWords, text
from tests.sms.standin import (
    ACCOUNT,
    AUTH_TOKEN,
    SENDER,
    SERVICE,
    Answer,
    Cut,
    Fault,
    Refuse,
    Silent,
    TwilioStandIn,
    twilio_standin,
)  # fmt: skip

PUBLIC = "https://doorstep.example"


@pytest.fixture
async def twilio() -> AsyncIterator[TwilioStandIn]:
    async with twilio_standin() as standin:
        yield standin


@pytest.fixture
async def sms(twilio: TwilioStandIn) -> AsyncIterator[SmsChannel]:
    channel = _channel(twilio.url, timeout_seconds=10)
    yield channel
    await channel.close()


def _channel(api_url: str | None, timeout_seconds: float = 0.3, auth_token: str = AUTH_TOKEN) -> SmsChannel:
    return SmsChannel(
        SpokenWords(), account_sid=ACCOUNT, auth_token=auth_token, public_url=PUBLIC, from_number=SENDER,
        api_url=api_url, timeout_seconds=timeout_seconds,
    )  # fmt: skip


async def _failure(twilio: TwilioStandIn, sms: SmsChannel, fault: Fault) -> SendFailed:
    twilio.faults.append(fault)
    result = await sms.send(CUSTOMER, text(), "att1")
    assert isinstance(result, SendFailed)
    assert CUSTOMER not in result.why
    return result


async def test_a_text_goes_out_once_with_everything_twilio_needs(twilio: TwilioStandIn, sms: SmsChannel) -> None:
    sent = await sms.send(CUSTOMER, text("Acme: it's there.", valid_seconds=900), "att-7")

    assert sent == Sent(twilio.messages[0]["sid"], "queued")
    assert twilio.orders == [
        {
            "To": CUSTOMER,
            "From": SENDER,
            "Body": "Acme: it's there.",
            "StatusCallback": f"{PUBLIC}/channels/sms/status?a=att-7",
            "ValidityPeriod": "900",
            "RiskCheck": "enable",
            "SmartEncoded": "true",
        }
    ]
    assert twilio.complaints == []


async def test_a_messaging_service_chooses_the_sender(twilio: TwilioStandIn) -> None:
    channel: Channel = SmsChannel(
        SpokenWords(), account_sid=ACCOUNT, auth_token=AUTH_TOKEN, public_url=f"{PUBLIC}/", api_url=f"{twilio.url}/",
        messaging_service_sid=SERVICE, segments_per_second=10,
    )  # fmt: skip

    sent = await channel.send(CUSTOMER, text(), "a")
    await channel.close()

    assert sent == Sent(twilio.messages[0]["sid"], "accepted")
    assert "From" not in twilio.orders[0]
    assert twilio.orders[0]["MessagingServiceSid"] == SERVICE
    assert channel.pace.units_per_second == 10
    assert channel.name is ChannelName.SMS


def test_a_channel_without_a_sender_says_what_to_set() -> None:
    with pytest.raises(ValueError, match="DOORSTEP_TWILIO_FROM"):
        SmsChannel(SpokenWords(), account_sid=ACCOUNT, auth_token=AUTH_TOKEN, public_url=PUBLIC)


@pytest.mark.parametrize(
    ("asked", "ordered"), [(0, "1"), (900.5, "900"), (172_800, "36000"), (None, None), ("soon", None), (True, None)]
)
async def test_a_validity_is_kept_within_what_twilio_takes(
    twilio: TwilioStandIn, sms: SmsChannel, asked: object, ordered: str | None
) -> None:
    await sms.send(CUSTOMER, text(valid_seconds=asked), "a")

    assert twilio.orders[0].get("ValidityPeriod") == ordered


async def test_a_callback_twilio_could_not_reach_is_not_asked_for() -> None:
    def callback(public_url: str, api_url: str | None) -> str | None:
        channel = SmsChannel(
            SpokenWords(), account_sid="AC1", auth_token="t", public_url=public_url, from_number=SENDER, api_url=api_url
        )
        return channel._callback

    assert callback("http://127.0.0.1:8000", None) is None
    assert callback("http://127.0.0.1:8000", "http://127.0.0.1:9") == "http://127.0.0.1:8000/channels/sms/status"
    assert callback(PUBLIC, None) == f"{PUBLIC}/channels/sms/status"


async def test_wrong_credentials_stop_the_channel_until_someone_acts(twilio: TwilioStandIn) -> None:
    channel = _channel(twilio.url, timeout_seconds=10, auth_token="wrong")

    result = await channel.send(CUSTOMER, text(), "a")
    await channel.close()

    assert isinstance(result, SendFailed)
    assert result.config
    assert "check DOORSTEP_TWILIO_ACCOUNT_SID" in result.why


async def test_who_has_opted_out_is_known_as_such(twilio: TwilioStandIn, sms: SmsChannel) -> None:
    twilio.opted_out.add(CUSTOMER)

    assert await sms.send(CUSTOMER, text(), "a") == SendFailed(
        "Twilio 21610: the person has opted out", permanent=True, opted_out=True
    )


async def test_a_number_that_is_none_is_dead_for_us(sms: SmsChannel) -> None:
    result = await sms.send("+0123", text(), "a")

    assert result == SendFailed("Twilio 21211: the number is not valid", permanent=True, unbind=True)


async def test_too_fast_rests_the_whole_lane_as_long_as_it_was_told(twilio: TwilioStandIn, sms: SmsChannel) -> None:
    result = await _failure(twilio, sms, Refuse(20429, 429, {"Retry-After": "7"}))

    assert (result.retry_after_seconds, result.whole_lane, result.permanent, result.unsure) == (7, True, False, False)


async def test_without_a_word_how_long_the_rest_doubles_and_success_ends_it(
    twilio: TwilioStandIn, sms: SmsChannel
) -> None:
    rests = [(await _failure(twilio, sms, Refuse(20429, 429))).retry_after_seconds for _ in range(11)]
    await sms.send(CUSTOMER, text(), "a")
    after = (await _failure(twilio, sms, Refuse(20429, 429))).retry_after_seconds

    expected = [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30, 30, 0.1]
    assert [*rests, after] == [pytest.approx(seconds, rel=0.1001) for seconds in expected]


@pytest.mark.parametrize("header", ["soon", "-1", "Sun, 22 Nov 2026 10:00:00 GMT", "٣", "1e9"])
async def test_a_retry_after_that_is_no_number_counts_as_none(
    twilio: TwilioStandIn, sms: SmsChannel, header: str
) -> None:
    result = await _failure(twilio, sms, Refuse(20429, 429, {"Retry-After": header}))

    assert result.retry_after_seconds == pytest.approx(0.1, rel=0.1001)


async def test_a_429_without_twilios_code_is_too_fast_all_the_same(twilio: TwilioStandIn, sms: SmsChannel) -> None:
    assert (await _failure(twilio, sms, Answer(429, "slow down"))).whole_lane


@pytest.mark.parametrize(
    "fault",
    [
        Answer(502, "<html>Bad Gateway</html>"),
        Answer(504, ""),
        Answer(500, '{"code": "x"}'),
        Answer(201, "<html>welcome to the hotel</html>"),
        Answer(201, "[]"),
        Answer(201, '{"status": "queued"}'),
        Answer(200, "[" * 100_000),
        Cut(taken=False),
        Cut(taken=True),
    ],
)
async def test_when_nobody_can_say_whether_it_went_we_say_so(
    twilio: TwilioStandIn, sms: SmsChannel, fault: Fault
) -> None:
    result = await _failure(twilio, sms, fault)

    assert (result.unsure, result.permanent) == (True, False)
    assert len(twilio.orders) == 1


async def test_a_silent_server_is_left_after_a_while_and_we_are_unsure(twilio: TwilioStandIn) -> None:
    channel = _channel(twilio.url)

    result = await _failure(twilio, channel, Silent(taken=True))
    await channel.close()

    assert result.unsure
    assert len(twilio.orders) == 1


@pytest.mark.parametrize("code", [20500, 20503])
async def test_when_twilio_itself_is_unwell_it_did_not_go(twilio: TwilioStandIn, sms: SmsChannel, code: int) -> None:
    result = await _failure(twilio, sms, Refuse(code, 500))

    assert (result.unsure, result.permanent, result.whole_lane) == (False, False, True)


@pytest.mark.parametrize("status", [301, 302, 307])
async def test_a_redirect_is_not_followed(twilio: TwilioStandIn, sms: SmsChannel, status: int) -> None:
    result = await _failure(twilio, sms, Answer(status, "", {"Location": "https://elsewhere.example/"}))

    assert not result.unsure
    assert len(twilio.orders) == 1


async def test_where_nobody_listens_nothing_was_sent() -> None:
    channel = _channel(f"http://127.0.0.1:{free_port()}")

    result = await channel.send(CUSTOMER, text(), "a")
    await channel.close()

    assert isinstance(result, SendFailed)
    assert (result.unsure, result.permanent, result.whole_lane) == (False, False, True)


async def test_a_message_that_may_have_gone_is_found(twilio: TwilioStandIn, sms: SmsChannel) -> None:
    started = datetime.now(UTC)
    said = text("Acme: «wait» – it’s 📦 time")
    for words in ("one", "two", "three"):
        await sms.send(CUSTOMER, text(words), "a")
    await _failure(twilio, sms, Cut(taken=True))
    twilio.messages[-1]["body"] = 'Acme: "wait" - it\'s 📦 time'  # as smart encoding stores it
    for words in ("four", "five"):
        await sms.send(CUSTOMER, text(words), "a")

    assert await sms.find(CUSTOMER, said, started) == Sent(f"SM{3:032x}", "queued")
    assert await sms.find(CUSTOMER, text("never said"), started) is None
    assert await sms.find("+12125550199", said, started) is None


async def test_the_same_words_of_an_earlier_day_are_not_taken_for_ours(twilio: TwilioStandIn, sms: SmsChannel) -> None:
    await sms.send(CUSTOMER, text(), "a")

    assert await sms.find(CUSTOMER, text(), datetime.now(UTC) + timedelta(hours=1)) is None


async def test_what_the_customer_wrote_is_not_taken_for_ours(twilio: TwilioStandIn, sms: SmsChannel) -> None:
    await sms.send(CUSTOMER, text(), "a")
    twilio.messages[0] |= {"direction": "inbound"}

    assert await sms.find(CUSTOMER, text(), datetime.now(UTC)) is None


async def test_a_status_that_no_callback_brought_can_be_asked_for(twilio: TwilioStandIn, sms: SmsChannel) -> None:
    await sms.send(CUSTOMER, text(), "a")
    twilio.messages[0] |= {"status": "undelivered", "error_code": 30003}
    sid = twilio.messages[0]["sid"]

    assert await sms.fetch_status(sid) == StatusReport(sid, None, "undelivered", 5, 30003)
    assert await sms.fetch_status("SMunknown") is None


async def test_where_twilio_cannot_be_asked_the_answer_is_none() -> None:
    channel = _channel(f"http://127.0.0.1:{free_port()}")

    assert await channel.find(CUSTOMER, text(), datetime.now(UTC)) is None
    assert await channel.fetch_status("SM1") is None
    await channel.close()


async def test_closing_what_was_never_opened_is_fine() -> None:
    await _channel(None).close()


async def test_no_text_and_no_number_is_ever_logged(
    twilio: TwilioStandIn, sms: SmsChannel, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")

    await sms.send(CUSTOMER, Composed("a secret"), "a")
    await sms.find(CUSTOMER, Composed("a secret"), datetime.now(UTC))

    assert {record.name for record in caplog.records} <= {"asyncio", "aiohttp.access"}  # the latter is the stand-in's


def test_twilio_is_imported_only_by_who_sends() -> None:
    modules = "composing, sending, statuses, inbound, signature, errorcodes, gsm7"
    code = f"import sys; from bot.sms import {modules}; sys.exit('twilio' in sys.modules or 'aiohttp' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
