"""Bringg's words: the `webhook_type` of way-point and task bodies."""

from carriers.meaning import Meaning
from domain.axes import Milestone, Scope

SOURCE = "developers.bringg.com, webhook reference pages"

WEBHOOKS = {
    "way_point_arrived": Meaning(Milestone.OUT_FOR_DELIVERY, detail="arriving", scope=Scope.STOP, source=SOURCE),
    "way_point_schedule_changed": Meaning(detail="estimate_changed", scope=Scope.STOP, source=SOURCE),
    "task_assigned_to_dp": Meaning(Milestone.ACCEPTED, scope=Scope.TASK, source=SOURCE),
    "task_done": Meaning(Milestone.DELIVERED, scope=Scope.TASK, source=SOURCE),
}

ESTIMATE = Meaning(detail="estimate_changed", scope=Scope.STOP, source=SOURCE)
"""The old flat body has no type at all: all it can be trusted for is its estimate."""

CHANGED_BY = {
    "customer": "recipient.requested",
}
"""`time_window_change_origin`, as far as it was seen."""
