"""Fleetbase's words: order events. What an order's own activities are called is set per installation."""

from carriers.meaning import Meaning
from domain.axes import Milestone, Scope

SOURCE = "fleetbase/fleetops, webhook events of orders"

_ORDER = Scope.ORDER

EVENTS = {
    "order.created": Meaning(Milestone.CREATED, scope=_ORDER, source=SOURCE),
    "order.ready": Meaning(Milestone.CREATED, scope=_ORDER, source=SOURCE),
    "order.updated": Meaning(scope=_ORDER, source=SOURCE),
    "order.driver_assigned": Meaning(Milestone.ACCEPTED, scope=_ORDER, source=SOURCE),
    # Sent to a driver; not yet on the road.
    "order.dispatched": Meaning(Milestone.ACCEPTED, scope=_ORDER, source=SOURCE),
    "order.dispatch_failed": Meaning(scope=_ORDER, source=SOURCE),
    "order.failed": Meaning(Milestone.EXCEPTION, scope=_ORDER, source=SOURCE),
    "order.completed": Meaning(Milestone.DELIVERED, scope=_ORDER, source=SOURCE),
    "order.canceled": Meaning(Milestone.CANCELLED, scope=_ORDER, source=SOURCE),
    "tracking_status.created": Meaning(source=SOURCE),
    "tracking_status.updated": Meaning(source=SOURCE),
}
