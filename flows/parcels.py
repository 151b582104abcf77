"""A parcel as its customer may know it: the facts that the conversation and the tracking page have in common."""

from datetime import datetime

from domain.eta.forecast import ahead
from domain.eta.usual import usual
from domain.live import on_the_road
from domain.localtime import local_day
from domain.rules.expectation import expected_still
from domain.talk.situation import ParcelView
from flows.routes.whereabouts import Whereabouts
from store.stories import Loaded


def parcel_view(one: Loaded, riding: Whereabouts | None, now: datetime) -> ParcelView:
    """`riding`: where its van is, as far as this customer may know. What can be changed now is not in it."""
    story, condition = one.story, one.story.condition
    standing = condition.now
    return ParcelView(
        shipment_id=story.shipment_id,
        tracking_number=story.tracking_number,
        order_number=one.row.order_number,
        zone=story.zone,
        milestone=on_the_road(condition.milestone) if riding is not None else condition.milestone,
        detail=standing.detail if standing else None,
        reason=standing.reason if standing else None,
        milestone_at=standing.at if standing else None,
        last_scan_at=condition.last_scan_at,
        place=condition.last_place.town if condition.last_place else None,
        window=expected_still(story, one.policy) or ahead(story, now),
        allow=story.allow,
        reschedule=story.reschedule,
        usual=usual(story, local_day(now, story.zone)),
        stops=riding.stops if riding is not None else None,
    )
