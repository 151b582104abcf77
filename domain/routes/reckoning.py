"""Reckoning a route: when each stop left is reached, and between which times that may be said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.eta.stops import StopErrors, eta_s, left_of_leg_s, pace

NARROWEST = ((3, 20), (6, 30), (12, 60), (10_000, 120))
"""(stops ahead, minutes): what was measured allows no narrower window so far from the door."""
GRID = timedelta(minutes=5)
CHANCE = 0.9
"""With which chance the van comes inside the window that is said."""
SILENT = timedelta(minutes=45)
"""Without a sign of the van for so long beyond what was due, nothing is known of it any more."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """One stop left: seconds of the leg that leads to it, how long it takes, and when it opens."""

    leg_s: float
    service_s: float
    opens_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the van is. `free_at` is when its last stop was done (or its shift begins), `seen_at` its last sign.

    `to_next_s` is the drive to the next stop from where it was seen; None where nobody saw it since its last stop.
    `planned_s` and `actual_s` are the time its stops so far should have taken, and took. Until it is `driving`, nobody
    knows when it really leaves.
    """

    now: datetime
    free_at: datetime
    seen_at: datetime | None = None
    to_next_s: float | None = None
    planned_s: float = 0.0
    actual_s: float = 0.0
    driving: bool = True


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A stop is reached at `eta_at`, and with the stated chance between `from_at` and `to_at`."""

    eta_at: datetime
    from_at: datetime
    to_at: datetime


def reckon(progress: Progress, stops: Sequence[Ahead], errors: StopErrors, chance: float = CHANCE) -> list[Reckoned]:
    """One for each stop left, in order: planned time left at today's pace, and what was measured around it."""
    today = pace(progress.planned_s, progress.actual_s)
    left_s, found = _before_the_first(progress, stops), []
    for number, stop in enumerate(stops, 1):
        if number > 1:
            left_s += stop.leg_s
        eta = progress.now + timedelta(seconds=eta_s(0.0, left_s, today))
        if stop.opens_at is not None and eta < stop.opens_at:
            eta = stop.opens_at
            left_s = (eta - progress.now).total_seconds() / today
        not_before = max(progress.now, stop.opens_at or progress.now)
        found.append(_window(progress, number, eta, not_before, errors, chance))
        left_s += stop.service_s
    return found


def is_silent(progress: Progress, stops: Sequence[Ahead]) -> bool:
    """Nothing was heard of the van for so long that what is reckoned would be invented."""
    if progress.now <= progress.free_at or not stops:
        return False
    heard = max(progress.free_at, progress.seen_at or progress.free_at)
    return progress.now - heard > SILENT + timedelta(seconds=stops[0].leg_s + stops[0].service_s)


def _before_the_first(progress: Progress, stops: Sequence[Ahead]) -> float:
    """Seconds from now to the first stop left."""
    if not stops:
        return 0.0
    if progress.now < progress.free_at:
        return (progress.free_at - progress.now).total_seconds() + stops[0].leg_s
    if progress.to_next_s is not None and progress.seen_at is not None:
        return left_of_leg_s(progress.to_next_s, (progress.now - progress.seen_at).total_seconds())
    return left_of_leg_s(stops[0].leg_s, (progress.now - progress.free_at).total_seconds())


def _window(
    progress: Progress, number: int, eta: datetime, not_before: datetime, errors: StopErrors, chance: float
) -> Reckoned:
    early_s, late_s = errors.window(number, 0.0, chance)
    minutes = _narrowest(number) if progress.driving else NARROWEST[-1][1]
    missing_s = max(0.0, 60.0 * minutes - (late_s - early_s))
    from_at = _floor(eta + timedelta(seconds=early_s - missing_s / 2))
    last = eta + timedelta(seconds=late_s + missing_s / 2)
    to_at = last if _floor(last) == last else _floor(last) + GRID
    from_at = max(from_at, _floor(not_before))
    if not progress.driving:  # it may leave late, not before now
        to_at = max(to_at, from_at + timedelta(minutes=minutes))
    return Reckoned(eta, from_at, to_at)


def _narrowest(number: int) -> int:
    return next(minutes for stops, minutes in NARROWEST if number <= stops)


def _floor(at: datetime) -> datetime:
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + (at - midnight) // GRID * GRID
