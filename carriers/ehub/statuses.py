"""eHub's words: USPS event codes, of which the first decides; and its own codes."""

from carriers.meaning import Meaning
from domain.axes import Milestone

PAGE = "eHub API, Tracking Event Descriptions (read 2026-11-29)"
SEEN = "eHub webhook example, `code` beside `description`"
USPS = "USPS Publication 97, appendix I, event codes"

_TRANSIT, _CREATED = Milestone.IN_TRANSIT, Milestone.CREATED

CODES = {
    "EH_MANIFESTED": Meaning(_CREATED, detail="label_created", source=PAGE),
    "MA": Meaning(_CREATED, detail="label_created", source=PAGE),
    "GX": Meaning(_CREATED, detail="label_created", source=PAGE),
    "TM": Meaning(_CREATED, detail="awaiting_handover", source=PAGE),
    "89": Meaning(_CREATED, detail="awaiting_handover", source=PAGE),
    "01": Meaning(Milestone.DELIVERED, source=SEEN),
    "OF": Meaning(Milestone.OUT_FOR_DELIVERY, source=SEEN),
    # The page's own example of a mapping: "07 to out_for_delivery".
    "07": Meaning(Milestone.OUT_FOR_DELIVERY, source=PAGE),
    "80": Meaning(_TRANSIT, source=USPS),
    "81": Meaning(_TRANSIT, source=USPS),
    "82": Meaning(_TRANSIT, source=USPS),
}
