"""ShipEngine's words: 8 status codes and 75 detail codes."""

from carriers.meaning import Meaning, combined
from domain.axes import ActionBy, Milestone, Timeliness, TrackingHealth

STATUS = "ShipEngine/shipengine-openapi openapi.yaml, tracking status codes"
DETAIL = "ShipEngine/shipengine-openapi openapi.yaml, status_detail_code"

STATUSES = {
    "UN": Meaning(source=STATUS),
    "AC": Meaning(Milestone.ACCEPTED, source=STATUS),
    "IT": Meaning(Milestone.IN_TRANSIT, source=STATUS),
    "DE": Meaning(Milestone.DELIVERED, source=STATUS),
    "EX": Meaning(Milestone.EXCEPTION, source=STATUS),
    "AT": Meaning(Milestone.DELIVERY_ATTEMPTED, source=STATUS),
    "NY": Meaning(Milestone.CREATED, source=STATUS),
    "SP": Meaning(Milestone.AVAILABLE_FOR_PICKUP, action_by=ActionBy.RECIPIENT, source=STATUS),
}

DETAILS = {
    # Before the carrier has it
    "SHIPMENT_CREATED": Meaning(Milestone.CREATED, source=DETAIL),
    "AWAITING_PICKUP_DROP_OFF": Meaning(Milestone.CREATED, detail="awaiting_handover", source=DETAIL),
    "ELEC_ADVICE_RECD_BY_CARRIER": Meaning(Milestone.CREATED, source=DETAIL),
    "NOT_YET_RECEIVED_BY_CARRIER": Meaning(
        Milestone.CREATED, detail="awaiting_handover", timeliness=Timeliness.AT_RISK, source=DETAIL
    ),
    "PICKUP_FAILED": Meaning(
        Milestone.EXCEPTION,
        detail="collection_failed",
        reason="carrier.not_collected",
        action_by=ActionBy.CARRIER,
        source=DETAIL,
    ),
    # Moving
    "DROPPED_OFF": Meaning(Milestone.ACCEPTED, source=DETAIL),
    "PICKED_UP": Meaning(Milestone.ACCEPTED, source=DETAIL),
    "RECEIVED_BY_CARRIER": Meaning(Milestone.ACCEPTED, source=DETAIL),
    "RECD_BY_CARRIER_NO_ELEC_ADVICE": Meaning(Milestone.ACCEPTED, source=DETAIL),
    "HUB_SCAN_IN": Meaning(Milestone.IN_TRANSIT, detail="arrived_at_facility", source=DETAIL),
    "HUB_SCAN_OUT": Meaning(Milestone.IN_TRANSIT, detail="departed_facility", source=DETAIL),
    "HUB_PROCESSING": Meaning(Milestone.IN_TRANSIT, source=DETAIL),
    "IN_TRANSIT": Meaning(Milestone.IN_TRANSIT, source=DETAIL),
    "RECEIVED_LOCAL_DELIVERY_DEPOT": Meaning(Milestone.IN_TRANSIT, detail="at_local_depot", source=DETAIL),
    "SUB_CONTRACTOR_RECEIVED": Meaning(Milestone.IN_TRANSIT, detail="handed_over", source=DETAIL),
    "SUB_CONTRACTOR_EVENT": Meaning(Milestone.IN_TRANSIT, source=DETAIL),
    "PARCEL_OVER_LABELLED": Meaning(Milestone.IN_TRANSIT, source=DETAIL),
    "PARCEL_REPACKED": Meaning(Milestone.IN_TRANSIT, source=DETAIL),
    "CUSTOMS_PROCESSING": Meaning(Milestone.IN_TRANSIT, detail="customs", source=DETAIL),
    "CUSTOMS_CLEARED": Meaning(Milestone.IN_TRANSIT, detail="customs_cleared", source=DETAIL),
    "INFORMATION": Meaning(source=DETAIL),
    "PARCEL_UPDATE_NOTIFICATION": Meaning(source=DETAIL),
    # The delivery day
    "DELIVERY_SCHEDULED": Meaning(Milestone.IN_TRANSIT, detail="delivery_scheduled", source=DETAIL),
    "DELIVERY_ARRANGED_WITH_RECIPIENT": Meaning(Milestone.IN_TRANSIT, detail="delivery_scheduled", source=DETAIL),
    "OUT_FOR_DELIVERY": Meaning(Milestone.OUT_FOR_DELIVERY, source=DETAIL),
    # The carrier's own doing; not an answer to a customer's request.
    "DELIVERY_RESCHEDULED": Meaning(
        Milestone.IN_TRANSIT, detail="delivery_rescheduled", timeliness=Timeliness.DELAYED, source=DETAIL
    ),
    "PARCEL_REDIRECTED": Meaning(
        Milestone.IN_TRANSIT, detail="redirected", reason="recipient.requested", source=DETAIL
    ),
    "PARCEL_REDIRECTED_BY_CARRIER": Meaning(Milestone.IN_TRANSIT, detail="rerouted", source=DETAIL),
    # A failed attempt
    "ATTEMPTED_DELIVERY": Meaning(Milestone.DELIVERY_ATTEMPTED, source=DETAIL),
    "ATTEMPTED_DELIVERY_FINAL": Meaning(Milestone.DELIVERY_ATTEMPTED, detail="final_attempt", source=DETAIL),
    "CUSTOMER_CARDED": Meaning(Milestone.DELIVERY_ATTEMPTED, detail="card_left", source=DETAIL),
    "NO_ACCESS_TO_RECIPIENTS_ADDRESS": Meaning(
        Milestone.DELIVERY_ATTEMPTED, reason="recipient.no_access", source=DETAIL
    ),
    "CUSTOMER_IDENTIFICATION_FAILED": Meaning(
        Milestone.DELIVERY_ATTEMPTED, reason="recipient.not_identified", source=DETAIL
    ),
    "COD_AMOUNT_NOT_PAID": Meaning(Milestone.DELIVERY_ATTEMPTED, reason="recipient.payment_missing", source=DETAIL),
    # To be collected
    "AWAITING_COLLECTION_FROM_PICKUP_POINT": Meaning(
        Milestone.AVAILABLE_FOR_PICKUP, detail="pickup_point", action_by=ActionBy.RECIPIENT, source=DETAIL
    ),
    "COLLECT_AT_LOCAL_PO": Meaning(
        Milestone.AVAILABLE_FOR_PICKUP, detail="pickup_point", action_by=ActionBy.RECIPIENT, source=DETAIL
    ),
    "CUSTOMER_TO_COLLECT_FROM_CARRIER": Meaning(
        Milestone.AVAILABLE_FOR_PICKUP, action_by=ActionBy.RECIPIENT, source=DETAIL
    ),
    "DELIVERED_TO_PICKUP_POINT": Meaning(
        Milestone.AVAILABLE_FOR_PICKUP, detail="pickup_point", action_by=ActionBy.RECIPIENT, source=DETAIL
    ),
    "NOT_COLLECTED_FROM_PICKUP_POINT": Meaning(
        Milestone.RETURNING, detail="not_collected", reason="recipient.not_collected", source=DETAIL
    ),
    "PARCEL_COLLECTED_FROM_PICKUP_POINT": Meaning(Milestone.DELIVERED, detail="collected", source=DETAIL),
    # Delivered; the last two are noise after it
    "DELIVERED": Meaning(Milestone.DELIVERED, source=DETAIL),
    "DELIVERED_TO_RECEPTION": Meaning(Milestone.DELIVERED, detail="reception", source=DETAIL),
    "DELIVERED_DAMAGED": Meaning(Milestone.DELIVERED, detail="damaged", reason="carrier.damaged", source=DETAIL),
    "DELIVERED_IN_PART": Meaning(Milestone.DELIVERED, detail="partial", source=DETAIL),
    "DELIVERED_SPECIFIED_SAFE_PLACE": Meaning(Milestone.DELIVERED, detail="safe_place", source=DETAIL),
    "DELIVERED_TO_ALTERNATIVE_DELIVERY_LOCATION": Meaning(Milestone.DELIVERED, detail="third_party", source=DETAIL),
    "DELIVERED_TO_NEIGHBOUR": Meaning(Milestone.DELIVERED, detail="left_with_neighbour", source=DETAIL),
    "DELIVERED_TO_PO_BOX": Meaning(Milestone.DELIVERED, detail="mailbox", source=DETAIL),
    "COD_AMOUNT_PAID": Meaning(Milestone.DELIVERED, detail="payment_collected", source=DETAIL),
    "PROOF_OF_DELIVERY": Meaning(Milestone.DELIVERED, detail="proof_of_delivery", source=DETAIL),
    "POST_TRANSIT_STATUS": Meaning(source=DETAIL),
    # A problem
    "ADDRESS_QUERY": Meaning(
        Milestone.EXCEPTION, reason="recipient.wrong_address", action_by=ActionBy.RECIPIENT, source=DETAIL
    ),
    "CARRIER_DELAYS": Meaning(
        Milestone.IN_TRANSIT, reason="carrier.delay", timeliness=Timeliness.DELAYED, source=DETAIL
    ),
    "DELAYED_NOT_CARRIER": Meaning(
        Milestone.IN_TRANSIT, reason="other.external_delay", timeliness=Timeliness.DELAYED, source=DETAIL
    ),
    "HELD_BY_CARRIER": Meaning(Milestone.EXCEPTION, detail="held", reason="carrier.held", source=DETAIL),
    "HELD_BY_CARRIER_FOR_CLEARANCE_PRE_PROCESSING": Meaning(Milestone.EXCEPTION, detail="customs", source=DETAIL),
    "HELD_BY_CUSTOMS": Meaning(Milestone.EXCEPTION, detail="customs", reason="customs.delay", source=DETAIL),
    "INCORRECT_DECLARATION": Meaning(
        Milestone.EXCEPTION, reason="customs.documents", action_by=ActionBy.SHIPPER, source=DETAIL
    ),
    "DUTY_NOT_PAID": Meaning(
        Milestone.EXCEPTION, detail="customs", reason="customs.duty_unpaid", action_by=ActionBy.RECIPIENT, source=DETAIL
    ),
    "MISROUTED": Meaning(Milestone.IN_TRANSIT, detail="misrouted", reason="carrier.missorted", source=DETAIL),
    # Still coming.
    "PARCEL_DAMAGED": Meaning(Milestone.IN_TRANSIT, detail="damaged", reason="carrier.damaged", source=DETAIL),
    "PARCEL_LOST": Meaning(Milestone.EXCEPTION, reason="carrier.lost", source=DETAIL),
    "PARCEL_DISPOSED": Meaning(Milestone.EXCEPTION, detail="disposed", source=DETAIL),
    "HAZARDOUS_PROHIBITED": Meaning(Milestone.EXCEPTION, reason="carrier.rejected", source=DETAIL),
    "PARCEL_OUTSIDE_OF_SERVICE_CAPABILITY": Meaning(Milestone.EXCEPTION, reason="carrier.rejected", source=DETAIL),
    "UNSPECIFIED_EXCEPTION": Meaning(Milestone.EXCEPTION, source=DETAIL),
    "CARRIER_STATUS_NOT_MAPPED": Meaning(source=DETAIL),
    # Back, or no further
    "CUSTOMER_MOVED": Meaning(Milestone.EXCEPTION, reason="recipient.moved", source=DETAIL),
    "REFUSED_BY_CUSTOMER": Meaning(Milestone.RETURNING, reason="recipient.refused", source=DETAIL),
    "NOT_DELIVERED": Meaning(Milestone.DELIVERY_ATTEMPTED, source=DETAIL),
    # Nothing cheerful may ever follow this.
    "NOT_DELIVERED_ADDRESSEE_DECEASED": Meaning(
        Milestone.EXCEPTION, detail="addressee_deceased", reason="recipient.deceased", source=DETAIL
    ),
    "RETURN_TO_SENDER": Meaning(Milestone.RETURNING, source=DETAIL),
    "UNDELIVERABLE_RETURNED_TO_SENDER": Meaning(Milestone.RETURNED, source=DETAIL),
    "CANCELLED": Meaning(Milestone.CANCELLED, source=DETAIL),
    "TRACKING_EXPIRED": Meaning(detail="expired", health=TrackingHealth.STALE, source=DETAIL),
}

PAIRS = combined(STATUSES, DETAILS, frozenset({"DE"})) | {
    ("DE", back): Meaning(Milestone.RETURNED, source=DETAIL)
    for back in ("RETURN_TO_SENDER", "UNDELIVERABLE_RETURNED_TO_SENDER", "REFUSED_BY_CUSTOMER")
}
