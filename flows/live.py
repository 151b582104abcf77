"""Live: open pages are told that something changed; what changed they read for themselves."""

from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

from flows.bell import Bell

KEEP_ALIVE_SECONDS = 15.0


class Live:
    """A bell for each topic (a customer's id, `console`) in this process. `pass_on` carries a topic to the others."""

    def __init__(self) -> None:
        self._bells: defaultdict[str, set[Bell]] = defaultdict(set)
        self._closed = False
        self.pass_on: Callable[[str], None] = lambda _: None

    def announce(self, topic: str) -> None:
        """Something changed: pages here and in other processes look again."""
        self.ring(topic)
        self.pass_on(topic)

    def ring(self, topic: str) -> None:
        """Pages of this process look again."""
        for bell in self._bells.get(topic, ()):
            bell.ring()

    def close(self) -> None:
        """Ends every `changes`: an open page must not hold up a process that wants to stop."""
        self._closed = True
        for topic in list(self._bells):
            self.ring(topic)

    async def changes(self, topic: str, patience_seconds: float = KEEP_ALIVE_SECONDS) -> AsyncIterator[bool]:
        """Yields True whenever the topic was announced, False as a sign of life when nothing happens for a while."""
        bell = Bell()
        self._bells[topic].add(bell)
        try:
            while not self._closed:
                yield await bell.wait(timedelta(seconds=patience_seconds))
        finally:
            self._bells[topic].discard(bell)
            if not self._bells[topic]:
                del self._bells[topic]
