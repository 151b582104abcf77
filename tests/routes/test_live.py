"""A route on the day: windows that follow the van, who is told what, and what is left alone."""

from datetime import timedelta

from domain.live import from_facts
from domain.routes.positions import Position
from flows.routes import positions
from store.tables import PromiseRow, Route, RouteStop, Shipment
from tests.flows.house import NOON
from tests.routes.street import DEPOT, Street, door


def test_a_route_gives_each_parcel_a_window_of_its_own(street: Street) -> None:
    street.order(1, 2, 3)
    street.give([1, 2, 3])

    windows = [from_facts(row.live) for row in street.house.rows(Shipment)]

    assert [w.from_at < w.to_at for w in windows] == [True] * 3
    assert windows[0].to_at <= windows[2].to_at
    assert windows[2].to_at - windows[2].from_at >= timedelta(hours=2)


def test_out_for_delivery_tells_the_routes_window_and_the_ledger_says_where_it_is_from(street: Street) -> None:
    street.order(1, 2)
    street.house.say()
    street.give([1, 2])
    street.seen(DEPOT)
    street.wait(seconds=30)
    street.house.report(street.house.event("out_for_delivery", "DS2"))
    (words,) = street.house.say()
    promise = street.house.rows(PromiseRow)[-1]

    assert "12:" in words
    assert (promise.source, promise.chance) == ("route", 0.9)


def test_you_are_next_is_told_once_and_in_so_many_words(street: Street) -> None:
    street.order(*range(1, 8))
    street.house.say()
    street.give(range(1, 8))
    street.seen(DEPOT)
    for n in range(1, 8):
        street.house.report(street.house.event("out_for_delivery", f"DS{n}"))
    words = street.wait(minutes=2)
    assert any("You are next" in text for text in words)
    far = [key for key, state in street.house.notices().items() if key.startswith("arriving_soon")]
    assert 1 <= len(far) <= 3

    street.seen(door(1))
    street.house.report(street.house.event("delivered", "DS1"))
    words = street.wait(minutes=10)

    assert sum("stops away" in text or "You are next" in text for text in words) <= 3
    again = street.wait(minutes=3)
    assert not any("You are next" in text for text in again)


def test_nobody_is_told_to_expect_what_is_at_their_door(street: Street) -> None:
    street.order(1)
    street.seen(DEPOT)
    street.give([1])
    words = street.wait(minutes=2)

    assert len(words) == 1
    assert "You are next" in words[0]


def test_a_delivered_stop_is_behind_and_says_nothing_more(street: Street) -> None:
    street.order(1, 2)
    street.give([1, 2])
    street.seen(DEPOT)
    street.house.now += timedelta(minutes=6)
    street.house.report(street.house.event("delivered", "DS1"))
    street.look()
    street.house.now += timedelta(minutes=1)
    street.look()
    first, second = street.house.rows(Shipment)
    done, left = street.house.rows(RouteStop)

    assert first.live is None
    assert second.live is not None
    assert (done.done_at is not None, left.done_at) == (True, None)
    assert street.house.rows(Route)[0].state == "driving"


def test_a_van_that_falls_behind_moves_only_windows_that_really_move(street: Street) -> None:
    street.order(*range(1, 7))
    street.house.say()
    street.give(range(1, 7))
    street.seen(DEPOT)
    for n in range(1, 7):
        street.house.report(street.house.event("out_for_delivery", f"DS{n}"))
    street.wait(minutes=1)
    before = len(street.house.rows(PromiseRow))
    for _ in range(30):  # stuck in front of the first door
        street.house.now += timedelta(minutes=5)
        street.seen((door(1)[0] - 0.001, DEPOT[1]))
        street.wait(seconds=20)
    words = street.wait(minutes=10)

    moved = [key for key in street.house.notices() if key.startswith("promise_moved")]
    assert moved
    assert len(moved) <= 6
    assert len(street.house.rows(PromiseRow)) > before
    assert len(words) <= 8


def test_a_van_that_is_not_heard_of_moves_nobody(street: Street) -> None:
    street.order(1, 2)
    street.house.say()
    street.give([1, 2])
    street.seen(DEPOT)
    street.wait(minutes=1)
    before = [row.live for row in street.house.rows(Shipment)]
    street.house.now += timedelta(hours=2)
    street.look()

    assert [row.live["from"] for row in street.house.rows(Shipment)] == [live["from"] for live in before]


def test_a_route_given_without_a_parcel_lets_go_of_it(street: Street) -> None:
    street.order(1, 2)
    street.give([1, 2])
    street.give([1])

    first, second = street.house.rows(Shipment)
    assert first.live is not None
    assert second.live is None


def test_a_route_is_over_when_everybody_has_theirs(street: Street) -> None:
    street.order(1)
    street.give([1])
    street.house.now = NOON + timedelta(minutes=5)
    street.house.report(street.house.event("delivered", "DS1"))
    street.house.now += timedelta(minutes=1)
    street.look()

    route = street.house.rows(Route)[0]
    assert (route.state, route.next_at) == ("over", None)


def test_an_older_position_never_takes_the_place_of_a_newer_one(street: Street) -> None:
    street.give([1])
    assert street.seen(door(1)) == 1
    assert street.seen(DEPOT, NOON - timedelta(minutes=10)) == 0


def test_positions_of_a_merchant_nobody_knows_are_dropped(street: Street) -> None:
    with street.house.database.transaction() as tx:
        assert positions.keep(tx, {("nobody", "v"): Position("v", NOON, 1.0, 1.0)}, NOON) == 0


def test_a_courier_whom_a_platform_names_rides_alone_and_is_next(street: Street) -> None:
    street.order(1)
    street.house.report(street.house.event("out_for_delivery", "DS1"))
    position = Position("uber-1", street.house.now, *DEPOT, "DS1")
    for _ in range(2):
        with street.house.database.transaction() as tx:
            positions.keep(tx, {(street.house.merchant_id, "uber-1"): position}, street.house.now)
    street.house.now += timedelta(seconds=11)
    street.look()

    (route,) = street.house.rows(Route)
    (stop,) = street.house.rows(RouteStop)
    (shipment,) = street.house.rows(Shipment)
    assert (route.vehicle, route.state, stop.tracking_number) == ("uber-1", "driving", "DS1")
    assert from_facts(shipment.live).stops == 1


def test_a_courier_of_a_parcel_that_is_there_already_makes_no_route(street: Street) -> None:
    street.order(1)
    street.house.report(street.house.event("delivered", "DS1"))
    position = Position("uber-1", street.house.now, *DEPOT, "DS1")
    with street.house.database.transaction() as tx:
        positions.keep(tx, {(street.house.merchant_id, "uber-1"): position}, street.house.now)

    assert street.house.rows(Route) == []
