"""Easyship's words: the display strings of its tracking statuses."""

from carriers.meaning import Meaning
from domain.axes import ActionBy, Milestone, TrackingHealth

LIST = "developers.easyship.com v2023.01, shipment.tracking.status.changed, list of values (read 2026-11-29)"

_TRANSIT = Milestone.IN_TRANSIT

STATUSES = {
    "Shipped": Meaning(Milestone.ACCEPTED, source=LIST),
    "Shipped (No Tracking Provided)": Meaning(
        Milestone.ACCEPTED, detail="tracking_stopped", health=TrackingHealth.STOPPED, source=LIST
    ),
    "In Transit to Consolidation Center": Meaning(_TRANSIT, source=LIST),
    "Arrived at Consolidation Center": Meaning(_TRANSIT, detail="arrived_at_facility", source=LIST),
    "Processing at Consolidation Center": Meaning(_TRANSIT, detail="arrived_at_facility", source=LIST),
    "In Transit to Customer": Meaning(_TRANSIT, source=LIST),
    "Out for Delivery": Meaning(Milestone.OUT_FOR_DELIVERY, source=LIST),
    "Failed Delivery Attempt": Meaning(Milestone.DELIVERY_ATTEMPTED, source=LIST),
    "Delivered": Meaning(Milestone.DELIVERED, source=LIST),
    "Exception": Meaning(Milestone.EXCEPTION, source=LIST),
    "Lost by Courier": Meaning(Milestone.EXCEPTION, reason="carrier.lost", source=LIST),
    # Sold off: the customer gets nothing, and the shop must answer for it.
    "Liquidated": Meaning(Milestone.EXCEPTION, detail="disposed", action_by=ActionBy.SHIPPER, source=LIST),
    "To be returned": Meaning(Milestone.RETURNING, source=LIST),
    # Not "delivered": nobody has said so, and nobody is going to say anything more.
    "Delivery Expected (End of Updates)": Meaning(
        detail="tracking_stopped", health=TrackingHealth.STOPPED, source=LIST
    ),
    "No Recent Tracking Updates": Meaning(detail="expired", health=TrackingHealth.STALE, source=LIST),
    # An order that lives again; nothing is said of where the parcel is.
    "Uncancelled": Meaning(source=LIST),
}
