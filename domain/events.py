"""What a 3PL reports: tracking events and the estimates inside them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from domain.axes import ActionBy, Direction, EtaKind, Milestone, Scope, Timeliness, TrackingHealth, ZoneSource

FUTURE_TOLERANCE = timedelta(minutes=15)
"""Clocks differ and zones are mislabelled: an event cannot have happened later than this after we received it."""


class Place(NamedTuple):
    """Where a scan happened; every part may be missing."""

    city: str | None = None
    region: str | None = None
    postcode: str | None = None
    country: str | None = None

    @property
    def town(self) -> str | None:
        """The city as people write it: some senders write in capitals only."""
        return self.city.title() if self.city and self.city.isupper() else self.city


@dataclass(frozen=True, slots=True)
class Estimate:
    """The 3PL's ETA: a date (`on`), an instant (`from_at`), or a window (`from_at`..`to_at`); instants in aware UTC."""

    kind: EtaKind
    on: date | None = None
    from_at: datetime | None = None
    to_at: datetime | None = None
    zone_source: ZoneSource = ZoneSource.EXPLICIT


class Raw(NamedTuple):
    """The vendor's own words, kept for ever beside ours."""

    status: str | None = None
    substatus: str | None = None
    code: str | None = None


class TrackingEvent(NamedTuple):
    """One report about one parcel. A tuple, because events are made by the million: a frozen dataclass costs six times.

    `key` identifies the fact within its source: the sender's event id, or a digest of the fields that stand in for one.
    `occurred_at` and `received_at` are aware UTC. `detail` and `reason` are our snake_case words (`reason` is dotted:
    `recipient.not_home`), `raw` the sender's. `tracking_number` is as the sender wrote it, trimmed and upper-cased.
    """

    key: str
    tracking_number: str
    occurred_at: datetime
    received_at: datetime
    milestone: Milestone = Milestone.UNKNOWN
    detail: str | None = None
    reason: str | None = None
    timeliness: Timeliness = Timeliness.UNKNOWN
    action_by: ActionBy = ActionBy.NONE
    health: TrackingHealth = TrackingHealth.LIVE
    scope: Scope = Scope.PARCEL
    direction: Direction = Direction.DELIVERY
    eta: Estimate | None = None
    zone_source: ZoneSource = ZoneSource.EXPLICIT
    place: Place | None = None
    text: str | None = None
    carrier: str | None = None
    raw: Raw = Raw()

    @property
    def effective_at(self) -> datetime:
        """When it counts as having happened: never noticeably later than it was received."""
        return min(self.occurred_at, self.received_at + FUTURE_TOLERANCE)
