"""Reveal: a customer's number and address in full, for a reason that stays in the audit log."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from flows.audit import By, Refused, record, unreasoned
from store import console_views as views


@dataclass(frozen=True, slots=True)
class Revealed:
    """`address` is the order's JSON; `contacts` are (channel, address) pairs."""

    phone: str
    address: dict[str, Any]
    contacts: tuple[tuple[str, str], ...]


def reveal(tx: Connection, shipment_id: int, by: By) -> Revealed | Refused:
    if refusal := unreasoned(by):
        return refusal
    row = views.shipment(tx, shipment_id)
    if row is None:
        return Refused("There is no such shipment.")
    record(tx, by, "reveal", f"shipment:{shipment_id}")
    pairs = tuple((c.channel, c.address) for c in views.contacts(tx, row.customer_id))
    return Revealed(row.phone or "", row.address, pairs)
