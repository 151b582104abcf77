"""Shipday: order events."""

from collections.abc import Mapping
from typing import Any

from carriers.contract import Reading, Reception, Report, Unreadable
from carriers.dialect import Dialect, unreadable
from carriers.keys import body_key
from carriers.meaning import UNMAPPED, StatusTable
from carriers.parcels import Item, Parcel
from carriers.reading import fields, text, tracking_number, word
from carriers.shipday.statuses import EVENTS
from carriers.signatures import Scheme, Signature
from carriers.times import epoch_millis
from domain.events import Raw


def read(document: object, body: bytes, reception: Reception) -> Reading:
    posted = fields(document)
    if text(posted.get("event")) is None:
        return unreadable(body, "`event` is missing: this is no Shipday webhook")
    return Reading(body_key(body), (_order(posted, reception),))


def _order(posted: Mapping[str, Any], reception: Reception) -> Item:
    order = fields(posted.get("order"))
    number = tracking_number(order.get("order_number")) or tracking_number(order.get("id"))
    if number is None:
        return Unreadable("`order.order_number` is missing")
    kind, status = text(posted.get("event"), 60), text(posted.get("order_status"), 60)
    parcel = Parcel(number, word(order.get("id")) or number, reception)
    at = epoch_millis(posted.get("timestamp"))
    return Report((parcel.event(EVENTS.get(kind or "", UNMAPPED), at, Raw(kind, status)),))


ADAPTER = Dialect(
    name="shipday",
    title="Shipday",
    signature=Signature(
        Scheme.URL_TOKEN, weak="Shipday signs nothing that was seen: whoever learns the address can post."
    ),
    reader=read,
    tables=(StatusTable("status", EVENTS),),
    pages_read_on="2026-11-22",
    setup="Enter the address, with its token, as Shipday's webhook.",
)
