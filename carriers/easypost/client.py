"""EasyPost's API: trackers by code. Source: docs.easypost.com, trackers; easypost-ruby `Tracker#all` (2026-11-22)."""

import base64
from collections.abc import Sequence
from urllib.parse import urlencode

from carriers.asking import Account, Asked, Fetch, Poller, Question, Told


async def poll(fetch: Fetch, account: Account, parcels: Sequence[Asked]) -> list[Told]:
    """One question for each. Codes are recycled: of several trackers of one code the newest is asked for."""
    key = {"authorization": "Basic " + base64.b64encode(f"{account.key}:".encode()).decode()}
    told = []
    for parcel in parcels:
        query = urlencode({"tracking_code": parcel.number, "page_size": 1})
        told.append(Told((parcel,), await fetch(Question("GET", f"{account.url}/trackers?{query}", key))))
    return told


POLLER = Poller("https://api.easypost.com/v2", at_once=5, ask=poll)
