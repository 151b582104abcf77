"""DHL's words in the unified tracking answer: five status codes; the rest is sentences."""

from carriers.meaning import Meaning
from domain.axes import Milestone

SOURCE = "DHL Shipment Tracking - Unified, `statusCode`"

STATUSES = {
    "pre-transit": Meaning(Milestone.CREATED, source=SOURCE),
    "transit": Meaning(Milestone.IN_TRANSIT, source=SOURCE),
    "delivered": Meaning(Milestone.DELIVERED, source=SOURCE),
    "failure": Meaning(Milestone.EXCEPTION, source=SOURCE),
    "unknown": Meaning(source=SOURCE),
}
