"""Travel time without a map: a fixed part and a part for each kilometre, by hour, learned from legs driven."""

from math import asin, cos, radians, sin, sqrt

from domain.eta.residuals import Residuals

HOURS = (0, 6, 7, 9, 11, 15, 18, 20)
"""Where one band of the day begins: night, early, the morning rush, before noon, midday, the evening rush, evening."""
FIXED_S, PER_KM_S = 120.0, 100.0
"""Until legs have been driven: two minutes to leave and to park, 36 km/h as the crow flies."""
FADES = 0.9995
"""Each leg makes older ones count a little less: half after about 1,400 of the same hours."""
PRIOR_LEGS = 20.0
NEAR_KM = (1.0, 2.0, 4.0, 8.0, 16.0)
SOME = 60
PRIOR_RATIOS = (0.55, 1.8)


def crow_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Kilometres as the crow flies between (latitude, longitude) in degrees."""
    lat_a, lon_a, lat_b, lon_b = map(radians, (*a, *b))
    chord = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 12_742.0 * asin(min(1.0, sqrt(chord)))


class _Line:
    """A weighted least-squares line, kept as sums; the prior counts as PRIOR_LEGS legs along it."""

    __slots__ = ("_sums", "fixed_s", "per_km_s")

    def __init__(self) -> None:
        self.fixed_s, self.per_km_s = FIXED_S, PER_KM_S
        self._sums = [0.0] * 5
        for km in (0.5, 2.0, 5.0, 10.0):
            self._sum(km, FIXED_S + PER_KM_S * km, PRIOR_LEGS / 4)

    def learn(self, km: float, seconds: float) -> None:
        self._sums = [s * FADES for s in self._sums]
        self._sum(km, seconds, 1.0)
        n, x, y, xx, xy = self._sums
        self.per_km_s = max(10.0, (n * xy - x * y) / (n * xx - x * x))
        self.fixed_s = max(0.0, (y - self.per_km_s * x) / n)

    def _sum(self, km: float, seconds: float, legs: float) -> None:
        """Long legs vary more: a leg weighs as much as its expected time is short."""
        weight = legs * (FIXED_S / (FIXED_S + PER_KM_S * km)) ** 2
        for n, value in enumerate((1.0, km, seconds, km * km, km * seconds)):
            self._sums[n] += weight * value


class Travel:
    """Seconds between two places, from their distance and the local hour. Refit with every leg, in microseconds."""

    __slots__ = ("_lines", "_ratios")

    def __init__(self) -> None:
        self._lines = [_Line() for _ in HOURS]
        self._ratios = [Residuals(600) for _ in range(len(NEAR_KM) + 1)]

    def seconds(self, km: float, hour: int) -> float:
        """The expected time for a leg of `km` (as the crow flies) that begins in this local hour."""
        line = self._line(hour)
        return line.fixed_s + line.per_km_s * km

    def window(self, km: float, hour: int, chance: float = 0.9) -> tuple[float, float]:
        """From how many seconds to how many the leg takes with this chance."""
        expected, ratios = self.seconds(km, hour), self._near(km)
        if len(ratios) < SOME:
            return expected * PRIOR_RATIOS[0], expected * PRIOR_RATIOS[1]
        return expected * ratios.quantile((1 - chance) / 2), expected * ratios.quantile((1 + chance) / 2)

    def learn(self, km: float, hour: int, seconds: float) -> None:
        """A leg was driven."""
        self._near(km).add(seconds / self.seconds(km, hour))
        self._line(hour).learn(km, seconds)

    def lines(self) -> list[tuple[float, float]]:
        """The fixed seconds and the seconds for each kilometre, by band of HOURS."""
        return [(line.fixed_s, line.per_km_s) for line in self._lines]

    def _line(self, hour: int) -> _Line:
        return self._lines[sum(hour >= begin for begin in HOURS) - 1]

    def _near(self, km: float) -> Residuals:
        return self._ratios[sum(km >= edge for edge in NEAR_KM)]
