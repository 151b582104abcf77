"""Staff watch over routes: what stands in the console, and what /metrics counts."""

from datetime import timedelta
from typing import Any

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from domain.routes.given import StopGiven
from doorstep.route_figures import RouteFigures
from flows.routes.watching import watched
from store import route_views
from store.route_views import Watching
from store.tables import Route
from tests.console.desk import signed_in
from tests.flows.house import NOON
from tests.routes.street import VAN, Street, door

HOUR = timedelta(hours=1)


def late_stop(number: int) -> StopGiven:
    """A door that should have been reached a while ago."""
    return StopGiven(f"DS{number}", None, door(number), opens_at=NOON - 2 * HOUR, closes_at=NOON - HOUR / 2)


def route(street: Street) -> Any:
    (row,) = street.house.rows(Route)
    return row


def test_what_will_be_late_is_counted_with_each_look(street: Street) -> None:
    street.order(1, 2, 3)
    street.give([], stops=(late_stop(1), StopGiven("DS2", None, door(2)), StopGiven("DS3", None, door(3))))
    assert (route(street).stops_left, route(street).stops_late) == (3, 1)

    street.give([], stops=(StopGiven("DS1", None, door(1), done_at=NOON), StopGiven("DS2", None, door(2))))
    assert (route(street).stops_left, route(street).stops_late) == (1, 0)


def test_a_window_told_that_will_not_hold_is_late(street: Street) -> None:
    """The customer was told a window of the route's own; then the van stands still for hours."""
    street.order(1, 2)
    street.give([1, 2], starts_at=NOON)
    street.seen(door(0))
    street.wait(minutes=10)
    assert route(street).stops_late == 0
    street.house.now += 6 * HOUR
    street.seen(door(0))
    street.look()
    assert route(street).stops_late > 0


def test_a_van_that_is_not_heard_of_is_silent_until_it_is_again(street: Street) -> None:
    street.order(1, 2)
    street.give([1, 2], starts_at=NOON)
    street.seen(door(0))
    street.look()
    assert not route(street).is_silent
    street.house.now += 3 * HOUR
    street.look()
    assert route(street).is_silent
    street.seen(door(1))
    street.house.now += timedelta(minutes=1)
    street.look()
    assert not route(street).is_silent


def test_a_route_that_is_over_has_nothing_late(street: Street) -> None:
    street.order(1)
    street.give([], stops=(late_stop(1),))
    street.house.now += 20 * HOUR
    street.look()
    assert (route(street).state, route(street).stops_late, route(street).stops_left) == ("over", 0, 0)


def test_stops_stand_with_what_was_told_and_what_stands_now(street: Street) -> None:
    street.order(1, 2)
    street.give([], stops=(late_stop(1), StopGiven(None, "depot-2", door(2))))
    route_id = route(street).id
    with street.house.in_transaction() as tx:
        found = watched(tx, route_id)
        assert watched(tx, 999) is None
    assert found is not None
    first, second = found.stops
    assert (first.tracking_number, first.away, first.late) == ("DS1", 1, True)
    assert first.told == (NOON - 2 * HOUR, NOON - HOUR / 2)
    assert first.now_says is not None
    assert (second.name, second.away, second.late, second.shipment_id) == ("depot-2", 2, False, None)


async def test_the_console_shows_the_late_first_and_every_stop(street: Street) -> None:
    street.order(1, 2)
    street.give([], stops=(late_stop(1), StopGiven("DS2", None, door(2))))
    async with signed_in(street.house) as browser:
        today = (await browser.get("/console/routes")).text
        wrong = (await browser.get("/console/routes?view=wrong")).text
        one = (await browser.get(f"/console/routes/{route(street).id}")).text
        assert (await browser.get("/console/routes/999")).status_code == 404

    assert "1 late" in today
    assert 'id="wrong"' in today
    assert VAN in wrong
    assert "DS1" in one
    assert '<span class="chip bad">late</span>' in one


@pytest.mark.parametrize("path", ["/console/shipments/1", "/console/shipments/1/why"])
async def test_a_parcel_leads_to_the_van_that_drives_it(street: Street, path: str) -> None:
    street.order(1, 2)
    street.give([1])
    link = f'<a class="number" href="/console/routes/{route(street).id}">{VAN}</a>'
    async with signed_in(street.house) as browser:
        assert link in (await browser.get(path)).text
        assert "/console/routes/1" not in (await browser.get(path.replace("/1", "/2"))).text


async def test_without_routes_the_page_says_how_they_come(street: Street) -> None:
    async with signed_in(street.house) as browser:
        page = (await browser.get("/console/routes")).text
    assert "PUT /api/v1/routes/{id}" in page


def test_pages_go_on_by_key(street: Street) -> None:
    for n in range(5):
        street.give([], name=f"r{n}", stops=(StopGiven(None, "s", door(1)),))
    with street.house.in_transaction() as tx:
        first = route_views.routes(tx, Watching(), NOON, 3)
        rest = route_views.routes(tx, Watching(before=first[-1].id), NOON, 3)
        late = route_views.routes(tx, Watching(), NOON + timedelta(days=3), 3)
    assert [row.external_id for row in (*first, *rest)] == ["r4", "r3", "r2", "r1", "r0"]
    assert late == []


async def test_metrics_count_what_is_under_way(street: Street) -> None:
    street.order(1, 2)
    street.give([], stops=(late_stop(1), StopGiven("DS2", None, door(2))))
    figures, registry = RouteFigures(street.house.database), CollectorRegistry()
    registry.register(figures)
    assert generate_latest(registry) == b""

    await figures.look()
    said = generate_latest(registry).decode()
    assert 'doorstep_routes{state="planned"} 1.0' in said
    assert 'doorstep_routes{state="driving"} 0.0' in said
    assert "doorstep_route_stops_left 2.0" in said
    assert "doorstep_route_stops_late 1.0" in said
    assert "doorstep_vans_silent 0.0" in said
