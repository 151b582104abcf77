"""Pacing: notices are put into words only as fast as their channel can say them; the rest waits in the plan.

What waits there is asked again when its turn comes, minutes or hours later: it is still true then, quiet hours hold,
and staff can hold or change it until a moment before it goes. Each merchant has a line of its own, and each priority:
a flood delays nobody else, and news overtakes routine. What waits keeps its place when there is news of its parcel;
what staff send now or wrote anew waits in no line.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from domain.notices import MANNERS, NoticeKind, Priority
from domain.talk.turn import ChannelName
from flows.messages.voice import NoRoute, Voice
from store import contacts, lane_lines, notices, overrides

if TYPE_CHECKING:
    from flows.messages.say import Ready

QUEUED_SECONDS = 10.0
"""So much of a channel's pace may wait in words: enough that it is never idle, and still true when it is said."""
QUEUED_MOST = 2_000
"""Units of one merchant that may wait in words, however fast the channel is."""
OVERBOOKED = 1.25
"""So many times its pace is spoken for: of what waits in the plan some will not be wanted any more."""
SLOT = timedelta(seconds=2)
"""What waits comes back in portions, not one by one."""


_Group = list[tuple[int, datetime]]
"""Notices that wait together, with when they were due."""


class Glance:
    """What waited in words when somebody looked last, with what they let in since.

    Who says what is due in many small steps keeps one: to count all that is queued takes the longer the more it is.
    What has gone meanwhile is not seen, so there is rather more room than it says.
    """

    GOOD_FOR = timedelta(seconds=1)

    def __init__(self) -> None:
        self._looked_at: datetime | None = None
        self.queued: dict[ChannelName, list[Any]] = {}
        self.admitted: defaultdict[tuple[ChannelName, int], float] = defaultdict(float)

    def look(self, tx: Connection, channels: Iterable[ChannelName], now: datetime) -> None:
        if self._looked_at is not None and timedelta() <= now - self._looked_at < self.GOOD_FOR:
            return
        self._looked_at = now
        self.queued = {name: lane_lines.queued(tx, name.value) for name in channels}
        self.admitted.clear()


class Lines:
    """What waits for the channels as one step finds it.

    `let_through` leaves out, of what is due, what would find no room: it is put off unread, since it costs next to
    nothing that way. `admits` says whether a group may be put into words; it must then be queued. `put_off` gives the
    others their times.
    """

    def __init__(self, tx: Connection, voice: Voice, now: datetime, glance: Glance) -> None:
        self._tx, self._voice, self._now = tx, voice, now
        glance.look(tx, voice.channels, now)
        self._queued, self._admitted = glance.queued, glance.admitted
        self._waiting: defaultdict[tuple[ChannelName, int, int], list[_Group]] = defaultdict(list)

    def let_through(self, due: Sequence[Any]) -> list[Any]:
        lines = [(name, row.merchant_id, row.priority) for name, rows in self._queued.items() for row in rows]
        if not any(self._is_full(*line) for line in lines):
            return list(due)
        people = contacts.by_customer(self._tx, {row.customer_id for row in due})
        shipments = [row.shipment_id for row in due]
        merchants, by_hand = lane_lines.merchants(self._tx, shipments), overrides.by_hand(self._tx, shipments)
        through = []
        for row in due:
            route = self._voice.route(row.customer_id, people[row.customer_id])
            priority = int(MANNERS[NoticeKind(row.kind)].priority)
            if (
                isinstance(route, NoRoute)
                or self._has_room(route.channel, merchants[row.shipment_id], priority)
                or (row.shipment_id, row.key) in by_hand
            ):
                through.append(row)
            else:
                self._waiting[route.channel, merchants[row.shipment_id], priority].append([(row.id, row.due_at)])
        return through

    def admits(self, channel: ChannelName, group: Sequence["Ready"]) -> bool:
        merchant_id, priority = group[0].loaded.merchant_id, int(MANNERS[group[0].wanted.kind].priority)
        by_hand = group[0].wanted.by_hand or "corrected" in group[0].wanted.facts
        if not by_hand and not self._has_room(channel, merchant_id, priority):
            self._waiting[channel, merchant_id, priority].append([(one.notice_id, one.due_at) for one in group])
            return False
        if priority > Priority.URGENT:
            self._admitted[channel, merchant_id] += self._usual_units(channel)
        return True

    def put_off(self) -> int:
        """The last thing in its transaction: whoever puts off for the same line waits. Returns how many wait."""
        for (channel, merchant_id, priority), groups in sorted(self._waiting.items(), key=lambda item: item[0]):
            others = max(1, lane_lines.standing(self._tx, channel.value, self._now))
            each = timedelta(seconds=self._usual_units(channel) * others / (self._pace(channel) * OVERBOOKED))
            place = (channel.value, merchant_id, priority)
            begins = lane_lines.take(self._tx, *place, self._now + SLOT, each * len(groups))
            times = [(group, _slot(begins + each * position)) for position, group in enumerate(groups)]
            notices.put_off(self._tx, [(one, due_at, at) for group, at in times for one, due_at in group])
        return sum(len(group) for groups in self._waiting.values() for group in groups)

    def _has_room(self, channel: ChannelName, merchant_id: int, priority: int) -> bool:
        return priority <= Priority.URGENT or not self._is_full(channel, merchant_id, priority)

    def _is_full(self, channel: ChannelName, merchant_id: int, priority: int) -> bool:
        ahead = sum(r.units for r in self._queued[channel] if r.merchant_id == merchant_id and r.priority <= priority)
        most = min(self._pace(channel) * QUEUED_SECONDS, QUEUED_MOST)
        return bool(ahead + self._admitted[channel, merchant_id] >= most)

    def _pace(self, channel: ChannelName) -> float:
        return self._voice.channels[channel].pace.units_per_second

    def _usual_units(self, channel: ChannelName) -> float:
        """Of a message: what those that wait have, a text of two segments counting two."""
        rows = self._queued[channel]
        count = sum(row.messages for row in rows)
        return max(1.0, sum(row.units for row in rows) / count) if count else 1.0


def _slot(at: datetime) -> datetime:
    """The beginning of the next slot."""
    seconds = SLOT.total_seconds()
    return datetime.fromtimestamp(-(-at.timestamp() // seconds) * seconds, at.tzinfo)
