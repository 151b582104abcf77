"""UPS Track Alert's words: six types, and the few codes its specification shows."""

from carriers.meaning import Meaning
from domain.axes import Milestone

SPEC = "UPS-API/api-documentation UPSTrackAlert-Ready.yaml"

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
    "011": Meaning(Milestone.DELIVERED, source=SPEC + ", example of a delivery"),
    "021": Meaning(Milestone.OUT_FOR_DELIVERY, source=SPEC + ", example of out for delivery"),
}
"""By `descriptionCode`, which keeps its leading noughts only as text."""
