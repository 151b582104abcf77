"""Whoever is refused again and again must wait, at every public door; the right key is never slowed down."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx
import pytest

from api import guessing
from api.guessing import AT_ONCE, Guessing
from doorstep.service import compose
from doorstep.serving import build_app
from doorstep.settings import Settings

DOORS = [
    ("POST", "/webhooks/a-guess"), ("GET", "/webhooks/a-guess"), ("GET", "/t/a-guess"),
    ("GET", "/api/v1/reschedules"), ("PUT", "/api/v1/orders/1"), ("GET", "/dispatch/a-guess"),
    ("GET", "/nowhere"),
]  # fmt: skip


@dataclass
class Clock:
    now: float = 0.0


@dataclass
class Doors:
    app: object
    clock: Clock = field(default_factory=Clock)

    def client(self, address: str) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.app, client=(address, 1), raise_app_exceptions=False)  # type: ignore[arg-type]  # an ASGI application
        return httpx.AsyncClient(transport=transport, base_url="http://doorstep.test")


@pytest.fixture
async def doors(sqlite_url: str) -> AsyncIterator[Doors]:
    service = compose(Settings(database_url=sqlite_url, api_token="the-token", secret_key="k" * 32, demo=False))
    app = build_app(service)
    made = Doors(app)
    app.guessing = Guessing(lambda: made.clock.now)  # type: ignore[attr-defined]  # the clock of the test
    yield made
    service.database.close()


@pytest.mark.parametrize(("method", "path"), DOORS)
async def test_after_many_refusals_an_address_must_wait_and_others_need_not(
    doors: Doors, method: str, path: str
) -> None:
    async with doors.client("203.0.113.7") as guesser, doors.client("203.0.113.8") as other:
        statuses = [(await guesser.request(method, path)).status_code for _ in range(AT_ONCE + 5)]
        assert set(statuses[:AT_ONCE]) <= {401, 403, 404}
        assert statuses[AT_ONCE:] == [429] * 5
        told = await guesser.get("/healthz")
        assert told.status_code == 429
        assert int(told.headers["retry-after"]) >= 1
        assert (await other.request(method, path)).status_code in (401, 403, 404)
        doors.clock.now += 2
        assert (await guesser.request(method, path)).status_code in (401, 403, 404)


async def test_the_right_key_is_never_slowed_down(doors: Doors) -> None:
    async with doors.client("203.0.113.7") as shop:
        shop.headers["authorization"] = "Bearer the-token"
        statuses = {(await shop.get("/api/v1/reschedules")).status_code for _ in range(AT_ONCE * 3)}
    assert statuses == {200}


def test_only_so_many_addresses_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guessing, "KEPT", 50)
    made = Guessing(lambda: 0.0)
    for n in range(200):
        made.refused(f"2001:db8::{n}")
    assert len(made._left) == 50
