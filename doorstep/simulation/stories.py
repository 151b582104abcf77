"""Parcels' days as scenes: what a simulated 3PL reports, in which dialect, and how long it rests before."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class Eta(StrEnum):
    """What a scene says about the time of arrival."""

    NONE = "none"
    TODAY = "today"
    TOMORROW = "tomorrow"
    WINDOW = "window"
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class Scene:
    """One report: `rest` seconds after the one before, by `sender`. Milestone, detail and reason are our words."""

    rest: float
    sender: str
    milestone: str
    text: str
    detail: str | None = None
    reason: str | None = None
    timeliness: str | None = None
    eta: Eta = Eta.NONE


Story = tuple[Scene, ...]

_TO_THE_DEPOT = (
    Scene(2, "easypost", "created", "Shipping label created"),
    Scene(4, "easypost", "accepted", "Picked up by the carrier"),
    Scene(4, "easypost", "in_transit", "Departed from facility", eta=Eta.TODAY),
)
_LATE = (
    Scene(
        *(7, "doorstep", "in_transit", "Held up by snow"),
        reason="weather.delay",
        timeliness="delayed",
        eta=Eta.TOMORROW,
    ),
)
_ON_THE_ROAD = (
    Scene(8, "onfleet", "out_for_delivery", "On the van", eta=Eta.WINDOW),
    Scene(10, "onfleet", "out_for_delivery", "Driver nearby", detail="arriving", eta=Eta.NEAR),
)
_HANDED_OVER = Scene(9, "onfleet", "delivered", "Handed over")
_NEXT_DOOR = Scene(9, "doorstep", "delivered", "Left with a neighbour", detail="left_with_neighbour")
_NOBODY_HOME = Scene(9, "doorstep", "delivery_attempted", "Nobody answered", reason="recipient.not_home")

SMOOTH, DELAYED, MISSED, NEIGHBOUR = "smooth", "delayed", "missed", "neighbour"

STORIES: Mapping[str, Story] = {
    SMOOTH: (*_TO_THE_DEPOT, *_ON_THE_ROAD, _HANDED_OVER),
    DELAYED: (*_TO_THE_DEPOT, *_LATE),
    MISSED: (*_TO_THE_DEPOT, *_ON_THE_ROAD, _NOBODY_HOME),
    NEIGHBOUR: (*_TO_THE_DEPOT, *_ON_THE_ROAD, _NEXT_DOOR),
}
"""The demo's. Where one is missed or delayed it waits for what the customer says to it."""
THE_CUSTOMER_DECIDES = frozenset({MISSED, DELAYED})


def day(*, late: bool, missed: bool) -> Story:
    """A whole day: late, it comes after all; missed, it is not handed over."""
    return (*_TO_THE_DEPOT, *(_LATE if late else ()), *_ON_THE_ROAD, _NOBODY_HOME if missed else _HANDED_OVER)


AFTER_A_MISS = Scene(6, "doorstep", "delivered", "Delivered after all")
"""How a missed parcel's day ends once the customer has named another way."""

_ENDINGS = {
    "neighbour": ("delivered", "left_with_neighbour", "Left with a neighbour"),
    "safe_place": ("delivered", "safe_place", "Left in a safe place"),
    "pickup_point": ("available_for_pickup", "pickup_point", "Waiting at the pickup point"),
}


def as_agreed(scene: Scene, change: str | None) -> Scene:
    """The scene, or the ending that the customer and the 3PL have agreed on instead of a delivery at the door."""
    if change not in _ENDINGS or scene.milestone != "delivered":
        return scene
    milestone, detail, text = _ENDINGS[change]
    return replace(scene, sender="doorstep", milestone=milestone, detail=detail, text=text)
