"""Windows of arrival: from a 3PL's estimate to what may be said, and when a change is worth saying."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from domain.axes import EtaKind, ZoneSource
from domain.eta.rests import NO_RESTS, Rests, pushed
from domain.events import Estimate
from domain.localtime import at_local, day_span, local_day


@dataclass(frozen=True, slots=True)
class Window:
    """When a parcel is expected, as told to a person: a local day, and a span of instants on it where more is known.

    With an end and no begin it comes on that day at the latest: "by Friday".
    """

    on: date
    from_at: datetime | None = None
    to_at: datetime | None = None

    @property
    def is_day(self) -> bool:
        return self.from_at is None or self.to_at is None

    @property
    def is_last_day(self) -> bool:
        """Whether only the last day of a window of days is known."""
        return self.from_at is None and self.to_at is not None

    def span(self, tz: tzinfo) -> tuple[datetime, datetime]:
        """First and last instant of the window, in UTC. What comes on any day up to a last one has begun long ago."""
        if self.is_last_day:
            begin, end = day_span(self.on, tz)
            return begin - LONG, end
        if self.from_at is None or self.to_at is None:
            return day_span(self.on, tz)
        return self.from_at, self.to_at


class HalfDay(StrEnum):
    """A part of a day that has a word. People do not agree where it ends, so each is a little too long."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


HALVES = {
    HalfDay.MORNING: (time(6), time(13)),
    HalfDay.AFTERNOON: (time(12), time(18)),
    HalfDay.EVENING: (time(17), time(22)),
}
IN_HOURS = timedelta(hours=3)
"""A window that had to become longer than this is said as half a day, where it lies in one: its hours say too much."""


def half_day(from_at: datetime, to_at: datetime, tz: tzinfo) -> HalfDay | None:
    """The part of a day that a window is, exactly; None where it is none."""
    begin, end = (at.astimezone(tz) for at in (from_at, to_at))
    if begin.date() != end.date():
        return None
    return next((half for half, span in HALVES.items() if span == (begin.time(), end.time())), None)


LONG = timedelta(days=60)


def by_day(on: date, tz: tzinfo) -> Window:
    """A window that says the last day only."""
    return Window(on, None, day_span(on, tz)[1])


@dataclass(frozen=True, slots=True)
class Guard:
    """How narrow a window may be said: nothing narrower than `narrowest` is ever promised.

    The default is the prior of the day of delivery (two hours hold from the depot, one hour only within twelve stops).
    Once the source's errors have been measured, `around` says from when to when arrivals lie, counted from the middle
    of an estimate, and `days` by how many days a date has to be moved; None: its dates are not repeated at all. A date
    that has to be moved is said as the last day.
    """

    narrowest: timedelta = timedelta(hours=2)
    grid: timedelta = timedelta(minutes=30)
    around: tuple[timedelta, timedelta] | None = None
    days: int | None = 0
    rests: Rests = NO_RESTS
    """Public holidays: a date that has to be moved is moved by one day more for each of them on the way."""


def window_of(estimate: Estimate, tz: tzinfo, guard: Guard) -> Window | None:
    """What an estimate lets us say: what is narrower is widened to the guard, an assumed zone to the day.

    None where the source's dates hold too seldom to be repeated.
    """
    match estimate.kind:
        case EtaKind.DATE:
            assert estimate.on is not None
            return _moved(estimate.on, tz, guard)
        case EtaKind.MEASURED:
            assert estimate.from_at is not None
            assert estimate.to_at is not None
            return Window(local_day(estimate.to_at, tz), estimate.from_at, estimate.to_at)
        case EtaKind.DATETIME | EtaKind.WINDOW:
            assert estimate.from_at is not None
            start, end = estimate.from_at, estimate.to_at or estimate.from_at
            if estimate.zone_source is ZoneSource.ASSUMED:
                return _moved(local_day(end, tz), tz, guard)
            measured = _measured(start, max(start, end), tz, guard)
            return _halved(_widened(*measured, tz, guard), tz, guard)


def span_of(estimate: Estimate, tz: tzinfo) -> tuple[datetime, datetime]:
    """The instants an estimate speaks of, as it was given; a date is all of its day."""
    if estimate.from_at is None:
        assert estimate.on is not None
        return day_span(estimate.on, tz)
    return estimate.from_at, max(estimate.from_at, estimate.to_at or estimate.from_at)


def basis_of(estimate: Estimate) -> str:
    """Names what an estimate says, so that the same words said again are known again."""
    if estimate.kind is EtaKind.DATE:
        return f"{estimate.on}"
    begin, end = estimate.from_at, estimate.to_at
    return f"{begin and begin.isoformat()}/{end and end.isoformat()}"


def _moved(on: date, tz: tzinfo, guard: Guard) -> Window | None:
    if guard.days is None:
        return None
    return by_day(pushed(on, on + timedelta(days=guard.days), guard.rests), tz) if guard.days else Window(on)


def _measured(start: datetime, end: datetime, tz: tzinfo, guard: Guard) -> tuple[datetime, datetime]:
    """At least the time estimated, and all of the time in which arrivals were seen to lie, in whole steps."""
    if guard.around is None:
        return start, end
    middle = start + (end - start) / 2
    start, end = min(start, middle + guard.around[0]), max(end, middle + guard.around[1])
    floor = _floored(end, tz, guard.grid)
    return _floored(start, tz, guard.grid), floor if floor == end else floor + guard.grid


def _widened(start: datetime, end: datetime, tz: tzinfo, guard: Guard) -> Window:
    missing = guard.narrowest - (end - start)
    if missing > timedelta(0):
        start = _floored(start - missing / 2, tz, guard.grid)
        end = max(end, start + guard.narrowest)
    day = local_day(end, tz)
    first, _ = day_span(day, tz)
    if end - start >= timedelta(hours=12) or local_day(start, tz) != day:
        return Window(day)
    return Window(day, max(start, first), end)


def _halved(window: Window, tz: tzinfo, guard: Guard) -> Window:
    """Half a day, where measured errors need more than a few hours: what a 3PL itself says in hours is left alone."""
    begin, end = window.from_at, window.to_at
    if guard.around is None or begin is None or end is None or end - begin <= IN_HOURS:
        return window
    spans = (tuple(at_local(window.on, clock, tz) for clock in clocks) for clocks in HALVES.values())
    return next((Window(window.on, *span) for span in spans if span[0] <= begin and end <= span[1]), window)


def _floored(at: datetime, tz: tzinfo, grid: timedelta) -> datetime:
    midnight = at_local(local_day(at, tz), time(), tz)
    return midnight + (at - midnight) // grid * grid


class Shift:
    """How a new window stands to the one that was told."""

    NONE = "none"
    EARLIER = "earlier"
    LATER = "later"
    NARROWER = "narrower"


def shift(told: Window, new: Window, tz: tzinfo, threshold: timedelta) -> str:
    """Whether `new` breaks what was `told` by more than the threshold, or only sharpens it.

    A day told is broken only by another day; a span by ending, or beginning, more than the threshold away; a last day
    only by a later one.
    """
    if told.is_last_day and new.on <= told.on:
        return Shift.NONE if new == told else Shift.NARROWER
    if told.is_day or new.is_day:
        if new.on == told.on:
            return Shift.NARROWER if told.is_day and not new.is_day else Shift.NONE
        return Shift.LATER if new.on > told.on else Shift.EARLIER
    (told_from, told_to), (new_from, new_to) = told.span(tz), new.span(tz)
    if new_to >= told_to + threshold:
        return Shift.LATER
    if new_from <= told_from - threshold:
        return Shift.EARLIER
    return Shift.NARROWER if new_to - new_from < told_to - told_from else Shift.NONE
