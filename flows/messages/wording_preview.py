"""Words tried on real parcels: what each of them would read, on every channel, before anything is published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from domain.links import Links
from domain.notices import NoticeKind, Wanted
from domain.offers import choices_for
from domain.plan import plan
from domain.rules.expectation import expected_still
from domain.rules.saying import window_facts
from domain.talk.turn import ChannelName
from flows.messages.channels import Option, Utterance
from flows.messages.wording import ANY, Sources, Wordsmith
from store import stories, wording_views
from store.stories import Loaded

PARCELS = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """What would be read on one channel; `own` is False where other words would have to speak."""

    channel: str
    text: str
    buttons: tuple[str, ...]
    units: int
    own: bool


@dataclass(frozen=True, slots=True)
class Tried:
    """One real parcel, and what it would read."""

    tracking_number: str
    milestone: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried: `name` in this language, in these sources, on these channels."""

    name: str
    language: str
    channels: tuple[ChannelName, ...]
    sources: Sources


def trial(name: str, language: str, channel: str, source: str) -> Trial:
    channels = tuple(ChannelName) if channel == ANY else (ChannelName(channel),)
    return Trial(name, language, channels, {language if channel == ANY else f"{language}.{channel}": (source,)})


def on_parcels(
    tx: Connection, merchant_id: int, tried: Trial, number: str, smith: Wordsmith, links: Links, now: datetime
) -> list[Tried]:
    """The parcel of this number, or some of the newest that heard such a message, else some of the newest."""
    facts = _found(tx, merchant_id, tried.name, number)
    loaded = stories.with_company(tx, stories.load(tx, list(facts), locked=False))
    return [try_on(one, facts[one.story.shipment_id], tried, smith, links, now) for one in loaded]


def try_on(
    one: Loaded, facts: Mapping[str, object] | None, tried: Trial, smith: Wordsmith, links: Links, now: datetime
) -> Tried:
    """What one parcel would read. Without `facts`, those that hold for it now."""
    said = facts_of(one, tried.name) if facts is None else facts
    readings = tuple(_reading(one, said, tried, channel, smith, links, now) for channel in tried.channels)
    return Tried(one.story.tracking_number, one.row.milestone, readings)


def facts_of(one: Loaded, name: str) -> Mapping[str, object]:
    """What the plan would say of this kind; where it says nothing, what is known of the parcel."""
    for decision in plan(one.story, one.policy):
        if isinstance(decision, Wanted) and decision.kind.value == name:
            return {k: v for k, v in decision.facts.items() if k != "corrected"}
    standing, promise, condition = one.story.condition.now, one.story.promise, one.story.condition
    return {
        "window": window_facts(expected_still(one.story, one.policy)),
        "told": window_facts(promise.window if promise else None),
        "milestone": condition.milestone.value,
        "detail": standing.detail if standing else None,
        "reason": standing.reason if standing else None,
        "at": standing.at.isoformat() if standing else None,
        "last_scan_at": condition.last_scan_at.isoformat() if condition.last_scan_at else None,
        "allow": sorted(one.story.allow),
        "parcels": one.story.parcels_in_order,
        "delivered": one.story.delivered_in_order,
        "direction": "later",
        "known": True,
    }


def _found(tx: Connection, merchant_id: int, name: str, number: str) -> dict[int, Mapping[str, object] | None]:
    if number:
        shipment_id = wording_views.shipment_of(tx, merchant_id, number)
        return {shipment_id: wording_views.last_facts(tx, shipment_id, name)} if shipment_id is not None else {}
    rows: Sequence[Any] = wording_views.recent(tx, merchant_id, name, PARCELS)
    if rows:
        return {row.shipment_id: {k: v for k, v in row.facts.items() if k != "corrected"} for row in rows}
    return dict.fromkeys(wording_views.newest_shipments(tx, merchant_id, PARCELS))


def _reading(
    one: Loaded,
    facts: Mapping[str, object],
    tried: Trial,
    channel: ChannelName,
    smith: Wordsmith,
    links: Links,
    now: datetime,
) -> Reading:
    story = one.story
    parcel = {
        **facts,
        "tracking_number": story.tracking_number,
        "order_number": one.row.order_number,
        "link": links.tracking(story.shipment_id),
    }
    is_notice = tried.name in NoticeKind._value2member_map_
    choices = choices_for(NoticeKind(tried.name), story) if is_notice else ()
    options = tuple(Option("-", choice.label, choice.facts) for choice in choices)
    said = {**facts, "parcels": [parcel]}
    utterance = Utterance(
        tried.name, said, tried.language, story.zone, now, one.row.title, options, wording=tried.sources
    )
    composed = smith.compose(utterance, channel)
    own = smith.speaks(utterance, channel)
    return Reading(channel.value, composed.text, tuple(label for label, _ in composed.buttons), composed.units, own)
