"""Positions in: coalesced in memory, written in the background, and forgotten. Nothing waits for them."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from domain.routes.positions import Disbelieved, Position, believed
from flows.routes.reckon import AFTER_A_POSITION
from flows.routes.riding_alone import ride_alone
from store import routes, vehicles
from store.database import Database, Turn

FLUSH_SECONDS = 2.0
MOST_VANS = 20_000
"""Vans whose position waits to be written in this process."""
BATCH = 500
KEPT = timedelta(hours=12)
"""How long a van's last place is known."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Taken:
    """How many of the positions were believed; of the others which, and why not."""

    accepted: int
    ignored: tuple[tuple[int, str], ...]


class TooMany(Exception):
    """More vans than this process holds: come back in a moment."""


class Positions:
    """The newest position of each van that was heard of since the last writing."""

    def __init__(self, database: Database, clock: Callable[[], datetime], kept: timedelta = KEPT) -> None:
        self._database, self._clock, self._kept = database, clock, kept
        self._waiting: dict[tuple[str | int, str], Position] = {}

    def take(self, merchant: str | int, positions: Sequence[Position]) -> Taken:
        """Believes what can be; `merchant` by name or id. Raises TooMany."""
        now, ignored = self._clock(), []
        for number, given in enumerate(positions):
            position = believed(given, now)
            if isinstance(position, Disbelieved):
                ignored.append((number, position.why))
                continue
            key = merchant, position.vehicle
            waiting = self._waiting.get(key)
            if waiting is None and len(self._waiting) >= MOST_VANS:
                raise TooMany(f"positions of {MOST_VANS} vans wait to be written")
            if waiting is None or waiting.at < position.at:
                self._waiting[key] = position
        return Taken(len(positions) - len(ignored), tuple(ignored))

    def offer(self, merchant: str | int, positions: Sequence[Position]) -> None:
        """The same from where nobody would come back: what there is no room for is dropped."""
        with contextlib.suppress(TooMany):
            self.take(merchant, positions)

    async def run(self) -> None:
        """Writes what waits, every few seconds, until it is cancelled."""
        while True:
            await asyncio.sleep(FLUSH_SECONDS)
            try:
                await self.flush()
            except Exception as problem:
                log.warning("positions.failed", problem=type(problem).__name__)

    async def flush(self) -> int:
        """Writes what waits; returns of how many vans."""
        waiting, self._waiting = self._waiting, {}
        keys = list(waiting)
        for begin in range(0, len(keys), BATCH):
            some = {key: waiting[key] for key in keys[begin : begin + BATCH]}
            await self._database.write(keep, some, self._clock(), turn=Turn.WORK)
        return len(keys)

    async def forget(self) -> int:
        """Deletes places that are older than they are kept; returns how many."""
        return await self._database.write(vehicles.forget, self._clock() - self._kept, turn=Turn.WORK)


def keep(tx: Connection, seen: dict[tuple[str | int, str], Position], now: datetime) -> int:
    """⟨1⟩ Keeps where vans are, and has their routes reckoned soon. Returns of how many it is news.

    A merchant nobody has heard of has no vans.
    """
    names = vehicles.merchants(tx, {m for m, _ in seen if isinstance(m, str)})
    known = {
        (merchant if isinstance(merchant, int) else names[merchant], van): position
        for (merchant, van), position in seen.items()
        if isinstance(merchant, int) or merchant in names
    }
    news = vehicles.see(tx, known)
    ride_alone(tx, {key: known[key] for key in news if known[key].tracking_number}, now)
    routes.hasten(tx, news, now, now + AFTER_A_POSITION)
    return len(news)
