"""Outcomes of parcels, what was learned from them, and what became of promises."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, func, null, or_, select

from domain.eta.buckets import Stage
from domain.eta.outcomes import Outcome
from domain.ledger import DECIDING
from domain.localtime import zone
from store import bygones
from store.among import among
from store.bookmarks import place_of, put
from store.rests import rests_on
from store.tables import EventRow, LearnedLane, LearnedRow, OutcomeRow, PromiseRow, PromiseVerdict, Shipment
from store.writing import insert_into, insert_new, table_of

_OUTCOME, _LEARNED = table_of(OutcomeRow), table_of(LearnedRow)
_LANE = table_of(LearnedLane)
_PROMISE, _VERDICT = table_of(PromiseRow), table_of(PromiseVerdict)
_EVENT, _SHIPMENT = table_of(EventRow), table_of(Shipment)

READER = "outcomes"


def news(tx: Connection, before: datetime, limit: int) -> tuple[list[int], int | None]:
    """Shipments with events that have not been looked at, and up to which event; None when there is none.

    Only events received before the given instant: a commit that takes its time may bring an earlier one after a later.
    """
    place = place_of(tx, READER) or 0
    fresh = (
        select(_EVENT.c.id, _EVENT.c.merchant_id, _EVENT.c.tracking_number)
        .where(_EVENT.c.id > place, _EVENT.c.received_at < before)
        .order_by(_EVENT.c.id)
        .limit(limit)
        .cte("fresh")
    )
    same = and_(_SHIPMENT.c.merchant_id == fresh.c.merchant_id, _SHIPMENT.c.tracking_number == fresh.c.tracking_number)
    found = tx.execute(select(fresh.c.id, _SHIPMENT.c.id).outerjoin(_SHIPMENT, same)).all()
    shipments = sorted({row[1] for row in found if row[1] is not None})
    return shipments, max((row[0] for row in found), default=None)


def mark(tx: Connection, position: int) -> None:
    """Everything up to this event has been looked at."""
    put(tx, READER, position)


def keep(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Adds outcomes, and completes those that are known. What was estimated first in a stage stands."""
    if not rows:
        return
    statement = insert_into(tx, _OUTCOME)
    new = statement.excluded
    quoted = ("quoted_on", "quoted_from", "quoted_to")
    completed = {
        **{name: func.coalesce(_OUTCOME.c[name], new[name]) for name in quoted},
        "arrived_at": new.arrived_at,
        "left": new.left,
        "quiet_s": func.coalesce(new.quiet_s, _OUTCOME.c.quiet_s),
        "changed_at": new.changed_at,
    }
    is_news = or_(
        _OUTCOME.c.left != new.left,
        _OUTCOME.c.arrived_at.is_distinct_from(new.arrived_at),
        and_(_OUTCOME.c.quoted_on.is_(None), new.quoted_on.is_not(None)),
    )
    tx.execute(
        statement.on_conflict_do_update(index_elements=["shipment_id", "stage"], set_=completed, where=is_news), rows
    )


def row_of(outcome: Outcome, shipment_id: int, merchant_id: int, now: datetime) -> dict[str, Any]:
    begin, end = outcome.quoted or (None, None)
    return {
        "shipment_id": shipment_id,
        "stage": outcome.stage.value,
        "merchant_id": merchant_id,
        "carrier": outcome.carrier,
        "lane": outcome.lane,
        "weekday": outcome.weekday,
        "zone": str(outcome.zone),
        "started_at": outcome.started_at,
        "quoted_on": outcome.quoted_on.isoformat() if outcome.quoted_on else None,
        "quoted_from": begin,
        "quoted_to": end,
        "arrived_at": outcome.arrived_at,
        "left": outcome.left,
        "quiet_s": outcome.quiet_s,
        "changed_at": now,
    }


def since(tx: Connection, started_after: datetime, limit: int) -> list[Any]:
    """The newest outcomes begun since then, in the order they began: what a process that starts learns from."""
    newest = select(_OUTCOME).where(_OUTCOME.c.started_at > started_after).order_by(_OUTCOME.c.started_at.desc())
    return list(tx.execute(newest.limit(limit)).all())[::-1]


def changed(tx: Connection, after: tuple[datetime, int], limit: int) -> list[Any]:
    """Outcomes that changed after this (time, id), in that order."""
    at, last = after
    later = or_(_OUTCOME.c.changed_at > at, and_(_OUTCOME.c.changed_at == at, _OUTCOME.c.id > last))
    return list(tx.execute(select(_OUTCOME).where(later).order_by(_OUTCOME.c.changed_at, _OUTCOME.c.id).limit(limit)))


def outcome_of(row: Any) -> Outcome:
    """An outcome from its row; its source is the merchant."""
    quoted = (row.quoted_from, row.quoted_to) if row.quoted_from is not None else None
    return Outcome(
        key=f"{row.shipment_id}:{row.stage}",
        source=source_of(row.merchant_id),
        carrier=row.carrier,
        stage=Stage(row.stage),
        lane=row.lane,
        weekday=row.weekday,
        zone=zone(row.zone),
        started_at=row.started_at,
        quoted_on=date.fromisoformat(row.quoted_on) if row.quoted_on else None,
        quoted=quoted,
        arrived_at=row.arrived_at,
        left=row.left,
        quiet_s=row.quiet_s,
        rests=rests_on(row.lane),
    )


def source_of(merchant_id: int) -> str:
    return f"merchant-{merchant_id}"


def publish(tx: Connection, rows: Sequence[dict[str, Any]], now: datetime) -> None:
    """Rows are `{"merchant_id", "carrier", "lane", "facts": text}`; they replace what was learned before, which is a
    bygone then. Those without a lane are of all the carrier's parcels.
    """
    before = _standing(tx, rows)
    news = [row for row in rows if before.get(_name(row)) != row["facts"]]
    bygones.keep(tx, [(_name(row), before.get(_name(row))) for row in news], now)
    carriers = [{**_of_carrier(row), "learned_at": now} for row in news if row["lane"] is None]
    lanes = [{**row, "learned_at": now} for row in news if row["lane"] is not None]
    for table, found in ((_LEARNED, carriers), (_LANE, lanes)):
        if found:
            statement = insert_into(tx, table)
            newer = {"facts": statement.excluded.facts, "learned_at": statement.excluded.learned_at}
            tx.execute(statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=newer), found)


def published(tx: Connection, of: Collection[tuple[int, str, str | None]]) -> dict[str, str | None]:
    """What is learned of these (merchant id, carrier, lane), by the name of the bygone that it will be."""
    rows = [{"merchant_id": merchant_id, "carrier": carrier, "lane": lane} for merchant_id, carrier, lane in of]
    found = _standing(tx, rows)
    return {name: found.get(name) for name in map(_name, rows)}


def _standing(tx: Connection, rows: Sequence[dict[str, Any]]) -> dict[str, str]:
    """What is published of these and their like, by the name of the bygone that it will be."""
    named = {
        "merchants": sorted({row["merchant_id"] for row in rows}),
        "carriers": sorted({r["carrier"] for r in rows}),
    }
    found = [row for which in _PUBLISHED for row in tx.execute(which, named)] if rows else []
    return {bygones.record_of(row.merchant_id, row.carrier, row.lane): row.facts for row in found}


_PUBLISHED = (
    select(_LEARNED.c.merchant_id, _LEARNED.c.carrier, null().label("lane"), _LEARNED.c.facts).where(
        among(_LEARNED.c.merchant_id, "merchants"), among(_LEARNED.c.carrier, "carriers")
    ),
    select(_LANE.c.merchant_id, _LANE.c.carrier, _LANE.c.lane, _LANE.c.facts).where(
        among(_LANE.c.merchant_id, "merchants"), among(_LANE.c.carrier, "carriers")
    ),
)


def _name(row: dict[str, Any]) -> str:
    return bygones.record_of(row["merchant_id"], row["carrier"], row["lane"])


def _of_carrier(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "lane"}


_SCANS = (
    select(_SHIPMENT.c.id, _EVENT.c.occurred_at)
    .join(
        _EVENT,
        and_(_EVENT.c.merchant_id == _SHIPMENT.c.merchant_id, _EVENT.c.tracking_number == _SHIPMENT.c.tracking_number),
    )
    .where(among(_SHIPMENT.c.id, "ids"), _EVENT.c.direction == "delivery")
)


def scans(tx: Connection, shipment_ids: Sequence[int]) -> defaultdict[int, list[datetime]]:
    """When each of these shipments was scanned."""
    found: defaultdict[int, list[datetime]] = defaultdict(list)
    for shipment_id, at in tx.execute(_SCANS, {"ids": list(shipment_ids)}):
        found[shipment_id].append(at)
    return found


def unjudged(tx: Connection, after_id: int, now: datetime, limit: int) -> list[Any]:
    """Promises that may be judged by now, in the order of their ids: id, shipment_id, on, from_at, to_at, told_at.

    Those whose parcel has come or left, and those whose window has ended; a day may have, from its date in UTC on.
    """
    ended = or_(_PROMISE.c.to_at < now, and_(_PROMISE.c.to_at.is_(None), _PROMISE.c.on <= now.date().isoformat()))
    decided = _SHIPMENT.c.milestone.in_([milestone.value for milestone in DECIDING])
    columns = (_PROMISE.c.id, _PROMISE.c.shipment_id, _PROMISE.c.on, _PROMISE.c.from_at, _PROMISE.c.to_at)
    open_ones = (
        select(*columns, _PROMISE.c.told_at)
        .join(_SHIPMENT, _SHIPMENT.c.id == _PROMISE.c.shipment_id)
        .outerjoin(_VERDICT, _VERDICT.c.promise_id == _PROMISE.c.id)
        .where(_VERDICT.c.promise_id.is_(None), _PROMISE.c.id > after_id, or_(ended, decided))
        .order_by(_PROMISE.c.id)
        .limit(limit)
    )
    return list(tx.execute(open_ones))


def add_verdicts(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    insert_new(tx, _VERDICT, rows)


def verdicts(tx: Connection, shipment_ids: Sequence[int]) -> list[Any]:
    """Every promise of these shipments with its verdict: shipment_id, number, chance, verdict, missed_s."""
    columns = (_PROMISE.c.shipment_id, _PROMISE.c.number, _PROMISE.c.chance, _VERDICT.c.verdict, _VERDICT.c.missed_s)
    joined = select(*columns).outerjoin(_VERDICT, _VERDICT.c.promise_id == _PROMISE.c.id)
    chosen = joined.where(among(_PROMISE.c.shipment_id, "ids")).order_by(_PROMISE.c.shipment_id, _PROMISE.c.number)
    return list(tx.execute(chosen, {"ids": list(shipment_ids)}))
