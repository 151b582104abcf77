"""Sources as the webhook door needs them: found by their unguessable address, with adapter, secrets and zone."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import Any

import structlog
from sqlalchemy import Connection

from carriers.dialect import Dialect
from carriers.generic.mapping import BadMapping
from carriers.meaning import Meaning
from carriers.registry import UnknownAdapter, adapter
from carriers.unmapped import Lessons
from domain.axes import Milestone
from domain.localtime import zone
from store import deliveries, lessons
from store.database import Database
from store.trouble import AWAY, Away

KNOWN_FOR = timedelta(seconds=5)
"""How long a source is used without looking again: a rotated secret or a lesson counts everywhere after this."""
MISSES_EVERY = timedelta(seconds=1)
"""Unknown addresses make us look at most this often."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class OpenSource:
    """A configured feed. `secrets` has the newest first; it is empty when the door is closed."""

    id: int
    name: str
    merchant_id: int
    adapter: Dialect
    secrets: tuple[str, ...]
    zone: tzinfo | None
    lessons: Lessons = field(default_factory=dict)
    fetch_first: bool = False
    """What it posts is a hint: only what the sender's API answers is believed."""


@dataclass(frozen=True, slots=True)
class ClosedSource:
    """A feed whose settings cannot be used; `why` is for staff. The other feeds go on."""

    id: int
    name: str
    why: str


class Sources:
    """All sources that were not closed by staff, read together and kept for a few seconds."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock
        self._by_slug: dict[str, OpenSource | ClosedSource] = {}
        self._read_at: datetime | None = None
        self._looking: asyncio.Task[None] | None = None
        self._is_away = False
        self._flaws: set[ClosedSource] = set()

    async def find(self, slug: str) -> OpenSource | ClosedSource | None:
        """While the database is away, those that are known stay known; about others `Away` is raised."""
        patience = KNOWN_FOR if slug in self._by_slug else MISSES_EVERY
        now = self._clock()
        if self._read_at is None or now - self._read_at >= patience:
            if self._looking is None:
                self._looking = asyncio.create_task(self._look())
                self._looking.add_done_callback(self._looked)
            if slug not in self._by_slug or not self._is_away:
                await asyncio.shield(self._looking)
            if slug not in self._by_slug and self._is_away:
                raise Away(AWAY)
        return self._by_slug.get(slug)

    async def _look(self) -> None:
        now = self._clock()
        try:
            self._by_slug = await self._database.read(all_sources)
            self._is_away = False
            self._tell()
        except Away:
            self._is_away = True
        self._read_at = now

    def _looked(self, task: asyncio.Task[None]) -> None:
        self._looking = None
        if not task.cancelled() and (problem := task.exception()) is not None:
            log.error("sources.not_read", problem=type(problem).__name__)

    def forget(self) -> None:
        """Look again at the next delivery: a source was added or changed here."""
        self._read_at = None

    def _tell(self) -> None:
        """Says once what closes a source, not every few seconds."""
        flaws = {source for source in self._by_slug.values() if isinstance(source, ClosedSource)}
        for source in flaws - self._flaws:
            log.error("source.closed", source=source.name, why=source.why)
        self._flaws = flaws


def all_sources(tx: Connection) -> dict[str, OpenSource | ClosedSource]:
    """By slug."""
    taught = lessons.by_source(tx)
    return {row.slug: opened(row, taught.get(row.id, ())) for row in deliveries.sources(tx)}


def known_by_id(tx: Connection) -> dict[int, OpenSource]:
    """Every source whose settings can be used, those that staff closed too: what was acknowledged before counts."""
    taught = lessons.by_source(tx)
    found = (opened(row, taught.get(row.id, ())) for row in deliveries.all_sources(tx))
    return {source.id: source for source in found if isinstance(source, OpenSource)}


def opened(row: Any, taught: Iterable[Any] = ()) -> OpenSource | ClosedSource:
    """A source from its row (`store.tables.Source`) and its lessons' rows."""
    try:
        dialect = adapter(row.adapter, row.mapping)
        tz = zone(row.zone) if row.zone else None
    except BadMapping as flaw:
        return ClosedSource(row.id, row.name, f"its mapping cannot be used: {flaw}")
    except (UnknownAdapter, ValueError) as flaw:
        return ClosedSource(row.id, row.name, str(flaw))
    secrets = tuple(s for s in (row.secret, row.old_secret) if s)
    known = lessons_from(taught)
    return OpenSource(row.id, row.name, row.merchant_id, dialect, secrets, tz, known, bool(row.fetch_first))


def lessons_from(rows: Iterable[Any]) -> Mapping[tuple[str, str], Meaning]:
    """What a source was taught, by (part, word)."""
    return {
        (row.part, row.word): Meaning(Milestone(row.milestone), row.detail, row.reason, source=row.taught_by)
        for row in rows
    }
