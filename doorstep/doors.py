"""The customers' doors: Telegram's updates and Twilio's forms become turns and receipts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import structlog

from bot.sms import inbound, statuses
from bot.sms.forms import NotForUs as FormNotForUs
from bot.sms.signature import Forged, check_signature
from bot.telegram import reading, webhook
from domain.talk.turn import Turn
from flows.messages.channels import SendFailed
from flows.messages.receipts import Receipt, Receiving
from flows.talk.hear import Hearing

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.telegram.channel import TelegramChannel

log = structlog.get_logger()

Form = Mapping[str, list[str]]


class TelegramDoor:
    """Updates, by webhook or by polling: taps are answered at once, turns kept, and then acknowledged."""

    def __init__(
        self, channel: "TelegramChannel", hearing: Hearing, secrets: Sequence[str], clock: "Callable[[], datetime]"
    ) -> None:
        self._channel, self._hearing, self._secrets, self._clock = channel, hearing, secrets, clock

    async def webhook(self, body: bytes, secret: str | None) -> int:
        updates = webhook.admit(body, secret, self._secrets)
        if isinstance(updates, webhook.Refused):
            log.warning("telegram.refused", status=updates.status, why=updates.why)
            return updates.status
        self._channel.receive(updates)
        await self.keep(updates)
        return 200

    async def keep(self, updates: Sequence[Mapping[str, Any]]) -> None:
        now = self._clock()
        read = [reading.read(update, now) for update in updates]
        await self._hearing.keep([turn for turn in read if isinstance(turn, Turn)])


class SmsDoor:
    """Texts and receipts from Twilio, signed over our public address."""

    def __init__(
        self,
        hearing: Hearing,
        receipts: Receiving,
        public_url: str,
        auth_tokens: Sequence[str],
        clock: "Callable[[], datetime]",
    ) -> None:
        self._hearing, self._receipts = hearing, receipts
        self._public_url, self._auth_tokens, self._clock = public_url, auth_tokens, clock

    async def text(self, path: str, form: Form, signature: str | None) -> int:
        if not self._genuine(path, form, signature):
            return 403
        turn = inbound.read(form, self._clock())
        if isinstance(turn, FormNotForUs):
            log.info("sms.not_for_us", why=turn.why)
            return 200
        await self._hearing.keep([turn])
        return 200

    async def status(self, path: str, form: Form, query: Form, signature: str | None) -> int:
        if not self._genuine(path, form, signature):
            return 403
        read = statuses.read_status(form, query)
        if isinstance(read, FormNotForUs):
            log.info("sms.not_for_us", why=read.why)
            return 200
        await self._receipts.add((receipt_of(read), self._clock()))
        return 200

    def _genuine(self, path: str, form: Form, signature: str | None) -> bool:
        verdict = check_signature(self._public_url + path, form, signature, self._auth_tokens)
        if isinstance(verdict, Forged):
            log.warning("sms.forged", why=verdict.why)
            return False
        return True


def receipt_of(report: statuses.StatusReport) -> Receipt:
    """A status report in the words every channel shares."""
    verdict = statuses.verdict(report.status, report.error_code)
    failed = verdict if isinstance(verdict, SendFailed) else None
    reached = verdict is statuses.Delivery.REACHED
    return Receipt(report.sid, report.token, report.status, report.rank, reached, failed)
