"""Writing down the log: its entries become kept deliveries in batches, each exactly once, one parcel's in order."""

import asyncio
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import msgspec
import structlog
from sqlalchemy import Connection

from carriers.contract import Reading, Reception, Unreadable
from flows.webhooks.log import PARTITIONS, Log, LogAway, Logged, unpack
from flows.webhooks.receive import Arrival, believed, keep
from flows.webhooks.sources import OpenSource, known_by_id
from store import log_positions
from store.database import Database, Turn
from store.log_positions import Lost
from store.trouble import Away

BATCH = 200
WAIT_SECONDS = 1.0
LEASE = timedelta(seconds=10)
RENEW = timedelta(seconds=3)
FORGET_EVERY = timedelta(seconds=2)
AGAIN_SECONDS = 0.5

log = structlog.get_logger()


class LogReading:
    """`run` reads this process's share of the log until cancelled. `arrived` is called after each commit."""

    def __init__(
        self, database: Database, the_log: Log, clock: Callable[[], datetime], arrived: Callable[[], None]
    ) -> None:
        self._database, self._log, self._clock, self._arrived = database, the_log, clock, arrived
        self._me = secrets.token_hex(8)
        self._held: dict[int, int] = {}
        self._renew_at = self._forget_at = clock()
        self._sources: Mapping[int, OpenSource] = {}
        self.written = 0
        self.waiting = 0

    async def run(self) -> None:
        try:
            while True:
                try:
                    await self.step()
                except (Away, Lost, LogAway) as problem:
                    log.warning("log.reading_interrupted", problem=type(problem).__name__, why=str(problem))
                    await self._start_over()
                except Exception as problem:
                    log.error("log.reading_failed", problem=type(problem).__name__)
                    await self._start_over()
        finally:
            await asyncio.shield(self._let_go())

    async def _start_over(self) -> None:
        self._held, self._renew_at = {}, self._clock()
        await asyncio.sleep(AGAIN_SECONDS)

    async def _let_go(self) -> None:
        try:
            await self._database.write(log_positions.release, self._me)
        except Exception as problem:  # then the lease runs out
            log.info("log.not_let_go", problem=type(problem).__name__)

    async def step(self, wait_seconds: float = WAIT_SECONDS) -> int:
        """Reads a batch and writes it down; returns how many entries."""
        if self._clock() >= self._renew_at:
            await self._renew()
        if not self._held:
            await asyncio.sleep(wait_seconds)
            return 0
        entries = await self._log.read(self._held, BATCH, wait_seconds)
        if entries:
            await self._write_down(entries)
            self._arrived()
        if self._clock() >= self._forget_at:
            self._forget_at = self._clock() + FORGET_EVERY
            await self._log.forget(self._held)
            self.waiting = await self._log.waiting()
        return len(entries)

    async def _renew(self) -> None:
        now, identity = self._clock(), await self._log.identity()
        args = (self._me, identity, range(PARTITIONS), now, now + LEASE)
        self._held = await self._database.write(log_positions.claim, *args, turn=Turn.KEEP)
        self._sources = await self._database.read(known_by_id)
        self._renew_at = now + RENEW

    async def _write_down(self, entries: Sequence[Logged]) -> None:
        try:
            await self._commit(entries, [await self._arrival(one) for one in entries])
        except (Away, Lost):
            raise
        except Exception as problem:
            log.warning("log.batch_failed", problem=type(problem).__name__)
            for one in entries:
                await self._alone(one)

    async def _alone(self, one: Logged) -> None:
        """After a failed batch: what fails alone too is kept as it came, for staff."""
        arrival = await self._arrival(one)
        try:
            await self._commit([one], [arrival])
        except (Away, Lost):
            raise
        except Exception as problem:
            log.error("log.set_aside", sequence=one.sequence, problem=type(problem).__name__)
            why = Unreadable(f"it could not be kept: {type(problem).__name__}")
            key = arrival.reading.key if arrival else ""
            bare = [replace(arrival, reading=Reading(key, (why,)))] if arrival else [None]
            await self._commit([one], bare)

    async def _commit(self, entries: Sequence[Logged], arrivals: Sequence[Arrival | None]) -> None:
        moves = _moves(self._held, entries)
        found = [arrival for arrival in arrivals if arrival is not None]
        await self._database.write(write_down, found, moves, turn=Turn.KEEP)
        self._held |= {part: after for part, (_, after) in moves.items()}
        self.written += len(entries)

    async def _arrival(self, one: Logged) -> Arrival | None:
        """What the door had in its hands, read again."""
        entry = unpack(one.payload)
        source = self._sources.get(entry.source)
        if source is None:  # it was added since we looked
            self._sources = await self._database.read(known_by_id)
            source = self._sources.get(entry.source)
        if source is None:
            log.error("log.no_such_source", source=entry.source, sequence=one.sequence)
            return None
        reception = Reception(entry.received_at, entry.headers, source.zone)
        reading, hints = believed(source, msgspec.json.decode(entry.body), entry.body, reception)
        reading = replace(reading, key=entry.key)
        return Arrival(source, reading, entry.body, entry.headers, entry.received_at, hints)


def _moves(held: Mapping[int, int], entries: Sequence[Logged]) -> dict[int, tuple[int, int]]:
    return {one.partition: (held[one.partition], one.sequence) for one in entries}  # the last of each part counts


def write_down(tx: Connection, arrivals: Sequence[Arrival], moves: Mapping[int, tuple[int, int]]) -> None:
    """⟨1⟩ The deliveries are kept, and the log's position moves past them: both, or neither."""
    log_positions.advance(tx, moves)
    if arrivals:
        keep(tx, arrivals)
