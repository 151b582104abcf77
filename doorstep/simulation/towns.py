"""Where simulated customers live. Everybody in these towns is made up."""

from dataclasses import dataclass
from datetime import datetime

from domain.localtime import zone


@dataclass(frozen=True, slots=True)
class Town:
    """`depot` is the place of the last scan before the van."""

    city: str
    region: str
    postcode: str
    country: str
    zone: str
    depot: str


TOWNS = (
    Town("Queens", "NY", "11101", "US", "America/New_York", "Maspeth"),
    Town("Oakland", "CA", "94607", "US", "America/Los_Angeles", "San Leandro"),
    Town("Madrid", "M", "28012", "ES", "Europe/Madrid", "Coslada"),
    Town("Singapore", "SG", "238823", "SG", "Asia/Singapore", "Changi"),
    Town("Auckland", "AUK", "1010", "NZ", "Pacific/Auckland", "Penrose"),
)
_NOON_MINUTES = 12 * 60


def town_at(now: datetime) -> Town:
    """The town in which it is nearest to noon: so a day of delivery can be played at any hour."""
    return min(TOWNS, key=lambda town: abs(_minutes(now, town) - _NOON_MINUTES))


def _minutes(now: datetime, town: Town) -> int:
    local = now.astimezone(zone(town.zone))
    return local.hour * 60 + local.minute
