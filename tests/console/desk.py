"""The console of a house, knocked at as a browser would: signed in, with cookies, and with the proof of its forms."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import httpx
from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from api import problems
from api.console.deps import Deps, OpenId
from api.console.router import router
from api.headers import SecurityHeaders
from bot.words import Words
from bot.wordsmith import Wordsmith
from flows.live import Live
from flows.staff import sign_in as staff
from flows.webhooks.receive import WebhookDoor
from flows.webhooks.sources import Sources
from tests.console.scene import step
from tests.flows.house import House

SMITH = Wordsmith(Words())
PASSWORD = "correct horse battery"
KEY = b"a key to sign forms with in tests"
ASSETS = Path(__file__).parents[2] / "var" / "assets"

_PROOF = re.compile(r'name="proof" value="([0-9a-f]{64})"')


def console(house: House, public_url: str = "http://desk.test", openid: OpenId | None = None) -> FastAPI:
    """The console alone, with the headers and the errors of the whole service."""
    app = FastAPI()
    app.include_router(router(replace(deps_of(house, public_url), openid=openid)))
    app.mount("/assets", StaticFiles(directory=ASSETS))
    problems.install(app)
    app.add_middleware(SecurityHeaders)
    return app


def deps_of(house: House, public_url: str = "http://desk.test") -> Deps:
    due: list[datetime | None] = []
    sources = Sources(house.database, lambda: house.now)
    return Deps(
        database=house.database,
        clock=lambda: house.now,
        voice=house.voice,
        live=Live(),
        public_url=public_url,
        secret_key=KEY,
        after_plan=due.append,
        wordsmith=SMITH,
        door=WebhookDoor(house.database, sources, lambda: house.now, lambda: None),
        sources_changed=sources.forget,
    )


class Browser:
    """Keeps cookies, and fills the hidden field of every form as the page that it came from did."""

    def __init__(self, app: FastAPI, base_url: str = "http://desk.test") -> None:
        self.app = app
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self.client = httpx.AsyncClient(transport=transport, base_url=base_url)
        self.proof = ""

    async def sign_in(self, name: str, password: str = PASSWORD, after: str = "") -> httpx.Response:
        form = await self.client.get("/console/sign-in")
        fields = {"name": name, "password": password, "next": after, "proof": proof(form.text)}
        return await self.client.post("/console/sign-in", data=fields)

    async def get(self, path: str) -> httpx.Response:
        answer = await self.client.get(path)
        self.proof = proof(answer.text) or self.proof
        return answer

    async def post(self, path: str, **fields: str) -> httpx.Response:
        return await self.client.post(path, data={"proof": self.proof, **fields})

    async def follow(self, answer: httpx.Response) -> httpx.Response:
        """Where a form that was sent leads."""
        assert answer.status_code == 303, answer.text
        return await self.get(answer.headers["location"])


def proof(page: str) -> str:
    found = _PROOF.search(page)
    return found.group(1) if found else ""


def hire(house: House, name: str = "Ines", role: str = "agent") -> int:
    return step(house, staff.add, name, PASSWORD, role, house.now)


@asynccontextmanager
async def signed_in(house: House, role: str = "agent", name: str = "Ines") -> AsyncIterator[Browser]:
    """A browser in which somebody of this role has signed in."""
    hire(house, name, role)
    browser = Browser(console(house))
    async with browser.client:
        answer = await browser.sign_in(name)
        assert answer.status_code == 303, answer.text
        await browser.get("/console/shipments")
        yield browser
