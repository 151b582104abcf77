"""Whether a promise was kept: one verdict for each window that was told, by definitions that do not bend."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from domain.axes import Milestone
from domain.condition import Condition
from domain.windows import Window

COUNTS_FOR = timedelta(minutes=1)
"""Windows end on the minute, scans come with seconds."""
REPORTED_WITHIN = timedelta(hours=6)
"""A delivery inside the window may be reported after it: so long nobody says that the promise is broken."""


class Verdict(StrEnum):
    """Kept: came inside the window. Early and broken: before and after it. Void: it never was to come."""

    KEPT = "kept"
    EARLY = "early"
    BROKEN = "broken"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Judged:
    """`missed_s`: how many seconds after the window's end (or, negative, before its begin) it came; None: not yet."""

    verdict: Verdict
    arrived_at: datetime | None
    missed_s: float | None


@dataclass(frozen=True, slots=True)
class Undecided:
    """Neither here nor late yet."""

    why: str


def judge(
    window: Window,
    tz: tzinfo,
    told_at: datetime,
    condition: Condition,
    now: datetime,
    released_at: datetime | None = None,
) -> Judged | Undecided:
    """What became of one promise. A parcel still out when its window ends has broken it.

    The van at the door counts as there, also if nobody opened. `released_at` is when the customer agreed to another
    time: before the window ended, that releases the promise. What was promised after the arrival is void.
    """
    begin, end = window.span(tz)
    arrived_at = arrival(condition)
    if arrived_at is not None and arrived_at < told_at:
        return Judged(Verdict.VOID, arrived_at, None)
    if released_at is not None and told_at < released_at <= end:
        return Judged(Verdict.VOID, arrived_at, None)
    if arrived_at is not None:
        return _by_arrival(arrived_at, begin, end)
    standing = condition.now
    if condition.milestone in _CALLED_OFF and standing is not None and standing.at <= end:
        return Judged(Verdict.VOID, None, None)
    if now > end + REPORTED_WITHIN:
        return Judged(Verdict.BROKEN, None, None)
    return Undecided("the window has not ended, or news of it may still come")


def arrival(condition: Condition) -> datetime | None:
    """When the parcel first was at its address, or ready at the pickup point it was brought to."""
    reached = [condition.reached[m].at for m in _ARRIVED if m in condition.reached]
    return min(reached) if reached else None


_ARRIVED = (Milestone.DELIVERED, Milestone.DELIVERY_ATTEMPTED, Milestone.AVAILABLE_FOR_PICKUP)
_CALLED_OFF = frozenset({Milestone.CANCELLED, Milestone.RETURNING, Milestone.RETURNED})
DECIDING = frozenset({*_ARRIVED, *_CALLED_OFF})
"""Milestones at which promises may be judged before their windows have ended."""


def _by_arrival(at: datetime, begin: datetime, end: datetime) -> Judged:
    if at < begin:
        return Judged(Verdict.EARLY, at, (at - begin).total_seconds())
    late = at >= end + COUNTS_FOR
    return Judged(Verdict.BROKEN if late else Verdict.KEPT, at, (at - end).total_seconds() if late else 0.0)
