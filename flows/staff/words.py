"""The words of a planned message, exactly as they would go now, on the way they would take."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from domain.notices import Wanted
from domain.offers import choices_for
from domain.talk.turn import ChannelName
from flows.messages.channels import Composed, Option, Utterance
from flows.messages.voice import NoRoute, Route, Voice
from flows.messages.wording import NOTHING, Sources, Wording
from flows.phones import masked
from store.stories import Loaded

_PROBE = "x"


@dataclass(frozen=True, slots=True)
class Preview:
    """`text` is what the customer would read; `words` the part of it that a correction replaces.

    `units` is what the channel counts: segments of an SMS, else 1. `address` is masked.
    """

    channel: str
    address: str
    text: str
    words: str
    buttons: tuple[str, ...]
    units: int
    gloss: str | None = None
    """The same words in the language of staff, where the customer reads another."""


def preview(
    one: Loaded,
    wanted: Wanted,
    people: Sequence[Any],
    voice: Voice,
    now: datetime,
    corrected: str | None = None,
    own: Wording = NOTHING,
) -> Preview | NoRoute:
    """What `wanted` will say at its time ("tomorrow" is another day then); with `corrected`, what it would say in those
    words. `people` are contact rows, `own` what speaks for the merchant.
    """
    sources = own.of(one.merchant_id, wanted.kind.value, wanted.facts)
    route = voice.route(one.customer_id, people)
    if isinstance(route, NoRoute):
        return route
    before = wanted.facts.get("corrected")
    instead = corrected if corrected is not None else before if isinstance(before, str) else None
    utterance = _utterance(one, wanted, route, voice, max(now, wanted.send_after), instead, sources)
    composed = voice.channels[route.channel].compose(utterance)
    return Preview(
        channel=route.channel.value,
        address=shown_address(route.channel.value, route.address),
        text=composed.text,
        words=instead if instead is not None else _inner(composed, _probe(utterance, route, voice)),
        buttons=tuple(label for label, _ in composed.buttons),
        units=composed.units,
        gloss=voice.gloss(route.channel, utterance) if instead is None else None,
    )


def shown_address(channel: str, address: str) -> str:
    """An address as staff may see it: a number masked, a chat by its last digits."""
    match channel:
        case ChannelName.SMS:
            return masked(address)
        case ChannelName.TELEGRAM:
            return f"chat …{address[-2:]}"
        case _:
            return "tracking page"


def _probe(utterance: Utterance, route: Route, voice: Voice) -> Composed:
    return voice.channels[route.channel].compose(replace(utterance, corrected=_PROBE))


def _utterance(
    one: Loaded, wanted: Wanted, route: Route, voice: Voice, now: datetime, corrected: str | None, own: Sources
) -> Utterance:
    story, row = one.story, one.row
    parcel = {
        **wanted.facts,
        "tracking_number": story.tracking_number,
        "order_number": row.order_number,
        "link": voice.links.tracking(story.shipment_id),
    }
    options = tuple(Option("-", choice.label, choice.facts) for choice in choices_for(wanted.kind, story))
    return Utterance(
        name=wanted.kind.value,
        facts={**wanted.facts, "parcels": [parcel]},
        language=row.language,
        zone=story.zone,
        now=now,
        brand=row.title,
        options=options,
        corrected=corrected,
        opening=not route.greeted,
        wording=own,
    )


def _inner(composed: Composed, probe: Composed) -> str:
    """The words without what the channel puts around any words: found by saying nearly nothing in their place."""
    before, _, after = probe.text.partition(_PROBE)
    text = composed.text.strip()
    if not text.startswith(before.strip()) or not text.endswith(after.strip()):
        return text
    return text.removeprefix(before.strip()).removesuffix(after.strip()).strip()
