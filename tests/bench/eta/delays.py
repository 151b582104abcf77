"""Goal 2: delay notices at the carrier's own date, looked at once each morning, that warn without nagging."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from statistics import median

from domain.eta.arrivals import Arrivals
from domain.eta.buckets import Ladder, Stage
from domain.eta.priors import SHARES
from domain.eta.rests import after
from domain.eta.revisions import Revisions
from domain.eta.warning import risk_needed
from domain.policy import Policy
from tests.bench.eta import promises
from tests.bench.eta.kinds import Ordered
from tests.bench.eta.promises import What, arrived_s, happenings, scale_s
from tests.bench.eta.rows import Row, share
from tests.bench.eta.series import Series

RISK = Policy().delay_risk
MOST = 3
HOURS = (4, 4, 4, 12)
"""From one look to the next: 8, 12, 16, 20 o'clock, and 8 again."""
LOST = timedelta(days=60)
HELD_OUT = 6.7
"""Per cent of the promises in the held-out part broke; where more break, more is told."""


@dataclass(slots=True)
class _Watched:
    """One parcel on its way: the days it was told (the carrier's first), and when."""

    order: Ordered
    stage: Stage
    since: datetime
    told: list[date]
    noticed: list[date] = field(default_factory=list)


def rows(series: Series[Ordered]) -> Iterator[Row]:
    watched = watch(series)
    for part, first, end in series.parts_beside_ordinary():
        ours = [watched[n] for n in range(first, end) if n in watched and series.items[n].delivered_at is not None]
        yield from _score(part, ours, series.stands_in)


def watch(series: Series[Ordered]) -> dict[int, _Watched]:
    """Replays all that happened, and the mornings between: every order on its way is looked at each morning."""
    arrivals, revisions = Arrivals(SHARES), Revisions()
    road: dict[int, _Watched] = {}
    seen: dict[int, _Watched] = {}
    look_s, hours = 0.0, cycle(HOURS)
    for at_s, what, n in happenings(series):
        look_s = look_s or at_s // 86_400 * 86_400 + 8 * 3600.0
        while look_s <= at_s:
            _look(road, arrivals, revisions, look_s)
            look_s += next(hours) * 3600.0
        order = series.items[n]
        match what:
            case What.BOUGHT:
                road[n] = seen[n] = _Watched(order, Stage.ORDERED, order.bought_at, [_last_day(order)])
                _set_out(arrivals, road[n])
            case What.HANDED if n in road and order.handed_at is not None:
                road[n].stage, road[n].since = Stage.MOVING, order.handed_at
                _set_out(arrivals, road[n])
            case What.DELIVERED:
                _arrive(arrivals, order)
                arrived = road.pop(n)
                if len(arrived.told) == 2:
                    revisions.learn(_day(at_s) <= arrived.told[1])
            case _:
                pass
    return seen


def buckets(order: Ordered, stage: Stage, since: datetime) -> Ladder:
    """Without bands of quoted lengths: the curve that a record carries is of all of the carrier's parcels."""
    return promises.buckets(order, stage, since)[1:]


def _set_out(arrivals: Arrivals, one: _Watched) -> None:
    rungs = buckets(one.order, one.stage, one.since)
    arrivals.start(one.order.key, rungs, one.since.timestamp(), scale_s(one.order, one.since))


def _arrive(arrivals: Arrivals, order: Ordered) -> None:
    begun = [(Stage.ORDERED, order.bought_at), *([(Stage.MOVING, order.handed_at)] if order.handed_at else [])]
    for stage, since in begun:
        arrivals.finish(order.key, buckets(order, stage, since), arrived_s(order, since))


def _look(road: dict[int, _Watched], arrivals: Arrivals, revisions: Revisions, now_s: float) -> None:
    now, today = datetime.fromtimestamp(now_s, UTC), _day(now_s)
    for one in road.values():
        quiet = len(one.noticed) >= MOST or (one.noticed and today <= one.told[-1])
        if quiet or today > one.told[0] + LOST:
            continue
        scale = scale_s(one.order, one.since)
        age = one.order.worked(one.since, now) / scale
        curve = arrivals.outlook(buckets(one.order, one.stage, one.since), now_s).curve
        needed = risk_needed(one.order.quoted_at - now, RISK)
        if not one.noticed and curve.risk(one.order.worked(one.since, one.order.quoted_at) / scale, age) <= needed:
            continue
        if len(one.noticed) == 1:
            revisions.learn(False)
        one.noticed.append(today)
        left = timedelta(seconds=min(curve.by(revisions.chance, age), age + 4.0) * scale)
        one.told.append(after(one.since, left, one.order.rests, UTC).date())


def _score(part: str, watched: list[_Watched], stands_in: bool = False) -> Iterator[Row]:
    broken = [w for w in watched if _arrived(w) > w.told[0]]
    first = [w for w in watched if w.noticed]
    warned = [w for w in broken if w.noticed and w.noticed[0] < w.told[0]]
    early = [w for w in first if w.noticed[0] <= w.told[0]]
    right = [w for w in early if _arrived(w) > w.told[0]]
    of = len(watched)
    name = f"eta.notices.{part.replace(' ', '_')}"
    goal = part == "later" or stands_in
    more = max(1.0, share(len(broken), of) / HELD_OUT) if part == "check" and stands_in else 1.0
    kept = [_arrived(w) <= w.told[1] for w in first]
    leads = [(w.told[0] - w.noticed[0]).days for w in warned]
    yield Row(f"{name}.broken", share(len(broken), of), "%")
    yield Row(f"{name}.warned", share(len(warned), len(broken)), "%", 0.0, 85.0 if goal else None)
    yield Row(f"{name}.lead", median(leads) if leads else 0.0, "days", None, 2.0 if goal else None)
    yield Row(f"{name}.precision", share(len(right), len(early)), "%")
    yield Row(f"{name}.false", share(len(early) - len(right), of), "/100", None, None, 3.0 * more if goal else None)
    sent = sum(len(w.noticed) for w in watched)
    yield Row(f"{name}.notices", share(sent, of), "/100", None, None, 12.0 * more if goal else None)
    yield Row(f"{name}.twice", share(sum(len(w.noticed) > 1 for w in watched), of), "/100")
    yield Row(f"{name}.revision_kept", share(sum(kept), len(kept)), "%", None, 88.0 if goal else None)


def _arrived(watched: _Watched) -> date:
    assert watched.order.delivered_at is not None
    return watched.order.delivered_at.date()


def _last_day(order: Ordered) -> date:
    return (order.quoted_at - timedelta(days=1)).date()


def _day(at_s: float) -> date:
    return datetime.fromtimestamp(at_s, UTC).date()
