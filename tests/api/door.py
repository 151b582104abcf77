"""A door to knock at: the app on a migrated database, with a clock that stands still until it is moved."""

import itertools
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import Table, func, insert, select

from api import problems
from api.rest.deps import Deps
from api.rest.router import build
from domain.events import TrackingEvent
from domain.links import Links
from domain.talk.turn import ChannelName
from flows.messages.voice import Voice
from flows.routes.positions import Positions
from store.database import Database
from store.deliveries import add_events
from store.event_rows import to_row
from store.tables import Delivery, Source
from store.writing import table_of
from tests.flows.house import Recorded

TOKEN = "a-token-for-machines"
KEY = b"a key to sign links with in tests"
FRIDAY = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
"""10:00 in New York."""


def voice_of_the_page() -> Voice:
    """A voice that reaches the tracking page alone."""
    ids = itertools.count(1)
    links = Links("https://doorstep.example", KEY, None)
    return Voice({ChannelName.WEB: Recorded(ChannelName.WEB)}, links, lambda: f"token-{next(ids)}")


@dataclass
class Door:
    """`client` shows the token; `due` is what the clock was told, in order."""

    database: Database
    now: datetime = FRIDAY
    token: str | None = TOKEN
    bot: str | None = "acme_bot"
    due: list[datetime | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.positions = Positions(self.database, lambda: self.now)
        app = FastAPI()
        problems.install(app)
        app.include_router(build(self._deps()))
        # A fault of ours must reach the test as the 500 that a client would see.
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        headers = {"Authorization": f"Bearer {TOKEN}"}
        self.client = httpx.AsyncClient(transport=transport, base_url="http://doorstep.test/api/v1", headers=headers)

    def _deps(self) -> Deps:
        return Deps(
            database=self.database,
            clock=lambda: self.now,
            public_url="https://doorstep.example",
            secret_key=KEY,
            api_token=SecretStr(self.token) if self.token else None,
            bot_username=lambda: self.bot,
            after_plan=self.due.append,
            positions=self.positions,
            routes_changed=lambda: None,
            voice=voice_of_the_page(),
        )

    async def put(self, body: dict[str, Any], number: str = "1001") -> Any:
        """Announces an order that must be taken; returns the answer's JSON."""
        answer = await self.client.put(f"/orders/{number}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def send(self, path: str, body: object, method: str = "PUT") -> httpx.Response:
        """Sends any JSON, also what no careful client would send."""
        content = body if isinstance(body, bytes) else json.dumps(body)
        return await self.client.request(method, path, content=content, headers={"Content-Type": "application/json"})

    async def shipment(self, number: str = "DS100", **query: str) -> Any:
        answer = await self.client.get(f"/shipments/{number}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def report(self, merchant_id: int, *events: TrackingEvent) -> None:
        """Keeps events as a source of this merchant's reports them; nobody has read them yet."""
        source, delivery = table_of(Source), table_of(Delivery)
        name = {"name": "fleet", "adapter": "doorstep", "slug": "fleet"}
        with self.database.transaction() as tx:
            source_id = tx.scalar(select(source.c.id))
            if source_id is None:
                row = insert(source).values(merchant_id=merchant_id, created_at=self.now, **name)
                source_id = tx.execute(row.returning(source.c.id)).scalar_one()
            kept = {"source_id": source_id, "key": events[0].key, "received_at": self.now, "body": b"{}", "headers": {}}
            new = tx.execute(insert(delivery).values(state="kept", **kept).returning(delivery.c.id)).scalar_one()
            add_events(tx, [to_row(event, source_id, merchant_id, new) for event in events])

    def rows(self, model: type, *names: str) -> list[Any]:
        """The named columns of a whole table, as tuples, in the order of its first key."""
        table: Table = table_of(model)
        with self.database.transaction() as tx:
            found = select(*(table.c[name] for name in names)).order_by(*table.primary_key.columns)
            return [tuple(row) for row in tx.execute(found)]

    def count(self, model: type) -> int:
        with self.database.transaction() as tx:
            return int(tx.execute(select(func.count()).select_from(table_of(model))).scalar_one())


def an_order(**changes: Any) -> dict[str, Any]:
    """The order that the documentation shows. A change is named by its path: `customer__phone`, `parcels__0__allow`."""
    order: dict[str, Any] = json.loads(_ORDER)
    for path, value in changes.items():
        *way, last = (int(part) if part.isdigit() else part for part in path.split("__"))
        place: Any = order
        for part in way:
            place = place[part]
        if value is MISSING:
            del place[last]
        else:
            place[last] = value
    return order


MISSING = object()
_ORDER = """
{"merchant": "acme",
 "customer": {"name": "Bo Ek", "phone": "+12125550123", "language": "en", "timezone": "America/New_York"},
 "address": {"lines": ["12 Elm St"], "city": "New York", "postcode": "10001", "country": "US",
             "latitude": 40.75, "longitude": -73.99},
 "parcels": [{"tracking_number": "DS100", "carrier": "doorstep",
              "allow": ["reschedule", "safe_place", "neighbour", "pickup_point"]}],
 "consent": {"channels": ["telegram", "sms"], "source": "checkout", "given_at": "2026-11-20T10:00:00Z"}}
"""
