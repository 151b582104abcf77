"""Who asked where their parcel is: what customers wrote, whether a person answered, and the rows made of it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from store.among import among
from store.tables import Conversation, InquiryRow, Message, Shipment
from store.writing import insert_new, table_of

_MESSAGE, _CONVERSATION, _SHIPMENT = table_of(Message), table_of(Conversation), table_of(Shipment)
_INQUIRY = table_of(InquiryRow)
_OURS = ("bot", "customer")


def questions(tx: Connection, begin: datetime, end: datetime) -> list[Any]:
    """(id, conversation_id, customer_id, channel, at, understood) of what customers wrote, in the order of time."""
    found = (
        select(
            _MESSAGE.c.id,
            _MESSAGE.c.conversation_id,
            _CONVERSATION.c.customer_id,
            _MESSAGE.c.channel,
            _MESSAGE.c.created_at.label("at"),
            _MESSAGE.c.understood,
        )
        .join(_CONVERSATION, _CONVERSATION.c.id == _MESSAGE.c.conversation_id)
        .where(
            _MESSAGE.c.created_at >= begin,
            _MESSAGE.c.created_at < end,
            _MESSAGE.c.direction == "in",
            _MESSAGE.c.understood.is_not(None),
            _CONVERSATION.c.customer_id.is_not(None),
        )
        .order_by(_MESSAGE.c.created_at, _MESSAGE.c.id)
    )
    return list(tx.execute(found))


def stepped_in(tx: Connection, conversation_ids: Collection[int], begin: datetime, end: datetime) -> list[Any]:
    """(conversation_id, at) of what a person wrote, or of a conversation being handed to one."""
    found = select(_MESSAGE.c.conversation_id, _MESSAGE.c.created_at.label("at")).where(
        among(_MESSAGE.c.conversation_id, "ids"),
        _MESSAGE.c.created_at >= begin,
        _MESSAGE.c.created_at < end,
        _MESSAGE.c.direction == "out",
        _MESSAGE.c.author.not_in(_OURS) | (_MESSAGE.c.name == "handed_over"),
    )
    return list(tx.execute(found, {"ids": list(conversation_ids)}))


def parcels_of(tx: Connection, customer_ids: Collection[int]) -> list[Any]:
    """(customer_id, id, announced_at) of these customers' shipments, the newest first."""
    found = select(_SHIPMENT.c.customer_id, _SHIPMENT.c.id, _SHIPMENT.c.announced_at)
    found = found.where(among(_SHIPMENT.c.customer_id, "ids")).order_by(_SHIPMENT.c.announced_at.desc())
    return list(tx.execute(found, {"ids": list(customer_ids)}))


def replace(tx: Connection, on: str, rows: Sequence[dict[str, Any]]) -> None:
    """The inquiries of one day are these."""
    tx.execute(delete(_INQUIRY).where(_INQUIRY.c.on == on))
    insert_new(tx, _INQUIRY, rows)
