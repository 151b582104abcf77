"""Messages out: a lane for each channel says what is queued at the channel's pace, and writes what came of it."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
import structlog
from aiolimiter import AsyncLimiter

from flows.channels import Channel, Composed, SendFailed, SendResult, Sent
from flows.group_commit import GroupCommit
from flows.outcomes import Came, record
from store import messages
from store.database import Database, Turn

AT_ONCE = 50
"""Messages in flight on one channel."""
REPLIES = (0, 0)
NOTICES = (1, 9)
SHARE_OF_NOTICES = 0.8
"""Notices leave a part of the channel's rate to replies."""
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
    """One channel's way out. `wake` when something was queued; `run` until cancelled, `drain` until nothing is due."""

    def __init__(
        self,
        channel: Channel,
        database: Database,
        clock: Callable[[], datetime],
        replanned: Callable[[datetime | None], None],
    ) -> None:
        self.channel = channel
        self._database, self._clock, self._replanned = database, clock, replanned
        pace = channel.pace
        self._whole = _limiter(pace.units_per_second)
        self._notices = _limiter(pace.units_per_second * SHARE_OF_NOTICES)
        self._at_once = max(1, min(AT_ONCE, int(pace.units_per_second)))
        self._gap = timedelta(seconds=pace.address_gap_seconds)
        self._recording: GroupCommit[Came, datetime | None] = GroupCommit(database, record, Turn.SEND)
        self._flying: set[asyncio.Task[None]] = set()
        self._bell = asyncio.Event()
        self.pause = Pause()
        self.sent = 0
        self.failed = 0

    def wake(self) -> None:
        self._bell.set()

    async def run(self) -> None:
        while True:
            try:
                next_at = await self.pump()
            except Exception as problem:
                log.error("lane.failed", channel=self.channel.name, problem=type(problem).__name__)
                next_at = None
            patience = IDLE if next_at is None else min(IDLE, max(timedelta(milliseconds=5), next_at - self._clock()))
            try:
                await asyncio.wait_for(self._bell.wait(), patience.total_seconds())
            except TimeoutError:
                continue
            finally:
                self._bell.clear()

    async def drain(self) -> None:
        """Says all that is due now and waits for what comes of it."""
        while True:
            before = self.sent + self.failed
            await self.pump()
            if self._flying:
                await asyncio.gather(*self._flying)
            if self.sent + self.failed == before:
                return

    async def land(self) -> None:
        if self._flying:
            await asyncio.gather(*self._flying, return_exceptions=True)

    async def pump(self) -> datetime | None:
        """Claims what fits into the lane and sets it flying; returns when something may be due next."""
        now = self._clock()
        if self.pause.holds(now):
            return self.pause.until
        started = False
        for priorities, limiter in ((REPLIES, None), (NOTICES, self._notices)):
            room = self._at_once - len(self._flying)
            if room <= 0 or (limiter is not None and not limiter.has_capacity()):
                break
            claimed = await self._database.write(
                messages.claim, self.channel.name.value, priorities, now, room, turn=Turn.SEND
            )
            started = started or bool(claimed)
            for row in claimed:
                task = asyncio.create_task(self._say(row, limiter))
                self._flying.add(task)
                task.add_done_callback(self._landed)
        if len(self._flying) >= self._at_once or (self._flying and not started):
            return None  # the next landing rings the bell
        return await self._database.read(messages.next_due, self.channel.name.value)

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._flying.discard(task)
        self._bell.set()
        if not task.cancelled() and task.exception() is not None:
            log.error("message.recording_failed", channel=self.channel.name, problem=type(task.exception()).__name__)

    async def _say(self, row: Any, limiter: AsyncLimiter | None) -> None:
        composed = msgspec.convert(row.composed, Composed)
        for bucket in (limiter, self._whole):
            if bucket is not None:
                await bucket.acquire(min(composed.units, bucket.max_rate))
        started = self._clock()
        if row.expires_at is not None and row.expires_at <= started:
            result: SendResult = SendFailed("its time had passed while it waited for the channel", permanent=True)
        else:
            result = await self._send(row, composed)
        self._heed(result, started)
        due = await self._recording.add(Came(row, result, self._clock(), self._gap))
        if due is not None:
            self._replanned(due)

    async def _send(self, row: Any, composed: Composed) -> SendResult:
        try:
            return await self.channel.send(row.address, composed, row.token)
        except Exception as fault:
            log.error("message.channel_fault", channel=self.channel.name, problem=type(fault).__name__)
            return SendFailed(f"the channel failed on it: {type(fault).__name__}", unsure=True)

    def _heed(self, result: SendResult, now: datetime) -> None:
        if isinstance(result, Sent):
            self.sent += 1
            return
        self.failed += 1
        if result.whole_lane or result.config:
            seconds = result.retry_after_seconds or (60.0 if result.config else 1.0)
            self.pause = Pause(now + timedelta(seconds=seconds), result.why)
            log.warning("lane.paused", channel=self.channel.name, seconds=seconds, why=result.why)


BURST_UNITS = 10.0
"""Bursts are allowed up to this many units: a message of several segments must fit at all."""


def _limiter(units_per_second: float) -> AsyncLimiter:
    burst = max(BURST_UNITS, units_per_second)
    return AsyncLimiter(burst, burst / units_per_second)


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
        await asyncio.gather(*(lane.run() for lane in self.lanes.values()))

    async def drain(self) -> None:
        for lane in self.lanes.values():
            await lane.drain()

    async def land(self) -> None:
        """Waits for what is in flight."""
        for lane in self.lanes.values():
            await lane.land()
