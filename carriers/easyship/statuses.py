"""Easyship's words: display strings, of which few were seen."""

from carriers.meaning import Meaning
from domain.axes import Milestone

SEEN = "Easyship webhook example, `tracking_status.status`"

STATUSES = {
    "Delivered": Meaning(Milestone.DELIVERED, source=SEEN),
}
