"""Changes that the shop asks for itself: of the carrier, in the same ways as a customer's; and taken back again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from domain import reschedules
from flows.audit import By, Refused, record, unreasoned
from flows.changes import reschedule
from store import change_requests as requests

KINDS = ("cancel", "address", "safe_place", "neighbour", "recipient", "instructions", "hold")
"""What needs no slot, and nothing that is kept sealed."""


@dataclass(frozen=True, slots=True)
class Stands:
    """The request as it stands now."""

    public_id: str
    kind: str
    state: str
    due_at: datetime


def ask(tx: Connection, shipment_id: int, kind: str, details: dict[str, Any], by: By) -> Stands | Refused:
    """The shop may ask for what its customers may not. Asking the same again changes nothing."""
    if refused := unreasoned(by):
        return refused
    asked = reschedule.ask_change(tx, shipment_id, kind, details, False, by.at, by_shop=True)
    if isinstance(asked, reschedules.Refused):
        return Refused(_WHYS.get(asked.why, f"It cannot be asked for: {asked.why.value.replace('_', ' ')}."))
    if not asked.repeated:
        record(tx, by, "change.ask", f"shipment:{shipment_id}", None, {"request": asked.public_id, "kind": kind})
    return _stands(tx, asked.public_id, by)


def take_back(tx: Connection, public_id: str, by: By) -> Stands | Refused | None:
    """The carrier is told, also where it had agreed. None where there is no such request."""
    if refused := unreasoned(by):
        return refused
    before = requests.find(tx, public_id)
    if before is None:
        return None
    taken = reschedule.take_back(tx, public_id, by.why, by.at)
    if isinstance(taken, reschedules.Refused):
        return Refused(_WHYS.get(taken.why, "Nothing of it is open or agreed: there is nothing to take back."))
    was, now = {"state": before.state.value}, {"request": public_id, "state": "withdrawn"}
    record(tx, by, "change.take_back", f"shipment:{before.shipment_id}", was, now)
    return _stands(tx, public_id, by)


def _stands(tx: Connection, public_id: str, by: By) -> Stands:
    request = requests.find(tx, public_id)
    assert request is not None
    return Stands(public_id, request.kind, request.state.value, by.at)


_WHYS = {
    reschedules.Refusal.ALREADY_OPEN: "Another change of this kind is open: take it back first.",
    reschedules.Refusal.TOO_LATE: "The parcel has come too far for this to be changed.",
}
