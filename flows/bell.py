"""A bell: wakes one waiting journey, or lets it look for itself after a while."""

import asyncio
from datetime import timedelta


class Bell:
    """`ring` from anywhere in the loop; a ring while nobody waits is kept for the next who does.

    Not asyncio.wait_for: until Python 3.12 it may swallow a cancellation that comes with the ring
    (github.com/python/cpython/issues/86296), and a journey that cannot be cancelled never ends.
    """

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        self._event.set()

    async def wait(self, patience: timedelta) -> bool:
        """Returns True when it rang, False when `patience` was over."""
        try:
            async with asyncio.timeout(patience.total_seconds()):
                await self._event.wait()
        except TimeoutError:
            return False
        self._event.clear()
        return True
