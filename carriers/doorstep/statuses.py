"""Doorstep's own words are the axes themselves; this table only says so, row by row."""

from carriers.meaning import Meaning
from domain.axes import ActionBy, Milestone

SOURCE = "carriers/doorstep/README.md"

_WAITS_FOR_RECIPIENT = frozenset({Milestone.AVAILABLE_FOR_PICKUP})

MILESTONES = {
    str(milestone): Meaning(
        milestone,
        action_by=ActionBy.RECIPIENT if milestone in _WAITS_FOR_RECIPIENT else ActionBy.NONE,
        source=SOURCE,
    )
    for milestone in Milestone
}

ANSWERS = frozenset({"reschedule_confirmed", "reschedule_declined", "request_confirmed", "request_declined"})
"""Details that answer a request of the customer's; such an event may leave the milestone out."""
