"""Sources in the hands of staff: opened, changed, given another secret, closed; each with its line in the audit."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from sqlalchemy import Connection

from flows.audit import By, Refused, record
from flows.webhooks import feeds
from flows.webhooks.feeds import Arrangement, BadFeed, NewFeed
from store import source_arrivals, unmapped

_SECRETS = frozenset({"outbound_secret", "api_key"})
"""Fields whose values never stand in the audit."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Opened:
    """A new source, and the secret to sign with."""

    source_id: int
    secret: str


def open_source(tx: Connection, feed: NewFeed, slug: str, by: By) -> Opened | Refused:
    added = _tried(lambda: feeds.add(tx, feed, slug=slug, now=by.at))
    if isinstance(added, Refused):
        return added
    row = unmapped.source_named(tx, feed.name)
    record(tx, by, "source.add", f"source:{row.id}", None, {"adapter": feed.adapter, "merchant": feed.merchant})
    return Opened(row.id, feed.secret)


def change_source(tx: Connection, source_id: int, arrangement: Arrangement, by: By) -> list[str] | Refused:
    """Returns the names of what changed."""
    row = source_arrivals.source(tx, source_id)
    if row is None:
        return _MISSING
    changed = _tried(lambda: feeds.change(tx, row.name, arrangement))
    if not isinstance(changed, Refused):
        before = {name: _shown(name, getattr(row, name)) for name in changed}
        given = {one.name: getattr(arrangement, one.name) for one in fields(arrangement)}
        after = {name: _shown(name, given.get(name)) for name in changed}
        record(tx, by, "source.change", f"source:{source_id}", before, after)
    return changed


def rotate_secret(tx: Connection, source_id: int, secret: str | None, finish: bool, by: By) -> str | Refused:
    """A new secret beside the old one, or the old one taken away. Returns the secret in force."""
    row = source_arrivals.source(tx, source_id)
    if row is None:
        return _MISSING
    found = _tried(lambda: feeds.rotate(tx, row.name, secret, finish=finish))
    if not isinstance(found, Refused):
        record(tx, by, "source.finish_rotation" if finish else "source.rotate", f"source:{source_id}")
    return found


def reveal_secret(tx: Connection, source_id: int, by: By) -> str | Refused:
    row = source_arrivals.source(tx, source_id)
    if row is None:
        return _MISSING
    record(tx, by, "source.reveal", f"source:{source_id}")
    return row.secret or ""


def set_open(tx: Connection, source_id: int, is_open: bool, by: By) -> Refused | None:
    """Closes a source, or opens it again."""
    row = source_arrivals.source(tx, source_id)
    if row is None:
        return _MISSING
    feeds.set_open(tx, row.name, is_open, by.at)
    record(tx, by, "source.reopen" if is_open else "source.close", f"source:{source_id}")
    return None


_MISSING = Refused("There is no such source.")


def _tried(act: Callable[[], T]) -> T | Refused:
    try:
        return act()
    except BadFeed as problem:
        text = str(problem)
        return Refused(text[:1].upper() + text[1:] + ("" if text.endswith(".") else "."))


def _shown(name: str, value: Any) -> Any:
    return ("set" if value else None) if name in _SECRETS else value
