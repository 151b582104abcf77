"""SMS as a channel: the one place where a text leaves for Twilio, and where we ask what became of it."""

import random
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlsplit

from bot.sms.composing import VALID_SECONDS, Words, compose
from bot.sms.errorcodes import MEANINGS, failure
from bot.sms.failures import NoAnswerError, NotSentError, RefusedError
from bot.sms.gsm7 import plain
from bot.sms.statuses import StatusReport, report
from domain.talk.turn import ChannelName
from flows.messages.channels import Composed, Pace, SendFailed, SendResult, Sent, Utterance

STATUS_PATH = "/channels/sms/status"
TIMEOUT_SECONDS = 10.0
SHORTEST_VALID_SECONDS, LONGEST_VALID_SECONDS = 1, 36_000
LONGEST_BACKOFF_SECONDS = 30.0
CLOCKS_APART = timedelta(seconds=30)
"""How far Twilio's clock may lag behind ours when we look for a message."""
LOOKED_THROUGH = 100


class SmsChannel:
    """Texts through one Twilio account. Made without a running loop; opens connections with the first message.

    `api_url` is another server that speaks Twilio's API. `segments_per_second` is what the sender is allowed: 1 for a
    US long code, 3 toll-free, 10 and more for a short code, the sum of its pool for a messaging service.
    """

    name: ChannelName = ChannelName.SMS

    def __init__(
        self,
        words: Words,
        *,
        account_sid: str,
        auth_token: str,
        public_url: str,
        from_number: str | None = None,
        messaging_service_sid: str | None = None,
        api_url: str | None = None,
        segments_per_second: float = 1.0,
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> None:
        if not from_number and not messaging_service_sid:
            raise ValueError("SMS needs a sender: set DOORSTEP_TWILIO_FROM or DOORSTEP_TWILIO_MESSAGING_SERVICE_SID")
        self.pace = Pace(units_per_second=segments_per_second)
        self._words = words
        self._account = (account_sid, auth_token)
        self._sender = _given(from_=from_number, messaging_service_sid=messaging_service_sid)
        self._callback = _callback(public_url, api_url)
        self._api_url = api_url
        self._timeout_seconds = timeout_seconds
        self._refused_in_a_row = 0

    def compose(self, utterance: Utterance) -> Composed:
        return compose(utterance, self._words)

    async def send(self, address: str, composed: Composed, token: str) -> SendResult:
        """Hand a text to Twilio, once: there is no idempotency key, so what may have gone is `unsure`."""
        try:
            message = await self._client.messages.create_async(**self._order(address, composed, token))
        except RefusedError as refused:
            return self._refused(refused)
        except NotSentError as cause:
            return SendFailed(f"Twilio cannot be reached ({cause}); nothing was sent", whole_lane=True)
        except NoAnswerError as cause:
            return SendFailed(f"Twilio did not say whether it took the message ({cause})", unsure=True)
        self._refused_in_a_row = 0
        if not message.sid:
            return SendFailed("Twilio's answer has no sid", unsure=True)
        return Sent(str(message.sid), message.status)

    async def find(self, address: str, composed: Composed, sent_after: datetime) -> Sent | None:
        """Look for this text among the latest to this number (a filter by DateSent would hide what is still queued)."""
        try:
            listed = await self._client.messages.list_async(to=address, limit=LOOKED_THROUGH)
        except (RefusedError, NotSentError, NoAnswerError):
            return None
        since = sent_after.replace(microsecond=0) - CLOCKS_APART
        found = [message for message in listed if _is_the_one(message, composed.text, since)]
        return (
            Sent(str(found[-1].sid), found[-1].status) if found else None
        )  # the newest comes first; ours is the oldest

    async def fetch_status(self, sid: str) -> StatusReport | None:
        """Ask what became of a message whose callbacks may be lost; None when Twilio cannot tell now."""
        try:
            message = await self._client.messages(sid).fetch_async()
        except (RefusedError, NotSentError, NoAnswerError):
            return None
        return report(sid, str(message.status), message.error_code)

    async def close(self) -> None:
        if "_client" in self.__dict__:
            await self._client.http_client.close()

    @cached_property
    def _client(self) -> Any:
        # Here and not above: twilio costs 34 MiB, and commands that send nothing should not pay.
        from twilio.rest import Client

        from bot.sms.client import TwilioHttp

        return Client(*self._account, http_client=TwilioHttp(self._api_url, self._timeout_seconds))

    def _order(self, address: str, composed: Composed, token: str) -> dict[str, object]:
        callback = f"{self._callback}?a={quote(token, safe='')}" if self._callback else None
        return self._sender | _given(
            to=address,
            body=composed.text,
            status_callback=callback,
            validity_period=_validity(composed.extras.get(VALID_SECONDS)),
            risk_check="enable",  # SMS pumping protection stays on, whatever the account's default becomes
            smart_encoded=True,  # for a look-alike our own table does not know yet
        )

    def _refused(self, refused: RefusedError) -> SendFailed:
        code = refused.code if refused.code in MEANINGS else _CODES.get(refused.status, refused.code)
        if code not in MEANINGS and refused.status >= 500:
            why = f"a gateway answered HTTP {refused.status} for Twilio; the message may have gone through"
            return SendFailed(why, unsure=True)
        if code != 20429:
            return failure(code, wait_seconds=refused.retry_after_seconds)
        self._refused_in_a_row += 1
        return failure(code, wait_seconds=refused.retry_after_seconds or _backoff_seconds(self._refused_in_a_row))


_CODES = {401: 20003, 404: 20404, 429: 20429}
"""What an HTTP status means when it came with no code, or with one we do not know."""


def _given(**fields: object) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value is not None and value != ""}


def _callback(public_url: str, api_url: str | None) -> str | None:
    """Twilio refuses a message whose callback it cannot reach (21609); without one, statuses are asked for."""
    local = urlsplit(public_url).hostname in (None, "localhost", "127.0.0.1", "::1", "0.0.0.0")  # noqa: S104
    return None if local and not api_url else public_url.rstrip("/") + STATUS_PATH


def _validity(seconds: object) -> int | None:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    return int(min(max(seconds, SHORTEST_VALID_SECONDS), LONGEST_VALID_SECONDS))


def _is_the_one(message: Any, text: str, since: datetime) -> bool:
    created = message.date_created
    if not isinstance(created, datetime) or not str(message.direction).startswith("outbound"):
        return False
    created = created if created.tzinfo else created.replace(tzinfo=UTC)
    return created >= since and _read(message.body or "") == _read(text)


def _read(text: str) -> list[str]:
    """The words alone: Twilio's smart encoding may have replaced quotes, dashes and spaces that we kept."""
    return plain(text).split()


def _backoff_seconds(times: int) -> float:
    """From 100 ms, doubling, at most 30 s, give or take a tenth (Twilio's advice for 20429)."""
    return min(0.1 * 2.0 ** min(times - 1, 10), LONGEST_BACKOFF_SECONDS) * random.uniform(0.9, 1.1)  # noqa: S311
