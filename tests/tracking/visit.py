"""Visiting a tracking page: the house's clock stands still, and what is said on the page is answered at once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import select

from api import problems
from api.headers import SecurityHeaders
from api.tracking.deps import Deps, Tiles
from api.tracking.router import router
from bot.words import Words
from bot.words.pages import PageWords
from domain.links import tracking_token
from domain.talk.turn import Turn
from doorstep.simulation.reading import Bubble, bubbles
from flows.live import Live
from store.tables import METADATA, Inbound, Shipment
from tests.flows.house import House

SCRIPT = {"HX-Request": "true"}
"""How htmx asks."""


@dataclass
class Visit:
    """`get` and `post` take what comes after the page's address."""

    house: House
    live: Live = field(default_factory=Live)
    tiles: Tiles | None = None

    def __post_init__(self) -> None:
        app = FastAPI()
        problems.install(app)
        self.deps = Deps(
            self.house.database, lambda: self.house.now, self._keep, self.live, PageWords(Words()), self.tiles
        )
        app.include_router(router(self.deps))
        app.add_middleware(SecurityHeaders)
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://doorstep.test")

    async def _keep(self, turns: Sequence[Turn]) -> int:
        before = len(self.house.rows(Inbound))
        self.house.hear(*turns)
        return len(self.house.rows(Inbound)) - before

    def path(self, number: str = "DS100") -> str:
        """The page of the newest shipment with this number."""
        shipment = self.house.rows(Shipment, tracking_number=number)[-1]
        return f"/t/{tracking_token(self.house.voice.links.secret_key, shipment.id)}"

    async def get(self, rest: str = "", number: str = "DS100", **headers: str) -> httpx.Response:
        return await self.client.get(self.path(number) + rest, headers=headers)

    async def post(self, rest: str, form: dict[str, str], number: str = "DS100", **headers: str) -> httpx.Response:
        return await self.client.post(self.path(number) + rest, data=form, headers=headers)

    async def words(self, number: str = "DS100", **headers: str) -> str:
        """What a reader of the page reads, on one line."""
        answer = await self.get(number=number, **headers)
        assert answer.status_code == 200, answer.text
        return readable(answer.text)

    async def chat(self, number: str = "DS100") -> list[Bubble]:
        """What was said, but for the announcement that comes first."""
        return _talk((await self.get(number=number)).text)

    async def say(self, text: str, key: str = "k1") -> list[Bubble]:
        """Types without script, and follows where that leads."""
        answer = await self.post("/chat", {"text": text, "key": key})
        assert answer.status_code == 303, answer.text
        return _talk((await self.client.get(answer.headers["location"])).text)

    def everything(self) -> list[tuple[str, list[Any]]]:
        """Every row of every table."""
        with self.house.database.transaction() as tx:
            return [(table.name, list(tx.execute(select(table)).all())) for table in METADATA.sorted_tables]


def _talk(page: str) -> list[Bubble]:
    return [one for one in bubbles(page) if one.name != "announced"]


def readable(page: str) -> str:
    body = re.sub(r"<head>.*?</head>", " ", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())
