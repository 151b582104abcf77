"""The metronome: APScheduler beats the regular jobs, and rings the one alarm of the next due notice."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger()

ALARM = "alarm"


@dataclass(frozen=True, slots=True)
class Chore:
    """A regular job: what it is called, how often it runs, and what it does."""

    name: str
    every: timedelta
    work: Callable[[], Awaitable[object]]


class Metronome:
    """Nothing here is remembered over a restart: the chores start anew, and the alarm is set by whoever looks first."""

    def __init__(self, ring: Callable[[], None], clock: Callable[[], datetime]) -> None:
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._ring, self._clock = ring, clock
        self._alarm_at: datetime | None = None
        self._scheduler.add_listener(_failed, EVENT_JOB_ERROR)

    def add(self, chore: Chore) -> None:
        self._scheduler.add_job(
            chore.work, "interval", seconds=chore.every.total_seconds(), id=chore.name, coalesce=True, max_instances=1
        )

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def set_alarm(self, at: datetime) -> None:
        """Rings at `at`, unless an earlier alarm is set: that one will look, and set the next."""
        if self._alarm_at is not None and self._clock() < self._alarm_at <= at:
            return
        self._alarm_at = at
        self._scheduler.add_job(
            self._rings, "date", run_date=at, id=ALARM, replace_existing=True, misfire_grace_time=None
        )

    async def _rings(self) -> None:
        self._alarm_at = None
        self._ring()


def _failed(event: JobExecutionEvent) -> None:
    log.error("chore.failed", chore=event.job_id, problem=type(event.exception).__name__)
