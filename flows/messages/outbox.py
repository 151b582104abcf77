"""Messages out: a lane for each channel says what is queued at the channel's pace, and writes what came of it."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from flows.bell import Bell
from flows.group_commit import GroupCommit
from flows.messages.channels import Channel, Composed, SendFailed, SendResult, Sent
from flows.messages.claiming import Room, claim
from flows.messages.outcomes import Came, record
from flows.messages.secret_words import as_sent
from store import lanes
from store.database import Database, Turn

AT_ONCE = 50
"""Messages of one channel that a process has in flight."""
NOTICES_AT_ONCE = 40
"""Of these, at most so many are notices: a slow provider leaves room for replies."""
NOTICES_WHILE_HURRIED = 5
"""And of them while customers are being answered."""
FIRST_PAUSE_SECONDS, RECORD_AGAIN_SECONDS = 0.1, 5.0
CONFIG_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 60.0, 30.0
IDLE = timedelta(seconds=1)
"""The slow sweep behind the bell."""

log = structlog.get_logger()


@dataclass(slots=True)
class Pause:
    """Until when the whole lane rests, because the provider said so or its configuration is wrong."""

    until: datetime | None = None
    why: str | None = None

    def holds(self, now: datetime) -> bool:
        return self.until is not None and now < self.until


class Lane:
    """One channel's way out. `wake` when something was queued; `run` until cancelled."""

    def __init__(
        self,
        channel: Channel,
        database: Database,
        clock: Callable[[], datetime],
        replanned: Callable[[datetime | None], None],
        secret_key: bytes = b"",
    ) -> None:
        self.channel = channel
        self._database, self._clock, self._replanned = database, clock, replanned
        self._secret_key = secret_key
        self._recording: GroupCommit[Came, datetime | None] = GroupCommit(database, record, Turn.KEEP)
        self._flying: set[asyncio.Task[None]] = set()
        self._notices_flying = 0
        self._setbacks = 0
        self._bell = Bell()
        self._has_more = self._has_landed = False
        self.pause = Pause()
        self.sent = 0
        self.failed = 0
        self._given_up = 0

    @property
    def unrecorded(self) -> int:
        """Messages in flight, and such as were while the process had to end: nobody knows whether those went."""
        return len(self._flying) + self._given_up

    def wake(self) -> None:
        self._bell.ring()

    async def run(self) -> None:
        while True:
            try:
                next_at = await self.pump()
            except Exception as problem:
                log.error("lane.failed", channel=self.channel.name, problem=type(problem).__name__)
                next_at = None
            patience = IDLE if next_at is None else min(IDLE, next_at - self._clock())
            if patience <= timedelta():
                continue
            await self._bell.wait(patience)

    async def land(self) -> None:
        if self._flying:
            await asyncio.gather(*self._flying, return_exceptions=True)

    async def pump(self) -> datetime | None:
        """Claims what fits into the lane and sets it flying; returns when to look again, if nothing rings before."""
        notices = min(
            NOTICES_AT_ONCE - self._notices_flying, self._database.portion(NOTICES_AT_ONCE, NOTICES_WHILE_HURRIED)
        )
        room = Room(AT_ONCE - len(self._flying), notices)
        if room.any <= 0:
            self._has_more = True
            return None  # the next landing rings
        now, name = self._clock(), self.channel.name.value
        self._has_landed = False
        step = asyncio.create_task(self._database.write(claim, name, self.channel.pace, now, room, turn=Turn.FIRST))
        try:
            claimed = await asyncio.shield(step)
        except asyncio.CancelledError:  # we are to end; but what was claimed has to go, or nobody knows whether it went
            self._fly((await step).rows)
            raise
        self.pause = Pause(claimed.again_at, claimed.resting) if claimed.resting else Pause()
        self._has_more = not claimed.is_all
        if self._has_more and self._has_landed:  # while we looked: what waited for it may go
            self._bell.ring()
        self._fly(claimed.rows)
        return claimed.again_at

    def _fly(self, rows: Sequence[Any]) -> None:
        for row in rows:
            self._notices_flying += row.priority > 0
            task = asyncio.create_task(self._say(row))
            self._flying.add(task)
            task.add_done_callback(self._landed)

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._flying.discard(task)
        self._given_up += task.cancelled()
        self._has_landed = True
        if self._has_more:
            self._bell.ring()
        if not task.cancelled() and task.exception() is not None:
            log.error("message.recording_failed", channel=self.channel.name, problem=type(task.exception()).__name__)

    async def _say(self, row: Any) -> None:
        started = self._clock()
        try:
            if row.expires_at is not None and row.expires_at <= started:
                result: SendResult = SendFailed("its time had passed while it waited for the channel", permanent=True)
            else:
                result = await self._send(row, as_sent(row.composed, self._secret_key))
            await self._heed(result, started)
            due = await self._record(Came(row, result, self._clock()))
        finally:
            self._notices_flying -= row.priority > 0
        if due is not None:
            self._replanned(due)

    async def _send(self, row: Any, composed: Composed | None) -> SendResult:
        if composed is None:
            return SendFailed("its words were sealed with another DOORSTEP_SECRET_KEY", permanent=True)
        try:
            return await self.channel.send(row.address, composed, row.token)
        except Exception as fault:
            log.error("message.channel_fault", channel=self.channel.name, problem=type(fault).__name__)
            return SendFailed(f"the channel failed on it: {type(fault).__name__}", unsure=True)

    async def _heed(self, result: SendResult, now: datetime) -> None:
        if isinstance(result, Sent):
            self.sent += 1
            self._setbacks = 0
            return
        self.failed += 1
        self._has_more = True  # it may be tried again
        if result.unsure:
            log.warning("message.unsure", channel=self.channel.name, why=result.why)
        if not (result.whole_lane or result.config) or self.pause.holds(now):
            return
        self._setbacks += 1
        usual = CONFIG_PAUSE_SECONDS if result.config else min(LONGEST_PAUSE_SECONDS, 2.0 ** (self._setbacks - 1))
        seconds = result.retry_after_seconds or usual
        self.pause = Pause(now + timedelta(seconds=seconds), result.why)
        log.warning("lane.paused", channel=self.channel.name, seconds=seconds, why=result.why)
        until = now + timedelta(seconds=seconds)
        try:
            await self._database.write(lanes.pause, self.channel.name.value, until, result.why, now, turn=Turn.SEND)
        except Exception as problem:
            log.error("lane.pause_not_told", channel=self.channel.name, problem=type(problem).__name__)

    async def _record(self, came: Came) -> datetime | None:
        """Until it is written: what is forgotten here would be unsure, though we know it."""
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                return await self._recording.add(came)
            except Exception as problem:
                log.error("message.not_recorded_yet", channel=self.channel.name, problem=type(problem).__name__)
            await asyncio.sleep(pause)
            pause = min(pause * 2, RECORD_AGAIN_SECONDS)


class Outbox:
    """All lanes together."""

    def __init__(self, lanes: Mapping[str, Lane]) -> None:
        self.lanes = lanes
        self.pass_on: Callable[[], None] = lambda: None

    def queued(self) -> None:
        """Messages were queued here: all lanes look, in other processes too."""
        self.wake()
        self.pass_on()

    def wake(self) -> None:
        for lane in self.lanes.values():
            lane.wake()

    async def run(self) -> None:
        """Until cancelled, and then until each lane has set flying what it was just claiming: `land` waits for that."""
        async with asyncio.TaskGroup() as together:  # a gather ends with the first lane that does
            for lane in self.lanes.values():
                together.create_task(lane.run())

    async def land(self) -> None:
        """Waits for what is in flight."""
        for lane in self.lanes.values():
            await lane.land()
