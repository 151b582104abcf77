"""When, as it was spoken: days, hours and what is ruled out, with the words and the rule that say so."""

from dataclasses import dataclass
from datetime import date, time

Spans = tuple[tuple[int, int], ...]
"""Places in the text as (start, end), in characters, in order, without overlap."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Another way to understand the same words, and why it may be meant. Fields as in WhenSpoken."""

    on: date
    until_on: date | None
    from_clock: time | None
    to_clock: time | None
    why: str


@dataclass(frozen=True, slots=True)
class WhenSpoken:
    """One wish about time, in the local time of the delivery address.

    `on` to `until_on` are the first and last day, the same for a single day; `until_on` is None for "from Monday on".
    When no day was said (`is_day_said` is False) they hold the soonest day on which the clock can be meant, and any day
    will do. `from_clock` and `to_clock` bound the time of day; None is an open end, equal clocks are a point ("at 5"),
    a `to_clock` before `from_clock` lies on the next day. With a range of days the clocks hold on each of them.
    `part` names the part of day that was said. `except_on` and `except_weekdays` (Monday is 0) do not suit.
    With `is_refused` the days and hours are those that do not suit, and all others do: "I am away on Friday morning".
    `rule` names what was recognised, for staff. `readings` are the alternatives: ask before acting when there are any.
    """

    on: date
    until_on: date | None
    is_day_said: bool
    is_refused: bool
    from_clock: time | None
    to_clock: time | None
    part: str | None
    except_on: tuple[date, ...]
    except_weekdays: frozenset[int]
    rule: str
    spans: Spans
    readings: tuple[Reading, ...]
