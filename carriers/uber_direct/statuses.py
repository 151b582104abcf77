"""Uber Direct's words: seven delivery statuses."""

from carriers.meaning import Meaning
from domain.axes import Milestone, Scope

SOURCE = "developer.uber.com, Deliveries webhooks, `status`"

_TASK = Scope.TASK

STATUSES = {
    "pending": Meaning(Milestone.CREATED, scope=_TASK, source=SOURCE),
    # The courier is on the way to the shop.
    "pickup": Meaning(Milestone.ACCEPTED, scope=_TASK, source=SOURCE),
    "pickup_complete": Meaning(Milestone.ACCEPTED, scope=_TASK, source=SOURCE),
    "dropoff": Meaning(Milestone.OUT_FOR_DELIVERY, scope=_TASK, source=SOURCE),
    "delivered": Meaning(Milestone.DELIVERED, scope=_TASK, source=SOURCE),
    "canceled": Meaning(Milestone.CANCELLED, scope=_TASK, source=SOURCE),
    "returned": Meaning(Milestone.RETURNED, scope=_TASK, source=SOURCE),
}

IMMINENT = Meaning(detail="arriving", scope=_TASK, source="the same page, `courier_imminent`: about a minute away")
