"""The separate axes of a parcel's condition: what a 3PL can say about it, each in one closed vocabulary."""

from enum import StrEnum


class Milestone(StrEnum):
    """How far the parcel has come."""

    UNKNOWN = "unknown"
    CREATED = "created"
    ACCEPTED = "accepted"
    IN_TRANSIT = "in_transit"
    EXCEPTION = "exception"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERY_ATTEMPTED = "delivery_attempted"
    AVAILABLE_FOR_PICKUP = "available_for_pickup"
    RETURNING = "returning"
    CANCELLED = "cancelled"
    DELIVERED = "delivered"
    RETURNED = "returned"


RANK = {milestone: rank for rank, milestone in enumerate(Milestone)}
"""Breaks ties between events of the same instant: the further milestone counts as the later one."""

FINAL = frozenset({Milestone.DELIVERED, Milestone.RETURNED, Milestone.CANCELLED})


class Timeliness(StrEnum):
    """Whether the sender says the parcel is late; derived or flagged, never a milestone."""

    UNKNOWN = "unknown"
    ON_TIME = "on_time"
    AT_RISK = "at_risk"
    DELAYED = "delayed"
    EARLY = "early"


class ActionBy(StrEnum):
    """Who must do something before the parcel moves on."""

    NONE = "none"
    RECIPIENT = "recipient"
    SHIPPER = "shipper"
    CARRIER = "carrier"


class TrackingHealth(StrEnum):
    """Whether news still comes: for the shipper, never for the customer."""

    LIVE = "live"
    STALE = "stale"
    STOPPED = "stopped"


class Scope(StrEnum):
    """What the event speaks of."""

    PARCEL = "parcel"
    STOP = "stop"
    TASK = "task"
    ORDER = "order"


class Direction(StrEnum):
    """Which way the parcel goes: a completed *pickup* task is not a delivery."""

    DELIVERY = "delivery"
    PICKUP = "pickup"
    RETURN = "return"


class EtaKind(StrEnum):
    """The shape of a 3PL's estimate; a midnight time-stamp that means a date is a DATE."""

    DATE = "date"
    DATETIME = "datetime"
    WINDOW = "window"
    MEASURED = "measured"
    """A window we reckoned ourselves from a route, as wide as our own errors: no sender says this."""


class ZoneSource(StrEnum):
    """How an event's zone is known. ASSUMED times are good to the day only, and marked."""

    EXPLICIT = "explicit"
    PAIRED = "paired"
    LOCATION = "location"
    CONFIGURED = "configured"
    ASSUMED = "assumed"
