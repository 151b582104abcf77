"""The learner: outcomes go in one by one, a carrier's record comes out. All of it in memory, nothing trained."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil

from domain.eta.arrivals import Arrivals, Outlook
from domain.eta.buckets import Stage, Traits, ladder
from domain.eta.curve import NEVER, Curve
from domain.eta.errors import Errors, Spread
from domain.eta.lanes import country_of
from domain.eta.learned import FEWEST, Learned, Record
from domain.eta.outcomes import Outcome, days_late, seconds_off
from domain.eta.priors import HOURS, HOURS_ON_THE_ROAD, SHARES
from domain.eta.rests import NO_RESTS
from domain.eta.weekdays import Weekday, blended
from domain.eta.working import Working
from domain.localtime import local_day

CHANCE = 0.9
QUIET = 0.95
"""Longer than the silences of so many parcels is unusually long."""
DAY_S = 86_400.0
SPAN_S = 30 * DAY_S
_RARE = (1 - CHANCE) / 2
_LONGEST_HOURS = 60 * 24.0
_POINTS = 60
"""A published curve has about so many steps: more say nothing more."""


class Learner:
    """Learns from outcomes as they begin and end; telling it the same again changes nothing.

    On the road, where the outcome is known the same day, levels follow the feedback; earlier they would over-correct.
    """

    __slots__ = ("_ended", "_hours", "_lateness", "_quiet", "_shares", "_spans", "_working")

    def __init__(self) -> None:
        self._shares = Arrivals(SHARES)
        self._hours = {stage: Arrivals(HOURS_ON_THE_ROAD if stage is Stage.ON_THE_ROAD else HOURS) for stage in Stage}
        self._spans = {stage: Errors(CHANCE, span_s=SPAN_S) for stage in Stage}
        self._lateness = {stage: Errors(2 * CHANCE - 1, span_s=SPAN_S) for stage in Stage}
        self._quiet = {stage: Errors(2 * QUIET - 1, span_s=SPAN_S) for stage in Stage}
        self._working: defaultdict[tuple[str, str], dict[str, Working]] = defaultdict(dict)
        self._ended: dict[str, None] = {}

    def learn(self, outcome: Outcome) -> None:
        """An outcome in whatever state it is: begun, arrived, or left."""
        outcome = self._as_worked(outcome)
        quoted_end = outcome.quoted_end
        self._wait(outcome)
        if quoted_end is not None:
            self._set_out(outcome, outcome.worked_until(quoted_end))
        if outcome.arrived_at is None or outcome.key in self._ended:
            return
        self._ended[outcome.key] = None
        if len(self._ended) > 100_000:
            del self._ended[next(iter(self._ended))]
        self._compare(outcome)

    def record(self, source: str, carrier: str, now: datetime, lane: str | None = None) -> Learned:
        """What is known about this carrier's parcels now; with a lane, only what its own parcels have told."""
        stages = {stage: self._stage(source, carrier, stage, now, lane) for stage in Stage}
        working = self._working.get((source, carrier), {})
        return Learned(
            {stage: record for stage, record in stages.items() if record is not None},
            frozenset(country for country, seen in working.items() if seen.on_rests),
        )

    def _as_worked(self, outcome: Outcome) -> Outcome:
        """Without days of rest, where this carrier delivers on them all the same."""
        country = country_of(outcome.lane)
        if country is None:
            return outcome
        seen = self._working[outcome.source, outcome.carrier].setdefault(country, Working())
        if outcome.stage is Stage.ORDERED and outcome.arrived_at is not None and outcome.key not in self._ended:
            seen.add(local_day(outcome.arrived_at, outcome.zone), outcome.rests)
        return replace(outcome, rests=NO_RESTS) if seen.on_rests else outcome

    def _set_out(self, outcome: Outcome, quoted_end_s: float) -> None:
        started_s = outcome.started_at.timestamp()
        scale_s = max(3600.0, quoted_end_s - started_s)
        rungs = ladder(Traits(outcome.source, outcome.carrier, outcome.stage, quoted_s=scale_s))
        if outcome.left:
            self._shares.leave(outcome.key, rungs)
            return
        self._shares.start(outcome.key, rungs, started_s, scale_s)
        if outcome.arrived_at is not None:
            self._shares.finish(outcome.key, rungs, outcome.worked_until(outcome.arrived_at))

    def _wait(self, outcome: Outcome) -> None:
        """However long it takes, with or without an estimate."""
        rungs = ladder(Traits(outcome.source, outcome.carrier, outcome.stage, outcome.lane))
        hours = self._hours[outcome.stage]
        if outcome.left:
            hours.leave(outcome.key, rungs)
            return
        hours.start(outcome.key, rungs, outcome.started_at.timestamp(), 3600.0, outcome.weekday)
        if outcome.arrived_at is not None:
            hours.finish(outcome.key, rungs, outcome.worked_until(outcome.arrived_at))

    def _compare(self, outcome: Outcome) -> None:
        assert outcome.arrived_at is not None
        at_s, weekday = outcome.arrived_at.timestamp(), outcome.weekday
        rungs = ladder(Traits(outcome.source, outcome.carrier, outcome.stage, outcome.lane))
        late, off = days_late(outcome), seconds_off(outcome)
        if late is not None:
            self._lateness[outcome.stage].add(rungs, float(late), at_s, weekday)
        if outcome.quiet_s is not None:
            self._quiet[outcome.stage].add(rungs, outcome.quiet_s, at_s, weekday)
        if off is not None:
            spans = self._spans[outcome.stage]
            before = spans.spread(rungs)
            if before is not None and outcome.stage is Stage.ON_THE_ROAD:
                spans.learn(before, off)
            spans.add(rungs, off, at_s, weekday)

    def _stage(self, source: str, carrier: str, stage: Stage, now: datetime, lane: str | None) -> Record | None:
        rungs = ladder(Traits(source, carrier, stage, lane))
        measures = (self._spans, self._lateness, self._quiet)
        span, late, quiet = (measure[stage].spread(rungs) for measure in measures)
        waits = self._hours[stage].outlook(rungs, now.timestamp())
        own = [found.bucket for found in (span, late, quiet, waits) if found]
        if lane is not None and rungs[0] not in own:
            return None
        shares = self._shares.outlook(ladder(Traits(source, carrier, stage, quoted_s=0.0))[1:], now.timestamp())
        known = waits.curve.parcels if waits.bucket and _is_own(waits.bucket, source) else 0
        seen, usual_s = self._usual(source, carrier, stage, now)
        if span is None and late is None and quiet is None and not seen and max(shares.curve.parcels, known) < FEWEST:
            return None
        by_hours = waits.curve.by(CHANCE)
        measured = _Measured(span, late, quiet, waits if known >= FEWEST else None)
        return Record(
            parcels=span.parcels if span else 0,
            chance=CHANCE,
            low_s=span.low if span else None,
            high_s=span.high if span else None,
            dated=late.parcels if late else 0,
            days=_days(late.high if late else None) or 0,
            shares=shares.curve.thinned(_POINTS) if shares.bucket and lane is None else None,
            quiet_s=quiet.high if quiet else None,
            arrived=known,
            by_s=3600 * by_hours if known >= FEWEST and by_hours < NEVER else None,
            seen=seen,
            usual_s=usual_s,
            lane=lane,
            weekdays=self._weekdays(stage, measured, now),
        )

    def _usual(self, source: str, carrier: str, stage: Stage, now: datetime) -> tuple[int, tuple[float, float] | None]:
        """Between which times nine of ten of the carrier's parcels come, and how many arrivals show it."""
        own = self._hours[stage].own(ladder(Traits(source, carrier, stage))[0], now.timestamp())
        if own is None or not own[1]:
            return 0, None
        low, high = own[0].by(_RARE), own[0].by(1 - _RARE)
        return own[1], (3600 * low, 3600 * min(high, _LONGEST_HOURS))

    def _weekdays(self, stage: Stage, measured: "_Measured", now: datetime) -> dict[int, Weekday]:
        """What is otherwise on single weekdays, of the parcels that every measure is made of."""
        spans, lates, quiets = (
            errors[stage].by_weekday(spread) if spread else {}
            for errors, spread in (
                (self._spans, measured.span),
                (self._lateness, measured.late),
                (self._quiet, measured.quiet),
            )
        )
        waits = self._hours[stage].by_weekday(measured.waits, now.timestamp()) if measured.waits else {}
        return {
            day: Weekday(
                parcels=max(known.parcels for days in (spans, lates, quiets, waits) if (known := days.get(day))),
                low_s=_blend(measured.span, spans.get(day), "low"),
                high_s=_blend(measured.span, spans.get(day), "high"),
                days=_days(_blend(measured.late, lates.get(day), "high")),
                quiet_s=_blend(measured.quiet, quiets.get(day), "high"),
                by_s=_by_s(measured.waits, waits.get(day)),
            )
            for day in sorted({*spans, *lates, *quiets, *waits})
        }


@dataclass(frozen=True, slots=True)
class _Measured:
    """What is known of a stage on any weekday."""

    span: Spread | None
    late: Spread | None
    quiet: Spread | None
    waits: Outlook | None


def _blend(any_day: Spread | None, own: Spread | None, side: str) -> float | None:
    if any_day is None or own is None:
        return None
    return blended(getattr(any_day, side), getattr(own, side), own.parcels)


def _days(late: float | None) -> int | None:
    return None if late is None else max(0, ceil(late))


def _by_s(any_day: Outlook | None, own: Curve | None) -> float | None:
    if any_day is None or own is None:
        return None
    hours = blended(any_day.curve.by(CHANCE), own.by(CHANCE), own.parcels)
    return 3600 * hours if hours < NEVER else None


def _is_own(bucket: str, source: str) -> bool:
    """How long other shops' parcels take says nothing about this one's."""
    return f"/{source}" in bucket
