"""The van in a browser: it comes by itself, moves by itself, and goes away; nothing about it keeps anybody out."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Browser, Page, expect

from domain.orders import Consent, NewOrder
from domain.routes.given import Place, RouteGiven, StopGiven
from domain.routes.positions import Position
from doorstep.service import Service
from doorstep.simulation.alone import alone
from doorstep.simulation.parcels import order, parcel
from flows.orders import announce
from flows.routes import put
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
    now = datetime.now(UTC)
    async with alone() as service:
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
    await expect(page.locator("#van-now .when")).to_have_text("You are next.", timeout=30_000)
    before = await page.locator("#sketch .van").get_attribute("transform")
    street.seen((40.7400, -73.9440))

    await expect(page.locator("#sketch .van")).not_to_have_attribute("transform", before or "", timeout=30_000)
    await expect(page.locator("#messages")).to_contain_text("You are next.")


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
