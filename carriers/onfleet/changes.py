"""Onfleet: changing a task. Its window and its destination before the driver starts, its notes also after.

Sources: docs.onfleet.com/reference/update-task, create-destination, delete-list-of-tasks (read 2026-11-29): an active
task takes only notes and metadata, a completed one only metadata; a destination is made first and then named; a task
in progress or completed cannot be deleted.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

import msgspec

from carriers.asking import Account, Agreed, Changer, Declined, Fetch, Question, Reply, Span, Wish
from carriers.onfleet.client import URL, headers, task_of
from carriers.reading import entries, fields, joined, text, word
from domain.retrying import Never, Taken

WAITING = frozenset({0, 1})
"""`state`: 0 unassigned, 1 assigned, 2 active, 3 completed."""
ACTIVE = 2
NOTED = {
    "safe_place": "leave it in a safe place",
    "neighbour": "leave it with a neighbour",
    "recipient": "somebody else takes it in",
    "instructions": "how to find the door",
    "access_code": "how to get in",
}
"""What goes into the notes, by kind."""
MOST_NOTES = 10_000


async def change(fetch: Fetch, account: Account, wish: Wish) -> Reply:
    """Onfleet's answer shows the task as it is now: no later webhook would tell of it, so that is the yes.

    Not where the driver is on the way already: they may not look into the notes again.
    """
    found = await task_of(fetch, account, wish.number)
    if found.status == 404:
        return Taken() if wish.kind == "cancel" else Declined("Onfleet has no such task")
    if not found.is_good:
        return found
    task = fields(found.document())
    task_id, state = word(task.get("id")), task.get("state")
    if task_id is None:
        return Declined("Onfleet's answer holds no task")
    place = f"{account.url}/tasks/{quote(task_id, safe='')}"
    if wish.kind in NOTED:
        if state not in WAITING | {ACTIVE}:
            return Declined("the task is completed")
        return await _noted(fetch, account, place, task, wish)
    if state not in WAITING:
        return Declined("the driver has started: Onfleet changes no such thing any more")
    match wish.kind:
        case "reschedule":
            return await _moved(fetch, account, place, wish.before if wish.is_over else wish.window)
        case "address":
            return await _readdressed(fetch, account, place, wish)
        case "cancel":
            answer = await fetch(Question("DELETE", place, headers(account)))
            return Taken() if answer.is_good else answer
    return Never(f"Onfleet takes no {wish.kind}")


async def _moved(fetch: Fetch, account: Account, place: str, window: Span | None) -> Reply:
    if window is None:
        return Never("nobody knows the window it had before")
    wanted = {"completeAfter": _millis(window.from_at), "completeBefore": _millis(window.to_at)}
    return await _put(fetch, account, place, wanted, "Onfleet's task has the new window")


async def _noted(fetch: Fetch, account: Account, place: str, task: Mapping[str, Any], wish: Wish) -> Reply:
    """A line of its own behind what stands there, or that line taken out. Asked again it is written once."""
    given = task.get("notes")
    notes = given if isinstance(given, str) else ""
    line = f"Customer: {NOTED[wish.kind]}: {text(wish.words, 500) or ''}"
    lines = [one for one in notes.split("\n") if one != line]
    wanted = "\n".join(lines if wish.is_over else [*(one for one in lines if one), line])
    if len(wanted) > MOST_NOTES:
        return Never("the notes of the task are full")
    reply = await _put(fetch, account, place, {"notes": wanted}, "the driver's task says so")
    return Taken() if isinstance(reply, Agreed) and task.get("state") == ACTIVE else reply


async def _readdressed(fetch: Fetch, account: Account, place: str, wish: Wish) -> Reply:
    """Onfleet looks an address up; one that it does not find, or doubts, is a person's to judge."""
    parts = wish.address or {}
    named = (*entries(parts.get("lines")), *(parts.get(name) for name in ("city", "region", "postcode", "country")))
    words = joined(*(text(one, 100) for one in named)) or text(wish.words, 300)
    if words is None:
        return Never("there is no address in it")
    body = msgspec.json.encode({"address": {"unparsed": words}})
    made = await fetch(Question("POST", f"{account.url}/destinations", _json(account), body))
    if made.status == 400:
        return Never("Onfleet does not find this address")
    if not made.is_good:
        return made
    destination = fields(made.document())
    destination_id = word(destination.get("id"))
    if destination_id is None or entries(destination.get("warnings")):
        return Never("Onfleet is not sure of this address")
    put = Question("PUT", place, _json(account), msgspec.json.encode({"destination": destination_id}))
    answer = await fetch(put)
    if not answer.is_good:
        return answer
    now = fields(answer.document()).get("destination")
    is_there = destination_id in (now, fields(now).get("id"))
    return Agreed("Onfleet's task goes to the new address") if is_there else Taken()


async def _put(fetch: Fetch, account: Account, place: str, wanted: Mapping[str, Any], why: str) -> Reply:
    answer = await fetch(Question("PUT", place, _json(account), msgspec.json.encode(wanted)))
    if not answer.is_good:
        return answer
    now = fields(answer.document())
    return Agreed(why) if all(now.get(name) == value for name, value in wanted.items()) else Taken()


def _json(account: Account) -> dict[str, str]:
    return {**headers(account), "content-type": "application/json"}


def _millis(at: datetime) -> int:
    return int(at.timestamp() * 1000)


CHANGER = Changer(
    URL,
    kinds=frozenset({"reschedule", "address", "cancel", *NOTED}),
    takes_back=frozenset({"reschedule", *NOTED}),
    ask=change,
)
