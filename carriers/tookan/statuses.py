"""Tookan's words: the status of a job."""

from carriers.meaning import Meaning
from domain.axes import Milestone, Scope

SOURCE = "Tookan API, `job_status` (two client libraries agree)"

_TASK = Scope.TASK

STATUSES = {
    "0": Meaning(Milestone.ACCEPTED, scope=_TASK, source=SOURCE),
    "1": Meaning(Milestone.OUT_FOR_DELIVERY, scope=_TASK, source=SOURCE),
    "2": Meaning(Milestone.DELIVERED, scope=_TASK, source=SOURCE),
    "3": Meaning(Milestone.DELIVERY_ATTEMPTED, scope=_TASK, source=SOURCE),
    "4": Meaning(Milestone.OUT_FOR_DELIVERY, detail="arriving", scope=_TASK, source=SOURCE),
    "6": Meaning(Milestone.CREATED, scope=_TASK, source=SOURCE),
    "7": Meaning(Milestone.ACCEPTED, scope=_TASK, source=SOURCE),
    # A driver declined; another one may take it.
    "8": Meaning(Milestone.CREATED, scope=_TASK, source=SOURCE),
    "9": Meaning(Milestone.CANCELLED, scope=_TASK, source=SOURCE),
    "10": Meaning(Milestone.CANCELLED, scope=_TASK, source=SOURCE),
}

TIME_FIELDS = {
    "0": "acknowledged_datetime",
    "1": "started_datetime",
    "2": "completed_datetime",
    "3": "completed_datetime",
    "4": "arrived_datetime",
    "7": "acknowledged_datetime",
}
"""Which of the job's times belongs to which status."""
