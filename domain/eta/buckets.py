"""Buckets: which parcels count as parcels like this one, from the finest sense to the coarsest."""

from dataclasses import dataclass
from enum import StrEnum

Ladder = tuple[str, ...]
"""Names of buckets, finest first. What is learned goes into each; what is asked comes from the finest with ENOUGH."""

ENOUGH = 300
"""Half as many already let one lost parcel decide a 95 % promise."""
DAYS_QUOTED = (2, 4, 7, *range(12, 40, 4))
"""Where one band of quoted lengths ends and the next begins: a share of two days is another thing than of thirty."""


class Stage(StrEnum):
    """The moment from which a forecast is made: each tells more than the one before."""

    ORDERED = "ordered"
    MOVING = "moving"
    ON_THE_ROAD = "on_the_road"


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of a parcel when a forecast is made. `quoted_s` is the time the 3PL says it needs, if it does."""

    source: str
    carrier: str
    stage: Stage
    lane: str | None = None
    quoted_s: float | None = None


def ladder(traits: Traits) -> Ladder:
    """The buckets of a parcel. Forecasts in shares of a quote never share a bucket with those in hours."""
    form = "hours" if traits.quoted_s is None else "share"
    root = f"{traits.stage}/{form}"
    carrier = f"{root}/{traits.source}/{traits.carrier}"
    known = [f"{root}", f"{root}/{traits.source}", carrier]
    banded = carrier if traits.quoted_s is None else f"{carrier}/{band(traits.quoted_s)}"
    if banded != carrier:
        known.append(banded)
    if traits.lane is not None:
        known.append(f"{banded}/{traits.lane}")
    return tuple(reversed(known))


def band(quoted_s: float) -> str:
    """The band of quoted lengths, by the days it begins with."""
    return f"{max((days for days in DAYS_QUOTED if quoted_s >= days * 86_400), default=0)}d"
