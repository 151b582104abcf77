"""How parcels fared, in one row each: what an operator's figures are made of."""

from datetime import datetime
from typing import Any

from domain.holdout import arm_of
from domain.journeys import journey_of
from store.stories import Loaded


def journey_row(one: Loaded, now: datetime) -> dict[str, Any]:
    """The row of a parcel as its story stands."""
    journey = journey_of(one.story.condition, one.story.zone)
    arm = arm_of(one.policy, one.customer_id)
    return {
        "shipment_id": one.story.shipment_id,
        "merchant_id": one.merchant_id,
        "customer_id": one.customer_id,
        "carrier": one.row.carrier,
        "lane": one.row.lane or "",
        "arm": f"{one.policy.holdout_name}:{arm}" if arm else None,
        "state": journey.state.value,
        "ended_on": journey.ended_on.isoformat() if journey.ended_on else None,
        "attempts": journey.attempts,
        "reason": journey.reason,
        "changed_at": now,
    }
