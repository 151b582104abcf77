"""Pickup points: a 3PL publishes them, and a customer who wants one is offered the nearest."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from domain.points import MAX_PUBLISHED, BadPoint, Point, PointGiven, check, nearest
from domain.talk import menus
from domain.talk.answer import Verb
from domain.talk.meaning import Meaning
from domain.talk.situation import Situation
from store import points as store

OFFERED = 3
_ASKS_FOR_ONE = frozenset({Verb.PICKUP_POINT, Verb.PICK_PARCEL, Verb.PROVE})


def publish(tx: Connection, merchant_id: int, points: Sequence[PointGiven]) -> int:
    """Adds points or changes them, all or none; returns how many of them are open. Raises BadPoint."""
    if len(points) > MAX_PUBLISHED:
        raise BadPoint(points[MAX_PUBLISHED].id, f"at most {MAX_PUBLISHED} points can be published at once")
    check(points)
    store.publish(tx, merchant_id, points)
    return sum(point.open for point in points)


def with_points(tx: Connection, meaning: Meaning, situation: Situation) -> Situation:
    """The situation with the nearest points to each door, where this turn may ask for one."""
    asked = situation.asked.verb if situation.asked else None
    taken = situation.taken.action.verb if situation.taken else None
    if not situation.is_known or _ASKS_FOR_ONE.isdisjoint((meaning.verb, asked, taken)):
        return situation
    parcels = tuple(
        replace(p, points=near(tx, p.shipment_id)) if menus.may(Verb.PICKUP_POINT, p) else p for p in situation.parcels
    )
    return replace(situation, parcels=parcels)


def near(tx: Connection, shipment_id: int, limit: int = OFFERED) -> tuple[Point, ...]:
    """The nearest open points; without coordinates those under the same postcode."""
    found = store.door_of(tx, shipment_id)
    if found is None:
        return ()
    door = _place(found.address)
    if door is not None:
        return nearest(store.around(tx, found.merchant_id, *door), door, limit)
    postcode = found.address.get("postcode")
    return nearest(store.in_postcode(tx, found.merchant_id, str(postcode)), None, limit) if postcode else ()


def _place(address: Mapping[str, object]) -> tuple[float, float] | None:
    latitude, longitude = address.get("latitude"), address.get("longitude")
    if isinstance(latitude, int | float) and isinstance(longitude, int | float):
        return float(latitude), float(longitude)
    return None
