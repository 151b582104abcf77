"""Whereabouts: how many stops away the van of a parcel is, and where, as far as its customer may know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from domain.live import is_shown, stops_said
from domain.routes.given import Place, place_of
from store import riding
from store.stories import Loaded


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """`stops` away (1: theirs is the next), None while that is not to be said. `ahead` is the same, for ourselves."""

    ahead: int
    stops: int | None
    van: Place | None
    seen_at: datetime | None
    door: Place | None


@dataclass(frozen=True, slots=True)
class Van:
    """A van that may be shown: where it is and since when, and the door it is on its way to."""

    place: Place
    seen_at: datetime
    door: Place
    stops: int


def whereabouts(tx: Connection, loaded: Sequence[Loaded]) -> dict[int, Whereabouts]:
    """By shipment, of those whose van is on its way; empty without a statement where there are none."""
    milestones = {one.story.shipment_id: one.story.condition.milestone for one in loaded}
    if not milestones:
        return {}
    found = {}
    for shipment_id, row in riding.whereabouts(tx, list(milestones)).items():
        van = (row.latitude, row.longitude) if row.latitude is not None else None
        door = (row.stop_latitude, row.stop_longitude) if row.stop_latitude is not None else place_of(row.address)
        said = stops_said(milestones[shipment_id], row.stops)
        found[shipment_id] = Whereabouts(row.stops, said, van, row.seen_at, door)
    return found


def shown(one: Loaded, riding: Whereabouts | None, now: datetime) -> Van | None:
    """The van, if this customer may see it now."""
    if riding is None or riding.van is None or riding.seen_at is None or riding.door is None:
        return None
    if not is_shown(one.story.condition.milestone, riding.ahead, riding.seen_at, now):
        return None
    return Van(_about(riding.van), riding.seen_at, riding.door, riding.ahead)


def _about(place: Place) -> Place:
    """To a hundred metres: whose door the van stands at now is none of this customer's business."""
    return round(place[0], 3), round(place[1], 3)
