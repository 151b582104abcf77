"""eHub: `shipment_tracking`, a batch of scans of any number of parcels, newest first."""

from collections.abc import Mapping
from typing import Any

from carriers.contract import Ignored, Reading, Reception, Report, Unreadable
from carriers.dialect import Dialect, unreadable
from carriers.ehub.statuses import CODES
from carriers.keys import body_key
from carriers.meaning import UNMAPPED, StatusTable
from carriers.parcels import Item, Parcel
from carriers.reading import entries, fields, place, text, too_many, tracking_number, word
from carriers.signatures import Scheme, Signature
from carriers.times import moment
from carriers.words import refined_by_words
from domain.events import Raw


def read(document: object, body: bytes, reception: Reception) -> Reading:
    posted = fields(document)
    kind = text(posted.get("subscription_type"))
    if kind is None:
        return unreadable(body, "`subscription_type` is missing: this is no eHub webhook")
    if kind != "shipment_tracking":
        return Reading(body_key(body), (Ignored(f"{kind} is not about a parcel on its way"),))
    scans = entries(posted.get("payload"))
    if refusal := too_many(scans):
        return Reading(body_key(body), (refusal,))
    return Reading(
        body_key(body), tuple(_scan(position, fields(scan), reception) for position, scan in enumerate(scans))
    )


def _scan(position: int, scan: Mapping[str, Any], reception: Reception) -> Item:
    number, at = tracking_number(scan.get("tracking_number")), moment(scan.get("event_timestamp"), reception.zone)
    if number is None:
        return Unreadable(f"`payload[{position}].tracking_number` is missing")
    if at is None:
        return Unreadable(f"`payload[{position}].event_timestamp` holds no time")
    code, words = text(scan.get("code"), 20), text(scan.get("description"))
    parcel = Parcel(number, word(scan.get("parcel_id")) or number, reception)
    return Report(
        (
            parcel.event(
                CODES.get(code or "") or refined_by_words(UNMAPPED, words),
                at,
                Raw(code, text(scan.get("secondary_code"), 20)),
                # Ids do not follow time, but they do name the fact.
                key=word(scan.get("tracking_event_id")),
                place=place(scan.get("city"), scan.get("state"), scan.get("postal_code"), scan.get("country")),
                text=words,
            ),
        )
    )


ADAPTER = Dialect(
    name="ehub",
    title="eHub",
    signature=Signature(Scheme.URL_TOKEN, weak="No signature of eHub was seen: whoever learns the address can post."),
    reader=read,
    tables=(StatusTable("status", CODES),),
    pages_read_on="2026-11-29",
    setup="Subscribe the address, with its token, to eHub's `shipment_tracking`.",
    max_body_bytes=1024 * 1024,
)
