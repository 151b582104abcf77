"""One person's data: handed out whole, erased for good, and a stop that outlives both."""

import json
from typing import Any

from sqlalchemy import inspect, select

from domain.events import TrackingEvent
from flows import privacy
from store import riding, unmapped
from store.tables import Bygone, Contact, ContactState, EventRow, StopEntry
from store.writing import table_of
from tests.flows.house import House
from tests.wording import test_dry_run_scenes as scenes

PHONE = "+12125550123"


def test_an_export_holds_what_was_said_and_no_secret(house: House) -> None:
    house.order("DS100")
    house.report(house.event("out_for_delivery", text="With driver Ann"))
    house.say()
    house.hear(house.turn("leave it with Mrs Lopez at no 7"))
    with house.in_transaction() as tx:
        found = privacy.export(tx, PHONE)
    written = json.dumps(found, default=str)
    for told in ("Bo Ek", "12 Elm St", "Mrs Lopez", "With driver Ann", "checkout"):
        assert told in written
    assert "token" not in written.replace("token-", "")
    with house.in_transaction() as tx:
        assert privacy.export(tx, "+12125550999") == {}


def test_after_an_erasure_nothing_of_the_person_is_left_anywhere(house: House) -> None:
    house.order("DS100")
    house.report(house.event("out_for_delivery", text="With driver Ann for Bo Ek"))
    house.say()
    house.hear(house.turn("I am Bo Ek, leave it with Mrs Lopez"))
    with house.in_transaction() as tx:
        assert privacy.erase(tx, PHONE, house.now) == 1
    everything = _dump(house)
    for personal in ("Bo Ek", "Elm St", "Mrs Lopez", "driver Ann", "2125550123"):
        assert personal not in everything
    assert house.say() == []


def test_a_stop_outlives_the_erasure(house: House) -> None:
    house.order("DS100")
    house.say()
    house.hear(house.turn("stop texting me"))
    with house.in_transaction() as tx:
        privacy.erase(tx, PHONE, house.now)
    assert [row.address for row in house.rows(StopEntry)] == [PHONE]
    house.order("DS200", name="2002")
    assert house.say() == []


def test_an_erasure_takes_what_the_person_s_parcels_and_addresses_were_before(house: House) -> None:
    house.order("DS100", allow=("reschedule",))
    house.order("DS200", name="2002", phone="+12125550200")
    house.say()
    for number in ("DS100", "DS200"):
        _teach(house, house.event("unknown", number))
        with house.in_transaction() as tx:
            row = next(row for row in house.shipments(tx) if row.tracking_number == number)
            at = house.now.isoformat()
            riding.set_live(tx, {row.id: {"from": at, "to": at, "as_of": at}}, house.now)
    for change in (scenes.zone, scenes.language, scenes.a_slot_agreed_and_another_one_after_it):
        change(house)
    scenes.another_number_that_turns_out_to_be_it(house)
    scenes.muted_and_heard_again(house)
    with house.in_transaction() as tx:
        given = privacy.export(tx, PHONE)
        kinds = {row["about"].partition(":")[0] for row in given["bygones"]}
        assert kinds == {"route", "parcel", "order", "customer", "contact", "request", "meaning", "filing"}
        assert privacy.erase(tx, PHONE, house.now) == 1
    left = {row.about.partition(":")[0] for row in house.rows(Bygone)}
    assert left == {"route", "meaning", "contact"}  # the other customer's
    assert len(house.rows(Bygone)) == 3
    assert {row.contact_id for row in house.rows(ContactState)} == {row.id for row in house.rows(Contact)}


def _teach(house: House, event: TrackingEvent) -> None:
    """What nobody had understood means something from now on."""
    house.report(event)
    row = house.rows(EventRow)[-1]
    meant = house.event("exception", row.tracking_number, reason="weather.storm", key=row.key)
    with house.in_transaction() as tx:
        unmapped.learn(tx, [(row, meant)], house.now)


def _dump(house: House) -> str:
    """Every value of every table, as text."""
    written: list[Any] = []
    with house.in_transaction() as tx:
        for name in inspect(tx).get_table_names():
            written += (
                [tuple(row) for row in tx.execute(select(table_of(StopEntry).metadata.tables[name]))]
                if (name in table_of(StopEntry).metadata.tables)
                else []
            )
    return repr(written)
