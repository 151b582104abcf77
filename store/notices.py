"""Notice rows: planning them, claiming what is due, and writing what came of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, bindparam, func, select, text, update

from domain.notices import IN_LINE, MANNERS, NoticeState, Wanted
from store.among import among
from store.bulk import Inserting, Updating
from store.prepared import Prepared
from store.tables import Notice, Shipment
from store.writing import table_of

_T, _SHIPMENT = table_of(Notice), table_of(Shipment)


def new_row(shipment_id: int, customer_id: int, wanted: Wanted, state: NoticeState, now: datetime) -> dict[str, Any]:
    return {
        "shipment_id": shipment_id,
        "customer_id": customer_id,
        "kind": wanted.kind.value,
        "key": wanted.key,
        "state": state.value,
        "priority": int(MANNERS[wanted.kind].priority),
        "send_after": wanted.send_after,
        "expires_at": wanted.expires_at,
        "facts": dict(wanted.facts),
        "why": wanted.held,
        "planned_at": now,
    }


def moved_row(notice_id: int, wanted: Wanted, state: NoticeState, why: str | None = None) -> dict[str, Any]:
    return {
        "b_id": notice_id,
        "state": state.value,
        "send_after": wanted.send_after,
        "expires_at": wanted.expires_at,
        "facts": dict(wanted.facts),
        "why": why,
    }


_COLUMNS = (
    "shipment_id",
    "customer_id",
    "kind",
    "key",
    "state",
    "priority",
    "send_after",
    "expires_at",
    "facts",
    "why",
    "planned_at",
)
_ADD = Inserting(_T, _COLUMNS)
_MOVED = ("state", "send_after", "expires_at", "facts", "why", "decided_at")
_MOVE = Updating(_T, _MOVED, only="state IN ('planned', 'held', 'withdrawn')")
_WITHDRAW = Updating(_T, ("state", "why", "decided_at"), only="state IN ('planned', 'held')")


def add(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    _ADD.insert(tx, [[row[name] for name in _COLUMNS] for row in rows])


def move(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    _MOVE.update(tx, [[*(row.get(name) for name in _MOVED), row["b_id"]] for row in rows])


def withdraw(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Rows are `{"b_id", "why", "decided_at"}`."""
    _WITHDRAW.update(tx, [("withdrawn", row["why"], row["decided_at"], row["b_id"]) for row in rows])


_DUE = (
    *(_T.c.id, _T.c.shipment_id, _T.c.customer_id, _T.c.kind, _T.c.key),
    func.coalesce(_T.c.due_at, _T.c.send_after).label("due_at"),
)


# As literals: only so does the planner know that the small indexes will do.
_IS_PLANNED, _IS_URGENT = text("state = 'planned'"), text("state = 'planned' AND priority <= 1")


def due(tx: Connection, now: datetime, limit: int) -> list[Any]:
    """Planned notices whose time has come, urgent ones first; PostgreSQL locks their shipments. States may be stale:
    look again.
    """
    urgent_ones, ripe_ones = _ripe(limit, tx.dialect.name == "postgresql")
    urgent = list(urgent_ones.rows(tx, {"now": now}))
    if len(urgent) == limit:
        return urgent
    known = {row.id for row in urgent}
    others = [row for row in ripe_ones.rows(tx, {"now": now}) if row.id not in known]
    return urgent + others[: limit - len(urgent)]


@cache
def _ripe(limit: int, locked: bool) -> tuple[Prepared, Prepared]:
    """For each limit a text of its own: planned once for any limit, it would be planned for a tenth of all."""
    now = bindparam("now", type_=_T.c.send_after.type)
    ripe = select(*_DUE).where(_T.c.send_after <= now).order_by(_T.c.send_after).limit(limit)
    urgent, planned = (_locking(of) if locked else of for of in (ripe.where(_IS_URGENT), ripe.where(_IS_PLANNED)))
    return Prepared(urgent), Prepared(planned)


def company(tx: Connection, due: Sequence[Any], shared_kinds: Sequence[str], until: datetime) -> list[Any]:
    """Other planned notices of the same customers and kinds that would go before `until` anyway."""
    kinds = {(row.customer_id, row.kind) for row in due if row.kind in shared_kinds}
    if not kinds:
        return []
    known = {row.id for row in due}
    customers = sorted({customer_id for customer_id, _ in kinds})
    statement = _COMPANY_LOCKED if tx.dialect.name == "postgresql" else _COMPANY
    found = statement.rows(tx, {"customers": customers, "kinds": list(shared_kinds), "until": until})
    return [row for row in found if row.id not in known and (row.customer_id, row.kind) in kinds]


def _locking(statement: Select[Any]) -> Select[Any]:
    """All that is decided about a shipment is decided under its row's lock; whoever has it already is left alone."""
    joined = statement.join(_SHIPMENT, _SHIPMENT.c.id == _T.c.shipment_id)
    return joined.with_for_update(of=_SHIPMENT, skip_locked=True)


_OF_THEIRS = select(*_DUE).where(
    among(_T.c.customer_id, "customers"),
    among(_T.c.kind, "kinds"),
    _IS_PLANNED,
    _T.c.send_after <= bindparam("until", type_=_T.c.send_after.type),
)
_COMPANY, _COMPANY_LOCKED = Prepared(_OF_THEIRS), Prepared(_locking(_OF_THEIRS))


def next_due(tx: Connection) -> datetime | None:
    found: datetime | None = tx.scalar(select(func.min(_T.c.send_after)).where(_T.c.state == "planned"))
    return found


def decide(tx: Connection, notice_ids: Sequence[int], state: str, why: str | None, now: datetime) -> None:
    """Gives planned notices an outcome without a message."""
    if notice_ids:
        _DECIDE.run(tx, {"ids": list(notice_ids), "state": state, "why": why, "decided_at": now})


_DECIDE = Prepared(update(_T).where(among(_T.c.id, "ids"), _IS_PLANNED))
_PUT_OFF = Updating(_T, ("send_after", "due_at", "why"), only="state = 'planned'")


def put_off(tx: Connection, rows: Iterable[tuple[int, datetime, datetime]]) -> None:
    """These planned notices, with when they were due, have their place in line then: (id, due, then)."""
    _PUT_OFF.update(tx, [(at, due_at, IN_LINE, notice_id) for notice_id, due_at, at in rows])


_LATE = Updating(_T, ("due_at",))


def note_due(tx: Connection, rows: Iterable[tuple[int, datetime]]) -> None:
    """These had been due then, and were not said: another time was found for them."""
    _LATE.update(tx, [(due_at, notice_id) for notice_id, due_at in rows])


class Saying(NamedTuple):
    """A notice, the message that says it, when it was due, and how many events of its parcel were known."""

    notice_id: int
    message_id: int
    due_at: datetime
    heard: int


_SAYING = ("message_id", "decided_at", "due_at", "heard")
_SENDING = Updating(_T, ("state", "why", *_SAYING))
_MERGED = Updating(_T, ("state", "why", "merged_into", *_SAYING))


def begin_sending(tx: Connection, said: Iterable[Saying], now: datetime) -> None:
    _SENDING.update(tx, [("sending", None, s.message_id, now, s.due_at, s.heard, s.notice_id) for s in said])


def merge(tx: Connection, said: Iterable[tuple[Saying, int]], now: datetime) -> None:
    """Each with the notice in whose message it is said."""
    _MERGED.update(tx, [("merged", None, lead, s.message_id, now, s.due_at, s.heard, s.notice_id) for s, lead in said])


def of_messages(tx: Connection, message_ids: Sequence[int]) -> list[Any]:
    """(id, message_id, shipment_id, kind, state) of the notices said in these messages."""
    columns = (_T.c.id, _T.c.message_id, _T.c.shipment_id, _T.c.kind, _T.c.state)
    return list(tx.execute(select(*columns).where(_T.c.message_id.in_(message_ids))))


_SAID_IN = update(_T).where(among(_T.c.message_id, "messages"))
_OF_MESSAGES = Prepared(_SAID_IN)
_OF_MESSAGES_UNDER_WAY = Prepared(_SAID_IN.where(_T.c.state.in_(["sending", "sent", "unsure"])))


def settle(tx: Connection, message_ids: Sequence[int], state: str, why: str | None, now: datetime) -> None:
    """What came of the messages comes of their notices; merged ones keep their word for a success."""
    if not message_ids:
        return
    concerned = _OF_MESSAGES_UNDER_WAY if state in ("sent", "reached") else _OF_MESSAGES
    concerned.run(tx, {"messages": list(message_ids), "state": state, "why": why, "decided_at": now})


def plan_again(tx: Connection, message_ids: Sequence[int], now: datetime) -> list[int]:
    """These messages did not go and may go another way: their notices are due again. Returns the notices."""
    if not message_ids:
        return []
    statement = (
        update(_T)
        .where(_T.c.message_id.in_(message_ids))
        .values(state="planned", message_id=None, merged_into=None, send_after=now, decided_at=None)
        .returning(_T.c.id)
    )
    return list(tx.scalars(statement))


def settle_repeat(tx: Connection, message_ids: Sequence[int]) -> None:
    """Their message goes once more."""
    statement = update(_T).where(_T.c.message_id.in_(message_ids), _T.c.state == "unsure")
    tx.execute(statement.values(state="sending", why=None))
