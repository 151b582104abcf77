"""The channels of a process and their doors, as the settings say; what is not configured is not there."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from bot.sms.sending import SmsChannel
from bot.words import Words
from doorstep.doors import SmsDoor, TelegramDoor
from doorstep.settings import TELEGRAM, TWILIO, Settings
from flows.messages.receipts import Receiving
from flows.talk.hear import Hearing

if TYPE_CHECKING:
    from bot.telegram.channel import TelegramChannel


def connect_telegram(settings: Settings, words: Words) -> "TelegramChannel | None":
    if settings.telegram_token is None:
        return None
    from bot.telegram import connect

    api_url = settings.telegram_api_url if settings.telegram_api_url != TELEGRAM else None
    return connect(settings.telegram_token.get_secret_value(), words, api_url)


def connect_sms(settings: Settings, words: Words) -> SmsChannel | None:
    if settings.twilio_account_sid is None or settings.twilio_auth_token is None:
        return None
    return SmsChannel(
        words,
        account_sid=settings.twilio_account_sid,
        auth_token=settings.twilio_auth_token.get_secret_value(),
        public_url=settings.public_url,
        from_number=settings.twilio_from,
        messaging_service_sid=settings.twilio_messaging_service_sid,
        segments_per_second=settings.twilio_segments_per_second,
        api_url=settings.twilio_api_url if settings.twilio_api_url != TWILIO else None,
    )


def telegram_door_of(
    settings: Settings, telegram: "TelegramChannel | None", hearing: Hearing, clock: Callable[[], datetime]
) -> TelegramDoor | None:
    if telegram is None:
        return None
    secret = settings.telegram_secret.get_secret_value() if settings.telegram_secret else None
    return TelegramDoor(telegram, hearing, [secret] if secret else [], clock)


def sms_door_of(
    settings: Settings,
    hearing: Hearing,
    receipts: Receiving,
    clock: Callable[[], datetime],
) -> SmsDoor | None:
    if settings.twilio_auth_token is None:
        return None
    return SmsDoor(hearing, receipts, settings.public_url, [settings.twilio_auth_token.get_secret_value()], clock)
