"""eHub's words: the carrier's (USPS) event codes, as far as they were seen."""

from carriers.meaning import Meaning
from domain.axes import Milestone

SEEN = "eHub webhook example, `code` beside `description`"

CODES = {
    "01": Meaning(Milestone.DELIVERED, source=SEEN),
    "OF": Meaning(Milestone.OUT_FOR_DELIVERY, source=SEEN),
}
