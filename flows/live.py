"""Live: open pages are told that something changed; what changed they read for themselves."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable

KEEP_ALIVE_SECONDS = 15.0


class Live:
    """A bell for each topic (a customer's id, `console`) in this process. `pass_on` carries a topic to the others."""

    def __init__(self) -> None:
        self._bells: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._closed = False
        self.pass_on: Callable[[str], None] = lambda _: None

    def announce(self, topic: str) -> None:
        """Something changed: pages here and in other processes look again."""
        self.ring(topic)
        self.pass_on(topic)

    def ring(self, topic: str) -> None:
        """Pages of this process look again."""
        for bell in self._bells.get(topic, ()):
            bell.set()

    def close(self) -> None:
        """Ends every `changes`: an open page must not hold up a process that wants to stop."""
        self._closed = True
        for topic in list(self._bells):
            self.ring(topic)

    async def changes(self, topic: str, patience_seconds: float = KEEP_ALIVE_SECONDS) -> AsyncIterator[bool]:
        """Yields True whenever the topic was announced, False as a sign of life when nothing happens for a while."""
        bell = asyncio.Event()
        self._bells[topic].add(bell)
        try:
            while not self._closed:
                try:
                    await asyncio.wait_for(bell.wait(), patience_seconds)
                except TimeoutError:
                    yield False
                    continue
                bell.clear()
                yield True
        finally:
            self._bells[topic].discard(bell)
            if not self._bells[topic]:
                del self._bells[topic]
