"""DHL Express: the answer of its own tracking API (MyDHL), which has other names than the unified one."""

from collections.abc import Mapping
from typing import Any

from carriers.contract import Reception
from carriers.dhl.statuses import CODES
from carriers.meaning import UNMAPPED
from carriers.parcels import Item, Parcel, snapshot
from carriers.reading import entries, fields, place, text
from carriers.times import estimate, moment
from carriers.words import refined_by_words
from domain.axes import FINAL
from domain.events import Raw, TrackingEvent


def read_express(shipment: Mapping[str, Any], number: str, reception: Reception) -> tuple[Item, ...]:
    """Its type codes, refined by sentences that leave no doubt."""
    parcel = Parcel(number, f"express:{number}", reception, "DHL express")
    return snapshot(
        entries(shipment.get("events")),
        "events[].date",
        lambda scan: _scan(scan, parcel),
        lambda newest: _expected(shipment, parcel, newest),
    )


def _expected(shipment: Mapping[str, Any], parcel: Parcel, newest: TrackingEvent | None) -> TrackingEvent | None:
    if newest is not None and newest.milestone in FINAL:
        return None
    given = shipment.get("estimatedTimeOfDelivery") or shipment.get("estimatedDeliveryDate")
    eta = estimate(given, parcel.reception.zone)
    return parcel.own_word(UNMAPPED, None, Raw(), newest, eta=eta) if eta else None


def _scan(scan: Mapping[str, Any], parcel: Parcel) -> TrackingEvent | None:
    day, hour = text(scan.get("date"), 10), text(scan.get("time"), 8)
    at = moment(f"{day}T{hour}" if hour else day, parcel.reception.zone)
    if at is None:
        return None
    words = text(scan.get("description"))
    areas = entries(scan.get("serviceArea"))
    where = place(fields(areas[0]).get("description")) if areas else None
    code = text(scan.get("typeCode"), 20)
    told = refined_by_words(CODES.get(code or "", UNMAPPED), words)
    return parcel.event(told, at, Raw(None, None, code), place=where, text=words)
