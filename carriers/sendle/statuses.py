"""Sendle's words: event types, as far as they were seen."""

from carriers.meaning import Meaning
from domain.axes import Direction, Milestone

SEEN = "Sendle tracking answer (karrioapi/karrio fixture), `event_type`"

EVENTS = {
    # About the collection from the sender, not about a delivery.
    "Pickup Attempted": Meaning(
        Milestone.EXCEPTION, detail="collection_failed", direction=Direction.PICKUP, source=SEEN
    ),
    "Pickup": Meaning(Milestone.ACCEPTED, source=SEEN),
    "In Transit": Meaning(Milestone.IN_TRANSIT, source=SEEN),
    "Out for Delivery": Meaning(Milestone.OUT_FOR_DELIVERY, source=SEEN),
    "Delivered": Meaning(Milestone.DELIVERED, source=SEEN),
}
