"""Onboarding: what can be chosen, where a source posts, what its first webhooks said, and what is still unknown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from carriers.dialect import Dialect
from carriers.registry import ADAPTERS, UnknownAdapter, adapter
from carriers.signatures import Scheme, new_secret, signed_query
from carriers.vocabulary import DETAILS, REASONS
from domain.axes import Milestone
from domain.localtime import zone
from flows.webhooks import lessons
from flows.webhooks.sources import ClosedSource, OpenSource, opened
from store import source_arrivals
from store.lessons import of as lessons_of
from store.unmapped import partly_unknown

FIRST = 15
"""Deliveries on a source's page."""
MILESTONES = tuple(one.value for one in Milestone if one is not Milestone.UNKNOWN)
DETAIL_WORDS, REASON_WORDS = tuple(DETAILS), tuple(REASONS)


@dataclass(frozen=True, slots=True)
class Choice:
    """An adapter as it is offered. `setup` says where the address goes and where the secret comes from."""

    name: str
    title: str
    setup: str
    weak: str | None
    polled: bool
    changed: bool
    secret_is_theirs: bool
    takes_mapping: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A source in the list. `problem` says why it takes nothing, `weak` why its authentication proves little."""

    row: Any
    title: str
    problem: str | None
    weak: str | None
    deliveries: int
    unreadable: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Arrival:
    """One delivery, and the events that were new in it; `unsaid` is how many more there are."""

    row: Any
    events: Sequence[Any]
    unsaid: int


@dataclass(frozen=True, slots=True)
class Overview:
    """A source's page."""

    row: Any
    choice: Choice
    address: str
    problem: str | None
    arrivals: Sequence[Arrival]
    unmapped: Sequence[lessons.Unmapped]
    taught: Sequence[Any]
    unread: int


def choices() -> list[Choice]:
    """All adapters, by title."""
    return sorted((_choice(one) for one in ADAPTERS.values()), key=lambda one: one.title.lower())


def lines(tx: Connection) -> list[Line]:
    """All sources; counts are of the newest deliveries only."""
    counts = source_arrivals.counts(tx)
    return [_line(row, counts.get(row.id)) for row in source_arrivals.sources(tx)]


def look(tx: Connection, source_id: int, public_url: str) -> Overview | None:
    """One source; None when it is not there."""
    row = source_arrivals.source(tx, source_id)
    if row is None:
        return None
    found = opened(row, lessons_of(tx, row.id))
    dialect = _known(row) if isinstance(found, ClosedSource) else found.adapter
    arrivals = latest(tx, source_id)
    is_open = row.closed_at is None and not isinstance(found, ClosedSource)
    return Overview(
        row,
        _choice(dialect),
        _address(dialect, public_url, row.slug),
        _problem(row, found),
        arrivals,
        lessons.unmapped_words(tx, row.name) if is_open else (),
        lessons_of(tx, row.id),
        sum(arrival.row.state == "unreadable" for arrival in arrivals) + len(partly_unknown(tx, source_id)),
    )


def latest(tx: Connection, source_id: int) -> list[Arrival]:
    """Its newest deliveries with what was understood of them."""
    rows = source_arrivals.latest(tx, source_id, FIRST)
    events = source_arrivals.events(tx, [row.id for row in rows])
    most = source_arrivals.EVENTS_SHOWN
    return [Arrival(row, events[row.id][:most], max(0, len(events[row.id]) - most)) for row in rows]


def whole_address(row: Any, public_url: str) -> str:
    """Where the sender posts, with the token where the address is the secret."""
    found = opened(row)
    dialect = _known(row) if isinstance(found, ClosedSource) else found.adapter
    return f"{public_url}/webhooks/{row.slug}{signed_query(dialect.signature, row.secret or '')}"


def fresh_secret(name: str) -> str:
    """A secret in the form that this adapter's sender uses."""
    return new_secret(adapter(name).signature)


def as_open(row: Any) -> OpenSource:
    """The source as if nothing were wrong with its mapping: for trying another."""
    return OpenSource(row.id, row.name, row.merchant_id, adapter("generic"), (), zone(row.zone) if row.zone else None)


def _address(dialect: Dialect, public_url: str, slug: str) -> str:
    """The address with its token left out."""
    query = signed_query(dialect.signature, "token")
    return f"{public_url}/webhooks/{slug}{query.removesuffix('token') + '…' if query else ''}"


def _choice(one: Dialect) -> Choice:
    return Choice(
        one.name,
        one.title,
        one.setup,
        one.signature.weak,
        one.poller is not None,
        one.changer is not None,
        one.secret_is_theirs,
        one.name == "generic",
    )


def _line(row: Any, counted: Any) -> Line:
    found = opened(row)
    dialect = _known(row) if isinstance(found, ClosedSource) else found.adapter
    return Line(
        row,
        dialect.title,
        _problem(row, found),
        dialect.signature.weak,
        counted.deliveries if counted else 0,
        counted.unreadable if counted else 0,
        counted.last_at if counted else None,
    )


def _known(row: Any) -> Dialect:
    """The adapter of a source that cannot be opened, for its title and its words."""
    try:
        return adapter(row.adapter)
    except UnknownAdapter:
        return adapter("generic")


def _problem(row: Any, found: Any) -> str | None:
    if row.closed_at is not None:
        return "closed by staff: whoever posts here is told that there is no such address"
    if isinstance(found, ClosedSource):
        return found.why
    if not found.secrets and found.adapter.signature.scheme is not Scheme.NONE:
        return "no secret is set: nothing is let in until one is"
    if found.adapter.name == "generic" and row.mapping is None:
        return "no mapping is set: what comes is kept, and read once there is one"
    return None
