"""Inside the day: arrival at each stop from the stops left, and how far that may be trusted."""

from math import sqrt

from domain.eta.residuals import Residuals

BANDS = (1, 3, 6, 12, 24, 10_000)
"""The last number of stops ahead of each band: errors of the next stop are unlike those of the fortieth."""
SPAN_S = 60 * 86_400.0
"""Stops of one tour share its driver and its weather: five days of residuals covered 81 % where 90 % was meant."""
LIMIT = 1200
SOME = 60
PRIOR_S = (240.0, 370.0, 420.0, 480.0, 540.0, 590.0)
"""How far one stop of each band goes astray, in seconds on each side, until it has been measured."""
STEADY_S = 3600.0
"""How much planned time it takes until today's pace counts as much as the plan."""
LEFT_AT_LEAST = 0.25


def pace(planned_s: float, actual_s: float) -> float:
    """How slow this tour is so far: actual over planned time, shrunk towards the plan while little has been driven."""
    if planned_s <= 0:
        return 1.0
    trust = planned_s / (planned_s + STEADY_S)
    return 1.0 + trust * (actual_s / planned_s - 1.0)


def eta_s(now_s: float, planned_left_s: float, today: float) -> float:
    """When a stop is reached: the planned time left, at today's pace."""
    return now_s + planned_left_s * today


def left_of_leg_s(planned_s: float, since_s: float) -> float:
    """What is left of a leg that began `since_s` ago: one that overruns is never "just there"."""
    return max(LEFT_AT_LEAST * planned_s, planned_s - since_s)


class StopErrors:
    """Errors of stop ETAs in seconds, one rolling window for each band, scaled by the root of the stops ahead."""

    __slots__ = ("_bands",)

    def __init__(self) -> None:
        self._bands = [Residuals(LIMIT, SPAN_S) for _ in BANDS]

    def add(self, stops_ahead: int, error_s: float, at_s: float) -> None:
        """The stop that was `stops_ahead` (1: the next) was reached `error_s` later than forecast, at `at_s`."""
        self._band(stops_ahead).add(error_s / sqrt(stops_ahead), at_s)

    def window(self, stops_ahead: int, eta_s: float, chance: float = 0.9) -> tuple[float, float]:
        """From when to when the van comes with this chance."""
        band, root = self._band(stops_ahead), sqrt(stops_ahead)
        if len(band) < SOME:
            prior_s = PRIOR_S[_band(stops_ahead)] * root
            return eta_s - prior_s, eta_s + prior_s
        low, high = band.quantile((1 - chance) / 2), band.quantile((1 + chance) / 2)
        return eta_s + low * root, eta_s + high * root

    def upper(self, stops_ahead: int, eta_s: float, level: float = 0.9) -> float:
        """The time by which the stop is reached at this level: what a new stop must leave room for."""
        return self.window(stops_ahead, eta_s, 2 * level - 1)[1]

    def late(self, level: float = 0.9) -> list[float]:
        """By band: how late one stop is at this level; n stops are late by its root."""
        return [self.upper(last, 0.0, level) / sqrt(last) for last in BANDS]

    def risk(self, stops_ahead: int, eta_s: float, end_s: float) -> float:
        """The chance that a window ending at `end_s` is broken."""
        band = self._band(stops_ahead)
        room = (end_s - eta_s) / sqrt(stops_ahead)
        if len(band) < SOME:
            return min(1.0, max(0.0, 0.5 - 0.45 * room / PRIOR_S[_band(stops_ahead)]))
        return band.share_above(room)

    def _band(self, stops_ahead: int) -> Residuals:
        return self._bands[_band(stops_ahead)]


def _band(stops_ahead: int) -> int:
    return next(n for n, last in enumerate(BANDS) if stops_ahead <= last)
