"""ShipEngine's API: trackings by carrier and number. Source: docs.shipstation.com, Track a Package (2026-11-29)."""

from collections.abc import Sequence
from urllib.parse import urlencode

from carriers.asking import Account, Asked, Fetch, Poller, Question, Told


async def poll(fetch: Fetch, account: Account, parcels: Sequence[Asked]) -> list[Told]:
    """One question for each; the carrier is ShipEngine's code for it (`stamps_com`), as pushes or the order name it."""
    told = []
    for parcel in parcels:
        query = urlencode({"carrier_code": parcel.carrier, "tracking_number": parcel.number})
        question = Question("GET", f"{account.url}/v1/tracking?{query}", {"api-key": account.key})
        told.append(Told((parcel,), await fetch(question)))
    return told


POLLER = Poller("https://api.shipengine.com", at_once=5, ask=poll)
