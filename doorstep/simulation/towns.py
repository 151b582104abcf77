"""Where simulated customers live. Everybody in these towns is made up."""

from dataclasses import dataclass
from datetime import datetime

from domain.localtime import zone


@dataclass(frozen=True, slots=True)
class Town:
    """`depot` is the place of the last scan before the van, `door` where its simulated customers live."""

    city: str
    region: str
    postcode: str
    country: str
    zone: str
    depot: str
    door: tuple[float, float]


TOWNS = (
    Town("Queens", "NY", "11101", "US", "America/New_York", "Maspeth", (40.7440, -73.9485)),
    Town("Oakland", "CA", "94607", "US", "America/Los_Angeles", "San Leandro", (37.8080, -122.2770)),
    Town("Madrid", "M", "28012", "ES", "Europe/Madrid", "Coslada", (40.4010, -3.6960)),
    Town("Singapore", "SG", "238823", "SG", "Asia/Singapore", "Changi", (1.3020, 103.8370)),
    Town("Auckland", "AUK", "1010", "NZ", "Pacific/Auckland", "Penrose", (-36.8500, 174.7640)),
)
_NOON_MINUTES = 12 * 60


def town_at(now: datetime) -> Town:
    """The town in which it is nearest to noon: so a day of delivery can be played at any hour."""
    return min(TOWNS, key=lambda town: abs(_minutes(now, town) - _NOON_MINUTES))


def _minutes(now: datetime, town: Town) -> int:
    local = now.astimezone(zone(town.zone))
    return local.hour * 60 + local.minute
