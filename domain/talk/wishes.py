"""Wishes about time: the days and hours a customer would have it, written as an argument, held against a slot.

One wish is `DAYS[THOURS][!REFUSED]`: a day `2026-11-25`, days `2026-11-25/2026-11-27` (nothing after the stroke: from
then on), `*` for any; hours `T17:00-20:00`, either end open; refused days and weekdays (0 is Monday) with commas.
Several are joined by ` or `.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, tzinfo

from domain.windows import Window

MOST = 6


@dataclass(frozen=True, slots=True)
class Wish:
    """Local days and clocks. `first` None: any day; `last` None: no end. A clock of None is an open end."""

    first: date | None
    last: date | None
    from_clock: time | None = None
    to_clock: time | None = None
    refused: frozenset[date] = frozenset()
    refused_weekdays: frozenset[int] = frozenset()

    @property
    def day(self) -> date | None:
        """The only day that is wished for."""
        return self.first if self.first is not None and self.first == self.last else None

    @property
    def names_days(self) -> bool:
        return self.last is not None or (self.first is not None and not (self.refused or self.refused_weekdays))

    @property
    def names_hours(self) -> bool:
        return self.from_clock is not None or self.to_clock is not None

    @property
    def names_time(self) -> bool:
        """Whether it says when, and not only when not."""
        return self.names_days or self.names_hours

    def refuses(self, day: date) -> bool:
        return day in self.refused or day.weekday() in self.refused_weekdays

    def has_day(self, day: date) -> bool:
        if self.refuses(day):
            return False
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def has(self, window: Window, zone: tzinfo) -> bool:
        """Whether a slot is on one of the days and, by its hours, at least half within the clocks."""
        if not self.has_day(window.on):
            return False
        if window.is_day:
            return True
        begins, ends, first, last = self._minutes_beside(window, zone)
        if first == last:
            return begins <= first < ends
        return 2 * (min(ends, last) - max(begins, first)) >= ends - begins

    def touches(self, window: Window, zone: tzinfo) -> bool:
        """Whether a slot is on one of the days and any of it within the hours that are named."""
        if not (self.names_hours and self.has_day(window.on)):
            return False
        begins, ends, first, last = self._minutes_beside(window, zone)
        return min(ends, last) > max(begins, first)

    def has_about(self, window: Window, zone: tzinfo) -> bool:
        """The same as `has`; between two hours, such as those of an afternoon, any of the slot will do."""
        is_between = self.from_clock is not None and self.to_clock is not None and self.from_clock != self.to_clock
        return self.has(window, zone) or (is_between and self.touches(window, zone))

    def _minutes_beside(self, window: Window, zone: tzinfo) -> tuple[int, int, int, int]:
        """Where the slot begins and ends, and where the hours do, in minutes after midnight."""
        start, end = (at.astimezone(zone) for at in window.span(zone))
        begins, ends = start.hour * 60 + start.minute, end.hour * 60 + end.minute or 1440
        first = _minutes(self.from_clock) if self.from_clock else 0
        return begins, ends, first, _minutes(self.to_clock) if self.to_clock else 1440


def written(wishes: Iterable[Wish]) -> str | None:
    """The argument that says these wishes; None when there are none."""
    return " or ".join(_written(wish) for wish in list(wishes)[:MOST]) or None


def read(argument: str | None) -> tuple[Wish, ...]:
    """The wishes of an argument; none when it says anything else."""
    try:
        return tuple(_read(part) for part in (argument or "").split(" or ")[:MOST] if part and not part.isdecimal())
    except ValueError:
        return ()


def _written(wish: Wish) -> str:
    first, last = (on.isoformat() if on else "" for on in (wish.first, wish.last))
    days = "*" if not first and not last else first if first == last else f"{first}/{last}"
    clocks = [clock.isoformat("minutes") if clock else "" for clock in (wish.from_clock, wish.to_clock)]
    hours = f"T{clocks[0]}-{clocks[1]}" if any(clocks) else ""
    refused = [*sorted(on.isoformat() for on in wish.refused)[:14], *map(str, sorted(wish.refused_weekdays))]
    return days + hours + (f"!{','.join(refused)}" if refused else "")


def _read(part: str) -> Wish:
    rest, _, refused = part.partition("!")
    days, _, hours = rest.partition("T")
    first, stroke, last = days.partition("/")
    starts = None if first in ("*", "") else date.fromisoformat(first)
    ends = date.fromisoformat(last) if last else None if stroke or starts is None else starts
    opens, _, closes = hours.partition("-")
    words = [word for word in refused.split(",") if word]
    return Wish(
        starts,
        ends,
        time.fromisoformat(opens) if opens else None,
        time.fromisoformat(closes) if closes else None,
        frozenset(date.fromisoformat(word) for word in words if len(word) > 1),
        frozenset(int(word) for word in words if len(word) == 1),
    )


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
