"""Room in vans: a slot is offered only if a van can take the parcel in it, wherever routes are known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from domain.routes.given import SERVICE_S, Place
from domain.routes.insertion import Fits
from domain.routes.tour import Tour
from domain.routes.van import Van, fits, tour_of
from domain.slots import Parcel, Slot
from flows.routes import vans
from store import covering

CHECKS = 16
"""Slots that are asked about for one parcel."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A route that can take the parcel: the stops it has left, and their order with the new one, which is last."""

    route: Any
    left: vans.Stops
    fits: Fits


class Room:
    """What is known of the vans of some parcels' merchants. Each van is prepared once, when it is first asked about."""

    def __init__(self, tx: Connection, parcels: Sequence[Parcel], slots: Sequence[Slot], now: datetime) -> None:
        self._tx, self._now = tx, now
        begin, end = min((s.from_at for s in slots), default=now), max((s.to_at for s in slots), default=now)
        self._routes = covering.shifts(tx, {p.merchant_id for p in parcels}, begin, end) if slots else []
        ids = [p.shipment_id for p in parcels]
        self._doors: dict[int, Place | None] = covering.doors(tx, ids) if self._routes else {}
        self._prepared: dict[tuple[int, str], tuple[Van, vans.Stops, Tour]] = {}

    def is_bounded(self, parcel: Parcel, slot: Slot) -> bool:
        """Whether a known route says how much it can take."""
        return self._doors.get(parcel.shipment_id) is not None and bool(self._covering(parcel, slot))

    def takes(self, parcel: Parcel, slot: Slot) -> bool:
        """Whether a van can, or nobody knows: no route covers it, or where the door is was never said."""
        covers = self._covering(parcel, slot)
        door = self._doors.get(parcel.shipment_id)
        return not covers or door is None or any(self._fits(row, parcel, slot, door) for row in covers)

    def place(self, parcel: Parcel, slot: Slot) -> Placed | None:
        """The route that takes it with the least extra driving."""
        door = self._doors.get(parcel.shipment_id)
        if door is None:
            return None
        found = [
            Placed(row, self._van(row, parcel)[1], answer)
            for row in self._covering(parcel, slot)
            if (answer := self._fits(row, parcel, slot, door)) is not None
        ]
        return min(found, key=lambda placed: placed.fits.extra_s, default=None)

    def _covering(self, parcel: Parcel, slot: Slot) -> list[Any]:
        """Routes that name one of its areas; where none does, those that name no area at all."""
        meets = [
            row
            for row in self._routes
            if row.merchant_id == parcel.merchant_id and row.starts_at < slot.to_at and row.ends_at > slot.from_at
        ]
        areas = {*parcel.areas, slot.zone} - {None}
        named = [row for row in meets if not areas.isdisjoint(row.areas)]
        return (named or [row for row in meets if not row.areas])[: covering.MOST]

    def _fits(self, row: Any, parcel: Parcel, slot: Slot, door: Place) -> Fits | None:
        van, _, tour = self._van(row, parcel)
        answer = fits(van, tour, door, SERVICE_S, slot.from_at, slot.to_at)
        return answer if isinstance(answer, Fits) else None

    def _van(self, row: Any, parcel: Parcel) -> tuple[Van, vans.Stops, Tour]:
        """The van without this parcel: where it rides on it already, it would only move."""
        key = row.id, parcel.tracking_number
        if key not in self._prepared:
            ((van, left),) = vans.load(self._tx, [row], self._now, (parcel.merchant_id, parcel.tracking_number))
            self._prepared[key] = van, left, tour_of(van)
        return self._prepared[key]
