"""Sendcloud's API: parcels by tracking number. Source: api.sendcloud.dev v2, parcels (2026-11-22)."""

import base64
from collections.abc import Sequence
from urllib.parse import urlencode

from carriers.asking import Account, Asked, Fetch, Poller, Question, Told


async def poll(fetch: Fetch, account: Account, parcels: Sequence[Asked]) -> list[Told]:
    """One question for each. The key is `public key:secret key`."""
    key = {"authorization": "Basic " + base64.b64encode(account.key.encode()).decode()}
    told = []
    for parcel in parcels:
        address = f"{account.url}/api/v2/parcels?{urlencode({'tracking_number': parcel.number})}"
        told.append(Told((parcel,), await fetch(Question("GET", address, key))))
    return told


POLLER = Poller("https://panel.sendcloud.sc", at_once=5, ask=poll)
