"""Shippo's API: tracks by carrier and number. Source: docs.goshippo.com, tracking (2026-11-22)."""

from collections.abc import Sequence
from urllib.parse import quote

from carriers.asking import Account, Asked, Fetch, Poller, Question, Told


async def poll(fetch: Fetch, account: Account, parcels: Sequence[Asked]) -> list[Told]:
    """One question for each; the carrier is Shippo's word for it (`usps`), as its pushes or the order name it."""
    key = {"authorization": f"ShippoToken {account.key}"}
    told = []
    for parcel in parcels:
        path = "/".join(quote(part, safe="") for part in (parcel.carrier.lower(), parcel.number))
        told.append(Told((parcel,), await fetch(Question("GET", f"{account.url}/tracks/{path}", key))))
    return told


POLLER = Poller("https://api.goshippo.com", at_once=5, ask=poll)
