"""Locate2u's words: the statuses of stops and shipments."""

from carriers.meaning import Meaning
from domain.axes import Direction, Milestone, Scope, Timeliness

SOURCE = "Locate2u documentation, webhooks, stop and shipment statuses"

_STOP = Scope.STOP
_PICKUP = Direction.PICKUP

STATUSES = {
    "Created": Meaning(Milestone.CREATED, scope=_STOP, source=SOURCE),
    "Pending": Meaning(Milestone.CREATED, scope=_STOP, source=SOURCE),
    "Enroute": Meaning(Milestone.OUT_FOR_DELIVERY, scope=_STOP, source=SOURCE),
    "Arrived": Meaning(Milestone.OUT_FOR_DELIVERY, detail="arriving", scope=_STOP, source=SOURCE),
    "Cancelled": Meaning(Milestone.CANCELLED, scope=_STOP, source=SOURCE),
    "Delayed": Meaning(timeliness=Timeliness.DELAYED, scope=_STOP, source=SOURCE),
    "Complete": Meaning(Milestone.DELIVERED, scope=_STOP, source=SOURCE),
    "On Hold": Meaning(Milestone.EXCEPTION, detail="held", scope=_STOP, source=SOURCE),
    "Enroute to Pickup": Meaning(Milestone.CREATED, direction=_PICKUP, scope=_STOP, source=SOURCE),
    "Arrived at Pickup": Meaning(Milestone.CREATED, direction=_PICKUP, scope=_STOP, source=SOURCE),
    "Picked up": Meaning(Milestone.ACCEPTED, scope=_STOP, source=SOURCE),
    "Enroute to Drop": Meaning(Milestone.OUT_FOR_DELIVERY, scope=_STOP, source=SOURCE),
}

ASSIGNED = Meaning(Milestone.ACCEPTED, scope=_STOP, source=SOURCE + ": a body that names a driver and no status")
