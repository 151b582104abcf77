"""Sendle's words: the types of its tracking events."""

from carriers.meaning import Meaning
from domain.axes import ActionBy, Direction, Milestone, TrackingHealth

SEEN = "Sendle tracking answer (karrioapi/karrio fixture), `event_type`"
LIST = "Sendle tracking event schema, list of `event_type` (api-evangelist/sendle, read 2026-11-29)"

EVENTS = {
    # About the collection from the sender, not about a delivery.
    "Pickup Attempted": Meaning(
        Milestone.EXCEPTION, detail="collection_failed", direction=Direction.PICKUP, source=SEEN
    ),
    "Pickup": Meaning(Milestone.ACCEPTED, source=SEEN),
    "In Transit": Meaning(Milestone.IN_TRANSIT, source=SEEN),
    "Out for Delivery": Meaning(Milestone.OUT_FOR_DELIVERY, source=SEEN),
    "Delivered": Meaning(Milestone.DELIVERED, source=SEEN),
    "Drop Off": Meaning(Milestone.ACCEPTED, source=LIST),
    "Dropped Off": Meaning(Milestone.ACCEPTED, source=LIST),
    "Dropped off": Meaning(Milestone.ACCEPTED, source=LIST),
    "Info": Meaning(source=LIST),
    # What is local about it was not seen: its sentence decides.
    "Local Delivery": Meaning(source=LIST),
    "Delivery Attempted": Meaning(Milestone.DELIVERY_ATTEMPTED, source=LIST),
    "Card Left": Meaning(Milestone.DELIVERY_ATTEMPTED, detail="card_left", source=LIST),
    "Left with Agent": Meaning(
        Milestone.AVAILABLE_FOR_PICKUP, detail="pickup_point", action_by=ActionBy.RECIPIENT, source=LIST
    ),
    "Damaged": Meaning(Milestone.EXCEPTION, detail="damaged", reason="carrier.damaged", source=LIST),
    "Unable to Deliver": Meaning(Milestone.EXCEPTION, source=LIST),
    "Expired": Meaning(detail="expired", health=TrackingHealth.STALE, source=LIST),
}
