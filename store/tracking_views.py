"""What a tracking page shows besides the story: whose it is, what was reported, what was said."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from store.tables import (
    ChangeRequest,
    Conversation,
    Customer,
    EventRow,
    Inbound,
    Merchant,
    Message,
    Notice,
    Offer,
    Shipment,
)
from store.writing import table_of

_SHIPMENT, _EVENT, _CONVERSATION = table_of(Shipment), table_of(EventRow), table_of(Conversation)
_MESSAGE, _OFFER, _INBOUND, _CHANGE = table_of(Message), table_of(Offer), table_of(Inbound), table_of(ChangeRequest)
_MERCHANT, _NOTICE, _CUSTOMER = table_of(Merchant), table_of(Notice), table_of(Customer)

EVENTS = 200
MESSAGES = 60
"""Of a long conversation a page shows the newest."""

_SAID = ("sending", "sent", "reached", "unsure")


def by_token(tx: Connection, token_hash: str) -> Any:
    """Of the shipment that a link opens: its id, customer_id, announced_at, their language, the merchant's settings."""
    return tx.execute(_BY_TOKEN, {"hash": token_hash}).first()


def conversation_of(tx: Connection, customer_id: int) -> int | None:
    found: int | None = tx.scalar(_CONVERSATION_OF, {"customer": customer_id})
    return found


def events(tx: Connection, merchant_id: int, number: str, since: datetime | None, until: datetime | None) -> Any:
    """What was reported under a number about the way to the customer, newest first, as far as we understood it."""
    found = select(_EVENT.c.occurred_at, _EVENT.c.milestone, _EVENT.c.detail, _EVENT.c.reason, _EVENT.c.place).where(
        _EVENT.c.merchant_id == merchant_id,
        _EVENT.c.tracking_number == number,
        _EVENT.c.direction == "delivery",
        _EVENT.c.milestone != "unknown",
    )
    if since is not None:
        found = found.where(_EVENT.c.occurred_at >= since)
    if until is not None:
        found = found.where(_EVENT.c.occurred_at < until)
    return tx.execute(found.order_by(_EVENT.c.occurred_at.desc(), _EVENT.c.id.desc()).limit(EVENTS)).all()


def messages(tx: Connection, conversation_id: int, shipment_id: int) -> Sequence[Any]:
    """What was said in the page's chat, and on any channel about this shipment (not about another); the oldest first.

    What waits to be shown on the page stands in the store already, so it counts as said.
    """
    return list(reversed(tx.execute(_NEWEST, {"conversation": conversation_id, "shipment": shipment_id}).all()))


def offered_to(tx: Connection, conversation_id: int, token: str) -> Any:
    """The composed message (a JSON value) in which this conversation was offered the choice; None where it was not."""
    found = select(_MESSAGE.c.composed).join(_OFFER, _OFFER.c.message_id == _MESSAGE.c.id)
    return tx.scalar(found.where(_OFFER.c.token == token, _OFFER.c.conversation_id == conversation_id))


def offers_of(tx: Connection, message_id: int) -> list[Any]:
    """What the choices of a message do (JSON values)."""
    return list(tx.scalars(select(_OFFER.c.action).where(_OFFER.c.message_id == message_id)))


def is_answered(tx: Connection, channel: str, key: str) -> bool:
    """Whether a kept turn has been dealt with."""
    state = tx.scalar(select(_INBOUND.c.state).where(_INBOUND.c.channel == channel, _INBOUND.c.key == key))
    return state is not None and state != "kept"


def stamp(tx: Connection, shipment_id: int, customer_id: int) -> tuple[str, tuple[object, ...]]:
    """The customer's language, and small values of which at least one differs whenever the page would."""
    which = {"shipment": shipment_id}
    stands, asked = tx.execute(_STANDS, which).one(), tx.execute(_ASKED, which).one()
    return stands.language, (*stands, tx.scalar(_LAST_SAID, {"customer": customer_id}), *asked)


_BY_TOKEN = (
    select(
        _SHIPMENT.c.id,
        _SHIPMENT.c.customer_id,
        _SHIPMENT.c.announced_at,
        _CUSTOMER.c.language,
        _MERCHANT.c.settings,
    )
    .join(_CUSTOMER, _CUSTOMER.c.id == _SHIPMENT.c.customer_id)
    .join(_MERCHANT, _MERCHANT.c.id == _SHIPMENT.c.merchant_id)
    .where(_SHIPMENT.c.token_hash == bindparam("hash"))
)
_CONVERSATION_OF = select(_CONVERSATION.c.id).where(_CONVERSATION.c.customer_id == bindparam("customer"))
_on_the_page = (_MESSAGE.c.channel == "web") & _MESSAGE.c.state.in_((*_SAID, "queued", "received"))
_told = select(_NOTICE.c.message_id).where(
    _NOTICE.c.shipment_id == bindparam("shipment"), _NOTICE.c.message_id.is_not(None)
)
_about_it = (_MESSAGE.c.shipment_id == bindparam("shipment")) | _MESSAGE.c.id.in_(_told)
_talk = _on_the_page & _MESSAGE.c.shipment_id.is_(None)
_NEWEST = (
    select(
        _MESSAGE.c.id,
        _MESSAGE.c.direction,
        _MESSAGE.c.channel,
        _MESSAGE.c.author,
        _MESSAGE.c.name,
        _MESSAGE.c.text,
        _MESSAGE.c.composed,
        _MESSAGE.c.created_at,
    )
    .where(
        _MESSAGE.c.conversation_id == bindparam("conversation"),
        _talk | (_about_it & (_on_the_page | _MESSAGE.c.state.in_(_SAID))),
    )
    .order_by(_MESSAGE.c.id.desc())
    .limit(MESSAGES)
)
_STANDS = (
    select(
        _SHIPMENT.c.last_scan_at,
        _SHIPMENT.c.milestone,
        _SHIPMENT.c.expected_on,
        _SHIPMENT.c.expected_from,
        _SHIPMENT.c.live,
        _CUSTOMER.c.language,
    )
    .join(_CUSTOMER, _CUSTOMER.c.id == _SHIPMENT.c.customer_id)
    .where(_SHIPMENT.c.id == bindparam("shipment"))
)
_LAST_SAID = (
    select(func.max(_MESSAGE.c.id))
    .join(_CONVERSATION, _CONVERSATION.c.id == _MESSAGE.c.conversation_id)
    .where(_CONVERSATION.c.customer_id == bindparam("customer"))
)
_ASKED = select(func.max(_CHANGE.c.id), func.max(_CHANGE.c.decided_at)).where(
    _CHANGE.c.shipment_id == bindparam("shipment")
)
