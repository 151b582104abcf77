"""Easyship: a status without time, history or estimate."""

from carriers.contract import Ignored, Reading, Reception, Report, Unreadable
from carriers.dialect import Dialect, unreadable
from carriers.easyship.statuses import STATUSES
from carriers.keys import body_key
from carriers.meaning import UNMAPPED, StatusTable
from carriers.parcels import Parcel
from carriers.reading import fields, first, text, tracking_number, word
from carriers.signatures import Scheme, Signature
from carriers.words import refined_by_words
from domain.events import Raw

_KINDS = frozenset({"shipment.tracking.status.changed", "shipment.tracking.checkpoints.created"})
"""Of new checkpoints only the status beside them is read: what a checkpoint looks like was not seen."""


def read(document: object, body: bytes, reception: Reception) -> Reading:
    posted = fields(document)
    kind = text(posted.get("event_type"))
    if kind is None:
        return unreadable(body, "`event_type` is missing: this is no Easyship webhook")
    if kind not in _KINDS:
        return Reading(body_key(body), (Ignored(f"{kind} is not about a parcel on its way"),))
    # The envelope's key changed between versions.
    told = fields(posted.get("tracking_status")) or fields(posted.get("data"))
    object_id = word(told.get("easyship_shipment_id")) or word(posted.get("resource_id"))
    number = first(map(tracking_number, (told.get("tracking_number"), object_id)))
    if number is None:
        return Reading(body_key(body), (Unreadable("`tracking_status.tracking_number` is missing"),))
    status = text(told.get("status"), 60)
    meaning = STATUSES.get(status or "") or refined_by_words(UNMAPPED, status)
    parcel = Parcel(number, object_id or number, reception)
    return Reading(body_key(body), (Report((parcel.event(meaning, None, Raw(status), text=status),)),))


ADAPTER = Dialect(
    name="easyship",
    title="Easyship",
    signature=Signature(
        Scheme.URL_TOKEN,
        weak="Easyship sends `X-Easyship-Signature`, but how it is made was not seen: the address is the secret.",
    ),
    reader=read,
    tables=(StatusTable("status", STATUSES),),
    pages_read_on="2026-11-29",
    setup="Add the address, with its token, among Easyship's webhooks, for `shipment.tracking.status.changed`.",
)
