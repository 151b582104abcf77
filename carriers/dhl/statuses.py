"""DHL's words: five status codes of the unified answer, the type codes of Express; the rest is sentences."""

from carriers.meaning import Meaning
from domain.axes import Milestone, Timeliness

TYPE = "MyDHL API tracking answers, `typeCode` beside `description`"
TABLE = "karrioapi/karrio DHL Express connector, which contains guesses"
SOURCE = "DHL Shipment Tracking - Unified, `statusCode`"

STATUSES = {
    "pre-transit": Meaning(Milestone.CREATED, source=SOURCE),
    "transit": Meaning(Milestone.IN_TRANSIT, source=SOURCE),
    "delivered": Meaning(Milestone.DELIVERED, source=SOURCE),
    "failure": Meaning(Milestone.EXCEPTION, source=SOURCE),
    "unknown": Meaning(source=SOURCE),
}

CODES = {
    "PU": Meaning(Milestone.ACCEPTED, source=TYPE),
    "DF": Meaning(Milestone.IN_TRANSIT, detail="departed_facility", source=TYPE),
    "AF": Meaning(Milestone.IN_TRANSIT, detail="arrived_at_facility", source=TYPE),
    "AR": Meaning(Milestone.IN_TRANSIT, detail="at_local_depot", source=TYPE),
    "IT": Meaning(Milestone.IN_TRANSIT, source=TABLE),
    "TR": Meaning(Milestone.IN_TRANSIT, source=TABLE),
    "CC": Meaning(Milestone.IN_TRANSIT, source=TABLE),
    "CD": Meaning(Milestone.IN_TRANSIT, "customs", reason="customs.delay", timeliness=Timeliness.DELAYED, source=TABLE),
    "TD": Meaning(timeliness=Timeliness.DELAYED, source=TABLE),
    "UD": Meaning(timeliness=Timeliness.DELAYED, source=TABLE),
    "OH": Meaning(Milestone.EXCEPTION, detail="held", reason="carrier.held", source=TYPE),
    "HP": Meaning(Milestone.EXCEPTION, detail="held", source=TABLE),
    "BA": Meaning(Milestone.EXCEPTION, source=TABLE),
    "WC": Meaning(Milestone.OUT_FOR_DELIVERY, source=TYPE),
    "NH": Meaning(Milestone.DELIVERY_ATTEMPTED, reason="recipient.not_home", source=TYPE),
    "OK": Meaning(Milestone.DELIVERED, source=TYPE),
}
"""By `typeCode` of Express. Codes about which that table contradicts itself or its name are left to their sentence."""
