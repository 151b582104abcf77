"""What is summed: one statement for each measure of a period, by merchant, carrier and lane. Rows are `Measured`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Float, String, and_, case, cast, exists, func, literal, or_, select
from sqlalchemy.sql.elements import ColumnElement

from store.analytics.seconds import seconds_between
from store.tables import (
    ChangeRequest,
    Consent,
    Conversation,
    Customer,
    InquiryRow,
    JourneyRow,
    Message,
    OverrideRow,
    PromiseRow,
    PromiseVerdict,
    Rating,
    Shipment,
)
from store.writing import table_of

_SHIPMENT, _PROMISE, _VERDICT = table_of(Shipment), table_of(PromiseRow), table_of(PromiseVerdict)
_JOURNEY, _INQUIRY, _MESSAGE = table_of(JourneyRow), table_of(InquiryRow), table_of(Message)
_OVERRIDE, _CHANGE, _RATING = table_of(OverrideRow), table_of(ChangeRequest), table_of(Rating)
_CONSENT, _CUSTOMER, _CONVERSATION = table_of(Consent), table_of(Customer), table_of(Conversation)

DAY_S = 86_400.0
SENT = ("sent", "reached", "unsure")


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included; `begin` and `end` are the instants of those days in UTC."""

    first: date
    last: date
    begin: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Measured:
    """One sum of a period, of one merchant's parcels with one carrier on one lane."""

    merchant_id: int
    carrier: str
    lane: str
    measure: str
    split: str
    count: int
    amount: float


def measured(tx: Connection, period: Period) -> Iterator[Measured]:
    """Everything that is summed of this period, but for what is warned and asked (`warnings`, `arms`)."""
    for measure, statement in _statements(period).items():
        for row in tx.execute(statement):
            yield Measured(row[0] or 0, row[1] or "", row[2] or "", measure, row[3] or "", row[4], float(row[5] or 0))


_WHOSE = (_SHIPMENT.c.merchant_id, _SHIPMENT.c.carrier, func.coalesce(_SHIPMENT.c.lane, ""))
_NO_LANE = literal("")


def _statements(period: Period) -> dict[str, Any]:
    return {
        "promise.first": _promises(period, _PROMISE.c.number == 1),
        "promise.last": _promises(period, ~_told_later()),
        "calibration": _calibration(period),
        "width": _widths(period),
        "journey": _journeys(period),
        "failure": _failures(period),
        "message": _messages(period),
        "correction": _corrections(period),
        "inquiry": _inquiries(period),
        "reschedule": _reschedules(period),
        "rating": _ratings(period),
        "opt_out": _opt_outs(period),
    }


def _due(period: Period) -> ColumnElement[bool]:
    return _PROMISE.c.on.between(period.first.isoformat(), period.last.isoformat())


def _judged(*columns: Any) -> Any:
    """Promises with whose they are and what came of them."""
    joined = select(*_WHOSE, *columns).join(_SHIPMENT, _SHIPMENT.c.id == _PROMISE.c.shipment_id)
    return joined.outerjoin(_VERDICT, _VERDICT.c.promise_id == _PROMISE.c.id)


_FATE = func.coalesce(_VERDICT.c.verdict, "open")
_WITH_WARNING = _FATE + case((_VERDICT.c.warned_at.is_not(None), "+warned"), else_="")


def _told_later() -> Any:
    later = _PROMISE.alias("later")
    return exists().where(later.c.shipment_id == _PROMISE.c.shipment_id, later.c.number == _PROMISE.c.number + 1)


def _promises(period: Period, which: Any) -> Any:
    found = _judged(_WITH_WARNING.label("split"), func.count(), literal(0.0)).where(_due(period), which)
    return found.group_by(*_WHOSE, "split")


def _calibration(period: Period) -> Any:
    chance = func.coalesce(cast(_PROMISE.c.chance, String), "")
    source, stage = func.coalesce(_PROMISE.c.source, "estimate"), func.coalesce(_PROMISE.c.stage, "unknown")
    split = (source + "/" + stage + "/" + chance + "/" + _FATE).label("split")
    return _judged(split, func.count(), literal(0.0)).where(_due(period)).group_by(*_WHOSE, "split")


def _widths(period: Period) -> Any:
    seconds = case(
        (or_(_PROMISE.c.from_at.is_(None), _PROMISE.c.to_at.is_(None)), DAY_S),
        else_=seconds_between(_PROMISE.c.from_at, _PROMISE.c.to_at),
    )
    hours = cast(seconds, Float) / 3600
    steps = [(hours <= edge, f"{edge:02d}h") for edge in (1, 2, 3, 4, 6, 12)]
    split = case(*steps, else_="day").label("split")
    has_begin = or_(_PROMISE.c.from_at.is_not(None), _PROMISE.c.to_at.is_(None))  # a last day alone has no length
    return _judged(split, func.count(), func.sum(seconds)).where(_due(period), has_begin).group_by(*_WHOSE, "split")


_OWN = (_JOURNEY.c.merchant_id, _JOURNEY.c.carrier, _JOURNEY.c.lane)


def _ended(period: Period) -> ColumnElement[bool]:
    return _JOURNEY.c.ended_on.between(period.first.isoformat(), period.last.isoformat())


def _journeys(period: Period) -> Any:
    split = (_JOURNEY.c.state + case((_JOURNEY.c.attempts > 0, "+tried"), else_="")).label("split")
    return select(*_OWN, split, func.count(), literal(0.0)).where(_ended(period)).group_by(*_OWN, "split")


def _failures(period: Period) -> Any:
    split = func.coalesce(_JOURNEY.c.reason, "unknown").label("split")
    found = select(*_OWN, split, func.count(), func.sum(_JOURNEY.c.attempts))
    return found.where(_ended(period), _JOURNEY.c.attempts > 0).group_by(*_OWN, "split")


def _messages(period: Period) -> Any:
    whose = (func.coalesce(_SHIPMENT.c.merchant_id, _CONVERSATION.c.merchant_id), *_WHOSE[1:])
    split = (_MESSAGE.c.channel + "/" + _MESSAGE.c.name).label("split")
    found = select(*whose, split, func.count(), func.sum(_MESSAGE.c.units))
    found = found.join(_CONVERSATION, _CONVERSATION.c.id == _MESSAGE.c.conversation_id)
    found = found.outerjoin(_SHIPMENT, _SHIPMENT.c.id == _MESSAGE.c.shipment_id)
    mine = and_(_MESSAGE.c.direction == "out", _MESSAGE.c.state.in_(SENT))
    return found.where(_within(_MESSAGE.c.created_at, period), mine).group_by(*whose, "split")


def _corrections(period: Period) -> Any:
    found = select(*_WHOSE, literal(""), func.count(), literal(0.0)).where(_OVERRIDE.c.kind == "correction")
    found = found.join(_SHIPMENT, _SHIPMENT.c.id == _OVERRIDE.c.shipment_id)
    return found.where(_within(_OVERRIDE.c.at, period)).group_by(*_WHOSE)


def _inquiries(period: Period) -> Any:
    whose = (func.coalesce(_SHIPMENT.c.merchant_id, _CUSTOMER.c.merchant_id), *_WHOSE[1:])
    split = (_INQUIRY.c.channel + "/" + _INQUIRY.c.outcome).label("split")
    found = select(*whose, split, func.count(), literal(0.0))
    found = found.join(_CUSTOMER, _CUSTOMER.c.id == _INQUIRY.c.customer_id)
    found = found.outerjoin(_SHIPMENT, _SHIPMENT.c.id == _INQUIRY.c.shipment_id)
    on = _INQUIRY.c.on.between(period.first.isoformat(), period.last.isoformat())
    return found.where(on).group_by(*whose, "split")


def _reschedules(period: Period) -> Any:
    """A confirmed slot is judged by the promise of it."""
    promise = and_(
        _PROMISE.c.shipment_id == _CHANGE.c.shipment_id,
        _PROMISE.c.kind == "reschedule_confirmed",
        _PROMISE.c.from_at == _CHANGE.c.from_at,
    )
    judged = and_(_CHANGE.c.state == "confirmed", _VERDICT.c.verdict.is_not(None))
    split = (_CHANGE.c.state + case((judged, "+" + _VERDICT.c.verdict), else_="")).label("split")
    found = select(*_WHOSE, split, func.count(), literal(0.0)).where(_CHANGE.c.kind == "reschedule")
    found = found.join(_SHIPMENT, _SHIPMENT.c.id == _CHANGE.c.shipment_id)
    found = found.outerjoin(_PROMISE, promise).outerjoin(_VERDICT, _VERDICT.c.promise_id == _PROMISE.c.id)
    asked = _CHANGE.c.state.not_in(("held", "expired"))
    return found.where(_within(_CHANGE.c.asked_at, period), asked).group_by(*_WHOSE, "split")


def _ratings(period: Period) -> Any:
    """With the fate of the first window told: who was kept waiting rates differently."""
    first = and_(_PROMISE.c.shipment_id == _RATING.c.shipment_id, _PROMISE.c.number == 1)
    split = (cast(_RATING.c.score, String) + "/" + _WITH_WARNING).label("split")
    found = select(*_WHOSE, split, func.count(), literal(0.0))
    found = found.join(_SHIPMENT, _SHIPMENT.c.id == _RATING.c.shipment_id)
    found = found.outerjoin(_PROMISE, first).outerjoin(_VERDICT, _VERDICT.c.promise_id == _PROMISE.c.id)
    return found.where(_within(_RATING.c.at, period)).group_by(*_WHOSE, "split")


def _opt_outs(period: Period) -> Any:
    found = select(_CUSTOMER.c.merchant_id, _NO_LANE, _NO_LANE, _CONSENT.c.channel, func.count(), literal(0.0))
    found = found.join(_CUSTOMER, _CUSTOMER.c.id == _CONSENT.c.customer_id).where(_CONSENT.c.given.is_(False))
    return found.where(_within(_CONSENT.c.at, period)).group_by(_CUSTOMER.c.merchant_id, _CONSENT.c.channel)


def _within(column: Any, period: Period) -> ColumnElement[bool]:
    return and_(column >= period.begin, column < period.end)
