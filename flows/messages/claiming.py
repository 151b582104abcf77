"""Claiming messages for a channel: what its pace allows, replies first, one at a time for each conversation.

All processes take from the same lane row, locked in the claiming transaction: the pace, the pauses and the order of a
conversation hold however many there are. Who finds it locked comes back in a moment instead of waiting for it. The
clocks of the machines may differ a little: the furthest one counts.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from flows.messages.channels import Pace
from store import lanes, messages

BURST_SECONDS = 0.5
"""What a lane that was idle may say at once, as a share of a second's pace."""
RESERVE = 0.5
"""The share of that which is left to replies."""
CANDIDATES = 4
"""Looked at for each that there is room for: some conversations have several, or one in flight."""
AGAIN = timedelta(milliseconds=50)
"""A lane at its limit is looked at no more often than this."""
IN_A_MOMENT = timedelta(milliseconds=5)
"""After so long a lane is looked at again from which another process claimed."""


@dataclass(frozen=True, slots=True)
class Room:
    """How many messages a process can have in flight at once, more than it has: any, and such as are no replies."""

    any: int
    notices: int


@dataclass(frozen=True, slots=True)
class Claimed:
    """Messages that go now; when to look again (None: when something is queued or lands); why the lane rests.

    `is_all` where nothing due was left for when another one has landed.
    """

    rows: Sequence[Any]
    again_at: datetime | None
    resting: str | None = None
    is_all: bool = False


def claim(tx: Connection, channel: str, pace: Pace, now: datetime, room: Room) -> Claimed:
    """⟨1⟩ Marks as `sending` what may go now. A message is charged its units; the last one may run into debt."""
    if not messages.is_due(tx, channel, now):
        return Claimed((), messages.next_due(tx, channel, now), is_all=True)
    burst = max(1.0, pace.units_per_second * BURST_SECONDS)
    lane = lanes.lock(tx, channel, burst, now)
    if lane is None:
        return Claimed((), now + IN_A_MOMENT)
    if lane.paused_until is not None and now < lane.paused_until:
        return Claimed((), lane.paused_until, lane.why)
    elapsed = max(0.0, (now - lane.updated_at).total_seconds())
    tokens = min(burst, lane.tokens + elapsed * pace.units_per_second)
    candidates = messages.due(tx, channel, now, CANDIDATES * room.any)
    due = _in_order(tx, channel, candidates, now)
    if pace.address_gap_seconds:
        due = _rested(tx, due, timedelta(seconds=pace.address_gap_seconds), now)
    chosen, left = _choose(due, tokens, burst * RESERVE, room)
    if chosen:
        lanes.leave(tx, channel, left, max(now, lane.updated_at))
    rows = messages.begin_sending(tx, [row.id for row in chosen], now)
    if rows and len(chosen) == len(due):
        is_all = len(chosen) == len(candidates) < CANDIDATES * room.any
        return Claimed(rows, messages.next_due(tx, channel, now) if is_all else now, is_all=is_all)
    floor = 0.0 if any(row.priority == 0 for row in due[len(chosen) :]) else burst * RESERVE
    if due and left <= floor:
        return Claimed(rows, now + max(AGAIN, timedelta(seconds=(floor - left) / pace.units_per_second)))
    return Claimed(rows, messages.next_due(tx, channel, now))


def _choose(due: Sequence[Any], tokens: float, reserve: float, room: Room) -> tuple[list[Any], float]:
    """The first of each conversation, in the order of priority, while the pace and the room allow."""
    chosen: list[Any] = []
    seen: set[int] = set()
    notices = 0
    for row in due:
        is_notice = row.priority > 0
        if row.conversation_id in seen:
            continue
        if (
            tokens <= (reserve if is_notice else 0)
            or len(chosen) >= room.any
            or (is_notice and notices >= room.notices)
        ):
            break  # whatever follows is no more urgent
        seen.add(row.conversation_id)
        chosen.append(row)
        notices += is_notice
        tokens -= row.units
    return chosen, tokens


def _in_order(tx: Connection, channel: str, due: Sequence[Any], now: datetime) -> list[Any]:
    """Without what would overtake a message of its conversation: one in flight, or an older one of its sort that is
    tried again. What waits for the latter is put off until then, out of the others' way.
    """
    ahead = defaultdict(list)
    for row in messages.ahead(tx, {row.conversation_id for row in due}):
        ahead[row.conversation_id].append(row)
    free, put_off = [], []
    for row in due:
        others = ahead[row.conversation_id]
        again = [o for o in others if o.state == "queued" and o.channel == channel and _precedes(o, row)]
        if again and (until := max(o.due_at for o in again)) > now:
            put_off.append((row.id, until))
        elif not again and all(o.state != "sending" for o in others):
            free.append(row)
    messages.put_off(tx, put_off)
    return free


def _precedes(other: Any, row: Any) -> bool:
    return bool(other.id < row.id and (other.priority > 0) == (row.priority > 0))


def _rested(tx: Connection, due: Sequence[Any], gap: timedelta, now: datetime) -> list[Any]:
    """Without the notices that would follow too closely on a message to the same person: they wait a moment."""
    waiting = {row.conversation_id: row for row in due if row.priority > 0}
    recent = messages.sent_since(tx, waiting.keys(), now - gap)
    messages.postpone(tx, [(conversation, sent_at + gap) for conversation, sent_at in recent.items()])
    return [row for row in due if row.priority == 0 or row.conversation_id not in recent]
