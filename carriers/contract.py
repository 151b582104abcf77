"""The contract between Doorstep and a 3PL's dialect: what an adapter is given and what it gives back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Protocol

from carriers.signatures import Signature
from domain.events import TrackingEvent
from domain.routes.positions import Position


@dataclass(frozen=True, slots=True)
class Reception:
    """The circumstances of a delivery: when it came, its headers (lower-case names), the zone set for this source.

    `zone` is None when nobody configured one: a zoneless time is then ASSUMED to be UTC and marked so. `subject` is the
    tracking number that was asked for, where a polled answer does not repeat it.
    """

    received_at: datetime
    headers: Mapping[str, str]
    zone: tzinfo | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One thing the sender reported: the events in it, and whose request for silence it carries, if any.

    A full-snapshot sender posts one report with many scans; a batch holds several reports. `also` are other numbers of
    the same parcel, where the sender says so.
    """

    events: tuple[TrackingEvent, ...] = ()
    opted_out_phone: str | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ignored:
    """Understood and of no concern to a customer (a test hook, a label event)."""

    why: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Authentic, kept, and not understood: `why` is shown to staff and says what was missing or wrong."""

    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A delivery read: its key within the source (vendor's event id, else a digest of the body), its items in order."""

    key: str
    items: tuple[Report | Ignored | Unreadable, ...]
    positions: tuple[Position, ...] = ()
    """Where couriers are, of parcels that are on their way to a customer's door."""


class Adapter(Protocol):
    """One 3PL's dialect. `read` is pure and total: it never raises for any JSON value, it answers `Unreadable`.

    `read` gets the parsed JSON document beside the raw bytes, so that a body is parsed once.
    """

    @property
    def name(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def signature(self) -> Signature: ...

    @property
    def max_body_bytes(self) -> int: ...

    def read(self, document: object, body: bytes, reception: Reception) -> Reading: ...

    def handshake(self, query: Mapping[str, str]) -> str | None:
        """The text to echo to a vendor's GET, or None when this vendor sends none."""
        ...
