"""EasyPost's words: 10 statuses and 28 details."""

from carriers.meaning import Meaning, combined
from domain.axes import ActionBy, Milestone, Timeliness, TrackingHealth

STATUS = "EasyPost tracker guide, 'status'"
DETAIL = "easypost-node types/Tracker/TrackerStatusDetail.d.ts"

STATUSES = {
    "unknown": Meaning(source=STATUS),
    "pre_transit": Meaning(Milestone.CREATED, source=STATUS),
    "in_transit": Meaning(Milestone.IN_TRANSIT, source=STATUS),
    "out_for_delivery": Meaning(Milestone.OUT_FOR_DELIVERY, source=STATUS),
    "delivered": Meaning(Milestone.DELIVERED, source=STATUS),
    "available_for_pickup": Meaning(Milestone.AVAILABLE_FOR_PICKUP, action_by=ActionBy.RECIPIENT, source=STATUS),
    "return_to_sender": Meaning(Milestone.RETURNING, source=STATUS),
    "failure": Meaning(Milestone.EXCEPTION, source=STATUS),
    "cancelled": Meaning(Milestone.CANCELLED, source=STATUS),
    # EasyPost could not process the parcel's news; nothing happened to the parcel.
    "error": Meaning(health=TrackingHealth.STALE, source=STATUS),
}

DETAILS = {
    "address_correction": Meaning(
        Milestone.EXCEPTION, reason="recipient.wrong_address", action_by=ActionBy.RECIPIENT, source=DETAIL
    ),
    "arrived_at_destination": Meaning(source=DETAIL),
    "arrived_at_facility": Meaning(detail="arrived_at_facility", source=DETAIL),
    "arrived_at_pickup_location": Meaning(
        Milestone.AVAILABLE_FOR_PICKUP, detail="pickup_point", action_by=ActionBy.RECIPIENT, source=DETAIL
    ),
    "awaiting_information": Meaning(detail="awaiting_information", source=DETAIL),
    "cancelled": Meaning(Milestone.CANCELLED, source=DETAIL),
    "damaged": Meaning(Milestone.EXCEPTION, detail="damaged", reason="carrier.damaged", source=DETAIL),
    "delayed": Meaning(timeliness=Timeliness.DELAYED, source=DETAIL),
    # Not always an attempt at the door: the scan's own words decide (`_meaning`, beside the reader).
    "delivery_exception": Meaning(Milestone.EXCEPTION, source=DETAIL),
    "departed_facility": Meaning(detail="departed_facility", source=DETAIL),
    "departed_origin_facility": Meaning(detail="departed_facility", source=DETAIL),
    "expired": Meaning(detail="expired", health=TrackingHealth.STALE, source=DETAIL),
    "failure": Meaning(source=DETAIL),
    "held": Meaning(Milestone.EXCEPTION, detail="held", reason="carrier.held", source=DETAIL),
    "in_transit": Meaning(source=DETAIL),
    "label_created": Meaning(detail="label_created", source=DETAIL),
    "lost": Meaning(Milestone.EXCEPTION, reason="carrier.lost", source=DETAIL),
    "missorted": Meaning(detail="misrouted", reason="carrier.missorted", source=DETAIL),
    "out_for_delivery": Meaning(Milestone.OUT_FOR_DELIVERY, source=DETAIL),
    "received_at_destination_facility": Meaning(detail="at_local_depot", source=DETAIL),
    "received_at_origin_facility": Meaning(Milestone.ACCEPTED, source=DETAIL),
    "refused": Meaning(Milestone.RETURNING, reason="recipient.refused", source=DETAIL),
    "return": Meaning(Milestone.RETURNING, source=DETAIL),
    "status_update": Meaning(source=DETAIL),
    "transferred_to_destination_carrier": Meaning(detail="handed_over", source=DETAIL),
    "transit_exception": Meaning(Milestone.EXCEPTION, source=DETAIL),
    "unknown": Meaning(source=DETAIL),
    "weather_delay": Meaning(reason="weather.delay", timeliness=Timeliness.DELAYED, source=DETAIL),
}

SETTLED = frozenset({"delivered", "cancelled", "return_to_sender", "available_for_pickup", "out_for_delivery", "error"})
"""Statuses that say where the parcel is; a detail such as `arrived_at_destination` adds words but moves nothing."""

PAIRS = combined(STATUSES, DETAILS, SETTLED) | {
    ("return_to_sender", "arrived_at_destination"): Meaning(Milestone.RETURNED, source=DETAIL),
}
