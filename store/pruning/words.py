"""What was said: messages with the choices under them, updates of channels, codes, and strangers' conversations."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, exists, select, update

from store.among import among
from store.pruning.walking import next_old
from store.tables import (
    Case,
    Conversation,
    ConversationMark,
    Inbound,
    Message,
    Notice,
    NumberLookup,
    Offer,
    OneTimeCode,
    Presence,
)
from store.writing import table_of

_MESSAGE, _OFFER, _NOTICE, _CASE = (table_of(t) for t in (Message, Offer, Notice, Case))
_THREAD, _INBOUND, _CODE = (table_of(t) for t in (Conversation, Inbound, OneTimeCode))
_LOOKUP = table_of(NumberLookup)

IN_THREADS = tuple(table_of(t) for t in (ConversationMark, Presence))
ON_ITS_WAY = ("queued", "sending")


def prune_messages(tx: Connection, before: datetime, now: datetime, limit: int) -> tuple[int, int]:
    """Messages, unless their conversation or parcel is under an open case. A notice keeps its outcome without them."""
    found = next_old(tx, _MESSAGE, "created_at", before, limit)
    if not found:
        return 0, 0
    open_cases = _CASE.c.closed_at.is_(None)
    free = select(_MESSAGE.c.id).where(
        among(_MESSAGE.c.id, "ids"),
        _MESSAGE.c.state.not_in(ON_ITS_WAY),
        ~exists().where(_CASE.c.conversation_id == _MESSAGE.c.conversation_id, open_cases),
        ~exists().where(_CASE.c.shipment_id == _MESSAGE.c.shipment_id, open_cases),
    )
    ids = {"ids": list(tx.scalars(free, {"ids": found}))}
    if ids["ids"]:
        tx.execute(update(_NOTICE).where(among(_NOTICE.c.message_id, "ids")).values(message_id=None), ids)
        tx.execute(delete(_OFFER).where(among(_OFFER.c.message_id, "ids")), ids)
        tx.execute(delete(_MESSAGE).where(among(_MESSAGE.c.id, "ids")), ids)
    return len(found), len(ids["ids"])


def drop_threads(tx: Connection, thread_ids: Sequence[int]) -> None:
    """Conversations, with what staff marked in them."""
    ids = {"ids": list(thread_ids)}
    for table in IN_THREADS:
        tx.execute(delete(table).where(among(table.c.conversation_id, "ids")), ids)
    tx.execute(delete(_THREAD).where(among(_THREAD.c.id, "ids")), ids)


def prune_strangers(tx: Connection, before: datetime, now: datetime, limit: int) -> tuple[int, int]:
    """Conversations with people whom no order knows, when nothing of them is left and nothing is open."""
    found = next_old(tx, _THREAD, "owner_since", before, limit, walk="stranger")
    if not found:
        return 0, 0
    gone = (
        select(_THREAD.c.id)
        .where(among(_THREAD.c.id, "ids"), _THREAD.c.customer_id.is_(None), _THREAD.c.last_at < before)
        .where(~exists().where(_MESSAGE.c.conversation_id == _THREAD.c.id))
        .where(~exists().where(_OFFER.c.conversation_id == _THREAD.c.id))
        .where(~exists().where(_CASE.c.conversation_id == _THREAD.c.id, _CASE.c.closed_at.is_(None)))
    )
    ids = list(tx.scalars(gone, {"ids": found}))
    drop_threads(tx, ids)
    return len(found), len(ids)


def prune_turns(tx: Connection, before: datetime, now: datetime, limit: int) -> tuple[int, int]:
    """Updates that were handled. The conversation keeps what was said."""
    found = next_old(tx, _INBOUND, "received_at", before, limit)
    gone = delete(_INBOUND).where(among(_INBOUND.c.id, "ids"), _INBOUND.c.state != "kept")
    return len(found), tx.execute(gone, {"ids": found}).rowcount if found else 0


def prune_lookups(tx: Connection, before: datetime, now: datetime, limit: int) -> tuple[int, int]:
    found = next_old(tx, _LOOKUP, "at", before, limit)
    gone = delete(_LOOKUP).where(among(_LOOKUP.c.id, "ids"))
    return len(found), tx.execute(gone, {"ids": found}).rowcount if found else 0


def prune_codes(tx: Connection, before: datetime, now: datetime, limit: int) -> tuple[int, int]:
    found = next_old(tx, _CODE, "sent_at", before, limit)
    gone = delete(_CODE).where(among(_CODE.c.id, "ids"))
    return len(found), tx.execute(gone, {"ids": found}).rowcount if found else 0
