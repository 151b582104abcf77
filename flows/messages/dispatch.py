"""The dispatcher: woken when a notice is due, it says everything that is due, and asks to be woken for the next."""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic

import structlog

from flows.bell import Bell
from flows.messages.outbox import Outbox
from flows.messages.pacing import Glance
from flows.messages.say import BATCH, FEW, say_due
from flows.messages.voice import Voice
from store.database import Database, Turn

log = structlog.get_logger()

SWEEP = timedelta(seconds=5)
"""The slow sweep behind the alarm: what another process planned is found at the latest then."""
AHEAD, HEAD_START = timedelta(milliseconds=200), timedelta(milliseconds=100)
"""What is due so soon is put into words together, to be sent at its time; and so long before the next is due we begin.
What is due one by one, in a stream, is said by few steps and is not late for any of them.
"""
AGAIN = timedelta(milliseconds=50)
"""Where what is due is in another process's hands, we look again after this."""
READ_FIRST = timedelta(seconds=1)
"""So long we wait for what is being read in one go: it may change what is to be said, and all is said together."""
READS = 4
"""So many times as long as a step of saying took is left to reading before the next, while more webhooks wait."""


class Dispatch:
    """`ring` from the alarm; `set_alarm(at)` is called with the time of the next notice. `abreast` is set while no more
    webhooks wait to be read than are read at once.
    """

    def __init__(
        self,
        database: Database,
        voice: Voice,
        outbox: Outbox,
        clock: Callable[[], datetime],
        abreast: asyncio.Event,
    ) -> None:
        self._database, self._voice, self._outbox, self._clock = database, voice, outbox, clock
        self._abreast = abreast
        self._bell, self._glance = Bell(), Glance()
        self.set_alarm: Callable[[datetime], None] = lambda _: None
        self.last_at: datetime | None = None

    def ring(self) -> None:
        self._bell.ring()

    def planned(self, due: datetime | None) -> None:
        """Something was planned: now, or for a time at which the alarm must ring."""
        if due is None:
            return
        if due <= self._clock() + AHEAD:
            self.ring()
        else:
            self.set_alarm(due - HEAD_START)

    async def run(self) -> None:
        while True:
            try:
                next_at = await self.say_all()
            except Exception as problem:
                log.error("dispatch.failed", problem=type(problem).__name__)
                next_at = self._clock() + SWEEP
            if next_at is not None:
                self.set_alarm(max(next_at - HEAD_START, self._clock() + AGAIN))
            await self._bell.wait(SWEEP)
            await self._read_first(READ_FIRST.total_seconds())

    async def _read_first(self, seconds: float) -> None:
        """Until no more waits than is read at once, or so long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._abreast.wait()

    async def say_all(self) -> datetime | None:
        """Queues everything that is due in a moment; returns when the next notice is."""
        while True:
            now, began = self._clock(), monotonic()
            most = self._database.portion(BATCH, FEW)
            said = await self._database.write(say_due, self._voice, now, most, self._glance, AHEAD, turn=Turn.SEND)
            self.last_at = now
            if said.queued:
                self._outbox.queued()
            if not said.decided or said.next_at is None or said.next_at > now + AHEAD:
                return said.next_at
            await self._read_first(min(READS * (monotonic() - began), READ_FIRST.total_seconds()))
