"""The sender: posts prepared requests over raw connections and notes how long each answer took.

It runs in a process of its own (see `tests.bench.machine`), on another core than the service.
"""

import asyncio
from array import array
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import monotonic, time
from typing import cast

import uvloop

HOST = "127.0.0.1"
PATIENCE_SECONDS = 60


@dataclass(slots=True)
class Posted:
    """What came of a run. Times are of the machine's monotonic clock, in seconds; `statuses` counts HTTP statuses."""

    began: float = 0.0
    ended: float = 0.0
    seconds: "array[float]" = field(default_factory=lambda: array("d"))
    """From when a request was due (in a closed loop: was sent) to its whole answer, in the order of answers."""
    statuses: Counter[int] = field(default_factory=Counter)
    lost: int = 0
    """Requests whose connection ended before an answer."""
    accepted: int = 0
    duplicates: int = 0

    @property
    def count(self) -> int:
        return len(self.seconds)

    @property
    def per_second(self) -> float:
        return self.count / (self.ended - self.began)

    def percentile_ms(self, share: float) -> float:
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


def request(path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """The bytes of one POST."""
    lines = [f"POST {path} HTTP/1.1", f"host: {HOST}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, f"content-length: {len(body)}", "", ""]).encode() + body


def closed(port: int, requests: Sequence[bytes], connections: int, for_seconds: float = 3600.0) -> Posted:
    """Every connection posts as soon as it has its answer, until all is posted or the time is over."""
    return uvloop.run(_closed(port, requests, connections, for_seconds))


def open_loop(port: int, requests: Sequence[bytes], due: Sequence[float], connections: int) -> Posted:
    """Posts each request when it is due (seconds from the start), however long earlier ones take to be answered."""
    return uvloop.run(_open(port, requests, due, connections))


def timed_open_loop(port: int, requests: Sequence[bytes], due: Sequence[float], connections: int) -> float:
    """The same; returns when it began (`time.time()`), for those who know what is to come of it."""
    before = time() - monotonic()
    posted = open_loop(port, requests, due, connections)
    if posted.statuses.keys() - {200, 204} or posted.lost:
        raise AssertionError(f"{posted.statuses}, {posted.lost} unanswered")
    return posted.began + before


class _Connection(asyncio.Protocol):
    """A request at a time; `answered` is called with this connection after each answer."""

    def __init__(self, posted: Posted, answered: "Callable[[_Connection], None]") -> None:
        self._posted, self._answered = posted, answered
        self._buffer = b""
        self._due: float | None = None
        self._transport: asyncio.WriteTransport | None = None
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._due is not None:
            self._posted.lost += 1
        if not self.closed.done():
            self.closed.set_result(None)

    def post(self, request: bytes, due: float) -> None:
        assert self._transport is not None
        self._due = due
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, found, rest = self._buffer.partition(b"\r\n\r\n")
        if not found or len(rest) < _length(head) or self._due is None:
            return
        self._posted.ended = monotonic()
        self._posted.seconds.append(self._posted.ended - self._due)
        self._buffer, self._due = b"", None
        self._posted.statuses[int(head[9:12])] += 1
        self._count(rest)
        self._answered(self)

    def _count(self, answer: bytes) -> None:
        """`{"accepted": n, "duplicates": n, …}`, without the cost of a parser."""
        first, _, others = answer.replace(b" ", b"").partition(b",")
        if first.startswith(b'{"accepted":'):
            self._posted.accepted += int(first[12:])
            self._posted.duplicates += int(others.partition(b",")[0][13:])

    @property
    def is_over(self) -> bool:
        """The server has closed it: it was not needed for some seconds."""
        return self._transport is None or self._transport.is_closing()

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


def _length(head: bytes) -> int:
    return int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])


async def _connect(port: int, count: int, posted: Posted, answered: Callable[[_Connection], None]) -> list[_Connection]:
    loop = asyncio.get_running_loop()
    opened = [await loop.create_connection(lambda: _Connection(posted, answered), HOST, port) for _ in range(count)]
    return [connection for _, connection in opened]


async def _closed(port: int, requests: Sequence[bytes], connections: int, for_seconds: float) -> Posted:
    posted, waiting = Posted(), iter(requests)

    def next_one(connection: _Connection) -> None:
        now = monotonic()
        following = next(waiting, None) if now < posted.began + for_seconds else None
        if following is None:
            connection.close()
        else:
            connection.post(following, now)

    opened = await _connect(port, connections, posted, next_one)
    posted.began = monotonic()
    for connection in opened:
        next_one(connection)
    await asyncio.gather(*(connection.closed for connection in opened))
    return posted


async def _open(port: int, requests: Sequence[bytes], due: Sequence[float], connections: int) -> Posted:
    posted = Posted()
    idle: list[_Connection] = []
    late: deque[tuple[bytes, float]] = deque()

    done = asyncio.Event()

    def answered(connection: _Connection) -> None:
        if late:
            connection.post(*late.popleft())
        else:
            idle.append(connection)
        if posted.count == len(requests):
            done.set()

    opened = await _connect(port, connections, posted, answered)
    idle += opened
    posted.began = monotonic()
    for one, seconds in zip(requests, due, strict=True):
        at = posted.began + seconds
        if (early := at - monotonic()) > 0:
            await asyncio.sleep(early)
        if idle:
            connection = idle.pop()
            if connection.is_over:
                (connection,) = await _connect(port, 1, posted, answered)
                opened.append(connection)
            connection.post(one, at)
        else:
            late.append((one, at))
    async with asyncio.timeout(PATIENCE_SECONDS):
        await done.wait()
    for connection in opened:
        connection.close()
    return posted
