"""Bringg's words: the `webhook_type` of way-point and task bodies, and the integer status of a task."""

from carriers.meaning import Meaning
from domain.axes import Milestone, Scope

STATUS = "developers.bringg.com, task-status (read 2026-11-29)"
SOURCE = "developers.bringg.com, webhook reference pages"

WEBHOOKS = {
    "way_point_arrived": Meaning(Milestone.OUT_FOR_DELIVERY, detail="arriving", scope=Scope.STOP, source=SOURCE),
    "way_point_schedule_changed": Meaning(detail="estimate_changed", scope=Scope.STOP, source=SOURCE),
    "task_assigned_to_dp": Meaning(Milestone.ACCEPTED, scope=Scope.TASK, source=SOURCE),
    "task_done": Meaning(Milestone.DELIVERED, scope=Scope.TASK, source=SOURCE),
}

ESTIMATE = Meaning(detail="estimate_changed", scope=Scope.STOP, source=SOURCE)
"""The old flat body has no type at all: all it can be trusted for is its estimate."""

TASKS = {
    "0": Meaning(Milestone.CREATED, scope=Scope.TASK, source=STATUS),
    "1": Meaning(Milestone.ACCEPTED, scope=Scope.TASK, source=STATUS),
    "6": Meaning(Milestone.ACCEPTED, scope=Scope.TASK, source=STATUS),
    "2": Meaning(Milestone.OUT_FOR_DELIVERY, scope=Scope.TASK, source=STATUS),
    "3": Meaning(Milestone.OUT_FOR_DELIVERY, detail="arriving", scope=Scope.TASK, source=STATUS),
    "4": Meaning(Milestone.DELIVERED, scope=Scope.TASK, source=STATUS),
    "7": Meaning(Milestone.CANCELLED, scope=Scope.TASK, source=STATUS),
    # A driver did not take it; another will be asked.
    "8": Meaning(Milestone.CREATED, scope=Scope.TASK, source=STATUS),
    "9": Meaning(Milestone.CREATED, scope=Scope.TASK, source=STATUS),
}
"""By the integer `status` of a task."""

CHANGED_BY = {
    "customer": "recipient.requested",
}
"""`time_window_change_origin`, as far as it was seen."""
