"""Vans as they stand: a route's rows become the van that drives it, with what it has left and what it has promised."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from domain.localtime import zone
from domain.routes.driven import from_speeds
from domain.routes.given import Place, place_of
from domain.routes.positions import Position
from domain.routes.van import Left, Van
from store import riding, routes, vehicles

Stops = tuple[Any, ...]
"""Rows of the stops a van has left, in order."""


def load(
    tx: Connection, rows: Sequence[Any], now: datetime, without: tuple[int, str] | None = None
) -> list[tuple[Van, Stops]]:
    """The vans of these routes, each with its stops left. `without` leaves a parcel (merchant, number) out."""
    ids = [row.id for row in rows]
    if not ids:
        return []
    stops, parcels = routes.stops_of(tx, ids), riding.shipments_on(tx, ids)
    seen = vehicles.places(tx, {row.merchant_id for row in rows}, {row.vehicle for row in rows})
    found = []
    for row in rows:
        left = [s for s in stops[row.id] if s.done_at is None and (s.merchant_id, s.tracking_number) != without]
        done = [s for s in stops[row.id] if s.done_at is not None]
        last = max(done, key=lambda s: s.done_at, default=None)
        position = seen.get((row.merchant_id, row.vehicle))
        found.append((_van(row, left, last, position, parcels, now), tuple(left)))
    return found


def _van(
    row: Any, left: Sequence[Any], last: Any, seen: Position | None, parcels: Mapping[int, Any], now: datetime
) -> Van:
    place: Place | None = (row.start[0], row.start[1])
    if last is not None:
        place = _place(last, parcels)
    if seen is not None and now > row.starts_at and seen.at > (last.done_at if last is not None else row.starts_at):
        place = seen.place
    return Van(
        free_at=max(now, row.starts_at),
        place=place,
        ends_at=row.ends_at,
        end=(row.end[0], row.end[1]),
        left=tuple(_left(stop, parcels, n, left) for n, stop in enumerate(left)),
        speeds=from_speeds(row.speeds, row.road),
        zone=zone(row.zone),
    )


def _left(stop: Any, parcels: Mapping[int, Any], number: int, left: Sequence[Any]) -> Left:
    """What was agreed with the dispatcher, and what the customer was told: both have to hold."""
    parcel = parcels.get(stop.id)
    opens_at, closes_at = stop.opens_at, stop.closes_at
    if parcel is not None and parcel.promised_to is not None:
        opens_at = max(opens_at or parcel.promised_from, parcel.promised_from)
        closes_at = min(closes_at or parcel.promised_to, parcel.promised_to)
    follows = number > 0 and left[number - 1].position == stop.position - 1
    return Left(
        _place(stop, parcels), stop.service_s, opens_at, closes_at, stop.eta_at, stop.leg_s if follows else None
    )


def _place(stop: Any, parcels: Mapping[int, Any]) -> Place | None:
    if stop.latitude is not None:
        return stop.latitude, stop.longitude
    parcel = parcels.get(stop.id)
    return place_of(parcel.address) if parcel is not None else None
