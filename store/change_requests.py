"""Change requests in memory: asked, found by what is due, and passed from one state to the next."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, func, select, update

from domain.axes import Milestone
from domain.localtime import local_day, zone
from domain.reschedules import RESCHEDULE, WAITING, RescheduleState, may_become
from domain.windows import Window
from store import bygones
from store.among import among
from store.tables import ChangeRequest, Order, Shipment, Slot
from store.writing import insert_new, table_of

_T, _SHIPMENT, _ORDER, _SLOT = (table_of(t) for t in (ChangeRequest, Shipment, Order, Slot))


@dataclass(frozen=True, slots=True)
class Request:
    """A change request with what is known of its parcel. `zone` is the delivery address's, `slot` the 3PL's id."""

    id: int
    public_id: str
    shipment_id: int
    kind: str
    state: RescheduleState
    slot_id: int | None
    slot: str | None
    window: Window | None
    previous: Window | None
    details: dict[str, Any]
    asked_at: datetime
    answer_by: datetime
    next_at: datetime | None
    attempts: int
    decided_at: datetime | None
    why: str | None
    zone: tzinfo
    merchant_id: int
    tracking_number: str
    order_number: str
    milestone: Milestone


_SELECT = (
    select(
        _T,
        _SLOT.c.external_id,
        _SHIPMENT.c.merchant_id,
        _SHIPMENT.c.tracking_number,
        _SHIPMENT.c.milestone,
        _ORDER.c.number,
        _ORDER.c.zone,
    )
    .join(_SHIPMENT, _SHIPMENT.c.id == _T.c.shipment_id)
    .join(_ORDER, _ORDER.c.id == _SHIPMENT.c.order_id)
    .outerjoin(_SLOT, _SLOT.c.id == _T.c.slot_id)
)
_LOCKED = _SELECT.with_for_update(of=_T)
_FIND = _LOCKED.where(_T.c.public_id == bindparam("wanted"))
_LATEST = (
    _LOCKED.where(_T.c.shipment_id == bindparam("shipment"), _T.c.kind == bindparam("of_kind"))
    .order_by(_T.c.id.desc())
    .limit(1)
)
_LAPSED = _SELECT.where(
    _T.c.slot_id == bindparam("slot"), _T.c.state == RescheduleState.HELD, _T.c.next_at <= bindparam("now")
).with_for_update(of=_T, skip_locked=True)
_ASKED_FOR = select(_T.c.shipment_id).where(among(_T.c.shipment_id, "ids")).distinct()

_NEWEST = (
    select(_T.c.shipment_id, _T.c.details)
    .where(among(_T.c.shipment_id, "ids"), _T.c.kind == RESCHEDULE)
    .order_by(_T.c.id)
)
_AWAY = "away"


def add(tx: Connection, row: dict[str, Any]) -> bool:
    """Adds a request unless one of its kind is open for its shipment; says whether it did."""
    return bool(insert_new(tx, _T, [{"attempts": 0, **row}], "id"))


def find(tx: Connection, public_id: str) -> Request | None:
    """The request of this public id, locked."""
    return next(iter(_all(tx, _FIND, wanted=public_id)), None)


def latest(tx: Connection, shipment_id: int, kind: str) -> Request | None:
    """The shipment's newest request of this kind, locked."""
    return next(iter(_all(tx, _LATEST, shipment=shipment_id, of_kind=kind)), None)


def asked_for(tx: Connection, shipment_ids: Collection[int]) -> list[int]:
    """Those of these shipments for which anything was ever asked."""
    return list(tx.scalars(_ASKED_FOR, {"ids": shipment_ids}))


def latest_of(tx: Connection, shipment_ids: Collection[int]) -> list[Request]:
    """The newest request of each kind of these shipments, locked in order."""
    newest = select(func.max(_T.c.id)).where(_T.c.shipment_id.in_(shipment_ids)).group_by(_T.c.shipment_id, _T.c.kind)
    return _all(tx, _SELECT.where(_T.c.id.in_(newest)).order_by(_T.c.id).with_for_update(of=_T))


def to_send(tx: Connection, now: datetime, limit: int) -> list[Request]:
    """Requests and withdrawals that the 3PL must hear of now; those another process is at are passed over."""
    states = RescheduleState.REQUESTED, RescheduleState.WITHDRAWN
    return _due(tx, now, limit, _T.c.state.in_(states), _T.c.answer_by > now)


def overdue(tx: Connection, states: Collection[RescheduleState], now: datetime, limit: int) -> list[Request]:
    """Requests in these states whose time is up; those another process is at are passed over."""
    return _due(tx, now, limit, _T.c.state.in_(states), _T.c.answer_by <= now)


def _due(tx: Connection, now: datetime, limit: int, *which: ColumnElement[bool]) -> list[Request]:
    statement = (
        _SELECT.where(_T.c.next_at <= now, *which)
        .order_by(_T.c.next_at)
        .limit(limit)
        .with_for_update(of=_T, skip_locked=True)
    )
    return _all(tx, statement)


def lapsed_holds(tx: Connection, slot_id: int, now: datetime) -> list[Request]:
    """Holds on this slot whose time is over and which nobody has given back yet."""
    return _all(tx, _LAPSED, slot=slot_id, now=now)


def confirmed_before(tx: Connection, request: Request, *kinds: str) -> list[Request]:
    """Older requests of the same shipment, and of the same kind or one of `kinds`, that stand confirmed."""
    same = _T.c.shipment_id == request.shipment_id, _T.c.kind.in_((request.kind, *kinds)), _T.c.id < request.id
    return _all(tx, _SELECT.where(*same, _T.c.state == RescheduleState.CONFIRMED).with_for_update(of=_T))


def become(tx: Connection, request: Request, state: RescheduleState, now: datetime, **columns: Any) -> bool:
    """Passes a request to another state; says whether it was still in the one it was read in. What it was is a bygone,
    unless the row itself tells when it was asked and answered.

    Raises ValueError for a step that no request may take.
    """
    if not may_become(request.state, state):
        raise ValueError(f"a request cannot go from {request.state} to {state}")
    if not note(tx, request, state=state, **columns):
        return False
    if request.state not in WAITING:
        bygones.keep(tx, [(bygones.request_of(request.id), bygones.facts(request, bygones.REQUEST))], now)
    return True


def note(tx: Connection, request: Request, **columns: Any) -> bool:
    """Writes columns of a request that is still in the state it was read in; says whether it was."""
    statement = update(_T).where(_T.c.id == request.id, _T.c.state == request.state)
    return tx.execute(statement.values(**columns)).rowcount == 1


def keep_away(tx: Connection, public_id: str, away: str) -> None:
    """Keeps with a request the days on which the customer is away."""
    request = find(tx, public_id)
    if request is not None:
        note(tx, request, details={**request.details, _AWAY: away})


def away(tx: Connection, shipment_ids: Collection[int]) -> dict[int, str]:
    """The days kept with the newest wish for another slot, by shipment; none where they said none."""
    rows = tx.execute(_NEWEST, {"ids": shipment_ids})
    newest = {row.shipment_id: row.details for row in rows}
    return {shipment_id: details[_AWAY] for shipment_id, details in newest.items() if _AWAY in details}


def _all(tx: Connection, statement: Select[Any], **values: Any) -> list[Request]:
    rows: Sequence[Row[Any]] = tx.execute(statement, values).all()
    return [_request(row) for row in rows]


def _request(row: Row[Any]) -> Request:
    tz = zone(row.zone)
    return Request(
        id=row.id,
        public_id=row.public_id,
        shipment_id=row.shipment_id,
        kind=row.kind,
        state=RescheduleState(row.state),
        slot_id=row.slot_id,
        slot=row.external_id,
        window=Window(local_day(row.from_at, tz), row.from_at, row.to_at) if row.from_at else None,
        previous=_window(row.details.get("previous_window")),
        details=row.details,
        asked_at=row.asked_at,
        answer_by=row.answer_by,
        next_at=row.next_at,
        attempts=row.attempts,
        decided_at=row.decided_at,
        why=row.why,
        zone=tz,
        merchant_id=row.merchant_id,
        tracking_number=row.tracking_number,
        order_number=row.number,
        milestone=Milestone(row.milestone),
    )


def _window(facts: dict[str, str | None] | None) -> Window | None:
    """A window from its JSON (`domain.rules.saying.window_facts`)."""
    if facts is None or facts["on"] is None:
        return None
    start, end = (datetime.fromisoformat(at) if at else None for at in (facts["from"], facts["to"]))
    return Window(date.fromisoformat(facts["on"]), start, end)
