"""Outcomes: how one parcel fared from each stage on, as far as its story tells."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from itertools import pairwise

from domain.axes import EtaKind, Milestone, ZoneSource
from domain.condition import Condition
from domain.eta.buckets import Stage
from domain.eta.learned import begun_on
from domain.eta.rests import NO_RESTS, Rests, rested, rested_days
from domain.events import Estimate
from domain.ledger import arrival
from domain.localtime import day_span, local_day
from domain.story import Story


@dataclass(frozen=True, slots=True)
class Outcome:
    """One parcel from one stage on. What was estimated in that stage: a day, or a span of instants, or nothing yet."""

    key: str
    source: str
    carrier: str
    stage: Stage
    lane: str | None
    weekday: int
    zone: tzinfo
    started_at: datetime
    quoted_on: date | None = None
    quoted: tuple[datetime, datetime] | None = None
    arrived_at: datetime | None = None
    left: bool = False
    """Cancelled, or on its way back."""
    quiet_s: float | None = None
    """The longest time without a scan that began in this stage; known once it has arrived."""
    rests: Rests = NO_RESTS
    """Public holidays where it goes: they are no time of the carrier's."""

    def worked_until(self, end: datetime) -> float:
        """When it would be, in seconds of the epoch, had nobody rested since the stage began."""
        return (end - rested(self.started_at, end, self.rests, self.zone)).timestamp()

    @property
    def quoted_end(self) -> datetime | None:
        if self.quoted is not None:
            return self.quoted[1]
        return day_span(self.quoted_on, self.zone)[1] if self.quoted_on is not None else None


def outcomes(
    story: Story, source: str, carrier: str, lane: str | None = None, scanned_at: Sequence[datetime] = ()
) -> list[Outcome]:
    """One for each stage that this parcel has begun. `scanned_at` are the times of its scans.

    An estimate belongs to a stage only if it was given before the next began: later ones knew more.
    """
    condition = story.condition
    arrived_at, begun = arrival(condition), begun_stages(story)
    quiet = silences(begun, scanned_at, story.rests, story.zone) if arrived_at is not None else {}
    found = []
    for (stage, at), until in zip(begun, [*(at for _, at in begun[1:]), None], strict=True):
        if arrived_at is not None and arrived_at < at:
            continue
        on, span = _estimated(condition, until or arrived_at, story.zone)
        weekday = local_day(at, story.zone).weekday()
        left = arrived_at is None and condition.milestone in _LEFT
        key, quiet_s = f"{story.shipment_id}:{stage}", quiet.get(stage)
        whose = key, source, carrier, stage, lane, weekday, story.zone, at
        found.append(Outcome(*whose, on, span, arrived_at, left, quiet_s, story.rests))
    return found


def silences(
    begun: Sequence[tuple[Stage, datetime]], scanned_at: Sequence[datetime], rests: Rests = NO_RESTS, tz: tzinfo = UTC
) -> dict[Stage, float]:
    """The longest time between two scans, by the stage in which it began, in seconds; days of rest are none of it."""
    longest: dict[Stage, float] = {}
    for earlier, later in pairwise(sorted(scanned_at)):
        stage = next((stage for stage, at in reversed(begun) if at <= earlier), Stage.ORDERED)
        quiet = later - earlier - rested(earlier, later, rests, tz)
        longest[stage] = max(longest.get(stage, 0.0), quiet.total_seconds())
    return longest


_LEFT = frozenset({Milestone.CANCELLED, Milestone.RETURNING, Milestone.RETURNED})


def begun_stages(story: Story) -> list[tuple[Stage, datetime]]:
    """The stages this parcel has begun, and when, in that order."""
    reached = story.condition.reached
    moving = [reached[m].at for m in (Milestone.ACCEPTED, Milestone.IN_TRANSIT) if m in reached]
    begun = [(Stage.ORDERED, story.announced_at)]
    if moving:
        begun.append((Stage.MOVING, min(moving)))
    if Milestone.OUT_FOR_DELIVERY in reached:
        begun.append((Stage.ON_THE_ROAD, reached[Milestone.OUT_FOR_DELIVERY].at))
    return sorted(begun, key=lambda stage: stage[1])


def with_weekdays(story: Story) -> Story:
    """The same story, with what was learned of parcels that began their stages on the weekdays on which it did."""
    if not story.learned.stages:
        return story
    days = {stage: local_day(at, story.zone).weekday() for stage, at in begun_stages(story)}
    learned = begun_on(story.learned, days)
    return story if learned is story.learned else replace(story, learned=learned)


def _estimated(
    condition: Condition, before: datetime | None, tz: tzinfo
) -> tuple[date | None, tuple[datetime, datetime] | None]:
    quoted = condition.quoted
    if quoted is None or (before is not None and quoted.as_of >= before):
        return None, None
    if quoted.estimate.kind is EtaKind.MEASURED:  # our own: it says nothing about how the carrier's estimates hold
        return None, None
    return _said(quoted.estimate, tz)


def _said(estimate: Estimate, tz: tzinfo) -> tuple[date | None, tuple[datetime, datetime] | None]:
    if estimate.from_at is None:
        return estimate.on, None
    if estimate.zone_source is ZoneSource.ASSUMED:
        return local_day(estimate.to_at or estimate.from_at, tz), None
    begin, end = estimate.from_at, max(estimate.from_at, estimate.to_at or estimate.from_at)
    return local_day(end, tz), (begin, end)


def days_late(outcome: Outcome) -> int | None:
    """By how many local days it came after the day that was estimated."""
    if outcome.arrived_at is None or outcome.quoted_on is None:
        return None
    arrived_on = local_day(outcome.arrived_at, outcome.zone)
    return (arrived_on - outcome.quoted_on).days - rested_days(outcome.quoted_on, arrived_on, outcome.rests)


def seconds_off(outcome: Outcome) -> float | None:
    """How long after (or before) the middle of the estimated time it came."""
    if outcome.arrived_at is None or outcome.quoted is None:
        return None
    begin, end = outcome.quoted
    return (outcome.arrived_at - begin - (end - begin) / 2).total_seconds()
