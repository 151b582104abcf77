"""Tries: after some wrong passwords or codes nothing is looked at for a while, whichever process is asked.

A try counts before it is looked at and is taken back when it was right: many at once are no way round.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from sqlalchemy import Connection

from store import failed_tries

FAILURES = 5
"""For one name from one address …"""
FAILURES_OF_ADDRESS = 30
"""… for all names from one address …"""
FAILURES_OF_CODE = 20
"""… and, for codes of six digits, for one name from wherever, within WINDOW."""
WINDOW = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries within WINDOW; `what` names whose, hashed: no name and no address is kept."""

    what: str
    most: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A try that may be looked at when `wait_seconds` is 0."""

    limits: tuple[Limit, ...]
    ids: tuple[int, ...]
    wait_seconds: int


def of_password(name: str, address: str) -> tuple[Limit, ...]:
    return (
        Limit(_hashed("password", name, address), FAILURES),
        Limit(_hashed("password", "", address), FAILURES_OF_ADDRESS),
    )


def of_code(name: str, address: str) -> tuple[Limit, ...]:
    return (Limit(_hashed("code", name, address), FAILURES), Limit(_hashed("code", name, ""), FAILURES_OF_CODE))


def take(tx: Connection, limits: Sequence[Limit], now: datetime) -> Taken:
    """Counts a try, unless there were too many: then it says how long to wait, and does not count."""
    failed_tries.prune(tx, now - WINDOW)
    wait = max(_wait(tx, limit, now) for limit in limits)
    ids = [] if wait else failed_tries.add(tx, [limit.what for limit in limits], now)
    return Taken(tuple(limits), tuple(ids), wait)


def take_back(tx: Connection, taken: Taken) -> None:
    """It was right, and is not all that is asked for: those before it go on counting."""
    failed_tries.remove(tx, taken.ids)


def succeeded(tx: Connection, taken: Taken) -> None:
    """Whoever it is has come in: from that address nothing counts against the name any more."""
    take_back(tx, taken)
    failed_tries.forget(tx, taken.limits[0].what)


def _wait(tx: Connection, limit: Limit, now: datetime) -> int:
    times = failed_tries.latest(tx, limit.what, now - WINDOW, limit.most)
    if len(times) < limit.most:
        return 0
    return max(1, int((times[-1] + WINDOW - now).total_seconds()))


def _hashed(kind: str, name: str, address: str) -> str:
    return blake2b(f"{kind}\n{name.casefold()[:100]}\n{address}".encode(), digest_size=16).hexdigest()
