"""Sources as the webhook door needs them: found by their unguessable address, with adapter, secrets and zone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from carriers.contract import Adapter
from carriers.registry import adapter
from domain.localtime import zone
from store import deliveries
from store.database import Database

KNOWN_FOR = timedelta(seconds=5)
"""How long a source is used without looking again: a rotated secret counts everywhere after this."""
MISSES_EVERY = timedelta(seconds=1)
"""Unknown addresses make us look at most this often."""


@dataclass(frozen=True, slots=True)
class OpenSource:
    """A configured feed. `secrets` has the newest first; it is empty when the door is closed."""

    id: int
    name: str
    merchant_id: int
    adapter: Adapter
    secrets: tuple[str, ...]
    zone: tzinfo | None


class Sources:
    """All open sources, read together and kept for a few seconds."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock
        self._by_slug: dict[str, OpenSource] = {}
        self._read_at: datetime | None = None

    async def find(self, slug: str) -> OpenSource | None:
        patience = KNOWN_FOR if slug in self._by_slug else MISSES_EVERY
        now = self._clock()
        if self._read_at is None or now - self._read_at >= patience:
            rows = await self._database.read(deliveries.sources)
            self._by_slug = {row.slug: _open(row) for row in rows}
            self._read_at = now
        return self._by_slug.get(slug)

    def forget(self) -> None:
        """Look again at the next delivery: a source was added or changed here."""
        self._read_at = None


def _open(r: Any) -> OpenSource:
    secrets = tuple(s for s in (r.secret, r.old_secret) if s)
    return OpenSource(r.id, r.name, r.merchant_id, adapter(r.adapter), secrets, zone(r.zone) if r.zone else None)
