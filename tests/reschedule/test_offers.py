"""What is offered: slots for this parcel that can really be asked for, the nearest days first."""

from datetime import timedelta
from typing import Any

from sqlalchemy import update

from flows.changes.slots import offered
from store.database import Database
from store.tables import Shipment
from store.writing import table_of
from tests.reschedule.scene import Scene, counted


def offers(scene: Scene, parcel: int = 0, limit: int = 3) -> list[str]:
    shipment_id = scene.shipments[parcel]
    with scene.tx() as tx:
        return [slot.slot_id for slot in offered(tx, [shipment_id], scene.now, limit)[shipment_id]]


def change_parcel(scene: Scene, parcel: int, **columns: Any) -> None:
    table = table_of(Shipment)
    with scene.tx() as tx:
        tx.execute(update(table).where(table.c.id == scene.shipments[parcel]).values(**columns))


def test_slots_of_the_postcode_of_the_town_and_of_the_parcel_itself_are_offered(scene: Scene) -> None:
    scene.slot("postcode", days=1, zone="10 0")
    scene.slot("town", days=2, zone="new york")
    scene.slot("parcel", days=3, zone=None, tracking_number="ds1")
    scene.slot("elsewhere", days=1, zone="11")
    scene.slot("someone", days=1, zone=None, tracking_number="DS9")

    assert offers(scene, limit=9) == ["postcode", "town", "parcel"]


def test_full_closed_and_past_slots_are_not_offered(scene: Scene) -> None:
    scene.slot("full")
    scene.asked(1, "full")
    scene.slot("closed", cutoff_at=scene.now)
    scene.slot("past", days=-1)
    scene.slot("none", capacity=0)
    scene.slot("open", days=2)

    assert offers(scene) == ["open"]


def test_different_days_come_before_more_of_the_same_day(scene: Scene) -> None:
    for day in (1, 2, 3):
        scene.slot(f"day {day} morning", days=day)
        scene.slot(f"day {day} noon", days=day + 0.1)

    assert offers(scene) == ["day 1 morning", "day 2 morning", "day 3 morning"]
    assert offers(scene, limit=4) == ["day 1 morning", "day 1 noon", "day 2 morning", "day 3 morning"]


def test_the_window_that_stands_is_not_offered_as_a_change(scene: Scene) -> None:
    same = scene.slot("same", days=1)
    scene.slot("other", days=1.2)
    day = same.from_at.date().isoformat()
    change_parcel(scene, 0, expected_on=day, expected_from=same.from_at, expected_to=same.to_at - timedelta(minutes=30))

    assert offers(scene) == ["other"]


def test_nothing_is_offered_where_nothing_may_be_changed(scene: Scene) -> None:
    scene.slot("wed")
    change_parcel(scene, 0, allow=["safe_place"])
    change_parcel(scene, 1, milestone="delivered")

    assert offers(scene, 0) == []
    assert offers(scene, 1) == []


def test_many_parcels_cost_as_many_statements_as_one(database: Database) -> None:
    scene = Scene(database, parcels=12)
    for day in range(1, 6):
        scene.slot(f"day {day}", days=day)
    with counted(database) as statements, scene.tx() as tx:
        found = offered(tx, scene.shipments, scene.now)

    assert len([s for s in statements if "SELECT" in s]) == 3  # parcels, slots, routes
    assert all(len(slots) == 3 for slots in found.values())


def test_a_parcel_nobody_knows_is_offered_nothing(scene: Scene) -> None:
    with scene.tx() as tx:
        assert offered(tx, [987654], scene.now) == {987654: ()}
