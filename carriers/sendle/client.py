"""Sendle's API: a parcel's tracking by its reference. Source: Sendle's OpenAPI description (2026-11-29)."""

import base64
from collections.abc import Sequence
from urllib.parse import quote

from carriers.asking import Account, Asked, Fetch, Poller, Question, Told


async def poll(fetch: Fetch, account: Account, parcels: Sequence[Asked]) -> list[Told]:
    """One question for each. The key is `Sendle id:API key`."""
    key = {"authorization": "Basic " + base64.b64encode(account.key.encode()).decode()}
    told = []
    for parcel in parcels:
        address = f"{account.url}/api/tracking/{quote(parcel.number, safe='')}"
        told.append(Told((parcel,), await fetch(Question("GET", address, key))))
    return told


POLLER = Poller("https://api.sendle.com", at_once=5, ask=poll)
