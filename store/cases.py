"""Cases: what a person must look at, listed and closed. Opening them is flows/cases.py's."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, insert, literal_column, or_, select, update
from sqlalchemy.sql import ColumnElement

from store.among import among
from store.scope import mine
from store.tables import Case, CaseNote, ChangeRequest, Conversation, Customer, Message, Shipment
from store.writing import table_of

_T, _SHIPMENT, _CUSTOMER = table_of(Case), table_of(Shipment), table_of(Customer)
_CONVERSATION, _CHANGE, _NOTE = table_of(Conversation), table_of(ChangeRequest), table_of(CaseNote)
_MESSAGE = table_of(Message)

_of_request = _T.c.key == _T.c.kind + ":" + _CHANGE.c.public_id
_THREAD = _CONVERSATION.alias("thread")
_heard = (
    select(_MESSAGE.c.text)
    .where(
        _MESSAGE.c.conversation_id == _T.c.conversation_id,
        _MESSAGE.c.direction == "in",
        _MESSAGE.c.created_at <= _T.c.opened_at,
    )
    .order_by(_MESSAGE.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
"""What the customer had said last when a case of their conversation was opened."""
_LISTED = (
    select(
        _T,
        _SHIPMENT.c.tracking_number,
        _CUSTOMER.c.id.label("customer_id"),
        _CUSTOMER.c.name.label("customer"),
        func.coalesce(_T.c.conversation_id, _THREAD.c.id).label("talk_id"),
        func.coalesce(_CONVERSATION.c.owner, _THREAD.c.owner).label("talk_owner"),
        _CHANGE.c.public_id.label("request"),
        _CHANGE.c.state.label("request_state"),
        _heard.label("heard"),
    )
    .outerjoin(_SHIPMENT, _SHIPMENT.c.id == _T.c.shipment_id)
    .outerjoin(_CONVERSATION, _CONVERSATION.c.id == _T.c.conversation_id)
    .outerjoin(_CUSTOMER, _CUSTOMER.c.id == func.coalesce(_SHIPMENT.c.customer_id, _CONVERSATION.c.customer_id))
    .outerjoin(_THREAD, _THREAD.c.customer_id == _CUSTOMER.c.id)
    .outerjoin(_CHANGE, and_(_CHANGE.c.shipment_id == _T.c.shipment_id, _of_request))
)

VIEWS = ("open", "mine", "unassigned", "snoozed", "closed")


@dataclass(frozen=True, slots=True)
class Looking:
    """Which cases: a view of `VIEWS`, of one kind where that is given. `before` is the id of the last one seen."""

    view: str = "open"
    kind: str = ""
    before: int | None = None


def listed(tx: Connection, looking: Looking, me: str, now: datetime, limit: int) -> Sequence[Any]:
    """Newest first, each with its parcel's number, its customer, their conversation, and the request it is about."""
    found = mine(tx, _LISTED, _T.c.merchant_id)
    found = found.where(_T.c.closed_at.is_not(None) if looking.view == "closed" else _T.c.closed_at.is_(None))
    sleeps = _sleeps(now)
    match looking.view:
        case "mine":
            found = found.where(_T.c.assignee == me)
        case "unassigned":
            found = found.where(_T.c.assignee.is_(None), ~sleeps)
        case "snoozed":
            found = found.where(sleeps)
        case "open":
            found = found.where(~sleeps)
    if looking.kind:
        found = found.where(_T.c.kind == looking.kind)
    if looking.before is not None:
        found = found.where(_T.c.id < looking.before)
    return tx.execute(found.order_by(_T.c.id.desc()).limit(limit)).all()


def _sleeps(now: datetime) -> ColumnElement[bool]:
    return and_(_T.c.snoozed_until.is_not(None), _T.c.snoozed_until > now)


def kinds(tx: Connection, now: datetime) -> dict[str, int]:
    """How many of each kind are open and not put off, the most first."""
    found = select(_T.c.kind, func.count()).where(_T.c.closed_at.is_(None), ~_sleeps(now)).group_by(_T.c.kind)
    found = mine(tx, found, _T.c.merchant_id)
    return {row[0]: row[1] for row in tx.execute(found.order_by(func.count().desc(), _T.c.kind))}


def notes(tx: Connection, case_ids: Collection[int]) -> dict[int, list[Any]]:
    """What colleagues wrote, by case, in order."""
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in tx.execute(select(_NOTE).where(_NOTE.c.case_id.in_(case_ids)).order_by(_NOTE.c.id)):
        found[row.case_id].append(row)
    return found


def add_note(tx: Connection, case_id: int, who: str, words: str, now: datetime) -> None:
    tx.execute(insert(_NOTE).values(case_id=case_id, who=who, text=words, at=now))


def assign(tx: Connection, case_id: int, seen: str | None, to: str | None) -> bool:
    """Compare-and-swap of whose it is; says whether it was open and still `seen`'s."""
    theirs = _T.c.assignee.is_(None) if seen is None else _T.c.assignee == seen
    statement = update(_T).where(_T.c.id == case_id, _T.c.closed_at.is_(None), theirs)
    return tx.execute(statement.values(assignee=to)).rowcount > 0


def snooze(tx: Connection, case_id: int, until: datetime | None) -> bool:
    statement = update(_T).where(_T.c.id == case_id, _T.c.closed_at.is_(None))
    return tx.execute(statement.values(snoozed_until=until)).rowcount > 0


def one(tx: Connection, case_id: int) -> Any:
    return tx.execute(_LISTED.where(_T.c.id == case_id)).first()


def close(tx: Connection, case_id: int, who: str, note: str | None, now: datetime) -> bool:
    """Closes it; says whether it was open."""
    statement = update(_T).where(_T.c.id == case_id, _T.c.closed_at.is_(None))
    return tx.execute(statement.values(closed_at=now, closed_by=who, note=note)).rowcount > 0


def open_ids(tx: Connection, kinds: Sequence[str], **place: int) -> list[int]:
    """Open cases of these kinds about `conversation_id=…`, `delivery_id=…` or `shipment_id=…`."""
    found = select(_T.c.id).where(_T.c.kind.in_(kinds), _T.c.closed_at.is_(None))
    return list(tx.scalars(found.where(*(_T.c[name] == value for name, value in place.items()))))


def about_deliveries(tx: Connection, kind: str, delivery_ids: Sequence[int]) -> dict[int, datetime | None]:
    """For those of these deliveries that had a case of this kind: when it was closed last, None while one is open."""
    found: dict[int, datetime | None] = {}
    statement = select(_T.c.delivery_id, _T.c.closed_at).where(_T.c.kind == kind, among(_T.c.delivery_id, "ids"))
    for row in tx.execute(statement.order_by(_T.c.closed_at.nulls_last()), {"ids": list(delivery_ids)}):
        found[row.delivery_id] = row.closed_at
    return found


def count_open(tx: Connection, most: int, now: datetime) -> int:
    """Those that are not put off."""
    awake = or_(_T.c.snoozed_until.is_(None), _T.c.snoozed_until <= now)
    found = mine(tx, select(literal_column("1")).where(_T.c.closed_at.is_(None), awake), _T.c.merchant_id)
    return tx.scalar(select(func.count()).select_from(found.limit(most).subquery())) or 0
