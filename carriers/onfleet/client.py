"""Onfleet's API: tasks by their short id, and another window for a task that has not been started.

Sources: docs.onfleet.com/reference/get-single-task-by-shortid and /update-task (read 2026-11-22): an active task takes
only notes and metadata, a completed one only metadata.
"""

import base64
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

import msgspec

from carriers.asking import (
    Account,
    Agreed,
    Answer,
    Asked,
    Changer,
    Declined,
    Fetch,
    NewWindow,
    Poller,
    Question,
    Reply,
    Told,
)
from carriers.reading import fields, word
from domain.retrying import Taken

URL = "https://onfleet.com/api/v2"
WAITING = frozenset({0, 1})
"""`state`: 0 unassigned, 1 assigned, 2 active, 3 completed."""


async def poll(fetch: Fetch, account: Account, parcels: Sequence[Asked]) -> list[Told]:
    """One question for each: Onfleet has no list by number."""
    return [Told((parcel,), await _task(fetch, account, parcel.number)) for parcel in parcels]


async def change(fetch: Fetch, account: Account, window: NewWindow) -> Reply:
    """Onfleet's answer shows the task with its window: no later webhook would tell of it, so that is the yes."""
    found = await _task(fetch, account, window.number)
    if not found.is_good:
        return Declined("Onfleet has no such task") if found.status == 404 else found
    task = fields(found.document())
    task_id = word(task.get("id"))
    if task_id is None:
        return Declined("Onfleet's answer holds no task")
    if task.get("state") not in WAITING:
        return Declined("the driver has started: Onfleet changes no window any more")
    wanted = {"completeAfter": _millis(window.from_at), "completeBefore": _millis(window.to_at)}
    headers = {**_headers(account), "content-type": "application/json"}
    answer = await fetch(
        Question("PUT", f"{account.url}/tasks/{quote(task_id, safe='')}", headers, msgspec.json.encode(wanted))
    )
    if not answer.is_good:
        return answer
    now = fields(answer.document())
    is_done = all(now.get(name) == value for name, value in wanted.items())
    return Agreed("Onfleet's task has the new window") if is_done else Taken()


async def _task(fetch: Fetch, account: Account, number: str) -> Answer:
    return await fetch(
        Question("GET", f"{account.url}/tasks/shortId/{quote(number.lower(), safe='')}", _headers(account))
    )


def _headers(account: Account) -> dict[str, str]:
    """The key is the user, without a password."""
    return {"authorization": "Basic " + base64.b64encode(f"{account.key}:".encode()).decode()}


def _millis(at: datetime) -> int:
    return int(at.timestamp() * 1000)


POLLER = Poller(URL, at_once=5, ask=poll)
CHANGER = Changer(URL, change)
