"""The van in a browser: it comes by itself, moves by itself, and goes away; nothing about it keeps anybody out."""

import struct
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from playwright.async_api import Browser, Page, expect

from domain.orders import Consent, NewOrder
from domain.routes.given import Place, RouteGiven, StopGiven
from domain.routes.positions import Position
from doorstep.service import Service
from doorstep.simulation.alone import alone
from doorstep.simulation.parcels import order, parcel
from flows.orders import announce
from flows.routes.giving import put
from tests.rigs import axe

DOOR = (40.7440, -73.9485)


@dataclass
class Street:
    """One parcel on a route that is driven, in a running service."""

    service: Service
    url: str

    def seen(self, place: Place) -> None:
        now = datetime.now(UTC)
        self.service.positions.take("acme", [Position("van-1", now, *place)])


@pytest.fixture
async def street() -> AsyncIterator[Street]:
    async with a_street(None) as street:
        yield street


@asynccontextmanager
async def a_street(map_tiles_url: str | None) -> AsyncIterator[Street]:
    now = datetime.now(UTC)
    async with alone(map_tiles_url=map_tiles_url) as service:
        one = order(parcel("SIM1", 1, "en", now), "acme")
        given = _at_the_door(one)
        placed = await announce(service.database, given, service.voice.links, now)
        stops = (StopGiven("SIM1", None, DOOR),)
        hours = timedelta(hours=3)
        depot = (40.72, -73.9)
        route = RouteGiven("r1", "van-1", "America/New_York", now - hours, now + hours, depot, depot, stops)
        await service.database.write(put, "acme", route, now)
        yield Street(service, placed.parcels[0].tracking_url)


def _at_the_door(given: NewOrder) -> NewOrder:
    address = {**given.address, "latitude": DOOR[0], "longitude": DOOR[1]}
    return replace(given, address=address, consent=Consent(("web",), "simulation", given.consent.given_at))


async def test_it_comes_and_moves_by_itself(page: Page, street: Street) -> None:
    await page.goto(street.url)
    await expect(page.locator("#van-now")).to_have_count(0)

    street.seen((40.7300, -73.9200))
    await expect(page.locator("#van-now")).to_be_visible(timeout=30_000)
    await expect(page.locator("#parcel, #van").get_by_text("You are next.")).to_have_count(1)  # is said above it
    before = await page.locator("#sketch .van").get_attribute("transform")
    street.seen((40.7400, -73.9440))

    await expect(page.locator("#sketch .van")).not_to_have_attribute("transform", before or "", timeout=30_000)
    await expect(page.locator("#messages")).to_contain_text("You are next.")
    await expect(page.locator("#history")).to_be_hidden()  # the van says more than "not scanned yet"
    await expect(page.locator("#parcel")).not_to_contain_text("no scan yet")


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (320, "dark"), (1280, "light"), (1280, "dark")])
async def test_it_keeps_nobody_out(browser: Browser, street: Street, width: int, scheme: str) -> None:
    context = await browser.new_context(
        viewport={"width": width, "height": 700},
        color_scheme=scheme,  # type: ignore[arg-type]  # one of the names it takes
    )
    page = await context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    street.seen((40.7300, -73.9200))
    await page.goto(street.url)
    await expect(page.locator("#van-now")).to_be_visible(timeout=30_000)

    assert await axe.violations(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") == width
    assert complaints == []


async def test_without_script_it_is_there_as_well(browser: Browser, street: Street) -> None:
    street.seen((40.7300, -73.9200))
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    for _ in range(20):
        await page.goto(street.url)
        if await page.locator("#sketch").count():
            break
        await page.wait_for_timeout(1000)

    await expect(page.locator("#sketch")).to_be_visible()
    await expect(page.get_by_role("button", name="Use this language")).to_be_visible()


def a_tile() -> bytes:
    """A grey PNG of one pixel, which Leaflet stretches."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0\xdd\xe3\xe8")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


async def test_with_tiles_there_is_a_map_once_the_van_is_seen_and_its_maker_learns_nothing(browser: Browser) -> None:
    asked: list[web.Request] = []

    async def tile(request: web.Request) -> web.Response:
        asked.append(request)
        return web.Response(body=a_tile(), content_type="image/png")

    app = web.Application()
    app.router.add_get("/{z}/{x}/{y}.png", tile)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    tiles = f"http://127.0.0.1:{runner.addresses[0][1]}/{{z}}/{{x}}/{{y}}.png"
    async with a_street(tiles) as street:
        page = await browser.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(f"{message.text} {message.location}"))
        scripts: list[str] = []
        page.on("request", lambda request: scripts.append(request.url))
        await page.goto(street.url)
        await page.wait_for_timeout(500)
        assert not any("leaflet" in url for url in scripts)
        assert asked == []

        street.seen((40.7300, -73.9200))
        await expect(page.locator("#map .van-dot")).to_be_visible(timeout=30_000)
        await expect(page.locator("#sketch")).to_be_hidden()
        await expect(page.locator("#map")).to_contain_text("OpenStreetMap")
        await page.wait_for_timeout(500)
        assert asked
        assert all("Referer" not in request.headers and "Cookie" not in request.headers for request in asked)
        assert (
            await page.evaluate("getComputedStyle(document.querySelector('#map .leaflet-pane')).position") == "absolute"
        )
        assert not complaints, "\n".join(complaints)
        assert await axe.violations(page) == []
    await runner.cleanup()
