"""Sendcloud's words: status ids; those from 999 on are about the label, not about the parcel's way."""

from carriers.meaning import Meaning
from domain.axes import ActionBy, Milestone, Timeliness

SOURCE = "Webador/sendcloud src/Model/Parcel.php"

_TRANSIT = Milestone.IN_TRANSIT

STATUSES = {
    "1": Meaning(Milestone.CREATED, source=SOURCE),
    "3": Meaning(_TRANSIT, source=SOURCE),
    "4": Meaning(_TRANSIT, timeliness=Timeliness.DELAYED, source=SOURCE),
    "5": Meaning(_TRANSIT, source=SOURCE),
    "6": Meaning(_TRANSIT, source=SOURCE),
    "7": Meaning(_TRANSIT, source=SOURCE),
    "8": Meaning(Milestone.DELIVERY_ATTEMPTED, source=SOURCE),
    "11": Meaning(Milestone.DELIVERED, source=SOURCE),
    "12": Meaning(Milestone.AVAILABLE_FOR_PICKUP, action_by=ActionBy.RECIPIENT, source=SOURCE),
    "13": Meaning(Milestone.CREATED, detail="awaiting_handover", source=SOURCE),
    "15": Meaning(
        Milestone.EXCEPTION,
        detail="collection_failed",
        reason="carrier.not_collected",
        action_by=ActionBy.CARRIER,
        source=SOURCE,
    ),
    "22": Meaning(Milestone.ACCEPTED, source=SOURCE),
    "80": Meaning(Milestone.EXCEPTION, source=SOURCE),
    "91": Meaning(_TRANSIT, source=SOURCE),
    "92": Meaning(Milestone.OUT_FOR_DELIVERY, source=SOURCE),
    "93": Meaning(Milestone.DELIVERED, detail="collected", source=SOURCE),
    "999": Meaning(Milestone.CREATED, source=SOURCE),
    "1000": Meaning(Milestone.CREATED, detail="label_created", source=SOURCE),
    "1001": Meaning(Milestone.CREATED, source=SOURCE),
    # The label failed: the shop must act, the customer hears nothing.
    "1002": Meaning(reason="shipper.wrong_data", action_by=ActionBy.SHIPPER, source=SOURCE),
    "1337": Meaning(source=SOURCE),
    "1998": Meaning(Milestone.CANCELLED, source=SOURCE),
    "1999": Meaning(detail="cancellation_requested", source=SOURCE),
    "2000": Meaning(Milestone.CANCELLED, source=SOURCE),
    "2001": Meaning(detail="cancellation_requested", source=SOURCE),
}

MESSAGES = {
    "Announced": STATUSES["1"],
    "En route to sorting center": STATUSES["3"],
    "Delivery delayed": STATUSES["4"],
    "Delivery attempt failed": STATUSES["8"],
    "Delivered": STATUSES["11"],
    "Awaiting customer pickup": STATUSES["12"],
    "Unable to deliver": STATUSES["80"],
    "Parcel en route": STATUSES["91"],
    "Driver en route": STATUSES["92"],
    "Shipment collected by customer": STATUSES["93"],
    "No label": STATUSES["999"],
    "Ready to send": STATUSES["1000"],
    "Being announced": STATUSES["1001"],
    "Announcement failed": STATUSES["1002"],
    "Cancelled": STATUSES["2000"],
}
"""For ids that are not in the list: a real body carries id 0 with "Ready to send"."""
