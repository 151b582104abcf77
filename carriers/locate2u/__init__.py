"""Locate2u: changes of a stop or shipment, in bodies that name neither their event nor themselves."""

from collections.abc import Mapping
from typing import Any

from carriers.contract import Ignored, Reading, Reception, Report, Unreadable
from carriers.dialect import Dialect
from carriers.keys import body_key
from carriers.locate2u.statuses import ASSIGNED, STATUSES
from carriers.meaning import UNMAPPED, StatusTable
from carriers.parcels import Parcel
from carriers.reading import fields, first, text, tracking_number, word
from carriers.signatures import Scheme, Signature
from carriers.times import moment
from domain.axes import Direction
from domain.events import Raw


def read(document: object, body: bytes, reception: Reception) -> Reading:
    return Reading(body_key(body), (_stop(fields(document), reception),))


def _stop(stop: Mapping[str, Any], reception: Reception) -> Report | Ignored | Unreadable:
    given = (stop.get("sourceReference"), stop.get("stopRef"), stop.get("stopId"), stop.get("shipmentId"))
    number = first(map(tracking_number, given))
    if number is None:
        return Unreadable("`stopRef` and `stopId` are missing: this is no Locate2u stop")
    status = text(stop.get("newStatus"), 60)
    if status is None and not fields(stop.get("assignedTo")):
        return Ignored("a body without `newStatus` and without a driver says nothing about a parcel")
    at = moment(stop.get("actionDate"), reception.zone)
    if at is None:
        return Unreadable("`actionDate` holds no time")
    # The first half of a shipment is a stop of its own, whose reference ends in `-P`.
    is_pickup = (text(stop.get("stopRef")) or "").endswith("-P")
    direction = Direction.PICKUP if is_pickup else Direction.DELIVERY
    parcel = Parcel(number, word(stop.get("stopId")) or number, reception, None, direction)
    meaning = ASSIGNED if status is None else STATUSES.get(status, UNMAPPED)
    return Report(
        (parcel.event(meaning.at_pickup() if is_pickup else meaning, at, Raw(status, text(stop.get("oldStatus"), 60))),)
    )


ADAPTER = Dialect(
    name="locate2u",
    title="Locate2u",
    signature=Signature(
        Scheme.URL_TOKEN, weak="No signature of Locate2u was seen: whoever learns the address can post."
    ),
    reader=read,
    tables=(StatusTable("status", STATUSES),),
    pages_read_on="2026-11-22",
    setup="Enter the address, with its token, for each of Locate2u's events.",
)
