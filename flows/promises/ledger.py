"""The ledger's verdicts: each promise is judged once its window has ended or its parcel has come."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from domain.changes import Stored
from domain.ledger import Judged, judge
from domain.notices import NoticeKind
from domain.windows import Shift, Window
from store import calibration, stories
from store.database import Database, Turn
from store.stories import Loaded

BATCH = 200


async def settle(database: Database, clock: Callable[[], datetime]) -> int:
    """Judges all that can be judged by now; returns how many promises."""
    after, judged = 0, 0
    while True:
        count, last = await database.write(settle_some, after, clock(), turn=Turn.WORK)
        judged += count
        if last is None:
            return judged
        after = last


def settle_some(tx: Connection, after_id: int, now: datetime) -> tuple[int, int | None]:
    """⟨1⟩ The next promises without a verdict. Returns how many were judged, and the last looked at (None: no more)."""
    rows = calibration.unjudged(tx, after_id, now, BATCH)
    if not rows:
        return 0, None
    shipments = {one.story.shipment_id: one for one in stories.load(tx, {r.shipment_id for r in rows}, locked=False)}
    verdicts = [v for row in rows if (v := _verdict(row, shipments[row.shipment_id], now)) is not None]
    calibration.add_verdicts(tx, verdicts)
    return len(verdicts), rows[-1].id


def _verdict(row: Any, one: Loaded, now: datetime) -> dict[str, Any] | None:
    story = one.story
    window = Window(date.fromisoformat(row.on), row.from_at, row.to_at)
    released_at = story.agreed.decided_at if story.agreed is not None else None
    judged = judge(window, story.zone, row.told_at, story.condition, now, released_at)
    if not isinstance(judged, Judged):
        return None
    return {
        "promise_id": row.id,
        "verdict": judged.verdict.value,
        "arrived_at": judged.arrived_at,
        "missed_s": judged.missed_s,
        "warned_at": _warned_at(one, row.told_at, window.span(story.zone)[1]),
        "judged_at": now,
    }


def _warned_at(one: Loaded, told_at: datetime, ended_at: datetime) -> datetime | None:
    """When the customer first heard, after this promise and before its end, that it would not hold."""
    told = one.story.told
    warnings = (told[row.key].at for row in one.stored if row.key in told and _warns(row))
    return min((at for at in warnings if told_at < at < ended_at), default=None)


def _warns(row: Stored) -> bool:
    match row.kind:
        case NoticeKind.DELAY:
            return True
        case NoticeKind.PROMISE_MOVED:
            return row.facts.get("direction") == Shift.LATER
        case _:
            return False
