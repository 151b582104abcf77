"""Onfleet's API: tasks by their short id. What changes them has a file of its own.

Source: docs.onfleet.com/reference/get-single-task-by-shortid (read 2026-11-29).
"""

import base64
from collections.abc import Sequence
from urllib.parse import quote

from carriers.asking import Account, Answer, Asked, Fetch, Poller, Question, Told

URL = "https://onfleet.com/api/v2"


async def poll(fetch: Fetch, account: Account, parcels: Sequence[Asked]) -> list[Told]:
    """One question for each: Onfleet has no list by number."""
    return [Told((parcel,), await task_of(fetch, account, parcel.number)) for parcel in parcels]


async def task_of(fetch: Fetch, account: Account, number: str) -> Answer:
    return await fetch(
        Question("GET", f"{account.url}/tasks/shortId/{quote(number.lower(), safe='')}", headers(account))
    )


def headers(account: Account) -> dict[str, str]:
    """The key is the user, without a password."""
    return {"authorization": "Basic " + base64.b64encode(f"{account.key}:".encode()).decode()}


POLLER = Poller(URL, at_once=5, ask=poll)
