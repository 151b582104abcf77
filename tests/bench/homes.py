"""Databases to measure in: at this code's version, with a merchant, a feed, and any number of customers who wait.

Customer, order, shipment and conversation n all have the id n, and belong to parcel n of `tests.bench.parcels`.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CTE, BigInteger, Connection, String, cast, func, insert, literal, select, text
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import SQLModel

from store.migrations import upgrade
from store.tables import Contact, Conversation, Customer, Merchant, Notice, Order, Shipment, Source
from store.types import Instant, Json
from store.writing import table_of
from tests.bench import parcels

UNANNOUNCED = 10
"""Of this many parcels, one was never announced as an order."""
FIRST_CHAT = 7_000_000_000
FIRST_PHONE = 212_200_0000
PENDING = ("estimate", "day_before", "silence", "feedback")
"""The notices that `add_pending` plans for each shipment."""
Chosen = Callable[[ColumnElement[int]], ColumnElement[bool]]
"""Which customers, by number."""


def _mid_morning(now: datetime) -> str:
    """A zone where it is about ten, so that whatever is due may be said, at whichever hour this is measured."""
    east = (10 - now.hour + 12) % 24 - 12
    return f"Etc/GMT{-east:+d}"


def everybody(_: ColumnElement[int]) -> ColumnElement[bool]:
    return literal(True)


def furnish(tx: Connection, customers: int, now: datetime, *, all_announced: bool = False) -> None:
    """A merchant with an EasyPost feed, and parcels 1 … `customers`, nine in ten of them announced."""
    upgrade(tx)
    merchant = {"id": 1, "name": "bench", "title": "Bench", "language": "en", "settings": {}, "created_at": now}
    tx.execute(insert(table_of(Merchant)).values(merchant))
    feed = {"name": "bench", "adapter": "easypost", "merchant_id": 1, "slug": parcels.SLUG, "secret": parcels.SECRET}
    tx.execute(insert(table_of(Source)).values(id=1, created_at=now, **feed))
    n = numbers(customers)
    known = literal(True) if all_announced else n.c.i % UNANNOUNCED != 0
    fill(tx, Customer, n, known, id=n.c.i, merchant_id=1, name="Bo Ek", language="en", created_at=now)
    since = {"owner": "bot", "misses": 0, "unread": 0, "owner_since": now, "last_at": now}
    fill(tx, Conversation, n, known, id=n.c.i, customer_id=n.c.i, merchant_id=1, **since)
    order: dict[str, Any] = {"address": {"city": "New York"}, "zone": _mid_morning(now), "channels": []}
    order |= {"created_at": now, "updated_at": now}
    fill(tx, Order, n, known, id=n.c.i, merchant_id=1, customer_id=n.c.i, number=_named("B", n), **order)
    fill(
        tx,
        Shipment,
        n,
        known,
        id=n.c.i,
        order_id=n.c.i,
        customer_id=n.c.i,
        merchant_id=1,
        tracking_number=_named("1ZBENCH", n, parcels.FIRST_NUMBER),
        carrier="ups",
        allow=["reschedule"],
        announced_at=now - timedelta(days=3),
        token_hash=_named("hash-", n),
        milestone="unknown",
        timeliness="unknown",
        action_by="none",
        health="live",
    )
    _count_on(tx, ("customer", "conversation", "shop_order", "shipment", "merchant", "source"), customers)


def add_chats(tx: Connection, customers: int, now: datetime, only: Chosen = everybody) -> None:
    """Every chosen customer has a Telegram chat, with the id FIRST_CHAT + n."""
    _add_contacts(tx, customers, now, "telegram", "", FIRST_CHAT, only)


def add_phones(tx: Connection, customers: int, now: datetime, only: Chosen = everybody) -> None:
    """Every chosen customer has a mobile phone: `phone(n)`."""
    _add_contacts(tx, customers, now, "sms", "+1", FIRST_PHONE, only)


def phone(customer: int) -> str:
    return f"+1{FIRST_PHONE + customer}"


def _add_contacts(
    tx: Connection, customers: int, now: datetime, channel: str, prefix: str, first: int, only: Chosen
) -> None:
    n = numbers(customers)
    values = {"channel": channel, "state": "active", "how": "order", "created_at": now, "changed_at": now}
    address = _named(prefix, n, first)
    fill(tx, Contact, n, only(n.c.i), customer_id=n.c.i, address=address, greeted=True, **values)


def add_pending(tx: Connection, customers: int, now: datetime, beyond: int = 0) -> None:
    """Four planned notices for each shipment of the customers after number `beyond`, due over the next weeks."""
    n = numbers(customers)
    spread = {"priority": 3, "facts": {}, "state": "planned", "planned_at": now, "expires_at": now + timedelta(days=60)}
    for position, kind in enumerate(PENDING):
        due = {"send_after": now + timedelta(days=1 + 5 * position), "kind": kind, "key": f"bench:{kind}"}
        owners = {"shipment_id": n.c.i, "customer_id": n.c.i}
        fill(tx, Notice, n, n.c.i > beyond, **owners, **due, **spread)


def add_announced(tx: Connection, customers: int, at: datetime) -> None:
    """Each of these customers was told of the parcel then."""
    n = numbers(customers)
    said = {"priority": 3, "facts": {}, "state": "sent", "planned_at": at, "decided_at": at}
    when = {"send_after": at, "expires_at": at + timedelta(days=1)}
    owners = {"shipment_id": n.c.i, "customer_id": n.c.i}
    fill(tx, Notice, n, literal(True), **owners, **said, **when, kind="announced", key="announced")


def add_past(tx: Connection, customers: int, now: datetime, each: int) -> None:
    """So many notices of each shipment that were said long ago."""
    n = numbers(customers)
    said = {"priority": 3, "facts": {}, "state": "sent", "planned_at": now, "decided_at": now, "kind": "estimate"}
    at = now - timedelta(days=90)
    for position in range(each):
        owners = {"shipment_id": n.c.i, "customer_id": n.c.i}
        fill(tx, Notice, n, literal(True), **owners, **said, key=f"past:{position}", send_after=at, expires_at=at)


def settle(tx: Connection) -> None:
    """What a database that has run for a while knows about its tables. PostgreSQL's autovacuum never looks at one that
    was not written to: told that it is empty, the planner would make plans for an empty one, and keep them.
    """
    if tx.dialect.name == "sqlite":
        tx.execute(text("ANALYZE"))
        return
    for table in SQLModel.metadata.sorted_tables:
        if tx.execute(select(literal(1)).select_from(table).limit(1)).first() is not None:
            tx.exec_driver_sql(f"ANALYZE {tx.dialect.identifier_preparer.quote(table.name)}")


def numbers(count: int) -> CTE:
    """1 … count, made inside the database."""
    n = select(literal(1).label("i")).cte("n", recursive=True)
    return n.union_all(select(n.c.i + 1).where(n.c.i < count))


def _named(prefix: str, n: CTE, first: int = 0) -> ColumnElement[str]:
    return literal(prefix).concat(cast(cast(n.c.i, BigInteger) + first, String))


def fill(tx: Connection, model: type, n: CTE, condition: ColumnElement[bool], /, **values: Any) -> None:
    """One row of the table for each number that meets the condition."""
    table = table_of(model)
    columns = {
        name: value if isinstance(value, ColumnElement) else _fixed(table.c[name], value)
        for name, value in values.items()
    }
    tx.execute(insert(table).from_select(list(columns), select(*columns.values()).where(condition)))


def _fixed(column: Any, value: Any) -> ColumnElement[Any]:
    if isinstance(column.type, Json | Instant):
        return literal(value, column.type)
    return literal(value)


def _count_on(tx: Connection, tables: tuple[str, ...], last: int) -> None:
    """PostgreSQL's sequences have not seen the ids that were given."""
    if tx.dialect.name == "postgresql":
        for name in tables:
            tx.execute(select(func.setval(func.pg_get_serial_sequence(name, "id"), last)))
