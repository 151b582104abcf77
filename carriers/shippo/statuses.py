"""Shippo's words: 6 statuses and about 30 sub-statuses."""

from carriers.meaning import Meaning, combined
from domain.axes import ActionBy, Milestone, Timeliness

STATUS = "Shippo docs, 'Tracking', `status`"
SUBSTATUS = "Shippo docs, 'Tracking', `substatus.code` (the same list in lob-java)"

STATUSES = {
    "UNKNOWN": Meaning(source=STATUS),
    "PRE_TRANSIT": Meaning(Milestone.CREATED, source=STATUS),
    "TRANSIT": Meaning(Milestone.IN_TRANSIT, source=STATUS),
    "DELIVERED": Meaning(Milestone.DELIVERED, source=STATUS),
    "RETURNED": Meaning(Milestone.RETURNED, source=STATUS),
    "FAILURE": Meaning(Milestone.EXCEPTION, source=STATUS),
}

_EXCEPTION = Milestone.EXCEPTION
_DELAYED = Timeliness.DELAYED
_RECIPIENT = ActionBy.RECIPIENT

SUBSTATUSES = {
    "information_received": Meaning(Milestone.CREATED, source=SUBSTATUS),
    "package_accepted": Meaning(Milestone.ACCEPTED, source=SUBSTATUS),
    "package_arrived": Meaning(detail="arrived_at_facility", source=SUBSTATUS),
    "package_departed": Meaning(detail="departed_facility", source=SUBSTATUS),
    "package_processing": Meaning(source=SUBSTATUS),
    "package_processed": Meaning(source=SUBSTATUS),
    "package_forwarded": Meaning(detail="rerouted", source=SUBSTATUS),
    "package_damaged": Meaning(_EXCEPTION, detail="damaged", reason="carrier.damaged", source=SUBSTATUS),
    "package_disposed": Meaning(_EXCEPTION, detail="disposed", source=SUBSTATUS),
    "package_held": Meaning(_EXCEPTION, detail="held", reason="carrier.held", source=SUBSTATUS),
    "package_lost": Meaning(_EXCEPTION, reason="carrier.lost", source=SUBSTATUS),
    "package_unclaimed": Meaning(
        _EXCEPTION, detail="not_collected", reason="recipient.not_collected", source=SUBSTATUS
    ),
    "package_undeliverable": Meaning(_EXCEPTION, source=SUBSTATUS),
    "delivery_scheduled": Meaning(detail="delivery_scheduled", source=SUBSTATUS),
    "delivery_rescheduled": Meaning(detail="delivery_rescheduled", timeliness=_DELAYED, source=SUBSTATUS),
    "reschedule_delivery": Meaning(action_by=_RECIPIENT, source=SUBSTATUS),
    "out_for_delivery": Meaning(Milestone.OUT_FOR_DELIVERY, source=SUBSTATUS),
    "pickup_available": Meaning(Milestone.AVAILABLE_FOR_PICKUP, action_by=_RECIPIENT, source=SUBSTATUS),
    "delivered": Meaning(source=SUBSTATUS),
    "returned": Meaning(Milestone.RETURNED, source=SUBSTATUS),
    "return_to_sender": Meaning(Milestone.RETURNING, source=SUBSTATUS),
    "address_issue": Meaning(_EXCEPTION, reason="recipient.wrong_address", action_by=_RECIPIENT, source=SUBSTATUS),
    "contact_carrier": Meaning(_EXCEPTION, action_by=_RECIPIENT, source=SUBSTATUS),
    "delayed": Meaning(timeliness=_DELAYED, source=SUBSTATUS),
    "delivery_attempted": Meaning(Milestone.DELIVERY_ATTEMPTED, source=SUBSTATUS),
    "location_inaccessible": Meaning(Milestone.DELIVERY_ATTEMPTED, reason="recipient.no_access", source=SUBSTATUS),
    "notice_left": Meaning(Milestone.DELIVERY_ATTEMPTED, detail="card_left", source=SUBSTATUS),
    "rerouted": Meaning(detail="rerouted", source=SUBSTATUS),
    "other": Meaning(source=SUBSTATUS),
}

PAIRS = combined(STATUSES, SUBSTATUSES, frozenset({"DELIVERED", "RETURNED"}))
