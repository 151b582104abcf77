"""What two senders' own APIs are asked: each in its documented shape; and what of their answers is a yes."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from carriers.ups.addresses import in_words
from domain.axes import Milestone
from domain.policy import Policy
from domain.reschedules import BACK, Refusal, Refused
from flows.audit import By
from flows.changes import reschedule
from flows.changes.reschedule import IN_FLIGHT
from flows.staff import changes
from flows.staff.changes import Stands
from store.change_requests import find
from store.tables import Audit, ChangeRequest, Shipment, Source
from store.writing import table_of
from tests.reschedule.scene import Scene
from tests.reschedule.test_evidence import happened, tell
from tests.reschedule.test_other_ways import REQUESTER, ask_by, asked, send, task
from tests.sources.standin import KEY, PAIR, Api, serving

STREET = "12911 Fork Rd, Apt 2, Baldwin, MD 21013"
PARTS = {"lines": ["12911 Fork Rd"], "city": "Baldwin", "region": "MD", "postcode": "21013", "country": "US"}
NO = {"createEligibility": "NOT_ELIGIBLE", "modifyEligibility": "NOT_ELIGIBLE", "cancelEligibility": "NOT_ELIGIBLE"}


@pytest.fixture
async def ups(scene: Scene) -> AsyncIterator[Api]:
    async with serving(Api()) as api:
        ask_by(scene, ask_by="api", adapter="ups", api_key=PAIR, api_url=f"{api.url}/ups", requester=REQUESTER)
        yield api


@pytest.fixture
async def onfleet(scene: Scene) -> AsyncIterator[Api]:
    async with serving(Api({"DS1": task()})) as api:
        ask_by(scene, ask_by="api", adapter="onfleet", api_key=KEY, api_url=f"{api.url}/onfleet")
        yield api


def by(scene: Scene) -> By:
    return By("Ines", "the customer rang", scene.now)


def change(scene: Scene, kind: str, text: str = "", **details: Any) -> str:
    """The shop asks; its public id."""
    with scene.tx() as tx:
        stands = changes.ask(tx, scene.shipments[0], kind, {"text": text, **details}, by(scene))
    assert isinstance(stands, Stands), stands
    return stands.public_id


async def take_back(scene: Scene, public_id: str) -> None:
    with scene.tx() as tx:
        stands = changes.take_back(tx, public_id, by(scene))
    assert isinstance(stands, Stands), stands
    scene.clock.advance(IN_FLIGHT)
    await send(scene)


def confirm(scene: Scene, public_id: str) -> None:
    scene.decide(public_id, confirmed=True)
    assert scene.state(public_id) == "confirmed"


def told(scene: Scene, public_id: str) -> bool:
    """Whether a withdrawal needs nobody any more."""
    with scene.tx() as tx:
        request = find(tx, public_id)
    assert request is not None
    return request.next_at is None


# UPS


async def test_another_day_names_it_and_whom_ups_may_ring(scene: Scene, ups: Api) -> None:
    asked(scene)

    await send(scene)

    assert ups.intercepts == ["reschedule"]
    assert ups.heard == [
        {
            "requestType": "FD",
            "specialInstructions": None,
            "requesterContactInfo": {"name": "Acme Shop", "telephone": "+12125550100"},
            "deliveryDate": "20261125",
        }
    ]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (NO, "not eligible"),
        ({"createEligibility": "ELIGIBLE", "dateOptionsforFutureDelivery": [{"date": "20261127"}]}, "20261127"),
        ({"createEligibility": "ELIGIBLE", "dateOptionsforFutureDelivery": [{"date": 20261127}]}, "20261127"),
    ],
)
async def test_what_ups_refuses_beforehand_is_not_paid_for(
    scene: Scene, ups: Api, value: dict[str, Any], why: str
) -> None:
    ups.eligible["FD"] = value
    public_id = asked(scene)

    await send(scene)

    assert (scene.state(public_id), ups.intercepts) == ("declined", [])
    assert why in scene.request(public_id).why


@pytest.mark.parametrize(
    "value",
    [
        {"createEligibility": "ELIGIBLE", "dateOptionsforFutureDelivery": [{"date": "20261125"}]},
        {"createEligibility": "NOT_ELIGIBLE", "modifyEligibility": "ELIGIBLE"},
        {"createEligibility": "UNKNOWN"},
    ],
)
async def test_what_it_does_not_refuse_is_asked_for(scene: Scene, ups: Api, value: dict[str, Any]) -> None:
    ups.eligible["FD"] = value
    public_id = asked(scene)

    await send(scene)

    assert (scene.state(public_id), ups.intercepts) == ("sent", ["reschedule"])


async def test_without_a_requester_a_person_asks(scene: Scene, ups: Api) -> None:
    with scene.tx() as tx:
        tx.execute(update(table_of(Source)).values(requester=None))
    public_id = asked(scene)

    await send(scene)

    assert (scene.state(public_id), scene.cases(), ups.intercepts) == ("requested", ["ask_by_hand"], [])


@pytest.mark.parametrize(
    "details", [{"text": STREET}, {"text": "moved", "address": {**PARTS, "lines": [STREET[:13], "Apt 2"]}}]
)
async def test_another_address_goes_in_its_parts(scene: Scene, ups: Api, details: dict[str, Any]) -> None:
    public_id = change(scene, "address", **details)

    await send(scene)

    assert (scene.state(public_id), ups.intercepts) == ("sent", ["redirect/address"])
    assert ups.heard[0]["newDeliveryAddress"]["addressInfo"] == {
        "addressLine1": "12911 Fork Rd",
        "addressLine2": "Apt 2",
        "city": "Baldwin",
        "state": "MD",
        "postalCode": "21013",
        "countryCode": "US",
    }


@pytest.mark.parametrize("words", ["my mother's", "12 Elm St", "Elm St, Baldwin, MD 21013", "12 Elm St, MD 21013", ""])
async def test_words_that_are_no_whole_address_are_a_persons(scene: Scene, ups: Api, words: str) -> None:
    change(scene, "address", words)

    await send(scene)

    assert (scene.cases(), ups.intercepts) == (["ask_by_hand"], [])


def test_an_address_is_read_however_it_is_written() -> None:
    for written in (STREET, STREET.replace(", ", "\n"), f"{STREET}, USA", STREET.lower().replace("md", "Md")):
        found = in_words(written)
        assert found is not None
        assert (found["city"].lower(), found["state"], found["postalCode"]) == ("baldwin", "MD", "21013")


async def test_called_off_is_sent_back_and_what_the_scans_say_confirms(scene: Scene, ups: Api) -> None:
    public_id = change(scene, "cancel")
    await send(scene)
    assert (scene.state(public_id), ups.intercepts, ups.heard[0]["reasonForReturn"]) == ("sent", ["return"], "AM")

    report(scene, "returning")

    assert scene.state(public_id) == "confirmed"
    assert "change_confirmed" not in scene.planned(0)  # what it is told as is the parcel's way back


async def test_what_was_delivered_all_the_same_is_not_called_off(scene: Scene, ups: Api) -> None:
    public_id = change(scene, "cancel")
    await send(scene)

    report(scene, "delivered")

    assert scene.state(public_id) == "withdrawn"


@pytest.mark.parametrize("agreed", [False, True])
async def test_an_intercept_is_cancelled_at_ups(scene: Scene, ups: Api, agreed: bool) -> None:
    public_id = asked(scene)
    await send(scene)
    if agreed:
        confirm(scene, public_id)

    await take_back(scene, public_id)

    assert (scene.state(public_id), ups.intercepts) == ("withdrawn", ["reschedule", "cancel"])
    assert ups.heard[1]["requestType"] == "FD"
    assert "deliveryDate" not in ups.heard[1]
    assert (told(scene, public_id), scene.cases(), scene.taken("wed")) == (True, [], 0)


@pytest.mark.parametrize("refused", ["beforehand", "in its answer"])
async def test_what_ups_does_not_take_back_is_a_persons(scene: Scene, ups: Api, refused: str) -> None:
    public_id = asked(scene)
    await send(scene)
    if refused == "beforehand":
        ups.eligible["FD"] = NO
    else:
        ups.intercept = {"statusCode": "000", "success": False, "errors": [{"errorMessage": "Too late"}]}

    await take_back(scene, public_id)

    assert scene.cases() == ["tell_by_hand"]


async def test_a_kind_that_ups_has_no_word_for_is_a_persons(scene: Scene, ups: Api) -> None:
    change(scene, "safe_place", "behind the shed")

    await send(scene)

    assert (scene.cases(), ups.heard) == (["ask_by_hand"], [])


# Onfleet


@pytest.mark.parametrize(("state", "stands"), [(0, "confirmed"), (1, "confirmed"), (2, "sent"), (3, "declined")])
async def test_a_safe_place_goes_into_the_notes(scene: Scene, onfleet: Api, state: int, stands: str) -> None:
    """The driver who is on the way may not look again: then it is asked, and no more."""
    onfleet.parcels["DS1"] |= {"state": state, "notes": "Ring twice"}
    public_id = change(scene, "safe_place", "behind the shed")

    await send(scene)

    assert scene.state(public_id) == stands
    line = "Customer: leave it in a safe place: behind the shed"
    assert onfleet.parcels["DS1"]["notes"] == ("Ring twice" if state == 3 else f"Ring twice\n{line}")


async def test_asked_again_it_is_written_once(scene: Scene, onfleet: Api) -> None:
    onfleet.parcels["DS1"] |= {"state": 2}
    public_id = change(scene, "neighbour", "no 7")
    for _ in range(2):
        await send(scene)
        with scene.tx() as tx:
            tx.execute(update(table_of(ChangeRequest)).values(state="requested", next_at=scene.now))

    assert onfleet.parcels["DS1"]["notes"] == "Customer: leave it with a neighbour: no 7"
    assert scene.state(public_id) == "requested"


async def test_a_note_is_taken_out_again_also_after_the_yes(scene: Scene, onfleet: Api) -> None:
    onfleet.parcels["DS1"]["notes"] = "Ring twice"
    public_id = change(scene, "safe_place", "behind the shed")
    await send(scene)
    assert scene.state(public_id) == "confirmed"

    await take_back(scene, public_id)

    assert onfleet.parcels["DS1"]["notes"] == "Ring twice"
    assert (scene.state(public_id), told(scene, public_id), scene.cases()) == ("withdrawn", True, [])


async def test_a_customer_who_goes_back_on_what_was_agreed_has_the_note_taken_out(scene: Scene, onfleet: Api) -> None:
    onfleet.parcels["DS1"]["notes"] = "Ring twice"
    public_id = change(scene, "safe_place", "behind the shed")
    await send(scene)
    with scene.tx() as tx:
        back = reschedule.ask_change(tx, scene.shipments[0], BACK, {"of": "safe_place"}, True, scene.now, by_shop=True)
    assert isinstance(back, reschedule.Asked)

    await send(scene)

    assert onfleet.parcels["DS1"]["notes"] == "Ring twice"
    assert (scene.state(public_id), scene.state(back.public_id)) == ("replaced", "confirmed")


async def test_another_address_is_made_and_named(scene: Scene, onfleet: Api) -> None:
    public_id = change(scene, "address", "moved", address=PARTS)

    await send(scene)

    assert scene.state(public_id) == "confirmed"
    assert onfleet.heard == [
        {"address": {"unparsed": "12911 Fork Rd, Baldwin, MD, 21013, US"}},
        {"destination": "dest~2"},
    ]


@pytest.mark.parametrize("doubted", [True, False])
async def test_an_address_that_onfleet_doubts_is_a_persons(scene: Scene, onfleet: Api, doubted: bool) -> None:
    onfleet.warnings = ["PARTIAL_MATCH"] if doubted else []
    change(scene, "address", "12 Elm St" if doubted else "nowhere")

    await send(scene)

    assert scene.cases() == ["ask_by_hand"]
    assert "destination" not in onfleet.parcels["DS1"]


async def test_called_off_is_deleted_and_only_the_webhook_says_so(scene: Scene, onfleet: Api) -> None:
    public_id = change(scene, "cancel")

    await send(scene)

    assert (scene.state(public_id), onfleet.parcels) == ("sent", {})
    report(scene, "cancelled")
    assert scene.state(public_id) == "confirmed"


async def test_a_task_that_is_gone_was_called_off_before(scene: Scene, onfleet: Api) -> None:
    onfleet.parcels.clear()
    public_id = change(scene, "cancel")

    await send(scene)

    assert scene.state(public_id) == "sent"


@pytest.mark.parametrize("known", [True, False])
async def test_a_window_goes_back_to_what_it_was_if_that_is_known(scene: Scene, onfleet: Api, known: bool) -> None:
    before = scene.now + timedelta(hours=5)
    if known:
        with scene.tx() as tx:
            days = {"expected_from": before, "expected_to": before + timedelta(hours=2)}
            tx.execute(update(table_of(Shipment)).values(expected_on="2026-11-24", **days))
    public_id = asked(scene)
    await send(scene)
    assert scene.state(public_id) == "confirmed"

    await take_back(scene, public_id)

    assert scene.cases() == ([] if known else ["tell_by_hand"])
    if known:
        assert onfleet.parcels["DS1"]["completeAfter"] == int(before.timestamp() * 1000)


# The shop's own wishes, whatever the way


def test_the_shop_may_ask_for_what_its_customers_may_not(scene: Scene) -> None:
    with scene.tx() as tx:
        assert isinstance(changes.ask(tx, scene.shipments[0], "hold", {"text": "away"}, by(scene)), Stands)
        refused = reschedule.ask_change(tx, scene.shipments[1], "hold", {}, True, scene.now, Policy())
        assert refused == Refused(Refusal.NOT_ALLOWED)
        assert list(tx.scalars(select(table_of(Audit).c.action))) == ["change.ask"]


def test_a_wish_needs_a_reason_and_one_thing_at_a_time(scene: Scene) -> None:
    with scene.tx() as tx:
        nameless = changes.ask(tx, scene.shipments[0], "cancel", {}, replace(by(scene), why=" "))
        assert "Say why" in nameless.why  # type: ignore[union-attr]
        changes.ask(tx, scene.shipments[0], "neighbour", {"text": "no 7"}, by(scene))
        second = changes.ask(tx, scene.shipments[0], "neighbour", {"text": "no 9"}, by(scene))
        assert "take it back first" in second.why  # type: ignore[union-attr]


def test_what_is_neither_open_nor_agreed_is_not_taken_back(scene: Scene) -> None:
    public_id = change(scene, "neighbour", "no 7")
    scene.decide(public_id, confirmed=False)
    with scene.tx() as tx:
        refused = changes.take_back(tx, public_id, by(scene))
        assert "nothing to take back" in refused.why  # type: ignore[union-attr]
        assert changes.take_back(tx, "ch_none", by(scene)) is None


def report(scene: Scene, milestone: str) -> None:
    """The carrier's next scan."""
    tell(scene, 0, happened(scene, milestone=Milestone(milestone)))
