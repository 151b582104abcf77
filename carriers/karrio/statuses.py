"""Karrio's words: 12 statuses and its incident reasons."""

from carriers.meaning import Meaning
from domain.axes import ActionBy, Milestone, Timeliness

STATUS = "karrioapi/karrio modules/sdk/karrio/core/units.py, TrackingStatus"
REASON = "karrioapi/karrio modules/sdk/karrio/core/units.py, TrackingIncidentReason"

STATUSES = {
    "pending": Meaning(Milestone.CREATED, source=STATUS),
    "picked_up": Meaning(Milestone.ACCEPTED, source=STATUS),
    "on_hold": Meaning(Milestone.EXCEPTION, detail="held", source=STATUS),
    "cancelled": Meaning(Milestone.CANCELLED, source=STATUS),
    "delivered": Meaning(Milestone.DELIVERED, source=STATUS),
    "in_transit": Meaning(Milestone.IN_TRANSIT, source=STATUS),
    "delivery_failed": Meaning(Milestone.DELIVERY_ATTEMPTED, source=STATUS),
    # A delay is no place: whatever the parcel reached before stands.
    "delivery_delayed": Meaning(timeliness=Timeliness.DELAYED, source=STATUS),
    "out_for_delivery": Meaning(Milestone.OUT_FOR_DELIVERY, source=STATUS),
    "ready_for_pickup": Meaning(Milestone.AVAILABLE_FOR_PICKUP, action_by=ActionBy.RECIPIENT, source=STATUS),
    "return_to_sender": Meaning(Milestone.RETURNING, source=STATUS),
    "unknown": Meaning(source=STATUS),
}

REASONS = {
    "carrier_damaged_parcel": Meaning(reason="carrier.damaged", source=REASON),
    "carrier_sorting_error": Meaning(reason="carrier.missorted", source=REASON),
    "carrier_address_not_found": Meaning(reason="recipient.wrong_address", source=REASON),
    "carrier_parcel_lost": Meaning(reason="carrier.lost", source=REASON),
    "carrier_not_enough_time": Meaning(reason="carrier.no_time", source=REASON),
    "carrier_vehicle_issue": Meaning(reason="carrier.vehicle", source=REASON),
    "carrier_capacity_exceeded": Meaning(reason="carrier.no_time", source=REASON),
    "carrier_mechanical_delay": Meaning(reason="carrier.delay", source=REASON),
    "retailer_cancelled": Meaning(reason="shipper.cancelled", source=REASON),
    "retailer_incorrect_data": Meaning(reason="shipper.wrong_data", source=REASON),
    "retailer_not_ready": Meaning(reason="shipper.not_ready", source=REASON),
    "retailer_incorrect_parcel": Meaning(reason="shipper.wrong_data", source=REASON),
    "retailer_incorrect_dimensions": Meaning(reason="shipper.packaging", source=REASON),
    "retailer_packaging_issue": Meaning(reason="shipper.packaging", source=REASON),
    "consignee_refused": Meaning(reason="recipient.refused", source=REASON),
    "consignee_business_closed": Meaning(reason="recipient.closed", source=REASON),
    "consignee_not_available": Meaning(reason="recipient.not_home", source=REASON),
    "consignee_not_home": Meaning(reason="recipient.not_home", source=REASON),
    "consignee_cancelled": Meaning(reason="recipient.cancelled", source=REASON),
    "consignee_verification_failed": Meaning(reason="recipient.not_identified", source=REASON),
    "consignee_incorrect_address": Meaning(reason="recipient.wrong_address", source=REASON),
    "consignee_access_restricted": Meaning(reason="recipient.no_access", source=REASON),
    "consignee_safe_place_unavailable": Meaning(reason="recipient.no_safe_place", source=REASON),
    "customs_delay": Meaning(reason="customs.delay", source=REASON),
    "customs_documentation": Meaning(reason="customs.documents", source=REASON),
    "customs_duties_unpaid": Meaning(reason="customs.duty_unpaid", source=REASON),
    "customs_prohibited": Meaning(reason="customs.prohibited", source=REASON),
    "customs_inspection": Meaning(reason="customs.inspection", source=REASON),
    "weather_delay": Meaning(reason="weather.delay", source=REASON),
    "natural_disaster": Meaning(reason="other.disaster", source=REASON),
    "force_majeure": Meaning(reason="other.disaster", source=REASON),
    "parcel_being_researched": Meaning(reason="carrier.investigating", source=REASON),
    "security_issue": Meaning(reason="security.hold", source=REASON),
    "regulatory_hold": Meaning(reason="security.hold", source=REASON),
    "unknown": Meaning(source=REASON),
}
