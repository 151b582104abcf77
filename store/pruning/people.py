"""Customers of whom nothing else is left. A stop is kept by its address, and outlives them."""

from datetime import datetime

from sqlalchemy import Connection, delete, exists, select

from store.among import among
from store.pruning.walking import next_old
from store.pruning.words import drop_threads
from store.tables import (
    Case,
    Consent,
    Contact,
    Conversation,
    Customer,
    DeepLink,
    Message,
    Notice,
    Offer,
    Order,
    Shipment,
)
from store.writing import table_of

_CUSTOMER, _THREAD, _CASE = (table_of(t) for t in (Customer, Conversation, Case))
_HOLDING = tuple(table_of(t) for t in (Order, Shipment, Notice))
_IN_THREAD = tuple(table_of(t) for t in (Message, Offer))
_BELONGINGS = tuple(table_of(t) for t in (Contact, Consent, DeepLink))


def prune_people(tx: Connection, before: datetime, now: datetime, limit: int) -> tuple[int, int]:
    """Those who were silenced stay: forgetting that would mean writing to them again."""
    found = next_old(tx, _CUSTOMER, "created_at", before, limit)
    if not found:
        return 0, 0
    mine = exists().correlate(_CUSTOMER).where(_THREAD.c.customer_id == _CUSTOMER.c.id)
    needed = [
        *(exists().where(table.c.customer_id == _CUSTOMER.c.id) for table in _HOLDING),
        *(mine.where(table.c.conversation_id == _THREAD.c.id) for table in _IN_THREAD),
        mine.where(_CASE.c.conversation_id == _THREAD.c.id, _CASE.c.closed_at.is_(None)),
        mine.where(_THREAD.c.last_at >= before),
    ]
    free = select(_CUSTOMER.c.id).where(among(_CUSTOMER.c.id, "ids"), _CUSTOMER.c.stopped_why.is_(None))
    ids = {"ids": list(tx.scalars(free.where(*(~one for one in needed)), {"ids": found}))}
    if ids["ids"]:
        drop_threads(tx, tx.scalars(select(_THREAD.c.id).where(among(_THREAD.c.customer_id, "ids")), ids).all())
        for table in _BELONGINGS:
            tx.execute(delete(table).where(among(table.c.customer_id, "ids")), ids)
        tx.execute(delete(_CUSTOMER).where(among(_CUSTOMER.c.id, "ids")), ids)
    return len(found), len(ids["ids"])
