"""A route is put in a better order in the background, taken only if it is one."""

from datetime import timedelta
from itertools import pairwise

from domain.routes.planning import Day, Planned, checked
from flows.routes.resequence import Planning, plan_waiting, want_plan
from flows.routes.roads import NoRoads, Roads
from routing.engine import SubprocessEngine
from store.tables import Route, RouteStop
from tests.flows.house import NOON
from tests.routes.street import Street


class Fixed:
    """An engine that answers the same whatever it is asked; `during` happens while it thinks."""

    def __init__(self, tour: tuple[int, ...], during: object = None) -> None:
        self._tour, self._during = tour, during

    async def plan(self, day: Day, seconds: float) -> Planned:
        if callable(self._during):
            self._during()
        return checked(day, [self._tour], "fixed")


class Slow:
    """Roads on which everything takes twice as long as reckoned, or nobody knows."""

    def __init__(self, why: str | None = None) -> None:
        self._why = why
        self.asked = 0

    async def seconds(self, places: object) -> list[list[float]] | NoRoads:
        self.asked += 1
        assert isinstance(places, list)
        if self._why:
            return NoRoads(self._why)
        return [[600.0 * abs(a - b) for b in range(len(places))] for a in range(len(places))]


def planning(street: Street, engine: object, roads: Roads | None = None) -> Planning:
    return Planning(street.house.database, lambda: street.house.now, engine, roads)  # type: ignore[arg-type]  # fakes


def order_of(street: Street) -> list[str]:
    return [row.tracking_number for row in sorted(street.house.rows(RouteStop), key=lambda row: row.position)]


async def test_a_zigzag_becomes_a_street(street: Street) -> None:
    street.order(*range(1, 6))
    street.give([3, 1, 5, 2, 4], in_order=False, starts_at=NOON + timedelta(hours=1))

    assert await plan_waiting(planning(street, SubprocessEngine())) == 1

    doors = [0, *(int(number[2:]) for number in order_of(street)), 0]
    assert sum(abs(a - b) for a, b in pairwise(doors)) == 10  # up the street and down again
    (route,) = street.house.rows(Route)
    assert route.plan_at is None
    assert "less to drive" in route.planned_why


async def test_an_order_that_is_no_better_leaves_everything_as_it_is(street: Street) -> None:
    street.order(1, 2, 3)
    street.give([1, 2, 3])
    with street.house.database.transaction() as tx:
        assert want_plan(tx, "acme", "r1", street.house.now)
    before = street.house.rows(RouteStop)
    await plan_waiting(planning(street, SubprocessEngine()))

    assert street.house.rows(RouteStop) == before
    assert "no order is better" in street.house.rows(Route)[0].planned_why


async def test_a_plan_that_leaves_a_stop_out_is_not_taken(street: Street) -> None:
    street.order(1, 2, 3)
    street.give([3, 1, 2], in_order=False)
    await plan_waiting(planning(street, Fixed((1, 2))))

    assert order_of(street) == ["DS3", "DS1", "DS2"]
    assert "no other order keeps every window" in street.house.rows(Route)[0].planned_why


async def test_what_changed_while_the_engine_thought_is_planned_again(street: Street) -> None:
    street.order(1, 2, 3)
    street.give([3, 1, 2], in_order=False)
    await planning(street, Fixed((1, 2, 0), lambda: street.give([2, 1, 3], in_order=False))).plan_next()

    assert order_of(street) == ["DS2", "DS1", "DS3"]
    assert street.house.rows(Route)[0].plan_at is not None


async def test_a_map_servers_times_stand_in_the_route(street: Street) -> None:
    street.order(1, 2, 3)
    street.give([1, 2, 3], in_order=False)
    roads = Slow()
    await plan_waiting(planning(street, Fixed((0, 1, 2)), roads))

    assert roads.asked == 1
    assert [row.leg_s for row in street.house.rows(RouteStop)] == [600.0, 600.0, 600.0]
    assert street.house.rows(Route)[0].road > 1.5


async def test_a_map_server_that_is_silent_changes_nothing_but_precision(street: Street) -> None:
    street.order(1, 2, 3)
    street.give([3, 1, 2], in_order=False)
    await plan_waiting(planning(street, Fixed((1, 2, 0)), Slow("it is away")))

    assert order_of(street) == ["DS1", "DS2", "DS3"]


async def test_an_engine_that_fails_leaves_a_sentence(street: Street) -> None:
    class Broken:
        async def plan(self, day: Day, seconds: float) -> Planned:
            raise OSError("the engine ended with 1: no memory")

    street.order(1)
    street.give([1], in_order=False)
    await plan_waiting(planning(street, Broken()))

    assert street.house.rows(Route)[0].planned_why == "could not be planned: the engine ended with 1: no memory"
