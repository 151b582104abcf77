"""What customers asked for is listed, and the 3PL answers: yes, no, again, too late, or against what it said before."""

import pytest

from domain.policy import Policy
from flows.changes import reschedule
from flows.changes.reschedule import Asked
from store.tables import ChangeRequest, Notice, Shipment
from tests.api.door import Door, an_order
from tests.api.test_slots import a_slot


async def test_a_request_is_listed_with_all_the_3pl_needs(door: Door) -> None:
    public_id = await _asked(door)

    answer = await door.client.get("/reschedules", params={"state": "requested"})

    (request,) = answer.json()["reschedules"]
    assert (
        request.items()
        >= {
            "id": public_id,
            "kind": "reschedule",
            "state": "requested",
            "merchant": "acme",
            "order_number": "1001",
            "tracking_number": "DS100",
            "slot": "wed-am",
            "from": "2026-11-25T14:00:00Z",
            "to": "2026-11-25T17:00:00Z",
            "decided_at": None,
        }.items()
    )
    assert (await door.shipment())["reschedules"] == [request]
    assert (await door.client.get("/reschedules", params={"state": "confirmed"})).json()["reschedules"] == []
    assert (await door.client.get("/reschedules", params={"merchant": "other"})).json()["reschedules"] == []


async def test_a_yes_confirms_plans_the_news_and_wakes_the_clock(door: Door) -> None:
    public_id = await _asked(door)
    door.due.clear()

    answer = await door.client.post(f"/reschedules/{public_id}/confirm")

    assert answer.status_code == 200
    assert answer.json() == {
        "id": public_id,
        "state": "confirmed",
        "from": "2026-11-25T14:00:00Z",
        "to": "2026-11-25T17:00:00Z",
        "repeated": False,
    }
    assert ("reschedule_confirmed", "planned") in door.rows(Notice, "kind", "state")
    assert door.due == [door.now]


async def test_a_no_may_say_why(door: Door) -> None:
    public_id = await _asked(door)

    answer = await door.send(f"/reschedules/{public_id}/decline", {"why": "no driver there on Wednesday"}, "POST")

    assert (answer.status_code, answer.json()["state"]) == (200, "declined")
    assert door.rows(ChangeRequest, "state", "why") == [("declined", "no driver there on Wednesday")]
    assert [case["kind"] for case in (await door.shipment())["cases"]] == ["change_declined"]


@pytest.mark.parametrize("verb", ["confirm", "decline"])
async def test_the_same_answer_twice_is_fine(small_door: Door, verb: str) -> None:
    public_id = await _asked(small_door)
    await small_door.client.post(f"/reschedules/{public_id}/{verb}")

    answer = await small_door.client.post(f"/reschedules/{public_id}/{verb}")

    assert (answer.status_code, answer.json()["repeated"]) == (200, True)


async def test_the_opposite_answer_is_a_conflict_for_a_person(door: Door) -> None:
    public_id = await _asked(door)
    await door.client.post(f"/reschedules/{public_id}/confirm")

    answer = await door.client.post(f"/reschedules/{public_id}/decline")

    assert answer.status_code == 409
    assert "answered before" in answer.json()["detail"]
    assert door.rows(ChangeRequest, "state") == [("confirmed",)]
    assert [case["kind"] for case in (await door.shipment())["cases"]] == ["change_contradicted"]


async def test_a_request_nobody_made_is_not_there(small_door: Door) -> None:
    answer = await small_door.client.post("/reschedules/rs_0/confirm")

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("body", "field"), [({"why": 7}, "why"), ({"why": "x" * 501}, "why"), ({"because": "x"}, "because"), ([], "body")]
)
async def test_an_answer_in_another_shape_is_refused(small_door: Door, body: object, field: str) -> None:
    public_id = await _asked(small_door)

    answer = await small_door.send(f"/reschedules/{public_id}/decline", body, "POST")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert small_door.rows(ChangeRequest, "state") == [("requested",)]


async def test_an_unknown_state_is_refused(small_door: Door) -> None:
    answer = await small_door.client.get("/reschedules", params={"state": "maybe"})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "state")


async def test_a_long_list_comes_in_pages(small_door: Door) -> None:
    asked = [await _asked(small_door, f"DS{number}", f"{number}") for number in range(5)]

    seen: list[str] = []
    before: dict[str, str] = {}
    while True:
        page = (await small_door.client.get("/reschedules", params={"limit": "2"} | before)).json()
        seen += [request["id"] for request in page["reschedules"]]
        if page["next"] is None:
            break
        before = {"before": page["next"]}

    assert seen == asked[::-1]


async def _asked(door: Door, parcel: str = "DS100", order: str = "1001") -> str:
    """The public id of a request to bring a parcel on Wednesday morning."""
    await door.put(an_order(parcels__0__tracking_number=parcel), order)
    await door.send("/slots", {"merchant": "acme", "slots": [a_slot(capacity=9)]})
    shipment_id = door.rows(Shipment, "id")[-1][0]
    with door.database.transaction() as tx:
        answer = reschedule.ask(tx, shipment_id, "wed-am", True, door.now, Policy())
    assert isinstance(answer, Asked)
    return answer.public_id
