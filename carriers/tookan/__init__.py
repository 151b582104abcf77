"""Tookan: the job as it stands, every field possibly text."""

from collections.abc import Mapping
from datetime import timedelta, timezone, tzinfo
from typing import Any

from carriers.contract import Reading, Reception, Report, Unreadable
from carriers.dialect import Dialect
from carriers.keys import body_key
from carriers.meaning import UNMAPPED, StatusTable
from carriers.parcels import Item, Parcel
from carriers.reading import fields, first, text, tracking_number, word
from carriers.signatures import Scheme, Signature
from carriers.times import Moment, estimate, moment
from carriers.tookan.statuses import STATUSES, TIME_FIELDS
from domain.axes import FINAL, Direction, ZoneSource
from domain.events import Raw


def read(document: object, body: bytes, reception: Reception) -> Reading:
    return Reading(body_key(body), (_job(fields(document), reception),))


def _job(job: Mapping[str, Any], reception: Reception) -> Item:
    number = first(map(tracking_number, (job.get("order_id"), job.get("job_id"))))
    if number is None:
        return Unreadable("`order_id` and `job_id` are missing: this is no Tookan job")
    status = word(job.get("job_status"))
    if status is None:
        return Unreadable("`job_status` is missing")
    # 0 is a pickup, 1 a delivery: a completed pickup is a parcel collected.
    is_pickup = word(job.get("job_type")) == "0"
    meaning = STATUSES.get(status, UNMAPPED)
    direction = Direction.PICKUP if is_pickup else Direction.DELIVERY
    parcel = Parcel(number, word(job.get("job_id")) or number, reception, None, direction)
    eta = None if is_pickup or meaning.milestone in FINAL else estimate(job.get("job_time_utc"), reception.zone)
    raw = Raw(status, text(job.get("job_state"), 60))
    return Report(
        (
            parcel.event(
                meaning.at_pickup() if is_pickup else meaning, _occurred(status, job, reception.zone), raw, eta=eta
            ),
        )
    )


def _occurred(status: str, job: Mapping[str, Any], zone: tzinfo | None) -> Moment | None:
    """Local time without a zone; the body's own `timezone` (minutes, as JavaScript has it: -330 is UTC+5:30) counts."""
    field, own = TIME_FIELDS.get(status), _own_zone(job)
    found = moment(job.get(field), own or zone) if field else None
    return Moment(found.at, ZoneSource.PAIRED, found.written) if found and own else found


def _own_zone(job: Mapping[str, Any]) -> tzinfo | None:
    written = word(job.get("timezone")) or ""
    digits = written.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 3):
        return None
    return timezone(-timedelta(minutes=int(written)))


ADAPTER = Dialect(
    name="tookan",
    title="Tookan",
    signature=Signature(
        Scheme.BODY_SECRET,
        field="tookan_shared_secret",
        weak="Tookan writes the secret into every body and signs nothing: whoever sees one delivery can post.",
    ),
    reader=read,
    tables=(StatusTable("status", STATUSES),),
    pages_read_on="2026-11-22",
    setup="Enter the address among Tookan's notifications, and this secret as the shared secret.",
)
