"""What was known otherwise at a moment of the past: how an event was understood and filed, and what its route said."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from domain.events import TrackingEvent
from flows.dry_runs.rows import Concerned, Fact, Known, Learn
from store import bygones
from store.bygones import Stood
from store.dry_runs import CustomerLog
from store.event_rows import with_meaning
from store.types import from_json

JUST_AFTER = timedelta(microseconds=1)
AT_ONCE = timedelta(seconds=10)
"""Planned by within this time, an event was planned by as it came: other reports of its parcel may have seen to it."""


def reports(log: CustomerLog, head: Any) -> Iterator[Fact]:
    """A parcel's events when they came to be known, as they were understood then; and what they were taught to mean."""
    said = sorted((row.said_at, row.heard) for row in log.notices[head.id] if row.said_at and row.heard is not None)
    for number, (came_at, event) in enumerate(_as_filed(log, head)):
        at = _known_at(max(came_at, head.announced_at), number, said)
        stood = _stood(log, bygones.meaning_of(head.merchant_id, head.tracking_number, event.key))
        meanings = [*(with_meaning(event, from_json(facts)) for _, facts in stood if facts), event]
        yield Fact(at, _report(head.id, meanings[0]))
        read_at = log.read.get((head.id, event.key), at)
        yield Fact(read_at if read_at > at + AT_ONCE else at, _plan_by_it(head.id))
        for (until_at, _), meaning in zip(stood, meanings[1:], strict=True):
            yield Fact(max(at, until_at), _understand(head.id, meaning))


def routes(log: CustomerLog, head: Any) -> Iterator[Fact]:
    """What the route that a parcel is on said about it, and from when on."""
    stood = _stood(log, bygones.route_of(head.id))
    said = [*(from_json(facts) if facts else None for _, facts in stood), head.live]
    for at, live in zip([head.announced_at, *(until_at for until_at, _ in stood)], said, strict=True):
        yield Fact(max(at, head.announced_at), _ride(head.id, live))


def _as_filed(log: CustomerLog, head: Any) -> list[tuple[datetime, TrackingEvent]]:
    """The events in the order in which they came to this number, with when they did."""
    came: list[tuple[datetime, TrackingEvent]] = []
    later: list[tuple[datetime, TrackingEvent]] = []
    for event in log.events[head.id]:
        stood = _stood(log, bygones.filing_of(head.merchant_id, head.tracking_number, event.key))
        (later if stood else came).append((stood[-1][0] if stood else event.received_at, event))
    for at, event in later:
        place = next((n for n, (came_at, _) in enumerate(came) if came_at > at), len(came))
        came.insert(place, (at, event))
    return came


def _known_at(at: datetime, number: int, said: Sequence[tuple[datetime, int]]) -> datetime:
    """When the event was there to be seen: what was said tells how many of them it knew. Between the moment one was
    received and the moment it was kept a message may have gone, or the other way round.
    """
    for said_at, heard in said:
        if number < heard:
            return min(at, said_at)
        at = max(at, said_at + JUST_AFTER)
    return at


def _stood(log: CustomerLog, about: str) -> Sequence[Stood]:
    return log.stood.get(about, ())


def _report(shipment_id: int, event: TrackingEvent) -> Learn:
    """It can be seen from now on."""

    def learn(known: Known) -> Concerned:
        known.parcels[shipment_id].events.append(event)
        return ()

    return learn


def _plan_by_it(shipment_id: int) -> Learn:
    def learn(known: Known) -> Concerned:
        return (shipment_id,)

    return learn


def _understand(shipment_id: int, event: TrackingEvent) -> Learn:
    def learn(known: Known) -> Concerned:
        parcel = known.parcels[shipment_id]
        parcel.events = [event if one.key == event.key else one for one in parcel.events]
        return (shipment_id,)

    return learn


def _ride(shipment_id: int, live: Any) -> Learn:
    def learn(known: Known) -> Concerned:
        known.parcels[shipment_id].head.live = live
        return (shipment_id,)

    return learn
