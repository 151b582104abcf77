"""A turn: one thing a customer said or did, read from whatever channel it came by."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.talk.answer import Action


class ChannelName(StrEnum):
    TELEGRAM = "telegram"
    SMS = "sms"
    WEB = "web"


class TurnKind(StrEnum):
    TEXT = "text"
    CHOICE = "choice"
    """A button was tapped; `choice_token` says which."""
    START = "start"
    """The chat was opened, with a deep link's token or without."""
    CONTACT = "contact"
    """The sender shared their *own* contact card (`phone`); someone else's comes as MEDIA with text 'contact'."""
    MEDIA = "media"
    """A photo, voice note, sticker, location …; `text` holds its kind, `caption` what was written with it."""
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    STOP = "stop"
    """The provider reports an opt-out (Twilio's OptOutType); the provider has answered already."""
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class Turn:
    """`key` is unique within the channel (update id, message sid): a turn is handled once.

    `address` is where an answer goes: a Telegram chat id, an E.164 number, a web visitor's key. `at` is when it was
    said, by the provider's clock. `phone` is E.164 and only set when the channel proves it to be the sender's own.
    `wanted` is what a CHOICE asks for where no message offered it: a button of our own page.
    """

    channel: ChannelName
    key: str
    address: str
    at: datetime
    kind: TurnKind
    text: str = ""
    caption: str = ""
    choice_token: str | None = None
    start_token: str | None = None
    phone: str | None = None
    language: str | None = None
    sender_name: str | None = None
    wanted: Action | None = None
