"""Cases: what a human must look at. One of a kind is open for one occasion."""

from datetime import datetime

from sqlalchemy import Connection

from store.tables import Case
from store.writing import insert_new, table_of


def open_case(
    tx: Connection,
    *,
    kind: str,
    key: str,
    why: str,
    now: datetime,
    merchant_id: int | None = None,
    shipment_id: int | None = None,
    conversation_id: int | None = None,
    delivery_id: int | None = None,
) -> bool:
    """Opens a case unless the same one is open; says whether it is new. `why`: what happened, and what to do."""
    row = {
        "kind": kind,
        "key": f"{kind}:{key}",
        "why": why,
        "merchant_id": merchant_id,
        "shipment_id": shipment_id,
        "conversation_id": conversation_id,
        "delivery_id": delivery_id,
        "opened_at": now,
    }
    return bool(insert_new(tx, table_of(Case), [row], "id"))
