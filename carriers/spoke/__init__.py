"""Spoke (Circuit): events about a stop, each with the whole stop."""

from collections.abc import Iterator, Mapping
from typing import Any

from carriers.contract import Ignored, Reading, Reception, Report, Unreadable
from carriers.dialect import Dialect, unreadable
from carriers.keys import body_key, digest_key
from carriers.meaning import UNMAPPED, Meaning, StatusTable
from carriers.parcels import Item, Parcel
from carriers.reading import entries, fields, first, text, tracking_number, word
from carriers.signatures import Scheme, Signature
from carriers.spoke.statuses import STATES, TYPES
from carriers.times import Moment, epoch_millis, epoch_seconds, instant, span
from domain.axes import FINAL, Direction, Milestone
from domain.events import Estimate, Raw


def read(document: object, body: bytes, reception: Reception) -> Reading:
    posted = fields(document)
    kind = text(posted.get("type"), 60)
    if kind is None:
        return unreadable(body, "`type` is missing: this is no Spoke webhook")
    if kind not in TYPES:
        return Reading(body_key(body), (Ignored(f"{kind} is not about a parcel on its way"),))
    return Reading(body_key(body), (_stop(kind, fields(posted.get("data")), posted.get("created"), reception),))


def read_poll(document: object, reception: Reception) -> Iterator[Item]:
    """`GET /stops/{id}` and `GET /plans/{id}/stops`: what came of a stop."""
    answer = fields(document)
    for stop in entries(answer.get("stops")) or [answer]:
        yield _stop("stop.attempted_delivery", fields(stop), None, reception)


def _stop(kind: str, stop: Mapping[str, Any], created: object, reception: Reception) -> Item:
    number = _number(stop)
    if number is None:
        return Unreadable("`data.id` is missing")
    outcome = fields(stop.get("deliveryInfo"))
    state = text(outcome.get("state"), 60)
    is_pickup = stop.get("activity") == "pickup"
    told = _meaning(kind, state, outcome)
    meaning = told.at_pickup() if is_pickup else told
    at = _occurred(kind, outcome, created)
    eta = None if meaning.milestone in FINAL else _estimate(fields(stop.get("eta")))
    direction = Direction.PICKUP if is_pickup else Direction.DELIVERY
    parcel = Parcel(number, word(stop.get("id")) or number, reception, None, direction)
    key = digest_key(parcel.object_id, kind, state, at.written if at else None, eta)
    return Report((parcel.event(meaning, at, Raw(kind, state), key=key, eta=eta),))


def _number(stop: Mapping[str, Any]) -> str | None:
    """The shop's own number before Spoke's id of the stop, which changes when a stop is made anew."""
    order, recipient = fields(stop.get("orderInfo")), fields(stop.get("recipient"))
    barcodes = entries(stop.get("barcodes"))
    given = (order.get("sellerOrderId"), recipient.get("externalId"), barcodes[0] if barcodes else None, stop.get("id"))
    return first(map(tracking_number, given))


def _meaning(kind: str, state: str | None, outcome: Mapping[str, Any]) -> Meaning:
    meaning = TYPES[kind]
    if meaning.milestone is not Milestone.UNKNOWN or state is None:
        return meaning
    known = STATES.get(state, UNMAPPED)
    # `succeeded` and `state` are read together: a "delivered" state without success is not believed.
    if known.milestone is Milestone.DELIVERED and outcome.get("succeeded") is False:
        return UNMAPPED
    return known


def _occurred(kind: str, outcome: Mapping[str, Any], created: object) -> Moment | None:
    if kind == "stop.attempted_delivery":
        attempted = outcome.get("attemptedAt")
        return epoch_seconds(attempted) or epoch_millis(attempted) or epoch_millis(created)
    return epoch_millis(created)


def _estimate(eta: Mapping[str, Any]) -> Estimate | None:
    """Seconds, although `created` beside it is milliseconds."""
    low, high = epoch_seconds(eta.get("estimatedEarliestArrivalAt")), epoch_seconds(eta.get("estimatedLatestArrivalAt"))
    return span(low, high) if low and high else instant(epoch_seconds(eta.get("estimatedArrivalAt")))


ADAPTER = Dialect(
    name="spoke",
    title="Spoke (Circuit)",
    signature=Signature(
        Scheme.URL_TOKEN,
        weak="Spoke signs (`spoke-signature`), but how was not seen, so it is not checked: the address is the secret.",
    ),
    reader=read,
    poll_reader=read_poll,
    tables=(StatusTable("status", TYPES), StatusTable("substatus", STATES)),
    pages_read_on="2026-11-22",
    setup="Register the address, with its token, as a webhook in Spoke.",
)
