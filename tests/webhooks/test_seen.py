"""Where couriers are goes from the webhook door to whoever keeps positions, and to no event."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from carriers.registry import adapter
from domain.routes.positions import Position
from flows.webhooks.receive import Acknowledged, WebhookDoor
from flows.webhooks.sources import OpenSource
from store.tables import Delivery, EventRow
from tests.flows.house import House

NOW = datetime(2026, 11, 24, 17, tzinfo=UTC)


class OneSource:
    """Uber Direct's feed, whatever the address."""

    def __init__(self, house: House) -> None:
        self._source = OpenSource(house.source.id, "uber", house.merchant_id, adapter("uber_direct"), (), None)

    async def find(self, slug: str) -> OpenSource:
        return self._source


@pytest.fixture
def house(sqlite_url: str) -> House:
    return House(sqlite_url)


async def test_every_ping_is_seen_though_its_event_is_no_news(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.webhooks.receive.verify", lambda *_: None)
    seen: list[tuple[int, Sequence[Position]]] = []
    sources = OneSource(house)
    door = WebhookDoor(
        house.database,
        sources,  # type: ignore[arg-type]  # it finds, which is all the door asks of it
        lambda: NOW,
        lambda: None,
        seen=lambda merchant_id, positions: seen.append((merchant_id, positions)),
    )
    for n, latitude in enumerate((40.74, 40.75)):
        ping = {
            "id": f"evt-{n}",
            "kind": "event.courier_update",
            "created": NOW.isoformat(),
            "location": {"lat": latitude, "lng": -73.9},
            "data": {"id": "del_1", "external_id": "DS1", "status": "dropoff"},
        }
        answer = await door.receive("x", {}, {}, json.dumps(ping).encode())
        assert isinstance(answer, Acknowledged)

    assert [(m, p[0].latitude) for m, p in seen] == [(house.merchant_id, 40.74), (house.merchant_id, 40.75)]
    assert len(house.rows(Delivery)) == 2
    assert len(house.rows(EventRow)) == 1
    house.close()
