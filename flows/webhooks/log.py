"""A log in front of the database: webhooks are kept there, replicated, until a worker has written them down.

Chosen by one setting, absent by default. The protocol is ours; what speaks to a server is in `doorstep/jetstream.py`.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Protocol

import msgspec

from carriers.contract import Report, Unreadable
from flows.webhooks.receive import Acknowledged, Arrival
from store.database import Overloaded

PARTITIONS = 16
"""One parcel's events are in one partition, and a partition is read in order. Never changed: it names subjects."""
WAITING_LIMIT = 10_000
"""Deliveries that may wait in memory for the log; beyond it new ones are refused with Overloaded."""
SHARE = 0.5
"""What one source may take of that."""


class LogAway(Exception):
    """The log does not answer, or has no majority: nothing was kept, as far as we know. The text is for operators."""


class LogTooLarge(Exception):
    """The log takes no entry of this size."""


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One authentic delivery as it waits in the log. New fields have defaults: old and new versions share the log."""

    source: int
    key: str
    received_at: datetime
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Logged:
    """An entry in its place. Sequences grow within the whole log, not only within a partition."""

    partition: int
    sequence: int
    payload: bytes


class Log(Protocol):
    """What a log must do. Every method raises LogAway where it cannot."""

    async def append(self, partition: int, once: str, payload: bytes) -> bool:
        """Returns when a majority of the servers has it; False when one with the same `once` was there lately.

        Raises LogTooLarge where the servers take no such size.
        """
        ...

    async def identity(self) -> str:
        """Changes when the log was made anew, and its sequences with it."""
        ...

    async def read(self, after: Mapping[int, int], most: int, wait_seconds: float) -> Sequence[Logged]:
        """The next entries of these partitions behind the given sequences, in order; empty when none came in time."""
        ...

    async def forget(self, until: Mapping[int, int]) -> None:
        """What stands at or before these sequences is in the database."""
        ...

    async def waiting(self) -> int:
        """How many entries it holds."""
        ...


_PACK, _UNPACK = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Entry)


def unpack(payload: bytes) -> Entry:
    return _UNPACK.decode(payload)


class Logging:
    """Keeps arrivals in the log. `add` returns when it has them."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._waiting: dict[int, int] = {}
        self._count = 0

    async def add(self, arrival: Arrival, _whose: Hashable = None, /) -> Acknowledged:
        """What the log had lately counts as repeated; the database notices what it has had ever."""
        source = arrival.source.id
        mine = self._waiting.get(source, 0)
        if self._count >= WAITING_LIMIT:
            raise Overloaded(f"{WAITING_LIMIT} deliveries wait for the log")
        if mine >= WAITING_LIMIT * SHARE:
            raise Overloaded(f"too many deliveries of {arrival.source.name} wait for the log")
        entry = Entry(source, arrival.reading.key, arrival.received_at, dict(arrival.headers), arrival.body)
        self._count += 1
        self._waiting[source] = mine + 1
        try:
            is_new = await self._log.append(partition_of(arrival), f"{source}:{entry.key}", _PACK.encode(entry))
        finally:
            self._count -= 1
            self._waiting[source] -= 1
        return _answer(arrival, is_new)


def partition_of(arrival: Arrival) -> int:
    """By shop and parcel; a body about several parcels goes by its source, so that such bodies keep their order."""
    numbers = {
        event.tracking_number for item in arrival.reading.items if isinstance(item, Report) for event in item.events
    }
    one = numbers.pop() if len(numbers) == 1 else f"source {arrival.source.id}"
    name = f"{arrival.source.merchant_id}:{one}".encode()
    return int.from_bytes(blake2b(name, digest_size=4).digest()) % PARTITIONS


def _answer(arrival: Arrival, is_new: bool) -> Acknowledged:
    items = arrival.reading.items
    if not is_new:
        return Acknowledged(0, max(1, len(items)), 0)
    unreadable = sum(isinstance(item, Unreadable) for item in items)
    return Acknowledged(len(items) - unreadable, 0, unreadable)
