"""DHL Express: the answer of its own tracking API (MyDHL), which has other names than the unified one."""

from collections.abc import Mapping
from typing import Any

from carriers.contract import Reception
from carriers.meaning import UNMAPPED
from carriers.parcels import Item, Parcel, snapshot
from carriers.reading import entries, fields, place, text
from carriers.times import moment
from carriers.words import refined_by_words
from domain.events import Raw, TrackingEvent


def read_express(shipment: Mapping[str, Any], number: str, reception: Reception) -> tuple[Item, ...]:
    """Its type codes are not mapped: only sentences that leave no doubt are understood."""
    parcel = Parcel(number, f"express:{number}", reception, "DHL express")
    return snapshot(entries(shipment.get("events")), "events[].date", lambda scan: _scan(scan, parcel))


def _scan(scan: Mapping[str, Any], parcel: Parcel) -> TrackingEvent | None:
    day, hour = text(scan.get("date"), 10), text(scan.get("time"), 8)
    at = moment(f"{day}T{hour}" if hour else day, parcel.reception.zone)
    if at is None:
        return None
    words = text(scan.get("description"))
    areas = entries(scan.get("serviceArea"))
    where = place(fields(areas[0]).get("description")) if areas else None
    told = refined_by_words(UNMAPPED, words, (words or "").removeprefix("Shipment "))
    return parcel.event(told, at, Raw(None, None, text(scan.get("typeCode"), 20)), place=where, text=words)
