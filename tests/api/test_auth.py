"""Nobody comes in without the token, and nothing they send is read before."""

from collections.abc import AsyncIterator

import pytest

from store.database import Database
from tests.api.door import TOKEN, Door

PATHS = [
    ("PUT", "/orders/1001"),
    ("GET", "/shipments/DS100"),
    ("PUT", "/shipments/DS100/hold"),
    ("DELETE", "/shipments/DS100/hold"),
    ("POST", "/shipments/DS100/corrections"),
    ("POST", "/shipments/DS100/cancellations"),
    ("POST", "/shipments/DS100/send-now"),
    ("PUT", "/conversations/1/takeover"),
    ("DELETE", "/conversations/1/takeover"),
    ("PUT", "/slots"),
    ("GET", "/reschedules"),
    ("POST", "/reschedules/rs_1/confirm"),
    ("POST", "/reschedules/rs_1/decline"),
    ("POST", "/reschedules/rs_1/withdraw"),
    ("POST", "/shipments/DS100/changes"),
]


@pytest.mark.parametrize(("method", "path"), PATHS)
async def test_without_the_token_every_address_is_closed(small_door: Door, method: str, path: str) -> None:
    del small_door.client.headers["Authorization"]

    answer = await small_door.client.request(method, path)

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Bearer realm="doorstep"'
    assert answer.json()["title"] == "Unauthorized"


@pytest.mark.parametrize(
    "shown",
    [b"", b"Bearer", b"Bearer ", b"Bearer wrong", f"Basic {TOKEN}".encode(), TOKEN.encode(), b"Bearer \xc3\xa9\xff"],
)
async def test_anything_but_the_token_is_refused(small_door: Door, shown: bytes) -> None:
    answer = await small_door.client.get("/reschedules", headers={b"Authorization": shown})

    assert answer.status_code == 401


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
async def test_the_scheme_may_be_written_in_any_case(small_door: Door, scheme: str) -> None:
    answer = await small_door.client.get("/reschedules", headers={"Authorization": f"{scheme} {TOKEN}"})

    assert answer.status_code == 200


async def test_a_server_without_a_token_lets_nobody_in_and_says_what_to_set(migrated_database: Database) -> None:
    door = Door(migrated_database, token=None)

    for shown in ("Bearer", "Bearer None", f"Bearer {TOKEN}"):
        answer = await door.client.get("/reschedules", headers={"Authorization": shown})

        assert answer.status_code == 401
        assert "DOORSTEP_API_TOKEN is not set" in answer.json()["detail"]


async def test_a_body_is_not_read_before_the_token_was_seen(small_door: Door) -> None:
    taken = []

    async def body() -> AsyncIterator[bytes]:
        taken.append("a piece")
        yield b"{}"

    answer = await small_door.client.put("/orders/1001", content=body(), headers={"Authorization": "Bearer x"})

    assert answer.status_code == 401
    assert taken == []
