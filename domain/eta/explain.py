"""Why a window may be said: what came of parcels like this one, in a sentence for those who ask."""

from calendar import day_name, month_abbr
from datetime import date, timedelta

from domain.eta.buckets import Stage
from domain.eta.forecast import MOST
from domain.eta.learned import FEWEST, MOST_DAYS, Learned, Record
from domain.eta.rests import Rests, is_rest
from domain.eta.usual import Usual

_SHARES = {0.8: "Eight of ten", 0.9: "Nine of ten", 0.95: "Nineteen of twenty"}


def because(record: Record | None, carrier: str, stage: str) -> list[str]:
    """What was measured of a carrier's parcels at a stage: how dates and windows held, how long it is silent."""
    if record is None:
        return ["Nothing has been measured of this carrier's parcels at this stage: usual caution counts."]
    whose = f"{carrier} parcels to {record.lane}" if record.lane else f"{carrier} parcels"
    share = _SHARES.get(record.chance, f"{record.chance:.0%}")
    found = []
    if record.dated >= FEWEST:
        found.append(f"{share} of the last {record.dated} {whose} {stage} came {_by(record.days)}.")
    if record.parcels >= FEWEST and record.low_s is not None and record.high_s is not None:
        low, high = _from_middle(record.low_s), _from_middle(record.high_s)
        found.append(
            f"{share} of the last {record.parcels} {whose} {stage} came from {low} to {high} the middle of the "
            "estimated time."
        )
    if record.by_s is not None:
        found.append(
            f"{share} of the last {record.arrived} {whose} came within {_span(timedelta(seconds=record.by_s))} {stage}."
        )
    if record.quiet_s is not None:
        longest = _span(timedelta(seconds=record.quiet_s))
        found.append(f"Nineteen of twenty {whose} were never without a scan for longer than {longest} {stage}.")
    if record.weekday is not None and found:
        known = record.weekdays[record.weekday].parcels
        found.append(f"Adjusted by the {known} of them that were {stage} since a {day_name[record.weekday]}.")
    return found or [f"Too few {whose} have come yet to measure anything {stage}: usual caution counts."]


def usually(usual: Usual | None, carrier: str) -> list[str]:
    """What is said to who asks while there is no window, and what it rests on."""
    if usual is None:
        return []
    begin = "from the order on" if usual.since is Stage.ORDERED else "once the carrier has it"
    said = (
        f"Nobody has estimated a day: who asks hears that it usually takes {usual.least} to {usual.most} days {begin}."
    )
    if usual.seen >= FEWEST:
        return [f"{said} So it was for nine of ten {carrier} parcels, {usual.seen} of which have come."]
    seen = f", not narrowed by the {usual.seen} {carrier} parcels that have come" if usual.seen else ""
    return [f"{said} This is a prior, no promise{seen}."]


def resting(rests: Rests, today: date) -> list[str]:
    """Which of the next days are not counted."""
    days = (today + timedelta(days=n) for n in range(MOST.days))
    named = ", ".join(f"{day.day} {month_abbr[day.month]}" for day in days if is_rest(day, rests))
    return [f"Public holidays there are no time of the carrier's: {named}."] if named else []


def on_holidays(learned: Learned, country: str | None, carrier: str) -> list[str]:
    """That it delivers on days of rest, where that was seen."""
    if country not in learned.working:
        return []
    return [f"{carrier} parcels come on public holidays there as well: those days are counted."]


def _by(days: int) -> str:
    if days > MOST_DAYS:
        return f"only {days} days after the estimated day or sooner: its dates are not repeated"
    return "by the estimated day" if days == 0 else f"by {days} day{'s' if days > 1 else ''} after the estimated day"


def _from_middle(seconds: float) -> str:
    return f"{_span(timedelta(seconds=abs(seconds)))} {'after' if seconds >= 0 else 'before'}"


def _span(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    if minutes < 90:
        return f"{minutes} min"
    return f"{minutes / 60:.0f} h" if minutes < 72 * 60 else f"{minutes / 1440:.0f} days"
