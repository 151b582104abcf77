"""What a 3PL's answer to our webhook means, and when to try again. After Standard Webhooks 1.0, sending."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import blake2b

DELAYS = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=5),
    timedelta(minutes=15),
)
"""After the first attempt, the second …; the last one repeats."""
SLOWER = 2
"""A busy or broken receiver is asked again as if it had failed this many times more."""
LONGEST_WAIT = timedelta(hours=24)

GONE = 410
SLOW_DOWN = frozenset({429, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Taken:
    """A 2xx: the 3PL has it."""


@dataclass(frozen=True, slots=True)
class Again:
    """It failed, and may not fail the next time."""

    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Never:
    """Trying again cannot help: a person must."""

    why: str


Outcome = Taken | Again | Never


def outcome(status: int, retry_after: str | None, attempts: int, key: str, now: datetime) -> Outcome:
    """The meaning of an HTTP status after so many attempts (the first is 1). Redirections are failures."""
    if 200 <= status < 300:
        return Taken()
    if status == GONE:
        return Never("its address answers 410 Gone: it takes no more requests")
    why = f"its address answers HTTP {status}"
    if status in SLOW_DOWN:
        return failed(why, attempts + SLOWER, key, now, _seconds(retry_after, now))
    return failed(why, attempts, key, now, _seconds(retry_after, now))


def failed(why: str, attempts: int, key: str, now: datetime, at_least: timedelta = timedelta(0)) -> Again:
    """The next attempt: later each time, spread by up to a fifth, never sooner than the receiver asked."""
    delay = DELAYS[min(attempts, len(DELAYS)) - 1]
    return Again(now + max(delay * (1 + _share(f"{key}:{attempts}") / 5), at_least), why)


def _seconds(retry_after: str | None, now: datetime) -> timedelta:
    """Retry-After is a number of seconds or an HTTP date (RFC 9110, 10.2.3); anything else says nothing."""
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=int(text[:9])), LONGEST_WAIT)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return timedelta(0)
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max(at - now, timedelta(0)), LONGEST_WAIT)


def _share(key: str) -> float:
    """A fixed number of [0, 1) for each key: requests that failed together do not come back together."""
    return int.from_bytes(blake2b(key.encode(), digest_size=2).digest()) / 65536
