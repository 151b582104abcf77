"""Where a courier is, as a sender says it beside a parcel: never an event, and never kept with one."""

from datetime import datetime

from carriers.reading import word
from domain.routes.positions import Position


def position(
    van: object, latitude: object, longitude: object, at: datetime, number: str | None
) -> tuple[Position, ...]:
    """One position, or none where its parts are no numbers. `van` is the sender's name for the courier."""
    name = word(van)
    if name is None or not _is_degrees(latitude) or not _is_degrees(longitude):
        return ()
    return (Position(name, at, float(latitude), float(longitude), number),)  # type: ignore[arg-type]  # they are numbers


def _is_degrees(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -180 <= value <= 180
