"""What is believed before the first parcel: ordinary courier work, neither good nor bad."""

from domain.eta.buckets import Stage
from domain.eta.curve import Curve

SHARES = Curve(
    (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.8, 2.2, 3.0),
    (0.03, 0.08, 0.17, 0.3, 0.45, 0.6, 0.72, 0.83, 0.9, 0.93, 0.955, 0.975, 0.985, 0.993, 0.998),
    0,
)
"""Arrivals by the share of the quoted time used: nine of ten carrier dates hold, and those that do not take long."""

HOURS = Curve(
    (6, 12, 24, 36, 48, 60, 72, 96, 120, 168, 240, 336, 504, 720),
    (0.02, 0.05, 0.17, 0.28, 0.45, 0.55, 0.68, 0.8, 0.88, 0.94, 0.97, 0.985, 0.993, 0.998),
    0,
)
"""Arrivals by hours on the way, where nobody quoted a time."""

USUAL_S = {Stage.ORDERED: (24 * 3600.0, 264 * 3600.0), Stage.MOVING: (12 * 3600.0, 192 * 3600.0)}
"""What nine of ten of those take, from early to late: HOURS between its steps; from the order on, up to three days more
in which it is packed."""

HOURS_ON_THE_ROAD = Curve(
    (0.5, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 24, 36, 60),
    (0.02, 0.06, 0.18, 0.32, 0.46, 0.6, 0.71, 0.8, 0.86, 0.92, 0.945, 0.965, 0.985, 0.998),
    0,
)
"""Arrivals by hours since it went on the van."""
