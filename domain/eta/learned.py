"""What was learned about one carrier's estimates, stage by stage: how its parcels came, against what it had said."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from domain.axes import Milestone
from domain.eta.buckets import Stage
from domain.eta.curve import Curve
from domain.eta.weekdays import Weekday, weekday_facts, weekdays_from
from domain.windows import Guard, Window

FEWEST = 30
"""With fewer parcels nothing is held against an estimate, or in its favour."""
MOST_DAYS = 3
"""A date that has to be moved by more days is not repeated as a promise: it is a label, not a plan."""
NARROWEST = timedelta(hours=1)
"""However well a source keeps its windows: vans meet lorries."""


@dataclass(frozen=True, slots=True)
class Record:
    """One stage. `low_s`..`high_s` hold `chance` of the arrivals, counted from the middle of the estimated time.

    `days` is how many days a bare date has to be moved so that it holds with this chance. `shares` is the curve of
    arrivals in shares of the quoted time. `quiet_s` is the longest silence of nineteen of twenty parcels at this stage.
    """

    parcels: int = 0
    chance: float = 0.9
    low_s: float | None = None
    high_s: float | None = None
    dated: int = 0
    days: int = 0
    shares: Curve | None = None
    quiet_s: float | None = None
    arrived: int = 0
    by_s: float | None = None
    """How long after the stage began a parcel has come with this chance, as `arrived` parcels show; for those of which
    nobody estimates anything."""
    seen: int = 0
    usual_s: tuple[float, float] | None = None
    """Between which times after the stage began nine of ten come, as `seen` arrivals show, however few."""
    lane: str | None = None
    """The lane whose own parcels these figures are of; None: all of the carrier's."""
    weekdays: Mapping[int, Weekday] = field(default_factory=dict)
    """What is otherwise for parcels that began the stage on a weekday (Monday 0), where enough of them are known."""
    weekday: int | None = None
    """The weekday whose figures these are; None: any."""

    def begun_on(self, weekday: int) -> "Record":
        """The figures for parcels that began the stage on this weekday."""
        known = self.weekdays.get(weekday)
        if known is None:
            return self
        figures = {name: getattr(known, name) for name in ("low_s", "high_s", "days", "quiet_s", "by_s")}
        return replace(self, weekday=weekday, **{name: value for name, value in figures.items() if value is not None})


@dataclass(frozen=True, slots=True)
class Learned:
    """The record of one merchant's parcels with one carrier. Empty until there is one."""

    stages: Mapping[Stage, Record] = field(default_factory=dict)
    working: frozenset[str] = frozenset()
    """The countries in which it delivers on public holidays as well."""

    def record(self, milestone: Milestone) -> Record | None:
        """What is known of parcels that stand here."""
        return self.stages.get(stage_of(milestone))

    def guard(self, milestone: Milestone, prior: Guard) -> Guard:
        """How an estimate may be repeated for a parcel that stands here: the prior, until something is learned."""
        record = self.stages.get(stage_of(milestone))
        if record is None:
            return prior
        guard = prior
        if record.dated >= FEWEST:
            guard = replace(guard, days=record.days if record.days <= MOST_DAYS else None)
        if record.parcels >= FEWEST and record.low_s is not None and record.high_s is not None:
            low, high = timedelta(seconds=record.low_s), timedelta(seconds=record.high_s)
            narrowest = min(prior.narrowest, max(NARROWEST, high - low))
            guard = replace(guard, narrowest=narrowest, around=(low, high))
        return guard

    def chance(self, milestone: Milestone, window: Window) -> float | None:
        """With which chance such a window holds by what was measured; None while only the prior speaks."""
        record = self.stages.get(stage_of(milestone))
        if record is None or (record.dated if window.is_day else record.parcels) < FEWEST:
            return None
        return record.chance


NOTHING_LEARNED = Learned()


def on_lane(carrier: Learned, lane: Learned) -> Learned:
    """A lane's own figures where it has them, the carrier's elsewhere; curves are always the carrier's."""
    curves = {stage: record.shares for stage, record in carrier.stages.items()}
    own = {stage: replace(record, shares=curves.get(stage)) for stage, record in lane.stages.items()}
    return Learned({**carrier.stages, **own}, carrier.working)


def begun_on(learned: Learned, weekdays: Mapping[Stage, int]) -> Learned:
    """What counts for a parcel that began its stages on these weekdays; the rest as it was."""
    if not any(record.weekdays for record in learned.stages.values()):
        return learned
    stages = {s: record.begun_on(weekdays[s]) if s in weekdays else record for s, record in learned.stages.items()}
    return Learned(stages, learned.working)


def stage_of(milestone: Milestone) -> Stage:
    """From which stage a parcel that stands here is looked at."""
    match milestone:
        case Milestone.UNKNOWN | Milestone.CREATED | Milestone.ACCEPTED:
            return Stage.ORDERED
        case Milestone.OUT_FOR_DELIVERY:
            return Stage.ON_THE_ROAD
        case _:
            return Stage.MOVING


def as_facts(learned: Learned) -> dict[str, object]:
    """As JSON: `{"moving": {"parcels": 412, "low_s": -1800.0, …, "shares": {"ages": […], "arrived": […]}}}`."""
    stages: dict[str, object] = {stage.value: _record_facts(record) for stage, record in learned.stages.items()}
    return stages | ({_WORKING: dict.fromkeys(sorted(learned.working), True)} if learned.working else {})


def from_facts(facts: Mapping[str, Mapping[str, object]]) -> Learned:
    """The other way round. Unknown fields and stages of another version are left aside."""
    known = {stage.value: stage for stage in Stage}
    stages = {known[name]: _record(record) for name, record in facts.items() if name in known}
    return Learned(stages, frozenset(facts.get(_WORKING, ())))


_WORKING = "working_on_holidays"


def _record_facts(record: Record) -> dict[str, object]:
    return {
        "parcels": record.parcels,
        "chance": record.chance,
        "low_s": record.low_s,
        "high_s": record.high_s,
        "dated": record.dated,
        "days": record.days,
        "shares": _curve_facts(record.shares) if record.shares else None,
        "quiet_s": record.quiet_s,
        "arrived": record.arrived,
        "by_s": record.by_s,
        "seen": record.seen,
        "usual_s": [3600 * round(s / 3600) for s in record.usual_s] if record.usual_s else None,
        "lane": record.lane,
        "weekdays": {f"{day}": weekday_facts(weekday) for day, weekday in record.weekdays.items()},
    }


def _curve_facts(curve: Curve) -> dict[str, object]:
    """To five digits: every story is read with it."""
    ages, arrived = ([round(x, 5) for x in numbers] for numbers in (curve.ages, curve.arrived))
    return {"ages": ages, "arrived": arrived, "parcels": curve.parcels}


_PLAIN = ("parcels", "chance", "low_s", "high_s", "dated", "days", "quiet_s", "arrived", "by_s", "seen", "lane")


def _record(facts: Mapping[str, object]) -> Record:
    shares, usual = facts.get("shares"), facts.get("usual_s")
    plain = {name: facts[name] for name in _PLAIN if name in facts}
    return Record(
        **plain,  # type: ignore[arg-type]  # as `_record_facts` wrote them
        shares=Curve(**shares) if isinstance(shares, dict) else None,
        usual_s=(usual[0], usual[1]) if isinstance(usual, list) else None,
        weekdays=weekdays_from(facts.get("weekdays")),
    )
