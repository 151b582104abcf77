"""Onfleet's words: what each trigger says, and the task's state where the trigger does not decide."""

from carriers.meaning import Meaning
from domain.axes import Milestone, Scope, Timeliness

TRIGGER = "docs.onfleet.com, 'Webhooks', table of triggers"
STATE = "docs.onfleet.com, 'Tasks', `state` and `completionDetails`"

_TASK = Scope.TASK

TRIGGERS = {
    "taskStarted": Meaning(Milestone.OUT_FOR_DELIVERY, scope=_TASK, source=TRIGGER),
    "taskEta": Meaning(Milestone.OUT_FOR_DELIVERY, detail="arriving", scope=_TASK, source=TRIGGER),
    "taskArrival": Meaning(Milestone.OUT_FOR_DELIVERY, detail="arriving", scope=_TASK, source=TRIGGER),
    "taskCompleted": Meaning(Milestone.DELIVERED, scope=_TASK, source=TRIGGER),
    "taskFailed": Meaning(Milestone.DELIVERY_ATTEMPTED, scope=_TASK, source=TRIGGER),
    "taskCreated": Meaning(Milestone.CREATED, scope=_TASK, source=TRIGGER),
    # Anything about the task may have changed: its state decides (see STATES).
    "taskUpdated": Meaning(scope=_TASK, source=TRIGGER),
    "taskDeleted": Meaning(Milestone.CANCELLED, scope=_TASK, source=TRIGGER),
    "taskAssigned": Meaning(Milestone.ACCEPTED, scope=_TASK, source=TRIGGER),
    "taskUnassigned": Meaning(Milestone.CREATED, scope=_TASK, source=TRIGGER),
    "taskDelayed": Meaning(timeliness=Timeliness.DELAYED, scope=_TASK, source=TRIGGER),
    "predictedTaskDelay": Meaning(timeliness=Timeliness.AT_RISK, scope=_TASK, source=TRIGGER),
    "taskCloned": Meaning(Milestone.CREATED, scope=_TASK, source=TRIGGER),
}

TRIGGER_NAMES = {
    0: "taskStarted",
    1: "taskEta",
    2: "taskArrival",
    3: "taskCompleted",
    4: "taskFailed",
    6: "taskCreated",
    7: "taskUpdated",
    8: "taskDeleted",
    9: "taskAssigned",
    10: "taskUnassigned",
    12: "taskDelayed",
    13: "taskCloned",
    17: "SMSRecipientOptOut",
}
"""Only where the name is missing. Lists disagree about the numbers above 20, so those go by name alone."""

STATES = {
    "0": Meaning(Milestone.CREATED, scope=_TASK, source=STATE),
    "1": Meaning(Milestone.ACCEPTED, scope=_TASK, source=STATE),
    "2": Meaning(Milestone.OUT_FOR_DELIVERY, scope=_TASK, source=STATE),
    "3": Meaning(Milestone.DELIVERED, scope=_TASK, source=STATE),
}

FAILED = Meaning(Milestone.DELIVERY_ATTEMPTED, scope=_TASK, source=STATE)
