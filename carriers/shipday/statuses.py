"""Shipday's words: order events, in its own spelling."""

from carriers.meaning import Meaning
from domain.axes import Milestone, Scope

SOURCE = "docs.shipday.com, 'Order status update' webhook"

_ORDER = Scope.ORDER

EVENTS = {
    "ORDER_INSERTED": Meaning(Milestone.CREATED, scope=_ORDER, source=SOURCE),
    "ORDER_ASSIGNED": Meaning(Milestone.ACCEPTED, scope=_ORDER, source=SOURCE),
    "ORDER_UNASSIGNED": Meaning(Milestone.CREATED, scope=_ORDER, source=SOURCE),
    "ORDER_ACCEPTED_AND_STARTED": Meaning(Milestone.ACCEPTED, scope=_ORDER, source=SOURCE),
    "ORDER_PIKEDUP": Meaning(Milestone.ACCEPTED, scope=_ORDER, source=SOURCE),
    "ORDER_ONTHEWAY": Meaning(Milestone.OUT_FOR_DELIVERY, scope=_ORDER, source=SOURCE),
    "ORDER_COMPLETED": Meaning(Milestone.DELIVERED, scope=_ORDER, source=SOURCE),
    "ORDER_FAILED": Meaning(Milestone.DELIVERY_ATTEMPTED, scope=_ORDER, source=SOURCE),
    "ORDER_INCOMPLETE": Meaning(Milestone.DELIVERY_ATTEMPTED, scope=_ORDER, source=SOURCE),
    "ORDER_DELETE": Meaning(Milestone.CANCELLED, scope=_ORDER, source=SOURCE),
    "ORDER_POD_UPLOAD": Meaning(Milestone.DELIVERED, detail="proof_of_delivery", scope=_ORDER, source=SOURCE),
    # A driver took a step back: so does the parcel.
    "ORDER_PIKEDUP_REMOVED": Meaning(Milestone.ACCEPTED, detail="delivery_reversed", scope=_ORDER, source=SOURCE),
    "ORDER_ONTHEWAY_REMOVED": Meaning(Milestone.ACCEPTED, detail="delivery_reversed", scope=_ORDER, source=SOURCE),
}
