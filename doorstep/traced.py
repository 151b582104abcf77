"""What is traced where traces are told: the door's keeping, channels' attempts, receipts. Each works as without."""

from collections.abc import Callable, Hashable
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from domain.talk.turn import ChannelName
from doorstep.settings import Settings
from flows.messages.channels import Channel, Composed, Pace, SendResult, Sent, Utterance
from flows.messages.receipts import Receipt, Receiving
from flows.webhooks.receive import Acknowledged, Arrival, Keeping
from store import traces
from store.database import Database

if TYPE_CHECKING:
    from doorstep.tracing import Tracing


class TracedKeeping:
    """Keeps arrivals as `inner` does, and tells when each was safe."""

    def __init__(self, inner: Keeping, tracing: "Tracing") -> None:
        self._inner, self._tracing = inner, tracing

    async def add(self, arrival: Arrival, whose: Hashable = None, /) -> Acknowledged:
        answer: Acknowledged | None = None
        try:
            answer = await self._inner.add(arrival, whose)
        finally:
            self._tracing.webhook(arrival, arrival.received_at, answer)
        return answer


class TracedChannel:
    """A channel whose attempts are told."""

    def __init__(self, inner: Channel, database: Database, tracing: "Tracing", clock: Callable[[], datetime]) -> None:
        self._inner, self._database, self._tracing, self._clock = inner, database, tracing, clock
        self.name: ChannelName = inner.name
        self.pace: Pace = inner.pace

    def compose(self, utterance: Utterance) -> Composed:
        return self._inner.compose(utterance)

    async def send(self, address: str, composed: Composed, token: str) -> SendResult:
        began = self._clock()
        result = await self._inner.send(address, composed, token)
        with suppress(Exception):  # whatever is wrong with traces: the message has gone, and that must be recorded
            origin = await self._database.read(traces.of_token, token)
            if origin is not None:
                self._tracing.sent(origin, self.name.value, began, result)
        return result

    async def find(self, address: str, composed: Composed, sent_after: datetime) -> Sent | None:
        return await self._inner.find(address, composed, sent_after)

    async def close(self) -> None:
        await self._inner.close()


class TracedReceipts:
    """Takes receipts as `inner` does, and tells those that said something new."""

    def __init__(self, inner: Receiving, database: Database, tracing: "Tracing") -> None:
        self._inner, self._database, self._tracing = inner, database, tracing

    async def add(self, item: tuple[Receipt, datetime], whose: Hashable = None, /) -> bool:
        is_news = await self._inner.add(item)
        if is_news:
            receipt, at = item
            with suppress(Exception):
                origin = await self._database.read(traces.of_provider_id, receipt.provider_id)
                if origin is not None:
                    self._tracing.receipt(origin, receipt, at)
        return is_news


def connect_tracing(settings: Settings, clock: Callable[[], datetime]) -> "Tracing | None":
    """None where no collector is configured: then nothing of it is imported."""
    if settings.otlp_url is None:
        return None
    from doorstep.tracing import Tracing, headers_from, otlp

    headers = headers_from(settings.otlp_headers.get_secret_value()) if settings.otlp_headers else {}
    return Tracing(otlp(settings.otlp_url, headers), settings.trace_share, clock)
