"""The log in front, on NATS JetStream: one replicated stream, one subject for each partition.

Nothing here is trusted to happen once: the stream knows what it had lately by `Nats-Msg-Id`, and the reader's place
stands in the database. Read with consumers that need no acknowledgement and live only while we read.
"""

import asyncio
import contextlib
import zlib
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import nats.errors
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js import JetStreamContext, api
from nats.js.errors import APIError, NoStreamResponseError, NotFoundError

from flows.webhooks.log import LogAway, Logged, LogTooLarge

STREAM = "DOORSTEP"
SUBJECT = "doorstep.webhook"
TRY_SECONDS = 2.0
PATIENCE_SECONDS = 15.0
"""A server that dies is missed within three seconds, and the others agree on another leader within some five."""
REMEMBERED_SECONDS = 600.0
"""For so long the stream itself knows a repeated delivery; the database knows it for ever."""
LOOK_AGAIN_SECONDS = 5.0
"""A reader that hears nothing begins anew: what was lost on the way to it is found."""
LARGE = 100_000
"""Larger bodies are deflated: a server takes 1 MB unless it is told otherwise."""
DEFLATED = {"Doorstep-Deflated": "1"}
NOTHING_ANSWERS = "the log does not answer: its servers, the network, DOORSTEP_LOG_URL"
NO_STREAM = "the log has no majority of its servers: start those that are down"

log = structlog.get_logger()

_PASSING = (nats.errors.Error, APIError, NoStreamResponseError, OSError, TimeoutError, ValueError)


@dataclass(slots=True)
class _Reader:
    """A consumer, and how far it has given what."""

    pull: JetStreamContext.PullSubscription
    given: dict[int, int]
    heard: int = 0
    idle_since: float = field(default_factory=lambda: asyncio.get_running_loop().time())


class JetStream:
    """A `flows.webhooks.log.Log`. `run` keeps the connection; until it stands, everything raises LogAway."""

    def __init__(self, urls: Sequence[str], replicas: int) -> None:
        self._urls, self._replicas = list(urls), replicas
        self._client = Client()
        self._is_made = False
        self._reader: _Reader | None = None
        self.trouble: str | None = None

    async def run(self) -> None:
        """Connects, and connects again, until cancelled."""
        try:
            while True:
                if not self._client.is_connected and not self._client.is_reconnecting:
                    await self._connect()
                await asyncio.sleep(TRY_SECONDS / 4)
        finally:
            with contextlib.suppress(*_PASSING):
                await self._client.close()

    async def _connect(self) -> None:
        self._client = Client()
        try:
            await self._client.connect(
                self._urls,
                name="doorstep",
                error_cb=_quiet,
                allow_reconnect=True,
                max_reconnect_attempts=-1,
                reconnect_time_wait=0,
                connect_timeout=2,
                ping_interval=1,
                max_outstanding_pings=2,
            )
        except _PASSING as problem:
            self._note(NOTHING_ANSWERS, type(problem).__name__)

    def _note(self, why: str | None, problem: str = "") -> None:
        if why != self.trouble:
            log.error("log.trouble", why=why, problem=problem) if why else log.info("log.recovered")
        self.trouble = why

    @property
    def _js(self) -> JetStreamContext:
        if not self._client.is_connected and not self._client.is_reconnecting:
            raise LogAway(NOTHING_ANSWERS)
        return self._client.jetstream(timeout=TRY_SECONDS)

    async def append(self, partition: int, once: str, payload: bytes) -> bool:
        headers = {"Nats-Msg-Id": once}
        if len(payload) > LARGE:
            payload, headers = await asyncio.to_thread(zlib.compress, payload, 6), headers | DEFLATED
        end = asyncio.get_running_loop().time() + PATIENCE_SECONDS
        while True:
            try:
                await self._make()
                ack = await self._js.publish(f"{SUBJECT}.{partition}", payload, headers=headers)
            except nats.errors.MaxPayloadError as problem:
                raise LogTooLarge(f"larger than the log takes ({self._client.max_payload} bytes)") from problem
            except (LogAway, *_PASSING) as problem:  # it may have it: said again under the same name, it counts once
                if asyncio.get_running_loop().time() >= end:
                    why = NO_STREAM if self._client.is_connected else NOTHING_ANSWERS
                    self._note(why, type(problem).__name__)
                    raise LogAway(why) from problem
                await asyncio.sleep(0.1)
            else:
                self._note(None)
                return not ack.duplicate

    async def _make(self) -> None:
        """The stream, unless it is there. A full one refuses: it never drops what was acknowledged."""
        if self._is_made:
            return
        js = self._js
        try:
            await js.stream_info(STREAM)
        except NotFoundError:
            config = api.StreamConfig(
                name=STREAM,
                description="Webhooks that wait to be written down by Doorstep.",
                subjects=[f"{SUBJECT}.*"],
                retention=api.RetentionPolicy.LIMITS,
                discard=api.DiscardPolicy.NEW,
                storage=api.StorageType.FILE,
                num_replicas=self._replicas,
                duplicate_window=REMEMBERED_SECONDS,
            )
            await js.add_stream(config)
        self._is_made = True

    async def identity(self) -> str:
        with _away():
            await self._make()
            created = (await self._js.stream_info(STREAM)).created
        return str(created)

    async def waiting(self) -> int:
        with _away():
            return (await self._js.stream_info(STREAM)).state.messages

    async def forget(self, until: Mapping[int, int]) -> None:
        with _away():
            for partition, sequence in until.items():
                if sequence:
                    await self._js.purge_stream(STREAM, subject=f"{SUBJECT}.{partition}", seq=sequence + 1)

    async def read(self, after: Mapping[int, int], most: int, wait_seconds: float) -> Sequence[Logged]:
        with _away():
            reader = self._reader
            if reader is None or reader.given != after:
                reader = await self._open(after)
            try:
                messages = await reader.pull.fetch(most, timeout=wait_seconds)
            except TimeoutError:  # the client raises the bare one too, where its time runs out between two answers
                if asyncio.get_running_loop().time() - reader.idle_since > LOOK_AGAIN_SECONDS:
                    await self._close()
                return []
            except BaseException:
                await self._close()
                raise
        return [one async for one in self._taken(reader, messages)]

    async def _taken(self, reader: _Reader, messages: Sequence[Msg]) -> AsyncIterator[Logged]:
        """Up to the first gap: behind one, we begin anew from the place in the database."""
        reader.idle_since = asyncio.get_running_loop().time()
        for message in messages:
            heard, sequence = message.metadata.sequence.consumer, message.metadata.sequence.stream
            if heard != reader.heard + 1:
                await self._close()
                return
            reader.heard = heard
            partition = int(message.subject.rpartition(".")[2])
            if sequence > reader.given[partition]:
                reader.given[partition] = sequence
                yield Logged(partition, sequence, _inflated(message))

    async def _open(self, after: Mapping[int, int]) -> _Reader:
        await self._close()
        config = api.ConsumerConfig(
            filter_subjects=[f"{SUBJECT}.{partition}" for partition in sorted(after)],
            deliver_policy=api.DeliverPolicy.BY_START_SEQUENCE,
            opt_start_seq=min(after.values()) + 1,
            ack_policy=api.AckPolicy.NONE,
            inactive_threshold=60.0,
            mem_storage=True,
            num_replicas=1,
        )
        consumer = await self._js.add_consumer(STREAM, config)
        pull = await self._js.pull_subscribe_bind(consumer.name, STREAM)
        self._reader = _Reader(pull, dict(after))
        return self._reader

    async def _close(self) -> None:
        reader, self._reader = self._reader, None
        if reader is not None:
            with contextlib.suppress(*_PASSING):
                await reader.pull.unsubscribe()


@contextlib.contextmanager
def _away() -> Iterator[None]:
    try:
        yield
    except _PASSING as problem:
        raise LogAway(f"{NOTHING_ANSWERS} ({type(problem).__name__})") from problem


def _inflated(message: Msg) -> bytes:
    headers: Mapping[str, Any] = message.headers or {}
    return zlib.decompress(message.data) if DEFLATED.keys() <= headers.keys() else message.data


async def _quiet(_problem: Exception) -> None:
    """The client's own complaints: what matters of them is raised at the caller."""
