"""Sendcloud: `parcel_status_changed`, the parcel as it stands, without history or estimate."""

from collections.abc import Iterator, Mapping
from typing import Any

from carriers.contract import Ignored, Reading, Reception, Report, Unreadable
from carriers.dialect import Dialect, unreadable
from carriers.keys import body_key, digest_key
from carriers.meaning import UNMAPPED, Meaning, StatusTable
from carriers.parcels import Parcel
from carriers.reading import entries, fields, text, tracking_number, word
from carriers.sendcloud.client import POLLER
from carriers.sendcloud.statuses import MESSAGES, STATUSES
from carriers.signatures import Scheme, Signature
from carriers.times import Moment, epoch_millis
from domain.events import Raw


def read(document: object, body: bytes, reception: Reception) -> Reading:
    posted = fields(document)
    action = text(posted.get("action"))
    if action is None:
        return unreadable(body, "`action` is missing: this is no Sendcloud webhook")
    if action != "parcel_status_changed":
        return Reading(body_key(body), (Ignored(f"{action} is not about a parcel on its way"),))
    parcel = fields(posted.get("parcel"))
    status, stamp = fields(parcel.get("status")), posted.get("timestamp")
    key = digest_key(word(parcel.get("id")), word(status.get("id")), str(stamp)[:20], None)
    changed = epoch_millis(posted.get("carrier_status_change_timestamp")) or epoch_millis(stamp)
    return Reading(key, (_parcel(parcel, changed, reception),))


def read_poll(document: object, reception: Reception) -> Iterator[Report | Ignored | Unreadable]:
    """`GET /parcels/{id}`, or the list under `parcels`: says what is, not since when."""
    answer = fields(document)
    for parcel in entries(answer.get("parcels")) or [answer.get("parcel")]:
        yield _parcel(fields(parcel), None, reception)


def _parcel(parcel: Mapping[str, Any], changed: Moment | None, reception: Reception) -> Report | Ignored | Unreadable:
    status = fields(parcel.get("status"))
    number, message = tracking_number(parcel.get("tracking_number")), text(status.get("message"))
    if number is None:
        if parcel.get("tracking_number") == "":
            return Ignored(f"the parcel has no tracking number yet ({message or 'no status'})")
        return Unreadable("`parcel.tracking_number` is missing")
    raw = Raw(word(status.get("id")), message)
    carrier = text(fields(parcel.get("carrier")).get("code"), 60)
    known = Parcel(number, word(parcel.get("id")) or number, reception, carrier)
    return Report((known.event(_meaning(raw), changed, raw, text=message),))


def _meaning(raw: Raw) -> Meaning:
    return STATUSES.get(raw.status or "") or MESSAGES.get(raw.substatus or "") or UNMAPPED


ADAPTER = Dialect(
    name="sendcloud",
    title="Sendcloud",
    signature=Signature(Scheme.BODY_DIGEST, header="sendcloud-signature"),
    reader=read,
    poll_reader=read_poll,
    poller=POLLER,
    tables=(StatusTable("status", STATUSES), StatusTable("substatus", MESSAGES)),
    pages_read_on="2026-11-22",
    setup="Enter the address as the integration's webhook; its secret key, or its webhook signature key, belongs here.",
    secret_is_theirs=True,
)
