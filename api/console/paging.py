"""Pages by key: the place of a row in a list ordered by a time and an id, as an address carries it."""

from datetime import UTC, datetime, timedelta

from api.console.forms import number

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST_MICROSECOND = 4_102_444_800_000_000
"""2100-01-01: what lies beyond was made up."""


def mark(at: datetime, row_id: int) -> str:
    """The time in microseconds, and the id."""
    return f"{(at - _EPOCH) // timedelta(microseconds=1)}-{row_id}"


def place(text: str) -> tuple[datetime, int] | None:
    """What a mark says; None for anything else."""
    at, _, row_id = text.partition("-")
    microseconds, found = number(at), number(row_id)
    if microseconds is None or found is None or microseconds > _LATEST_MICROSECOND:
        return None
    return _EPOCH + timedelta(microseconds=microseconds), found
