"""Finding cases: what the rules see and a person must look at: an address that does not work, silence, no way left."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from domain.notices import NoticeKind
from flows.cases import open_case
from store.stories import Loaded

WRONG_ADDRESS = frozenset({"recipient.wrong_address", "recipient.moved"})


def address_problems(tx: Connection, changed: Iterable[tuple[Loaded, dict[str, Any]]], now: datetime) -> None:
    """`changed` are shipments whose condition has just become another one, with what it is now."""
    for one, row in changed:
        if row["reason"] in WRONG_ADDRESS and one.row.reason != row["reason"]:
            why = (
                "The carrier says that the address is wrong."
                if row["reason"] == "recipient.wrong_address"
                else ("The carrier says that the customer has moved.")
            )
            _open(tx, "address_problem", one, why, now)


def silences(tx: Connection, due: Iterable[Any], now: datetime) -> None:
    """Of what is to be said now, what says that nothing was heard of a parcel: somebody should ask."""
    for one in due:
        if one.wanted.kind is NoticeKind.SILENCE:
            last = one.loaded.story.condition.last_scan_at
            since = f"since {last:%d %b %H:%M} UTC" if last else "at all"
            _open(tx, "silence", one.loaded, f"No scan of this parcel {since}.", now)


def _open(tx: Connection, kind: str, one: Loaded, why: str, now: datetime) -> None:
    number = one.story.shipment_id
    open_case(tx, kind=kind, key=str(number), why=why, now=now, merchant_id=one.merchant_id, shipment_id=number)
