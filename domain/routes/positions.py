"""Where a van was: what may be believed of a position, and which of two is the newer."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

CLOCKS_DIFFER = timedelta(minutes=2)
"""A position from the future by no more than this was taken now, by a clock that is fast."""
TOO_OLD = timedelta(hours=1)
"""An older one says nothing about where the van is: a phone that was out of reach sends its backlog."""


@dataclass(frozen=True, slots=True)
class Position:
    """`latitude` and `longitude` in degrees. `tracking_number` where the sender says for which parcel it drives."""

    vehicle: str
    at: datetime
    latitude: float
    longitude: float
    tracking_number: str | None = None

    @property
    def place(self) -> tuple[float, float]:
        return self.latitude, self.longitude


@dataclass(frozen=True, slots=True)
class Disbelieved:
    """Not taken, and why."""

    why: str


def believed(position: Position, now: datetime) -> Position | Disbelieved:
    """The position as it counts: one from a fast clock counts as taken now."""
    if not (-90 <= position.latitude <= 90 and -180 <= position.longitude <= 180):
        return Disbelieved("latitude must be -90 to 90 and longitude -180 to 180")
    if position.latitude == position.longitude == 0:
        return Disbelieved("0, 0 is where a phone is that does not know where it is")
    if position.at > now + CLOCKS_DIFFER:
        return Disbelieved("it is from the future: check the clock of the device")
    if position.at < now - TOO_OLD:
        return Disbelieved(f"it is older than {TOO_OLD // timedelta(minutes=1)} minutes")
    return replace(position, at=min(position.at, now))
