"""Why: for a parcel or a customer, every kind of message with its time or the reason for silence, and all that was."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from domain.notices import NoticeKind, Silent
from flows.messages.voice import NoRoute, Voice
from flows.phones import masked
from flows.privacy import ERASED
from flows.staff.console_views import Coming, Reach, decided, reaches
from store import console_views as views
from store import contacts, route_views, stories, why_views

PARCELS = 10


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of message about one parcel: what comes, why nothing else does, and what became of it before."""

    kind: NoticeKind
    coming: tuple[Coming, ...]
    silent: tuple[str, ...]
    past: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class ParcelWhy:
    row: Any
    kinds: tuple[Kind, ...]
    decided: Sequence[Any]
    """What staff decided about it, released or not."""
    routes: Sequence[Any]
    """Of the vans that drive or drove it, the newest first."""


@dataclass(frozen=True, slots=True)
class WhyPage:
    """`general` are reasons that hold for all messages to this customer; `more` says that there are older parcels."""

    customer: Any
    phone: str
    reaches: tuple[Reach, ...]
    consents: Sequence[Any]
    general: tuple[str, ...]
    parcels: tuple[ParcelWhy, ...]
    more: bool

    @property
    def is_erased(self) -> bool:
        return bool(self.customer.name == ERASED)


def of_customer(tx: Connection, customer_id: int, voice: Voice, now: datetime) -> WhyPage | None:
    ids = why_views.parcels_of(tx, customer_id, PARCELS + 1)
    page = _page(tx, customer_id, ids[:PARCELS], voice, now)
    return replace(page, more=len(ids) > PARCELS) if page is not None else None


def of_shipment(tx: Connection, shipment_id: int, voice: Voice, now: datetime) -> WhyPage | None:
    row = views.shipment(tx, shipment_id)
    return _page(tx, row.customer_id, [shipment_id], voice, now) if row is not None else None


def _page(tx: Connection, customer_id: int, ids: Sequence[int], voice: Voice, now: datetime) -> WhyPage | None:
    customer = why_views.customer(tx, customer_id)
    if customer is None:
        return None
    people = contacts.of_customers(tx, [customer_id])
    loaded = stories.with_company(tx, stories.load(tx, ids, locked=False))
    by_id = {one.story.shipment_id: one for one in loaded}
    parcels = []
    for shipment_id in ids:
        coming, silent = decided(tx, by_id[shipment_id], people, voice, now)
        past = [n for n in views.notices(tx, shipment_id) if n.key not in {c.wanted.key for c in coming}]
        kinds = tuple(_kind(kind, coming, silent, past) for kind in NoticeKind)
        row = views.shipment(tx, shipment_id)
        routes = route_views.carrying(tx, row.merchant_id, row.tracking_number)
        parcels.append(ParcelWhy(row, kinds, why_views.decisions(tx, shipment_id), routes))
    return WhyPage(
        customer=customer,
        phone=masked(customer.phone) if customer.phone else "",
        reaches=reaches(tx, customer_id),
        consents=why_views.consents(tx, customer_id),
        general=tuple(_general(customer, people, voice)),
        parcels=tuple(parcels),
        more=False,
    )


def _kind(kind: NoticeKind, coming: Sequence[Coming], silent: Sequence[Silent], past: Sequence[Any]) -> Kind:
    return Kind(
        kind,
        tuple(one for one in coming if one.wanted.kind is kind),
        tuple(one.why for one in silent if one.kind is kind),
        tuple(one for one in past if one.kind == kind),
    )


def _general(customer: Any, people: Sequence[Any], voice: Voice) -> list[str]:
    """What stands in the way of every message, whatever the parcel; empty where nothing does."""
    found = []
    if customer.stopped_why:
        found.append(f"Nothing is written to this customer: {customer.stopped_why}.")
    route = voice.route(customer.id, people)
    if isinstance(route, NoRoute):
        found.append(f"There is no way to write to them: {route.why}.")
    elif route.channel.value == "web":
        found.append("No phone and no chat can be used, so what is said stands on the tracking page alone.")
    dead = sorted({one.channel for one in people if one.state == "dead"})
    found += [f"Their address on {channel} does not work any more." for channel in dead]
    if customer.owner not in (None, "bot", "queue", "nobody"):
        found.append(f"{customer.owner} is talking with them: only what is critical goes meanwhile.")
    return found
