"""Bygones: what stood until a moment, of what is changed in place. Days are played again by what stood then."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, select

from store.among import among
from store.bulk import Inserting
from store.tables import Bygone, Customer, Shipment
from store.types import to_json
from store.writing import table_of

_T, _SHIPMENT, _CUSTOMER = (table_of(t) for t in (Bygone, Shipment, Customer))
_ADD = Inserting(_T, ("about", "until_at", "facts"))

Stood = tuple[datetime, str | None]
"""Until when, and as what (JSON text; None: it was not there)."""


def record_of(merchant_id: int, carrier: str, lane: str | None) -> str:
    """What was learned of a merchant's parcels with a carrier, all or those of one lane."""
    return f"record:{merchant_id}:{carrier}:{lane or ''}"


def route_of(shipment_id: int) -> str:
    """What its route said about a parcel."""
    return f"route:{shipment_id}"


def meaning_of(merchant_id: int, tracking_number: str, key: str) -> str:
    """What an event meant, before its sender's words were taught."""
    return f"meaning:{merchant_id}:{tracking_number}:{key}"


def filing_of(merchant_id: int, tracking_number: str, key: str) -> str:
    """Whether an event was filed under this number of its parcel."""
    return f"filing:{merchant_id}:{tracking_number}:{key}"


def parcel_of(shipment_id: int) -> str:
    """What its order said of a parcel, whose it was, and whether it was muted: PARCEL."""
    return f"parcel:{shipment_id}"


def order_of(order_id: int) -> str:
    """An order's zone."""
    return f"order:{order_id}"


def customer_of(customer_id: int) -> str:
    """CUSTOMER."""
    return f"customer:{customer_id}"


def contact_of(contact_id: int) -> str:
    """Whether an address had been told who writes: `greeted`."""
    return f"contact:{contact_id}"


def parcels_of(customer_id: int) -> str:
    """A parcel that was this customer's, by its id, until its order was handed over."""
    return f"parcels:{customer_id}"


def merchant_of(merchant_id: int) -> str:
    """How a merchant signed: its title."""
    return f"merchant:{merchant_id}"


def request_of(request_id: int) -> str:
    """A change request that had been answered, or was only a hold: REQUEST."""
    return f"request:{request_id}"


PARCEL = ("carrier", "allow", "lane", "muted_why", "customer_id")
CUSTOMER = ("language", "stopped_why")
REQUEST = ("state", "asked_at", "decided_at", "why")


def names_of(parcel: Any, keys: Iterable[str]) -> set[str]:
    """The names of all that is about one shipment (id, order_id, customer_id, merchant_id, tracking_number), its events
    with these keys, and its customer; but for its change requests.
    """
    filed = (parcel.merchant_id, parcel.tracking_number)
    names = {route_of(parcel.id), parcel_of(parcel.id), order_of(parcel.order_id), customer_of(parcel.customer_id)}
    return names | {name(*filed, key) for key in keys for name in (meaning_of, filing_of)}


def keep(tx: Connection, stood: Iterable[tuple[str, str | None]], now: datetime) -> None:
    """Each of these, by name, stood so until now."""
    _ADD.insert(tx, [(about, now, facts) for about, facts in stood])


def facts(row: Any, names: Iterable[str]) -> str:
    """These of a row's columns, as a bygone keeps them."""
    return to_json({name: getattr(row, name) for name in names})


def keep_parcels(tx: Connection, which: ColumnElement[bool], now: datetime) -> None:
    """As these shipments stand, which are about to be changed."""
    rows = tx.execute(select(_SHIPMENT.c.id, *(_SHIPMENT.c[name] for name in PARCEL)).where(which))
    keep(tx, [(parcel_of(row.id), facts(row, PARCEL)) for row in rows], now)


def keep_customers(tx: Connection, which: ColumnElement[bool], now: datetime) -> None:
    """As these customers stand, who are about to be changed."""
    rows = tx.execute(select(_CUSTOMER.c.id, *(_CUSTOMER.c[name] for name in CUSTOMER)).where(which))
    keep(tx, [(customer_of(row.id), facts(row, CUSTOMER)) for row in rows], now)


def forget(tx: Connection, abouts: Collection[str]) -> None:
    """Nothing is known of these any more but what they are."""
    if abouts:
        tx.execute(_FORGET, {"abouts": list(abouts)})


def since(tx: Connection, abouts: Collection[str], at: datetime) -> dict[str, list[Stood]]:
    """What these were from then on until they became what they are, oldest first."""
    found: dict[str, list[Stood]] = defaultdict(list)
    for about, until_at, facts in tx.execute(_SINCE, {"abouts": list(abouts), "at": at}) if abouts else ():
        found[about].append((until_at, facts))
    return found


_SINCE = (
    select(_T.c.about, _T.c.until_at, _T.c.facts)
    .where(among(_T.c.about, "abouts"), _T.c.until_at > bindparam("at", type_=_T.c.until_at.type))
    .order_by(_T.c.about, _T.c.until_at, _T.c.id)
)
_FORGET = delete(_T).where(among(_T.c.about, "abouts"))
