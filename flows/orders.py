"""An order arrives, or arrives again: who waits for it is known, its parcels are planned for, links lead to them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from domain.eta.lanes import lane_of
from domain.links import Links, telegram_token, token_hash, tracking_token
from domain.orders import NewOrder
from flows.replan import replan
from flows.webhooks.other_numbers import named_by_order
from store import contacts, orders
from store.database import Database

LINK_LASTS = timedelta(days=30)
LINK_RENEWED = timedelta(days=15)
"""A link with less than this left is not handed out again."""


@dataclass(frozen=True, slots=True)
class Announced:
    """One parcel of an announced order, with the addresses its customer may open."""

    tracking_number: str
    tracking_url: str
    telegram_link: str | None


@dataclass(frozen=True, slots=True)
class Placed:
    """The order's parcels as they were named, and when the first notice about any of them is due.

    `new` are the ids of shipments nobody had announced before.
    """

    parcels: tuple[Announced, ...]
    due_at: datetime | None
    new: tuple[int, ...]


async def announce(database: Database, order: NewOrder, links: Links, now: datetime) -> Placed:
    """⟨1⟩ Keeps an order; ⟨2⟩ looks once more for events of its new parcels.

    An event that is read while the order is being written sees no shipment yet, and the order does not see the event:
    once the order stands, one of the two has seen the other.
    """
    placed = await database.write(place, order, links, now)
    if not placed.new:
        return placed
    due_at = await database.write(_look_again, order, placed.new, now)
    return replace(placed, due_at=min((at for at in (placed.due_at, due_at) if at is not None), default=None))


def place(tx: Connection, order: NewOrder, links: Links, now: datetime) -> Placed:
    """Keeps an order. Announced again, it takes the new name, language, address and allowed changes, and more parcels.

    A parcel the shop no longer names stays: it may be on its way. Another phone is another customer, who from now on
    hears about all of the order's parcels. Events that came before their order are folded in at once.
    """
    merchant = orders.merchant(tx, order.merchant, now)
    customer_id = orders.save_customer(tx, merchant.id, order, merchant.language, now)
    orders.open_conversation(tx, customer_id, merchant.id, now)
    order_id, before = orders.save_order(tx, merchant.id, customer_id, order, now)
    lane = lane_of(order.address)
    shipments, new = orders.save_shipments(tx, order_id, merchant.id, customer_id, order.parcels, lane, now)
    orders.sign_shipments(tx, {n: token_hash(tracking_token(links.secret_key, n)) for n in shipments.values()})
    same_customer = before is not None and before.customer_id == customer_id
    if before is not None and not same_customer:
        orders.hand_over(tx, order_id, customer_id, shipments.values(), now)
    _agree(tx, order, customer_id, before.channels if before is not None and same_customer else [], now)
    if new:
        named_by_order(tx, merchant.id, shipments, now)
    due_at = replan(tx, shipments.values(), now)
    telegram = _telegram_link(tx, order_id, customer_id, links, now)
    parcels = (
        Announced(p.tracking_number, links.tracking(shipments[p.tracking_number]), telegram) for p in order.parcels
    )
    return Placed(tuple(parcels), due_at, tuple(new))


def _look_again(tx: Connection, order: NewOrder, new: Sequence[int], now: datetime) -> datetime | None:
    merchant = orders.merchant(tx, order.merchant, now)
    named_by_order(tx, merchant.id, [parcel.tracking_number for parcel in order.parcels], now)
    return replan(tx, new, now)


def _agree(tx: Connection, order: NewOrder, customer_id: int, before: list[str], now: datetime) -> None:
    """Consent is recorded once for each order and channel, and so is its being taken back."""
    words, source = f"order {order.number}", order.consent.source
    for channel in order.consent.channels:
        if channel not in before:
            contacts.record_consent(tx, [customer_id], channel, True, source, words, order.consent.given_at)
            if channel == "sms":
                contacts.bind(tx, customer_id, channel, order.phone, "order", now)
    for channel in set(before) - set(order.consent.channels):
        contacts.record_consent(tx, [customer_id], channel, False, source, words, now)


def _telegram_link(tx: Connection, order_id: int, customer_id: int, links: Links, now: datetime) -> str | None:
    """The order's link, the same one for as long as it is unused and holds; None while there is no bot."""
    if links.bot_username is None:
        return None
    standing = orders.links_of(tx, order_id, customer_id)
    for link in standing:
        token = telegram_token(links.secret_key, order_id, customer_id, link.expires_at)
        unused = link.used_at is None and link.expires_at > now + LINK_RENEWED
        if unused and token_hash(token) == link.token_hash:  # else the secret key has changed since
            return links.telegram(token)
    # Each of an order's links ends at a time of its own: that is what makes their tokens different.
    expires_at = max([now + LINK_LASTS, *(link.expires_at + timedelta.resolution for link in standing)])
    token = telegram_token(links.secret_key, order_id, customer_id, expires_at)
    orders.add_link(tx, token_hash(token), order_id, customer_id, expires_at)
    return links.telegram(token)
