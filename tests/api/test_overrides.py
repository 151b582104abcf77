"""Staff decide through the API: hold, correct, cancel, send now; each decision is answered with the new plan."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import update

from store.tables import Audit, Notice
from store.writing import table_of
from tests.api.door import Door, an_order

INES = {"who": "Ines", "why": "spoke with customer"}


async def test_a_held_shipment_says_nothing_until_it_is_released(door: Door) -> None:
    await door.put(an_order())

    held = await _do(door, "PUT", "hold", INES)
    assert _announced(held)["state"] == "held"

    released = (await door.client.delete("/shipments/DS100/hold", params=INES)).json()
    assert _announced(released)["state"] == "planned"
    assert [action for action, who in door.rows(Audit, "action", "who") if who == "Ines"] == ["hold", "hold.release"]


async def test_one_notice_may_be_held_for_a_time(door: Door) -> None:
    await door.put(an_order())
    until = door.now + timedelta(hours=3)

    held = await _do(door, "PUT", "hold", INES | {"key": "announced", "until": until.isoformat()})

    assert _announced(held)["send_after"] == "2026-11-20T18:00:00Z"
    assert door.due[-1] == until


async def test_corrected_words_are_kept_for_the_notice(door: Door) -> None:
    await door.put(an_order())

    await _do(door, "POST", "corrections", INES | {"key": "announced", "text": "Comes  on\nWednesday"})

    assert [facts["corrected"] for (facts,) in door.rows(Notice, "facts")] == ["Comes on\nWednesday"]


async def test_a_cancelled_notice_is_silent_and_says_who_cancelled_it(door: Door) -> None:
    await door.put(an_order())

    cancelled = await _do(door, "POST", "cancellations", INES | {"key": "announced"})

    assert _announced(cancelled)["state"] == "withdrawn"
    assert {"kind": "announced", "why": "cancelled by Ines: spoke with customer"} in cancelled["silent"]


async def test_a_notice_sent_now_is_due_now(door: Door) -> None:
    await door.put(an_order())
    door.now += timedelta(minutes=1)

    await _do(door, "POST", "send-now", INES | {"key": "announced"})

    assert door.due[-1] == door.now


async def test_what_has_gone_cannot_be_cancelled(door: Door) -> None:
    await door.put(an_order())
    with door.database.transaction() as tx:
        tx.execute(update(table_of(Notice)).values(state="sent"))

    answer = await door.send("/shipments/DS100/cancellations", INES | {"key": "announced"}, "POST")

    assert (answer.status_code, answer.json()["detail"]) == (409, "Too late: it has been sent.")


@pytest.mark.parametrize(
    ("method", "noun", "body", "field"),
    [
        ("PUT", "hold", {"who": "Ines"}, "why"),
        ("PUT", "hold", {"why": "x"}, "who"),
        ("PUT", "hold", INES | {"until": "tonight"}, "until"),
        ("POST", "corrections", INES | {"key": "announced"}, "text"),
        ("POST", "corrections", INES | {"key": "announced", "text": " \n "}, "text"),
        ("POST", "corrections", INES | {"key": "announced", "text": "a\x00b"}, "text"),
        ("POST", "corrections", INES | {"key": "announced", "text": "x" * 1501}, "text"),
        ("POST", "send-now", INES, "key"),
        ("POST", "cancellations", INES | {"key": 7}, "key"),
    ],
)
async def test_a_decision_without_a_part_is_refused(
    small_door: Door, method: str, noun: str, body: dict[str, Any], field: str
) -> None:
    await small_door.put(an_order())

    answer = await small_door.send(f"/shipments/DS100/{noun}", body, method)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


async def test_an_unknown_shipment_is_not_there(small_door: Door) -> None:
    answer = await small_door.send("/shipments/DS999/hold", INES)

    assert answer.status_code == 404


async def _do(door: Door, method: str, noun: str, body: dict[str, Any]) -> Any:
    answer: httpx.Response = await door.send(f"/shipments/DS100/{noun}", body, method)
    assert answer.status_code == 200, answer.text
    return answer.json()


def _announced(shipment: Any) -> Any:
    (notice,) = [notice for notice in shipment["notices"] if notice["kind"] == "announced"]
    return notice
