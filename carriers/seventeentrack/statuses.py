"""17TRACK's words: 9 statuses and about 30 sub-statuses."""

from carriers.meaning import Meaning
from domain.axes import ActionBy, Milestone, Timeliness, TrackingHealth

STATUS = "17TRACK API v2.4, 'Main status of the shipment'"
SUBSTATUS = "17TRACK API v2.4, 'Sub-status of the shipment'"

_EXCEPTION = Milestone.EXCEPTION
_ATTEMPTED = Milestone.DELIVERY_ATTEMPTED
_TRANSIT = Milestone.IN_TRANSIT

STATUSES = {
    # "Not yet" and "wrong number" in one word: nothing is known.
    "NotFound": Meaning(source=STATUS),
    "InfoReceived": Meaning(Milestone.CREATED, source=STATUS),
    "InTransit": Meaning(_TRANSIT, source=STATUS),
    "Expired": Meaning(detail="expired", health=TrackingHealth.STALE, source=STATUS),
    "AvailableForPickup": Meaning(Milestone.AVAILABLE_FOR_PICKUP, action_by=ActionBy.RECIPIENT, source=STATUS),
    "OutForDelivery": Meaning(Milestone.OUT_FOR_DELIVERY, source=STATUS),
    "DeliveryFailure": Meaning(_ATTEMPTED, source=STATUS),
    "Delivered": Meaning(Milestone.DELIVERED, source=STATUS),
    "Exception": Meaning(_EXCEPTION, source=STATUS),
}

SUBSTATUSES = {
    "NotFound_Other": Meaning(Milestone.CREATED, source=SUBSTATUS),
    "NotFound_InvalidCode": Meaning(health=TrackingHealth.STALE, source=SUBSTATUS),
    "InfoReceived": Meaning(Milestone.CREATED, source=SUBSTATUS),
    "InTransit_PickedUp": Meaning(Milestone.ACCEPTED, source=SUBSTATUS),
    "InTransit_Other": Meaning(_TRANSIT, source=SUBSTATUS),
    "InTransit_Departure": Meaning(_TRANSIT, detail="departed_facility", source=SUBSTATUS),
    "InTransit_Arrival": Meaning(_TRANSIT, detail="arrived_at_facility", source=SUBSTATUS),
    "InTransit_CustomsProcessing": Meaning(_TRANSIT, detail="customs", source=SUBSTATUS),
    "InTransit_CustomsReleased": Meaning(_TRANSIT, detail="customs_cleared", source=SUBSTATUS),
    "InTransit_CustomsRequiringInformation": Meaning(
        _TRANSIT, detail="awaiting_information", reason="customs.documents", source=SUBSTATUS
    ),
    "Expired_Other": Meaning(detail="expired", health=TrackingHealth.STALE, source=SUBSTATUS),
    "AvailableForPickup_Other": Meaning(Milestone.AVAILABLE_FOR_PICKUP, action_by=ActionBy.RECIPIENT, source=SUBSTATUS),
    "OutForDelivery_Other": Meaning(Milestone.OUT_FOR_DELIVERY, source=SUBSTATUS),
    "DeliveryFailure_Other": Meaning(_ATTEMPTED, source=SUBSTATUS),
    "DeliveryFailure_NoBody": Meaning(_ATTEMPTED, reason="recipient.not_home", source=SUBSTATUS),
    "DeliveryFailure_Security": Meaning(_ATTEMPTED, reason="security.hold", source=SUBSTATUS),
    "DeliveryFailure_Rejected": Meaning(_ATTEMPTED, reason="recipient.refused", source=SUBSTATUS),
    "DeliveryFailure_InvalidAddress": Meaning(
        _ATTEMPTED, reason="recipient.wrong_address", action_by=ActionBy.RECIPIENT, source=SUBSTATUS
    ),
    "Delivered_Other": Meaning(Milestone.DELIVERED, source=SUBSTATUS),
    "Exception_Other": Meaning(_EXCEPTION, source=SUBSTATUS),
    "Exception_Returning": Meaning(Milestone.RETURNING, source=SUBSTATUS),
    "Exception_Returned": Meaning(Milestone.RETURNED, source=SUBSTATUS),
    "Exception_NoBody": Meaning(_EXCEPTION, reason="recipient.not_home", source=SUBSTATUS),
    "Exception_Security": Meaning(_EXCEPTION, reason="security.hold", source=SUBSTATUS),
    "Exception_Damage": Meaning(_EXCEPTION, detail="damaged", reason="carrier.damaged", source=SUBSTATUS),
    "Exception_Rejected": Meaning(_EXCEPTION, reason="recipient.refused", source=SUBSTATUS),
    "Exception_Delayed": Meaning(_EXCEPTION, reason="carrier.delay", timeliness=Timeliness.DELAYED, source=SUBSTATUS),
    "Exception_Lost": Meaning(_EXCEPTION, reason="carrier.lost", source=SUBSTATUS),
    "Exception_Destroyed": Meaning(_EXCEPTION, detail="disposed", source=SUBSTATUS),
    "Exception_Cancel": Meaning(Milestone.CANCELLED, source=SUBSTATUS),
}

EVENTS = {
    # About the tracking: no customer is told.
    "TRACKING_STOPPED": Meaning(detail="tracking_stopped", health=TrackingHealth.STOPPED, source=STATUS),
}
