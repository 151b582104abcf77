"""A route that is driven as it was given gets its travel times from the map server, once, in the background."""

from datetime import timedelta

from domain.routes.given import StopGiven
from flows.routes.map_legs import REST, TOGETHER, MapLegs
from flows.routes.roads import NoRoads, Roads
from store.tables import Route, RouteStop, Shipment
from tests.flows.house import NOON
from tests.routes.street import DEPOT, Street, door


class Slow:
    """Roads on which every leg takes ten minutes; `away` while its server does not answer."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.away = False

    async def seconds(self, places: object) -> list[list[float]] | NoRoads:
        assert isinstance(places, list)
        self.asked.append(len(places))
        if self.away:
            return NoRoads("it is away")
        return [[600.0 * abs(a - b) for b in range(len(places))] for a in range(len(places))]


def asking(street: Street, roads: Roads | None) -> MapLegs:
    return MapLegs(street.house.database, lambda: street.house.now, roads)


def legs(street: Street) -> list[float | None]:
    return [row.leg_s for row in sorted(street.house.rows(RouteStop), key=lambda row: row.position)]


async def test_windows_of_a_route_given_in_order_follow_the_map(street: Street) -> None:
    street.order(*range(1, 9))
    street.give(range(1, 9))
    before = {row.tracking_number: row.live["to"] for row in street.house.rows(Shipment)}

    assert await asking(street, Slow()).ask_some() == 1
    assert legs(street) == [600.0] * 8
    assert street.house.rows(Route)[0].road > 1.5
    street.look()

    after = {row.tracking_number: row.live["to"] for row in street.house.rows(Shipment)}
    assert after["DS8"] > before["DS8"]


async def test_it_is_asked_once_until_the_route_changes(street: Street) -> None:
    street.order(1, 2, 3)
    street.give([1, 2])
    roads = Slow()
    legs_by_map = asking(street, roads)
    await legs_by_map.ask_some()
    assert await legs_by_map.ask_some() == 0
    street.give([1, 2])  # the same again
    assert await legs_by_map.ask_some() == 0
    street.give([1, 2, 3])
    assert legs(street) == [600.0, 600.0, None]
    assert await legs_by_map.ask_some() == 1
    assert roads.asked == [3, 4]
    assert legs(street) == [600.0, 600.0, 600.0]


async def test_a_leg_between_other_stops_is_asked_for_anew(street: Street) -> None:
    street.order(1, 2, 3)
    street.give([1, 2, 3])
    await asking(street, Slow()).ask_some()
    street.give([2, 1, 3])
    assert legs(street) == [None, None, None]
    street.give([1, 2, 3], stops=(StopGiven("DS1", None, door(9)), StopGiven("DS2", None, door(2))))
    assert legs(street) == [None, None]


async def test_a_place_that_nobody_knows_leaves_only_its_legs_out_and_is_not_asked_for_again(street: Street) -> None:
    street.order(1, 3)
    somewhere = StopGiven(None, "break")
    street.give([], stops=(StopGiven("DS1", None, door(1)), somewhere, StopGiven("DS3", None, door(3))))
    legs_by_map = asking(street, Slow())
    assert await legs_by_map.ask_some() == 1
    assert legs(street) == [600.0, None, None]
    assert await legs_by_map.ask_some() == 0


async def test_a_long_route_is_asked_for_in_pieces_that_hang_together(street: Street) -> None:
    doors = range(1, TOGETHER + 11)
    street.give([], stops=tuple(StopGiven(None, f"s{n}", door(n)) for n in doors))
    roads = Slow()
    assert await asking(street, roads).ask_some() == 1
    assert roads.asked == [TOGETHER, 12]
    assert set(legs(street)) == {600.0}


async def test_a_server_that_is_away_is_left_alone_for_a_while_and_asked_again(street: Street) -> None:
    street.order(1)
    street.give([1])
    roads = Slow()
    roads.away = True
    legs_by_map = asking(street, roads)
    assert await legs_by_map.ask_some() == 0
    roads.away = False
    assert await legs_by_map.ask_some() == 0
    assert len(roads.asked) == 1
    street.house.now += REST
    assert await legs_by_map.ask_some() == 1
    assert legs(street) == [600.0]


async def test_it_is_asked_from_the_stop_the_van_left_last(street: Street) -> None:
    street.order(1, 2)
    street.give([], stops=(StopGiven("DS1", None, door(1), done_at=NOON), StopGiven("DS2", None, door(2))))
    street.seen(DEPOT, NOON + timedelta(seconds=30))
    roads = Slow()
    assert await asking(street, roads).ask_some() == 1
    assert roads.asked == [2]
    assert legs(street) == [None, 600.0]


async def test_without_a_map_server_and_for_routes_of_another_day_nothing_is_asked(street: Street) -> None:
    street.order(1)
    street.give([1], starts_at=NOON + timedelta(days=3))
    roads = Slow()
    assert await asking(street, roads).ask_some() == 0
    street.give([1])
    assert await asking(street, None).ask_some() == 0
    assert roads.asked == []


async def test_a_route_that_changed_meanwhile_keeps_no_time_of_another_order(street: Street) -> None:
    street.order(1, 2)
    street.give([1, 2])

    class Changing(Slow):
        async def seconds(self, places: object) -> list[list[float]] | NoRoads:
            if not self.asked:
                street.give([2, 1])
            return await super().seconds(places)

    legs_by_map = asking(street, Changing())
    assert await legs_by_map.ask_some() == 0
    assert legs(street) == [None, None]
    assert await legs_by_map.ask_some() == 1
