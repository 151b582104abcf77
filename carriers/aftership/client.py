"""AfterShip's API: trackings by their numbers. Source: aftership.com/docs/tracking, quick start 2026-07 (2026-11-22).

The parameter `tracking_numbers` is that of AfterShip's SDKs.
"""

from collections.abc import Sequence
from urllib.parse import urlencode

from carriers.asking import Account, Asked, Fetch, Poller, Question, Told


async def poll(fetch: Fetch, account: Account, parcels: Sequence[Asked]) -> list[Told]:
    """All of them in one question."""
    query = urlencode({"tracking_numbers": ",".join(parcel.number for parcel in parcels), "limit": 100})
    question = Question("GET", f"{account.url}/trackings?{query}", {"as-api-key": account.key})
    return [Told(tuple(parcels), await fetch(question))]


POLLER = Poller("https://api.aftership.com/tracking/2026-07", at_once=40, ask=poll)
