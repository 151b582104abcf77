"""Bygones: what stood until a moment, of what is changed in place. Days are played again by what stood then."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from store.among import among
from store.bulk import Inserting
from store.tables import Bygone
from store.writing import table_of

_T = table_of(Bygone)
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


def keep(tx: Connection, stood: Iterable[tuple[str, str | None]], now: datetime) -> None:
    """Each of these, by name, stood so until now."""
    _ADD.insert(tx, [(about, now, facts) for about, facts in stood])


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
