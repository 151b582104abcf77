"""Weekdays: the day by which nine of ten have come, told at handover, where a carrier rests on Sundays. Generated."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from random import Random
from statistics import mean

from domain.eta.buckets import Stage
from domain.eta.learner import Learner
from domain.eta.outcomes import Outcome
from tests.bench.eta.rows import Row, share

DAYS, LEARNED_DAYS, A_DAY = 150, 60, 12
FIRST = datetime(2026, 3, 2, 17, tzinfo=UTC)
SUNDAY = 6


def rows() -> Iterator[Row]:
    told: defaultdict[int, list[tuple[float, float, float]]] = defaultdict(list)
    for took_s, any_day_s, own_s, weekday in _replay():
        told[weekday].append((took_s, any_day_s, own_s))
    everything = [one for day in told.values() for one in day]
    late = [(_late(day, 2), _late(day, 1)) for day in told.values()]
    yield Row("eta.weekdays.late", _late(everything, 2), "%", _late(everything, 1), 6.0, 12.0)
    yield Row(
        "eta.weekdays.worst_day_late", max(own for own, _ in late), "%", max(plain for _, plain in late), None, 15
    )
    yield Row("eta.weekdays.length", _days(everything, 2), "days", _days(everything, 1))


def _replay() -> Iterator[tuple[float, float, float, int]]:
    """Seconds a parcel took, seconds told without and with its weekday, and that weekday."""
    random, learner = Random(11), Learner()
    road: list[tuple[datetime, int, Outcome]] = []
    number = 0
    for day in range(DAYS):
        at = FIRST + timedelta(days=day)
        if at.weekday() == SUNDAY:
            continue
        for _ in range(A_DAY):
            number += 1
            begun = at + timedelta(minutes=random.randrange(120))
            arrives = _arrival(begun, random)
            while road and road[0][0] <= begun:
                learner.learn(heappop(road)[2])
            if day >= LEARNED_DAYS:
                record = learner.record("shop", "carrier", begun).stages[Stage.MOVING]
                own = record.begun_on(begun.weekday())
                assert record.by_s is not None
                assert own.by_s is not None
                yield (arrives - begun).total_seconds(), record.by_s, own.by_s, begun.weekday()
            learner.learn(_outcome(number, begun, None))
            heappush(road, (arrives, number, _outcome(number, begun, arrives)))


def _arrival(begun: datetime, random: Random) -> datetime:
    """One to three days of work, Sundays not counted, and some time of the day."""
    at = begun
    for _ in range(random.choices((1, 2, 3), (5, 4, 1))[0]):
        at += timedelta(days=2 if (at + timedelta(days=1)).weekday() == SUNDAY else 1)
    return at.replace(hour=8, minute=0) + timedelta(minutes=random.randrange(600))


def _outcome(number: int, begun: datetime, arrived: datetime | None) -> Outcome:
    key, weekday = f"{number}:moving", begun.weekday()
    return Outcome(key, "shop", "carrier", Stage.MOVING, None, weekday, UTC, begun, arrived_at=arrived)


def _late(told: list[tuple[float, float, float]], which: int) -> float:
    return share(sum(one[0] > one[which] for one in told), len(told))


def _days(told: list[tuple[float, float, float]], which: int) -> float:
    return mean(one[which] for one in told) / 86_400
