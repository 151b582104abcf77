"""AfterShip's words: 9 tags, and the numbered sub-tags under them."""

from carriers.meaning import Meaning
from domain.axes import ActionBy, Milestone, Timeliness, TrackingHealth

TAG = "AfterShip docs, 'Delivery statuses'"
SUBTAG = "AfterShip docs, 'Delivery sub-statuses'"
NEWER = "AfterShip support, 'Learn about delivery sub-status', new from 2026-03-27"

TAGS = {
    "Pending": Meaning(Milestone.CREATED, source=TAG),
    "InfoReceived": Meaning(Milestone.CREATED, source=TAG),
    "InTransit": Meaning(Milestone.IN_TRANSIT, source=TAG),
    "OutForDelivery": Meaning(Milestone.OUT_FOR_DELIVERY, source=TAG),
    "AttemptFail": Meaning(Milestone.DELIVERY_ATTEMPTED, source=TAG),
    "Delivered": Meaning(Milestone.DELIVERED, source=TAG),
    "AvailableForPickup": Meaning(Milestone.AVAILABLE_FOR_PICKUP, action_by=ActionBy.RECIPIENT, source=TAG),
    "Exception": Meaning(Milestone.EXCEPTION, source=TAG),
    # No news from the carrier for 30 days: about the tracking, not about the parcel.
    "Expired": Meaning(detail="expired", health=TrackingHealth.STALE, source=TAG),
}

_DELAYED = Timeliness.DELAYED

SUBTAGS = {
    "Delivered_001": Meaning(Milestone.DELIVERED, source=SUBTAG),
    "Delivered_002": Meaning(Milestone.DELIVERED, detail="collected", source=SUBTAG),
    "Delivered_003": Meaning(Milestone.DELIVERED, detail="signed", source=SUBTAG),
    "Delivered_004": Meaning(Milestone.DELIVERED, detail="payment_collected", source=SUBTAG),
    "Delivered_005": Meaning(Milestone.DELIVERED, detail="left_with_neighbour", source=SUBTAG),
    "AvailableForPickup_001": Meaning(Milestone.AVAILABLE_FOR_PICKUP, action_by=ActionBy.RECIPIENT, source=SUBTAG),
    "Exception_001": Meaning(Milestone.EXCEPTION, source=SUBTAG),
    "Exception_002": Meaning(Milestone.EXCEPTION, reason="recipient.moved", source=SUBTAG),
    "Exception_003": Meaning(Milestone.EXCEPTION, reason="recipient.refused", source=SUBTAG),
    "Exception_004": Meaning(
        Milestone.EXCEPTION, detail="customs", reason="customs.delay", timeliness=_DELAYED, source=SUBTAG
    ),
    "Exception_005": Meaning(Milestone.EXCEPTION, reason="other.external_delay", timeliness=_DELAYED, source=SUBTAG),
    "Exception_006": Meaning(
        Milestone.EXCEPTION,
        detail="held",
        reason="recipient.payment_missing",
        action_by=ActionBy.RECIPIENT,
        source=SUBTAG,
    ),
    "Exception_007": Meaning(
        Milestone.EXCEPTION, reason="recipient.wrong_address", action_by=ActionBy.RECIPIENT, source=SUBTAG
    ),
    "Exception_008": Meaning(
        Milestone.EXCEPTION, detail="not_collected", reason="recipient.not_collected", source=SUBTAG
    ),
    "Exception_009": Meaning(Milestone.EXCEPTION, reason="carrier.rejected", source=SUBTAG),
    # Returns hide inside Exception: they have no tag of their own.
    "Exception_010": Meaning(Milestone.RETURNING, source=SUBTAG),
    "Exception_011": Meaning(Milestone.RETURNED, source=SUBTAG),
    "Exception_012": Meaning(Milestone.EXCEPTION, detail="damaged", reason="carrier.damaged", source=SUBTAG),
    "Exception_013": Meaning(Milestone.EXCEPTION, reason="carrier.lost", source=SUBTAG),
    "Exception_016": Meaning(Milestone.EXCEPTION, reason="carrier.delay", timeliness=_DELAYED, source=NEWER),
    "Exception_017": Meaning(Milestone.EXCEPTION, reason="weather.delay", timeliness=_DELAYED, source=NEWER),
    "Exception_018": Meaning(
        Milestone.EXCEPTION, detail="awaiting_information", reason="customs.documents", source=NEWER
    ),
    "AttemptFail_001": Meaning(Milestone.DELIVERY_ATTEMPTED, source=SUBTAG),
    "AttemptFail_002": Meaning(Milestone.DELIVERY_ATTEMPTED, reason="recipient.not_home", source=SUBTAG),
    "AttemptFail_003": Meaning(Milestone.DELIVERY_ATTEMPTED, reason="recipient.closed", source=SUBTAG),
    "InTransit_001": Meaning(Milestone.IN_TRANSIT, source=SUBTAG),
    "InTransit_002": Meaning(Milestone.ACCEPTED, source=SUBTAG),
    "InTransit_003": Meaning(Milestone.IN_TRANSIT, detail="arrived_at_facility", source=SUBTAG),
    "InTransit_004": Meaning(Milestone.IN_TRANSIT, detail="arrived_in_country", source=SUBTAG),
    "InTransit_005": Meaning(Milestone.IN_TRANSIT, detail="customs_cleared", source=SUBTAG),
    "InTransit_006": Meaning(Milestone.IN_TRANSIT, detail="customs", source=SUBTAG),
    "InTransit_007": Meaning(Milestone.IN_TRANSIT, detail="departed_facility", source=SUBTAG),
    "InfoReceived_001": Meaning(Milestone.CREATED, source=SUBTAG),
    "OutForDelivery_001": Meaning(Milestone.OUT_FOR_DELIVERY, source=SUBTAG),
    "OutForDelivery_003": Meaning(Milestone.OUT_FOR_DELIVERY, source=SUBTAG),
    # An appointment was made; the van need not have left.
    "OutForDelivery_004": Meaning(Milestone.IN_TRANSIT, detail="delivery_scheduled", source=SUBTAG),
    "Pending_001": Meaning(Milestone.CREATED, source=SUBTAG),
    "Expired_001": Meaning(detail="expired", health=TrackingHealth.STALE, source=SUBTAG),
}
