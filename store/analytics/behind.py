"""The parcels behind a figure: which they are, on which day, and what is to be seen about them."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, String, and_, cast, exists, select

from store.analytics.sums import Scope
from store.tables import (
    ChangeRequest,
    InquiryRow,
    JourneyRow,
    Merchant,
    PromiseRow,
    PromiseVerdict,
    Rating,
    Shipment,
)
from store.writing import table_of

_SHIPMENT, _MERCHANT, _JOURNEY = table_of(Shipment), table_of(Merchant), table_of(JourneyRow)
_PROMISE, _VERDICT, _INQUIRY = table_of(PromiseRow), table_of(PromiseVerdict), table_of(InquiryRow)
_CHANGE, _RATING = table_of(ChangeRequest), table_of(Rating)


def parcels(tx: Connection, what: str, scope: Scope, skip: int, limit: int) -> list[Any]:
    """(id, tracking_number, merchant, carrier, lane, day, note) of the parcels behind `what`, the newest days first.

    `what` is one of BEHIND. The order is that of an index by day, so what is shown is all that is read.
    """
    day, note, joined, condition = BEHIND[what](scope)
    (led_by, _), *_ = joined
    columns = (_SHIPMENT.c.id, _SHIPMENT.c.tracking_number, _MERCHANT.c.title.label("merchant"), _SHIPMENT.c.carrier)
    found = select(*columns, _SHIPMENT.c.lane, day.label("day"), note.label("note")).select_from(_SHIPMENT)
    found = found.join(_MERCHANT, _MERCHANT.c.id == _SHIPMENT.c.merchant_id)
    for table, on in joined:
        found = found.join(table, on)
    found = found.where(condition, *_chosen(scope))
    newest = [day.desc(), *(key.desc() for key in led_by.primary_key.columns)]
    return list(tx.execute(found.order_by(*newest).offset(skip).limit(limit)))


_Way = tuple[Any, Any, list[tuple[Any, Any]], Any]
"""The day, the note, what is joined to the shipments, and the condition."""


def _chosen(scope: Scope) -> list[Any]:
    values = {"merchant_id": scope.merchant_id, "carrier": scope.carrier, "lane": scope.lane}
    return [_SHIPMENT.c[name] == value for name, value in values.items() if value is not None]


def _promised(condition: Any) -> Callable[[Scope], _Way]:
    """Parcels of which the first window told ended in the period."""

    def way(scope: Scope) -> _Way:
        joined = [
            (_PROMISE, and_(_PROMISE.c.shipment_id == _SHIPMENT.c.id, _PROMISE.c.number == 1)),
            (_VERDICT, _VERDICT.c.promise_id == _PROMISE.c.id),
        ]
        due = _PROMISE.c.on.between(scope.first.isoformat(), scope.last.isoformat())
        return _PROMISE.c.on, _VERDICT.c.verdict, joined, and_(due, condition)

    return way


def _journeyed(scope: Scope) -> _Way:
    ended = _JOURNEY.c.ended_on.between(scope.first.isoformat(), scope.last.isoformat())
    joined = [(_JOURNEY, _JOURNEY.c.shipment_id == _SHIPMENT.c.id)]
    return _JOURNEY.c.ended_on, _JOURNEY.c.reason, joined, and_(ended, _JOURNEY.c.attempts > 0)


def _asking(outcome: str | None) -> Callable[[Scope], _Way]:
    """Parcels somebody asked about."""

    def way(scope: Scope) -> _Way:
        on = _INQUIRY.c.on.between(scope.first.isoformat(), scope.last.isoformat())
        joined = [(_INQUIRY, _INQUIRY.c.shipment_id == _SHIPMENT.c.id)]
        wanted = and_(on, _INQUIRY.c.outcome != outcome) if outcome else on
        return _INQUIRY.c.on, _INQUIRY.c.outcome, joined, wanted

    return way


def _changed(condition: Any) -> Callable[[Scope], _Way]:
    """Parcels for which another slot was asked."""

    def way(scope: Scope) -> _Way:
        joined = [(_CHANGE, and_(_CHANGE.c.shipment_id == _SHIPMENT.c.id, _CHANGE.c.kind == "reschedule"))]
        return _CHANGE.c.asked_at, _CHANGE.c.state, joined, and_(_within(_CHANGE.c.asked_at, scope), condition)

    return way


def _rated(scope: Scope) -> _Way:
    joined = [(_RATING, _RATING.c.shipment_id == _SHIPMENT.c.id)]
    return _RATING.c.at, cast(_RATING.c.score, String), joined, and_(_within(_RATING.c.at, scope), _RATING.c.score < 4)


def _within(column: Any, scope: Scope) -> Any:
    begin, end = (datetime.combine(day, time(), UTC) for day in (scope.first, scope.last + timedelta(days=1)))
    return and_(column >= begin, column < end)


_WARNED = _VERDICT.c.warned_at.is_not(None)
_SLOT_MISSED = exists().where(
    _PROMISE.c.shipment_id == _CHANGE.c.shipment_id,
    _PROMISE.c.kind == "reschedule_confirmed",
    _PROMISE.c.from_at == _CHANGE.c.from_at,
    _VERDICT.c.promise_id == _PROMISE.c.id,
    _VERDICT.c.verdict.in_(("broken", "early")),
)
BEHIND: dict[str, Callable[[Scope], _Way]] = {
    "late": _promised(_VERDICT.c.verdict == "broken"),
    "early": _promised(_VERDICT.c.verdict == "early"),
    "silent_miss": _promised(and_(_VERDICT.c.verdict == "broken", ~_WARNED)),
    "false_alarm": _promised(and_(_VERDICT.c.verdict.in_(("kept", "early")), _WARNED)),
    "failed": _journeyed,
    "asked": _asking(None),
    "asked_again": _asking("answered"),
    "declined": _changed(_CHANGE.c.state.in_(("declined", "timed_out"))),
    "slot_missed": _changed(_SLOT_MISSED),
    "unhappy": _rated,
}
