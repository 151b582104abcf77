"""How a journey reaches a channel: what it hands over to be said, and what it hears back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Protocol

from domain.talk.turn import ChannelName


@dataclass(frozen=True, slots=True)
class Option:
    """A choice ready to be shown: its words' name and facts, and the token by which it comes back."""

    token: str
    label: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something to be said: `name` is a folder of templates/messages (a NoticeKind or ReplyName value).

    `facts` hold JSON values. A notice's facts have `parcels`: a list of {"tracking_number", "order_number", "link", …
    and the facts of its notice}; the first parcel's facts stand at the top level as well. `now` is aware UTC, `zone`
    the delivery address's. `corrected` are a person's words that replace the template's. `opening` is True when it is
    the first thing ever said to this person on this channel (the sender says who it is and how to stop). `wording` are
    the merchant's own templates of this name, by language and channel (`es.sms`, or `es` for every channel), the newest
    first: where one cannot speak the next one does, and after them the shipped words.
    """

    name: str
    facts: Mapping[str, object]
    language: str
    zone: tzinfo
    now: datetime
    brand: str
    options: tuple[Option, ...] = ()
    corrected: str | None = None
    opening: bool = False
    wording: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Composed:
    """Exact words, as they will be sent. `buttons` are (label, token) in order; `text` already lists them where the
    channel has no buttons. `extras` is JSON that only the channel reads (ask_contact, silent …). `units` is what the
    channel's rate limit counts: SMS segments, else 1.
    """

    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    extras: Mapping[str, object] = field(default_factory=dict)
    units: int = 1


@dataclass(frozen=True, slots=True)
class Sent:
    """The provider took it. `status` is the provider's word where it has one (Twilio: queued, accepted)."""

    provider_id: str
    status: str | None = None


@dataclass(frozen=True, slots=True)
class SendFailed:
    """It did not go, or nobody knows.

    `permanent`: trying the same again cannot help. `unsure`: it may have gone; a repeat may be a duplicate.
    `unbind`: this address is dead for us (blocked, deactivated). `opted_out`: the provider says the person opted out.
    `retry_after_seconds`: the provider said how long to wait; `whole_lane`: and not only for this address.
    `config`: the channel cannot work until an operator acts; `why` tells them what to do. No personal data in `why`.
    """

    why: str
    permanent: bool = False
    unsure: bool = False
    unbind: bool = False
    opted_out: bool = False
    retry_after_seconds: float | None = None
    whole_lane: bool = False
    config: bool = False
    moved_to: str | None = None
    """The address has moved (a Telegram group became a supergroup)."""


SendResult = Sent | SendFailed


@dataclass(frozen=True, slots=True)
class Pace:
    """What a channel allows: units a second for the whole sender, and seconds between two messages to one address."""

    units_per_second: float
    address_gap_seconds: float = 0.0


class Channel(Protocol):
    """`compose` is pure; `send` is the only I/O and never raises for what the provider does."""

    name: ChannelName
    pace: Pace

    def compose(self, utterance: Utterance) -> Composed: ...

    async def send(self, address: str, composed: Composed, token: str) -> SendResult:
        """Say it. `token` is our own attempt id: it comes back in status callbacks where the provider has them."""
        ...

    async def find(self, address: str, composed: Composed, sent_after: datetime) -> Sent | None:
        """Look for a message that may have gone; None when it is not there or the provider cannot tell."""
        ...

    async def close(self) -> None: ...
