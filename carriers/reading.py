"""Reading any JSON value without ever raising: objects, lists, text, numbers, places."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from carriers.contract import Unreadable
from domain.events import Place

MAX_TEXT = 300
MAX_NUMBER = 100
MAX_EVENTS = 1_000
"""More scans than any parcel has; a body with more is not read at all."""

_NOTHING: Mapping[str, Any] = {}


def fields(value: object) -> Mapping[str, Any]:
    """The object, or an empty one."""
    return value if isinstance(value, dict) else _NOTHING


def entries(value: object) -> Sequence[Any]:
    """The list, or an empty one."""
    return value if isinstance(value, list) else ()


def too_many(items: Sequence[object]) -> Unreadable | None:
    """The refusal of a body that holds more events than any parcel has."""
    if len(items) <= MAX_EVENTS:
        return None
    return Unreadable(f"{len(items)} events in one body; at most {MAX_EVENTS} are read")


def text(value: object, limit: int = MAX_TEXT) -> str | None:
    """Clean text of at most `limit` characters; None for all else and for emptiness (`""` is some senders' null)."""
    if type(value) is not str:
        return None
    if len(value) > limit or not value.isprintable():
        value = _cleaned(value[: limit * 4])[:limit]
    return value.strip() or None


def word(value: object) -> str | None:
    """A code or id: text, or a whole number written as text."""
    return str(value) if type(value) is int and abs(value) < 10**18 else text(value, MAX_NUMBER)


def tracking_number(value: object) -> str | None:
    """As the sender wrote it, trimmed and upper-cased."""
    number = word(value)
    return number.upper() if number else None


def joined(*parts: str | None, by: str = ", ") -> str | None:
    """The parts that are there, as one text."""
    return by.join(part for part in parts if part) or None


def place(city: object = None, region: object = None, postcode: object = None, country: object = None) -> Place | None:
    """A place with whatever is known of it; None when nothing is."""
    if not (city or region or postcode or country):
        return None
    try:
        return _place(city, region, postcode, country)
    except TypeError:  # a list or an object, of which nothing is remembered
        return _place.__wrapped__(city, region, postcode, country)


@lru_cache(4096, typed=True)
def _place(city: object, region: object, postcode: object, country: object) -> Place | None:
    """Remembered, because parcels pass through the same few depots."""
    found = Place(text(city, 100), text(region, 100), word(postcode), text(country, 60))
    return found if found.city or found.region or found.postcode or found.country else None


def first(values: Iterable[str | None]) -> str | None:
    """The first that is there."""
    return next((value for value in values if value), None)


def _cleaned(value: str) -> str:
    """Without NULs, control characters and lone surrogates, which no database or phone takes; runs of space as one."""
    kept = (c if c.isprintable() else " " if c.isspace() else "" for c in value)
    return " ".join("".join(kept).split())
