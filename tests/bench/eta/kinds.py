"""What the replayed series consist of: orders, flights, drives."""

from dataclasses import dataclass
from datetime import UTC, datetime

from domain.eta.rests import NO_RESTS, Rests, rested


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order: when it was bought, handed to the carrier and delivered, and the end of the day the carrier named."""

    key: str
    bought_at: datetime
    quoted_at: datetime
    handed_at: datetime | None
    delivered_at: datetime | None
    rests: Rests = NO_RESTS

    def worked(self, begin: datetime, end: datetime) -> float:
        """Seconds of this time that are the carrier's."""
        return (end - begin - rested(begin, end, self.rests, UTC)).total_seconds()


@dataclass(frozen=True, slots=True)
class Flight:
    """Minutes throughout: the scheduled departure (of the epoch), what was late, and when that was known."""

    carrier: str
    origin: str
    hour: int
    leaves: float
    left_late: float
    came_late: float
    known: float


@dataclass(frozen=True, slots=True)
class Leg:
    """A drive: its ends as (latitude, longitude), the local hour it began in, and how long it took."""

    start: tuple[float, float]
    end: tuple[float, float]
    hour: int
    at_s: float
    seconds: float
