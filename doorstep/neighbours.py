"""Neighbours: the other processes of this service are told what happened here, and we hear what happened there."""

import asyncio
import secrets
from collections.abc import Callable
from datetime import datetime

import structlog
from msgspec.structs import replace

from store import signals
from store.database import Database
from store.signals import News

PAUSE_SECONDS = 0.02
"""What happens within this time is told together."""
MOST_TOPICS = 10_000
"""Topics waiting to be told of; pages about others find the news when they look by themselves."""

log = structlog.get_logger()

Hear = Callable[[News], None]


class Neighbours:
    """`tell` what was committed here; `hear` is called with what others told, and with everything at once when
    something may have been missed. On SQLite there are no neighbours.
    """

    def __init__(self, url: str, database: Database, hear: Hear, clock: Callable[[], datetime]) -> None:
        self._url, self._database, self._hear, self._clock = url, database, hear, clock
        self._name = secrets.token_hex(6)
        self._news = News(self._name)
        self._live: dict[str, None] = {}
        self._bell = asyncio.Event()

    def tell(
        self,
        *,
        kept: bool = False,
        heard: bool = False,
        queued: bool = False,
        due_at: datetime | None = None,
        live: str | None = None,
    ) -> None:
        """Returns at once."""
        if self._database.is_sqlite:
            return
        before = self._news
        times = [at for at in (before.due_at, due_at) if at is not None]
        self._news = News(
            self._name, before.kept or kept, before.heard or heard, before.queued or queued, min(times, default=None)
        )
        if live is not None and len(self._live) < MOST_TOPICS:
            self._live[live] = None
        self._bell.set()

    async def run(self) -> None:
        if not self._database.is_sqlite:
            await asyncio.gather(self._tell_all(), self._listen())

    async def _tell_all(self) -> None:
        while True:
            await self._bell.wait()
            self._bell.clear()
            news = replace(self._news, live=tuple(self._live))
            self._news, self._live = News(self._name), {}
            try:
                await self._database.read(signals.tell, news)
            except Exception as problem:
                log.warning("neighbours.not_told", problem=type(problem).__name__)
            await asyncio.sleep(PAUSE_SECONDS)

    async def _listen(self) -> None:
        async for news in signals.listen(self._url):
            if news is None:
                self._hear(News("", kept=True, heard=True, queued=True, due_at=self._clock()))
            elif news.sender != self._name:
                self._hear(news)
