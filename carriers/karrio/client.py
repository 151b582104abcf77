"""Karrio's API: trackers by number. Source: karrioapi/karrio, `v1/trackers/{id_or_tracking_number}` (2026-11-22)."""

from collections.abc import Sequence
from urllib.parse import quote

from carriers.asking import Account, Asked, Fetch, Poller, Question, Told


async def poll(fetch: Fetch, account: Account, parcels: Sequence[Asked]) -> list[Told]:
    """One question for each. Karrio is self-hosted: `api_url` says where."""
    told = []
    for parcel in parcels:
        address = f"{account.url}/v1/trackers/{quote(parcel.number, safe='')}"
        told.append(Told((parcel,), await fetch(Question("GET", address, {"authorization": f"Token {account.key}"}))))
    return told


POLLER = Poller("https://api.karrio.io", at_once=5, ask=poll)
