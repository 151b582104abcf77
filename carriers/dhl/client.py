"""DHL Shipment Tracking - Unified: shipments by number. Source: developer.dhl.com, reference page (2026-11-22)."""

from collections.abc import Sequence
from urllib.parse import urlencode

from carriers.asking import Account, Asked, Fetch, Poller, Question, Told


async def poll(fetch: Fetch, account: Account, parcels: Sequence[Asked]) -> list[Told]:
    """One question for each: the API takes one number, and few calls a second."""
    told = []
    for parcel in parcels:
        address = f"{account.url}/track/shipments?{urlencode({'trackingNumber': parcel.number})}"
        told.append(Told((parcel,), await fetch(Question("GET", address, {"dhl-api-key": account.key}))))
    return told


POLLER = Poller("https://api-eu.dhl.com", at_once=3, ask=poll)
