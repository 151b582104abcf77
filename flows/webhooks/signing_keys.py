"""Signing keys: the public keys of senders that sign by key id are fetched from where they publish them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import structlog
from sqlalchemy import Connection

from carriers.asking import Fetch, NoAnswer, Question
from carriers.key_sets import public_keys
from flows.webhooks import feeds
from flows.webhooks.sources import OpenSource, all_sources
from store import source_arrivals
from store.database import Database, Turn

FETCHED_EVERY = timedelta(hours=1)
"""Senders publish a key before they use it."""
TRIED_EVERY = timedelta(minutes=5)
"""As long as there are none."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Published:
    """A source, and where its sender's keys are."""

    source: OpenSource
    url: str


@dataclass(slots=True)
class SigningKeys:
    """Each process fetches for itself; what is new is written once, and counts everywhere within seconds."""

    database: Database
    clock: Callable[[], datetime]
    _due: dict[int, datetime] = field(default_factory=dict)

    async def renew(self, fetch: Fetch) -> int:
        """Fetches what is due; returns how many sources have other keys now."""
        changed = 0
        for one in await self.database.read(published):
            now = self.clock()
            if self._due.get(one.source.id, now) > now:
                continue
            text = await _fetched(fetch, one)
            self._due[one.source.id] = now + (FETCHED_EVERY if text else TRIED_EVERY)
            if text and text not in one.source.secrets:
                await self.database.write(feeds.set_keys, one.source.name, text, turn=Turn.WORK)
                log.info("signing_keys.changed", source=one.source.name)
                changed += 1
        return changed


def published(tx: Connection) -> list[Published]:
    """The open sources whose senders publish keys; another API's address means that its keys are there too."""
    found = []
    for source in all_sources(tx).values():
        if isinstance(source, OpenSource) and (url := source.adapter.signature.keys_url):
            row = source_arrivals.source(tx, source.id)
            base = (row.api_url or "").rstrip("/")
            found.append(Published(source, base + urlsplit(url).path if base else url))
    return found


async def _fetched(fetch: Fetch, one: Published) -> str | None:
    """The set as text, or None when what came is no set of keys."""
    try:
        answer = await fetch(Question("GET", one.url, {"accept": "application/json"}))
        text = answer.body.decode() if answer.is_good else ""
        public_keys(text)
    except (NoAnswer, ValueError) as problem:
        log.warning("signing_keys.unreachable", source=one.source.name, why=getattr(problem, "why", "no set of keys"))
        return None
    return text
