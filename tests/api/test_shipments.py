"""A shipment is shown as the plan sees it: its axes, events, promise, notices with their outcome, and every silence."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert, update

from domain.axes import ActionBy, EtaKind, Milestone, Timeliness
from domain.events import Estimate, Place, Raw, TrackingEvent
from domain.notices import NoticeKind
from flows.cases import open_case
from flows.webhooks.digest import digest_some
from store.tables import Merchant, Notice, PromiseRow, Shipment
from store.writing import table_of
from tests.api.door import FRIDAY, MISSING, Door, an_order

SCAN = TrackingEvent(
    "evt-1",
    "DS100",
    FRIDAY - timedelta(hours=3),
    FRIDAY,
    Milestone.DELIVERY_ATTEMPTED,
    detail="no_access",
    reason="recipient.not_home",
    timeliness=Timeliness.DELAYED,
    action_by=ActionBy.RECIPIENT,
    eta=Estimate(EtaKind.DATE, on=date(2026, 11, 23)),
    place=Place("Queens", None, "11101", "US"),
    text="Nobody answered <b>the bell</b>",
    raw=Raw("attempt_fail", "access", "A7"),
)


async def test_the_documented_names_are_there(door: Door) -> None:
    await door.put(an_order())

    shipment = await door.shipment()

    axes = {"milestone", "detail", "reason", "timeliness", "action_by", "health", "eta"}
    assert axes | {"promise", "events", "notices", "silent", "reschedules", "cases"} <= set(shipment)
    assert (shipment["tracking_number"], shipment["order_number"], shipment["merchant"]) == ("DS100", "1001", "acme")
    (notice,) = shipment["notices"]
    assert set(notice) == {"kind", "key", "state", "send_after", "outcome"}
    assert (notice["kind"], notice["state"], notice["outcome"]) == ("announced", "planned", None)
    assert all(set(silent) == {"kind", "why"} and silent["why"] for silent in shipment["silent"])


async def test_every_kind_of_notice_is_planned_or_silent_with_its_reason(door: Door) -> None:
    await door.put(an_order())

    shipment = await door.shipment()

    assert {n["kind"] for n in shipment["notices"]} | {s["kind"] for s in shipment["silent"]} == set(NoticeKind)


async def test_events_are_shown_newest_first_with_the_senders_own_words(door: Door) -> None:
    await door.put(an_order())
    earlier = TrackingEvent("evt-0", "DS100", FRIDAY - timedelta(hours=9), FRIDAY, Milestone.IN_TRANSIT)
    _read(door, SCAN, earlier)

    shipment = await door.shipment()

    assert [event["id"] for event in shipment["events"]] == ["evt-1", "evt-0"]
    event = shipment["events"][0]
    assert event["raw"] == {"status": "attempt_fail", "substatus": "access", "code": "A7"}
    assert event["location"] == {"city": "Queens", "region": None, "postcode": "11101", "country": "US"}
    assert (event["occurred_at"], event["source"]) == ("2026-11-20T12:00:00Z", "fleet")
    assert event["text"] == "Nobody answered <b>the bell</b>"
    assert event["eta"] == {"on": "2026-11-23", "from": None, "to": None}
    assert (shipment["milestone"], shipment["reason"]) == ("delivery_attempted", "recipient.not_home")
    assert (shipment["timeliness"], shipment["action_by"]) == ("delayed", "recipient")
    assert shipment["eta"] == event["eta"] | {
        "kind": "date",
        "zone_source": "explicit",
        "as_of": "2026-11-20T12:00:00Z",
    }


@pytest.mark.parametrize(
    ("state", "why", "outcome"),
    [
        ("planned", None, None),
        ("held", "held by Ines: spoke with customer", None),
        ("sending", None, None),
        ("sent", None, "sent"),
        ("reached", "on sms", "on sms"),
        ("withdrawn", "delivered", "delivered"),
        ("expired", "not said in time", "not said in time"),
    ],
)
async def test_a_notice_that_is_over_has_its_outcome(
    small_door: Door, state: str, why: str | None, outcome: str | None
) -> None:
    await small_door.put(an_order())
    with small_door.database.transaction() as tx:
        tx.execute(update(table_of(Notice)).values(state=state, why=why))

    (notice,) = (await small_door.shipment())["notices"]

    assert (notice["state"], notice["outcome"]) == (state, outcome)


async def test_the_promise_is_the_last_one_told(door: Door) -> None:
    await door.put(an_order())
    ((shipment_id,),) = door.rows(Shipment, "id")
    told = {"shipment_id": shipment_id, "told_at": FRIDAY, "kind": "estimate"}
    from_at, to_at = datetime(2026, 11, 24, 15, tzinfo=UTC), datetime(2026, 11, 24, 17, tzinfo=UTC)
    with door.database.transaction() as tx:
        tx.execute(insert(table_of(PromiseRow)).values(number=1, on="2026-11-23", **told))
        tx.execute(insert(table_of(PromiseRow)).values(number=2, on="2026-11-24", from_at=from_at, to_at=to_at, **told))

    assert (await door.shipment())["promise"] == {
        "on": "2026-11-24",
        "from": "2026-11-24T15:00:00Z",
        "to": "2026-11-24T17:00:00Z",
        "number": 2,
        "told_at": "2026-11-20T15:00:00Z",
    }


async def test_cases_are_shown(door: Door) -> None:
    await door.put(an_order())
    ((shipment_id,),) = door.rows(Shipment, "id")
    with door.database.transaction() as tx:
        open_case(tx, kind="silence", key="DS100", why="No scan for 3 days.", now=FRIDAY, shipment_id=shipment_id)

    assert (await door.shipment())["cases"] == [
        {"kind": "silence", "why": "No scan for 3 days.", "opened_at": "2026-11-20T15:00:00Z", "closed_at": None}
    ]


async def test_a_number_used_again_shows_its_new_parcel_without_the_old_ones_events(door: Door) -> None:
    await door.put(an_order())
    _read(door, SCAN)
    door.now += timedelta(days=90)

    await door.put(an_order(), "2002")

    shipment = await door.shipment()
    assert (shipment["order_number"], shipment["milestone"], shipment["events"]) == ("2002", "unknown", [])


async def test_a_merchant_chooses_among_shipments_of_one_number(door: Door) -> None:
    await door.put(an_order())
    door.now += timedelta(minutes=1)
    await door.put(an_order(merchant="other"), "77")

    assert (await door.shipment())["merchant"] == "other"
    assert (await door.shipment(merchant="acme"))["order_number"] == "1001"


async def test_a_number_may_be_asked_for_in_any_case(door: Door) -> None:
    await door.put(an_order())

    assert (await door.shipment(" ds100 "))["tracking_number"] == "DS100"


async def test_a_number_nobody_announced_is_not_there(door: Door) -> None:
    await door.put(an_order(parcels__0__allow=MISSING))

    unknown = await door.client.get("/shipments/DS999")
    of_another = await door.client.get("/shipments/DS100", params={"merchant": "other"})

    assert (unknown.status_code, of_another.status_code) == (404, 404)
    assert unknown.json() == of_another.json()


def _read(door: Door, *events: TrackingEvent) -> None:
    ((merchant_id,),) = door.rows(Merchant, "id")
    door.report(merchant_id, *events)
    with door.database.transaction() as tx:
        digest_some(tx, door.now)
