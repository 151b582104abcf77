"""What was spoken, in one line: `2026-11-20 14:00-16:00`, `any day 18:00-`, `not 2026-11-24`, readings after a bar."""

from collections.abc import Sequence
from datetime import date, time

from bot.understanding.dates import Reading, WhenSpoken


def described(spoken: Sequence[WhenSpoken]) -> str:
    return "; ".join(_wish(when) for when in spoken) or "nothing"


def _wish(when: WhenSpoken) -> str:
    days = _days(when) if when.is_day_said else "any day"
    ruled_out = [] if when.is_refused else [*map(str, when.except_on), *map(str, sorted(when.except_weekdays))]
    return "".join(
        (
            "not " if when.is_refused else "",
            days,
            _clocks(when),
            f" except {' '.join(ruled_out)}" if ruled_out else "",
            *(f" | {_days(one)}{_clocks(one)}" for one in when.readings),
        )
    )


def _days(when: WhenSpoken | Reading) -> str:
    return f"{when.on}" if when.on == when.until_on else f"{when.on}..{_last(when.until_on)}"


def _last(day: date | None) -> str:
    return str(day) if day else ""


def _clocks(when: WhenSpoken | Reading) -> str:
    if when.from_clock is None and when.to_clock is None:
        return ""
    return f" {_clock(when.from_clock)}-{_clock(when.to_clock)}"


def _clock(at: time | None) -> str:
    return at.strftime("%H:%M") if at else ""
