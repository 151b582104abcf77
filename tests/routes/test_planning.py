"""Planning: what is said to be a plan is one, and no engine is believed unseen."""

from random import Random

import pytest

from domain.routes.planning import Day, Planned, Van, begun, checked, inserted
from domain.routes.tour import Stop
from routing.engine import NAME, SubprocessEngine, is_installed
from routing.worker import _alike, solve


def a_day(seed: int, stops: int, vans: int = 1, *, capacity: int | None = None, shift_s: float = 30_000) -> Day:
    random = Random(seed)
    places = [(random.uniform(0, 30), random.uniform(0, 30)) for _ in range(stops + 1)]
    legs = [[60 + 30 * (abs(a[0] - b[0]) + abs(a[1] - b[1])) for b in places] for a in places]
    times = []
    for _ in range(stops):
        opens = random.choice([0.0, 5000.0, 10_000.0])
        times.append(Stop(opens, opens + 15_000, 120))
    shifts = tuple(Van(f"van-{n}", 0, shift_s, 0, 0, capacity) for n in range(vans))
    return Day(shifts, tuple(times), tuple(range(1, stops + 1)), legs, (1,) * stops)


def is_drivable(day: Day, planned: Planned) -> bool:
    """By driving it."""
    for van, tour in zip(day.vans, planned.tours, strict=True):
        times = begun(day, van, tour)
        if any(at > day.stops[n].closes_s for n, at in zip(tour, times, strict=False)) or times[-1] > van.closes_s:
            return False
        if van.capacity is not None and len(tour) > van.capacity:
            return False
    seen = sorted([n for tour in planned.tours for n in tour] + list(planned.left_out))
    return seen == list(range(len(day.stops)))


@pytest.mark.parametrize("seed", range(40))
def test_insertion_plans_what_can_be_driven(seed: int) -> None:
    day = a_day(seed, stops=5 + seed, vans=1 + seed % 3, capacity=None if seed % 2 else 12)
    planned = inserted(day)

    assert planned.problems == ()
    assert is_drivable(day, planned)


def test_a_plan_that_breaks_something_says_what() -> None:
    day = a_day(1, stops=3, capacity=2)
    late = Day(day.vans, (Stop(0, 1), *day.stops[1:]), day.at, day.legs, day.demand)

    assert "stop 0 is reached after its window" in checked(late, [[0, 1, 2]], "x").problems
    assert "van-0 carries more than it can" in checked(day, [[0, 1, 2]], "x").problems
    assert "a stop is in the plan twice" in checked(day, [[0, 1, 0]], "x").problems
    short = Day((Van("v", 0, 100, 0, 0),), day.stops, day.at, day.legs, day.demand)
    assert "v is back after its shift" in checked(short, [[0]], "x").problems
    assert checked(day, [[0]], "x").left_out == (1, 2)


async def test_the_engine_plans_better_than_insertion_and_breaks_nothing() -> None:
    assert is_installed()
    day = a_day(7, stops=40)
    planned, plain = await SubprocessEngine().plan(day, 0.5), inserted(day)

    assert planned.by == NAME
    assert is_drivable(day, planned)
    assert len(planned.left_out) <= len(plain.left_out)
    assert planned.driven_s <= plain.driven_s or len(planned.left_out) < len(plain.left_out)


def test_vans_that_differ_in_their_name_alone_are_one_kind_to_the_engine() -> None:
    """And each tour is driven by a van that can."""
    day = a_day(9, stops=24, vans=4, capacity=8)
    late = Van("late", 12_000, 30_000, 0, 0, 8)
    day = Day((day.vans[0], late, *day.vans[1:]), day.stops, day.at, day.legs, day.demand)
    planned = checked(day, solve(day, 0.3), NAME)

    assert _alike(day) == [[0, 2, 3, 4], [1]]
    assert planned.problems == ()
    assert planned.left_out == ()


async def test_where_the_engine_is_not_installed_insertion_plans(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("routing.engine.is_installed", lambda: False)
    day = a_day(2, stops=8)

    assert await SubprocessEngine().plan(day, 0.5) == inserted(day)


async def test_where_nothing_can_be_driven_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    async def nonsense(asked: bytes, patience_seconds: float) -> dict[str, list[list[int]]]:
        return {"PyVRP": [[0, 0]]}

    monkeypatch.setattr("routing.engine._work", nonsense)

    with pytest.raises(OSError, match="no plan that can be driven"):
        await SubprocessEngine().plan(a_day(2, stops=4), 0.2)


async def test_an_engine_that_dies_says_what_it_died_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("routing.engine.WORKER", "routing.nothing_of_that_name")

    with pytest.raises(OSError, match="nothing_of_that_name"):
        await SubprocessEngine().plan(a_day(2, stops=4), 0.2)


async def test_an_engine_that_answers_nonsense_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    async def nonsense(asked: bytes, patience_seconds: float) -> dict[str, list[list[int]]]:
        return {"PyVRP": [[3, 3, 2, 1, 0]], "insertion": [[0]]}

    monkeypatch.setattr("routing.engine._work", nonsense)
    day = a_day(2, stops=4)

    assert (await SubprocessEngine().plan(day, 0.2)).by == "insertion"


async def test_an_engine_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("routing.engine.STARTS_WITHIN_SECONDS", 0.0)

    with pytest.raises(TimeoutError):
        await SubprocessEngine().plan(a_day(2, stops=4), 0.01)
