"""Two ways to have told the same days, held against each other: which messages differ, and how."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

SAME_TIME = timedelta(minutes=1)
"""Messages that go within this time of each other went at the same time."""

Occasion = tuple[int, str]
"""A shipment and the key of a notice."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it went, or would have gone. `quiet`: quiet hours moved it."""

    at: datetime
    kind: str
    occasions: tuple[Occasion, ...]
    channel: str
    text: str
    units: int
    tracking_number: str = ""
    quiet: bool = False


class Change(StrEnum):
    NEW = "new"
    GONE = "gone"
    WORDS = "words"
    TIME = "time"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Difference:
    """One occasion that is told otherwise."""

    change: Change
    occasion: Occasion
    before: Message | None
    after: Message | None
    why: str = ""
    """Of what is gone: why nothing is said, where it is known."""


def differences(
    before: Sequence[Message], after: Sequence[Message], silences: Mapping[Occasion, str] | None = None
) -> Iterator[Difference]:
    """What changes from one telling to the other, occasion by occasion; the gravest change of each."""
    old, new = _by_occasion(before), _by_occasion(after)
    for occasion in sorted({*old, *new}):
        was, becomes = old.get(occasion), new.get(occasion)
        if was is None or becomes is None:
            change = Change.NEW if was is None else Change.GONE
            yield Difference(change, occasion, was, becomes, (silences or {}).get(occasion, ""))
        elif was.channel != becomes.channel:
            yield Difference(Change.CHANNEL, occasion, was, becomes)
        elif was.text != becomes.text:
            yield Difference(Change.WORDS, occasion, was, becomes)
        elif abs(becomes.at - was.at) > SAME_TIME:
            yield Difference(Change.TIME, occasion, was, becomes)


def _by_occasion(messages: Sequence[Message]) -> dict[Occasion, Message]:
    return {occasion: message for message in messages for occasion in message.occasions}


@dataclass(frozen=True, slots=True)
class Telling:
    """What one way of telling comes to. `contradictions` are sentences (`flows.dry_runs.contradictions`)."""

    messages: tuple[Message, ...] = ()
    contradictions: tuple[str, ...] = ()
    silences: Mapping[Occasion, str] = field(default_factory=dict)

    @property
    def segments(self) -> int:
        return sum(message.units for message in self.messages if message.channel == "sms")

    @property
    def quiet(self) -> int:
        return sum(message.quiet for message in self.messages)
