"""Spoke's words: event types, and the state in which a stop was left."""

from carriers.meaning import Meaning
from domain.axes import ActionBy, Direction, Milestone, Scope

TYPE = "Spoke OpenAPI v1 (api-evangelist/circuit), webhook types"
STATE = "Spoke OpenAPI v1 (api-evangelist/circuit), `deliveryInfo.state`"

_STOP = Scope.STOP

TYPES = {
    "stop.allocated": Meaning(Milestone.CREATED, scope=_STOP, source=TYPE),
    "stop.out_for_delivery": Meaning(Milestone.OUT_FOR_DELIVERY, scope=_STOP, source=TYPE),
    "stop.next_in_route": Meaning(Milestone.OUT_FOR_DELIVERY, detail="arriving", scope=_STOP, source=TYPE),
    # Fires on success too: only the state says what came of it.
    "stop.attempted_delivery": Meaning(scope=_STOP, source=TYPE),
    "stop.departed": Meaning(scope=_STOP, source=TYPE),
}

STATES = {
    "delivered_to_recipient": Meaning(Milestone.DELIVERED, scope=_STOP, source=STATE),
    "delivered_to_third_party": Meaning(Milestone.DELIVERED, detail="third_party", scope=_STOP, source=STATE),
    "delivered_to_mailbox": Meaning(Milestone.DELIVERED, detail="mailbox", scope=_STOP, source=STATE),
    "delivered_to_safe_place": Meaning(Milestone.DELIVERED, detail="safe_place", scope=_STOP, source=STATE),
    "delivered_to_pickup_point": Meaning(
        Milestone.AVAILABLE_FOR_PICKUP, detail="pickup_point", action_by=ActionBy.RECIPIENT, scope=_STOP, source=STATE
    ),
    "delivered_other": Meaning(Milestone.DELIVERED, scope=_STOP, source=STATE),
    "picked_up_from_customer": Meaning(Milestone.ACCEPTED, direction=Direction.PICKUP, scope=_STOP, source=STATE),
    "picked_up_unmanned": Meaning(Milestone.ACCEPTED, direction=Direction.PICKUP, scope=_STOP, source=STATE),
    "picked_up_from_locker": Meaning(Milestone.ACCEPTED, direction=Direction.PICKUP, scope=_STOP, source=STATE),
    "picked_up_other": Meaning(Milestone.ACCEPTED, direction=Direction.PICKUP, scope=_STOP, source=STATE),
    "failed_not_home": Meaning(Milestone.DELIVERY_ATTEMPTED, reason="recipient.not_home", scope=_STOP, source=STATE),
    "failed_cant_find_address": Meaning(
        Milestone.DELIVERY_ATTEMPTED, reason="recipient.wrong_address", scope=_STOP, source=STATE
    ),
    "failed_no_parking": Meaning(Milestone.DELIVERY_ATTEMPTED, reason="carrier.vehicle", scope=_STOP, source=STATE),
    "failed_no_time": Meaning(Milestone.DELIVERY_ATTEMPTED, reason="carrier.no_time", scope=_STOP, source=STATE),
    "failed_package_not_available": Meaning(
        Milestone.DELIVERY_ATTEMPTED, reason="shipper.not_ready", scope=_STOP, source=STATE
    ),
    "failed_missing_required_proof": Meaning(
        Milestone.DELIVERY_ATTEMPTED, reason="carrier.proof_missing", scope=_STOP, source=STATE
    ),
    "failed_payment_not_received": Meaning(
        Milestone.DELIVERY_ATTEMPTED, reason="recipient.payment_missing", scope=_STOP, source=STATE
    ),
    "failed_other": Meaning(Milestone.DELIVERY_ATTEMPTED, scope=_STOP, source=STATE),
    "unattempted": Meaning(scope=_STOP, source=STATE),
}
