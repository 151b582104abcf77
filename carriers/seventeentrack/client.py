"""17TRACK's API: what is known of registered numbers. Version 2.4, gettrackinfo (2026-11-29)."""

from collections.abc import Sequence

import msgspec

from carriers.asking import Account, Asked, Fetch, Poller, Question, Told


async def poll(fetch: Fetch, account: Account, parcels: Sequence[Asked]) -> list[Told]:
    """All of them (at most 40) in one question; numbers that nobody registered come back as rejected."""
    headers = {"17token": account.key, "content-type": "application/json"}
    body = msgspec.json.encode([{"number": parcel.number} for parcel in parcels])
    question = Question("POST", f"{account.url}/gettrackinfo", headers, body)
    return [Told(tuple(parcels), await fetch(question))]


POLLER = Poller("https://api.17track.net/track/v2.4", at_once=40, ask=poll)
