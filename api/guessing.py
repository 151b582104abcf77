"""Guessing is slowed down at every door: an address that is refused again and again is told to wait.

Tokens of tracking links, addresses of webhooks, the API token, signatures: whoever has the right one is never refused,
and so never slowed down, whatever they send. Behind a proxy the address is the one that it names.

Counted in each process, on purpose: what is guessed here has 128 random bits, so a hundred doors that each let an
address try a hundred times a second find one in 10²⁷ years; a row in the database for each refusal would give
strangers a way to make work. What is short (passwords, codes) is counted for all processes (`flows/staff/tries.py`).
"""

from collections import OrderedDict
from collections.abc import Callable
from math import ceil

from starlette.types import Message, Receive, Scope, Send

REFUSED = frozenset({401, 403, 404})
AT_ONCE = 100
"""Refusals that an address may get in a row …"""
PER_SECOND = 1.0
"""… and how many a second it gets back."""
KEPT = 10_000
"""Addresses remembered; those longest quiet are forgotten first."""

_BODY = b'{"type": "about:blank", "title": "Too Many Requests", "status": 429, "detail": "too many refused requests"}'


class Guessing:
    """`wait_seconds` is 0 while an address may be looked at; `refused` counts."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_seconds(self, address: str) -> int:
        if address not in self._left:
            return 0
        left = self._now_left(address)
        return 0 if left >= 1 else ceil((1 - left) / PER_SECOND)

    def refused(self, address: str) -> None:
        self._left[address] = (self._now_left(address) - 1, self._monotonic())
        self._left.move_to_end(address)
        if len(self._left) > KEPT:
            self._left.popitem(last=False)

    def _now_left(self, address: str) -> float:
        left, at = self._left.get(address, (float(AT_ONCE), 0.0))
        return min(float(AT_ONCE), left + (self._monotonic() - at) * PER_SECOND)

    def watching(self, address: str, send: Send) -> Send:
        """A `send` that counts refusals on their way out."""

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in REFUSED:
                self.refused(address)
            await send(message)

        return watched


def address_of(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


async def tell_to_wait(seconds: int, _receive: Receive, send: Send) -> None:
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(_BODY)).encode()),
        (b"retry-after", str(seconds).encode()),
    ]
    await send({"type": "http.response.start", "status": 429, "headers": headers})
    await send({"type": "http.response.body", "body": _BODY})
