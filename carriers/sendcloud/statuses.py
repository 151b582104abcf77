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
    "announced": "1",
    "en route to sorting center": "3",
    "delivery delayed": "4",
    "delivery attempt failed": "8",
    "delivered": "11",
    "awaiting customer pickup": "12",
    "unable to deliver": "80",
    "parcel en route": "91",
    "driver en route": "92",
    "shipment collected by customer": "93",
    "no label": "999",
    "ready to send": "1000",
    "being announced": "1001",
    "announcement failed": "1002",
    "cancelled": "2000",
}
"""For ids that are not in the list: a real body carries id 0 with "Ready to send"."""
