"""What is summed of single rows: how early customers were warned, and what the arms of a hold-out asked."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, tzinfo
from typing import Any

from sqlalchemy import Connection, and_, func, select

from domain.figures.intervals import PARTS
from domain.figures.metrics import lead_class
from domain.localtime import zone
from domain.windows import Window
from store.analytics.measuring import Measured, Period
from store.tables import InquiryRow, JourneyRow, Order, PromiseRow, PromiseVerdict, Shipment
from store.writing import table_of

_SHIPMENT, _ORDER, _PROMISE, _VERDICT = (table_of(t) for t in (Shipment, Order, PromiseRow, PromiseVerdict))
_JOURNEY, _INQUIRY = table_of(JourneyRow), table_of(InquiryRow)


def leads(tx: Connection, period: Period) -> Iterator[Measured]:
    """How long before the end of a window that broke its customer heard of it."""
    columns = (_SHIPMENT.c.merchant_id, _SHIPMENT.c.carrier, _SHIPMENT.c.lane, _ORDER.c.zone, _VERDICT.c.warned_at)
    found = (
        select(*columns, _PROMISE.c.on, _PROMISE.c.from_at, _PROMISE.c.to_at)
        .join(_SHIPMENT, _SHIPMENT.c.id == _PROMISE.c.shipment_id)
        .join(_ORDER, _ORDER.c.id == _SHIPMENT.c.order_id)
        .join(_VERDICT, _VERDICT.c.promise_id == _PROMISE.c.id)
        .where(
            _PROMISE.c.on.between(period.first.isoformat(), period.last.isoformat()),
            _PROMISE.c.number == 1,
            _VERDICT.c.verdict == "broken",
            _VERDICT.c.warned_at.is_not(None),
        )
    )
    for row in tx.execute(found):
        hours = (_end(row, zone(row.zone)) - row.warned_at).total_seconds() / 3600
        yield Measured(row.merchant_id, row.carrier, row.lane or "", "lead", lead_class(hours), 1, hours)


def _end(row: Any, tz: tzinfo) -> Any:
    return Window(date.fromisoformat(row.on), row.from_at, row.to_at).span(tz)[1]


def arms(tx: Connection, period: Period) -> Iterator[Measured]:
    """Sums over the customers of each arm whose parcels were delivered in the period."""
    asked = (
        select(_INQUIRY.c.shipment_id, func.count().label("contacts"))
        .join(_JOURNEY, _JOURNEY.c.shipment_id == _INQUIRY.c.shipment_id)
        .where(_drawn(period))
        .group_by(_INQUIRY.c.shipment_id)
        .subquery()
    )
    whose = (_JOURNEY.c.merchant_id, _JOURNEY.c.carrier, _JOURNEY.c.lane, _JOURNEY.c.arm)
    found = (
        select(*whose, func.count(), func.sum(func.coalesce(asked.c.contacts, 0)))
        .outerjoin(asked, asked.c.shipment_id == _JOURNEY.c.shipment_id)
        .where(_drawn(period))
        .group_by(*whose, _JOURNEY.c.customer_id)
    )
    sums: defaultdict[Any, list[float]] = defaultdict(lambda: [0.0] * len(PARTS))
    for merchant_id, carrier, lane, arm, parcels, contacts in tx.execute(found):
        p, c = float(parcels), float(contacts)
        here = sums[merchant_id, carrier, lane, arm]
        for n, more in enumerate((1.0, p, c, p * p, c * c, p * c)):
            here[n] += more
    for (merchant_id, carrier, lane, arm), parts in sums.items():
        for name, amount in zip(PARTS, parts, strict=True):
            yield Measured(merchant_id, carrier, lane, "arm", f"{arm}/{name}", 0, amount)


def _drawn(period: Period) -> Any:
    on = _JOURNEY.c.ended_on.between(period.first.isoformat(), period.last.isoformat())
    return and_(on, _JOURNEY.c.arm.is_not(None), _JOURNEY.c.state == "delivered")
