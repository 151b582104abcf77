"""The shop asks for a change itself, and takes it back, by the REST door."""

import pytest

from store.tables import Audit, ChangeRequest
from tests.api.door import Door, an_order

DECISION = {"who": "Ines", "why": "the customer rang"}


async def asked(door: Door, **body: object) -> tuple[int, dict[str, object]]:
    await door.send("/orders/1001", an_order())
    answer = await door.send("/shipments/DS100/changes", {**DECISION, **body}, "POST")
    return answer.status_code, answer.json()


async def test_what_is_asked_for_stands_and_is_in_the_audit(door: Door) -> None:
    status, said = await asked(door, change="cancel")

    assert (status, said["change"], said["state"]) == (200, "cancel", "requested")
    assert door.rows(ChangeRequest, "public_id", "details") == [(said["id"], {"text": "the customer rang"})]
    assert door.rows(Audit, "who", "action") == [("Ines", "change.ask")]
    assert (await door.shipment())["reschedules"][0]["kind"] == "cancel"


async def test_an_address_is_kept_in_its_parts(door: Door) -> None:
    address = {"lines": ["12911 Fork Rd"], "city": "Baldwin", "region": "MD", "postcode": "21013", "country": "US"}
    await asked(door, change="address", text="she has moved", address=address)

    assert door.rows(ChangeRequest, "details") == [({"text": "she has moved", "address": address},)]


async def test_asking_the_same_again_changes_nothing(door: Door) -> None:
    first = await asked(door, change="safe_place", text="behind the shed")
    again = await asked(door, change="safe_place", text="behind the shed")

    assert first == again
    assert len(door.rows(ChangeRequest, "id")) == 1
    assert len(door.rows(Audit, "id")) == 1


async def test_another_wish_of_the_same_kind_has_to_wait(door: Door) -> None:
    await asked(door, change="neighbour", text="no 7")
    status, said = await asked(door, change="neighbour", text="no 9")

    assert status == 409
    assert "take it back first" in str(said["detail"])


async def test_it_is_taken_back_also_when_it_was_agreed(door: Door) -> None:
    _, said = await asked(door, change="neighbour", text="no 7")
    await door.client.post(f"/reschedules/{said['id']}/confirm")

    answer = await door.send(f"/reschedules/{said['id']}/withdraw", DECISION, "POST")

    assert (answer.status_code, answer.json()["state"]) == (200, "withdrawn")
    again = await door.send(f"/reschedules/{said['id']}/withdraw", DECISION, "POST")
    assert again.status_code == 409


@pytest.mark.parametrize(
    ("path", "status"), [("/reschedules/ch_none/withdraw", 404), ("/shipments/DS999/changes", 404)]
)
async def test_what_is_not_there_is_said(small_door: Door, path: str, status: int) -> None:
    body = {**DECISION, "change": "cancel"} if path.endswith("changes") else DECISION
    answer = await small_door.send(path, body, "POST")
    assert answer.status_code == status


@pytest.mark.parametrize("body", [{"change": "teleport"}, {"change": "access_code"}, {}, {"change": "hold", "text": 1}])
async def test_what_cannot_be_asked_for_is_refused_by_name(small_door: Door, body: dict[str, object]) -> None:
    answer = await small_door.send("/shipments/DS100/changes", {**DECISION, **body}, "POST")
    assert answer.status_code == 422
