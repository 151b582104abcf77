"""Slots: a 3PL publishes the windows it can deliver in, and a customer is offered the ones that fit."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection

from domain.reschedules import RESCHEDULE, hindrance
from domain.slots import BadSlot, Parcel, Slot, SlotGiven, check, choose, serves
from domain.talk.situation import SlotView
from flows.changes.room import CHECKS, Room
from store import slots as store

OFFERED = 3
MAX_PUBLISHED = 5_000
"""Slots in one publication."""


def publish(tx: Connection, merchant_id: int, slots: Sequence[SlotGiven], now: datetime) -> int:
    """Adds slots or changes them, all or none; returns how many of them can still be asked for.

    Raises BadSlot, which names the slot: it cannot be, it would have fewer places than are taken, or its window or
    zone would change under customers who have a place in it.
    """
    if len(slots) > MAX_PUBLISHED:
        raise BadSlot(slots[MAX_PUBLISHED].id, f"at most {MAX_PUBLISHED} slots can be published at once")
    check(slots)
    accepted = store.publish(tx, merchant_id, slots)
    for slot in slots:
        if slot.id not in accepted:
            raise BadSlot(slot.id, _why_not(slot, store.taken(tx, merchant_id, slot.id)))
    return sum(slot.cutoff_at > now and slot.capacity > 0 for slot in slots)


def _why_not(slot: SlotGiven, taken: int) -> str:
    if slot.capacity < taken:
        return f"{taken} of its places are taken, so its capacity cannot be {slot.capacity}"
    return f"{taken} of its places are taken, so its window and zone cannot change; publish a slot with another id"


def offered(
    tx: Connection, shipment_ids: Collection[int], now: datetime, limit: int = OFFERED
) -> dict[int, tuple[SlotView, ...]]:
    """What each of these shipments may be offered, by time; three statements, however many there are.

    Where routes are known, only what a van can take (`flows/room.py`). A shipment that is unknown, may not be
    rescheduled, or is beyond it, is offered nothing.
    """
    parcels = store.parcels(tx, shipment_ids)
    askable = [p for p in parcels.values() if hindrance(RESCHEDULE, p.allow, p.milestone) is None]
    found = store.available(tx, askable, now)
    offers: dict[int, tuple[SlotView, ...]] = dict.fromkeys(shipment_ids, ())
    room = Room(tx, askable, found, now)
    for parcel in askable:
        chosen = _with_room(room, parcel, [slot for slot in found if serves(slot, parcel)], limit)
        offers[parcel.shipment_id] = tuple(SlotView(s.external_id, s.window(parcel.zone)) for s in chosen)
    return offers


def _with_room(room: Room, parcel: Parcel, fitting: list[Slot], limit: int) -> tuple[Slot, ...]:
    """The slots that would be offered, and in place of those that no van can take, the next ones."""
    taken = {slot.id: True for slot in fitting if not room.is_bounded(parcel, slot)}
    unbounded = len(taken)
    while True:
        chosen = choose([slot for slot in fitting if taken.get(slot.id, True)], parcel, limit)
        fresh = [slot for slot in chosen if slot.id not in taken][: CHECKS + unbounded - len(taken)]
        if not fresh:
            return tuple(slot for slot in chosen if taken.get(slot.id))
        taken |= {slot.id: room.takes(parcel, slot) for slot in fresh}
