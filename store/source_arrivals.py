"""What sources sent lately, as staff watch it arrive: deliveries, and the events first read in them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from store.among import among
from store.tables import Delivery, EventRow, Merchant, Source
from store.writing import table_of

_T, _EVENT, _SOURCE, _MERCHANT = (table_of(t) for t in (Delivery, EventRow, Source, Merchant))

LATEST = 50_000
"""Only so many of the newest deliveries are looked at: a source that is silent costs no walk through the table."""
EVENTS_SHOWN = 4
_EVENT_COLUMNS = (
    *(_EVENT.c.delivery_id, _EVENT.c.tracking_number, _EVENT.c.milestone, _EVENT.c.detail, _EVENT.c.reason),
    *(_EVENT.c.timeliness, _EVENT.c.direction, _EVENT.c.health, _EVENT.c.occurred_at, _EVENT.c.zone_source),
    *(_EVENT.c.eta_kind, _EVENT.c.eta_on, _EVENT.c.eta_from, _EVENT.c.eta_to),
    *(_EVENT.c.raw_status, _EVENT.c.raw_substatus, _EVENT.c.raw_code),
)


def source(tx: Connection, source_id: int) -> Any:
    """The source's row with its merchant's name, or None."""
    found = select(_SOURCE, _MERCHANT.c.name.label("merchant")).join(_MERCHANT).where(_SOURCE.c.id == source_id)
    return tx.execute(found).first()


def sources(tx: Connection) -> Sequence[Any]:
    """All sources, also those that staff closed, by name."""
    found = select(_SOURCE, _MERCHANT.c.name.label("merchant")).join(_MERCHANT).order_by(_SOURCE.c.name)
    return tx.execute(found).all()


def merchants(tx: Connection, limit: int = 500) -> list[str]:
    """Names, for a list to choose from."""
    return list(tx.scalars(select(_MERCHANT.c.name).order_by(_MERCHANT.c.name).limit(limit)))


def counts(tx: Connection) -> Mapping[int, Any]:
    """(deliveries, unreadable, last_at) of each source among the newest deliveries."""
    found = (
        select(
            _T.c.source_id,
            func.count().label("deliveries"),
            func.count().filter(_T.c.state == "unreadable").label("unreadable"),
            func.max(_T.c.received_at).label("last_at"),
        )
        .where(_recent(tx))
        .group_by(_T.c.source_id)
    )
    return {row.source_id: row for row in tx.execute(found)}


def latest(tx: Connection, source_id: int, limit: int) -> Sequence[Any]:
    """(id, received_at, state, why, headers) of its newest deliveries, the newest first."""
    found = select(_T.c.id, _T.c.received_at, _T.c.state, _T.c.why, _T.c.headers)
    ours = found.where(_recent(tx), _T.c.source_id == source_id)
    return tx.execute(ours.order_by(_T.c.id.desc()).limit(limit)).all()


def events(tx: Connection, delivery_ids: Sequence[int]) -> dict[int, list[Any]]:
    """The events first read in each of these deliveries, the newest first."""
    found: dict[int, list[Any]] = defaultdict(list)
    if delivery_ids:
        wanted = select(*_EVENT_COLUMNS).where(among(_EVENT.c.delivery_id, "ids"))
        for row in tx.execute(wanted.order_by(_EVENT.c.occurred_at.desc(), _EVENT.c.id), {"ids": list(delivery_ids)}):
            found[row.delivery_id].append(row)
    return found


def newest_body(tx: Connection, source_id: int) -> bytes | None:
    """The body that came last: what a mapping is tried on."""
    ours = select(_T.c.body).where(_recent(tx), _T.c.source_id == source_id)
    body: bytes | None = tx.scalar(ours.order_by(_T.c.id.desc()).limit(1))
    return body


def _recent(tx: Connection) -> ColumnElement[bool]:
    return _T.c.id > (tx.scalar(select(func.max(_T.c.id))) or 0) - LATEST
