"""The shapes in which shipments are shown to machines and staff. Instants are aware UTC, days are ISO dates."""

from datetime import datetime
from typing import Any

from typing_extensions import TypedDict  # pydantic reads this one only, before Python 3.12

Span = TypedDict("Span", {"on": str | None, "from": datetime | None, "to": datetime | None})
"""A day, and on it a window unless the day is all that is known; instants in UTC."""


class PromiseView(Span):
    """What the customer was last told."""

    number: int
    told_at: datetime


class EtaView(Span):
    """The 3PL's newest estimate: `kind` is date, datetime or window; `zone_source` how its zone is known."""

    kind: str
    zone_source: str
    as_of: datetime


class PlaceView(TypedDict):
    city: str | None
    region: str | None
    postcode: str | None
    country: str | None


class RawView(TypedDict):
    """The sender's own words."""

    status: str | None
    substatus: str | None
    code: str | None


class EventView(TypedDict):
    """One report of a 3PL's, on every axis."""

    source: str
    id: str
    occurred_at: datetime
    received_at: datetime
    milestone: str
    detail: str | None
    reason: str | None
    timeliness: str
    action_by: str
    health: str
    scope: str
    direction: str
    zone_source: str
    text: str | None
    location: PlaceView | None
    eta: Span | None
    carrier: str | None
    raw: RawView


class NoticeView(TypedDict):
    """An intention to say something; `outcome` what came of it, null while that is open."""

    kind: str
    key: str
    state: str
    send_after: datetime
    outcome: str | None


class SilentView(TypedDict):
    """A kind of notice of which nothing is planned, and why."""

    kind: str
    why: str


ChangeView = TypedDict(
    "ChangeView",
    {
        "id": str,
        "kind": str,
        "state": str,
        "merchant": str,
        "order_number": str,
        "tracking_number": str,
        "slot": str | None,
        "from": datetime | None,
        "to": datetime | None,
        "details": dict[str, Any],
        "asked_at": datetime,
        "answer_by": datetime,
        "decided_at": datetime | None,
        "why": str | None,
    },
)
"""A change of delivery that was asked of the 3PL. `slot` is the 3PL's id; changes without a slot have none."""


class CaseView(TypedDict):
    """Something a person must look at, or has looked at."""

    kind: str
    why: str
    opened_at: datetime
    closed_at: datetime | None


class ShipmentView(TypedDict):
    """Everything about one shipment but whose it is."""

    tracking_number: str
    order_number: str
    merchant: str
    carrier: str
    allow: list[str]
    announced_at: datetime
    milestone: str
    milestone_at: datetime | None
    detail: str | None
    reason: str | None
    timeliness: str
    action_by: str
    health: str
    last_scan_at: datetime | None
    eta: EtaView | None
    expected: Span | None
    promise: PromiseView | None
    events: list[EventView]
    notices: list[NoticeView]
    silent: list[SilentView]
    reschedules: list[ChangeView]
    cases: list[CaseView]
