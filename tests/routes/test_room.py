"""A slot is offered only if a van can take it, and a confirmed one moves its stop."""

from datetime import datetime, timedelta

from domain.policy import Policy
from domain.reschedules import Refusal, Refused
from domain.routes.given import StopGiven
from domain.slots import SlotGiven
from flows.changes import reschedule, slots
from flows.changes.carrier_answers import decide
from flows.changes.reschedule import Asked
from store.tables import Route, RouteStop, Shipment
from tests.flows.house import NOON
from tests.routes.street import DEPOT, Street, door

TOMORROW = NOON + timedelta(days=1)
POLICY = Policy()


def publish(street: Street, *hours: int, zone: str = "100") -> None:
    """Slots of two hours tomorrow, from this many hours after noon in New York."""
    cutoff_at = NOON + timedelta(hours=20)
    times = {f"s{h}": TOMORROW + timedelta(hours=h) for h in hours}
    given = [SlotGiven(n, at, at + timedelta(hours=2), 5, cutoff_at, zone=zone) for n, at in times.items()]
    with street.house.database.transaction() as tx:
        slots.publish(tx, street.house.merchant_id, given, NOON)


def offered(street: Street, number: str) -> list[str]:
    (row,) = street.house.rows(Shipment, tracking_number=number)
    with street.house.database.transaction() as tx:
        return [slot.slot_id for slot in slots.offered(tx, [row.id], street.house.now)[row.id]]


def all_afternoon(hours: float) -> StopGiven:
    """A stop that begins at noon tomorrow, and not a moment later, and takes so long."""
    return StopGiven(None, "long", door(1), hours * 3600, TOMORROW, TOMORROW + timedelta(minutes=3))


def test_without_a_route_slots_are_offered_as_they_are(street: Street) -> None:
    street.order(1, allow=("reschedule",))
    publish(street, 0, 3)

    assert offered(street, "DS1") == ["s0", "s3"]


def test_a_slot_that_no_van_can_take_is_not_offered(street: Street) -> None:
    street.order(1, allow=("reschedule",))
    publish(street, 0, 3)
    full = all_afternoon(3)
    street.give([], starts_at=TOMORROW - timedelta(hours=1), ends_at=TOMORROW + timedelta(hours=6), stops=(full,))

    assert offered(street, "DS1") == ["s3"]


def test_a_van_whose_shift_is_over_takes_nothing_but_one_that_serves_elsewhere_forbids_nothing(street: Street) -> None:
    street.order(1, allow=("reschedule",))
    publish(street, 3)
    street.give([], starts_at=TOMORROW, ends_at=TOMORROW + timedelta(hours=3, minutes=2), areas=("100",))
    assert offered(street, "DS1") == []

    street.give([], starts_at=TOMORROW, ends_at=TOMORROW + timedelta(hours=3, minutes=2), areas=("999",))
    assert offered(street, "DS1") == ["s3"]


def test_a_van_that_was_filled_since_the_offer_refuses_at_the_choice(street: Street) -> None:
    street.order(1, allow=("reschedule",))
    publish(street, 0)
    (row,) = street.house.rows(Shipment)
    assert offered(street, "DS1") == ["s0"]
    full = all_afternoon(3)
    street.give([], starts_at=TOMORROW - timedelta(hours=1), ends_at=TOMORROW + timedelta(hours=6), stops=(full,))

    with street.house.database.transaction() as tx:
        answer = reschedule.ask(tx, row.id, "s0", True, street.house.now, POLICY)

    assert answer == Refused(Refusal.SLOT_TAKEN)


def test_a_confirmed_slot_moves_its_stop_and_tells_only_those_whose_window_moves(street: Street) -> None:
    street.order(1, 2, 3, 4, allow=("reschedule",))
    publish(street, 3)
    street.give([1, 2])
    street.give([3, 4], name="r2", starts_at=TOMORROW, ends_at=TOMORROW + timedelta(hours=6))
    street.house.until(timedelta(minutes=10))
    told = set(street.house.notices())
    (row,) = street.house.rows(Shipment, tracking_number="DS1")
    with street.house.database.transaction() as tx:
        asked = reschedule.ask(tx, row.id, "s3", True, street.house.now, POLICY)
        assert isinstance(asked, Asked)
    with street.house.database.transaction() as tx:
        decide(tx, asked.public_id, True, None, street.house.now)
    street.look()
    words = street.wait(minutes=12)

    today, tomorrow = street.house.rows(Route)
    numbers: dict[int, list[str]] = {}
    for stop in street.house.rows(RouteStop):
        numbers.setdefault(stop.route_id, []).append(stop.tracking_number)
    assert numbers[today.id] == ["DS2"]
    assert sorted(numbers[tomorrow.id]) == ["DS1", "DS3", "DS4"]
    (moved,) = street.house.rows(Shipment, tracking_number="DS1")
    assert datetime.fromisoformat(moved.live["from"]) >= TOMORROW + timedelta(hours=2, minutes=50)
    rows = street.house.notices()
    fresh = {key for key, state in rows.items() if key not in told and state == "sent"}
    assert any(key.startswith("reschedule_confirmed") for key in fresh)
    assert not any(key.startswith("promise_moved") for key in fresh)
    assert len(words) == 1


def test_a_parcel_without_coordinates_is_offered_as_before(street: Street) -> None:
    street.house.order("DS9", allow=("reschedule",))
    publish(street, 3)
    street.give([], starts_at=TOMORROW, ends_at=TOMORROW + timedelta(minutes=30))

    assert offered(street, "DS9") == ["s3"]
    assert door(0) == DEPOT
