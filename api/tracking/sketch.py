"""A sketch of the van's way without a map: the door in the middle, rings of distance around it, the van where it is."""

from dataclasses import dataclass
from math import cos, hypot, radians

from domain.routes.given import Place

SIZE = 240
"""Width and height of the drawing, in its own units."""
MIDDLE = SIZE / 2
REACH = MIDDLE - 26
"""How far from the middle the van may be drawn."""
KM_PER_DEGREE = 111.2
LABEL = 10
"""Height of a label's letters."""
APART = 0.8
"""An inner ring farther out than this part of the outer one is left out: their labels would touch."""
RINGS_KM = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 25.0, 50.0)


@dataclass(frozen=True, slots=True)
class Ring:
    """`label_y` is the line on which its distance is written, in the middle: on the side where the van is not."""

    radius: float
    km: float
    label_y: float


@dataclass(frozen=True, slots=True)
class Sketch:
    """`x` and `y` are where the van is drawn, `km` how far it is as the crow flies."""

    x: float
    y: float
    km: float
    rings: tuple[Ring, ...]


def sketch(van: Place, door: Place) -> Sketch:
    """North is up. The outer ring is the first that holds the van."""
    east_km = (van[1] - door[1]) * KM_PER_DEGREE * cos(radians(door[0]))
    north_km = (van[0] - door[0]) * KM_PER_DEGREE
    km = hypot(east_km, north_km)
    outer = next((ring for ring in RINGS_KM if ring >= km), km)
    scale = REACH / outer
    inner = [ring for ring in RINGS_KM if ring < outer * APART][-1:]
    rings = tuple(_ring(ring, scale, above=north_km < 0) for ring in (*inner, outer))
    return Sketch(round(MIDDLE + east_km * scale, 1), round(MIDDLE - north_km * scale, 1), km, rings)


def _ring(km: float, scale: float, *, above: bool) -> Ring:
    radius = km * scale
    label_y = MIDDLE - radius - 4 if above else MIDDLE + radius + LABEL + 2
    return Ring(round(radius, 1), km, round(label_y, 1))
