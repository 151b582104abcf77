"""Relearning: deliveries gone through once more, each in a step of its own, after something was mapped or mended."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import Connection

from flows.audit import By, Refused
from flows.staff import webhooks
from flows.staff.webhooks import ReadAgain
from flows.webhooks import lessons
from store.database import Database, Turn

AT_ONCE = 500
"""One click goes through so many; the rest waits for the next."""

log = structlog.get_logger()
Planned = Callable[[datetime | None], None]


@dataclass(frozen=True, slots=True)
class Relearned:
    """`events` were new, or mean something else now. `left` deliveries wait for another go."""

    read: int = 0
    events: int = 0
    still_unreadable: int = 0
    failed: int = 0
    left: int = 0


async def read_again(database: Database, source: str, by: By, planned: Planned) -> Relearned | Refused:
    """All that was not understood of a source, wholly or in part."""
    found = await database.read(webhooks.not_understood, source)
    if found is None:
        return Refused("There is no such source.")
    unread, partly = found
    whole = await _each(database, unread[:AT_ONCE], webhooks.read_again, by, planned)
    learned = await _each(database, partly[:AT_ONCE], webhooks.learn_again, by, planned)
    left = max(0, len(unread) - AT_ONCE) + max(0, len(partly) - AT_ONCE)
    return Relearned(
        whole.read + learned.read,
        whole.events + learned.events,
        whole.still_unreadable,
        whole.failed + learned.failed,
        left,
    )


async def teach(database: Database, new: lessons.NewLesson, by: By, planned: Planned) -> Relearned | Refused:
    """A word means this from now on, and in what has come: customers then hear only what is still true."""
    taught = await database.write(lessons.teach, new, by)
    if isinstance(taught, Refused):
        return taught
    words = {(taught.part, new.word)}

    def step(tx: Connection, delivery_id: int, by: By) -> ReadAgain | Refused:
        return webhooks.learn_again(tx, delivery_id, by, words)

    found = await _each(database, taught.deliveries[:AT_ONCE], step, by, planned)
    left = max(0, len(taught.deliveries) - AT_ONCE)
    return Relearned(found.read, found.events, found.still_unreadable, found.failed, left)


async def _each(
    database: Database,
    ids: Sequence[int],
    step: Callable[[Connection, int, By], ReadAgain | Refused],
    by: By,
    planned: Planned,
) -> Relearned:
    """A poisonous delivery stops no other."""
    results = [await _one(database, one, step, by, planned) for one in ids]
    read = [result for result in results if isinstance(result, ReadAgain)]
    return Relearned(
        read=len(read),
        events=sum(result.events + result.learned for result in read),
        still_unreadable=sum(result.state == "unreadable" for result in read),
        failed=results.count(None),
    )


async def _one(
    database: Database,
    delivery_id: int,
    step: Callable[[Connection, int, By], ReadAgain | Refused],
    by: By,
    planned: Planned,
) -> ReadAgain | Refused | None:
    """None when it failed: that needs a developer."""
    try:
        result = await database.write(step, delivery_id, by, turn=Turn.WORK)
    except Exception as problem:
        log.error("delivery.read_again_failed", delivery=delivery_id, problem=type(problem).__name__)
        return None
    if isinstance(result, ReadAgain):
        planned(result.due_at)
    return result
