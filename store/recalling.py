"""Taking back messages that are queued and that no lane has taken yet: the same conditional update decides the race."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from store import bygones
from store.tables import Contact, Conversation, Message, Offer
from store.types import to_json
from store.writing import table_of

_T, _OFFER, _CONTACT = table_of(Message), table_of(Offer), table_of(Contact)
_CONVERSATION = table_of(Conversation)
_SAID = ("queued", "sending", "sent", "reached", "unsure")


def drop(tx: Connection, message_ids: Collection[int], why: str, now: datetime) -> list[int]:
    """Those still queued do not go; returns which. What they offered is not on offer, and whom they would have
    greeted for the first time has not been greeted.
    """
    statement = update(_T).where(_T.c.id.in_(message_ids), _T.c.state == "queued").values(state="dropped", why=why)
    dropped = list(tx.execute(statement.returning(_T.c.id, _T.c.channel, _T.c.address)))
    ids = [row.id for row in dropped]
    if ids:
        tx.execute(delete(_OFFER).where(_OFFER.c.message_id.in_(ids)))
    for channel in {row.channel for row in dropped}:
        ungreet(tx, channel, {row.address for row in dropped if row.channel == channel}, now)
    return ids


def queued(tx: Connection, conversation_id: int, author: str) -> list[Any]:
    """(id, name) of an author's messages in a conversation that no lane has taken yet."""
    statement = select(_T.c.id, _T.c.name).where(
        _T.c.conversation_id == conversation_id, _T.c.state == "queued", _T.c.author == author
    )
    return list(tx.execute(statement))


def ungreet(tx: Connection, channel: str, addresses: Collection[str], now: datetime) -> None:
    """Where nothing else was said to these customers, the next message says who writes, and how to stop it."""
    said = (
        select(_T.c.id)
        .join(_CONVERSATION, _CONVERSATION.c.id == _T.c.conversation_id)
        .where(
            _CONVERSATION.c.customer_id == _CONTACT.c.customer_id,
            _T.c.channel == _CONTACT.c.channel,
            _T.c.address == _CONTACT.c.address,
            _T.c.direction == "out",
            _T.c.state.in_(_SAID),
        )
        .correlate(_CONTACT)
        .exists()
    )
    theirs = _CONTACT.c.channel == channel, _CONTACT.c.address.in_(addresses), _CONTACT.c.greeted
    strangers = update(_CONTACT).where(*theirs, ~said).values(greeted=False).returning(_CONTACT.c.id)
    bygones.keep(tx, [(bygones.contact_of(row_id), _GREETED) for row_id in tx.scalars(strangers)], now)


_GREETED = to_json({"greeted": True})
