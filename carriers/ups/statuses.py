"""UPS's words: the types of an activity, and its status codes."""

from carriers.meaning import Meaning
from domain.axes import ActionBy, Direction, Milestone, Timeliness

SPEC = "UPS-API/api-documentation UPSTrackAlert-Ready.yaml"
CODE = "UPS tracking status codes (`statusCode`, `descriptionCode`), as three published integrations list them"

_TRANSIT, _EXCEPTION = Milestone.IN_TRANSIT, Milestone.EXCEPTION
_ATTEMPTED, _RETURNING = Milestone.DELIVERY_ATTEMPTED, Milestone.RETURNING
_READY = Milestone.AVAILABLE_FOR_PICKUP
_DELAYED = Timeliness.DELAYED
_RECIPIENT, _SHIPPER = ActionBy.RECIPIENT, ActionBy.SHIPPER

TYPES = {
    "M": Meaning(Milestone.CREATED, source=SPEC),
    "MV": Meaning(Milestone.CANCELLED, source=SPEC),
    "I": Meaning(Milestone.IN_TRANSIT, source=SPEC),
    # A new date; UPS says that the parcel may still be on time, so nothing is called late here.
    "U": Meaning(detail="estimate_changed", source=SPEC),
    "X": Meaning(Milestone.EXCEPTION, source=SPEC),
    # The FAQ counts "out for delivery" under D as well: delivered only by code or sentence.
    "D": Meaning(source=SPEC),
}

CODES = {
    "003": Meaning(Milestone.CREATED, detail="label_created", source=CODE),
    "005": Meaning(_TRANSIT, source=CODE),
    "006": Meaning(Milestone.OUT_FOR_DELIVERY, source=CODE),
    "007": Meaning(Milestone.CANCELLED, source=CODE),
    "010": Meaning(_TRANSIT, timeliness=Timeliness.ON_TIME, source=CODE),
    "011": Meaning(Milestone.DELIVERED, source=SPEC + ", example of a delivery"),
    "012": Meaning(_TRANSIT, detail="customs", source=CODE),
    "013": Meaning(_EXCEPTION, source=CODE),
    "014": Meaning(_TRANSIT, detail="customs_cleared", source=CODE),
    "016": Meaning(_EXCEPTION, detail="held", reason="carrier.held", source=CODE),
    "017": Meaning(_READY, action_by=_RECIPIENT, source=CODE),
    "018": Meaning(_TRANSIT, detail="redirected", reason="recipient.requested", source=CODE),
    "019": Meaning(_TRANSIT, detail="delivery_rescheduled", source=CODE),
    "020": Meaning(_TRANSIT, detail="delivery_rescheduled", source=CODE),
    "021": Meaning(Milestone.OUT_FOR_DELIVERY, source=SPEC + ", example of out for delivery"),
    "022": Meaning(_ATTEMPTED, source=CODE),
    "023": Meaning(_ATTEMPTED, source=CODE),
    "024": Meaning(_ATTEMPTED, detail="final_attempt", action_by=_RECIPIENT, source=CODE),
    "025": Meaning(_TRANSIT, detail="handed_over", source=CODE),
    "026": Meaning(Milestone.DELIVERED, source=CODE),
    "027": Meaning(_TRANSIT, detail="redirected", reason="recipient.requested", source=CODE),
    "028": Meaning(_TRANSIT, detail="rerouted", source=CODE),
    "029": Meaning(_EXCEPTION, action_by=_RECIPIENT, source=CODE),
    "030": Meaning(_EXCEPTION, source=CODE),
    # "May cause a delay": a risk, not a delay.
    "032": Meaning(reason="weather.delay", timeliness=Timeliness.AT_RISK, source=CODE),
    # Asked for and not yet so.
    "033": Meaning(_TRANSIT, reason="shipper.recalled", source=CODE),
    "034": Meaning(Milestone.RETURNED, source=CODE),
    "035": Meaning(_RETURNING, source=CODE),
    "036": Meaning(_RETURNING, source=CODE),
    "037": Meaning(_RETURNING, source=CODE),
    "038": Meaning(Milestone.ACCEPTED, source=CODE),
    "039": Meaning(_TRANSIT, source=CODE),
    "040": Meaning(_READY, detail="pickup_point", action_by=_RECIPIENT, source=CODE),
    "041": Meaning(_TRANSIT, source=CODE),
    "042": Meaning(_TRANSIT, source=CODE),
    "043": Meaning(_EXCEPTION, detail="collection_failed", direction=Direction.PICKUP, source=CODE),
    "044": Meaning(Milestone.CREATED, detail="awaiting_handover", source=CODE),
    "045": Meaning(Milestone.CREATED, detail="awaiting_handover", source=CODE),
    "048": Meaning(timeliness=_DELAYED, source=CODE),
    "049": Meaning(_EXCEPTION, timeliness=_DELAYED, action_by=_RECIPIENT, source=CODE),
    "050": Meaning(_EXCEPTION, reason="recipient.wrong_address", action_by=_RECIPIENT, source=CODE),
    "051": Meaning(reason="weather.delay", timeliness=_DELAYED, source=CODE),
    "052": Meaning(reason="weather.delay", timeliness=_DELAYED, source=CODE),
    "053": Meaning(reason="weather.delay", timeliness=_DELAYED, source=CODE),
    "054": Meaning(_TRANSIT, detail="redirected", reason="recipient.requested", source=CODE),
    "055": Meaning(detail="delivery_rescheduled", timeliness=_DELAYED, source=CODE),
    "056": Meaning(_TRANSIT, source=CODE),
    "057": Meaning(_TRANSIT, detail="redirected", source=CODE),
    "058": Meaning(_EXCEPTION, detail="customs", reason="customs.documents", action_by=_SHIPPER, source=CODE),
    "059": Meaning(_EXCEPTION, detail="damaged", reason="carrier.damaged", source=CODE),
    "060": Meaning(_ATTEMPTED, source=CODE),
    "061": Meaning(_ATTEMPTED, reason="recipient.not_identified", source=CODE),
    "062": Meaning(_ATTEMPTED, reason="recipient.payment_missing", source=CODE),
    "063": Meaning(_TRANSIT, detail="rerouted", source=CODE),
    "064": Meaning(_EXCEPTION, reason="recipient.refused", source=CODE),
    # The collection from the sender, not a delivery.
    "065": Meaning(_EXCEPTION, detail="collection_failed", direction=Direction.PICKUP, source=CODE),
    "066": Meaning(_ATTEMPTED, source=CODE),
    "067": Meaning(Milestone.RETURNED, source=CODE),
    "068": Meaning(_EXCEPTION, reason="carrier.lost", source=CODE),
    "069": Meaning(_EXCEPTION, detail="not_collected", reason="recipient.not_collected", source=CODE),
    "070": Meaning(_TRANSIT, detail="redirected", source=CODE),
    "071": Meaning(_TRANSIT, detail="at_local_depot", source=CODE),
    "072": Meaning(Milestone.OUT_FOR_DELIVERY, source=CODE),
}
"""By `descriptionCode`, which keeps its leading noughts only as text. 046 and 047 are told differently and left out."""
