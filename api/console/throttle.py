"""Sign-in is throttled: after some wrong passwords for a name from an address, nothing is checked for a while."""

from collections import OrderedDict, deque
from datetime import datetime, timedelta

FAILURES = 5
"""For one name from one address …"""
FAILURES_OF_ADDRESS = 30
"""… and for all names from one address, within WINDOW."""
WINDOW = timedelta(minutes=15)
KEPT = 10_000
"""Names and addresses remembered; the ones longest quiet are forgotten first."""


class Throttle:
    """Counts within this process; each process of several keeps its own count."""

    def __init__(self) -> None:
        self._failures: OrderedDict[tuple[str, str], deque[datetime]] = OrderedDict()

    def wait_seconds(self, name: str, address: str, now: datetime) -> int:
        """How long until another try is looked at; 0 when it is now."""
        waits = (self._wait(key, most, now) for key, most in _keys(name, address))
        return max(waits)

    def failed(self, name: str, address: str, now: datetime) -> None:
        for key, most in _keys(name, address):
            times = self._failures.setdefault(key, deque(maxlen=most))
            times.append(now)
            self._failures.move_to_end(key)
        while len(self._failures) > KEPT:
            self._failures.popitem(last=False)

    def succeeded(self, name: str, address: str) -> None:
        self._failures.pop(_keys(name, address)[0][0], None)

    def _wait(self, key: tuple[str, str], most: int, now: datetime) -> int:
        times = self._failures.get(key)
        if times is None or len(times) < most:
            return 0
        return max(0, int((times[0] + WINDOW - now).total_seconds()))


def _keys(name: str, address: str) -> tuple[tuple[tuple[str, str], int], ...]:
    return ((name.casefold()[:100], address), FAILURES), (("", address), FAILURES_OF_ADDRESS)
