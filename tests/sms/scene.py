"""What the scenes of this folder share: words that say what they are told to, and an utterance to say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from domain.talk.turn import ChannelName
from flows.messages.channels import Composed, Option, Utterance

NOW = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
CUSTOMER = "+12125550123"


@dataclass(frozen=True, slots=True)
class SpokenWords:
    """Says `text` (or what a person wrote instead), and names choices by their facts."""

    text: str = "Acme: your parcel is with the driver."
    labels: Mapping[str, str] = field(default_factory=lambda: {"reply_with_number": "Reply with a number."})

    def say(self, utterance: Utterance, channel: ChannelName) -> str:
        return self.text if utterance.corrected is None else utterance.corrected

    def label(self, option: Option, utterance: Utterance, channel: ChannelName) -> str:
        return self.labels.get(option.label, option.label)


def utterance(
    name: str = "out_for_delivery", options: tuple[Option, ...] = (), corrected: str | None = None
) -> Utterance:
    return Utterance(
        name=name, facts={}, language="en", zone=UTC, now=NOW, brand="Acme", options=options, corrected=corrected
    )


def text(words: str = "Acme: your parcel is with the driver.", **extras: object) -> Composed:
    return Composed(words, extras=extras)
