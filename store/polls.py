"""Polls in memory: which parcels a source's API is asked about, claimed when due."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, delete, exists, func, or_, select, update

from store.among import among
from store.tables import EventRow, PollRow, Shipment, Source
from store.writing import insert_new, table_of

_T, _SOURCE, _SHIPMENT, _EVENT = (table_of(t) for t in (PollRow, Source, Shipment, EventRow))

ENROLLED_AT_ONCE = 500
HINTED_EVERY = timedelta(minutes=1)
"""Hints make us ask about a parcel at most this often."""
_OVER = ("delivered", "returned", "cancelled")


def has_keys(tx: Connection) -> bool:
    """Whether any open source has an API key: else there is nothing to do."""
    found = select(_SOURCE.c.id).where(_SOURCE.c.api_key.is_not(None), _SOURCE.c.closed_at.is_(None)).limit(1)
    return tx.scalar(found) is not None


def unasked(tx: Connection, since: datetime) -> Sequence[Any]:
    """(source_id, shipment_id) of parcels announced since then that a source with a key may know, and are not polled.

    A source may know a parcel that names it as its carrier, that it has reported, or whose merchant has no other; one
    whose webhooks are not believed may know any, for what it has reported is not written down.
    """
    other = _SOURCE.alias("other")
    has_other = exists(
        select(other.c.id).where(
            other.c.merchant_id == _SOURCE.c.merchant_id, other.c.id != _SOURCE.c.id, other.c.closed_at.is_(None)
        )
    )
    has_reported = exists(
        select(_EVENT.c.id).where(
            _EVENT.c.merchant_id == _SHIPMENT.c.merchant_id,
            _EVENT.c.tracking_number == _SHIPMENT.c.tracking_number,
            _EVENT.c.source_id == _SOURCE.c.id,
        )
    )
    is_polled = exists(select(_T.c.id).where(_T.c.shipment_id == _SHIPMENT.c.id, _T.c.source_id == _SOURCE.c.id))
    found = (
        select(_SOURCE.c.id.label("source_id"), _SHIPMENT.c.id.label("shipment_id"))
        .join(_SHIPMENT, _SHIPMENT.c.merchant_id == _SOURCE.c.merchant_id)
        .where(
            _SOURCE.c.api_key.is_not(None),
            _SOURCE.c.closed_at.is_(None),
            _SHIPMENT.c.announced_at > since,
            _SHIPMENT.c.milestone.not_in(_OVER),
            ~is_polled,
            or_(_SHIPMENT.c.carrier == _SOURCE.c.adapter, ~has_other, has_reported, _SOURCE.c.fetch_first),
        )
        .order_by(_SHIPMENT.c.id)
        .limit(ENROLLED_AT_ONCE)
    )
    return tx.execute(found).all()


def enrol(tx: Connection, pairs: Sequence[Any], next_at: datetime) -> int:
    """These are asked about from `next_at` on; returns how many were not yet."""
    rows = [
        {"source_id": pair.source_id, "shipment_id": pair.shipment_id, "next_at": next_at, "failures": 0}
        for pair in pairs
    ]
    return len(insert_new(tx, _T, rows, "id"))


def hint(tx: Connection, source_id: int, merchant_id: int, numbers: Sequence[str], now: datetime) -> None:
    """These parcels are due now, or a minute after they were last asked about; also those that had ended."""
    ours = and_(_SHIPMENT.c.merchant_id == merchant_id, among(_SHIPMENT.c.tracking_number, "numbers"))
    ids = list(tx.scalars(select(_SHIPMENT.c.id).where(ours), {"numbers": list(numbers)}))
    row = {"source_id": source_id, "next_at": now, "hinted_at": now, "failures": 0}
    fresh = {found.shipment_id for found in insert_new(tx, _T, [{**row, "shipment_id": i} for i in ids], "shipment_id")}
    known = [i for i in ids if i not in fresh]
    about = and_(_T.c.source_id == source_id, among(_T.c.shipment_id, "ids"))
    just_asked = _T.c.asked_at > now - HINTED_EVERY
    for due, at in ((or_(_T.c.asked_at.is_(None), ~just_asked), now), (just_asked, now + HINTED_EVERY)):
        tx.execute(update(_T).where(about, due).values(next_at=at, hinted_at=now), {"ids": known})


def claim(tx: Connection, now: datetime, limit: int, until: datetime) -> dict[int, list[Any]]:
    """The rows due, by source, with what is known of their parcels; nobody else gets them before `until`."""
    news = (
        select(func.max(_EVENT.c.received_at))
        .where(
            _EVENT.c.merchant_id == _SHIPMENT.c.merchant_id,
            _EVENT.c.tracking_number == _SHIPMENT.c.tracking_number,
            _EVENT.c.source_id == _T.c.source_id,
        )
        .scalar_subquery()
    )
    carrier = (
        select(_EVENT.c.carrier)
        .where(
            _EVENT.c.merchant_id == _SHIPMENT.c.merchant_id,
            _EVENT.c.tracking_number == _SHIPMENT.c.tracking_number,
            _EVENT.c.source_id == _T.c.source_id,
            _EVENT.c.carrier.is_not(None),
        )
        .order_by(_EVENT.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    found = (
        select(
            _T,
            _SHIPMENT.c.tracking_number,
            _SHIPMENT.c.milestone,
            _SHIPMENT.c.announced_at,
            func.coalesce(carrier, _SHIPMENT.c.carrier).label("carrier"),
            news.label("news_at"),
        )
        .join(_SHIPMENT, _SHIPMENT.c.id == _T.c.shipment_id)
        .where(_T.c.next_at <= now)
        .order_by(_T.c.next_at)
        .limit(limit)
    )
    rows = tx.execute(found.with_for_update(of=_T, skip_locked=True)).all()
    if rows:
        tx.execute(update(_T).where(among(_T.c.id, "ids")).values(next_at=until), {"ids": [row.id for row in rows]})
    by_source: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_source[row.source_id].append(row)
    return by_source


def accounts(tx: Connection, source_ids: Collection[int]) -> dict[int, Any]:
    """(id, api_key, api_url) of those of these open sources that have a key."""
    found = select(_SOURCE.c.id, _SOURCE.c.api_key, _SOURCE.c.api_url).where(
        among(_SOURCE.c.id, "ids"), _SOURCE.c.api_key.is_not(None), _SOURCE.c.closed_at.is_(None)
    )
    return {row.id: row for row in tx.execute(found, {"ids": list(source_ids)})}


def note(tx: Connection, poll_id: int, **columns: Any) -> None:
    tx.execute(update(_T).where(_T.c.id == poll_id).values(**columns))


def drop(tx: Connection, source_id: int) -> None:
    """Nothing is asked of this source any more."""
    tx.execute(delete(_T).where(_T.c.source_id == source_id))


def postpone(tx: Connection, source_id: int, at: datetime, why: str) -> None:
    """Nothing of this source is asked before then."""
    due = and_(_T.c.source_id == source_id, _T.c.next_at < at)
    tx.execute(update(_T).where(due).values(next_at=at, why=why))


def unsubscribed(tx: Connection, source_ids: Collection[int], before: datetime, limit: int) -> dict[int, list[Any]]:
    """Rows (id, tracking_number, carrier) whose pushes have ended, or end before then, by source."""
    found = (
        select(_T.c.id, _T.c.source_id, _SHIPMENT.c.tracking_number, _SHIPMENT.c.carrier)
        .join(_SHIPMENT, _SHIPMENT.c.id == _T.c.shipment_id)
        .where(
            among(_T.c.source_id, "ids"),
            _T.c.next_at.is_not(None),
            or_(_T.c.subscribed_until.is_(None), _T.c.subscribed_until < before),
            _SHIPMENT.c.milestone.not_in(_OVER),
        )
        .order_by(_T.c.id)
        .limit(limit)
    )
    by_source: dict[int, list[Any]] = defaultdict(list)
    for row in tx.execute(found, {"ids": list(source_ids)}):
        by_source[row.source_id].append(row)
    return by_source


def subscribed(tx: Connection, poll_ids: Collection[int], until: datetime) -> None:
    tx.execute(update(_T).where(among(_T.c.id, "ids")).values(subscribed_until=until), {"ids": list(poll_ids)})
