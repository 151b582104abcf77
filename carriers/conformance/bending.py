"""Bodies bent in the ways senders bend them: other times, other order, other nothing, other words."""

import re
from collections.abc import Callable, Mapping
from typing import Any

ISO_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z| UTC|[+-]\d\d:?\d\d)?")

TOUCHED = frozenset(
    {"updated_at", "last_updated_at", "timeLastModified", "object_updated", "latest_sync_time", "updated"}
)
"""Fields that say when a sender touched its object, not when something happened."""


def every_value(document: Any, change: Callable[[Any], Any]) -> Any:
    """The document with each plain value changed."""
    if isinstance(document, dict):
        return {name: every_value(value, change) for name, value in document.items()}
    if isinstance(document, list):
        return [every_value(value, change) for value in document]
    return change(document)


def with_times(document: Any, template: str) -> Any:
    """Every ISO time written as `template`, in which `{day}` is its own day."""

    def change(value: Any) -> Any:
        found = ISO_TIME.fullmatch(value) if isinstance(value, str) else None
        return template.format(day=found[1]) if found else value

    return every_value(document, change)


def without_zones(document: Any) -> Any:
    """Every ISO time without its offset."""

    def change(value: Any) -> Any:
        found = ISO_TIME.fullmatch(value) if isinstance(value, str) else None
        return value.removesuffix(found[4]) if found and found[4] else value

    return every_value(document, change)


def with_words(document: Any, words: Mapping[str, str]) -> Any:
    """Values that are among `words` exchanged for others; numbers count as their digits."""

    def change(value: Any) -> Any:
        return words.get(str(value), value) if isinstance(value, str | int) and not isinstance(value, bool) else value

    return every_value(document, change)


def with_nulls_as(document: Any, nothing: Any) -> Any:
    """Another value where the sender wrote null."""
    return every_value(document, lambda value: nothing if value is None else value)


def touched_later(document: Any, stamp: str) -> Any:
    """The same facts, touched at another time."""
    if isinstance(document, dict):
        return {
            name: stamp if name in TOUCHED and isinstance(value, str) else touched_later(value, stamp)
            for name, value in document.items()
        }
    return [touched_later(value, stamp) for value in document] if isinstance(document, list) else document


def every_list(document: Any, change: Callable[[list[Any]], list[Any]]) -> Any:
    """The document with each list of objects changed (orders of scans, not pairs of coordinates)."""
    if isinstance(document, dict):
        return {name: every_list(value, change) for name, value in document.items()}
    if isinstance(document, list):
        inner = [every_list(value, change) for value in document]
        return change(inner) if inner and all(isinstance(value, dict) for value in inner) else inner
    return document


def with_everywhere(document: Any, name: str, value: Any) -> Any:
    """One more field in every object."""
    if isinstance(document, dict):
        return {key: with_everywhere(inner, name, value) for key, inner in document.items()} | {name: value}
    return [with_everywhere(inner, name, value) for inner in document] if isinstance(document, list) else document


def numbers(document: Any) -> set[int]:
    """All whole numbers in it, also those written as digits."""
    if isinstance(document, dict):
        return {number for value in document.values() for number in numbers(value)}
    if isinstance(document, list):
        return {number for value in document for number in numbers(value)}
    is_digits = isinstance(document, str) and document.isascii() and document.isdigit() and len(document) < 16
    return {int(document)} if is_digits or type(document) is int else set()
